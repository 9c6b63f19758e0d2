"""The customs tariff of the Eurasian Economic Union as JSON: every ten-digit code with its duty, without texts."""

from datetime import date, timedelta

from enduse.model.nomenclature import CodeBook, CodeLine
from enduse.sources.nomenclature_parts.lines import Unread, counted, day_of, padded, unreadable
from enduse.sources.nomenclatures import CodeBookFormat, CodeTable, Published

# Two rates stand under such numbers; no heading is called so, and the file does not say what they are for.
_SPECIAL = frozenset({"6666", "7777"})


def _lines(table: CodeTable) -> Unread:
    seen: set[str] = set()
    for row, record in table.records():
        code = padded(record.get("hs_code", ""), [10])
        if record.get("hs_code", "") in _SPECIAL:
            yield "rates under 6666 and 7777, which are no codes"
        elif not code:
            yield unreadable(row, record, "a row without a code of ten digits")
        elif code in seen:
            yield "further duties of a code already listed"
        else:
            seen.add(code)
            yield CodeLine(code, {}, row=row)


def _revision(table: CodeTable) -> date | None:
    at = list(table.header).index("source_revision")
    return next((day_of(row[at].rpartition(":")[2]) for row in table.head[1:] if len(row) > at), None)


def _read(table: CodeTable) -> Published:
    found = counted(_lines(table))
    day = _revision(table)
    start, end = (date(day.year, 1, 1), day + timedelta(days=1)) if day else (None, None)
    source = f"Eurasian Economic Commission, common customs tariff, revision of {day}"
    book = CodeBook(table.name, "TNVED", found.lines, frozenset({10}), start, end, source, found.left_out)
    return Published(book, rejected=found.rejected)


eaeu_tariff = CodeBookFormat(
    id="eaeu_tariff",
    title="Common customs tariff of the EAEU, ten digits",
    publisher="Eurasian Economic Commission",
    licence="normative data of the Commission",
    about="Which ten-digit codes exist in the year of the revision; no texts and no earlier years.",
    source="seen: the revision of 2026-06-18",
    fits=lambda table: {"hs_code", "duty_rate", "source_revision"} <= set(table.header),
    read=_read,
)
