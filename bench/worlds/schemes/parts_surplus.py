"""Far more spare parts than the machines an importer is known to have could need."""

from datetime import timedelta

from bench.worlds.plot import Plot, scheme


@scheme(
    "parts_surplus",
    ("parts_quantity_vs_installed_base",),
    differs="as many parts, for a fleet that explains them",
    also=("misdeclared_parts",),
)
def plant(plot: Plot) -> None:
    importer, trader = plot.importer(), plot.trader()
    origin = plot.random.choice(plot.world.family.makers)
    machine = plot.world.choose(plot.random, origin, controlled=True)
    plot.keys.append(machine.brand)
    part = plot.random.choice([it for it in plot.world.models[origin] if it.kind.part and it.brand == machine.brand])
    fleet = plot.random.randrange(25, 40) if plot.honest else 2
    for day in plot.days(fleet, plot.start, plot.control - timedelta(days=30)):
        plot.ship(machine, (plot.world.maker_of(machine), importer), day)
    if plot.honest:
        for day in plot.days(plot.count(8, 24), plot.start, plot.control):
            plot.ship(part, (plot.world.maker_of(part), importer), day, pieces=plot.random.randrange(20, 60))
    else:
        for day in plot.days(plot.count(8, 24), plot.after(), plot.end):
            plot.ship(part, (plot.world.maker_of(part), trader, importer), day, pieces=plot.random.randrange(40, 160))
