"""Persons named under section 353 of the US - Northern Triangle Enhanced Engagement Act, from the yearly reports."""

from enduse.sources.list_parts.tables import TableForm, read_table
from enduse.sources.list_parts.us_reports import NEEDS, is_report, report_records
from enduse.sources.list_parts.values import numbered
from enduse.sources.lists import ListFile, ListFormat, ListReading


def _fits(file: ListFile) -> bool:
    return is_report(file.head(), "section 353")


def _read(file: ListFile) -> ListReading:
    records = report_records(read_table(file, TableForm(needs=NEEDS)), "US-STATE", "Section 353")
    return ListReading(numbered(records))


us_section_353 = ListFormat(
    id="us_section_353",
    title="US Department of State, section 353 corrupt and undemocratic actors",
    publisher="US Department of State; table collected by OpenSanctions",
    licence="US Government work, public domain (17 USC 105)",
    about=(
        "One row for each person and report. The reports give only their year; an end by month or year counts as over "
        "on the first day after it. Entry ids are made of name and report year."
    ),
    source="seen: the table of 2026-08",
    fits=_fits,
    read=_read,
)
