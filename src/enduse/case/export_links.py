"""The legs of a run as a table for other programs: two rows of two files that are the same goods."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow.parquet as pq

LINKS = ("file_a", "row_a", "file_b", "row_b", "relation", "probability", "pieces", "net_kg", "days", "reason")
_AT_ONCE = 50_000


def link_rows(items: Path, names: Mapping[str, str]) -> Iterator[dict[str, Any]]:
    """One row for each leg, the earlier line first, in the order of the legs.

    Args:
        items: The run's goods lines; its legs lie beside them.
        names: File name of each source.
    """
    lines = pq.read_table(items, columns=["row_id", "source_id", "member", "row"]).sort_by("row_id")
    ids = lines["row_id"].to_numpy()
    with pq.ParquetFile(items.parent / "legs.parquet") as legs:
        for batch in legs.iter_batches(_AT_ONCE):
            ends = (np.searchsorted(ids, batch[it].to_numpy()) for it in ("earlier_row_id", "later_row_id"))
            one, two = (_places(lines.take(at).to_pylist(), names) for at in ends)
            for leg, (file_a, row_a), (file_b, row_b) in zip(batch.to_pylist(), one, two, strict=True):
                told = {it: leg[it] for it in LINKS if it in leg}
                told["probability"] = round(leg["probability"], 4)
                yield {"file_a": file_a, "row_a": row_a, "file_b": file_b, "row_b": row_b, **told}


def _places(rows: list[dict[str, Any]], names: Mapping[str, str]) -> list[tuple[str, int]]:
    files = (names.get(it["source_id"], it["source_id"]) for it in rows)
    return [
        (f"{file}/{it['member']}" if it["member"] else file, it["row"]) for file, it in zip(files, rows, strict=True)
    ]
