"""Tables for notebooks and programs: as Arrow, pandas or polars, whichever is there."""

from dataclasses import dataclass
from importlib import import_module
from typing import Any

import pyarrow as pa

from enduse.errors import UsageError
from enduse.model.shown import MOST_ROWS, shown_table


@dataclass(frozen=True)
class ShownTable:
    """Rows that show themselves in a notebook.

    Attributes:
        arrow: The rows.
    """

    arrow: pa.Table

    def __len__(self) -> int:
        return int(self.arrow.num_rows)

    @property
    def columns(self) -> tuple[str, ...]:
        """Their names."""
        return tuple(self.arrow.column_names)

    def to_arrow(self) -> pa.Table:
        """The rows as an Arrow table."""
        return self.arrow

    def to_pandas(self) -> Any:
        """The rows as a pandas data frame; days and whole numbers keep their kind where pandas has one.

        Raises:
            UsageError: ``E-TABLE-LIBRARY``: pandas is not installed.
        """
        _library("pandas")
        return self.arrow.to_pandas(date_as_object=False)

    def to_polars(self) -> Any:
        """The rows as a polars data frame.

        Raises:
            UsageError: ``E-TABLE-LIBRARY``: polars is not installed.
        """
        return _library("polars").from_arrow(self.arrow)

    def to_dicts(self) -> list[dict[str, Any]]:
        """The rows as dictionaries."""
        rows: list[dict[str, Any]] = self.arrow.to_pylist()
        return rows

    def _repr_html_(self) -> str:
        return shown_table(self.arrow.slice(0, MOST_ROWS).to_pylist(), self.columns, len(self))


def _library(name: str) -> Any:
    try:
        return import_module(name)
    except ImportError as error:
        raise UsageError(
            f"{name} is not installed here, and nothing else needs it. Install it (pip install {name}), or take the "
            "same rows with to_arrow().",
            code="E-TABLE-LIBRARY",
        ) from error
