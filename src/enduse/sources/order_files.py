"""Orders from files: one from TOML or JSON, many from JSON Lines or from the rows of a spreadsheet."""

import json
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from enduse.errors import InputError, UnreadableFile
from enduse.sources.order_fields import Field, field_of
from enduse.sources.order_reading import ReadOrder, read_order
from enduse.sources.party_table import distinct
from enduse.sources.reading import Sheet
from enduse.sources.reading.opening import open_source

_DEEPEST = 30
_LEAST_FIELDS = 3
_LARGEST = 16 * 2**20
"""Bytes of an order's text; ten thousand times a real one."""


@dataclass(frozen=True)
class OrderRow:
    """One row of a spreadsheet.

    Attributes:
        row: Number that a spreadsheet shows.
        cells: Header to text, as written.
    """

    row: int
    cells: Mapping[str, str]


@dataclass(frozen=True)
class FileOrder:
    """An order of a file, with the rows it was read from.

    Attributes:
        read: The order and what was not understood.
        rows: Empty for a text.
    """

    read: ReadOrder
    rows: tuple[OrderRow, ...] = ()


@dataclass(frozen=True)
class OrderTable:
    """A spreadsheet of orders.

    Attributes:
        headers: One text for each column, no two alike.
        unread: Headers that mean no field.
        orders: In the order of their first rows.
        bad: Rows that could not be cut into cells: number and reason.
    """

    headers: tuple[str, ...]
    unread: tuple[str, ...]
    orders: tuple[FileOrder, ...]
    bad: tuple[tuple[int, str], ...] = field(default=())


def order_from_text(text: str, today: date, name: str = "order") -> ReadOrder:
    """One order from TOML or JSON text.

    Raises:
        InputError: ``E-ORDER-TEXT``: it is neither, or holds no table.
    """
    if len(text) > _LARGEST:
        raise InputError(f"{name} has {len(text):,} characters; an order has a few thousand.", code="E-ORDER-TEXT")
    table = _json(text, name) if text.lstrip("\ufeff \n\r\t").startswith(("{", "[")) and not _is_toml(text) else None
    if table is None:
        table = _toml(text, name)
    if isinstance(table, list):
        raise InputError(
            f"{name} holds {len(table)} orders; one is examined at a time. Write them as JSON Lines or a spreadsheet "
            "and say with -o where the answers go.",
            code="E-ORDER-TEXT",
        )
    return read_order(table.get("order", table) if _is_wrapped(table) else table, today, Path(name).stem)


def orders_from_lines(text: str, today: date, name: str) -> tuple[FileOrder, ...]:
    """Many orders: JSON Lines, or a JSON list.

    Raises:
        InputError: ``E-ORDER-TEXT``.
    """
    whole = text.lstrip("\ufeff \n\r\t")
    if whole.startswith("["):
        tables = _json(whole, name)
    else:
        tables = [_json(line, f"{name}, line {at}") for at, line in enumerate(whole.splitlines(), 1) if line.strip()]
    return tuple(FileOrder(read_order(it, today, f"{Path(name).stem}-{at}")) for at, it in enumerate(tables, 1))


def order_table(path: Path, today: date) -> OrderTable:
    """Every order of a spreadsheet: rows of one number are lines of one order; a row without one goes on the last.

    Cells that were merged stand in their first row only; the rows below take them over with the order.

    Raises:
        InputError: The file cannot be read, or ``E-ORDER-COLUMNS``: no sheet has columns of orders.
    """
    sheet, header_row, headers, meanings = _find(open_source(path).sheets, path.name)
    rows, bad = list[OrderRow](), list[tuple[int, str]]()
    for batch in sheet.batches(header_row):
        bad.extend((it.row, it.reason) for it in batch.bad)
        columns = [batch.table[it].to_pylist() for it in batch.table.column_names if it != "row"]
        for at, row in enumerate(batch.table["row"].to_pylist()):
            cells = [(column[at] or "").strip() for column in columns[: len(headers)]]
            if any(cells):
                rows.append(OrderRow(row, dict(zip(headers, cells, strict=False))))
    unread = tuple(header for header, meant in zip(headers, meanings, strict=True) if meant is None and header)
    orders = tuple(_ordered(group, today) for group in _groups(rows, dict(zip(headers, meanings, strict=True))))
    return OrderTable(headers, unread, orders, tuple(bad))


