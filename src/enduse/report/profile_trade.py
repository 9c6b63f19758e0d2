"""Sections of a profile that stand on goods lines: brands by year and supplier, routes, origins, used machines."""

from collections.abc import Iterator, Sequence
from datetime import date

from enduse.model.profile import Cell, Number, ProfileTable, Section, Statement, TableLine
from enduse.report.profile_ground import (
    Ground,
    Row,
    by_weight,
    counted,
    distinct,
    grouped,
    ids_of,
    line,
    part_of,
    said,
    share,
    stated,
    summed,
    years,
)
from enduse.report.wording import listed, place_name

NO_LINES = "No goods line of the last run names it in this part."
OLD_YEARS = 20
"""Age from which a used machine is marked: published cases speak of machines two and three decades old."""

_MOST_BRANDS = 12
_MOST_YEARS = 8
_WHOLE_FROM = 3
"""Month before which the records must begin for its year to count as a whole one."""
_UNNAMED = "no brand told"


def brand_section(ground: Ground, lines: Sequence[Row]) -> Section:
    """Brands by year, how the largest grew, and which suppliers the growth came through."""
    title = "Brands by year and supplier"
    if not lines:
        return Section("brands", title, not_assessable=NO_LINES)
    told = years(lines)[-_MOST_YEARS:]
    brands = by_weight(grouped(lines, lambda it: it["brand"] or _UNNAMED))[:_MOST_BRANDS]
    table = ProfileTable(
        "brands",
        "Brands by year, USD",
        ("brand", "lines", *map(str, told), "all"),
        tuple(line(name, counted(rows), *_by_year(rows, told), summed(rows)) for name, rows in brands),
        "Declared or converted values of the goods lines; lines without a value count as lines only.",
    )
    growing = [it for name, rows in brands if name != _UNNAMED for it in _growth(ground, name, rows)]
    return Section("brands", title, tuple(growing), (table, _suppliers(ground, lines, told)))


def _by_year(rows: Sequence[Row], told: Sequence[int]) -> Iterator[Cell]:
    for year in told:
        yield summed(_of_year(rows, year))


def _of_year(rows: Sequence[Row], *wanted: int) -> list[Row]:
    return [it for it in rows if it["declared_on"] and it["declared_on"].year in wanted]


def _growth(ground: Ground, brand: str, rows: Sequence[Row]) -> Iterator[Statement]:
    """Growth from the first year to the best later one, and the share of it that came through new suppliers."""
    # A year of which the records hold only the end is no base: every growth from it is made by their beginning.
    told = [it for it in years(rows) if date(it, _WHOLE_FROM, 1) > ground.first_day]
    if len(told) < 2:
        return
    first = summed(old := _of_year(rows, told[0]))
    best = max(told[1:], key=lambda it: getattr(summed(_of_year(rows, it)), "value", 0.0))
    last = summed(late := _of_year(rows, best))
    if first is None or last is None or first.value <= 0 or last.value <= first.value:
        return
    times = Number(last.value / first.value, "times", "ratio", last.rows, first.rows)
    words = (f"Lines of {brand} came to ", first, f" in {told[0]} and to ", last, f" in {best}: ", times, ".")
    yield said("derived", *words)
    rise = last.value - first.value
    for role, word in (("consignor_id", "consignors that sent"), ("contract_holder_id", "contract holders that sold")):
        yield from _new_ones(ground, role, (old, late, rise), f"{word} none of it in {told[0]}")


def _new_ones(
    ground: Ground, role: str, grown: tuple[Sequence[Row], Sequence[Row], float], word: str
) -> Iterator[Statement]:
    """The share of a growth that came through parties that had no part in it before."""
    old, late, rise = grown
    known = {it[role] for it in old}
    if None in known:
        # Whom the earlier lines do not name may be anybody of the later ones.
        return
    part = [it for it in late if it[role] is not None and it[role] not in known]
    amount = summed(part)
    if amount is None:
        return
    of_all = stated(min(1.0, amount.value / rise), "share", rows=ids_of(part))
    names = ground.names(it[role] for it in part)
    yield said(
        "derived", of_all, f" of that growth came through {word}: {listed(sorted(names.values()), 4).rstrip('.')}."
    )


