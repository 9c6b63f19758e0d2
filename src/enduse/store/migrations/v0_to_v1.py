"""Schema 0 had no ``revision`` in ``items`` and no ``hs_edition`` in ``code_lists``: nobody had asked for them.

They are added with nothing in them. What an old reading did not keep, a migration cannot know; add the
original again (it is in ``sources/``) where revisions matter.
"""

from functools import partial

import pyarrow as pa

from enduse.store.migration import Migration


def _add_text(table: pa.Table, name: str, after: str) -> pa.Table:
    """The table with a column of nulls after another one; as it is where the column exists."""
    if name in table.column_names:
        return table
    column = pa.nulls(table.num_rows, pa.string())
    return table.add_column(table.column_names.index(after) + 1, pa.field(name, pa.string()), column)


MIGRATION = Migration(
    id="v0_to_v1",
    start=0,
    end=1,
    about="`items` gains `revision`, `code_lists` gains `hs_edition`; both are empty for rows read before.",
    tables={
        "items": partial(_add_text, name="revision", after="line_no"),
        "code_lists": partial(_add_text, name="hs_edition", after="goods_code"),
    },
)
