"""One large purchase, then silence."""

from datetime import timedelta

from bench.worlds.plot import Plot, scheme


@scheme(
    "single_shot",
    ("single_shot_buyer",),
    differs="the one large purchase is of uncontrolled goods",
    also=("minor_importer_below_threshold",),
)
def plant(plot: Plot) -> None:
    importer, trader = plot.importer(), plot.trader()
    model = plot.wanted()
    last = max(plot.after(), plot.end - timedelta(days=380))
    day = plot.days(1, min(plot.after(), last), last)[0]
    plot.ship(model, (plot.world.maker_of(model), trader, importer), day, pieces=plot.random.choice((2, 3, 4)))
