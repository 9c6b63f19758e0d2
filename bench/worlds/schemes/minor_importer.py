"""A very small importer of controlled machines, far below any threshold."""

from bench.worlds.plot import Plot, scheme


@scheme(
    "minor_importer",
    ("minor_importer_below_threshold",),
    differs="as small, but uncontrolled goods",
    also=("single_shot_buyer",),
)
def plant(plot: Plot) -> None:
    importer, trader = plot.importer(), plot.trader()
    model = plot.wanted()
    for day in plot.days(plot.random.randrange(1, 3), plot.after(), plot.end):
        plot.ship(model, (plot.world.maker_of(model), trader, importer), day, pieces=1, size=0.6)
