"""The same goods, in the same words, move to an uncontrolled code at the control."""

from datetime import timedelta

from bench.worlds.plot import Plot, scheme

CODES = ("847989", "847981", "846595", "851580")


@scheme(
    "hs_downshift",
    ("hs_downshift",),
    differs="the importer turns to other goods, and the words change with the code",
)
def plant(plot: Plot) -> None:
    importer, trader = plot.importer(), plot.trader()
    origin = plot.random.choice(plot.world.family.makers)
    model = plot.world.choose(plot.random, origin, controlled=True)
    plot.keys.append(model.brand)
    code = plot.random.choice(CODES)
    plot.params["code"] = code
    goods, maker = plot.siblings(model), plot.world.maker_of(model)
    for day in plot.days(plot.count(5, 16), plot.start, plot.control - timedelta(days=5)):
        plot.ship(plot.random.choice(goods), (maker, importer), day)
    if plot.honest:
        other = plot.wanted(origin)
        goods, maker = plot.siblings(other), plot.world.maker_of(other)
    for day in plot.days(plot.count(6, 24), plot.after(), plot.end):
        end = {} if plot.honest else {"at_end": {"code": code}}
        plot.ship(plot.random.choice(goods), (maker, trader, importer), day, **end)
