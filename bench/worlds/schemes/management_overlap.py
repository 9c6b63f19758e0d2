"""The importer's director also directs a listed firm."""

from datetime import timedelta

from bench.worlds.plot import Plot, scheme


@scheme(
    "management_overlap",
    ("management_overlap_with_listed",),
    differs="the director left the firm years before it was listed",
    needs=("imports", "register", "lists"),
)
def plant(plot: Plot) -> None:
    importer, trader, listed = plot.importer(), plot.trader(), plot.importer("listed")
    on = plot.control - timedelta(days=plot.random.randrange(10, 400))
    boss = plot.person("director")
    plot.officer(importer, boss)
    if plot.honest:
        plot.officer(listed, boss, since=listed.founded, until=on - timedelta(days=plot.random.randrange(1500, 2600)))
    else:
        plot.officer(listed, boss, since=listed.founded)
    plot.listed(listed, on)
    model = plot.wanted()
    for day in plot.days(plot.count(4, 18), plot.after(), plot.end):
        plot.ship(plot.random.choice(plot.siblings(model)), (plot.world.maker_of(model), trader, importer), day)
