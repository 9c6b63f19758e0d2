"""From which day a country of origin controlled a code for a destination, and what says so.

A dated list of codes in the ledger (``code_lists``) wins. Where it does not know the code, the bundled rule
timeline answers (``data/control_dates.toml``): first rules that hold for all goods of a code, then those that hold
for some machines of it only. Where neither knows, there is no date: the analyst's watershed is used instead.
"""

import tomllib
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from itertools import product
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
_CONTROLS = pa.schema(
    [("_country", pa.string()), ("_goods", pa.string()), *list(_RULES)[3:], ("specification_date", pa.date32())]
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


@dataclass(frozen=True)
class Control:
    """The first rule of the surest kind that names a country and a code.

    Attributes:
        start: First day in force.
        regime: Jurisdiction or list.
        basis: One of ``BASES``.
        citation: What says so.
        confidence: high, medium, low; seen, derived, memory.
        specification_date: The day from which some machines of the code were controlled, where a rule says so.
    """

    start: date
    regime: str
    basis: str
    citation: str
    confidence: str | None
    specification_date: date | None

    @property
    def month(self) -> int:
        """Index of its first month, see ``model.period.month_index``."""
        return month_index(self.start)

    def columns(self) -> dict[str, object]:
        """As ``with_control_dates`` spells it."""
        values = (self.start, self.month, self.regime, self.basis, self.citation, self.confidence)
        return {**dict(zip(_RULES.names[3:], values, strict=True)), "specification_date": self.specification_date}


class Controls:
    """Every dated rule for one destination, to be asked for many codes."""

    def __init__(self, code_lists: pa.Table, destination: str = "RU", countries: Container[str] | None = None) -> None:
        """Read the lists and the timeline.

        Args:
            code_lists: As in the ledger.
            destination: ISO alpha-2.
            countries: Whose rules will be asked for; None: everybody's.
        """
        self._rules: dict[tuple[str, str], list[_Dated]] = {}
        for it in _dated_rules(code_lists, destination):
            if countries is None or it.country in countries:
                self._rules.setdefault((it.country, it.prefix), []).append(it)
        self._lengths = sorted({len(prefix) for _country, prefix in self._rules})

    def first(self, country: str | None, goods_code: str | None) -> Control | None:
        """The control that applies; None where none is known."""
        if country is None or goods_code is None:
            return None
        cuts = [goods_code[:length] for length in self._lengths if length <= len(goods_code)]
        met = [it for cut in cuts for it in self._rules.get((country, cut), ())]
        if not met:
            return None
        best = min(met, key=lambda it: (it.preference, it.start, it.citation))
        some = min((it.start for it in met if it.basis == BASES[2]), default=None)
        return Control(best.start, best.regime, best.basis, best.citation, best.confidence, some)


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
    asked = rows.select(_country=rows[question.country], _goods=rows[question.goods]).distinct()
    pairs = asked.to_pyarrow().to_pylist()
    controls = Controls(code_lists.to_pyarrow(), question.destination, {it["_country"] for it in pairs})
    found = [(it, control) for it in pairs if (control := controls.first(it["_country"], it["_goods"]))]
    first = ibis.memtable(pa.Table.from_pylist([it | control.columns() for it, control in found], schema=_CONTROLS))
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
    return pa.Table.from_pylist([it.columns() for it in _dated_rules(code_lists, destination)], schema=_RULES)


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


@dataclass(frozen=True)
class _Dated:
    """A rule or a list's row for one country and one beginning of a code."""

    country: str
    prefix: str
    start: date
    regime: str
    basis: str
    citation: str
    confidence: str | None

    @property
    def preference(self) -> int:
        """The surest kind is 0."""
        return BASES.index(self.basis)

    def columns(self) -> dict[str, object]:
        """As in ``_RULES``."""
        what = (self.country, self.prefix, self.preference, self.start, month_index(self.start))
        return dict(zip(_RULES.names, (*what, self.regime, self.basis, self.citation, self.confidence), strict=True))


def _dated_rules(code_lists: pa.Table, destination: str) -> Iterator[_Dated]:
    for row in code_lists.to_pylist():
        if _is_dated(row, destination):
            why = (row["authority"], BASES[0], row["citation"] or row["list"], row["confidence"])
            for country in _countries(row["authority"], row["start"]):
                yield _Dated(country, row["goods_code"], row["start"], *why)
    for rule in timeline():
        if rule.controls and rule.basis in BASES and rule.concerns(destination):
            for prefix, country in product(rule.goods, _countries(rule.regime, rule.start)):
                yield _Dated(country, prefix, rule.start, rule.regime, rule.basis, rule.citation, rule.confidence)


def _meant(rule: Rule, codes: tuple[str, ...], origin: str) -> bool:
    whose = rule.regime in _OF_EVERYBODY or origin in _countries(rule.regime, rule.start)
    return whose and any(_touches(prefix, codes) for prefix in rule.goods)


def _touches(prefix: str, codes: tuple[str, ...]) -> bool:
    return any(code.startswith(prefix) or prefix.startswith(code) for code in codes)


def _marker(rule: Rule) -> Marker:
    unread = "; which codes was not read" if rule.basis == "unread" else ""
    return Marker(rule.start, rule.regime, rule.instrument, f"{rule.citation}{unread}", rule.confidence)
