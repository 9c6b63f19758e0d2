"""Rows of the ledger that go into a pack: those that are cited, and as many more as were asked for."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from enduse.case.evidence import BUNDLED
from enduse.case.running import kept_evidence
from enduse.detect.finding import Finding
from enduse.model.pack import LeftOut
from enduse.model.provenance import Place
from enduse.report.model import Dossier
from enduse.sources.list_places import LIST
from enduse.store.derived import DerivedRun
from enduse.store.derived_tables import RECORDS, is_party_column, table_of
from enduse.store.ledger import LedgerStore
from enduse.store.manifest import Manifest, SourceEntry
from enduse.store.schema import TABLES

Spot = tuple[str, str, str, int]
"""Source, member, sheet and row."""

GROUND = ("code_lists", "fx_rates")
"""Tables that every finding may stand on and that name no party; they go along whole."""

_PLACE = ("source_id", "member", "sheet", "row")
_LEFT = ("rejects", "code_books", "code_lines", "code_correlations")
_PRIVATE = ("personal", "leaked")
_NO_KEYS = pa.array([], pa.string())


@dataclass(frozen=True)
class CitedRows:
    """What findings and dossiers cite.

    Attributes:
        of_finding: Key to the places of all its rows, the most telling first, each with its cell.
        of_dossier: Beginning of a dossier's path to the places of its rows, by number.
    """

    of_finding: Mapping[str, tuple[tuple[Spot, str], ...]]
    of_dossier: Mapping[str, Mapping[int, tuple[Spot, str]]]

    @cached_property
    def spots(self) -> frozenset[Spot]:
        """All of them."""
        by_finding = {spot for rows in self.of_finding.values() for spot, _ in rows}
        return frozenset(by_finding | {spot for rows in self.of_dossier.values() for spot, _ in rows.values()})


@dataclass(frozen=True)
class RowsOfRun:
    """The rows behind one run, as far as they may leave.

    Attributes:
        store: The ledger.
        run: The run.
        sensitive: Also rows of sources that hold personal or leaked data.
    """

    store: LedgerStore
    run: DerivedRun
    sensitive: bool = False
    _read: dict[str, pa.Table] = field(default_factory=dict, compare=False)

    @cached_property
    def manifest(self) -> Manifest:
        """The version of the ledger that the run read."""
        return self.store.manifest(int(self.run.info["ledger_version"]))

    def why_closed(self, source: SourceEntry) -> str:
        """Why no row of a source may leave; empty: they may."""
        if not source.re_export:
            return f"its terms forbid to pass rows on{f' ({source.licence})' if source.licence else ''}"
        if source.sensitivity in _PRIVATE and not self.sensitive:
            return f"it is marked {source.sensitivity}"
        return ""

    @cached_property
    def closed(self) -> frozenset[str]:
        """Sources of which no row may leave."""
        return frozenset(it.source_id for it in self.manifest.sources if self.why_closed(it))

    def cited(self, findings: Sequence[Finding], dossiers: Mapping[str, Dossier]) -> CitedRows:
        """Where the rows of findings and dossiers stand."""
        ids = {it.key: kept_evidence(self.run, it.key) for it in findings}
        places = self._places(sorted({row for rows in ids.values() for row in rows}))
        return CitedRows(
            {key: tuple(places[it] for it in rows if it in places) for key, rows in ids.items()},
            {name: dict(self._of_dossier(it)) for name, it in dossiers.items()},
        )

    def selected(self, scope: str, cited: CitedRows, parties: Collection[str]) -> dict[str, pa.Table]:
        """Rows of the ledger by table, ordered by source, member, sheet and row; tables without any are absent.

        Args:
            scope: One of ``model.pack.SCOPES``.
            cited: Always go along.
            parties: Anchors of those whom the findings name: persons other than these stay out.
        """
        wanted = pa.array(sorted(map(_key, self._wanted(scope, cited, parties))), pa.string())
        shunned = self._strangers(parties, cited) if scope == "all" else _NO_KEYS
        order = {it.source_id: number for number, it in enumerate(self.manifest.sources)}
        found = {}
        for name in (it for it in TABLES if it not in _LEFT):
            whole = scope == "all" or name in GROUND
            rows = self._rows(name, None if whole else wanted, shunned)
            if rows.num_rows:
                found[name] = _ordered(rows, order)
        return found

    def sources(self, cited: CitedRows, tables: Mapping[str, pa.Table]) -> tuple[SourceEntry, ...]:
        """Sources that the pack names: those with rows in it, those that are cited, and lists, which say by their
        presence what could be found. Names of other files of a case are nobody's business.
        """
        named = {it[0] for it in cited.spots}
        for table in tables.values():
            named |= set(pc.unique(table["source_id"]).to_pylist())
        return tuple(
            it
            for it in self.manifest.sources
            if it.source_id in named or any(place.kind == LIST for place in it.places)
        )

    def left_out(self, cited: CitedRows) -> list[LeftOut]:
        """Cited rows that may not leave, by source."""
        names = {it.source_id: it for it in self.manifest.sources if it.source_id in self.closed}
        counts = {key: sum(it[0] == key for it in cited.spots) for key in names}
        return [
            LeftOut(f"cited rows of {it.name}", counts[key], self.why_closed(it))
            for key, it in names.items()
            if counts[key]
        ]

    def _places(self, ids: Sequence[int]) -> dict[int, tuple[Spot, str]]:
        found: dict[int, tuple[Spot, str]] = {}
        for name in sorted({table_of(it) for it in ids}):
            rows = self._derived(name)
            here = rows.filter(pc.is_in(rows["row_id"], pa.array([it for it in ids if table_of(it) == name])))
            columns = [it for it in ("row_id", *_PLACE, "cell") if it in here.column_names]
            for it in here.select(columns).to_pylist():
                if it["row"] is not None and not str(it["source_id"]).startswith(BUNDLED):
                    found[it["row_id"]] = _spot(it), it.get("cell") or ""
        return found

    def _of_dossier(self, dossier: Dossier) -> Iterator[tuple[int, tuple[Spot, str]]]:
        spelled = {(source, str(Place(member or None, sheet or None))): (member, sheet)
                   for source, member, sheet in self._tables_of_sources}  # fmt: skip
        for it in dossier.evidence:
            place = dossier.places[it.place]
            source = dossier.sources[place.source].sha256
            member, sheet = spelled.get((source, place.path), ("", ""))
            yield it.number, ((source, member, sheet, it.row), it.cell)

    @cached_property
    def _tables_of_sources(self) -> frozenset[tuple[str, str, str]]:
        return frozenset(
            (source.source_id, place.member or "", place.sheet or "")
            for source in self.manifest.sources
            for place in source.places
        )

    def _wanted(self, scope: str, cited: CitedRows, parties: Collection[str]) -> set[Spot]:
        wanted = {it for it in cited.spots if it[0] not in self.closed}
        wanted |= self._earlier_of_legs(wanted)
        if scope == "parties":
            wanted |= self._naming(self._ids(parties), shunning=self._persons(parties))
        return wanted

    def _earlier_of_legs(self, spots: Collection[Spot]) -> set[Spot]:
        """A leg stands where its later line does; the line that hands the goods on belongs to it."""
        legs = self._derived("legs")
        if not legs.num_rows:
            return set()
        here = legs.filter(pc.is_in(_keys(legs), pa.array(sorted(map(_key, spots)), pa.string())))
        return {spot for spot, _ in self._places(sorted(set(here["earlier_row_id"].to_pylist()))).values()}

    def _naming(self, ids: pa.Array, shunning: pa.Array) -> set[Spot]:
        """Rows of any table that name one of these parties and none of those."""
        found: set[Spot] = set()
        for name in ("items", *RECORDS):
            rows = self._derived(name)
            columns = [it for it in rows.column_names if is_party_column(it)]
            if not columns or not rows.num_rows:
                continue
            told = _any(rows, columns, ids)
            kept = rows.filter(pc.and_(told, pc.invert(_any(rows, columns, shunning))))
            found |= {_spot(it) for it in kept.select(_PLACE).to_pylist() if it["row"] is not None}
        return {it for it in found if it[0] not in self.closed}

    def _strangers(self, parties: Collection[str], cited: CitedRows) -> pa.Array:
        """Keys of rows that name a person whom no finding names, and that nothing cites."""
        found = self._naming(self._persons(parties), _no_ids()) - cited.spots
        return pa.array(sorted(map(_key, found)), pa.string())

    def _ids(self, parties: Collection[str]) -> pa.Array:
        known = pq.read_table(self.run.path("parties"), columns=["party_id", "anchor"])
        return known.filter(pc.is_in(known["anchor"], pa.array(sorted(parties), pa.string())))["party_id"]

    def _persons(self, parties: Collection[str]) -> pa.Array:
        known = pq.read_table(self.run.path("parties"), columns=["party_id", "anchor", "kind"])
        named = pc.is_in(known["anchor"], pa.array(sorted(parties), pa.string()))
        persons = pc.fill_null(pc.equal(known["kind"], "person"), False)  # noqa: FBT003
        return known.filter(pc.and_(persons, pc.invert(named)))["party_id"]

    def _derived(self, name: str) -> pa.Table:
        if name not in self._read:
            path = self.run.path(name)
            told = set(pq.read_schema(path).names)
            party = [it for it in told if is_party_column(it)]
            columns = [it for it in ("row_id", *_PLACE, "cell", "earlier_row_id", *sorted(party)) if it in told]
            self._read[name] = pq.read_table(path, columns=columns)
        return self._read[name]

    def _rows(self, table: str, wanted: pa.Array | None, shunned: pa.Array) -> pa.Table:
        """Rows of a table of the ledger that may leave; None: whatever they are."""
        found = [pa.Table.from_batches([], TABLES[table].arrow_schema())]
        closed = pa.array(sorted(self.closed), pa.string())
        for part in self.manifest.of_table(table):
            rows = pq.ParquetFile(self.store.workspace.ledger / part.path).read()
            rows = rows.filter(pc.invert(pc.is_in(rows["source_id"], closed)))
            if wanted is not None:
                rows = rows.filter(pc.is_in(_keys(rows), wanted))
            if len(shunned):
                rows = rows.filter(pc.invert(pc.is_in(_keys(rows), shunned)))
            found.append(rows)
        return pa.concat_tables(found)


def _spot(row: Mapping[str, Any]) -> Spot:
    return row["source_id"], row["member"] or "", row["sheet"] or "", row["row"]


def _key(spot: Spot) -> str:
    return "\x1f".join(map(str, spot))


def _keys(rows: pa.Table) -> pa.ChunkedArray:
    texts = [pc.fill_null(pc.cast(rows[it], pa.string()), "") for it in _PLACE]
    return pc.binary_join_element_wise(*texts, "\x1f")


def _any(rows: pa.Table, columns: Iterable[str], ids: pa.Array) -> pa.ChunkedArray:
    given = ids.combine_chunks() if isinstance(ids, pa.ChunkedArray) else ids
    found = None
    for it in columns:
        here = pc.is_in(rows[it], given)
        found = here if found is None else pc.or_(found, here)
    return found


def _no_ids() -> pa.Array:
    return pa.array([], pa.int64())


def _ordered(rows: pa.Table, order: Mapping[str, int]) -> pa.Table:
    # Parts come in any number and order after a compaction; the pack must not.
    places = rows.select(_PLACE).to_pylist()
    keys = [(order.get(it["source_id"], len(order)), it["member"] or "", it["sheet"] or "", it["row"]) for it in places]
    ranked = sorted(range(len(keys)), key=lambda at: (keys[at], at))
    return rows.take(pa.array(ranked, pa.int64())).combine_chunks()
