"""A piece of evidence: what is kept, where it came from, how far it is trusted, and where to look in it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import date, datetime
from typing import Any, Final, Self

from enduse.errors import InputError
from enduse.model.shown import shown_facts

GRADES: Final = ("publisher", "official", "leaked", "anonymous")
"""Who the source is: a publisher, an official record, a leak, somebody unknown."""

RELIABILITY: Final = ("A", "B", "C", "D", "E", "F")
"""Of the source, from A (always right so far) to E (never); F: cannot be judged."""

CREDIBILITY: Final = ("1", "2", "3", "4", "5", "6")
"""Of what it says, from 1 (confirmed by others) to 5 (improbable); 6: cannot be judged."""

SENSITIVITIES: Final = ("none", "personal", "leaked")
"""Whatever is not ``none`` is encrypted at rest and withheld from exports."""

METHODS: Final = ("file", "download", "web_archive", "screenshot", "scan", "photograph", "frame", "received", "export")
"""How the bytes came into the hands of whoever added them."""

_NUMBER = re.compile(r"E([1-9]\d*)", re.IGNORECASE)


@dataclass(frozen=True)
class Locator:
    """Where to look in a document.

    Attributes:
        page: Of a document, from 1.
        timestamp: In a video, ``h:mm:ss``, with decimals where a frame is meant.
        region: Left, top, width and height in pixels, ``10,20,300,200``.
        sheet: Of a workbook.
        row: The number a person sees in the spreadsheet.
        quote: The words themselves.
    """

    page: int = 0
    timestamp: str = ""
    region: str = ""
    sheet: str = ""
    row: int = 0
    quote: str = ""

    def __post_init__(self) -> None:
        if self.page < 0 or self.row < 0:
            raise _bad("locator", f"page {self.page}, row {self.row}", "pages and rows count from 1")
        if self.timestamp and not re.fullmatch(r"\d+:[0-5]\d:[0-5]\d(\.\d+)?", self.timestamp):
            raise _bad("timestamp", self.timestamp, "write it as h:mm:ss, e.g. 0:12:07.5")
        if self.region and not re.fullmatch(r"\d+,\d+,\d+,\d+", self.region):
            raise _bad("region", self.region, "write left,top,width,height in pixels, e.g. 10,20,300,200")

    def __str__(self) -> str:
        """For people: ``page 3, "five axes"``."""
        told = {"page": self.page, "at": self.timestamp, "region": self.region, "sheet": self.sheet, "row": self.row}
        parts = [f"{name} {value}" for name, value in told.items() if value]
        return ", ".join([*parts, f'"{self.quote}"'] if self.quote else parts)


@dataclass(frozen=True)
class EvidenceFacts:
    """What is told of a piece of evidence when it is added.

    Attributes:
        source: Address, or who gave it.
        captured: Day or instant of the capture, ISO 8601.
        method: One of ``METHODS``.
        locator: Where to look in it.
        language: ISO 639-1, several with commas.
        note: In words.
        grade: One of ``GRADES``.
        reliability: One of ``RELIABILITY``.
        credibility: One of ``CREDIBILITY``.
        sensitivity: One of ``SENSITIVITIES``.
        person: Whom its key belongs to: erasing that key erases all of theirs. Empty: the source.
    """

    source: str = ""
    captured: str = ""
    method: str = "file"
    locator: Locator = field(default_factory=Locator)
    language: str = ""
    note: str = ""
    grade: str = "anonymous"
    reliability: str = "F"
    credibility: str = "6"
    sensitivity: str = "none"
    person: str = ""

    def __post_init__(self) -> None:
        known = (("method", METHODS), ("grade", GRADES), ("reliability", RELIABILITY), ("credibility", CREDIBILITY))
        for name, words in (*known, ("sensitivity", SENSITIVITIES)):
            if getattr(self, name) not in words:
                raise _bad(name, getattr(self, name), f"one of {', '.join(words)} is expected")
        if self.captured and not _is_day_or_instant(self.captured):
            raise _bad("captured", self.captured, "write a day (2024-03-01) or an instant (2024-03-01T12:30:00+03:00)")
        if self.sealed and not self.key_owner:
            raise _bad("person", "", "sensitive evidence needs --person or --from: its key belongs to one of them")

    @property
    def sealed(self) -> bool:
        """Is it encrypted at rest?"""
        return self.sensitivity != "none"

    @property
    def key_owner(self) -> str:
        """The person, else the source, whose key seals it."""
        return self.person.strip() or self.source.strip()

    @classmethod
    def from_object(cls, told: Mapping[str, Any]) -> Self:
        """The same from what ``dataclasses.asdict`` gave."""
        names = {it.name for it in fields(cls)} - {"locator"}
        return cls(locator=Locator(**told.get("locator", {})), **{k: v for k, v in told.items() if k in names})


@dataclass(frozen=True)
class KeptText:
    """The text that was read from a piece of evidence.

    Attributes:
        stored: SHA-256 of the text as it lies on disk.
        read_by: html, warc, pdf, table, text or tesseract with its version and languages.
        by_machine: Was it recognised in a picture, so that letters may be wrong?
    """

    stored: str
    read_by: str
    by_machine: bool = False


@dataclass(frozen=True)
class Particulars:
    """What can only be read while its key exists.

    Attributes:
        name: File name.
        sha256: Of the original bytes.
        size: Of the original bytes.
        facts: What was told.
        marks: What was seen in it: title, pages, width, height, perceptual hash, whether it tells a place.
        text: Its text; None: it has none, or none could be read.
    """

    name: str
    sha256: str
    size: int
    facts: EvidenceFacts
    marks: Mapping[str, str] = field(default_factory=dict)
    text: KeptText | None = None


@dataclass(frozen=True)
class EvidenceItem:
    """One piece of evidence.

    Attributes:
        number: From 1; what a citation names, as ``E1``.
        stored: SHA-256 of the bytes as they lie on disk; of sealed evidence the encrypted ones.
        stored_size: Their number.
        text_stored: The same of its text; empty: none.
        media_type: By content.
        sensitivity: One of ``SENSITIVITIES``.
        key_id: Which key opens it; empty: it is not encrypted.
        added_at: UTC instant.
        by: Who added it.
        particulars: None: its key was erased.
    """

    number: int
    stored: str
    stored_size: int
    text_stored: str
    media_type: str
    sensitivity: str
    key_id: str
    added_at: str
    by: str
    particulars: Particulars | None

    @property
    def id(self) -> str:
        """What a citation names."""
        return f"E{self.number}"

    def _repr_html_(self) -> str:
        told = self.particulars
        kept = {"media type": self.media_type, "sensitivity": self.sensitivity, "added": self.added_at, "by": self.by}
        if told is None:
            return shown_facts(f"{self.id}: erased", kept)
        facts = told.facts
        trust = f"{facts.grade} {facts.reliability}{facts.credibility}"
        more = {"from": facts.source, "captured": facts.captured, "trust": trust, "where": str(facts.locator)}
        return shown_facts(f"{self.id}: {told.name}", {**more, "note": facts.note, **kept, "sha256": told.sha256})


def number_of(text: str) -> int | None:
    """The number in ``E7`` or ``e7``; None for anything else."""
    match = _NUMBER.fullmatch(text.strip())
    return int(match[1]) if match else None


def _is_day_or_instant(text: str) -> bool:
    for read in (date.fromisoformat, datetime.fromisoformat):
        try:
            read(text)
        except ValueError:
            continue
        return True
    return False


def _bad(what: str, seen: str, expected: str) -> InputError:
    return InputError(f"{what} {seen!r}: {expected}. Nothing was kept.", code="E-EVIDENCE-FACT")
