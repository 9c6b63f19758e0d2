"""A finished case many times over, side by side: the same structure in as many lines as are wanted.

Every copy has parties, rows, serial numbers, addresses and accounts of its own, so that nothing joins two of them. Rare
words of names get other letters in each copy; words that many names have, legal forms above all, stay. What is no
copy's own (lists of codes, published statistics) stands once.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from enduse.store.derived import DerivedRun
from enduse.store.derived_tables import is_party_column
from enduse.store.engine import Engine

_ONCE = frozenset({"statistics", "code_lists", "held_lists"})
_ROW_IDS = frozenset({"row_id", "earlier_row_id", "later_row_id"})
_OWN = frozenset({"anchor", "key", "serial", "domain", "record_id", "contract_no", "declaration_no", "reference"})
_OWN |= {"payer_account", "payee_account"}
_OWN_LISTS = frozenset({"serials", "identifiers", "contacts"})
_STEP = 1 << 40
"""Between the row ids of two copies; a table has room for a thousand."""
_OFTEN = 0.002
"""Share of the names from which on a word is a general one."""
_LETTERS = ("aeiou", "bcdfghjklmnpqrstvwxz", "аеиоуыюя", "бвгджзклмнпрстфхцчшщ")
_WORD = re.compile(r"[^\W\d_]+")


def write_copies(engine: Engine, run: DerivedRun, tables: Sequence[str], copies: int) -> Iterator[tuple[str, Path]]:
    """The tables of ``run`` as Parquet files, written to the engine's place for what does not fit in memory.

    Args:
        engine: Reads and writes.
        run: Finished.
        tables: Names of its tables.
        copies: How many of it.
    """
    folder = run.workspace.cache / f"copies{copies}"
    folder.mkdir(parents=True, exist_ok=True)
    engine.backend.raw_sql("SET enable_progress_bar = false")
    for name in tables:
        path = folder / f"{name}.parquet"
        if name == "parties":
            pq.write_table(_parties(pq.read_table(run.path(name)), copies), path)
        else:
            _write(engine, run.path(name), path, 1 if name in _ONCE else copies)
        yield name, path


def _write(engine: Engine, table: Path, path: Path, copies: int) -> None:
    columns = pq.read_schema(table).names
    parts = (f"SELECT {', '.join(_told(it, copy) for it in columns)} FROM '{table}'" for copy in range(copies))
    engine.backend.raw_sql(f"COPY ({' UNION ALL '.join(parts)}) TO '{path}' (FORMAT parquet)")


def _told(column: str, copy: int) -> str:
    """The column in a copy; the first copy is the case itself."""
    name = f'"{column}"'
    if copy and column in _ROW_IDS:
        return f"{name} + {copy * _STEP} AS {name}"
    if copy and is_party_column(column):
        return f"xor({name}, {_mask(copy)}) AS {name}"
    if copy and column in _OWN:
        return f"{name} || '~{copy}' AS {name}"
    if copy and column in _OWN_LISTS:
        return f"list_transform({name}, lambda it: it || '~{copy}') AS {name}"
    return name


def _mask(copy: int) -> int:
    """Party ids have 60 bits."""
    return copy * 0x9E3779B97F4A7C15 % (1 << 59)


def _parties(table: pa.Table, copies: int) -> pa.Table:
    rows = table.to_pylist()
    words = Counter(word for row in rows for word in set(_WORD.findall((row["name"] or "").lower())))
    general = {word for word, count in words.items() if count > _OFTEN * len(rows)}
    found = [row if not copy else _party(row, copy, general) for copy in range(copies) for row in rows]
    return pa.Table.from_pylist(found, schema=table.schema)


def _party(row: dict[str, Any], copy: int, general: set[str]) -> dict[str, Any]:
    turned = str.maketrans({one: other for letters in _LETTERS for one, other in _pairs(letters, copy)})

    def spelled(name: str) -> str:
        return _WORD.sub(lambda it: it[0] if it[0].lower() in general else it[0].translate(turned), name)

    return row | {
        "party_id": row["party_id"] ^ _mask(copy),
        "anchor": f"{row['anchor']}~{copy}",
        "name": spelled(row["name"]) if row["name"] else row["name"],
        "names": [spelled(it) for it in row["names"] or ()],
    }


def _pairs(letters: str, copy: int) -> Iterator[tuple[str, str]]:
    for written in (letters, letters.upper()):
        at = copy % len(written)
        yield from zip(written, written[at:] + written[:at], strict=True)
