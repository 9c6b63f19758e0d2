"""Institutions named under section 1286 of the NDAA for fiscal year 2019, as collected from the yearly reports."""

from enduse.sources.list_parts.tables import TableForm, read_table
from enduse.sources.list_parts.us_reports import NEEDS, is_report, report_records
from enduse.sources.list_parts.values import numbered
from enduse.sources.lists import ListFile, ListFormat, ListReading


def _fits(file: ListFile) -> bool:
    return is_report(file.head(), "section 1286")


def _read(file: ListFile) -> ListReading:
    records = report_records(read_table(file, TableForm(needs=NEEDS)), "US-DOD", "Section 1286")
    return ListReading(numbered(records))


us_section_1286 = ListFormat(
    id="us_section_1286",
    title="US Department of Defense, section 1286 list of institutions",
    publisher="US Department of Defense; table collected by OpenSanctions",
    licence="US Government work, public domain (17 USC 105)",
    about=(
        "One row for each institution and yearly report, so a name stands as often as it was reported. They give "
        "only their year, which is kept in more; listed_on stays empty. Entry ids are made of name and report year."
    ),
    source="seen: the table of 2026-08",
    fits=_fits,
    read=_read,
)
