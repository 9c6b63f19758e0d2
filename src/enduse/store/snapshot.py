"""A snapshot: one version of the ledger, open for reading, untouched by whoever writes meanwhile."""

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

import ibis
import pyarrow as pa
from ibis.expr.types import Table

from enduse.errors import StoreError
from enduse.model.provenance import RowRef
from enduse.store.engine import Engine, open_engine, told
from enduse.store.ledger import LedgerStore
from enduse.store.manifest import Manifest
from enduse.store.parts import check_part
from enduse.store.schema import TABLES
from enduse.store.sharing import Use

SOURCES = "sources"

_SOURCE_COLUMNS = pa.schema(
    [
        ("position", pa.int64()),
        ("source_id", pa.string()),
        ("name", pa.string()),
        ("size", pa.int64()),
        ("added_at", pa.string()),
        ("publisher", pa.string()),
        ("licence", pa.string()),
        ("re_export", pa.bool_()),
        ("sensitivity", pa.string()),
    ]
)


@dataclass(frozen=True)
class Snapshot:
    """One version of the ledger as lazy tables.

    Attributes:
        manifest: What the version holds.
        ledger: The ledger's folder.
        engine: Runs the expressions; not to be shared between threads.
        use: Keeps its files from being taken away.
    """

    manifest: Manifest
    ledger: Path
    engine: Engine
    use: Use

    @property
    def version(self) -> int:
        """The version's number; findings record it."""
        return self.manifest.version

    @property
    def backend(self) -> ibis.BaseBackend:
        """The Ibis backend."""
        return self.engine.backend

    def table(self, name: str) -> Table:
        """A table of the ledger, or ``"sources"``: one row per source, ``position`` 0 for the first added."""
        if name not in TABLES and name != SOURCES:
            raise StoreError(f"The ledger has no table {name!r}; it has {', '.join([*TABLES, SOURCES])}.")
        with told("opening a table"):
            return self.backend.table(name)

    def files(self, table: str) -> list[str]:
        """Absolute paths of the table's Parquet parts, for engines that read them themselves."""
        return [str(self.ledger / it.path) for it in self.manifest.of_table(table)]

    def write_parquet(self, expr: Table, path: Path) -> int:
        """Write what ``expr`` computes to ``path`` in bounded memory; see ``Engine.write_parquet``."""
        return self.engine.write_parquet(expr, path)

    def fetch_rows(self, name: str, refs: Collection[RowRef]) -> pa.Table:
        """The rows of table ``name`` that were read at ``refs``, ordered by source, member, sheet and row.

        A place that gave several rows (a pivoted line) gives them all; one that gave none is absent.
        """
        wanted = ibis.memtable(_ref_table(refs))
        rows = self.table(name)
        here = [
            rows.source_id == wanted.ref_source,
            rows.row == wanted.ref_row,
            rows.member.fill_null("") == wanted.ref_member,
            rows.sheet.fill_null("") == wanted.ref_sheet,
        ]
        found = rows.semi_join(wanted, here).order_by("source_id", "member", "sheet", "row")
        with told("fetching rows"):
            return found.to_pyarrow()

    def close(self) -> None:
        """Give back the memory, and let go of the files."""
        self.backend.disconnect()
        self.use.release()


def _ref_table(refs: Collection[RowRef]) -> pa.Table:
    ordered = sorted({(it.source_id, it.place.member or "", it.place.sheet or "", it.row) for it in refs})
    columns = list(zip(*ordered, strict=True)) or [(), (), (), ()]
    kinds = (pa.string(), pa.string(), pa.string(), pa.int64())
    arrays = [pa.array(values, kind) for values, kind in zip(columns, kinds, strict=True)]
    return pa.table(arrays, names=["ref_source", "ref_member", "ref_sheet", "ref_row"])


def open_snapshot(store: LedgerStore, at: int | None = None) -> Snapshot:
    """Version ``at`` of the ledger (None: the newest) as lazy tables.

    Raises:
        UsageError: ``E-VERSION``: there is no such version.
        LedgerDamaged: A part is missing or has another size; ``LedgerStore.verify`` also compares every byte.
        StoreError: ``E-SCHEMA-OLD``: run ``enduse migrate``.
    """
    use = Use(store.workspace.versions)
    manifest = store.manifest(at)
    for part in manifest.parts:
        check_part(store.workspace.ledger, part)
    snapshot = Snapshot(manifest, store.workspace.ledger, open_engine(store.workspace), use)
    for name, spec in TABLES.items():
        if files := snapshot.files(name):
            snapshot.engine.read(name, files)
        else:
            snapshot.engine.empty(spec)
    snapshot.backend.create_table(SOURCES, obj=_source_table(manifest))
    return snapshot


def _source_table(manifest: Manifest) -> pa.Table:
    names = _SOURCE_COLUMNS.names[1:]
    rows = [
        {"position": number, **{name: getattr(source, name) for name in names}}
        for number, source in enumerate(manifest.sources)
    ]
    return pa.Table.from_pylist(rows, schema=_SOURCE_COLUMNS)
