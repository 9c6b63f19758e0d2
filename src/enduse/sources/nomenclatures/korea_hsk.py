"""HSK, the ten-digit tariff codes of Korea, with Korean and English names and days of application."""

from datetime import date

from enduse.model.nomenclature import CodeBook, CodeLine
from enduse.sources.nomenclature_parts.lines import Unread, counted, day_after, day_of, one_line, unreadable
from enduse.sources.nomenclatures import CodeBookFormat, CodeTable, Published

_CODE, _START, _END, _KOREAN, _ENGLISH = "HS부호", "적용시작일자", "적용종료일자", "한글품목명", "영문품목명"


def _lines(table: CodeTable, horizon: date | None) -> Unread:
    for row, record in table.records():
        code = record.get(_CODE, "").strip()
        if not code.isdigit() or not 7 <= len(code) <= 10:
            yield unreadable(row, record, "a row without a code")
            continue
        texts = {"ko": one_line(record.get(_KOREAN, "")), "en": one_line(record.get(_ENGLISH, ""))}
        end = day_after(record.get(_END, ""))
        # A table of one year ends every code with that year: it says nothing of what comes after.
        end = None if end == horizon else end
        yield CodeLine(code, {key: it for key, it in texts.items() if it}, day_of(record.get(_START, "")), end, row)


def _horizon(table: CodeTable) -> date | None:
    at = list(table.header).index(_END)
    days = (day_after(row[at]) for row in table.head[1:] if len(row) > at)
    return max((it for it in days if it), default=None)


def _read(table: CodeTable) -> Published:
    horizon = _horizon(table)
    found = counted(_lines(table, horizon))
    start = date(horizon.year - 1, 1, 1) if horizon else None
    source = f"Korea Customs Service, HS codes in force until {horizon}"
    book = CodeBook(table.name, "HSK", found.lines, frozenset({10}), start, horizon, source, found.left_out)
    return Published(book, rejected=found.rejected)


korea_hsk = CodeBookFormat(
    id="korea_hsk",
    title="HSK codes of one year, Korean and English",
    publisher="Korea Customs Service",
    licence="Korean open government data",
    about="Codes in force in the year of the file, each with its first day; codes that had ended before are not in it.",
    source="seen: the file of 2025",
    fits=lambda table: {_CODE, _START, _END, _KOREAN, _ENGLISH} <= set(table.header),
    read=_read,
)
