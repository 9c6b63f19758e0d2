"""Japan's Foreign End User List, as JSON records made from METI's document."""

import re
from collections.abc import Iterator
from typing import Any

from enduse.model.listing import BadRecord, ListEntry
from enduse.sources.list_parts.draft import EntryDraft
from enduse.sources.list_parts.japan import LICENCE, PUBLISHER, add_concerns, country_and_rest, new_user
from enduse.sources.list_parts.json import json_records
from enduse.sources.list_parts.values import day_of
from enduse.sources.lists import ListFile, ListFormat, ListReading

# The records name the press release of the list, and its address holds its day.
_RELEASE = re.compile(r"meti\.go\.jp/press/\d{4}/\d{2}/(\d{8})\d")
_READ = frozenset({"id", "entity_name", "aliases", "addresses", "reason", "date_added", "source_url"})


def _fits(file: ListFile) -> bool:
    head = file.head(4_000).lstrip()
    return head.startswith(b"[") and b'"list_id": "jp-end-user-list"' in head


def _read(file: ListFile) -> ListReading:
    released = _RELEASE.search(file.head().decode("utf-8", errors="replace"))
    return ListReading(_entries(file), day_of(released[1]) if released else None)


def _entries(file: ListFile) -> Iterator[ListEntry | BadRecord]:
    for row, record in json_records(file):
        if isinstance(record, dict):
            yield _entry(row, record).outcome()
        else:
            yield BadRecord(row, "R-LIST-SHAPE", f"The record is no object but {record!r:.60}", (str(record),))


def _entry(row: int, record: dict[str, Any]) -> EntryDraft:
    addresses = [it for it in record.get("addresses") or [] if isinstance(it, str)]
    name, aliases = str(record.get("entity_name") or ""), [str(it) for it in record.get("aliases") or []]
    places = [country_and_rest(it) for it in addresses]
    # Where a name is long, the document's layout runs it together with the country beside it.
    run_together = next((rest for country, rest in places if country and rest), "") if not name else ""
    draft = new_user(row, str(record.get("id") or ""), name or run_together, aliases)
    for (country, rest), text in zip(places, addresses, strict=True):
        draft.address([] if country and (not rest or rest == run_together) else [text], country)
        if country:
            draft.country(country)
    if run_together:
        draft.note("addresses", "; ".join(addresses))
    add_concerns(draft, str(record.get("reason") or ""))
    draft.listed(str(record.get("date_added") or ""), "date_added")
    draft.cite(str(record.get("source_url") or ""))
    draft.notes((word, str(value)) for word, value in record.items() if word not in _READ and value)
    return draft


japan_end_user_list_json = ListFormat(
    id="japan_end_user_list_json",
    title="Japan Foreign End User List (METI, JSON records)",
    publisher=PUBLISHER,
    licence=LICENCE,
    about="Foreign users of goods about whom Japan's exporters must ask for a licence unless the goods are plainly not "
    "for weapons: by concern (biological, chemical, missiles, nuclear, conventional). No dates of listing. Entry ids "
    "are the numbers in the document of one year, which may shift with the next.",
    source="seen: 835 records of the list of 2025-09-29",
    fits=_fits,
    read=_read,
)
