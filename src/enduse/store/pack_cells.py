"""Cells of rows that came in a pack, as they stood in the file they were first read from."""

import json
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from enduse.store.pack_zip import open_pack

CELLS: Final = "rows/cells.jsonl"
PLACES: Final = "rows/places.jsonl"

KIND: Final = "pack"
"""Kind of a table of the ledger that came in a pack."""

ORIGINAL: Final = "original_sha256"
"""Trait of such a table: hash of the file in which its maker read it."""

MEMBER: Final = "original_member"
"""Trait of such a table: where in that file."""

PACKED_BY: Final = "packed_by"
"""Trait of such a table: who made the pack."""


@dataclass(frozen=True)
class PackedTable:
    """A table as a pack names it.

    Attributes:
        sha256: Of the file.
        member: Inside an archive; empty: the file itself.
        sheet: Of a workbook; empty: none.
    """

    sha256: str
    member: str
    sheet: str


def packed_cells(
    path: Path, table: PackedTable, rows: Collection[int]
) -> tuple[tuple[str, ...], dict[int, tuple[str, ...]]]:
    """Headers, and row to cells; rows that the pack does not cite have none.

    Raises:
        InputError: The pack was damaged since it was added.
    """
    pack = open_pack(path)
    wanted = (table.sha256, table.member, table.sheet)
    places = [json.loads(it) for it in pack.read(PLACES).decode("utf-8").split("\n") if it]
    found = next((it for it in places if (it["sha256"], it["member"], it["sheet"]) == wanted), None)
    if found is None:
        return (), {}
    every = (json.loads(it) for it in pack.read(CELLS).decode("utf-8").split("\n") if it)
    here = {it["row"]: tuple(it["cells"]) for it in every if it["place"] == found["place"]}
    return tuple(found["headers"]), {row: here[row] for row in rows if here.get(row)}
