"""From which day a country of origin controlled a code for a destination, and what says so.

A dated list of codes in the ledger (``code_lists``) wins. Where it does not know the code, the bundled rule
timeline answers (``data/control_dates.toml``): first rules that hold for all goods of a code, then those that hold
for some machines of it only. Where neither knows, there is no date: the analyst's watershed is used instead.
"""

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

import ibis
import pyarrow as pa
from ibis.expr.types import Table

from enduse.model.period import month_index
from enduse.text.countries import eu_members

BASES = ("list", "codes", "specification")
"""What a control date stands on, the surest first; see ``data/control_dates.toml``."""

_EU_AS_ONE = ("EU27_2020", "EU")
_COUNTRIES = {"UK": ("GB",)}
_OF_EVERYBODY = frozenset({"CHPL"})

_RULES = pa.schema(
    [
        ("control_country", pa.string()),
        ("prefix", pa.string()),
        ("preference", pa.int64()),
        ("control_date", pa.date32()),
        ("control_month", pa.int64()),
        ("control_regime", pa.string()),
        ("control_basis", pa.string()),
        ("control_citation", pa.string()),
        ("control_confidence", pa.string()),
    ]
)


@dataclass(frozen=True)
class Rule:
    """One rule of the timeline.

    Attributes:
        id: As in the file, ``T035``.
        regime: Jurisdiction: EU, US, KR, TW, JP, UK, CH, CN, or CHPL.
        start: First day in force.
        end: First day no longer in force, None while it still is.
        destinations: ISO alpha-2; ``*`` for all.
        controls: Does it forbid or license exports of goods by itself?
        goods: Digits that the codes begin with; empty where they are not known.
        basis: ``codes``, ``specification``, ``unread``, or empty when it is not about goods.
        instrument: The act.
        scope: What it covers, in words.
        evidence: How we know: seen or memory.
        confidence: high, medium or low.
        source: Where it was read.
    """

    id: str
    regime: str
    start: date
    end: date | None
    destinations: tuple[str, ...]
    controls: bool
    goods: tuple[str, ...]
    basis: str
    instrument: str
    scope: str
    evidence: str
    confidence: str
    source: str

    @property
    def citation(self) -> str:
        """Act, what it covers, and how we know."""
        return f"{self.regime}, {self.instrument}: {self.scope} ({self.evidence}; confidence {self.confidence})"

    def concerns(self, destination: str) -> bool:
        """Does it name this destination, or all?"""
        return destination in self.destinations or "*" in self.destinations


@dataclass(frozen=True)
class Question:
    """For which column of a table the control date is asked.

    Attributes:
        country: Column with the country whose control counts: of origin, or the reporter of an export.
        goods: Column with the goods code.
        destination: ISO alpha-2 of the destination.
    """

    country: str = "origin"
    goods: str = "goods_code"
    destination: str = "RU"


@dataclass(frozen=True, order=True)
class Marker:
    """An event to draw into a monthly series.

    Attributes:
        on: The day.
        regime: Whose.
        label: A few words.
        citation: What says so.
        confidence: high, medium, low; seen, derived, memory.
    """

    on: date
    regime: str
    label: str
    citation: str
    confidence: str


@cache
def timeline() -> tuple[Rule, ...]:
    """The bundled rules, by start."""
    spec = tomllib.loads((files("enduse.data") / "control_dates.toml").read_text(encoding="utf-8"))
    return tuple(sorted(map(_rule, spec["rules"]), key=lambda it: (it.start, it.id)))


def with_control_dates(rows: Table, code_lists: Table, question: Question) -> Table:
    """``rows`` with the control that applies to each: when the first one of the surest kind began.

    Adds ``control_date``, ``control_month`` (index), ``control_regime``, ``control_basis`` (one of ``BASES``),
    ``control_citation`` and ``control_confidence``; all null where no control is known. ``specification_date`` is
    the day from which some machines of the code were controlled, where a rule says so; often it comes earlier.

    Args:
        rows: Any table with the columns that ``question`` names.
        code_lists: As in ``detect.Ledger``.
        question: Which columns, and the destination. ``EU27_2020`` counts as a country.
    """
    rules = control_rules(code_lists.to_pyarrow(), question.destination)
    pairs = rows.select(_country=rows[question.country], _goods=rows[question.goods]).distinct()
    first = _first_rules(pairs, rules)
    joined = rows.left_join(
        first, [rows[question.country] == first["_country"], rows[question.goods] == first["_goods"]]
    )
    return joined.drop("_country", "_goods")


def control_date(code_lists: pa.Table, country: str, goods_code: str, destination: str = "RU") -> Mapping[str, Any]:
    """The same for one country and code: the columns that ``with_control_dates`` adds, empty where none is known."""
    asked = ibis.memtable(pa.table({"origin": [country], "goods_code": [goods_code]}))
    found = with_control_dates(asked, ibis.memtable(code_lists), Question(destination=destination))
    row: dict[str, Any] = found.drop("origin", "goods_code").to_pyarrow().to_pylist()[0]
    return row if row["control_date"] else {}


