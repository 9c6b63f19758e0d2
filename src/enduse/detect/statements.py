"""Statements that records can test, and what the records say of each: supported, contradicted, not testable.

Every comparison cites rows. *Supported* means only that the ledger, as far as it reaches, holds nothing against it.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, Literal

import pyarrow as pa
from ibis import _
from ibis.expr.types import Table

from enduse.detect import Ledger
from enduse.detect.goods_lines import declared_as_part, machine, pieces
from enduse.detect.scope import DESTINATIONS, imports_into, small
from enduse.detect.terminations import ends_contract
from enduse.detect.ties import OWNING
from enduse.detect.trade_of import OWNED, tied
from enduse.detect.wording import plain, words

Plain = Literal["stopped", "never_sold", "only_parts", "no_relation", "branch_of"]
"""What is read out of the words of a statement."""
Typed = Literal[
    "contract_ended", "delivered", "delivered_at_most", "domestic", "same_company", "relative_of", "owns", "controls"
]
"""What only a person can say that a statement claims: see ``detect.claim_tests``."""
Predicate = Plain | Typed
Answer = Literal["supported", "contradicted", "not_testable"]

_DAY = re.compile(r"(?<!\d)(?:(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})|(\d{1,2})\.(\d{1,2})\.(\d{4}))(?!\d)")
_MONTH = re.compile(r"(?<!\d)(20\d\d)[-/.年](\d{1,2})(?![-/.月]?\d)")
_YEAR = re.compile(r"(?<!\d)(20\d\d)(?!\d)")


@dataclass(frozen=True)
class Statement:
    """What somebody said that records can test.

    Attributes:
        row_id: Where it stands.
        speaker_id: Who says so, of itself.
        about_id: Whom it is about; None where nobody is named.
        predicate: What is claimed.
        said_on: The day.
        since: From when it is claimed to hold; None: always.
        text: As said.
        named: Does its one-word predicate say so? Else its text does, which is weaker.
        amount: The number that is claimed.
        unit: ``machines``, ``USD`` or ``%``.
        period: First and last day that the number is about; None: until the day it was said.
    """

    row_id: int
    speaker_id: int
    about_id: int | None
    predicate: Predicate
    said_on: date
    since: date | None
    text: str
    named: bool
    amount: float | None = None
    unit: str = ""
    period: tuple[date, date] | None = None


@dataclass(frozen=True)
class Comparison:
    """A statement against the records.

    Attributes:
        statement: Which.
        answer: As far as the ledger reaches.
        why: A few words.
        row_ids: Rows that contradict or support it.
        machines: How many of them are goods lines of machines.
        days: Days of these rows, where they have any.
        value_usd: Of these goods lines; None where none is stated.
        figures: Numbers that stand beside the claimed ones.
    """

    statement: Statement
    answer: Answer
    why: str
    row_ids: tuple[int, ...] = ()
    machines: int = 0
    days: tuple[date, ...] = ()
    value_usd: float | None = None
    figures: Mapping[str, float] = field(default_factory=dict)


def read_predicate(predicate: str | None, text: str | None) -> tuple[Plain, bool] | None:
    """What a statement claims, and whether its one-word predicate says so; None where it claims nothing testable.

    >>> read_predicate("no_deliveries_to_RU_after", None), read_predicate(None, "We only sold spare parts.")
    (('stopped', True), ('only_parts', False))
    >>> read_predicate("general", "Our company opened a new service centre.")
    """
    # That a dealer's contract has ended is another statement: see ``detect.terminations``.
    if ends_contract(predicate, None):
        return None
    said, told = plain(predicate), plain(text)
    for name in ("only_parts", "no_relation", "stopped", "branch_of"):
        kinds = words("statement_words", name)
        by_name = bool(kinds["predicates"].search(said))
        if not by_name and not kinds["texts"].search(told):
            continue
        if name == "branch_of" and kinds["opposite"].search(said if by_name else told):
            continue
        return _denial(f"{said} {told}") if name == "stopped" else _SIMPLE[name], by_name
    return None


_SIMPLE: Mapping[str, Plain] = {
    "only_parts": "only_parts",
    "no_relation": "no_relation",
    "branch_of": "branch_of",
}


def _denial(told: str) -> Plain:
    return "stopped" if words("statement_words", "stopped")["ending"].search(told) else "never_sold"


def since_when(text: str, said_on: date) -> date:
    """From when a statement says that something ended: the latest day, month or year it names that is not later.

    Of a month or year its last day, so that nothing is held against the speaker too early; without any, the day it
    was said.

    >>> since_when("We stopped in 2022.", date(2023, 5, 1)), since_when("We stopped on 2022-03-05.", date(2025, 5, 1))
    (datetime.date(2022, 12, 31), datetime.date(2022, 3, 5))
    """
    for read in (_days, _month_ends, _year_ends):
        if days := [it for it in read(text) if it <= said_on]:
            return max(days)
    return said_on


def _days(text: str) -> Iterator[date]:
    for found in _DAY.finditer(text):
        year, month, day, last_day, last_month, last_year = found.groups()
        yield from _real(int(year or last_year), int(month or last_month), int(day or last_day))


def _month_ends(text: str) -> Iterator[date]:
    for year, month in _MONTH.findall(text):
        following = _real(int(year) + int(month) // 12, int(month) % 12 + 1, 1) if 1 <= int(month) <= 12 else ()
        yield from (it - timedelta(days=1) for it in following)


def _year_ends(text: str) -> Iterator[date]:
    yield from (date(int(it), 12, 31) for it in _YEAR.findall(text))


def _real(year: int, month: int, day: int) -> Iterator[date]:
    try:
        yield date(year, month, day)
    except ValueError:
        return


def statements(ledger: Ledger) -> list[Statement]:
    """Every statement that records can test, whose speaker and day are recorded, in the order of the rows."""
    rows = ledger.claims.filter(ledger.claims.speaker_id.notnull(), ledger.claims.said_on.notnull())
    found = []
    for row in rows.order_by("row_id").to_pyarrow().to_pylist():
        if told := read_predicate(row["predicate"], row["text"]):
            found.append(_statement(row, *told))
    return found


def _statement(row: Mapping[str, Any], predicate: Plain, named: bool) -> Statement:
    text, about = row["text"] or "", row["about_id"]
    since = since_when(text, row["said_on"]) if predicate == "stopped" else None
    about = about if about != row["speaker_id"] else None
    return Statement(row["row_id"], row["speaker_id"], about, predicate, row["said_on"], since, text, named)


@dataclass(frozen=True)
class GoodsLine:
    """An import line of a firm that somebody speaks of.

    Attributes:
        seller_ids: Consignor and holder of the contract, but for the importer itself.
        pieces: The fewest that it can hold.
    """

    row_id: int
    on: date | None
    seller_ids: tuple[int, ...]
    importer_id: int | None
    is_machine: bool
    is_part: bool
    pieces: float
    value_usd: float | None

    @property
    def whole(self) -> bool:
        """Is it of machines, not of parts?"""
        return self.is_machine and not self.is_part


@dataclass(frozen=True)
class _Records:
    """What the ledger holds of the parties of all statements."""

    lines: Sequence[GoodsLine]
    last_day: date | None
    ties: Mapping[tuple[int, int], list[int]]
    owners: Mapping[int, Mapping[int, list[int]]]
    payments: Mapping[tuple[int, int], list[int]]
    grace_days: int


def compare(ledger: Ledger, told: Sequence[Statement], grace_days: int = 90) -> list[Comparison]:
    """Each statement against the goods lines, payments and registers of the ledger, in the same order.

    Args:
        ledger: Any of its tables may be empty: then less can be tested.
        told: What ``statements`` gave, or others that claim something ``Plain``.
        grace_days: Days after an end in which goods under way may still arrive.
    """
    records = _records(ledger, told, grace_days)
    return [_TESTS[it.predicate](it, records) for it in told]


def _records(ledger: Ledger, told: Sequence[Statement], grace_days: int) -> _Records:
    firms = {it for one in told for it in (one.speaker_id, one.about_id) if it is not None}
    known = small(pa.table({"firm_id": pa.array(sorted(firms), pa.int64())}))
    (reach,) = imports_into(ledger.items, DESTINATIONS).aggregate(last=_.declared_on.max()).to_pyarrow().to_pylist()
    speakers = {it.speaker_id for it in told if it.predicate == "branch_of"}
    return _Records(
        goods_lines(ledger, known) if firms else (),
        reach["last"],
        tied(ledger, firms, (*OWNED, "directs", "represents", "linked", "family")),
        _owners(ledger, speakers),
        _payments(ledger, known) if firms else {},
        grace_days,
    )


def goods_lines(ledger: Ledger, known: Table) -> list[GoodsLine]:
    """Import lines that name one of the firms, in the order of their ids.

    Args:
        ledger: Its goods lines.
        known: ``firm_id``.
    """
    rows = imports_into(ledger.items, DESTINATIONS)
    rows = rows.mutate(is_machine=machine(rows), is_part=declared_as_part(rows), fewest=pieces(rows))
    columns = ("row_id", "declared_on", "consignor_id", "contract_holder_id", "consignee_id", "value_usd")
    found: dict[int, GoodsLine] = {}
    for role in ("consignor_id", "contract_holder_id", "consignee_id"):
        mine = rows.semi_join(known, rows[role] == known.firm_id).select(*columns, "is_machine", "is_part", "fewest")
        found |= {row["row_id"]: _goods_line(row) for row in mine.to_pyarrow().to_pylist()}
    return [found[it] for it in sorted(found)]


def _goods_line(row: Mapping[str, Any]) -> GoodsLine:
    sellers = {row["consignor_id"], row["contract_holder_id"]} - {None, row["consignee_id"]}
    told = {name: row[name] for name in ("row_id", "is_machine", "is_part", "value_usd")}
    return GoodsLine(
        **told,
        on=row["declared_on"],
        seller_ids=tuple(sorted(sellers)),
        importer_id=row["consignee_id"],
        pieces=row["fewest"],
    )


def _owners(ledger: Ledger, firms: set[int]) -> dict[int, dict[int, list[int]]]:
    """Who owns each of the firms, with the rows that say so."""
    ids = small(pa.table({"firm_id": pa.array(sorted(firms), pa.int64())}))
    rows = ledger.relations.filter(_.kind.isin(OWNING), _.subject_id.notnull())
    found: dict[int, dict[int, list[int]]] = {}
    for row in rows.semi_join(ids, rows.object_id == ids.firm_id).order_by("row_id").to_pyarrow().to_pylist():
        found.setdefault(row["object_id"], {}).setdefault(row["subject_id"], []).append(row["row_id"])
    return found


def _payments(ledger: Ledger, known: Table) -> dict[tuple[int, int], list[int]]:
    rows = ledger.payments.filter(_.payer_id.notnull(), _.payee_id.notnull())
    mine = rows.semi_join(known.rename(payer_id="firm_id"), "payer_id")
    mine = mine.semi_join(known.rename(payee_id="firm_id"), "payee_id")
    found: dict[tuple[int, int], list[int]] = {}
    for row in mine.order_by("row_id").to_pyarrow().to_pylist():
        for pair in ((row["payer_id"], row["payee_id"]), (row["payee_id"], row["payer_id"])):
            found.setdefault(pair, []).append(row["row_id"])
    return found


def _sold(it: Statement, records: _Records) -> list[GoodsLine]:
    """Lines that the speaker sent or sold, to the firm the statement is about where it names one."""
    sold = (line for line in records.lines if it.speaker_id in line.seller_ids)
    return [line for line in sold if it.about_id is None or line.importer_id == it.about_id]


def by_lines(it: Statement, answer: Answer, why: str, lines: Iterable[GoodsLine]) -> Comparison:
    """The comparison that rests on these goods lines."""
    told = [*lines]
    values = [line.value_usd for line in told if line.value_usd is not None]
    return Comparison(
        it,
        answer,
        why,
        tuple(line.row_id for line in told),
        sum(line.whole for line in told),
        tuple(sorted({line.on for line in told if line.on is not None})),
        sum(values) if values else None,
    )


def _test_stopped(it: Statement, records: _Records) -> Comparison:
    after = (it.since or it.said_on) + timedelta(days=records.grace_days)
    sold = [line for line in _sold(it, records) if line.on is not None]
    later, before = (
        [one for one in sold if one.on and one.on > after],
        [one for one in sold if one.on and one.on <= after],
    )
    if later:
        return by_lines(
            it,
            "contradicted",
            f"goods lines name it as sender or seller after {after}, when the days of grace ended",
            later,
        )
    if before and records.last_day is not None and records.last_day > after:
        return by_lines(it, "supported", f"goods lines name it as sender or seller before, none after {after}", before)
    return Comparison(it, "not_testable", "no declarations that name it before and reach beyond that day")


def _test_never_sold(it: Statement, records: _Records) -> Comparison:
    # What is denied on a day cannot be contradicted by what came later: that is another question.
    sold = [line for line in _sold(it, records) if line.on is None or line.on <= it.said_on]
    if sold:
        return by_lines(it, "contradicted", "goods lines until that day name it as sender or seller", sold)
    bought = [line for line in records.lines if it.about_id is not None and line.importer_id == it.about_id]
    bought = [line for line in bought if line.seller_ids and line.on and line.on <= it.said_on]
    if bought:
        return by_lines(it, "supported", "the goods lines of the firm named until that day name other sellers", bought)
    return Comparison(it, "not_testable", "no declaration names it as the seller, which proves nothing")


def _test_only_parts(it: Statement, records: _Records) -> Comparison:
    mine = [line for line in records.lines if it.speaker_id in (*line.seller_ids, line.importer_id)]
    mine = [line for line in mine if it.about_id is None or it.about_id in (*line.seller_ids, line.importer_id)]
    mine = [line for line in mine if line.on is None or line.on <= it.said_on]
    whole = [line for line in mine if line.whole]
    if whole:
        return by_lines(it, "contradicted", "goods lines until that day are of complete machines", whole)
    if mine and all(line.is_part for line in mine):
        return by_lines(it, "supported", "all its goods lines are of parts", mine)
    return Comparison(it, "not_testable", "no goods line that says what was sold")


def _test_no_relation(it: Statement, records: _Records) -> Comparison:
    if it.about_id is None:
        return Comparison(it, "not_testable", "nobody is named")
    pair = (it.speaker_id, it.about_id)
    traded = [line for line in records.lines if {*pair} <= {*line.seller_ids, line.importer_id}]
    traded = [line for line in traded if line.on is None or line.on <= it.said_on]
    papers = (*records.ties.get(pair, ()), *records.payments.get(pair, ()))
    if traded or papers:
        told = by_lines(it, "contradicted", "trade, payments or a register tie the two", traded)
        rows = tuple(sorted({*told.row_ids, *papers}))
        return Comparison(it, told.answer, told.why, rows, told.machines, told.days, told.value_usd)
    return Comparison(it, "not_testable", "no record ties the two, which proves nothing")


def _test_branch_of(it: Statement, records: _Records) -> Comparison:
    if it.about_id is None:
        return Comparison(it, "not_testable", "nobody is named")
    if rows := records.ties.get((it.speaker_id, it.about_id)):
        return Comparison(it, "supported", "a register ties the two", tuple(sorted(set(rows))))
    owners = records.owners.get(it.speaker_id, {})
    if owners:
        rows = sorted({row for told in owners.values() for row in told})
        return Comparison(it, "contradicted", "registers name other owners", tuple(rows))
    return Comparison(it, "not_testable", "no register in the ledger names its owners")


_TESTS: Mapping[Predicate, Callable[[Statement, _Records], Comparison]] = {
    "stopped": _test_stopped,
    "never_sold": _test_never_sold,
    "only_parts": _test_only_parts,
    "no_relation": _test_no_relation,
    "branch_of": _test_branch_of,
}
