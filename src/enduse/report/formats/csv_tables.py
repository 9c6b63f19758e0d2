"""CSV in UTF-8: identifiers as text, several values of one cell joined by a bar."""

from collections.abc import Iterable
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import csv

_JOINED = "|"


def write_csv(schema: pa.Schema, batches: Iterable[pa.RecordBatch], path: Path) -> int:
    """Write the header and every row; gives the number of rows. A value that is not known is an empty cell."""
    flat = pa.schema([(it.name, pa.string() if pa.types.is_list(it.type) else it.type) for it in schema])
    rows = 0
    with csv.CSVWriter(str(path), flat) as out:
        for batch in batches:
            out.write_batch(pa.RecordBatch.from_arrays([_flat(it) for it in batch.columns], schema=flat))
            rows += batch.num_rows
    return rows


def _flat(column: pa.Array) -> pa.Array:
    return pc.binary_join(column, _JOINED) if pa.types.is_list(column.type) else column
