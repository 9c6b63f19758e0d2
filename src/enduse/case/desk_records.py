"""What people kept and wrote becomes records: pages, claims, sightings and logos that every pattern can read.

Before a run the case writes them as files of rows and adds these to the ledger like any other file: so each row has its
place, is cited, exported and packed like the rest, and names the evidence (``E7``) or entry (``C12``) it comes from. A
file that no longer agrees with the desk is replaced; what was undone on the desk is gone from the next run. Evidence
that is personal or leaked stays on the desk: the ledger is not encrypted.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Final

from enduse.case.evidence_pages import PageSnapshot, snapshots_of
from enduse.model.case_book import Event, Mark, facts_of
from enduse.model.case_log import CaseEntry
from enduse.model.claim import Claim
from enduse.model.evidence import EvidenceItem
from enduse.store.case_log import CaseLog
from enduse.store.desk import Desk
from enduse.store.evidence_store import EvidenceStore
from enduse.store.record_kinds import EVENT_KINDS

Row = Mapping[str, str]

PAGES: Final = "desk~pages.jsonl"
CLAIMS: Final = "desk~claims.jsonl"
SIGHTINGS: Final = "desk~sightings.jsonl"
LOGOS: Final = "desk~logos.jsonl"
FILES: Final = (PAGES, CLAIMS, SIGHTINGS, LOGOS)
"""Names of the sources that come from the desk; no file of a user is likely to be called so."""

_PREDICATES: Final = {"contract_ended": "dealer_contract_ended"}
_DAY: Final = 10


@dataclass(frozen=True)
class DeskRecords:
    """The records of one workspace's desk.

    Attributes:
        root: The workspace's folder.
    """

    root: Path

    def files(self) -> dict[str, bytes]:
        """Name to rows as JSON Lines; a kind without rows is left out. The same desk gives the same bytes."""
        if not (self.root / "desk.db").is_file():
            return {}
        marks = self._marks
        rows = {
            PAGES: [_page(it, marks[it.item]) for it in self._snapshots()],
            CLAIMS: [*self._claims()],
            SIGHTINGS: [*self._sightings()],
            LOGOS: [row for it in self._open for row in _logos(it, marks[it.id])],
        }
        return {name: _lines(each) for name, each in rows.items() if each}

    @cached_property
    def _entries(self) -> Sequence[CaseEntry]:
        return CaseLog(Desk(self.root / "desk.db")).entries("claim", "event", "mark")

    @cached_property
    def _open(self) -> Sequence[EvidenceItem]:
        """Evidence that is neither personal nor leaked."""
        return [it for it in EvidenceStore(self.root).items() if it.sensitivity == "none" and it.particulars]

    @cached_property
    def _marks(self) -> Mapping[str, Sequence[Mark]]:
        found = defaultdict[str, list[Mark]](list)
        for entry in self._entries:
            if entry.kind == "mark" and isinstance(it := facts_of(entry), Mark):
                found[it.evidence].append(it)
        return found

    def _snapshots(self) -> Iterator[PageSnapshot]:
        store = EvidenceStore(self.root)
        for item in self._open:
            # Without an address nobody knows whose page it is; without a day, nothing can come before or after it.
            yield from (it for it in snapshots_of(item, store.text(item)) if "." in it.url and it.captured)

    def _claims(self) -> Iterator[Row]:
        for entry in self._entries:
            if entry.kind != "claim":
                continue
            it = Claim.from_facts(entry.facts)
            if it.sensitivity == "none":
                yield {
                    "Date": it.said_on,
                    "Speaker": it.actor or it.speaker,
                    "About": it.about,
                    "Predicate": _PREDICATES.get(it.predicate, it.predicate),
                    "Text": " ".join(
                        filter(None, (it.source.quote or it.text, f"since {it.since}" if it.since else ""))
                    ),
                    "Reference": entry.id,
                }

    def _sightings(self) -> Iterator[Row]:
        """Machines that an event tells of, in words that records of events know."""
        for entry in self._entries:
            if entry.kind != "event" or not isinstance(it := facts_of(entry), Event) or it.is_a not in EVENT_KINDS:
                continue
            if it.goods:
                # Of two parties the second has the machine: `sold` and `installed` lead from the first to it.
                yield {
                    "Date": it.when,
                    "Serial": "",
                    "Brand": it.goods,
                    "Event": it.is_a,
                    "Party": it.other or entry.about,
                    "Country": it.country,
                    "Place": it.place,
                    "Note": f"{it.confidence}: {it.text}",
                    "Reference": entry.id,
                }


def _page(it: PageSnapshot, marks: Iterable[Mark]) -> Row:
    said = {mark.is_a: mark.text for mark in marks}
    return {
        "Date": it.captured[:_DAY],
        "Domain": it.url,
        "Registrant": said.get("owner", ""),
        "Claimed affiliation": said.get("affiliation", ""),
        "Claimed address": said.get("address", ""),
        "Text": "\n".join(it.lines),
        "Reference": it.item,
    }


def _logos(item: EvidenceItem, marks: Iterable[Mark]) -> Iterator[Row]:
    look = item.particulars.marks.get("look", "") if item.particulars else ""
    said = {mark.is_a: mark.text for mark in marks}
    if look and "logo" in said:
        day = item.particulars.facts.captured[:_DAY] if item.particulars else ""
        yield {
            "Mark": said["logo"],
            "Owner": said.get("owner", said["logo"]),
            "Number": item.id,
            "Office": "evidence",
            "Date": day,
            "Logo hash": look,
        }


def _lines(rows: Sequence[Row]) -> bytes:
    return "".join(json.dumps(it, ensure_ascii=False) + "\n" for it in rows).encode()
