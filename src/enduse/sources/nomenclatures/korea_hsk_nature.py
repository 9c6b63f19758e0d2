"""HSK by nature of goods: one sheet a year, with Korean texts of chapter, heading, subheading and code."""

import re
from datetime import date

from enduse.model.nomenclature import CodeBook, CodeLine
from enduse.sources.nomenclature_parts.lines import Unread, counted, one_line, padded, unreadable
from enduse.sources.nomenclatures import CodeBookFormat, CodeTable, Published

_YEAR, _CODE = "년도", "HS10단위부호"
_LEVELS = ((2, "세번2단위품명"), (4, "세번4단위품명"), (6, "세번6단위품명"), (10, "세번10단위품명"))
_CHAPTER = re.compile(r"^제\d+류\s*")


def _lines(table: CodeTable) -> Unread:
    seen: set[str] = set()
    for row, record in table.records():
        code = padded(record.get(_CODE, ""), [10])
        if not code:
            yield unreadable(row, record, "a row without a code of ten digits")
            continue
        if code in seen:
            yield "codes already listed"
            continue
        for length, column in _LEVELS:
            text = one_line(_CHAPTER.sub("", record.get(column, "")))
            if code[:length] not in seen:
                seen.add(code[:length])
                yield CodeLine(code[:length], {"ko": text} if text else {}, row=row)


def _year(table: CodeTable) -> int:
    at = list(table.header).index(_YEAR)
    return next((int(row[at].removesuffix(".0")) for row in table.head[1:] if len(row) > at and row[at].strip()), 0)


def _read(table: CodeTable) -> Published:
    found = counted(_lines(table))
    year = _year(table)
    source = f"Korea Customs Service, HSK by nature of goods, {year}"
    lengths = frozenset({2, 4, 6, 10})
    start, end = date(year, 1, 1), date(year + 1, 1, 1)
    book = CodeBook(table.name, "HSK", found.lines, lengths, start, end, source, found.left_out)
    return Published(book, rejected=found.rejected)


korea_hsk_nature = CodeBookFormat(
    id="korea_hsk_nature",
    title="HSK by nature of goods, one sheet a year, Korean",
    publisher="Korea Customs Service",
    licence="Korean open government data",
    about="All codes of each year with the Korean texts of every level; one row gives up to four lines.",
    source="seen: the file of 2025-01-01 with sheets 2023 to 2025",
    fits=lambda table: {_YEAR, _CODE, "세번4단위품명"} <= set(table.header),
    read=_read,
)