def _find(sheets: Sequence[Sheet], name: str) -> tuple[Sheet, int, tuple[str, ...], list[Field | None]]:
    best: tuple[int, Sheet, int, list[str]] | None = None
    for sheet in sheets:
        for at, row in enumerate(sheet.head(_DEEPEST), 1):
            known = {it for it in map(field_of, filter(str.strip, row)) if it}
            if len(known) >= _LEAST_FIELDS and (best is None or len(known) > best[0]):
                best = (len(known), sheet, at, row)
    if best is None:
        shown = ", ".join(repr(it) for it in next(iter(sheets[0].head(1)), ()) if it)[:400] if sheets else ""
        raise UnreadableFile(
            f"{name}: no row has the headers of orders; the first holds {shown or 'nothing'}. Needed: who sells from "
            "where, who buys, what. Call columns e.g. `order number`, `seller country`, `buyer`, `buyer country`, "
            "`description`, `HS code`.",
            code="E-ORDER-COLUMNS",
        )
    _, sheet, at, row = best
    headers = tuple(distinct([it.strip() for it in row]))
    return sheet, at, headers, [field_of(it) for it in row]


def _groups(rows: Sequence[OrderRow], meanings: Mapping[str, Field | None]) -> Iterator[list[OrderRow]]:
    numbered = [name for name, it in meanings.items() if it == Field("order", "id")]
    group, number = list[OrderRow](), ""
    for row in rows:
        mine = next((row.cells[it] for it in numbered if row.cells.get(it)), "")
        goes_on = bool(group) and bool(numbered) and mine in ("", number)
        if group and not goes_on:
            yield group
            group = []
        group.append(row)
        number = mine or number
    if group:
        yield group


def _ordered(rows: list[OrderRow], today: date) -> FileOrder:
    """The first row tells the order; every row a line of goods."""
    whole: dict[str, Any] = {}
    lines = list[dict[str, Any]]()
    for row in rows:
        line = dict[str, Any]()
        for header, text in row.cells.items():
            meant = field_of(header)
            if not text or meant is None:
                continue
            if meant.group == "goods":
                line[header] = text
            else:
                whole.setdefault(header, text)
        if line:
            lines.append(line)
    if lines:
        whole["goods"] = lines
    return FileOrder(read_order(whole, today, f"row {rows[0].row}"), tuple(rows))


def _is_wrapped(table: Mapping[str, Any]) -> bool:
    """Does the whole order stand in one table ``[order]``?"""
    return isinstance(table.get("order"), Mapping)


def _is_toml(text: str) -> bool:
    """A TOML file may begin with ``[seller]``."""
    first = text.lstrip("\ufeff \n\r\t").splitlines()[0].strip() if text.strip() else ""
    return first.startswith("[") and first.endswith("]") and not first.startswith(("[{", '["', "[]"))


def _json(text: str, name: str) -> Any:
    try:
        return json.loads(text.lstrip("\ufeff"))
    except (json.JSONDecodeError, RecursionError) as error:
        raise InputError(f"{name} begins like JSON and is none: {error}.", code="E-ORDER-TEXT") from error


def _toml(text: str, name: str) -> dict[str, Any]:
    try:
        table = tomllib.loads(text.lstrip("\ufeff"))
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise InputError(
            f'{name} is neither TOML nor JSON: {error}. A text in TOML stands in quotes: buyer = "...".',
            code="E-ORDER-TEXT",
        ) from error
    if not table:
        raise InputError(
            f"{name} is empty. `enduse check --example` prints an order to begin with.", code="E-ORDER-TEXT"
        )
    return table
