"""After the large brands leave, brands nobody knew fill their place through a hub."""

from datetime import timedelta

from bench.worlds.plot import Plot, scheme

FEW = 3


@scheme(
    "backfill",
    ("backfill_after_major_exit",),
    differs="the place is filled by the hub's own makers",
)
def plant(plot: Plot) -> None:
    importers = [plot.importer("importer") for _ in range(2)]
    hub = plot.random.choice(plot.world.family.hubs)
    trader = plot.trader(country=hub)
    origin = plot.random.choice(plot.world.family.makers)
    known = set(plot.world.family.brands[origin])
    controlled = [it for it in plot.world.models[origin] if it.kind.controlled and it.kind.machine]
    large, small = ([it for it in controlled if (it.brand in known) == side] for side in (True, False))
    plot.keys += sorted({it.brand for it in small})
    for day in plot.days(plot.count(10, 30), plot.start, plot.control):
        model = plot.random.choice(large)
        plot.ship(model, (plot.world.maker_of(model), plot.random.choice(importers)), day)
    for day in plot.days(plot.count(10, 36), plot.after(), plot.end):
        model = (
            plot.world.choose(plot.random, hub, bool(plot.world.family.hub_makers.get(hub)))
            if plot.honest
            else plot.random.choice(small)
        )
        chain = (
            (plot.world.maker_of(model), plot.random.choice(importers))
            if plot.honest
            else (plot.world.maker_of(model), trader, plot.random.choice(importers))
        )
        plot.ship(model, chain, day + timedelta(days=FEW))
