"""What several finders read, worked out once for a ledger.

Reading all goods lines is what finders spend their time on. What more than one of them asks of all lines is asked
once; a finder then settles its suspects on the answer and reads the lines again for these only. A run announces its
finders: what only one of them reads is then not stored, and what several read is read for all of them at once. A
finder that nobody announced reads for itself.
"""

from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

import ibis
import pyarrow as pa
import pyarrow.compute as pc
from ibis import _
from ibis.expr.types import Table

from enduse.detect import Finder, Ledger, Suspects
from enduse.detect.scope import (
    DESTINATIONS,
    Halves,
    computed,
    imports_into,
    kept,
    priority_codes,
    same_market,
    small,
)

LONGEST_WINDOW = 24
"""Months on either side of the watershed, at most."""

# Columns are named before anything else: goods lines have very many, and every step would carry them all.
_IMPORT = ("declared_on", "value_usd", "direction", "consignor_id", "consignee_id", "contract_holder_id")
_WAY = ("origin", "dispatch", "destination")
_PRIORITY_READ = (
    *(*_IMPORT, *_WAY, "row_id", "hs6"),
    *("contract_holder_country", "trading_country", "consignor_country"),
)
_PLAN = "announced finders"
_LANES: Mapping[str, str] = {"by brand": "brand", "by origin": "origin"}
_OTHERS: Mapping[str, str] = {"by sender": "consignor", "by contract holder": "contract_holder"}
LANE_SHARES: frozenset[str] = frozenset({*_LANES, *_OTHERS, "lines", "values"})
"""All that ``lane_sums`` can tell."""

Kind = TypeVar("Kind")


def once(ledger: Ledger, key: Hashable, kind: type[Kind], make: Callable[[], Kind]) -> Kind:
    """What ``make`` gave when it was first asked for under ``key``; it lives as long as the ledger."""
    known = ledger.shared.get(key)
    if isinstance(known, kind):
        return known
    made = ledger.shared[key] = make()
    return made


@dataclass(frozen=True)
class Plan:
    """Which finders will read a ledger, each with the thresholds it is given.

    Attributes:
        finders: In any order.
    """

    finders: tuple[tuple[Finder, Mapping[str, object]], ...] = ()

    def shares(self, own: frozenset[str]) -> frozenset[str]:
        """What all of them read; ``own`` where the reader is none of them."""
        every = frozenset(share for finder, _given in self.finders for share in finder.shares)
        return every if own <= every else own

    def suspects(self) -> list[tuple[Suspects, Mapping[str, object]]]:
        """Whose lines will be read again, and with which thresholds they are settled."""
        return [(finder.suspects, {**finder.defaults, **given}) for finder, given in self.finders if finder.suspects]


def announce(ledger: Ledger, finders: Iterable[tuple[Finder, Mapping[str, object]]]) -> None:
    """Say which finders will read the ledger next, each with the thresholds it is given.

    The answers are the same without it; only the work is shared out differently.
    """
    ledger.shared[_PLAN] = Plan(tuple(finders))


def _plan(ledger: Ledger) -> Plan:
    known = ledger.shared.get(_PLAN)
    return known if isinstance(known, Plan) else Plan()


def listed_codes(ledger: Ledger) -> Table:
    """``priority_codes`` of the ledger, computed."""
    return once(ledger, "priority codes", Table, lambda: computed(priority_codes(ledger.code_lists)))


def priority_imports(ledger: Ledger, destinations: tuple[str, ...]) -> Table:
    """Import lines of goods on the common high priority list that name their importer, with their ``tier``.

    Columns: ``row_id``, ``declared_on``, ``value_usd``, ``subject_id`` (the importer), ``consignor_id``,
    ``contract_holder_id``, ``holder_country`` (else that of the trade partner), ``sender_country`` (else that of
    dispatch), ``origin``, ``dispatch``, ``destination`` and ``heading`` (four digits of the code).
    """
    key = ("priority imports", destinations)
    return once(ledger, key, Table, lambda: kept(_priority_imports(ledger, destinations)))


def priority_imports_read_once(ledger: Ledger, destinations: tuple[str, ...]) -> Table:
    """The same for a finder that reads them in one go: what it does not ask for is never read, and nothing is stored.

    Storing all columns takes a simple finder half again as long as it needs itself. What is stored already serves.
    """
    known = ledger.shared.get(("priority imports", destinations))
    return known if isinstance(known, Table) else _priority_imports(ledger, destinations)


def _priority_imports(ledger: Ledger, destinations: tuple[str, ...]) -> Table:
    rows = imports_into(ledger.items.select(*_PRIORITY_READ), destinations, named=True)
    rows = rows.join(listed_codes(ledger), "hs6")
    # What is stored is paid for: no column more than the finders read.
    return rows.select(
        *("row_id", "declared_on", "value_usd", "consignor_id", "contract_holder_id"),
        *("origin", "dispatch", "destination", "tier"),
        subject_id=rows.consignee_id,
        holder_country=ibis.coalesce(rows.contract_holder_country, rows.trading_country),
        sender_country=ibis.coalesce(rows.consignor_country, rows.dispatch),
        heading=rows.hs6.substr(0, 4),
    )


def planned(ledger: Ledger, own: frozenset[str]) -> frozenset[str]:
    """What the finders of the plan share; ``own`` where the reader is none of them."""
    return _plan(ledger).shares(own)


