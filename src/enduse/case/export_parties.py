"""Who each named party of each row of each file is, for other programs."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from enduse.model.ids import party_text
from enduse.store.record_kinds import PARTY_ROLES
from enduse.store.schema import ROLES

PARTIES = ("file", "row", "role", "party_id")
"""Columns of the export; roles are those of the ledger's tables, and ``exporter`` for the consignor of an export,
``customer`` for the buyer of a contract, ``company`` and ``related`` in registers, ``names`` in lists."""

_AT_ONCE = 50_000
_PLACE = ("source_id", "member", "row")
_CALLED = {"buyer": "customer"}
_LEAST_HIT = 0.5

Row = dict[str, Any]
Lines = Iterator[tuple[Row, str, int]]


def party_rows(path: Path, names: Mapping[str, str]) -> Iterator[Row]:
    """One row for each role of each row in which somebody is named.

    Args:
        path: Of the table ``items`` of a run; the others are beside it.
        names: Source id to the name of the file.
    """
    folder = path.parent
    for row, role, party in _all_lines(folder):
        name = names.get(row["source_id"], row["source_id"])
        file = f"{name}/{row['member']}" if row["member"] else name
        yield {"file": file, "row": row["row"], "role": role, "party_id": party_text(party)}


def _all_lines(folder: Path) -> Lines:
    yield from _items(folder)
    for table, roles in PARTY_ROLES.items():
        yield from _roles(folder, table, roles)
    yield from _register(folder)
    yield from _listed(folder)


def _items(folder: Path) -> Lines:
    for row in _rows(folder, "items", ("direction", *(f"{role}_id" for role in ROLES))):
        for role in ROLES:
            if (party := row[f"{role}_id"]) is not None:
                exporter = role == "consignor" and row["direction"] == "export"
                yield row, "exporter" if exporter else role, party


def _roles(folder: Path, table: str, roles: tuple[str, ...]) -> Lines:
    for row in _rows(folder, table, tuple(f"{role}_id" for role in roles)):
        for role in roles:
            if (party := row[f"{role}_id"]) is not None:
                yield row, _CALLED.get(role, role), party


def _register(folder: Path) -> Lines:
    """Relations tell which record of a line is whose; a record that no relation names stands for itself."""
    seen: set[tuple[str, int, int]] = set()
    for row in _rows(folder, "relations", ("subject_id", "object_id")):
        for role, end in (("company", "object_id"), ("related", "subject_id")):
            if (party := row[end]) is not None and (key := (row["source_id"], row["row"], party)) not in seen:
                seen.add(key)
                yield row, role, party
    for row in _rows(folder, "register", ("party_id",)):
        if (party := row["party_id"]) is not None and (row["source_id"], row["row"], party) not in seen:
            yield row, "company", party


def _listed(folder: Path) -> Lines:
    """The likeliest party of each entry; none where two are as likely."""
    best: dict[tuple[str, str | None, int], list[tuple[float, int]]] = {}
    for row in _rows(folder, "hits", ("party_id", "by", "score")):
        if row["by"] != "address" and row["score"] >= _LEAST_HIT:
            best.setdefault((row["source_id"], row["member"], row["row"]), []).append((row["score"], row["party_id"]))
    for (source, member, number), found in sorted(best.items(), key=lambda it: (it[0][0], it[0][2])):
        top = max(found)[0]
        if len(likeliest := {party for score, party in found if score == top}) == 1:
            yield {"source_id": source, "member": member, "row": number}, "names", min(likeliest)


def _rows(folder: Path, table: str, columns: tuple[str, ...]) -> Iterator[Row]:
    with pq.ParquetFile(folder / f"{table}.parquet") as file:
        for batch in file.iter_batches(_AT_ONCE, columns=[*_PLACE, *columns]):
            yield from batch.to_pylist()
