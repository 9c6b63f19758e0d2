"""Rows of registers as records and relations again: what many rows repeat is read once and shared."""

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from functools import lru_cache
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from enduse.model.relation import PartyRef, RegisterRecord, Relation
from enduse.sources.written import identifier_of, record_of

_PLACE = ("source_id", "member", "sheet", "row", "snapshot")
_ENDS = ("subject", "object")
_OF_END = ("record", "identifier", "name", "country")


def records_in(table: pa.Table) -> list[RegisterRecord]:
    """Records of ``register_records``, in the order of their rows; of rows that say the same the first one only."""
    if not table.num_rows:
        return []
    said = pc.binary_join_element_wise(
        *(_text(table[it]) for it in table.column_names if it not in _PLACE),
        "\x1e",
        null_handling="replace",
        null_replacement="\x1d",
    )
    # Texts of millions of records are longer than 32 bits count.
    codes = pc.cast(said, pa.large_string()).combine_chunks().dictionary_encode().indices.to_numpy()
    _, first = np.unique(codes, return_index=True)
    return [record_of(it) for it in table.take(pa.array(np.sort(first))).to_pylist()]


def relations_in(table: pa.Table) -> list[tuple[Relation, str, date | None]]:
    """Relations of ``relations`` with the source and the day of its file, one for each row, in order."""
    ends = [f"{end}_{column}" for end in _ENDS for column in _OF_END]
    shares = ("low", "high")
    columns = {it: table[it].to_pylist() for it in (*ends, *shares)}
    others = table.drop_columns([*ends, *shares]).to_pylist()
    refs = [[_ref(*told) for told in zip(*(columns[f"{end}_{it}"] for it in _OF_END), strict=True)] for end in _ENDS]
    lows, highs = ([None if it is None else _fraction(it) for it in columns[side]] for side in shares)
    found = []
    for row, subject, thing, low, high in zip(others, *refs, lows, highs, strict=True):
        found.append((_relation(row, (subject, thing), (low, high)), row["source_id"], row["snapshot"]))
    return found


def _relation(
    row: Mapping[str, Any], ends: tuple[PartyRef, PartyRef], share: tuple[Fraction | None, Fraction | None]
) -> Relation:
    return Relation(
        row["row"],
        row["register"],
        *ends,
        row["kind"],
        *share,
        low_excluded=row["low_excluded"],
        high_excluded=row["high_excluded"],
        direct=row["direct"],
        start=row["start"],
        end=row["end"],
        recorded_on=row["recorded_on"],
        note=row["note"] or "",
        treasury=row["treasury"],
    )


@lru_cache(maxsize=262_144)
def _ref(record: str | None, number: str | None, name: str | None, country: str | None) -> PartyRef:
    return PartyRef(record or "", identifier_of(number) if number else None, name or "", country or "")


@lru_cache(maxsize=65_536)
def _fraction(text: str) -> Fraction:
    return Fraction(text)


def _text(column: pa.ChunkedArray) -> Any:
    """A column as texts of which two are equal only where the values are."""
    if not pa.types.is_list(column.type):
        return pc.cast(column, pa.string())
    joined = pc.binary_join(pc.cast(column, pa.list_(pa.string())), "\x1f")
    return pc.binary_join_element_wise(pc.cast(pc.list_value_length(column), pa.string()), joined, "\x1f")
