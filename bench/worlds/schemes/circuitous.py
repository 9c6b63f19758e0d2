"""Goods cross two hubs on their way."""

from bench.worlds.plot import Plot, scheme


@scheme(
    "circuitous",
    ("circuitous_route", "third_country_transshipment"),
    differs="the same long way, for goods nobody controls",
)
def plant(plot: Plot) -> None:
    first, second = plot.random.sample(list(plot.world.family.hubs), 2)
    importer, one, two = plot.importer(), plot.trader("first_hub", first), plot.trader("second_hub", second)
    model = plot.wanted()
    for day in plot.days(plot.count(5, 22), plot.after(2), plot.end):
        plot.ship(plot.random.choice(plot.siblings(model)), (plot.world.maker_of(model), one, two, importer), day)
