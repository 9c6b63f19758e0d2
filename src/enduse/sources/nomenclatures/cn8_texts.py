"""Texts of Combined Nomenclature codes as a table of two columns, code and product."""

from enduse.model.nomenclature import CodeBook, CodeLine
from enduse.sources.nomenclature_parts.lines import Unread, counted, one_line, padded, unreadable
from enduse.sources.nomenclatures import CodeBookFormat, CodeTable, Published


def _fits(table: CodeTable) -> bool:
    """The two headers are common: most of the codes below them must be of eight digits."""
    if [it.strip() for it in table.header] != ["code", "product"]:
        return False
    codes = [row[0] for row in table.head[1:] if row]
    return 2 * sum(bool(padded(it, [8])) for it in codes) > len(codes)


def _lines(table: CodeTable) -> Unread:
    for row, record in table.records():
        code = padded(record.get("code", ""), [8])
        if code:
            yield CodeLine(code, {"en": one_line(record.get("product", ""))}, row=row)
        else:
            yield unreadable(row, record, "a row without a code of eight digits")


def _read(table: CodeTable) -> Published:
    found = counted(_lines(table))
    # Some codes only, and no year: a code that is missing may well exist.
    source = "Eurostat, texts of CN codes"
    book = CodeBook(table.name, "CN", found.lines, frozenset(), None, None, source, found.left_out)
    return Published(book, rejected=found.rejected)


cn8_texts = CodeBookFormat(
    id="cn8_texts",
    title="Texts of CN codes, English",
    publisher="Eurostat",
    licence="CC BY 4.0",
    about="Eight-digit codes of the European Union with their texts; neither complete nor dated.",
    source="seen: codes on the EU export-ban lists as of January 2023",
    fits=_fits,
    read=_read,
)
