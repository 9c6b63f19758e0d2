"""A claim: who said what about whom, when and where; and what came of asking those it concerns."""

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any, Final, Self

from enduse.model.case_log import NewEntry
from enduse.model.claim_facts import bad_fact, exact_day, filled, known, needed, one_of, span_of
from enduse.model.evidence import SENSITIVITIES

CLAIM_KINDS: Final[Mapping[str, str]] = {
    "statement": "Somebody said something.",
    "denial": "Somebody says that something is not so.",
    "termination": "A contract or a sale is said to have ended.",
    "marketing": "A seller's words about itself.",
    "client": "A customer that a seller names.",
    "figure": "A number that somebody published.",
    "signature": "A document bears somebody's signature or seal, as far as can be seen.",
    "plan": "Something is meant to happen; it is no delivery.",
    "authenticity": "A piece of evidence is said to be genuine, or not.",
}
"""Kinds of claims, and what each is."""

PREDICATES: Final[Mapping[str, str]] = {
    "stopped": "sold or delivered nothing to Russia or Belarus since a day",
    "never_sold": "never sold to the firm named, or to Russia or Belarus at all",
    "only_parts": "sold or bought parts only",
    "no_relation": "has nothing to do with the firm named",
    "branch_of": "is a branch of the firm named, or belongs to it",
    "contract_ended": "ended its contract with the dealer named",
    "delivered": "delivered at least so many machines",
    "delivered_at_most": "delivered no more than so many machines",
    "domestic": "makes so many machines, or such a share of them, at home",
    "same_company": "is one company with the firm named",
    "relative_of": "is a relative of the person named",
    "owns": "owns the firm named",
    "controls": "controls the firm named",
    "signed": "signed the document",
    "not_signed": "did not sign the document",
    "authentic": "the evidence is genuine",
    "not_authentic": "the evidence is not genuine",
}
"""What a claim may say in one word; anything else is kept as written and cannot be tested."""

TIES: Final = ("same_company", "relative_of", "owns", "controls", "branch_of")
"""Predicates that tie two parties to each other."""

TESTED: Final = (
    *("stopped", "never_sold", "only_parts", "no_relation"),
    *("contract_ended", "delivered", "delivered_at_most", "domestic"),
    *TIES,
)
"""Predicates that goods lines, payments and registers can test."""

CHANNELS: Final = ("email", "letter", "phone", "form", "message", "in_person", "other")
PURPOSES: Final = ("right_of_reply", "confirmation")
OUTCOMES: Final = ("answered", "declined", "unanswered")
"""What is written down of a request; that a deadline passed need not be."""

_REFERENCE = re.compile(r"[EC][1-9]\d*")


@dataclass(frozen=True)
class ClaimSource:
    """Where a claim can be read or heard.

    Attributes:
        publisher: Who published it; claims of one publisher are one source.
        title: Of the article, letter, page or recording.
        address: Where it is found.
        page: From 1.
        quote: The words, in the language in which they were said.
        language: ISO 639-1.
        evidence: Kept pieces of evidence that show it, as ``E7``.
    """

    publisher: str = ""
    title: str = ""
    address: str = ""
    page: int = 0
    quote: str = ""
    language: str = ""
    evidence: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if self.page < 0:
            raise bad_fact("page", self.page, "pages count from 1")
        for it in self.evidence:
            if not re.fullmatch(r"E[1-9]\d*", it):
                raise bad_fact("evidence", it, "name evidence by its number, e.g. E7 (`enduse evidence show`)")


