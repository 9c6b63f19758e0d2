"""Claims that a person has read and put into one word, against the records: all that ``statements`` tests, and more.

Numbers of machines delivered or made at home, the end of a dealer's contract, ties between two parties. The records
hold what they hold: fewer machines than somebody claims contradict nobody.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any, get_args

import ibis
import pyarrow as pa
from ibis import _

from enduse.detect import Ledger
from enduse.detect.goods_lines import declared_as_part, machine, pieces
from enduse.detect.scope import DESTINATIONS, imports_into, small
from enduse.detect.statements import (
    Answer,
    Comparison,
    GoodsLine,
    Plain,
    Predicate,
    Statement,
    Typed,
    by_lines,
    compare,
    goods_lines,
)
from enduse.detect.trade_of import OWNED, tied
from enduse.detect.typologies.dealer_continues_after_termination import by_dealer
from enduse.store.derived_tables import record_schema

_KINDS: Mapping[str, tuple[str, ...]] = {
    "same_company": (*OWNED, "represents"),
    "relative_of": ("family",),
    "owns": ("shares", "votes"),
    "controls": (*OWNED, "directs"),
}
"""Relations of registers that bear such a claim out."""

TESTABLE: Mapping[str, Predicate] = {it: it for it in (*get_args(Plain), *get_args(Typed))}
"""Every predicate that can be compared, by its word."""

COUNTRIES: Mapping[str, int] = {country: -at for at, country in enumerate(DESTINATIONS, 1)}
"""What stands for the firm in a claim about a whole country's own production."""


@dataclass(frozen=True)
class _Records:
    ledger: Ledger
    lines: Sequence[GoodsLine]
    last_day: date | None
    grace_days: int


def compare_claims(ledger: Ledger, told: Sequence[Statement], grace_days: int = 90) -> list[Comparison]:
    """Each claim against the records, in the same order.

    Args:
        ledger: Any of its tables may be empty: then less can be tested.
        told: With the predicates of ``statements.Predicate``; the speaker is the one whose doing is claimed, or
            one of ``COUNTRIES``.
        grace_days: Days after an end in which goods under way may still arrive.
    """
    further = [it for it in told if it.predicate in _TESTS]
    plain = [it for it in told if it.predicate not in _TESTS]
    records = _records(ledger, further, grace_days)
    found = {id(it.statement): it for it in compare(ledger, plain, grace_days)}
    found |= {id(it): _TESTS[it.predicate](it, records) for it in further}
    return [found[id(it)] for it in told]


def _records(ledger: Ledger, told: Sequence[Statement], grace_days: int) -> _Records:
    firms = sorted({it for one in told for it in (one.speaker_id, one.about_id) if it is not None})
    known = small(pa.table({"firm_id": pa.array(firms, pa.int64())}))
    lines = goods_lines(ledger, known) if firms else []
    (reach,) = imports_into(ledger.items, DESTINATIONS).aggregate(last=_.declared_on.max()).to_pyarrow().to_pylist()
    return _Records(ledger, lines, reach["last"], grace_days)


def _within(it: Statement, on: date | None) -> bool:
    if it.period:
        return on is not None and it.period[0] <= on <= it.period[1]
    return on is None or on <= it.said_on


def _delivered(it: Statement, records: _Records) -> list[GoodsLine]:
    sold = (line for line in records.lines if it.speaker_id in line.seller_ids and line.whole)
    return [line for line in sold if (it.about_id is None or line.importer_id == it.about_id) and _within(it, line.on)]


def _amount(it: Statement, lines: Sequence[GoodsLine]) -> float:
    return sum(line.pieces if it.unit == "machines" else line.value_usd or 0.0 for line in lines)


def _told(it: Statement, seen: float) -> str:
    amounts = (f"{number:,.0f}" for number in (seen, it.amount or 0.0))
    return "the records hold {} {unit}, {} are claimed".format(*amounts, unit=it.unit)


def _uncounted(it: Statement) -> Comparison | None:
    if it.amount is None:
        return Comparison(it, "not_testable", "no number is claimed")
    if it.unit not in ("machines", "USD"):
        return Comparison(it, "not_testable", f"the records are counted in machines and USD, not in {it.unit!r}")
    return None


def _test_delivered(it: Statement, records: _Records) -> Comparison:
    if refused := _uncounted(it):
        return refused
    sold = _delivered(it, records)
    seen, claimed = _amount(it, sold), it.amount or 0.0
    answer: Answer
    if it.predicate == "delivered":
        answer, why = ("supported", "") if seen >= claimed else ("not_testable", ", and they need not hold all")
    elif seen > claimed:
        answer, why = "contradicted", ""
    else:
        answer, why = ("supported", ", as far as they reach") if sold else ("not_testable", "")
    made = by_lines(it, "not_testable", _told(it, seen) + why, sold)
    return replace(made, answer=answer, figures={"recorded": seen, "claimed": claimed})


