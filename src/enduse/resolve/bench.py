"""Where a run writes its tables, each computed once."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.parquet as pq
from ibis.expr.types import Table

from enduse.store.derived import DerivedRun
from enduse.store.snapshot import Snapshot

_ROWS_AT_ONCE = 5_000


@dataclass(frozen=True)
class Bench:
    """Where tables in between are written, so that each is computed once and memory stays bounded."""

    snapshot: Snapshot
    run: DerivedRun
    order: Mapping[str, int]
    tell: Callable[[str], None]

    def keep(self, table: Table, name: str) -> Table:
        """Write ``table`` and give it back as a table over the file."""
        path = self.run.path(name)
        self.snapshot.write_parquet(table, path)
        # The engine already has tables called items and statistics: the ledger's.
        return self.snapshot.engine.read(f"resolved_{name}", [str(path)])

    def scratch(self, table: Table, name: str) -> Table:
        """The same for a table that the finished run does not hold."""
        return self.keep(table, f"scratch_{name}")

    def kept(self, name: str) -> Table:
        """A table that was written before."""
        return self.snapshot.engine.read(f"resolved_{name}", [str(self.run.path(name))])

    def recorded(self, names: Iterable[str]) -> list[str]:
        """Those of the ledger's tables that hold anything."""
        return [it for it in names if self.snapshot.files(it)]

    def tidy(self) -> None:
        """Remove the scratch tables."""
        for path in self.run.folder.glob("scratch_*"):
            path.unlink()

    def read_by_batches(
        self,
        table: Table,
        read: Callable[[Iterable[pa.RecordBatch]], Iterator[pa.RecordBatch]],
        target: tuple[str, pa.Schema],
    ) -> Table:
        """What ``read`` makes of the rows of ``table``, batch by batch, as a table of the run.

        Args:
            table: The rows to read.
            read: Takes batches of them.
            target: What the result is called, and its columns.
        """
        name, schema = target
        self.scratch(table, f"{name}_read")
        path = self.run.path(name)
        with (
            pq.ParquetFile(self.run.path(f"scratch_{name}_read")) as rows,
            pq.ParquetWriter(path, schema) as file,
        ):
            for batch in read(rows.iter_batches(_ROWS_AT_ONCE)):
                file.write_batch(batch)
        return self.snapshot.engine.read(f"resolved_{name}", [str(path)])
