"""A machine sold to a user in a hub turns up in the importing country's customs."""

from datetime import timedelta

from bench.worlds.plot import Plot, scheme


@scheme(
    "serial_elsewhere",
    ("serial_seen_elsewhere", "relocation_alert"),
    differs="the machine moves to another permitted country, and the maker agreed",
    needs=("imports", "events", "serials"),
)
def plant(plot: Plot) -> None:
    hub = plot.random.choice(plot.world.family.hubs)
    user, trader = plot.bystander("authorised_user", hub), plot.trader(country=hub)
    target = (
        plot.bystander("new_user", plot.random.choice(plot.world.family.elsewhere)) if plot.honest else plot.importer()
    )
    model = plot.world.choose(plot.random, plot.random.choice(plot.world.family.makers), controlled=True)
    maker = plot.world.maker_of(model)
    plot.role("maker", maker, diverts=False)
    for day in plot.days(plot.count(2, 6), plot.after(2), plot.end):
        lot = plot.ship(model, (maker, user), day - timedelta(days=plot.random.randrange(150, 420)), pieces=1)
        serial, sold = lot.serials[0], day - timedelta(days=plot.random.randrange(120, 140))
        plot.keys.append(serial)
        plot.event(model, serial, "sold", sold, user)
        plot.event(model, serial, "installed", sold + timedelta(days=20), user)
        if plot.honest:
            plot.event(
                model,
                serial,
                "moved",
                day - timedelta(days=40),
                target,
                authorised="yes",
                note="maker agreed to the move",
            )
        else:
            plot.event(
                model, serial, "relocation_alert", day - timedelta(days=30), user, authorised="no", note="device opened"
            )
        plot.onward(lot, (trader, target), day, used=True, usd=lot.usd * plot.random.uniform(0.7, 1.3))
