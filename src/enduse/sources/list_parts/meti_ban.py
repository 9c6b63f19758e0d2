"""Entries of METI's export bans (Russia, Belarus, third countries) out of a document's running text."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from enduse.model.listing import BadRecord, ListEntry
from enduse.sources.list_parts.draft import EntryDraft
from enduse.sources.list_parts.errors import damaged, empty, truncated
from enduse.sources.list_parts.meti import MetiRecord, addresses_in, meti_records, names_of, plain_text
from enduse.sources.list_parts.places import nation_of
from enduse.sources.list_parts.values import day_of

PUBLISHER = "Ministry of Economy, Trade and Industry of Japan (METI)"
LICENCE = "Japan government standard terms of use (compatible with CC BY 4.0)"
ABOUT = (
    "Entities of Russia, Belarus and third countries to whom exports are forbidden, in Japanese and English with "
    "aliases and addresses. The document does not say when each entity was added: the day of the first designation is "
    "kept beside the entry. Entry ids are the numbers in the document; new entities are added at its end, but "
    "deletions may shift them."
)

_MARK = "輸出等に係る禁止措置"
_TITLE = re.compile(r"対象となる\s*(.{1,40}?)\s*の(?:特定の)?団体(?:（(.{1,40}?)）)?", re.DOTALL)
_DAY = r"\s*[：:]\s*([\d\s年月日]+日)"
_DESIGNATED, _UPDATED = re.compile("(?<!最終)指定日" + _DAY), re.compile("最終(?:更新|改正)日" + _DAY)


@dataclass(frozen=True)
class BanDocument:
    """A document that is whole.

    Attributes:
        updated: The day it was last changed; None where it says nothing.
        text: Digits and spaces of the usual width.
        records: At least one.
    """

    updated: date | None
    text: str
    records: tuple[MetiRecord, ...]

    def outcomes(self) -> Iterator[ListEntry | BadRecord]:
        """The entries, in order."""
        title = _TITLE.search(self.text)
        whose = "".join(title[1].split()) if title else ""
        home = nation_of(whose)
        for record in self.records:
            draft = EntryDraft(record.number, "JP", f"Export ban: {home or whose or 'designated entities'}")
            draft.entry_id, draft.kind = f"{home or 'JP'}-{record.number}", "company"
            if title and title[2]:
                draft.cite("".join(title[2].split()))
            draft.note("指定日", _day(_DESIGNATED, self.text))
            yield _filled(draft, record, home).outcome()


def is_ban(text: str) -> bool:
    """Does a text that starts so belong to an export ban?"""
    return _MARK in "".join(text.split())


def ban_document(name: str, written: str) -> BanDocument:
    """The records of the text.

    Raises:
        UnreadableFile: E-LIST-EMPTY, E-LIST-TRUNCATED, E-LIST-DAMAGED (a number of a record was not found).
    """
    text = plain_text(written)
    records = tuple(meti_records(text))
    if not records:
        raise empty(name)
    last = records[-1]
    if not addresses_in(last.text):
        raise truncated(name, f"its last record, number {last.number}, has no address")
    for it in records:
        if addresses_in(it.text) > 1:
            raise damaged(name, f"no record with the number {it.number + 1} was found after number {it.number}")
    updated = _day(_UPDATED, text)
    return BanDocument(day_of(updated) if updated else None, text, records)


def _filled(draft: EntryDraft, record: MetiRecord, home: str) -> EntryDraft:
    said = names_of(record)
    if said.english:
        draft.name(said.english, "primary", "en")
    if said.japanese:
        draft.name(said.japanese, "alias" if said.english else "primary", "ja")
    for alias in said.aliases:
        draft.name(alias)
    for address in said.addresses:
        draft.address([address])
    if home:
        draft.country(home)
    draft.programme("export ban")
    if said.stated >= 0:
        draft.note("aliases stated", str(said.stated))
    return draft


def _day(pattern: re.Pattern[str], text: str) -> str:
    found = pattern.search(text[:2_000])
    return "".join(found[1].split()) if found else ""