@dataclass(frozen=True)
class Figure:
    """A number that a claim states.

    Attributes:
        value: In ``unit``.
        unit: ``machines``, a currency (``USD``) or ``%``.
        period: Year, month or day it is about, ISO 8601; two with ``..`` between.
    """

    value: float
    unit: str = "machines"
    period: str = ""

    def __post_init__(self) -> None:
        if not self.value >= 0 or self.value == float("inf"):
            raise bad_fact("value", self.value, "a number of at least 0 is expected")
        if self.unit == "%" and self.value > 100:
            raise bad_fact("value", self.value, "a share is at most 100 %")
        for it in self.period.split("..") if self.period else ():
            span_of(it)

    @property
    def days(self) -> tuple[date, date] | None:
        """First and last day it is about; None: not told."""
        spans = [it for it in map(span_of, self.period.split("..")) if it]
        return (spans[0][0], spans[-1][1]) if spans else None

    def __str__(self) -> str:
        """``14 machines in 2023``."""
        number = f"{self.value:,.2f}".rstrip("0").rstrip(".")
        return " ".join(filter(None, (number, self.unit, f"in {self.period}" if self.period else "")))


@dataclass(frozen=True)
class Claim:
    """Who said what about whom, when and where. It is what was said, and no more.

    Attributes:
        speaker: Who says it, as written.
        kind: One of ``CLAIM_KINDS``.
        actor: Who is said to have done it, where that is not the speaker.
        about: With or to whom: the customer, dealer, owner; empty: nobody is named. Of ``signature`` whose it is, of
            ``authenticity`` a piece of evidence (``E7``).
        predicate: One of ``PREDICATES``, else free words.
        text: What is claimed, in the user's language.
        said_on: Day, month or year, ISO 8601; empty: not known.
        since: From when it is claimed to hold, in the same way.
        place: Where it was said.
        source: Where it can be read.
        figure: The number it states.
        rests_on: What it draws on: evidence (``E7``), another claim (``C3``), or a document as written. Claims that
            draw on one thing are one source.
        confirms: Claims that say the same, as ``C3``.
        disputes: Claims that it denies.
        matter: A word that keeps claims on one matter together; empty: whom they are about.
        sensitivity: One of ``model.evidence.SENSITIVITIES``; what is not ``none`` is withheld from copies.
        note: In words.
    """

    speaker: str
    kind: str = "statement"
    actor: str = ""
    about: str = ""
    predicate: str = ""
    text: str = ""
    said_on: str = ""
    since: str = ""
    place: str = ""
    source: ClaimSource = field(default_factory=ClaimSource)
    figure: Figure | None = None
    rests_on: tuple[str, ...] = ()
    confirms: tuple[str, ...] = ()
    disputes: tuple[str, ...] = ()
    matter: str = ""
    sensitivity: str = "none"
    note: str = ""

    def __post_init__(self) -> None:
        needed("speaker", self.speaker, "say who says it")
        one_of("kind", self.kind, (*CLAIM_KINDS,))
        one_of("sensitivity", self.sensitivity, SENSITIVITIES)
        if not any(it.strip() for it in (self.text, self.predicate, self.source.quote)) and not self.figure:
            raise bad_fact("text", "", "say what is claimed, with a predicate, in words, or by a quote")
        for it in (self.said_on, self.since):
            span_of(it)
        for it in (*self.confirms, *self.disputes):
            if not re.fullmatch(r"C[1-9]\d*", it):
                raise bad_fact("claim", it, "name a claim by its number, e.g. C3 (`enduse claims list`)")

    @property
    def doer(self) -> str:
        """Whose doing it speaks of: the actor, else the speaker."""
        return self.actor or self.speaker

    @property
    def text_or_quote(self) -> str:
        """What it says, in words."""
        return self.text or self.source.quote or PREDICATES.get(self.predicate, self.predicate)

    @property
    def references(self) -> tuple[str, ...]:
        """Evidence and entries that it names, each once: ``E7``, ``C3``."""
        drawn = (it for it in self.rests_on if _REFERENCE.fullmatch(it))
        about = (self.about,) if _REFERENCE.fullmatch(self.about) else ()
        return tuple(dict.fromkeys((*self.source.evidence, *drawn, *self.confirms, *self.disputes, *about)))

    def to_facts(self) -> dict[str, Any]:
        """As the case log keeps it."""
        return filled(asdict(self))

    @classmethod
    def from_facts(cls, facts: Mapping[str, Any]) -> Self:
        """The same from what ``to_facts`` gave.

        Raises:
            InputError: ``E-CLAIM-FACT``.
        """
        told = known(cls, facts)
        figure = told.pop("figure", None)
        source = ClaimSource(**known(ClaimSource, told.pop("source", {})))
        told.setdefault("speaker", "")
        return cls(source=source, figure=Figure(**known(Figure, figure)) if figure else None, **told)

    def entry(self) -> NewEntry:
        """What is written into the case log."""
        return NewEntry("claim", self.to_facts(), self.about or self.doer)


