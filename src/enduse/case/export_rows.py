"""Rows of a run on their way out: those of sources that may not leave stay here, the others know where they stand."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from importlib.metadata import version
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from enduse.case.evidence import BUNDLED
from enduse.case.running import current_run
from enduse.report.network_model import Cited, CitedPlace, Made, SourceTerms
from enduse.store.derived import DerivedRun
from enduse.store.derived_tables import RECORDS, is_party_column
from enduse.store.ledger import LedgerStore
from enduse.store.manifest import Manifest

PLACE = ("source_id", "member", "sheet")
_TABLES = ("items", *RECORDS)
_AT_ONCE = 50_000
_NO_DAY = date(1970, 1, 1)


@dataclass(frozen=True)
class Gathered:
    """Rows with one key.

    Attributes:
        key: Values of the columns that were asked for.
        value_usd: Sum; None where no row tells a value.
        lines: How many rows.
        valued: How many tell a value.
        months: Indexes of the months in which they are, ascending.
        cited: Where they stand.
    """

    key: tuple[Any, ...]
    value_usd: float | None
    lines: int
    valued: int
    months: tuple[int, ...]
    cited: tuple[Cited, ...]


@dataclass(frozen=True)
class LeavingRows:
    """The tables of the current run without the rows that may not leave.

    Attributes:
        internal: For use inside the house: every row is there.
    """

    run: DerivedRun
    manifest: Manifest
    internal: bool = False

    @classmethod
    def of(cls, store: LedgerStore, internal: bool = False) -> "LeavingRows":
        """Those of the current run.

        Raises:
            UsageError: ``E-NO-RUN``: nothing was computed yet.
        """
        run = current_run(store.workspace)
        return cls(run, store.manifest(run.info["ledger_version"]), internal)

    @cached_property
    def closed(self) -> frozenset[str]:
        """Sources whose terms forbid that rows leave."""
        return frozenset() if self.internal else self.forbidden

    @property
    def forbidden(self) -> frozenset[str]:
        """The same, whatever the rows are for."""
        return frozenset(it.source_id for it in self.manifest.sources if not it.re_export)

    @cached_property
    def names(self) -> Mapping[str, str]:
        """File name of each source."""
        return {it.source_id: it.name for it in self.manifest.sources}

    def made(self, left_out: int = 0, unplaced: int = 0, untied: int = 0) -> Made:
        """What an export of them is made of."""
        newest = max((date.fromisoformat(it.added_at[:10]) for it in self.manifest.sources), default=_NO_DAY)
        inside = bool(self.forbidden - self.closed)
        return Made(version("enduse"), self.run.info["ledger_version"], newest, left_out, unplaced, untied, inside)

    def sources(self) -> tuple[SourceTerms, ...]:
        """The sources that may leave, by hash."""
        held = sorted(
            (it for it in self.manifest.sources if it.source_id not in self.closed), key=lambda it: it.source_id
        )
        return tuple(SourceTerms(it.source_id, it.name, it.publisher, it.licence, it.sensitivity) for it in held)

    def columns(self, table: str) -> tuple[str, ...]:
        """The columns of a table."""
        return tuple(pq.read_schema(self.run.path(table)).names)

    def schema(self, table: str) -> pa.Schema:
        """The types of its columns."""
        return pq.read_schema(self.run.path(table)).remove_metadata()

    def table(self, table: str, columns: Sequence[str]) -> pa.Table:
        """The rows that may leave, in the order of their places: a run writes them in any order."""
        order = [it for it in (*PLACE, "row", "row_id") if it in self.columns(table)]
        rows = pq.read_table(self.run.path(table), columns=[*dict.fromkeys((*columns, *order))])
        if self.closed:
            shut = pa.array(sorted(self.closed), pa.string())
            rows = rows.filter(pc.invert(pc.is_in(rows["source_id"], shut)))
        return rows.take(pc.sort_indices(rows, [(it, "ascending") for it in order])).select(columns)

    def batches(self, table: str, columns: Sequence[str]) -> Iterator[pa.RecordBatch]:
        """The same in portions."""
        yield from self.table(table, columns).to_batches(_AT_ONCE)

    def told_parties(self) -> pa.Table:
        """The table of parties, those left out of whom nothing may be told."""
        table = pq.read_table(self.run.path("parties"))
        known = pa.array(sorted(self.parties), pa.int64())
        return table.filter(pc.is_in(table["party_id"], known)).sort_by("party_id")

    @cached_property
    def parties(self) -> frozenset[int]:
        """Parties that a row names which may leave: of the others nothing may be told, not even the name."""
        found: set[int] = set()
        for table in _TABLES:
            columns = [it for it in self.columns(table) if is_party_column(it)]
            for batch in self.batches(table, columns) if columns else ():
                for column in batch.columns:
                    found.update(it for it in pc.unique(column).to_pylist() if it is not None)
        return frozenset(found)

    def left_out(self, table: str) -> int:
        """How many rows of a table may not leave."""
        if not self.closed:
            return 0
        held = pq.read_table(self.run.path(table), columns=["source_id"])["source_id"]
        return int(pc.sum(pc.is_in(held, pa.array(sorted(self.closed), pa.string()))).as_py() or 0)

    def place(self, row: Mapping[str, Any]) -> CitedPlace:
        """Where a row stands, but for its number."""
        source, member = row["source_id"] or "", row["member"]
        name = self.names.get(source, f"{source.removeprefix(BUNDLED)} (bundled)")
        return CitedPlace(source, f"{name}/{member}" if member else name, row["sheet"] or "")

    def cited(self, row: Mapping[str, Any]) -> tuple[Cited, ...]:
        """A row as evidence."""
        return (Cited(self.place(row), (row["row"],) if row["row"] is not None else ()),)

    def gathered(self, rows: pa.Table, keys: Sequence[str]) -> list[Gathered]:
        """Rows by key, ordered by key.

        Args:
            rows: With ``keys``, ``PLACE``, ``row``, ``month`` and ``value_usd``.
            keys: Columns; no row may lack one of them.
        """
        # Several threads would add in another order every time, and the last digits with it.
        sums = rows.group_by(keys, use_threads=False).aggregate(
            [("value_usd", "sum"), ("value_usd", "count"), ("row", "count")]
        )
        dated = rows.filter(pc.is_valid(rows["month"])).group_by([*keys, "month"], use_threads=False).aggregate([])
        months = _listed(dated.to_pylist(), keys, lambda it: it["month"])
        placed = rows.group_by([*keys, *PLACE], use_threads=False).aggregate([("row", "list"), ("row", "count")])
        cited = _listed(placed.to_pylist(), keys, lambda it: Cited(self.place(it), _numbers(it["row_list"])))
        total = rows.group_by(keys, use_threads=False).aggregate([([], "count_all")])
        lines = {tuple(it[key] for key in keys): it["count_all"] for it in total.to_pylist()}
        found = []
        for it in sums.to_pylist():
            key = tuple(it[word] for word in keys)
            value = it["value_usd_sum"]
            told = None if value is None else round(value, 2)
            when, where = tuple(sorted(months.get(key, ()))), tuple(sorted(cited[key]))
            found.append(Gathered(key, told, lines[key], it["value_usd_count"], when, where))
        return sorted(found, key=lambda it: tuple(map(str, it.key)))


def _listed(rows: Sequence[Mapping[str, Any]], keys: Sequence[str], value: Any) -> dict[tuple[Any, ...], list[Any]]:
    found: dict[tuple[Any, ...], list[Any]] = {}
    for row in rows:
        found.setdefault(tuple(row[key] for key in keys), []).append(value(row))
    return found


def _numbers(rows: Sequence[int | None]) -> tuple[int, ...]:
    return tuple(sorted({it for it in rows if it is not None}))