def halves(ledger: Ledger, watershed: date) -> Halves:
    """The two windows that the imports into Russia and Belarus fill around ``watershed``."""

    def make() -> Halves:
        rows = imports_into(ledger.items.select("month", "direction", "destination"), DESTINATIONS)
        return Halves.within(rows.aggregate(first=_.month.min(), last=_.month.max()), watershed, LONGEST_WINDOW)

    return once(ledger, ("halves", watershed), Halves, make)


def lane_sums(ledger: Ledger, watershed: date, own: frozenset[str] = LANE_SHARES) -> Table:
    """Counts and sums of the imports into Russia and Belarus by importer, and by what the shares say.

    Args:
        ledger: Declarations.
        watershed: Middle of the two windows.
        own: What the reader asks for; the table tells what other finders of the plan ask for, too.

    Returns:
        The key: ``subject_id``; ``brand`` and ``origin``; ``consignor_differs`` and ``contract_holder_differs`` (from
        the importer; false where unknown). For ``lines``: ``lines``, ``lines_after``, ``indirect_lines`` and
        ``indirect_after`` count lines whose day and way are known. For ``values``: ``before_usd`` and ``after_usd``
        (null where there is none) are the sums of the two ``halves``.
    """
    shares = planned(ledger, own) & LANE_SHARES
    return once(ledger, ("lane sums", watershed, shares), Table, lambda: kept(_lane_sums(ledger, watershed, shares)))


def _lane_sums(ledger: Ledger, watershed: date, shares: frozenset[str]) -> Table:
    lanes = [column for share, column in _LANES.items() if share in shares]
    others = [role for share, role in _OTHERS.items() if share in shares]
    read = dict.fromkeys([*_IMPORT, *_WAY, *lanes])
    items = imports_into(ledger.items.select(*read), DESTINATIONS, named=True)
    differs = {f"{it}_differs": (items[f"{it}_id"] != items.consignee_id).fill_null(False) for it in others}
    late, indirect = items.declared_on >= watershed, ~same_market(items.origin, items.dispatch, watershed)
    before, after = halves(ledger, watershed).sides(items) if "values" in shares else (late, late)
    rows = items.select(
        *(*lanes, "value_usd"),
        **differs,
        **{"subject_id": items.consignee_id, "late": late, "indirect": indirect, "before": before, "after": after},
    )
    dated, known = rows.late.notnull(), rows.indirect.notnull()
    counts = {"lines": dated & known, "lines_after": rows.late & known}
    counts |= {"indirect_lines": dated & rows.indirect, "indirect_after": rows.late & rows.indirect}
    sums: dict[str, ibis.Value] = {}
    if "lines" in shares:
        sums |= {name: rows.count(where=which) for name, which in counts.items()}
    if "values" in shares:
        sums |= {f"{it}_usd": rows.value_usd.sum(where=rows[it]) for it in ("before", "after")}
    return rows.group_by("subject_id", *lanes, *differs).agg(**sums)


@dataclass(frozen=True)
class _Read:
    """Import lines of some importers, and which they are."""

    importers: pa.Array
    columns: frozenset[str]
    rows: Table

    def hold(self, importers: pa.ChunkedArray, columns: Iterable[str]) -> bool:
        """Are these columns of all these importers among them?"""
        held = pc.all(pc.is_in(importers, value_set=self.importers), min_count=0).as_py()
        return bool(held) and self.columns.issuperset(columns)


def lines_of(ledger: Ledger, watershed: date, suspects: Suspects, importers: pa.ChunkedArray) -> Table:
    """Imports into Russia and Belarus of these importers; read for other finders of the plan at once.

    Args:
        ledger: Declarations.
        watershed: As given to the finder.
        suspects: As the finder states them.
        importers: Whom it suspects.

    Returns:
        ``subject_id`` (the importer) and at least the columns asked for.
    """
    read = once(ledger, ("lines of", watershed), _Read, lambda: _read_for_all(ledger, watershed, suspects, importers))
    if not read.hold(importers, suspects.columns):
        return _read(ledger, importers, frozenset(suspects.columns)).rows
    mine = importers.unique()
    return read.rows if len(mine) == len(read.importers) else read.rows.semi_join(_ids(mine), "subject_id")


def _ids(importers: pa.Array) -> Table:
    return small(pa.table({"subject_id": importers}))


def _read_for_all(ledger: Ledger, watershed: date, suspects: Suspects, importers: pa.ChunkedArray) -> _Read:
    planned = _plan(ledger).suspects()
    if all(it != suspects for it, _given in planned):
        return _read(ledger, importers, frozenset(suspects.columns))
    chunks = [chunk for it, given in planned for chunk in it.importers(ledger, watershed, **given).chunks]
    every = pa.chunked_array([*importers.chunks, *chunks], pa.int64())
    return _read(ledger, every, frozenset(column for it, _given in planned for column in it.columns))


def _read(ledger: Ledger, importers: pa.ChunkedArray, columns: frozenset[str]) -> _Read:
    who = importers.unique()
    read = sorted({*columns, "direction", "destination", "consignee_id"})
    items = imports_into(ledger.items.select(*read), DESTINATIONS)
    wanted = _ids(who)
    rows = items.semi_join(wanted, items.consignee_id == wanted.subject_id)
    return _Read(who, columns, kept(rows.select(*sorted(columns), subject_id=rows.consignee_id)))