def control_rules(code_lists: pa.Table, destination: str) -> pa.Table:
    """Every dated rule for ``destination`` by country and leading digits; schema as ``with_control_dates`` adds."""
    listed = [row for row in code_lists.to_pylist() if _is_dated(row, destination)]
    found = [it for row in listed for it in _of_list(row)]
    ruled = [it for it in timeline() if it.controls and it.basis in BASES and it.concerns(destination)]
    found += [it for rule in ruled for prefix in rule.goods for it in _of_rule(rule, prefix)]
    return pa.Table.from_pylist(found, schema=_RULES)


def markers(goods_codes: Iterable[str], origin: str, code_lists: pa.Table | None = None) -> tuple[Marker, ...]:
    """Dated events for a chart of these goods from ``origin``, oldest first.

    Rules whose codes were not read are included and say so; several codes that one list adds on one day are one
    marker. Of dated lists only those of the origin's own jurisdiction count.

    Args:
        goods_codes: Digits; a rule matches when it covers the code or the code covers it.
        origin: ISO alpha-2 of the maker's country, or ``EU27_2020``.
        code_lists: As in the ledger; None: the timeline only.
    """
    codes = tuple(goods_codes)
    ruled = [_marker(rule) for rule in timeline() if _meant(rule, codes, origin)]
    rows = code_lists.to_pylist() if code_lists is not None else []
    listed = [
        Marker(row["start"], row["authority"], row["list"], row["citation"] or row["list"], row["confidence"] or "")
        for row in rows
        if row["start"] and origin in _countries(row["authority"], row["start"]) and _touches(row["goods_code"], codes)
    ]
    return tuple(sorted({*ruled, *listed}))


def _rule(spec: Mapping[str, Any]) -> Rule:
    return Rule(
        id=spec["id"],
        regime=spec["regime"],
        start=spec["start"],
        end=spec.get("end"),
        destinations=tuple(spec["destinations"]),
        controls=spec["controls"],
        goods=tuple(spec.get("goods", ())),
        basis=spec.get("goods_basis", ""),
        instrument=spec["instrument"],
        scope=spec["scope"],
        evidence=spec["evidence"],
        confidence=spec["confidence"],
        source=spec["source"],
    )


def _countries(regime: str, on: date) -> tuple[str, ...]:
    """Who was bound by that jurisdiction's rules on that day."""
    if regime == "EU":
        return (*sorted(eu_members(on)), *_EU_AS_ONE)
    return _COUNTRIES.get(regime, (regime,))


def _is_dated(row: Mapping[str, Any], destination: str) -> bool:
    destinations = (row["destinations"] or destination).split()
    return row["start"] is not None and bool(row["goods_code"]) and destination in destinations


def _of_list(row: Mapping[str, Any]) -> Iterator[dict[str, object]]:
    for country in _countries(row["authority"], row["start"]):
        yield _rule_row(
            (country, row["goods_code"], 0, row["start"]),
            (row["authority"], BASES[0], row["citation"] or row["list"], row["confidence"]),
        )


def _of_rule(rule: Rule, prefix: str) -> Iterator[dict[str, object]]:
    for country in _countries(rule.regime, rule.start):
        yield _rule_row(
            (country, prefix, BASES.index(rule.basis), rule.start),
            (rule.regime, rule.basis, rule.citation, rule.confidence),
        )


def _rule_row(what: tuple[str, str, int, date], why: tuple[str, str, str, str | None]) -> dict[str, object]:
    country, prefix, preference, start = what
    values = (country, prefix, preference, start, month_index(start), *why)
    return dict(zip(_RULES.names, values, strict=True))


def _first_rules(pairs: Table, rules: pa.Table) -> Table:
    """For each country and code the rule of the surest kind that began first."""
    lengths = sorted({len(it) for it in rules["prefix"].to_pylist()}) or [2]
    table = ibis.memtable(rules)
    cut = [
        pairs.filter(pairs["_goods"].length() >= length).mutate(_prefix=pairs["_goods"].substr(0, length))
        for length in lengths
    ]
    every = ibis.union(*cut) if len(cut) > 1 else cut[0]
    met = every.inner_join(table, [every["_country"] == table.control_country, every["_prefix"] == table.prefix])
    best = [met.preference, met.control_date, met.control_citation]
    pair = ["_country", "_goods"]
    some = ibis.ifelse(met.control_basis == BASES[2], met.control_date, ibis.null("date"))
    ranked = met.mutate(
        place=ibis.row_number().over(ibis.window(group_by=pair, order_by=best)),
        specification_date=some.min().over(ibis.window(group_by=pair)),
    )
    return ranked.filter(ranked.place == 0).select(*pair, *_RULES.names[3:], "specification_date")


def _meant(rule: Rule, codes: tuple[str, ...], origin: str) -> bool:
    whose = rule.regime in _OF_EVERYBODY or origin in _countries(rule.regime, rule.start)
    return whose and any(_touches(prefix, codes) for prefix in rule.goods)


def _touches(prefix: str, codes: tuple[str, ...]) -> bool:
    return any(code.startswith(prefix) or prefix.startswith(code) for code in codes)


def _marker(rule: Rule) -> Marker:
    unread = "; which codes was not read" if rule.basis == "unread" else ""
    return Marker(rule.start, rule.regime, rule.instrument, f"{rule.citation}{unread}", rule.confidence)
