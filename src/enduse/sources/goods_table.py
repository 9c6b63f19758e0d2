"""A spreadsheet of goods lines, whatever its columns are called: an order, an invoice, an extract of declarations."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import zip_longest

import pyarrow as pa

from enduse.errors import UnknownLayout
from enduse.sources.lexicon import header_matches, never_named
from enduse.sources.party_table import distinct
from enduse.sources.reading import BadRow, RawBatch, Sheet
from enduse.text.dates import read_dates
from enduse.text.numbers import mark_evidence, read_numbers

ROLES = (
    *("description", "goods_code", "trademark", "manufacturer_text", "model", "serial"),
    *("net_kg", "value_usd", "quantity", "declared_on"),
)
"""What a column may be; the names are those of the ledger's goods lines."""

_TEXTS = ROLES[:6]
_AMOUNTS = ("net_kg", "value_usd", "quantity")
_DEEPEST = 30
_LEAST = 0.7


@dataclass(frozen=True)
class GoodsColumns:
    """What the columns mean.

    Attributes:
        header_row: Number of the header, first is 1.
        headers: One text for each column, no two alike.
        roles: Role of ``ROLES`` to position, first is 0.
    """

    header_row: int
    headers: tuple[str, ...]
    roles: Mapping[str, int]


@dataclass(frozen=True)
class GoodsRow:
    """One line of the table.

    Attributes:
        row: Number that a spreadsheet shows.
        cells: Header to text, as written.
        texts: Role to text, for the roles that are texts; never blank.
        amounts: Role to number (kilograms, US dollars, pieces), where one could be read.
        on: Day of the line, where one could be read.
    """

    row: int
    cells: Mapping[str, str]
    texts: Mapping[str, str] = field(default_factory=dict)
    amounts: Mapping[str, float] = field(default_factory=dict)
    on: date | None = None


def find_goods(sheets: Sequence[Sheet], given: Mapping[str, str] = {}) -> tuple[Sheet, GoodsColumns]:  # noqa: B006
    """The first sheet with a column of descriptions, and what its columns mean.

    Args:
        sheets: Of the file.
        given: Role to header, where the user says so.

    Raises:
        UnknownLayout: ``E-GOODS-COLUMNS``: no sheet has a column of descriptions.
    """
    for sheet in sheets:
        rows = sheet.head(_DEEPEST)
        found = [it for at, row in enumerate(rows) if (it := _columns(at + 1, row, given)) is not None]
        if found:
            return sheet, max(found, key=lambda it: (len(it.roles), -it.header_row))
    shown = ", ".join(repr(it) for it in next(iter(sheets[0].head(1)), ()) if it)[:400] if sheets else ""
    raise UnknownLayout(
        f"No column was taken for descriptions of goods; the first line holds {shown or 'nothing'}. Say which it is "
        f"with --columns, e.g. --columns description=HEADER,goods_code=HEADER. Roles: {', '.join(ROLES)}.",
        code="E-GOODS-COLUMNS",
    )


def given_goods_columns(text: str) -> dict[str, str]:
    """``description=Ware,goods_code=Zolltarif`` as role to header.

    Raises:
        UnknownLayout: ``E-GOODS-COLUMNS``: a role that does not exist, or no ``=``.
    """
    found = {}
    for part in filter(None, map(str.strip, text.split(","))):
        role, equals, header = (it.strip() for it in part.partition("="))
        if not equals or role not in ROLES:
            raise UnknownLayout(
                f"{part!r} does not say which column is what: expected ROLE=HEADER with a role of {', '.join(ROLES)}.",
                code="E-GOODS-COLUMNS",
            )
        found[role] = header
    return found


def read_goods_rows(sheet: Sheet, columns: GoodsColumns) -> Iterator[GoodsRow | BadRow]:
    """Every line below the header, in order; lines without a single cell are passed over."""
    for batch in sheet.batches(columns.header_row):
        lines: dict[int, GoodsRow | BadRow] = {it.row: it for it in batch.bad}
        lines.update((it.row, it) for it in _rows(batch, columns))
        yield from (lines[row] for row in sorted(lines))


def _columns(number: int, row: Sequence[str], given: Mapping[str, str]) -> GoodsColumns | None:
    headers = [it.strip() for it in row]
    roles = {role: headers.index(header) for role, header in given.items() if header in headers}
    if len(roles) < len(given):
        return None
    scores = sorted(
        (
            (match.score, -at, role)
            for at, header in enumerate(headers)
            if header and at not in roles.values()
            for role, match in header_matches("items", header).items()
            if role in ROLES and match.score >= _LEAST and not never_named(role, header)
        ),
        reverse=True,
    )
    for _score, at, role in scores:
        if role not in roles and -at not in roles.values():
            roles[role] = -at
    return GoodsColumns(number, tuple(distinct(row)), roles) if "description" in roles else None


def _rows(batch: RawBatch, columns: GoodsColumns) -> Iterator[GoodsRow]:
    names = [it for it in batch.table.column_names if it != "row"]
    arrays = [batch.table[it].combine_chunks() for it in names]
    cells = [[(text or "").strip() for text in it.to_pylist()] for it in arrays]
    amounts = {
        role: _numbers(pa.array(cells[at], pa.string()))
        for role, at in columns.roles.items()
        if role in _AMOUNTS and at < len(cells)
    }
    day = columns.roles.get("declared_on")
    days = read_dates(pa.array(cells[day], pa.string())).days.to_pylist() if day is not None else ()
    for at, row in enumerate(batch.table["row"].to_pylist()):
        line = [column[at] for column in cells]
        if not any(line):
            continue
        yield GoodsRow(
            row,
            dict(zip_longest(columns.headers, line[: len(columns.headers)], fillvalue="")),
            {role: line[to] for role, to in columns.roles.items() if role in _TEXTS and to < len(line) and line[to]},
            {role: value for role, values in amounts.items() if (value := values[at]) is not None},
            days[at] if days else None,
        )


def _numbers(texts: pa.Array) -> list[float | None]:
    numbers: list[float | None] = read_numbers(texts, mark_evidence(texts).mark).values.to_pylist()
    return numbers
