"""An importer's purchases of one brand grow many times, all of it through suppliers nobody knew before."""

from datetime import timedelta

from bench.worlds.plot import Plot, scheme


@scheme(
    "new_intermediaries",
    ("growth_attributed_to_new_intermediaries",),
    differs="the new suppliers sell uncontrolled goods of the same country",
)
def plant(plot: Plot) -> None:
    importer = plot.importer()
    model = plot.wanted()
    goods, maker = plot.siblings(model), plot.world.maker_of(model)
    plot.role("official_supplier", maker, diverts=False)
    for day in plot.days(plot.random.randrange(1, 4), plot.start, plot.control - timedelta(days=60)):
        plot.ship(model, (maker, importer), day)
    traders = [plot.trader("intermediary") for _ in range(2)]
    for day in plot.days(plot.count(14, 60), plot.after(), plot.end):
        plot.ship(
            plot.random.choice(goods),
            (maker, plot.random.choice(traders), importer),
            day,
            pieces=plot.random.choice((1, 2, 3)),
        )
