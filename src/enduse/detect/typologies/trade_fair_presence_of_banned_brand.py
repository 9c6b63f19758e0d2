"""A brand is on show at a fair in Russia or Belarus after its maker said that it had left.

By the dated table of exits (each with its source), or by statements in the ledger: the maker said that it stopped, or
that this dealer's contract has ended. Who shows a brand is the exhibitor; whether the maker knows of it, no list of
exhibitors can tell.
"""

import tomllib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from itertools import groupby
from typing import Any

import pyarrow as pa
from ibis import _
from ibis.expr.types import Table

from enduse.detect import Finder, Ledger, Needs, Typology
from enduse.detect.brand_marks import bears, names_of, own_brands
from enduse.detect.scope import DESTINATIONS, imports_into, small
from enduse.detect.statements import statements
from enduse.detect.suspect_rows import Columns, Suspect, suspect_table
from enduse.detect.terminations import terminations
from enduse.detect.wording import plain

STRENGTH_IMPORTS = 0.4
STRENGTH = 0.2

_VISITORS = ("visitor", "посетител", "відвідувач", "参观", "관람", "ziyaretçi", "besucher")
_FIGURES = {
    "brand": pa.string(),
    "left_on": pa.date32(),
    "said": pa.string(),
    "fair": pa.string(),
    "fairs": pa.int64(),
    "lines": pa.int64(),
}
_BY_EXIT = Columns(_FIGURES)
_BY_STATEMENT = Columns(_FIGURES, ("maker",))


@dataclass(frozen=True)
class Exit:
    """Since when a brand is no longer sold there, and who says so.

    Attributes:
        marks: Spellings in the form of ``plain``.
        left_on: First day.
        said: What was said, with its source.
        row_id: Of the statement; None for the bundled table.
        maker_id: Who said so; None for the bundled table.
        dealer_id: Only this exhibitor is meant; None: any.
    """

    marks: frozenset[str]
    left_on: date
    said: str
    row_id: int | None = None
    maker_id: int | None = None
    dealer_id: int | None = None


@cache
def _bundled() -> tuple[Exit, ...]:
    told = tomllib.loads(files("enduse.data").joinpath("brand_exits.toml").read_text(encoding="utf-8"))["exit"]
    return tuple(
        Exit(
            frozenset(map(plain, (it["brand"], *it["names"]))),
            it["exits_on"],
            f"{it['what']} ({it['source']}; confidence: {it['confidence']})",
        )
        for it in told
    )


def by_exit(ledger: Ledger, watershed: date, destinations: tuple[str, ...] = DESTINATIONS) -> Table:
    """One row per exhibitor and brand of the bundled table that it showed after the exit.

    Args:
        ledger: Exhibitors of fairs; declarations, where there are any.
        watershed: Not used: the exit is the watershed.
        destinations: Where the fair was held; the exhibitor's country where that is not told.
    """
    return suspect_table(_suspects(ledger, destinations, lambda row: _bundled()), _BY_EXIT)


def by_statement(ledger: Ledger, watershed: date, destinations: tuple[str, ...] = DESTINATIONS) -> Table:
    """The same by statements of makers in the ledger. Args are those of ``by_exit``."""
    stopped = [it for it in statements(ledger) if it.predicate == "stopped"]
    ended = terminations(ledger)
    makers = {*(it.speaker_id for it in stopped), *(it.maker_id for it in ended)}
    own, names = own_brands(ledger, makers), names_of(ledger, makers)
    told = [
        *((it.speaker_id, it.since or it.said_on, it.row_id, None, it.text) for it in stopped),
        *((it.maker_id, it.ended_on, it.row_id, it.dealer_id, it.text) for it in ended),
    ]

    def exits(row: Mapping[str, Any]) -> Iterable[Exit]:
        mark = plain(row["brand"])
        for maker, on, row_id, dealer, text in told:
            # Who only sends a brand may stop without its maker: such a word counts for the dealer it names, no further.
            sends = dealer is not None and mark in {plain(it) for it in own.get(maker, ())}
            shows = sends or bears(mark, names.get(maker, ()))
            if shows and row["exhibitor_id"] != maker:
                yield Exit(frozenset({mark}), on, text, row_id, maker, dealer)

    return suspect_table(_suspects(ledger, destinations, exits), _BY_STATEMENT)


def _suspects(
    ledger: Ledger, destinations: tuple[str, ...], exits: Callable[[Mapping[str, Any]], Iterable[Exit]]
) -> list[Suspect]:
    shown = [(row, gone) for row in _shown(ledger, destinations) if (gone := _gone(row, exits(row)))]
    shown.sort(key=lambda it: (it[0]["exhibitor_id"], plain(it[0]["brand"]), it[0]["row_id"]))
    bought = _bought(ledger, {row["exhibitor_id"] for row, _gone in shown}, destinations)
    groups = groupby(shown, lambda it: (int(it[0]["exhibitor_id"]), plain(it[0]["brand"])))
    return [_suspect(firm, [*told], bought.get((firm, mark), ())) for (firm, mark), told in groups]


