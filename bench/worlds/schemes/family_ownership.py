"""A second importer belongs to the wife or a child of a listed owner."""

from datetime import timedelta

from bench.worlds.names import like
from bench.worlds.plot import Plot, scheme


@scheme(
    "family_ownership",
    ("family_link_to_listed_owner",),
    differs="the owner only has the same surname: another father's name, another address, no kinship on record",
    needs=("imports", "register", "lists"),
)
def plant(plot: Plot) -> None:
    importer, trader, firm = plot.importer(young=True), plot.trader(), plot.importer("listed_firm")
    listed = plot.person("listed", diverts=True)
    kin = plot.person("kin", diverts=True)
    parts, other = listed.native.split(), kin.native.split()
    latin, latin_other = listed.latin.split(), kin.latin.split()
    fathers = (other[2:], latin_other[2:]) if plot.honest else (parts[2:], latin[2:])
    kin = like(
        kin,
        native=" ".join([parts[0], other[1], *fathers[0]]),
        latin=" ".join([latin[0], latin_other[1], *fathers[1]]),
        **({} if plot.honest else {"address": listed.address, "address_latin": listed.address_latin}),
    )
    plot.owner(firm, listed, 100)
    plot.owner(importer, kin, 100)
    if not plot.honest and plot.random.random() < 0.6:
        plot.params["how"] = "spouse"
        plot.officer(firm, kin, "spouse of the owner")
    for party in (listed, firm):
        plot.listed(party, plot.control - timedelta(days=plot.random.randrange(10, 200)))
    models = [plot.wanted(origin) for origin in plot.world.family.makers]
    for day in plot.days(plot.count(5, 22), max(plot.after(), importer.founded + timedelta(days=45)), plot.end):
        model = plot.random.choice(models)
        plot.ship(model, (plot.world.maker_of(model), trader, importer), day, currency="CNY")
