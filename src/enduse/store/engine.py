"""An in-memory DuckDB with bounded memory, spoken to through Ibis."""

import os
import re
import secrets
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import duckdb
import ibis
import pyarrow.parquet as pq
from ibis.backends.duckdb import Backend
from ibis.expr.types import Table

from enduse.errors import DiskFull, LedgerDamaged, StoreError
from enduse.store.atomic import SCRATCH, explained
from enduse.store.table import Kind, TableSpec
from enduse.store.workspace import Workspace

_GLOB = re.compile(r"([\[*?])")

_TYPES: dict[Kind, str] = {
    "text": "string",
    "texts": "array<string>",
    "date": "date",
    "float": "float64",
    "int": "int64",
    "bool": "boolean",
}


@dataclass(frozen=True)
class Engine:
    """One in-memory database; not to be shared between threads.

    Attributes:
        backend: The Ibis backend, for expressions and ``memtable`` joins.
    """

    backend: Backend

    def read(self, name: str, files: Sequence[str]) -> Table:
        """A lazy table called ``name`` over Parquet files of one shape.

        Raises:
            LedgerDamaged: One of them is no Parquet file.
        """
        # DuckDB reads * ? [ in paths as patterns and key=value folders as columns; ours are plain names.
        paths = [_GLOB.sub(r"[\1]", it) for it in files]
        with told("opening parts"):
            return self.backend.read_parquet(paths, table_name=name, hive_partitioning=False)

    def empty(self, spec: TableSpec) -> Table:
        """An empty table with the columns of ``spec``."""
        schema = ibis.schema({it.name: _TYPES[it.kind] for it in spec.columns})
        return self.backend.create_table(spec.name, schema=schema)

    def write_parquet(self, expr: Table, path: Path) -> int:
        """Write what ``expr`` computes to ``path``, whole or not at all; gives the number of rows.

        Raises:
            DiskFull: No room; ``path`` is as it was.
            StoreError: ``E-MEMORY``: not enough memory, even with the disk's help.
        """
        scratch = path.parent / f"{SCRATCH}{os.getpid()}-{secrets.token_hex(4)}"
        try:
            with told("writing a table"):
                self.backend.to_parquet(expr, scratch, compression="snappy")
            with explained("writing a table", path):
                os.replace(scratch, path)
        finally:
            scratch.unlink(missing_ok=True)
        return int(pq.read_metadata(path).num_rows)


def open_engine(workspace: Workspace) -> Engine:
    """An engine with the workspace's limits; what does not fit in memory goes to its ``cache/``."""
    spill = workspace.cache / "spill"
    options: dict[str, object] = {"memory_limit": f"{workspace.config.memory_mb}MiB"}
    if os.access(workspace.cache, os.W_OK):
        options["temp_directory"] = str(spill)
    if workspace.config.threads:
        options["threads"] = workspace.config.threads
    # Merging one select into the next takes Ibis a quarter of the time of a small run; DuckDB does it anyway.
    ibis.options.sql.fuse_selects = False
    with told("opening the engine"):
        backend = ibis.duckdb.connect(**options)
        backend.raw_sql("SET TimeZone = 'UTC'")
        # Nothing may be fetched from a network at run time.
        backend.raw_sql("SET autoinstall_known_extensions = false")
    return Engine(backend)


@contextmanager
def told(doing: str) -> Iterator[None]:
    """Turn an error of DuckDB inside the block into one that says what to do.

    Raises:
        DiskFull: No room for the result or for what does not fit in memory.
        LedgerDamaged: A file is not what it should be.
        StoreError: ``E-MEMORY``: not enough memory.
    """
    try:
        yield
    except duckdb.OutOfMemoryException as error:
        if "disk" in str(error).lower() or "temp" in str(error).lower():
            raise _disk_full(doing, error) from error
        raise StoreError(
            f"The engine ran out of memory while {doing} ({_first_line(error)}). Nothing was changed. "
            "Set a larger memory_mb in enduse.toml, or close other programs, and run the same command again.",
            code="E-MEMORY",
        ) from error
    except duckdb.IOException as error:
        if "No space left" in str(error):
            raise _disk_full(doing, error) from error
        raise _unreadable(doing, error) from error
    except duckdb.InvalidInputException as error:
        raise _unreadable(doing, error) from error


def _first_line(error: Exception) -> str:
    return str(error).splitlines()[0]


def _disk_full(doing: str, error: Exception) -> DiskFull:
    return DiskFull(
        f"No room was left while {doing} ({_first_line(error)}). The last good result still stands. "
        "Free some space and run the same command again."
    )


def _unreadable(doing: str, error: Exception) -> LedgerDamaged:
    return LedgerDamaged(
        f"A file could not be read while {doing}: {_first_line(error)}. Results without its rows would be wrong, so we "
        "stopped. Run `enduse verify` to learn which files are damaged."
    )
