"""What people write into a case besides claims: each kind's facts, checked when they are made.

``to_facts`` gives what the case log keeps, ``from_facts`` reads it again; what is empty is left out. References are
written ``E7`` (evidence), ``C12`` (entry), or as a finding's key; whether they exist is for the desk to say.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar, Final

from enduse.model.case_facts import CONFIDENCE, Facts, bad_fact, country_code, needed, one_of
from enduse.model.case_judging import Absence, Estimate, Hypothesis, Referral, Weighing
from enduse.model.case_log import CaseEntry
from enduse.model.when import When

__all__ = [
    "EVENTS",
    "FACTS",
    "GOODS_FLOW",
    "LINKS",
    "MARKS",
    "SUBJECT_KINDS",
    "Absence",
    "Estimate",
    "Event",
    "Facts",
    "Hypothesis",
    "Mark",
    "Note",
    "Pin",
    "Referral",
    "RowPlace",
    "Subject",
    "Weighing",
    "facts_of",
]

SUBJECT_KINDS: Final = ("company", "person", "brand", "plant", "machine", "lane", "country", "order", "authority")
"""What a case can be about."""

LINKS: Final[Mapping[str, tuple[str, str]]] = {
    "made": ("made goods for", "has goods made by"),
    "supplies": ("supplies", "is supplied by"),
    "sold": ("sold to", "bought from"),
    "shipped": ("shipped to", "received goods from"),
    "installed": ("machines were installed at", "has machines installed from"),
    "owns": ("owns", "is owned by"),
    "directs": ("directs", "is directed by"),
    "kin": ("is kin of", "is kin of"),
    "family": ("is tied by family to", "is tied by family to"),
    "pays": ("paid", "was paid by"),
    "deals_in": ("deals in the brand", "is dealt in by"),
    "represents": ("represents", "is represented by"),
    "works_for": ("works for", "is worked for by"),
    "succeeded": ("was succeeded by", "succeeded"),
    "copies": ("copies the site or name of", "is copied by"),
    "visited": ("visited", "was visited by"),
    "met": ("met", "met"),
    "tied": ("is tied to", "is tied to"),
}
"""Kinds of events that tie two parties, told from either end."""

EVENTS: Final = (
    *LINKS,
    "listed",
    "delisted",
    "measure",
    "letter",
    "statement",
    "published",
    "delivered",
    "seen",
    "other",
)
"""Kinds of events."""

GOODS_FLOW: Final = ("made", "supplies", "sold", "shipped", "installed")
"""Links along which goods go, from maker to installation."""

MARKS: Final = (
    *("brand", "model", "serial", "logo", "place", "signature", "person", "machine"),
    *("owner", "affiliation", "address", "other"),
)
"""What can be seen in evidence; whose a site or logo is, whose branch the site says it is, and the address it gives."""


@dataclass(frozen=True)
class Subject(Facts):
    """A party, machine, brand or plant that the case is about; the entry's ``about`` is its name as written.

    Attributes:
        is_a: One of ``SUBJECT_KINDS``.
        part: Its part in the case, e.g. importer, broker, supplier.
        number: Registered number as ``INN:7701000000``.
        country: ISO 3166-1 alpha-2.
        anchor: Anchor of the party of the run when it was written; empty: nothing was found. Each run finds it anew.
        also: Other names by which it goes.
        rests_on: References.
    """

    kind: ClassVar[str] = "subject"
    is_a: str = "company"
    part: str = ""
    number: str = ""
    country: str = ""
    anchor: str = ""
    also: tuple[str, ...] = ()
    rests_on: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        one_of("kind of subject", self.is_a, SUBJECT_KINDS)
        country_code(self.country)


@dataclass(frozen=True)
class Note(Facts):
    """In words; with a figure it is context, which is never added to the case's own figures.

    Attributes:
        text: The words.
        on: What it is on: references.
        value: The figure.
        unit: Its unit; needed with a figure.
        period: When it is of, as ``When`` reads it.
        series: The series of the case it stands beside.
        source: Who published the figure; needed with one.
    """

    kind: ClassVar[str] = "note"
    text: str
    on: tuple[str, ...] = ()
    value: float | None = None
    unit: str = ""
    period: str = ""
    series: str = ""
    source: str = ""

    def __post_init__(self) -> None:
        needed("note", self.text)
        When.read(self.period)
        if self.value is not None and not (self.unit.strip() and self.source.strip()):
            raise bad_fact(
                "figure", str(self.value), "a figure needs its unit and who published it: --unit and --source"
            )


@dataclass(frozen=True)
class RowPlace:
    """A row as a person finds it again, whatever a later run numbers it.

    Attributes:
        file: Name of the file.
        sha256: Of the file.
        row: Number that a spreadsheet shows.
        member: Path inside an archive.
        sheet: Of a workbook.
    """

    file: str
    sha256: str
    row: int
    member: str = ""
    sheet: str = ""

    def __str__(self) -> str:
        return f"{' › '.join(it for it in (self.file, self.member, self.sheet) if it)}, row {self.row}"


@dataclass(frozen=True)
class Pin(Facts):
    """A finding, row, entry or piece of evidence that belongs to the case.

    Attributes:
        ref: ``E7``, ``C12``, a finding's key; empty: it is a row.
        row: The row, as the fields of ``RowPlace``.
        why: Why it belongs.
        said: What it said when it was pinned: the finding's sentence, the evidence's name.
        revision: Of a finding, then.
    """

    kind: ClassVar[str] = "pin"
    ref: str = ""
    row: Mapping[str, Any] = field(default_factory=dict)
    why: str = ""
    said: str = ""
    revision: str = ""

    def __post_init__(self) -> None:
        if bool(self.ref) == bool(self.row):
            raise bad_fact("pin", self.ref, "name one finding, entry, piece of evidence or row")

    @property
    def place(self) -> RowPlace | None:
        """The row, if it is one."""
        return RowPlace(**self.row) if self.row else None


@dataclass(frozen=True)
class Event(Facts):
    """Something that happened, or held, as a source tells it; the entry's ``about`` is its first party.

    Two parties make it a link between them, from the first to the other.

    Attributes:
        text: In words.
        when: As ``When`` reads it; empty: not told.
        is_a: One of ``EVENTS``.
        other: Its other party, as written.
        goods: Brand, model or kind of goods, as written.
        place: Where, as written.
        country: Where, ISO 3166-1 alpha-2.
        after: Entries that it surely followed, as its source tells: ``C5``.
        confidence: One of ``CONFIDENCE``.
        source: Who tells it, where no evidence is named.
        rests_on: References: evidence, claims, findings.
        where: Place in the evidence: the fields of ``model.evidence.Locator``.
        value: Amount of money.
        currency: ISO 4217.
    """

    kind: ClassVar[str] = "event"
    text: str
    when: str = ""
    is_a: str = "other"
    other: str = ""
    goods: str = ""
    place: str = ""
    country: str = ""
    after: tuple[str, ...] = ()
    confidence: str = "alleged"
    source: str = ""
    rests_on: tuple[str, ...] = ()
    where: Mapping[str, Any] = field(default_factory=dict)
    value: float | None = None
    currency: str = ""

    def __post_init__(self) -> None:
        needed("event", self.text)
        one_of("kind of event", self.is_a, EVENTS)
        one_of("confidence", self.confidence, CONFIDENCE)
        country_code(self.country)
        When.read(self.when)
        if not (self.rests_on or self.source.strip()):
            raise bad_fact("event", self.text, "it needs a source: --source, or --evidence E7, a claim C3 or a finding")
        if self.value is not None and len(self.currency) != 3:
            raise bad_fact("amount", str(self.value), "it needs its currency, three letters: --currency USD")

    @property
    def moment(self) -> When:
        """When it was."""
        return When.read(self.when)


@dataclass(frozen=True)
class Mark(Facts):
    """What a reader of evidence saw in it.

    Attributes:
        evidence: ``E7``.
        is_a: One of ``MARKS``.
        text: What was seen, e.g. the brand.
        confidence: One of ``CONFIDENCE``.
        where: Place in the evidence: the fields of ``model.evidence.Locator``.
        note: In words.
    """

    kind: ClassVar[str] = "mark"
    evidence: str
    is_a: str
    text: str
    confidence: str = "probable"
    where: Mapping[str, Any] = field(default_factory=dict)
    note: str = ""

    def __post_init__(self) -> None:
        needed("mark", self.text)
        one_of("mark", self.is_a, MARKS)
        one_of("confidence", self.confidence, CONFIDENCE)


FACTS: Final[Mapping[str, type[Facts]]] = {
    it.kind: it for it in (Subject, Note, Pin, Event, Hypothesis, Weighing, Estimate, Absence, Mark, Referral)
}
"""Kind of entry to its facts."""


def facts_of(entry: CaseEntry) -> Facts:
    """The facts of an entry of one of these kinds.

    Raises:
        KeyError: It is of another kind.
        UsageError: ``E-CASE-FACT``.
    """
    return FACTS[entry.kind].from_facts(entry.facts)
