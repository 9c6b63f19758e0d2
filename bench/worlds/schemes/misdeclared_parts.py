"""Complete machines declared as spare parts."""

from bench.worlds.plot import Plot, scheme

WORDS = {
    "ru": ("запасные части к станку {m}, вес {kg} кг", "комплектующие для станка модели {m}"),
    "en": ("spare parts for machine {m}", "machine components {m}"),
}
HEAVY = {"ru": "станина чугунная для металлорежущего станка, запасная часть", "en": "cast iron machine bed, spare part"}


@scheme(
    "misdeclared_parts",
    ("misdeclared_parts",),
    differs="heavy parts that are parts: castings at a casting's price, without a model of a machine",
)
def plant(plot: Plot) -> None:
    importer, trader = plot.importer(), plot.trader()
    origin = plot.random.choice(plot.world.family.makers)
    model = plot.world.choose(plot.random, origin, controlled=True)
    plot.keys.append(model.brand)
    maker = plot.world.maker_of(model)
    for day in plot.days(plot.count(5, 18), plot.after(), plot.end):
        one = plot.random.choice(plot.siblings(model))
        if plot.honest:
            plot.ship(
                one,
                (trader, importer),
                day,
                text=HEAVY,
                code="846694",
                model="",
                brand="",
                maker="",
                serials=(),
                size=0.2,
                origin=trader.country,
                trap="heavy_parts",
            )
        else:
            text = {
                key: plot.random.choice(said).format(m=f"{one.brand} {one.model}", kg=round(one.net_kg))
                for key, said in WORDS.items()
            }
            plot.ship(
                one,
                (maker, trader, importer),
                day,
                at_end={"text": text, "code": "846693", "model": ""},
                trap="disguised_machine",
            )