@dataclass(frozen=True)
class Request:
    """Somebody was asked: to answer what is said of it, or to confirm what is said in its name.

    Attributes:
        to: Who was asked.
        purpose: One of ``PURPOSES``.
        channel: One of ``CHANNELS``.
        contact: Address or number that was used.
        questions: As asked.
        asked_on: Day, ISO 8601.
        deadline: Last day for an answer; empty: none was set.
        about: Claims, findings or rows the questions are about, as people call them.
        evidence: Copies of what was sent, as ``E7``.
        note: In words.
    """

    to: str
    asked_on: str
    purpose: str = "right_of_reply"
    channel: str = "email"
    contact: str = ""
    questions: tuple[str, ...] = ()
    deadline: str = ""
    about: tuple[str, ...] = ()
    evidence: tuple[str, ...] = ()
    note: str = ""

    def __post_init__(self) -> None:
        needed("to", self.to, "say who was asked")
        one_of("purpose", self.purpose, PURPOSES)
        one_of("channel", self.channel, CHANNELS)
        if not any(it.strip() for it in self.questions):
            raise bad_fact("questions", "", "say what was asked")
        asked = exact_day(self.asked_on)
        if self.deadline and exact_day(self.deadline) < asked:
            raise bad_fact("deadline", self.deadline, f"it lies before the day of asking, {asked}")

    @property
    def references(self) -> tuple[str, ...]:
        """Evidence and entries that it names."""
        return tuple(dict.fromkeys((*self.evidence, *(it for it in self.about if _REFERENCE.fullmatch(it)))))

    def to_facts(self) -> dict[str, Any]:
        """As the case log keeps it."""
        return filled(asdict(self))

    @classmethod
    def from_facts(cls, facts: Mapping[str, Any]) -> Self:
        """The same from what ``to_facts`` gave.

        Raises:
            InputError: ``E-CLAIM-FACT``.
        """
        return cls(**{"to": "", "asked_on": "", **known(cls, facts)})

    def entry(self) -> NewEntry:
        """What is written into the case log."""
        return NewEntry("request", self.to_facts(), self.to)


@dataclass(frozen=True)
class Reply:
    """What came of a request.

    Attributes:
        outcome: One of ``OUTCOMES``.
        on: Day, ISO 8601.
        text: What was answered; of a refusal the reason that was given.
        evidence: The answer as it came, as ``E7``.
        claims: Claims that stand in it, as ``C3``.
        by: Who answered, where it is not the one who was asked.
    """

    outcome: str
    on: str
    text: str = ""
    evidence: tuple[str, ...] = ()
    claims: tuple[str, ...] = ()
    by: str = ""

    def __post_init__(self) -> None:
        one_of("outcome", self.outcome, OUTCOMES)
        exact_day(self.on)

    @property
    def references(self) -> tuple[str, ...]:
        """Evidence and entries that it names."""
        return tuple(dict.fromkeys((*self.evidence, *self.claims)))

    def to_facts(self) -> dict[str, Any]:
        """As the case log keeps it."""
        return filled(asdict(self))

    @classmethod
    def from_facts(cls, facts: Mapping[str, Any]) -> Self:
        """The same from what ``to_facts`` gave.

        Raises:
            InputError: ``E-CLAIM-FACT``.
        """
        return cls(**{"outcome": "", "on": "", **known(cls, facts)})

    def entry(self, to: str, request: int) -> NewEntry:
        """What is written into the case log, below the request of that number."""
        return NewEntry("reply", self.to_facts(), to, request)
