"""A firm founded after the invasion buys controlled machines at once."""

from datetime import timedelta

from bench.worlds.plot import Plot, scheme


@scheme(
    "new_company",
    ("new_company_after_2022_02_24", "rapid_first_order_after_incorporation"),
    differs="the young firm's first large order is of uncontrolled goods",
    needs=("imports", "register"),
)
def plant(plot: Plot) -> None:
    importer, trader = plot.importer(young=True), plot.trader()
    plot.owner(importer, plot.person(), 100)
    model = plot.wanted()
    first = max(plot.control, importer.founded) + timedelta(days=plot.random.randrange(45, 110))
    for day in plot.days(plot.count(3, 9), first, first + timedelta(days=120)):
        plot.ship(model, (plot.world.maker_of(model), trader, importer), day, pieces=plot.random.choice((1, 2, 3)))
