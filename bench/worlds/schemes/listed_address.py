"""A supplier sits at an address that is itself on a list."""

from datetime import timedelta

from bench.worlds.documents import list_party
from bench.worlds.names import like
from bench.worlds.plot import Plot, scheme


@scheme(
    "listed_address",
    ("listed_high_diversion_address",),
    differs="the supplier sits in the same city, in another street",
    needs=("imports", "lists"),
)
def plant(plot: Plot) -> None:
    importer, trader = plot.importer(), plot.trader()
    there = plot.bystander("listed_address", trader.country)
    entry = like(
        there,
        native="",
        latin=f"Address {plot.world.made_papers}",
        number="",
        address=there.address_latin if plot.honest else trader.address_latin,
    )
    list_party(plot.world, entry, plot.control - timedelta(days=plot.random.randrange(10, 300)), plot.tag)
    model = plot.wanted()
    for day in plot.days(plot.count(4, 18), plot.after(), plot.end):
        plot.ship(plot.random.choice(plot.siblings(model)), (plot.world.maker_of(model), trader, importer), day)
