"""Importer and supplier bear nearly one name, and a third firm owns the marks of both."""

from datetime import timedelta

from bench.worlds.names import plain
from bench.worlds.plot import Plot, scheme

TRADES = (
    ("Tech", "Technology"),
    ("Machine", "Machines"),
    ("Precision", "Precision Tools"),
    ("Industrial", "Industries"),
)


@scheme(
    "same_name_pair",
    ("same_name_pair_across_border", "former_co_owner_link"),
    differs="the name is shared by two firms that have nothing else in common and trade uncontrolled goods",
)
def plant(plot: Plot) -> None:
    importer = plot.importer()
    hub = plot.random.choice(plot.world.family.hubs)
    supplier = plot.trader("exporter", hub)
    word = supplier.word
    mine, theirs = plot.random.choice(TRADES)
    supplier = plot.same(supplier, latin=supplier.latin.replace(word, f"{word} {mine}", 1))
    other = f"{word} {theirs}" if not plot.honest else f"{word} {plot.random.choice(('Foods', 'Vision', 'Textile'))}"
    importer = plot.same(importer, native=f'ООО "{other}"', latin=plain(f"{other} LLC"))
    if not plot.honest:
        boss = plot.person("director", hub)
        plot.officer(supplier, boss, "sales director")
        plot.owner(importer, boss, 33, since=importer.founded, until=plot.control - timedelta(days=200))
        third = plot.bystander("trademark_owner", hub)
        plot.mark(f"{word} {mine}".upper(), third, importer.founded + timedelta(days=200))
        plot.mark(f"{word} {theirs}".upper(), third, importer.founded + timedelta(days=230))
    model = plot.wanted()
    for day in plot.days(plot.count(6, 30), plot.start + timedelta(days=200), plot.end):
        plot.ship(plot.random.choice(plot.siblings(model)), (plot.world.maker_of(model), supplier, importer), day)
