"""A supplier says it no longer sells to the country; the records say otherwise."""

from datetime import timedelta

from bench.worlds.plot import Plot, scheme


@scheme(
    "contradicted",
    ("statement_contradicted_by_records",),
    differs="what came in after the statement are no machines, and the statement was about machines",
    needs=("imports", "claims"),
)
def plant(plot: Plot) -> None:
    importer, supplier = plot.importer("importer"), plot.trader("subject")
    since = plot.after(2)
    plot.statement(
        supplier,
        None,
        day=since,
        predicate="no_sales_to_country",
        text=f"{supplier.latin} has delivered no machine to Russia since {since}.",
    )
    model = plot.wanted()
    while plot.honest and model.kind.machine:
        model = plot.wanted()
    for day in plot.days(plot.count(5, 18), since + timedelta(days=30), plot.end):
        plot.ship(
            plot.random.choice(plot.siblings(model)) if not plot.honest else model,
            (plot.world.maker_of(model), supplier, importer),
            day,
        )
