"""Used machines of one brand leave a hub, through many sellers, after their maker stopped."""

from bench.worlds.plot import Plot, scheme


@scheme(
    "installed_base_leak",
    ("installed_base_leak",),
    differs="the used machines go to countries where nobody forbids them",
    also=("second_hand_flow", "hub_surge"),
)
def plant(plot: Plot) -> None:
    hub = plot.random.choice(
        [it for it in plot.world.family.hubs if plot.world.family.file("exports", it)] or plot.world.family.hubs
    )
    model = plot.world.choose(plot.random, plot.random.choice(plot.world.family.makers), controlled=True)
    plot.keys.append(model.brand)
    sellers = [plot.trader("seller", hub) for _ in range(plot.random.randrange(3, 7))]
    buyers = [
        plot.bystander("buyer", plot.random.choice(plot.world.family.elsewhere))
        if plot.honest
        else plot.importer("buyer")
        for _ in range(2)
    ]
    plot.subject = None
    for day in plot.days(plot.count(16, 50), plot.after(), plot.end):
        plot.ship(
            plot.random.choice(plot.siblings(model)),
            (plot.random.choice(sellers), plot.random.choice(buyers)),
            day,
            used=True,
        )
