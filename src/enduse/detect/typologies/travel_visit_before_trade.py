"""Somebody of an importer visited a maker, and within a year the maker's goods began to arrive.

Statements and reports that say who visited whom; the visitor is the importer or a person that a register ties to it.
Visits to makers are how lawful trade begins, too: this ties people to a supply, and says little by itself. It says more
where the goods came by way of somebody else, after the watershed.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import pyarrow as pa
from ibis import _
from ibis.expr.types import Table

from enduse.detect import Finder, Ledger, Needs, Typology
from enduse.detect.boards import PART
from enduse.detect.brand_marks import bears, names_of, own_brands
from enduse.detect.scope import DESTINATIONS, imports_into, small
from enduse.detect.suspect_rows import Columns, Suspect, suspect_table
from enduse.detect.wording import plain, words

STRENGTH_AROUND = 0.3
STRENGTH_LATE = 0.2
STRENGTH = 0.1

_COLUMNS = Columns(
    {"visited_on": pa.date32(), "first_on": pa.date32(), "days": pa.int64(), "lines": pa.int64(), "around": pa.bool_()},
    ("maker", "visitor"),
    lane_ids=True,
)


@dataclass(frozen=True)
class _Visit:
    row_id: int
    on: date
    visitor_id: int
    maker_id: int


@dataclass(frozen=True)
class _Line:
    row_id: int
    on: date
    brand: str
    sellers: tuple[int, ...]
    value_usd: float | None


def by_visit(ledger: Ledger, watershed: date, days: int = 365, destinations: tuple[str, ...] = DESTINATIONS) -> Table:
    """One row per importer and maker with a visit in the ``days`` before the maker's goods first arrived.

    Args:
        ledger: Statements about visits, declarations; relations, where there are any.
        watershed: Trade that began on or after it weighs more.
        days: Longest time from the visit to the first goods line.
        destinations: Importing countries.
    """
    visits = [*_visits(ledger)]
    firms = _firms_of(ledger, {it.visitor_id for it in visits})
    makers = {it.maker_id for it in visits}
    own, names = own_brands(ledger, makers), names_of(ledger, makers)
    bought = _bought(ledger, {firm for told in firms.values() for firm in told}, destinations)
    told: dict[tuple[int, int], list[tuple[_Visit, int | None]]] = defaultdict(list)
    for it in visits:
        for firm, row_id in firms[it.visitor_id].items():
            told[firm, it.maker_id].append((it, row_id))
    found = []
    for (firm, maker), those in sorted(told.items()):
        lines = [it for it in bought.get(firm, ()) if _made_by(it, maker, own.get(maker, ()), names.get(maker, ()))]
        found += [*_suspect((firm, maker), those, lines, (watershed, days))]
    return suspect_table(found, _COLUMNS)


def _visits(ledger: Ledger) -> Iterator[_Visit]:
    """Both ways round: the goods lines tell who is the maker."""
    rows = ledger.claims.filter(_.speaker_id.notnull(), _.about_id.notnull(), _.said_on.notnull())
    for row in rows.order_by("row_id").to_pyarrow().to_pylist():
        if row["speaker_id"] != row["about_id"] and is_visit(row["predicate"], row["text"]):
            yield _Visit(row["row_id"], row["said_on"], row["speaker_id"], row["about_id"])
            yield _Visit(row["row_id"], row["said_on"], row["about_id"], row["speaker_id"])


def is_visit(predicate: str | None, text: str | None) -> bool:
    """Does a statement tell of a visit?

    >>> is_visit("visited", None), is_visit(None, "Our director visited the plant."), is_visit("general", "We sell.")
    (True, True, False)
    """
    told, said, words_said = words("statement_words", "visit"), plain(predicate), plain(text)
    if told["opposite"].search(said) or told["opposite"].search(words_said):
        return False
    return bool(told["predicates"].search(said) or told["texts"].search(words_said))


def _firms_of(ledger: Ledger, visitors: Iterable[int]) -> Mapping[int, dict[int, int | None]]:
    """Each visitor with itself and the firms that it has a part in, with the row that says so."""
    asked = sorted(set(visitors))
    found: dict[int, dict[int, int | None]] = {it: {it: None} for it in asked}
    ids = small(pa.table({"subject_id": pa.array(asked, pa.int64())}))
    rows = ledger.relations.filter(_.kind.isin(PART), _.object_id.notnull()).semi_join(ids, "subject_id")
    for row in rows.select("subject_id", "object_id", "row_id").order_by("row_id").to_pyarrow().to_pylist():
        found[row["subject_id"]].setdefault(row["object_id"], row["row_id"])
    return found


def _bought(ledger: Ledger, firms: Iterable[int], destinations: tuple[str, ...]) -> Mapping[int, list[_Line]]:
    ids = small(pa.table({"consignee_id": pa.array(sorted(set(firms)), pa.int64())}))
    rows = imports_into(ledger.items, destinations).filter(_.declared_on.notnull()).semi_join(ids, "consignee_id")
    rows = rows.select(
        *("row_id", "declared_on", "brand", "consignee_id", "consignor_id", "contract_holder_id", "value_usd")
    )
    found: dict[int, list[_Line]] = defaultdict(list)
    for row in rows.order_by("row_id").to_pyarrow().to_pylist():
        sellers = tuple(it for it in (row["consignor_id"], row["contract_holder_id"]) if it is not None)
        line = _Line(row["row_id"], row["declared_on"], row["brand"] or "", sellers, row["value_usd"])
        found[row["consignee_id"]].append(line)
    return found


def _made_by(line: _Line, maker: int, brands: Iterable[str], names: Iterable[str]) -> bool:
    return maker in line.sellers or bool(line.brand) and (line.brand.upper() in brands or bears(line.brand, names))


def _suspect(
    pair: tuple[int, int],
    visits: Sequence[tuple[_Visit, int | None]],
    lines: Sequence[_Line],
    when: tuple[date, int],
) -> Iterator[Suspect]:
    firm, maker = pair
    watershed, days = when
    if not lines or firm == maker:
        return
    first = min(it.on for it in lines)
    before = [it for it in visits if timedelta(0) <= first - it[0].on <= timedelta(days)]
    if not before:
        return
    last = max(before, key=lambda it: (it[0].on, it[0].row_id))[0]
    around, late = all(maker not in it.sellers for it in lines), first >= watershed
    values = [it.value_usd for it in lines if it.value_usd is not None]
    yield Suspect(
        firm,
        (STRENGTH_AROUND if around else STRENGTH_LATE) if late else STRENGTH,
        [row for it, tie in before for row in (it.row_id, tie) if row is not None]
        + [it.row_id for it in lines if it.on == first],
        [it.row_id for it in lines],
        [last.on, first],
        lane=[maker],
        confidence="possible",
        rank=float(len(lines)),
        value_usd=sum(values) if values else None,
        figures={
            "visited_on": last.on,
            "first_on": first,
            "days": (first - last.on).days,
            "lines": len(lines),
            "around": around,
        },
        others={"maker": [maker], "visitor": [it.visitor_id for it, _tie in before]},
    )


travel_visit_before_trade = Typology(
    id="travel_visit_before_trade",
    title="A visit, then goods",
    about=__doc__,
    innocent=(
        "a visit of the kind with which any lawful purchase begins",
        "a tour for many firms, or a fair",
        "goods that were agreed upon long before the visit",
        "another person of the same name",
    ),
    misses=(
        "visits that nobody told of, and journeys in a private capacity",
        "visitors whom no register ties to the importer",
        "makers whose brand neither their name nor their own goods lines tell",
    ),
    settle=(
        "who was met, and what was talked about: the maker's visitors' book",
        "when the order was placed, and by whom",
    ),
    sources=("Washington Post on an importer's director who visited makers (catalogue: WP, article 003)",),
    finders=(
        Finder(
            id="by_visit",
            reads="claims",
            subject="company",
            headline=(
                "{visitor} visited {maker} on {visited_on}; {days:day|days} later its goods began to reach {subject} "
                "({lines:line|lines})"
            ),
            # Most statements are about something else.
            needs=Needs(columns=("said_on", "speaker_id", "about_id"), share=0.01),
            find=by_visit,
            confidence="possible",
        ),
    ),
    ceiling=0.3,
)