def _suppliers(ground: Ground, lines: Sequence[Row], told: Sequence[int]) -> ProfileTable:
    groups = by_weight(grouped(lines, _pair))
    names = ground.names(it for (_, *pair), _ in groups for it in pair)
    rows = []
    for (brand, consignor, holder), mine in groups[:40]:
        first, last = (str(day) for day in (min(_days(mine), default=""), max(_days(mine), default="")))
        cells = (brand, names.get(consignor, "not told"), names.get(holder, ""))
        rows.append(line(*cells, counted(mine), first, last, *_by_year(mine, told), summed(mine)))
    columns = ("brand", "consignor", "contract holder", "lines", "first", "last", *map(str, told), "all USD")
    note = "Who sent is the consignor; a contract holder that is somebody else stands beside it."
    return ProfileTable("suppliers", "Suppliers", columns, tuple(rows), note)


def _pair(row: Row) -> tuple[str, int | None, int | None]:
    """Brand, who sent, and who holds the contract where that is somebody else."""
    sender, holder = row["consignor_id"], row["contract_holder_id"]
    return row["brand"] or _UNNAMED, sender, None if holder == sender else holder


def _days(rows: Sequence[Row]) -> list[str]:
    return [it["declared_on"].isoformat() for it in rows if it["declared_on"]]


def route_section(lines: Sequence[Row], homes: Sequence[str] = ()) -> Section:
    """Brand labels by route: straight from where the goods were made, or by way of another country.

    Args:
        lines: Goods lines.
        homes: Countries where the subject's brand is made: they decide where a line tells no origin.
    """
    title = "Brand labels by route"
    placed = [it for it in lines if it["brand"]]
    if not placed:
        return Section("routes", title, not_assessable="No goods line with a brand names it in this part.")
    known = [it for it in placed if _is_known(it, homes)]
    around = [it for it in known if _indirect(it, homes)]
    sentences = [_labels(it, homes) for _, it in by_weight(grouped(placed, lambda it: it["brand"]))[:_MOST_BRANDS]]
    groups = by_weight(grouped(placed, lambda it: (it["brand"], it["origin"], it["dispatch"])))
    table = ProfileTable(
        "routes",
        title,
        ("brand", "made in", "sent from", "way", "declarations", "lines", "first", "last", "USD"),
        tuple(_route(key, rows, homes) for key, rows in groups),
        "Origin is where goods were made, dispatch where they were shipped from; the two are different questions.",
    )
    if len(known) < len(placed):
        left = [it for it in placed if not _is_known(it, homes)]
        sentences.append(said("derived", "Where they were made or sent from is not told on ", counted(left), "."))
    if around:
        sentences.append(
            said("derived", "By way of a third country: ", counted(around), ", ", part_of(around, known), ".")
        )
    return Section("routes", title, tuple(sentences), (table,))


def _is_known(row: Row, homes: Sequence[str]) -> bool:
    return bool(row["dispatch"] and (homes or row["origin"]))


def _indirect(row: Row, homes: Sequence[str]) -> bool:
    return row["dispatch"] not in ((row["origin"],) if row["origin"] else homes)


