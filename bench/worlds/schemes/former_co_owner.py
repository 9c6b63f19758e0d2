"""A supplier's director once held a share of the importer."""

from datetime import timedelta

from bench.worlds.names import like
from bench.worlds.plot import Plot, scheme


@scheme(
    "former_co_owner",
    ("former_co_owner_link",),
    differs="a namesake: the common name stands in both, with another father's name",
    needs=("imports", "register"),
)
def plant(plot: Plot) -> None:
    importer, trader = plot.importer(), plot.trader()
    boss = plot.person("director")
    parts = boss.native.split()
    other = like(
        boss, native=" ".join([*parts[:2], "Кириллович"]), latin=" ".join([*boss.latin.split()[:2], "Kirillovich"])
    )
    plot.officer(trader, boss)
    until = plot.control - timedelta(days=plot.random.randrange(60, 700))
    plot.owner(
        importer,
        plot.world.people.person(importer.country) if plot.honest else boss,
        plot.random.choice((25, 33, 50)),
        until=until,
    )
    if plot.honest:
        plot.owner(importer, other, 30, until=until)
    model = plot.wanted()
    for day in plot.days(plot.count(4, 20), plot.after(), plot.end):
        plot.ship(plot.random.choice(plot.siblings(model)), (plot.world.maker_of(model), trader, importer), day)
