"""Arms makers pay the importer, and it then pays for machines."""

from datetime import timedelta

from bench.worlds.plot import Plot, scheme

ARMS = (
    'АО "НПО {} ракетные системы"',
    'АО "{} патронный завод"',
    'АО "Завод боеприпасов {}"',
    'ФКП "{} пороховой завод"',
)
CIVIL = ('АО "Завод насосов {}"', 'ООО "Мебель {}"', 'АО "{} хлебозавод"', 'АО "Водоканал {}"')


@scheme(
    "defence_exposure",
    ("defence_customer_exposure", "fund_flow_timing"),
    differs="those who pay make pumps, furniture and bread",
    also=("state_defence_procurement",),
    needs=("imports", "payments", "lists"),
)
def plant(plot: Plot) -> None:
    importer, trader = plot.importer(), plot.trader()
    country = plot.world.family.importers[0]
    payers = []
    for _ in range(plot.random.randrange(2, 6)):
        firm = plot.bystander("customer", country)
        word = plot.world.people.word(country)[0]
        payers.append(plot.same(firm, native=plot.random.choice(CIVIL if plot.honest else ARMS).format(word)))
        if not plot.honest:
            plot.listed(payers[-1], plot.control - timedelta(days=plot.random.randrange(10, 400)))
    model = plot.wanted()
    for day in plot.days(plot.count(4, 14), plot.after(3), plot.end):
        lot = plot.ship(model, (plot.world.maker_of(model), trader, importer), day)
        before = day - timedelta(days=plot.random.randrange(20, 100))
        plot.paid(plot.random.choice(payers), importer, day=before, usd=lot.usd * plot.random.uniform(1.0, 1.18))
        plot.paid(
            importer,
            trader,
            day=before + timedelta(days=plot.random.randrange(3, 15)),
            usd=lot.usd * plot.random.uniform(0.95, 1.05),
            currency="USD",
        )
