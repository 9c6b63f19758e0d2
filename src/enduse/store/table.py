"""What a table of the ledger is: columns with a meaning, and where each row was read."""

from dataclasses import dataclass
from typing import Literal

import pyarrow as pa

Kind = Literal["text", "texts", "date", "float", "int", "bool"]

_ARROW: dict[Kind, pa.DataType] = {
    "text": pa.string(),
    "texts": pa.list_(pa.string()),
    "date": pa.date32(),
    "float": pa.float64(),
    "int": pa.int64(),
    "bool": pa.bool_(),
}


@dataclass(frozen=True)
class Column:
    """One column: its name carries its unit, ``doc`` says the rest."""

    name: str
    kind: Kind
    doc: str

    @property
    def arrow(self) -> pa.DataType:
        """The Arrow type that parts are written with."""
        return _ARROW[self.kind]


@dataclass(frozen=True)
class TableSpec:
    """One kind of record.

    Attributes:
        name: Also the folder of its parts.
        doc: What one row is.
        columns: Provenance columns first, then its own.
        low_cardinality: Columns worth a Parquet dictionary (few distinct values).
    """

    name: str
    doc: str
    columns: tuple[Column, ...]
    low_cardinality: tuple[str, ...] = ()

    def arrow_schema(self) -> pa.Schema:
        """The schema that every part of this table has."""
        return pa.schema([(column.name, column.arrow) for column in self.columns])


PROVENANCE = (
    Column("source_id", "text", "SHA-256 of the file that was added"),
    Column("member", "text", "path inside an archive, else null"),
    Column("sheet", "text", "sheet of a workbook, else null"),
    Column("row", "int", "row number a spreadsheet shows, header included"),
)


def named(role: str) -> tuple[Column, ...]:
    """The columns that name one party of a row."""
    return (
        Column(role, "text", f"name of the {role}, as written"),
        Column(f"{role}_identifier", "text", f"registered number of the {role}, as written, as text"),
        Column(f"{role}_address", "text", f"address of the {role}, as written"),
        Column(f"{role}_country", "text", f"country of the {role}, ISO 3166-1 alpha-2"),
    )