def _test_domestic(it: Statement, records: _Records) -> Comparison:
    """Imports beside what is said to be made at home: they neither prove nor disprove it, but for *all of them*."""
    if it.amount is None or it.unit not in ("machines", "USD", "%"):
        return _uncounted(it) or Comparison(it, "not_testable", "no number is claimed")
    lines = _imported(it, records)
    if not lines:
        return Comparison(it, "not_testable", "no import lines of machines in that period, which proves nothing")
    unit = "machines" if it.unit == "%" else it.unit
    seen = _amount(replace(it, unit=unit), lines)
    figures = {"imported": seen, "claimed": it.amount}
    if it.unit == "%":
        why = f"{seen:,.0f} imported machines beside a claimed {it.amount:g} % made at home"
        made = by_lines(it, "contradicted" if it.amount == 100 and seen else "not_testable", why, lines)
        return replace(made, figures=figures)
    whole = seen + it.amount
    share = seen / whole if whole else 0.0
    beside = f"{seen:,.0f} {unit} imported beside {it.amount:,.0f} claimed as made at home"
    why = f"{beside}: imports are {share:.0%} of both; imports alone do not contradict it"
    return replace(by_lines(it, "not_testable", why, lines), figures={**figures, "import_share": share})


def _imported(it: Statement, records: _Records) -> list[GoodsLine]:
    lines: Sequence[GoodsLine] = records.lines
    country = next((name for name, number in COUNTRIES.items() if number == it.speaker_id), "")
    if country:
        lines = _all_machines(records.ledger, country)
    else:
        lines = [line for line in lines if line.importer_id == it.speaker_id]
    return [line for line in lines if line.whole and _within(it, line.on)]


def _all_machines(ledger: Ledger, country: str) -> list[GoodsLine]:
    rows = imports_into(ledger.items, (country,))
    rows = rows.mutate(is_machine=machine(rows), is_part=declared_as_part(rows), pieces=pieces(rows))
    whole = rows.filter(rows.is_machine, ~rows.is_part).order_by("row_id")
    found = whole.select("row_id", "is_machine", "is_part", "pieces", "value_usd", "consignee_id", on=_.declared_on)
    return [
        GoodsLine(seller_ids=(), importer_id=row.pop("consignee_id"), **row) for row in found.to_pyarrow().to_pylist()
    ]


def _test_contract_ended(it: Statement, records: _Records) -> Comparison:
    if it.about_id is None:
        return Comparison(it, "not_testable", "no dealer is named")
    ended = it.since or it.said_on
    after = ended + timedelta(days=records.grace_days)
    found = by_dealer(_with_claim(it, ended, records.ledger), ended, records.grace_days).to_pyarrow().to_pylist()
    if late := next((row for row in found if row["subject_id"] == it.about_id), None):
        return _after_the_end(it, late, after)
    mine = [line for line in records.lines if it.speaker_id in line.seller_ids and line.importer_id == it.about_id]
    before = [line for line in mine if line.on and line.on <= after]
    if before and records.last_day is not None and records.last_day > after:
        return by_lines(it, "supported", f"goods lines of the two before, none of the brand after {after}", before)
    return Comparison(it, "not_testable", "no declarations that name the two before and reach beyond that day")


def _with_claim(it: Statement, ended: date, ledger: Ledger) -> Ledger:
    """The ledger with this claim as its only one."""
    row: dict[str, Any] = {
        "row_id": it.row_id,
        "speaker_id": it.speaker_id,
        "about_id": it.about_id,
        # Of the days a statement names, the latest until it was said counts: so this one does.
        "said_on": ended,
        "predicate": "dealer_contract_ended",
        "text": f"{it.text} {ended}",
    }
    return replace(ledger, claims=ibis.memtable(pa.Table.from_pylist([row], schema=record_schema("claims"))))


def _after_the_end(it: Statement, late: Mapping[str, Any], after: date) -> Comparison:
    rows = tuple(sorted(row for row in late["row_ids"] if row != it.row_id))
    brands = ", ".join(sorted(late["brands"]))
    answer: Answer
    if it.speaker_id in late["consignor_ids"]:
        answer, why = (
            "contradicted",
            f"goods lines of {brands} from the speaker itself reached the dealer after {after}",
        )
    else:
        # That others supply the dealer does not make the end of the contract untrue.
        answer, why = (
            "not_testable",
            f"goods lines of {brands} reached the dealer after {after} through others: see the pattern "
            "dealer_continues_after_termination",
        )
    days = tuple(sorted({late["start"], late["end"]} - {None}))
    return Comparison(it, answer, why, rows, late["machine_lines"], days, late["value_usd"])


def _test_tie(it: Statement, records: _Records) -> Comparison:
    if it.about_id is None:
        return Comparison(it, "not_testable", "nobody is named")
    rows = tied(records.ledger, {it.speaker_id}, _KINDS[it.predicate]).get((it.speaker_id, it.about_id), ())
    if it.predicate in ("owns", "controls"):
        rows = _directed(it, records.ledger, rows)
    if rows:
        return Comparison(it, "supported", "a register ties the two in this way", tuple(sorted(set(rows))))
    return Comparison(it, "not_testable", "no register in the ledger ties the two in this way, which proves nothing")


def _directed(it: Statement, ledger: Ledger, rows: Sequence[int]) -> list[int]:
    """Those of the rows in which the speaker is the one that owns."""
    table = ledger.relations
    mine = table.filter(table.row_id.isin([*rows]), table.subject_id == it.speaker_id) if rows else None
    return [] if mine is None else [int(row) for row in mine.select("row_id").to_pyarrow()["row_id"].to_pylist()]


_TESTS: Mapping[str, Callable[[Statement, _Records], Comparison]] = {
    "contract_ended": _test_contract_ended,
    "delivered": _test_delivered,
    "delivered_at_most": _test_delivered,
    "domestic": _test_domestic,
    **dict.fromkeys(_KINDS, _test_tie),
}
