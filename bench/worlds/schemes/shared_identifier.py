"""An importer and its suppliers abroad answer one phone or mailbox, which a listed firm gave, too."""

from datetime import timedelta

from bench.worlds.plot import Plot, scheme

TENANTS = 14


@scheme(
    "shared_identifier",
    ("shared_identifier_cluster",),
    differs="the shared address is a business centre with many unrelated tenants",
    needs=("imports", "register", "lists"),
)
def plant(plot: Plot) -> None:
    importer, trader, listed = plot.importer(), plot.trader(), plot.importer("listed")
    if plot.honest:
        for party in [listed, *(plot.bystander("tenant", importer.country) for _ in range(TENANTS))]:
            plot.same(party, address=importer.address, address_latin=importer.address_latin)
        listed = plot.same(listed, address=importer.address, address_latin=importer.address_latin)
    else:
        what = plot.random.choice(("phone", "email"))
        plot.params["shared"] = what
        trader, listed = (plot.same(it, **{what: getattr(importer, what)}) for it in (trader, listed))
    for party in (importer, trader, listed):
        plot.officer(party, plot.person(country=party.country))
    plot.listed(listed, plot.control - timedelta(days=plot.random.randrange(20, 300)))
    model = plot.wanted()
    for day in plot.days(plot.count(4, 18), plot.after(), plot.end):
        plot.ship(plot.random.choice(plot.siblings(model)), (plot.world.maker_of(model), trader, importer), day)
