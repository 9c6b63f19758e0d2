"""Used controlled machines come out of a hub."""

from bench.worlds.plot import Plot, scheme


@scheme(
    "second_hand",
    ("second_hand_flow",),
    differs="the used machines are not controlled",
)
def plant(plot: Plot) -> None:
    importer, trader = plot.importer(), plot.trader()
    model = plot.wanted()
    while not model.kind.machine:
        model = plot.wanted(model.origin)
    for day in plot.days(plot.count(6, 24), plot.after(), plot.end):
        plot.ship(model, (trader, importer), day, used=True)
