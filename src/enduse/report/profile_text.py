"""Profiles as text and as plain objects: what a terminal, a pipe and Markdown show of them."""

import textwrap
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from enduse.model.profile import Cell, Number, Profile, ProfileTable, Section, Statement, TableLine
from enduse.report.wording import money, share

DASH = "\N{EN DASH}"
_MONEY = ("USD", "EUR", "GBP", "RUB", "CNY", "KRW", "JPY", "TWD")
_GAP = "  "
_LEAST = 6
_NARROW = 16


def number_text(it: Number, *, bare: bool = False) -> str:
    """A number as people read it; ``bare`` leaves out a unit that its column or title tells."""
    if it.unit == "share":
        return share(it.value)
    if it.unit == "times":
        return f"{it.value:,.1f} times"
    if it.unit == "strength":
        return f"{it.value:.2f}"
    if it.unit in _MONEY:
        return f"{it.value:,.0f}" if bare else f"{money(it.value)} {it.unit}"
    whole = f"{it.value:,.0f}" if it.value == int(it.value) else f"{it.value:,.2f}"
    return whole if bare else f"{whole} {_noun(it)}"


def _noun(it: Number) -> str:
    return {"countries": "country"}.get(it.unit, it.unit.removesuffix("s")) if it.value == 1 else it.unit


def cell_text(cell: Cell) -> str:
    """A cell as people read it."""
    if isinstance(cell, Number):
        return number_text(cell, bare=True)
    return cell or DASH


def statement_text(it: Statement) -> str:
    """A sentence without its word of confidence."""
    return "".join(number_text(part) if isinstance(part, Number) else part for part in it.parts)


def profile_lines(profile: Profile, width: int) -> Iterator[str]:
    """A profile for a terminal of that width; tables that do not fit are written line by line."""
    yield f"{profile.kind.upper()}  {profile.title}"
    yield f"as of {profile.on}"
    for section in profile.sections:
        yield ""
        yield section.title.upper()
        yield from _section_lines(section, width)
    yield ""
    yield "WHAT THIS CANNOT SEE"
    for it in profile.unseen:
        yield from _wrapped(f"- {it}", width, "  ")
    # Findings stand in their own table with the same words.
    cited = [it for it in profile.references if ":" in it.id or it.id[1:].isdigit()]
    if cited:
        yield ""
        yield "CITED"
        for ref in cited:
            known = f" [{ref.confidence}]" if ref.confidence else ""
            # An address that is broken in two can be neither clicked nor copied.
            yield from _wrapped(f"{ref.id}: {ref.text}{known}", width, "  ", whole=True)


def _section_lines(section: Section, width: int) -> Iterator[str]:
    if section.not_assessable:
        yield from _wrapped(f"not assessable: {section.not_assessable}", width, "  ")
    for said in section.statements:
        refs = f" ({', '.join(said.refs)})" if said.refs else ""
        yield from _wrapped(f"- {statement_text(said)} [{said.confidence}]{refs}", width, "  ")
    for table in section.tables:
        if table.title != section.title:
            yield table.title
        yield from _table_lines(table, width)
        if table.note:
            yield from _wrapped(table.note, width, "")


def _wrapped(text: str, width: int, indent: str, *, whole: bool = False) -> list[str]:
    room = max(20, width)
    told = textwrap.wrap(text, room, subsequent_indent=indent, break_on_hyphens=False, break_long_words=not whole)
    return told or [""]


def shown_columns(table: ProfileTable) -> list[int]:
    """Columns of which some line tells something, in their order."""
    return [at for at in range(len(table.columns)) if any(it.cells[at] not in (None, "") for it in table.lines)]


def _table_lines(table: ProfileTable, width: int) -> Iterator[str]:
    shown = shown_columns(table)
    heads = [table.columns[at] for at in shown]
    cells = [[cell_text(it.cells[at]) for at in shown] for it in table.lines]
    widths = [max(map(_breadth, column)) for column in zip(heads, *cells, strict=True)] if shown else []
    right = [all(isinstance(it.cells[at], Number) or it.cells[at] is None for it in table.lines) for at in shown]
    fitted = _fitted(
        widths, [size if is_right else _NARROW for size, is_right in zip(widths, right, strict=True)], width
    )
    if fitted is None:
        yield from _records(heads, cells, width)
        return
    widths = fitted
    yield from _row(heads, widths, right)
    for row in cells:
        yield from _row(row, widths, right)


