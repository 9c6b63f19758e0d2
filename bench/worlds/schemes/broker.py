"""One firm contracts, another one in another country ships; the goods were made in a third."""

from bench.worlds.plot import Plot, scheme


@scheme(
    "broker",
    ("broker_vs_shipper_split", "intermediary_jurisdiction_mismatch"),
    differs="the split contract is about goods that nobody controls",
)
def plant(plot: Plot) -> None:
    importer = plot.importer()
    first, second = plot.random.sample(list(plot.world.family.hubs), 2)
    shipper, broker = plot.trader("shipper", first), plot.trader("broker", second)
    model = plot.wanted()
    maker = plot.world.maker_of(model)
    for day in plot.days(plot.count(5, 24), plot.after(), plot.end):
        chain = (maker, shipper, importer)
        plot.ship(
            plot.random.choice(plot.siblings(model)),
            chain,
            day,
            holder=broker,
            currency=plot.random.choice(("USD", "AED", "CNY")),
        )
        if not plot.honest:
            bank = plot.random.choice(("HK", "CN", second))
            plot.paid(
                importer,
                broker,
                day=day,
                usd=model.usd,
                currency="CNY",
                bank_country=bank,
                text="Payment under the contract for equipment",
            )
