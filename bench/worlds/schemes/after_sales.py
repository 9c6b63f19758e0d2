"""Somebody in the importing country asks for service on a machine that was sold elsewhere."""

from datetime import timedelta

from bench.worlds.plot import Plot, scheme


@scheme(
    "after_sales",
    ("after_sales_from_wrong_country",),
    differs="the request comes from the country the machine was sold to",
    also=("serial_seen_elsewhere", "relocation_alert"),
    needs=("events", "serials"),
)
def plant(plot: Plot) -> None:
    user = plot.bystander("authorised_user", plot.random.choice(plot.world.family.hubs))
    asker = plot.bystander("asker", user.country) if plot.honest else plot.importer()
    model = plot.world.choose(plot.random, plot.random.choice(plot.world.family.makers), controlled=True)
    maker = plot.world.maker_of(model)
    for day in plot.days(plot.count(2, 4), plot.after(2), plot.end):
        lot = plot.ship(model, (maker, user), day - timedelta(days=plot.random.randrange(150, 400)), pieces=1)
        sold = day - timedelta(days=plot.random.randrange(90, 140))
        plot.keys.append(lot.serials[0])
        plot.event(model, lot.serials[0], "sold", sold, user)
        plot.event(model, lot.serials[0], "installed", sold + timedelta(days=25), user)
        plot.event(model, lot.serials[0], "service request", day, asker, note="control asks for an unlock code")
