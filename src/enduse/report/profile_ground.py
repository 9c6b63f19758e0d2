"""What every profile is made with: the rows of a run about one subject, the entries of its case, and small words."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

import ibis
from ibis import _
from ibis.expr.types import BooleanValue

from enduse.detect import Ledger
from enduse.detect.finding import Finding
from enduse.detect.scope import DESTINATIONS
from enduse.detect.wording import plain
from enduse.model.case_log import CaseEntry
from enduse.model.claim import Claim
from enduse.model.profile import Cell, Number, Statement, TableLine
from enduse.store.order_log import Block
from enduse.store.record_kinds import DAY_OF
from enduse.text.company_names import normal_keys

Row = Mapping[str, Any]
_DAYS = {**DAY_OF, "items": "declared_on", "register": "founded_on", "relations": "start", "hits": "listed_on"}
_WIDE = frozenset({"contradictions", "maker_countries"})


@dataclass(frozen=True)
class Who:
    """Whom a profile is about.

    Attributes:
        title: The name that is printed.
        id: Party id as printed, brand in capitals, or the name as written.
        ids: Party ids of the run that it goes by; none where no row holds it.
        names: Every spelling.
        marks: Of a brand: how goods lines write it, in capitals.
        countries: At home there: ISO alpha-2, the first is the likeliest.
    """

    title: str
    id: str
    ids: frozenset[int] = frozenset()
    names: tuple[str, ...] = ()
    marks: frozenset[str] = frozenset()
    countries: tuple[str, ...] = ()

    @cached_property
    def _keys(self) -> frozenset[str]:
        return frozenset(normal_keys([self.title, *self.names, *self.marks])) - {""}

    @cached_property
    def _plain(self) -> frozenset[str]:
        return frozenset(map(plain, (self.title, self.id, *self.names, *self.marks))) - {""}

    def means(self, text: str) -> bool:
        """Does a name in an entry of the case mean it? By its normal form, never by likeness."""
        if not text.strip():
            return False
        return plain(text) in self._plain or bool(self._keys & set(normal_keys([text])))


def no_cells(rows: Sequence[Row]) -> Mapping[int, Mapping[str, str]]:
    """No cells: the originals are not at hand."""
    return {}


@dataclass(frozen=True)
class Answer:
    """What the records say to a claim.

    Attributes:
        text: The answer and its reason.
        rows: Ids of the rows that say so.
    """

    text: str
    rows: tuple[int, ...] = ()


def nothing_compared(claims: Sequence[str]) -> Mapping[str, Answer]:
    """No answers: the records are not at hand."""
    return {}


@dataclass(frozen=True)
class Ground:
    """What profiles stand on.

    Attributes:
        ledger: Of the last run.
        on: Rows and entries of later days do not count.
        entries: Of the case that hold.
        blocks: Of the order desk, oldest first.
        evidence: ``E7`` to what it is.
        findings: Of the run, those found.
        cited: Key of a finding to the ids of its rows.
        raw: Untouched cells of rows by their headers, by the id of the row.
        compared: Claims of the case against the records, by their ids (``C5``).
    """

    ledger: Ledger
    on: date
    entries: tuple[CaseEntry, ...] = ()
    blocks: tuple[Block, ...] = ()
    evidence: Mapping[str, str] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()
    cited: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    raw: Callable[[Sequence[Row]], Mapping[int, Mapping[str, str]]] = no_cells
    compared: Callable[[Sequence[str]], Mapping[str, Answer]] = nothing_compared

    @cached_property
    def first_day(self) -> date:
        """The first day of which the ledger holds goods lines; the last of all days where it holds none."""
        first = self.ledger.items.aggregate(day=_.declared_on.min()).to_pyarrow()["day"].to_pylist()[0]
        return first or date.max

    def rows(self, table: str, wanted: BooleanValue | None = None) -> list[Row]:
        """Rows of one table of the run until the day, in order of their days, then as they stand.

        Args:
            table: Name of one of ``detect.Ledger``'s tables.
            wanted: Which; written with ``ibis._``.
        """
        found = getattr(self.ledger, table)
        if wanted is not None:
            found = found.filter(wanted)
        if day := _DAYS.get(table):
            found = found.filter((_[day] <= ibis.literal(self.on)) | _[day].isnull()).order_by([day, "row_id"])
        else:
            found = found.order_by("row_id")
        rows: list[Row] = found.drop(*(it for it in found.columns if it in _WIDE)).to_pyarrow().to_pylist()
        return rows

    def of(self, table: str, who: Who, *roles: str) -> list[Row]:
        """The rows of a table in which the subject has one of these parts."""
        if not who.ids:
            return []
        ids = sorted(who.ids)
        wanted = _[f"{roles[0]}_id"].isin(ids)
        for role in roles[1:]:
            wanted = wanted | _[f"{role}_id"].isin(ids)
        return self.rows(table, wanted)

    def names(self, ids: Iterable[int | None]) -> dict[int, str]:
        """Party id to the name that is printed."""
        asked = sorted({it for it in ids if it is not None})
        rows = self.ledger.parties.filter(_.party_id.isin(asked)).select("party_id", "name", "anchor")
        return {it["party_id"]: it["name"] or it["anchor"] for it in rows.to_pyarrow().to_pylist()} if asked else {}

    def told(self, *kinds: str) -> Iterator[CaseEntry]:
        """Entries of these kinds that were written by that day."""
        return (it for it in self.entries if it.kind in kinds and it.at[:10] <= self.on.isoformat())

    def findings_about(self, who: Who) -> list[Finding]:
        """Findings whose subject it is, the strongest first."""
        anchors = {who.id} | {it["anchor"] for it in self._parties(who)} | set(who.marks)
        return [it for it in self.findings if it.subject.id in anchors]

    def _parties(self, who: Who) -> list[Row]:
        if not who.ids:
            return []
        rows = self.ledger.parties.filter(_.party_id.isin(sorted(who.ids))).select("party_id", "anchor")
        return [*rows.to_pyarrow().to_pylist()]


def ids_of(rows: Iterable[Row]) -> tuple[int, ...]:
    """Ids of rows, ascending, each once."""
    return tuple(sorted({int(it["row_id"]) for it in rows}))


def counted(rows: Sequence[Row], unit: str = "lines", refs: tuple[str, ...] = ()) -> Number:
    """How many rows there are."""
    return Number(len(ids_of(rows)), unit, "count", ids_of(rows), refs=refs)


def distinct(rows: Sequence[Row], column: str, unit: str) -> Number:
    """How many different values a column has."""
    told = [it for it in rows if it[column] is not None]
    return Number(len({it[column] for it in told}), unit, "distinct", ids_of(told))


def summed(rows: Sequence[Row], column: str = "value_usd", unit: str = "USD") -> Number | None:
    """What a column comes to; None where no row tells it."""
    told = [it for it in rows if it.get(column) is not None]
    return Number(sum(float(it[column]) for it in told), unit, "sum", ids_of(told)) if told else None


def share(part: Sequence[Row], whole: Sequence[Row], column: str = "value_usd") -> Number | None:
    """Share of a sum, 0 to 1; None where the whole is not told."""
    above, below = summed(part, column), summed(whole, column)
    if below is None or below.value <= 0:
        return None
    return Number((above.value if above else 0.0) / below.value, "share", "share", ids_of(part), below.rows)


def part_of(part: Sequence[Row], whole: Sequence[Row]) -> Number | None:
    """Share of a number of rows, 0 to 1."""
    if not whole:
        return None
    return Number(len(ids_of(part)) / len(ids_of(whole)), "share", "share", ids_of(part), ids_of(whole))


def stated(value: float, unit: str, refs: tuple[str, ...] = (), rows: tuple[int, ...] = ()) -> Number:
    """A number as a source gives it, or by a rule that its table explains."""
    return Number(value, unit, "stated", tuple(sorted(set(rows))), refs=refs)


def said(
    confidence: str, *parts: str | Number | None, rows: Iterable[int] = (), refs: tuple[str, ...] = ()
) -> Statement:
    """A sentence; a part that is None reads ``not told``."""
    told = tuple("an amount that is not told" if it is None else it for it in parts)
    return Statement(told, confidence, tuple(sorted(set(rows))), refs)


def line(*cells: Cell, rows: Iterable[int] = (), refs: tuple[str, ...] = ()) -> TableLine:
    """A line of a table."""
    return TableLine(cells, tuple(sorted(set(rows))), refs)


def grouped(rows: Iterable[Row], key: Callable[[Row], Any]) -> dict[Any, list[Row]]:
    """Rows by a key, in the order in which the keys come."""
    found: dict[Any, list[Row]] = {}
    for row in rows:
        found.setdefault(key(row), []).append(row)
    return found


def by_weight(groups: Mapping[Any, list[Row]]) -> list[tuple[Any, list[Row]]]:
    """Groups, the most valuable first, then the largest, then by name."""

    def order(item: tuple[Any, list[Row]]) -> tuple[float, int, str]:
        key, rows = item
        value = summed(rows) if rows and "value_usd" in rows[0] else None
        return (-(value.value if value else 0.0), -len(rows), str(key))

    return sorted(groups.items(), key=order)


def into_destinations(rows: Iterable[Row]) -> list[Row]:
    """Goods lines declared as going to Russia or Belarus, and not coming from there; each movement once.

    Where importers declared any, lines of exporters are left out: both sides may have declared the same goods.
    """
    gone = [it for it in rows if it["destination"] in DESTINATIONS and it["dispatch"] not in DESTINATIONS]
    return [it for it in gone if it["direction"] != "export"] or gone


def years(rows: Iterable[Row], day: str = "declared_on") -> list[int]:
    """The years that rows tell, in order."""
    return sorted({it[day].year for it in rows if it[day]})


def words_of(claim: Claim) -> str:
    """What a claim says; of a leaked or personal one only that it is withheld, as in every copy."""
    return claim.text_or_quote if claim.sensitivity == "none" else f"withheld: {claim.sensitivity}"


def day_text(day: date | None) -> str:
    """The day, ISO 8601; ``not told`` without one."""
    return day.isoformat() if day else "not told"
