"""An importer wins contracts of military units."""

from bench.worlds.plot import Plot, scheme


@scheme(
    "military_tender",
    ("state_defence_procurement",),
    differs="the customers are civil",
    also=("defence_customer_exposure",),
    needs=("tenders",),
)
def plant(plot: Plot) -> None:
    supplier = plot.importer()
    country = plot.world.family.importers[0]
    customer = plot.bystander("customer", country)
    word = plot.world.people.word(country)[0]
    unit = f"Войсковая часть {plot.random.randrange(10_000, 99_999)}"
    customer = plot.same(
        customer, native=f"{word} технический лицей № {plot.random.randrange(10_000, 99_999)}" if plot.honest else unit
    )
    for day in plot.days(plot.count(3, 7), plot.start, plot.end):
        plot.contract(
            customer,
            supplier,
            day=day,
            usd=plot.random.uniform(40_000, 200_000),
            text="Поставка станка токарного с ЧПУ",
        )
