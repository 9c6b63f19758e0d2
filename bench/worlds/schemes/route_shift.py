"""An importer's direct lane ends at the control; the same brand then comes through hubs."""

from datetime import timedelta

from bench.worlds.plot import Plot, scheme


@scheme(
    "route_shift",
    ("route_shift_after_control_date",),
    differs="the goods that come through the hub after the control are not controlled, or were made there",
)
def plant(plot: Plot) -> None:
    importer = plot.importer()
    model = plot.wanted()
    maker = plot.world.maker_of(model)
    plot.role("consignor_before", maker, diverts=False)
    traders = [plot.trader("consignor_after") for _ in range(plot.random.choice((1, 2, 2, 3)))]
    goods = plot.siblings(model)
    last = plot.control + timedelta(days=plot.random.randrange(-60, 100))
    for day in plot.days(plot.count(6, 24), plot.start + timedelta(days=40), last):
        plot.ship(plot.random.choice(goods), (maker, importer), day)
    first = last + timedelta(days=plot.random.randrange(10, 90))
    for day in plot.days(plot.count(8, 40), first, plot.end):
        plot.ship(plot.random.choice(goods), (maker, plot.random.choice(traders), importer), day)