def _labels(rows: Sequence[Row], homes: Sequence[str]) -> Statement:
    brand = rows[0]["brand"]
    known = [it for it in rows if _is_known(it, homes)]
    around = [it for it in known if _indirect(it, homes)]
    ways = sorted({it["dispatch"] for it in around})
    via = f" (through {listed((place_name(it) for it in ways), 5)})" if ways else ""
    shipments = distinct(rows, "declaration_no", "declarations") if any(it["declaration_no"] for it in rows) else None
    of_them = (" in ", shipments) if shipments else ()
    by_way = " by way of another country"
    straight = [it for it in known if not _indirect(it, homes)]
    label = ("The label ", brand, " stands on ", counted(rows), *of_them)
    if not known:
        return said("derived", *label, ".")
    return said("derived", *label, ": ", counted(straight), " straight and ", counted(around), f"{by_way}{via}.")


def _route(key: tuple[str, str, str], rows: Sequence[Row], homes: Sequence[str]) -> TableLine:
    brand, origin, dispatch = key
    way = "not told" if not _is_known(rows[0], homes) else "indirect" if _indirect(rows[0], homes) else "direct"
    told = [it for it in rows if it["declaration_no"]]
    papers = distinct(told, "declaration_no", "declarations") if told else None
    first, last = min(_days(rows), default=""), max(_days(rows), default="")
    cells = (brand, place_name(origin) if origin else "", place_name(dispatch) if dispatch else "", way)
    return line(*cells, papers, counted(rows), first, last, summed(rows))


def origin_section(lines: Sequence[Row]) -> Section:
    """Where the goods were made, by year."""
    title = "Origins by year"
    told = [it for it in lines if it["origin"] and it["declared_on"]]
    if not told:
        return Section("origins", title, not_assessable="No goods line of it tells an origin and a day.")
    groups = sorted(grouped(told, lambda it: (it["declared_on"].year, it["origin"])).items())
    rows = []
    for (year, origin), mine in groups:
        whole = [it for it in told if it["declared_on"].year == year]
        rows.append(line(str(year), place_name(origin), counted(mine), summed(mine), share(mine, whole)))
    columns = ("year", "made in", "lines", "USD", "share of the year")
    return Section("origins", title, tables=(ProfileTable("origins", title, columns, tuple(rows)),))


def used_section(lines: Sequence[Row]) -> Section:
    """Used machines with their ages on the day of the declaration."""
    title = "Used machines"
    machines = [it for it in lines if _used(it)]
    readable = [it for it in lines if it["description"]]
    if not machines:
        why = "" if readable else "No goods line of it has a description to read."
        none = said("derived", "None of ", counted(readable), " with a description calls its goods used or dates them.")
        return Section("used", title, (none,) if readable else (), not_assessable=why)
    aged = [(it, it["declared_on"].year - it["made_year"]) for it in machines if it["made_year"] and it["declared_on"]]
    old = [it for it, age in aged if age >= OLD_YEARS]
    words = (
        "Used machines stand on ",
        counted(machines),
        "; ",
        counted(old),
        f" tell an age of {OLD_YEARS} years or more.",
    )
    ages = dict((it["row_id"], age) for it, age in aged)
    rows = tuple(_used_line(it, ages.get(it["row_id"])) for it in machines)
    columns = ("declared", "brand", "model", "built", "age", "old", "condition", "text")
    note = "The age is that on the day of the declaration; a text that tells no year leaves it open."
    return Section("used", title, (said("derived", *words),), (ProfileTable("used", title, columns, rows, note),))


def _used(row: Row) -> bool:
    if row["condition"] in ("used", "refurbished"):
        return True
    day, built = row["declared_on"], row["made_year"]
    return bool(day and built and day.year - built >= 3 and row["whole"] == "complete")


def _used_line(row: Row, age: int | None) -> TableLine:
    number = None if age is None else stated(age, "years", rows=(row["row_id"],))
    mark = "" if age is None else f"{OLD_YEARS} years or more" if age >= OLD_YEARS else "younger"
    day = row["declared_on"].isoformat() if row["declared_on"] else ""
    built = str(row["made_year"]) if row["made_year"] else ""
    cells = (day, row["brand"], row["model"], built, number, mark, row["condition"], row["description"])
    return line(*cells, rows=(row["row_id"],))
