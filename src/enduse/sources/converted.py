"""What conversion gives back: tables for the ledger, and counts that add up."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

import pyarrow as pa

from enduse.errors import Notice


@dataclass(frozen=True)
class Counts:
    """What became of the rows of one stretch.

    Attributes:
        rows_read: Rows that hold a record; always ``rows_kept + rows_rejected``.
        rows_kept: Rows that gave at least one row of a ledger table.
        rows_rejected: Rows in ``rejects``.
        skipped: Reason to number of rows that hold no record: header, blank, total, repeated header, note.
        flags: Flag to number of rows that carry it.
    """

    rows_read: int = 0
    rows_kept: int = 0
    rows_rejected: int = 0
    skipped: Mapping[str, int] = field(default_factory=dict)
    flags: Mapping[str, int] = field(default_factory=dict)

    def __add__(self, other: "Counts") -> "Counts":
        return Counts(
            self.rows_read + other.rows_read,
            self.rows_kept + other.rows_kept,
            self.rows_rejected + other.rows_rejected,
            dict(Counter(self.skipped) + Counter(other.skipped)),
            dict(Counter(self.flags) + Counter(other.flags)),
        )


@dataclass(frozen=True)
class Converted:
    """Rows ready for the ledger.

    Attributes:
        tables: Ledger table to rows in its exact schema; ``rejects`` among them when there are any.
        counts: What became of the rows.
        notices: What the reader must know about this stretch.
    """

    tables: Mapping[str, pa.Table]
    counts: Counts
    notices: tuple[Notice, ...] = ()
