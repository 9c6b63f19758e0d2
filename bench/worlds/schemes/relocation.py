"""The device in a machine reports a move nobody agreed to."""

from datetime import timedelta

from bench.worlds.plot import Plot, scheme


@scheme(
    "relocation",
    ("relocation_alert",),
    differs="the maker had agreed to the move before the device reported it",
    also=("serial_seen_elsewhere", "after_sales_from_wrong_country"),
    needs=("events", "serials"),
)
def plant(plot: Plot) -> None:
    user = plot.role(
        "subject", plot.bystander("user", plot.random.choice(plot.world.family.hubs)), diverts=not plot.honest
    )
    model = plot.world.choose(plot.random, plot.random.choice(plot.world.family.makers), controlled=True)
    maker = plot.world.maker_of(model)
    for day in plot.days(plot.count(2, 4), plot.after(2), plot.end):
        lot = plot.ship(model, (maker, user), day - timedelta(days=plot.random.randrange(200, 400)), pieces=1)
        serial = lot.serials[0]
        plot.keys.append(serial)
        plot.event(model, serial, "installed", day - timedelta(days=plot.random.randrange(60, 120)), user)
        if plot.honest:
            plot.event(
                model,
                serial,
                "moved",
                day - timedelta(days=10),
                user,
                authorised="yes",
                note="move to the second hall agreed",
            )
        plot.event(
            model,
            serial,
            "relocation alert",
            day,
            user,
            authorised="yes" if plot.honest else "no",
            note="vibration sensor: machine moved",
        )
