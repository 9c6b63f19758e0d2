"""Cells that no column of the ledger takes, kept as JSON beside the row."""

import json
from collections.abc import Iterator, Mapping

import pyarrow as pa
import pyarrow.compute as pc

from enduse.sources.choose import Chosen
from enduse.sources.columns import join_written

_NO_TEXT = pa.scalar(None, pa.string())


def other_cells(rows: pa.Table, leftovers: Mapping[str, pa.Array], chosen: Chosen) -> pa.Array:
    """For each row a JSON object, header to text, of its unmapped and its unreadable cells; null when none.

    Args:
        rows: The raw rows.
        leftovers: Our column to texts that could not be read, else null.
        chosen: Headers and which of them the layout does not explain.
    """
    members = [
        *(_member(chosen.headers[position], cells) for position, cells in _unmapped(rows, chosen)),
        *(_member(_headed(chosen, target), texts) for target, texts in leftovers.items()),
    ]
    if not members:
        return pa.nulls(rows.num_rows, pa.string())
    return pc.binary_join_element_wise("{", join_written(members, ", "), "}", "")


def _unmapped(rows: pa.Table, chosen: Chosen) -> Iterator[tuple[int, pa.Array]]:
    for position in chosen.unexplained:
        name = f"c{position}"
        if name in rows.column_names and rows.num_rows:
            cells = rows[name].combine_chunks()
            if pc.any(pc.greater(pc.binary_length(cells), 0)).as_py():
                yield position, cells


def _headed(chosen: Chosen, target: str) -> str:
    positions = chosen.columns[target]
    return " ".join(chosen.headers[it] for it in positions if it < len(chosen.headers)) or target


def _member(header: str, texts: pa.Array) -> pa.Array:
    """``"header": "text"``; null where nothing is written."""
    escaped = texts
    if pc.any(pc.match_substring_regex(texts, r'["\\\x00-\x1f]')).as_py():
        escaped = _escape(texts)
    member = pc.binary_join_element_wise(f'{json.dumps(header, ensure_ascii=False)}: "', escaped, '"', "")
    return pc.if_else(pc.equal(pc.binary_length(texts), 0), _NO_TEXT, member)


def _escape(texts: pa.Array) -> pa.Array:
    coded = texts.dictionary_encode()
    written = [json.dumps(text, ensure_ascii=False)[1:-1] for text in coded.dictionary.to_pylist()]
    return pa.array(written, pa.string()).take(coded.indices)
