"""All contracts are in yuan although nothing was made in China."""

from bench.worlds.plot import Plot, scheme


@scheme(
    "yuan",
    ("yuan_or_nondollar_payment",),
    differs="yuan is paid for goods nobody controls",
)
def plant(plot: Plot) -> None:
    importer = plot.importer()
    hub = "CN" if "CN" in plot.world.family.hubs else ""
    traders = [plot.trader(country=hub) for _ in range(2)]
    models = [plot.wanted(origin) for origin in plot.world.family.makers]
    for day in plot.days(plot.count(6, 24), plot.after(), plot.end):
        model = plot.random.choice(models)
        plot.ship(model, (plot.world.maker_of(model), plot.random.choice(traders), importer), day, currency="CNY")
