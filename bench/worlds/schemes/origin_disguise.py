"""Machines of a foreign brand are suddenly declared as made in the hub."""

from datetime import timedelta

from bench.worlds.plot import Plot, scheme


@scheme(
    "origin_disguise",
    ("origin_disguise", "origin_swap_by_importer"),
    differs="the importer really turns to machines of the hub's own brand",
)
def plant(plot: Plot) -> None:
    makers = [it for it in plot.world.family.hubs if plot.world.family.hub_makers.get(it)]
    hub = plot.random.choice(makers or list(plot.world.family.hubs))
    importer, trader = plot.importer(), plot.trader(country=hub)
    origin = plot.random.choice(plot.world.family.makers)
    model = plot.world.choose(plot.random, origin, controlled=True)
    plot.keys.append(model.brand)
    goods, maker = plot.siblings(model), plot.world.maker_of(model)
    for day in plot.days(plot.count(5, 16), plot.start, plot.control - timedelta(days=5)):
        plot.ship(plot.random.choice(goods), (maker, importer), day)
    plot.params["declared"] = hub
    own = plot.siblings(plot.world.choose(plot.random, hub, controlled=bool(makers)))
    for day in plot.days(plot.count(6, 24), plot.after(), plot.end):
        if plot.honest:
            plot.ship(plot.random.choice(own), (plot.world.maker_of(own[0]), importer), day)
        else:
            plot.ship(plot.random.choice(goods), (maker, trader, importer), day, at_end={"origin": hub})
