"""What a migration is: one step from one schema of the ledger to the next."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import pyarrow as pa

Convert = Callable[[pa.Table], pa.Table]


@dataclass(frozen=True)
class Migration:
    """One step between two schemas; it never changes how many rows there are, nor their order.

    Attributes:
        id: Equal to the file name, e.g. ``"v0_to_v1"``.
        start: Schema it reads.
        end: Schema it writes: ``start + 1``.
        about: What changes, for people; ``enduse migrate`` prints it.
        tables: Table to the function that converts a stretch of its rows; parts of other tables stay as they are.
    """

    id: str
    start: int
    end: int
    about: str
    tables: Mapping[str, Convert]
