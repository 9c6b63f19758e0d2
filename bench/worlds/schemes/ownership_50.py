"""Listed people and firms hold half of an importer together, part of it through holdings."""

from datetime import timedelta

from bench.worlds.plot import Plot, scheme


@scheme(
    "ownership_50",
    ("ownership_50_rule",),
    differs="the listed owners hold clearly less than half",
    needs=("imports", "register", "lists"),
)
def plant(plot: Plot) -> None:
    importer, trader = plot.importer(), plot.trader()
    country = plot.world.family.importers[0]
    holding = plot.role("holding", plot.world.people.firm(country, importer.founded, "holding", planted=True))
    listed_person, listed_firm = plot.person("listed_owner", diverts=True), plot.importer("listed_owner")
    direct, through = plot.random.choice(((30, 25), (26, 40), (20, 35), (45, 10)))
    if plot.honest:
        direct, through = plot.random.choice(((20, 15), (10, 25), (24, 12)))
    plot.params["shares"] = (direct, through)
    plot.owner(importer, listed_person, direct)
    plot.owner(importer, holding, through)
    plot.owner(importer, plot.person(), 100 - direct - through)
    plot.owner(holding, listed_firm, 100)
    for party in (listed_person, listed_firm):
        plot.listed(party, plot.control - timedelta(days=plot.random.randrange(10, 200)))
    model = plot.wanted()
    for day in plot.days(plot.count(4, 16), plot.after(), plot.end):
        plot.ship(plot.random.choice(plot.siblings(model)), (plot.world.maker_of(model), trader, importer), day)
