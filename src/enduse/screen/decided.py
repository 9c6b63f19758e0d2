"""Hits that somebody has decided: remembered for the pair, and open again when what the decision stood on changes.

``screening.jsonl`` is only ever appended to. One line is one JSON object::

    {"asked": "id:K-1007", "entry": "EU 833/2014 Annex IV|IV:697", "verdict": "not_same", "fields": {...},
     "note": "a pizzeria", "by": "...", "at": "2026-11-22T12:00:00Z"}

A later line about a pair replaces the earlier one; the verdict ``open`` takes a decision back.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Literal, Self, get_args

from enduse.errors import InputError
from enduse.model.ids import stable_key
from enduse.model.listing import ListEntry
from enduse.screen.listed import ListedEntry
from enduse.screen.screener import Hit
from enduse.screen.signs import Query
from enduse.text.company_names import normal_form

Verdict = Literal["same", "not_same", "open"]

_FIELDS = ("names", "identifiers", "addresses", "contacts", "countries", "births", "kind")


@dataclass(frozen=True)
class Decision:
    """What somebody decided about one pair.

    Attributes:
        asked: Who was looked for; see ``asked_key``.
        entry: Which entry; see ``entry_key``.
        verdict: ``open`` takes an earlier one back.
        fields: What both said when it was decided: ``asked.names`` or ``entry.births`` to a short hash.
        note: Why, in the decider's words.
        by: Who decided.
        at: When, UTC, ISO 8601.
    """

    asked: str
    entry: str
    verdict: Verdict
    fields: Mapping[str, str]
    note: str = ""
    by: str = ""
    at: str = ""

    def line(self) -> bytes:
        """As one line of the file."""
        return (json.dumps(asdict(self), ensure_ascii=False) + "\n").encode()


@dataclass(frozen=True)
class Decisions:
    """The last decision about each pair."""

    known: Mapping[tuple[str, str], Decision]

    @classmethod
    def parse(cls, lines: Iterable[str]) -> Self:
        """Read the lines of ``screening.jsonl``.

        Raises:
            InputError: ``E-SCREENING-DECISION``: a line is no decision.
        """
        known: dict[tuple[str, str], Decision] = {}
        for number, line in enumerate(lines, 1):
            if line.strip():
                decision = _decision(number, line)
                known[decision.asked, decision.entry] = decision
        return cls({pair: it for pair, it in known.items() if it.verdict != "open"})

    def about(self, query: Query, hit: Hit, own_id: str = "") -> tuple[Decision | None, tuple[str, ...]]:
        """The decision that holds for a hit, or None; and what has changed since, where one is open again for that."""
        decision = self.known.get((asked_key(query, own_id), entry_key(hit.listed))) if self.known else None
        if decision is None:
            return None, ()
        now = fields_of(query, hit.listed.entry)
        changed = tuple(name for name in sorted(now) if decision.fields.get(name) != now[name])
        return (None, changed) if changed else (decision, ())


def asked_key(query: Query, own_id: str = "") -> str:
    """What stays of a customer from one screening to the next: the user's own number, else the name."""
    if own_id:
        return f"id:{own_id}"
    names = sorted({normal_form(it).key or it.casefold() for it in query.names})
    return f"name:{'|'.join(names)}" if names else f"record:{stable_key(query.identifiers, query.addresses)}"


def entry_key(listed: ListedEntry) -> str:
    """The list and the publisher's id: the same in every snapshot."""
    return f"{listed.snapshot.name}|{listed.entry.entry_id}"


def fields_of(query: Query, entry: ListEntry) -> dict[str, str]:
    """What both say, field by field; the order within a field does not matter."""
    both: dict[str, Query | ListEntry] = {"asked": query, "entry": entry}
    return {f"{side}.{name}": _hash(getattr(it, name)) for side, it in both.items() for name in _FIELDS}


def decide(query: Query, hit: Hit, verdict: Verdict, own_id: str = "") -> Decision:
    """A decision about a hit, to be signed and appended to the file."""
    return Decision(asked_key(query, own_id), entry_key(hit.listed), verdict, fields_of(query, hit.listed.entry))


def _hash(value: object) -> str:
    parts = sorted(map(repr, value)) if isinstance(value, tuple) else [repr(value)]
    return stable_key(*parts, length=12)


def _decision(number: int, line: str) -> Decision:
    try:
        decision = Decision(**json.loads(line))
    except (json.JSONDecodeError, TypeError) as error:
        raise _bad(number, line) from error
    if decision.verdict not in get_args(Verdict) or not isinstance(decision.fields, dict):
        raise _bad(number, line)
    return decision


def _bad(number: int, line: str) -> InputError:
    return InputError(
        f"screening.jsonl, line {number}, is no decision: {line.strip()[:120]!r}. Without it hits that were decided "
        "would come up again, or stay away although they should not; correct or remove the line.",
        code="E-SCREENING-DECISION",
    )
