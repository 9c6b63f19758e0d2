"""Tables collected from yearly reports to the US Congress: one row for each name and report."""

import re
from collections.abc import Iterator

from enduse.model.ids import stable_key
from enduse.model.listing import BadRecord, EntityKind, ListEntry, WrittenName
from enduse.sources.list_parts.errors import nameless
from enduse.sources.list_parts.tables import Table, TableRecord, head_rows, header_of
from enduse.sources.list_parts.values import country_codes, day_after_period, day_of, filled, pieces, tidy

NEEDS = ("schema", "name", "aliases", "program", "authority", "report_date", "start_date", "end_date", "country")
_KINDS: dict[str, EntityKind] = {"person": "person", "company": "company", "organization": "company"}
_NICKNAME = re.compile(r"[“\"]([^”\"]+)[”\"]")


def is_report(head: bytes, programme: str) -> bool:
    """Has the head those columns, and does its first row name that programme (lower case)?"""
    columns = header_of(head)
    if not set(NEEDS) <= set(columns):
        return False
    rows = head_rows(head)[1:2]
    return any(programme in it[columns.index("program")].casefold() for it in rows if len(it) == len(columns))


def report_records(table: Table, authority: str, list_name: str) -> Iterator[ListEntry | BadRecord]:
    """The rows as entries of that list."""
    for it in table.records:
        if isinstance(it, BadRecord):
            yield it
        else:
            yield _entry(it, authority, list_name) if it["name"] else nameless(it.row, it.cells)


def _entry(record: TableRecord, authority: str, list_name: str) -> ListEntry:
    name = tidy(record["name"])
    kind = _KINDS.get(record["schema"].casefold(), "unknown")
    aliases = [WrittenName(it, "alias") for it in pieces(record["aliases"])]
    if kind == "person":
        aliases += [WrittenName(it, "weak") for it in _NICKNAME.findall(name)]
    notes = {it: record[it] for it in ("report_date", "end_date", "authority", "topics", "notes", "source_url")}
    return ListEntry(
        row=record.row,
        authority=authority,
        list=list_name,
        entry_id=stable_key(list_name, name, record["report_date"]),
        kind=kind,
        names=tuple(dict.fromkeys((WrittenName(name), *aliases))),
        countries=country_codes([record["country"]]),
        programmes=tuple(filled({"": record["program"]}).values()),
        listed_on=day_of(record["start_date"]),
        delisted_on=day_after_period(record["end_date"]),
        remarks=record["reason"],
        more=filled(notes | ({} if country_codes([record["country"]]) else {"country": record["country"]})),
    )