def _fitted(widths: Sequence[int], least: Sequence[int], width: int) -> list[int] | None:
    """Widths that fit, taken from the widest columns; None where columns would become too narrow to read."""
    room = width - len(_GAP) * (len(widths) - 1)
    fitted = list(widths)
    while sum(fitted) > room:
        open_to = [at for at in range(len(fitted)) if fitted[at] > least[at]]
        if not open_to:
            return None
        fitted[max(open_to, key=lambda at: fitted[at])] -= 1
    return fitted


def _row(cells: Sequence[str], widths: Sequence[int], right: Sequence[bool]) -> Iterator[str]:
    split = [_cell_lines(it, max(_LEAST, size)) for it, size in zip(cells, widths, strict=True)]
    for at in range(max(map(len, split), default=0)):
        pieces = [it[at] if at < len(it) else "" for it in split]
        yield _GAP.join(_padded(*it) for it in zip(pieces, widths, right, strict=True)).rstrip()


def _cell_lines(text: str, size: int) -> list[str]:
    breadth = _breadth(text)
    room = size if breadth == len(text) else max(2, size * len(text) // breadth)
    return textwrap.wrap(text, room) or [""]


def _padded(text: str, size: int, is_right: bool) -> str:  # noqa: FBT001 - of a column
    blank = " " * max(0, size - _breadth(text))
    return f"{blank}{text}" if is_right else f"{text}{blank}"


def _breadth(text: str) -> int:
    """Columns of a terminal that a text takes: Han, kana and Hangul take two each."""
    return len(text) + sum(unicodedata.east_asian_width(it) in "WF" for it in text)


def _records(heads: Sequence[str], cells: Sequence[Sequence[str]], width: int) -> Iterator[str]:
    """Each line of a table as a small list: what is read on a narrow screen."""
    size = max(map(len, heads))
    for row in cells:
        told = [(head, cell) for head, cell in zip(heads, row, strict=True) if cell != DASH]
        for place, (head, cell) in enumerate(told):
            start = "* " if place == 0 else "  "
            yield from _wrapped(f"{start}{head.ljust(size)}  {cell}", width, " " * (size + 4))


def profile_object(profile: Profile) -> dict[str, Any]:
    """The whole profile as JSON values: every number with its rows and references.

    Rows go by their place in ``rows``, from 1: their ids in a run are longer than numbers of JavaScript.
    """
    numbers = {it.id: at for at, it in enumerate(profile.places, 1)}
    return {
        "schema": "enduse.profile/1",
        "kind": profile.kind,
        "id": profile.id,
        "title": profile.title,
        "on": profile.on.isoformat(),
        "notices": list(profile.notices),
        "sections": [_section_object(it, numbers) for it in profile.sections],
        "references": [vars(it) for it in profile.references],
        "rows": [
            {"number": numbers[it.id], "table": it.table, "source": it.source, "sheet": it.sheet, "row": it.row}
            for it in profile.places
        ],
        "unseen": list(profile.unseen),
    }


def _section_object(section: Section, numbers: Mapping[int, int]) -> dict[str, Any]:
    return {
        "id": section.id,
        "title": section.title,
        "not_assessable": section.not_assessable,
        "statements": [_statement_object(it, numbers) for it in section.statements],
        "tables": [
            {
                "id": it.id,
                "title": it.title,
                "columns": list(it.columns),
                "lines": [_line_object(one, numbers) for one in it.lines],
                "note": it.note,
            }
            for it in section.tables
        ],
    }


def _statement_object(it: Statement, numbers: Mapping[int, int]) -> dict[str, Any]:
    told_numbers = [_number_object(part, numbers) for part in it.parts if isinstance(part, Number)]
    told = {"text": statement_text(it), "confidence": it.confidence, "numbers": told_numbers}
    return {**told, "rows": _placed(it.rows, numbers), "refs": list(it.refs)}


def _line_object(it: TableLine, numbers: Mapping[int, int]) -> dict[str, Any]:
    cells = [_number_object(cell, numbers) if isinstance(cell, Number) else cell for cell in it.cells]
    return {"cells": cells, "rows": _placed(it.rows, numbers), "refs": list(it.refs)}


def _number_object(it: Number, numbers: Mapping[int, int]) -> dict[str, Any]:
    told = {"value": it.value, "unit": it.unit, "how": it.how, "rows": _placed(it.rows, numbers)}
    return {
        **told,
        **({"base": _placed(it.base, numbers)} if it.base else {}),
        **({"refs": list(it.refs)} if it.refs else {}),
    }


def _placed(ids: Sequence[int], numbers: Mapping[int, int]) -> list[int]:
    return [numbers[it] for it in ids if it in numbers]
