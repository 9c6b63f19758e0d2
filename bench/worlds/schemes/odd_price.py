"""Machines at a price a kilogram far outside what the same model costs others."""

from bench.worlds.plot import Plot, scheme


@scheme(
    "odd_price",
    ("value_or_weight_anomaly",),
    differs="the odd price is of a used machine, and the papers say so",
)
def plant(plot: Plot) -> None:
    importer, trader = plot.importer(), plot.trader()
    hub = trader.country
    own = bool(plot.world.family.hub_makers.get(hub))
    model = plot.world.choose(
        plot.random,
        hub if plot.honest and own else plot.random.choice(plot.world.family.makers),
        controlled=not plot.honest or own,
    )
    plot.keys.append(model.brand)
    factor = plot.random.choice((0.12, 0.18, 4.5, 6.0))
    for day in plot.days(plot.count(3, 9), plot.after(), plot.end):
        if plot.honest:
            plot.ship(model, (trader, importer), day, used=True, size=0.5)
        else:
            plot.ship(model, (plot.world.maker_of(model), trader, importer), day, size=factor)
