"""What people write into a case: claims, notes, hypotheses; nothing of it is changed, everything can be undone."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

UNDO: Final = "undo"

KINDS: Final[Mapping[str, str]] = {
    "claim": "Somebody said something about somebody.",
    "request": "Somebody was asked to answer.",
    "reply": "What came of a request: an answer, a refusal, or nothing by the day that was set.",
    "subject": "A party, machine, brand or plant that the case is about.",
    "note": "In words, on anything.",
    "pin": "A finding, row or piece of evidence that belongs to the case.",
    "event": "Something that happened on a day or in a period, as a source tells it.",
    "hypothesis": "An explanation that may hold.",
    "weighing": "How far one piece of evidence agrees with one hypothesis.",
    "estimate": "A figure that somebody published, with its method.",
    "absence": "What was looked for and not seen, with how much was looked at.",
    "mark": "What a reader of evidence saw in it: a brand, a model, a place, a signature, a person.",
    "status": "What a party is from a day on: dealer, former dealer, blocked.",
    "referral": "What was handed to an authority, and what became of it.",
    UNDO: "An earlier entry no longer holds.",
}
"""Kinds of entries, and what each is."""


@dataclass(frozen=True)
class NewEntry:
    """What is written.

    Attributes:
        kind: One of ``KINDS``.
        facts: Of that kind; JSON values.
        about: Whom or what it is about, as the user wrote it.
        refers: Number of the entry that it answers, weighs or undoes; 0: none.
    """

    kind: str
    facts: Mapping[str, Any] = field(default_factory=dict)
    about: str = ""
    refers: int = 0


@dataclass(frozen=True)
class CaseEntry:
    """What was written.

    Attributes:
        number: Counts from 1; never given twice.
        at: When, in UTC, ISO 8601.
        by: Who.
    """

    number: int
    kind: str
    about: str
    facts: Mapping[str, Any]
    refers: int
    at: str
    by: str

    @property
    def id(self) -> str:
        """What people call it."""
        return f"C{self.number}"


def in_force(entries: Iterable[CaseEntry]) -> list[CaseEntry]:
    """Entries that hold, in their order, without those that undo.

    The undoing of an undoing brings an entry back: of the entries that undo one, those count that hold themselves.
    """
    every = list(entries)
    undone = set[int]()
    for entry in reversed(every):
        # Whoever undoes stands later, so it is already known whether that one holds.
        if entry.kind == UNDO and entry.number not in undone:
            undone.add(entry.refers)
    return [it for it in every if it.kind != UNDO and it.number not in undone]
