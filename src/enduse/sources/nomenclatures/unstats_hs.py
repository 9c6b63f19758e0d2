"""The Harmonized System as the United Nations Statistics Division lists it: one sheet for each edition."""

import re

from enduse.model.editions import read_edition
from enduse.model.nomenclature import CodeBook, CodeLine
from enduse.sources.nomenclature_parts.lines import Unread, counted, one_line, unreadable
from enduse.sources.nomenclatures import CodeBookFormat, CodeTable, Published

_EDITION = re.compile(r"\bAll (H[0-6]) commodities", re.I)
_OWN_CODE = re.compile(r"^\d+ - ")


def _edition(table: CodeTable) -> str:
    found = (_EDITION.search(cell) for row in table.head[1:4] for cell in row)
    return next((read_edition(it[1]).name for it in found if it), "")


def _fits(table: CodeTable) -> bool:
    return {"id", "text", "parent", "aggrlevel"} <= set(table.header) and bool(_edition(table))


def _lines(table: CodeTable) -> Unread:
    for row, record in table.records():
        code, text = record.get("id", ""), one_line(_OWN_CODE.sub("", record.get("text", "")))
        if code == "TOTAL" or (code.startswith("99") and not code.isdigit()):
            yield "totals and special codes of the statistics"
        elif not (code.isascii() and code.isdigit()) or len(code) not in {2, 4, 6}:
            yield unreadable(row, record, "a row without a code of two, four or six digits")
        else:
            yield CodeLine(code, {"en": text} if text else {}, row=row)


def _read(table: CodeTable) -> Published:
    found = counted(_lines(table))
    edition = _edition(table)
    source = f"United Nations Statistics Division, {edition}"
    lengths = frozenset({2, 4, 6})
    book = CodeBook(table.name, edition, found.lines, lengths, None, None, source, found.left_out)
    return Published(book, rejected=found.rejected)


unstats_hs = CodeBookFormat(
    id="unstats_hs",
    title="Harmonized System, one edition, English (UN Comtrade)",
    publisher="United Nations Statistics Division",
    licence="UN Statistics Division metadata; terms of use of UN Comtrade",
    about="All chapters, headings and subheadings of one edition; the texts are shortened for statistics.",
    source="seen: sheets of HS2012, HS2017 and HS2022",
    fits=_fits,
    read=_read,
)
