"""Rows of a small table read straight from its parts: no engine is started, so an answer can come at once."""

from collections.abc import Collection

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from enduse.store.ledger import LedgerStore
from enduse.store.manifest import Manifest
from enduse.store.parts import check_part
from enduse.store.schema import TABLES
from enduse.store.sharing import in_use

_MANY = 50_000
"""Rows from which on several threads are quicker than they are dear: each keeps memory of its own."""
_ORDER = [("source_id", "ascending"), ("member", "ascending"), ("row", "ascending")]


def read_rows(store: LedgerStore, manifest: Manifest, table: str, source_ids: Collection[str]) -> pa.Table:
    """The rows of some sources, held in memory, in the order of source, member and row.

    For tables of lists and registers; goods lines are too many, read them through a ``Snapshot``.

    Raises:
        LedgerDamaged: A part is missing or has another size.
    """
    rows = read_held(store, manifest, table, source_ids).sort_by(_ORDER)
    # What decoding took is given back at once: it is several times what the rows themselves hold.
    pa.default_memory_pool().release_unused()
    return rows


def read_held(store: LedgerStore, manifest: Manifest, table: str, source_ids: Collection[str]) -> pa.Table:
    """As ``read_rows``, in the order of the parts: for tables whose rows carry their own order.

    Raises:
        LedgerDamaged: As ``read_rows``.
    """
    wanted = set(source_ids)
    # `empty_table()` would import pandas where it is installed: half a second, and 40 MB.
    found = [pa.Table.from_batches([], TABLES[table].arrow_schema())]
    with in_use(store.workspace.versions):
        for part in manifest.of_table(table):
            if wanted.isdisjoint(part.source_ids):
                continue
            check_part(store.workspace.ledger, part)
            file = pq.ParquetFile(store.workspace.ledger / part.path)
            rows = file.read(use_threads=file.metadata.num_rows > _MANY)
            if not wanted.issuperset(part.source_ids):
                rows = rows.filter(pc.is_in(rows["source_id"], pa.array(sorted(wanted))))
            found.append(rows)
    return pa.concat_tables(found)
