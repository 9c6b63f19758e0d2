"""TN VED tables of the Russian customs service: sections, chapters, headings, each text with its days (cp866, ``|``).

The first row holds a number, the day of the dump and zeros. TNVED1 has section, text, notes, start, end; TNVED2
section, chapter, text, notes, start, end; TNVED3 chapter, heading, text, start, end. The last day is inside the span.
"""

from collections.abc import Sequence
from datetime import date, timedelta

from enduse.model.nomenclature import CodeBook, CodeLine
from enduse.sources.nomenclature_parts.lines import Unread, counted, day_after, day_of, one_line
from enduse.sources.nomenclatures import CodeBookFormat, CodeTable, Published
from enduse.sources.reading import BadRow

_FIRST_DAY = date(2002, 1, 1)
_CHAPTER_CELLS = 7


def _dumped(table: CodeTable) -> date | None:
    first = table.header
    if len(first) < 3 or not first[0].strip().isdigit() or len(first[0].strip()) != 3 or first[2].strip() != "0000":
        return None
    return day_of(first[1])


def _level(table: CodeTable) -> int:
    """1 sections, 2 chapters, 3 headings; 0: none of them."""
    second = table.head[1] if len(table.head) > 1 else ()
    cells = [it.strip() for it in second]
    if len(cells) >= _CHAPTER_CELLS and _two(cells[0]) and _two(cells[1]) and day_of(cells[4]):
        return 2
    if len(cells) >= 5 and _two(cells[0]) and day_of(cells[3]):
        return 3 if _two(cells[1]) else 1
    return 0


def _two(cell: str) -> bool:
    return len(cell) == 2 and cell.isdigit()


def _line(written: Sequence[str], row: int, level: int) -> CodeLine | BadRow | str:
    cells = [it.strip() for it in written] + [""] * 7
    code = cells[1] if level == 2 else cells[0] + cells[1]
    text, start, end = (cells[2], cells[4], cells[5]) if level == 2 else (cells[2], cells[3], cells[4])
    if not code.isdigit() or len(code) != 2 * (level - 1):
        return "special positions that are no codes"
    if day_of(start) is None:
        return BadRow(row, "R-CODEBOOK", "a row without a first day", tuple(written))
    return CodeLine(code, {"ru": one_line(text)} if one_line(text) else {}, day_of(start), day_after(end), row)


def _lines(table: CodeTable, level: int) -> Unread:
    for row, cells in table.rows():
        if row == 1:
            yield "the row that dates the file"
        elif level == 1:
            yield "sections, which have no code"
        else:
            yield _line(cells, row, level)


def _read(table: CodeTable) -> Published:
    level, dumped = _level(table), _dumped(table)
    found = counted(_lines(table, level))
    end = dumped + timedelta(days=1) if dumped else None
    lengths = frozenset({2 * (level - 1)} if level > 1 else set())
    source = f"Federal Customs Service of Russia, tables of {dumped}"
    book = CodeBook(table.name, "TNVED", found.lines, lengths, _FIRST_DAY, end, source, found.left_out)
    return Published(book, rejected=found.rejected)


tnved_fts = CodeBookFormat(
    id="tnved_fts",
    title="TN VED tables with days of validity, Russian",
    publisher="Federal Customs Service of Russia",
    licence="official normative data",
    about="Chapters and headings since 2002 with their texts by day; the tables of ten digits were not at hand.",
    source="seen: TNVED1 to TNVED3 of 2022",
    fits=lambda table: _dumped(table) is not None and _level(table) > 0,
    read=_read,
    headed=False,
)
