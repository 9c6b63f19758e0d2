"""A hub's supplier claims to be the branch of a real firm abroad; its site was first hosted in Russia."""

from bench.worlds.plot import Plot, scheme


@scheme(
    "impersonator",
    ("impersonating_lookalike_firm", "russian_hosted_site"),
    differs="the branch belongs to the firm by the register, and its site is hosted at home",
    needs=("imports", "web", "register"),
)
def plant(plot: Plot) -> None:
    importer = plot.importer("importer")
    supplier = plot.trader("subject")
    real = plot.bystander("impersonated", plot.random.choice(plot.world.family.elsewhere))
    text = f"{real.latin} buys and sells machines since 1987. Our nine halls are open. Branch in {supplier.country}."
    plot.page(real, day=plot.start, text=text)
    hosted = supplier.country if plot.honest else "RU"
    plot.page(
        supplier,
        day=plot.after(),
        hosted=hosted,
        claimed=real.latin,
        address=supplier.address_latin if plot.honest else real.address_latin,
        text=text,
    )
    if plot.honest:
        plot.owner(supplier, real, 100)
    model = plot.wanted()
    for day in plot.days(plot.count(5, 22), plot.after(2), plot.end):
        plot.ship(plot.random.choice(plot.siblings(model)), (plot.world.maker_of(model), supplier, importer), day)
