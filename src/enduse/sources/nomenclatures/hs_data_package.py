"""The Harmonized System as a data package: section, hscode, description, parent, level."""

from enduse.model.nomenclature import CodeBook, CodeLine
from enduse.sources.nomenclature_parts.lines import Unread, counted, one_line, padded, unreadable
from enduse.sources.nomenclatures import CodeBookFormat, CodeTable, Published

_COLUMNS = ["section", "hscode", "description", "parent", "level"]
# The file names no edition: subheadings that came with one tell it, the newest first.
_NEW_IN = (("HS2022", "854921"), ("HS2017", "845611"), ("HS2012", "030111"))


def _lines(table: CodeTable) -> Unread:
    for row, record in table.records():
        level = record.get("level", "")
        code = padded(record.get("hscode", ""), [int(level)] if level in {"2", "4", "6"} else [])
        if code:
            yield CodeLine(code, {"en": one_line(record.get("description", ""))}, row=row)
        elif level == "0" or record.get("hscode", "") == "TOTAL":
            yield "totals"
        else:
            yield unreadable(row, record, "a row without a code of its level")


def _read(table: CodeTable) -> Published:
    found = counted(_lines(table))
    codes = {line.code for line in found.lines}
    edition = next((name for name, code in _NEW_IN if code in codes), "HS2007")
    source = f"data package harmonized-system, {edition} by its subheadings"
    lengths = frozenset({2, 4, 6})
    book = CodeBook(table.name, edition, found.lines, lengths, None, None, source, found.left_out)
    return Published(book, rejected=found.rejected)


hs_data_package = CodeBookFormat(
    id="hs_data_package",
    title="Harmonized System as a data package, English",
    publisher="datahub.io, from UN Comtrade",
    licence="ODC-PDDL 1.0",
    about="All chapters, headings and subheadings; the edition is told by its subheadings.",
    source="seen: the file of 2024-01-02",
    fits=lambda table: [it.strip() for it in table.header] == _COLUMNS,
    read=_read,
)