def _shown(ledger: Ledger, destinations: tuple[str, ...]) -> list[Mapping[str, Any]]:
    rows = ledger.exhibits.filter(_.exhibitor_id.notnull(), _.brand.notnull(), _.held_on.notnull())
    where = rows.fair_country.fill_null(rows.exhibitor_country)
    told = rows.filter(where.isin(destinations)).to_pyarrow().to_pylist()
    return [it for it in told if not any(word in (it["part"] or "").lower() for word in _VISITORS)]


def _gone(row: Mapping[str, Any], exits: Iterable[Exit]) -> Exit | None:
    """The exit that the row comes after: one that names the exhibitor before others, then the latest of them."""
    mark = plain(row["brand"])
    told = [
        it
        for it in exits
        if mark in it.marks and row["held_on"] > it.left_on and it.dealer_id in (None, row["exhibitor_id"])
    ]
    return max(told, key=lambda it: (it.dealer_id is not None, it.left_on, it.row_id or 0), default=None)


Lines = Sequence[tuple[date, int]]


def _bought(
    ledger: Ledger, firms: Iterable[int], destinations: tuple[str, ...]
) -> Mapping[tuple[int, str], list[tuple[date, int]]]:
    """Days and rows of what the exhibitors imported, by brand."""
    ids = small(pa.table({"consignee_id": pa.array(sorted(set(firms)), pa.int64())}))
    rows = imports_into(ledger.items, destinations).filter(_.brand.notnull(), _.declared_on.notnull())
    rows = rows.semi_join(ids, "consignee_id").select("consignee_id", "brand", "declared_on", "row_id")
    found: dict[tuple[int, str], list[tuple[date, int]]] = {}
    for row in rows.order_by("row_id").to_pyarrow().to_pylist():
        found.setdefault((row["consignee_id"], plain(row["brand"])), []).append((row["declared_on"], row["row_id"]))
    return found


def _suspect(firm: int, told: Sequence[tuple[Mapping[str, Any], Exit]], bought: Lines) -> Suspect:
    last, gone = max(told, key=lambda it: (it[0]["held_on"], it[0]["row_id"]))
    later = [row_id for on, row_id in bought if on > gone.left_on]
    said = {it.row_id for _row, it in told if it.row_id is not None}
    return Suspect(
        firm,
        STRENGTH_IMPORTS if later else STRENGTH,
        [*(row["row_id"] for row, _gone in told), *said, *later],
        [row_id for _on, row_id in bought],
        [row["held_on"] for row, _gone in told],
        lane=plain(last["brand"]).upper(),
        confidence="recorded" if said else "possible",
        rank=float(len(later)),
        figures={
            "brand": last["brand"],
            "left_on": gone.left_on,
            "said": gone.said,
            "fair": last["fair"] or "a fair",
            "fairs": len(told),
            "lines": len(later),
        },
        others={"maker": [it.maker_id for _row, it in told]},
    )


trade_fair_presence_of_banned_brand = Typology(
    id="trade_fair_presence_of_banned_brand",
    title="A brand at a fair after its maker left",
    about=__doc__,
    innocent=(
        "used machines or old stock of the brand, which anybody may show",
        "service and parts for machines that stand in the country",
        "a logo that the exhibitor was told to drop and did not",
        "the list of exhibitors repeats that of an earlier year",
    ),
    misses=(
        "brands whose exit nobody published, and that are not in the table",
        "brands that the list of exhibitors does not name",
        "fairs of which only the year is known, in the year of the exit",
    ),
    settle=(
        "photographs of the stand: what was shown, with which name plates",
        "the maker's answer: who may use its mark there",
        "serial numbers of the machines on show and to whom they were sold first",
    ),
    sources=(
        "Economic Security Council of Ukraine on brands at a metalworking fair in Moscow, May 2025 (catalogue: ESCU, "
        "article 000)",
    ),
    finders=(
        Finder(
            id="by_exit",
            reads="exhibits",
            subject="company",
            headline=(
                "{subject} showed {brand} at {fair} ({fairs:time|times}, the last on {end}) after {left_on}, when "
                "{said}; it imported {lines:line|lines} of the brand since"
            ),
            needs=Needs(columns=("held_on", "exhibitor_id", "brand")),
            find=by_exit,
            confidence="possible",
        ),
        Finder(
            id="by_statement",
            reads="exhibits",
            subject="company",
            headline=(
                "{subject} showed {brand} at {fair} ({fairs:time|times}, the last on {end}) after {left_on}, the day "
                "from which {maker} said it was over: “{said}”; it imported {lines:line|lines} of the brand since"
            ),
            needs=Needs(columns=("held_on", "exhibitor_id", "brand"), tables=("claims",)),
            find=by_statement,
            confidence="recorded",
        ),
    ),
    ceiling=0.4,
)
