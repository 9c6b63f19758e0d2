"""What one speaker said on one matter, in the order of time, with what changed from one telling to the next."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher

from enduse.model.claim import Claim
from enduse.model.claim_facts import span_of
from enduse.model.claim_log import LoggedClaim

_WORD = re.compile(r"[^\W_]+")
_LAST = date(9999, 12, 31)


@dataclass(frozen=True)
class Change:
    """One thing that a later telling says otherwise.

    Attributes:
        what: ``claim`` (the predicate), ``since``, ``actor``, ``about``, ``figure`` or ``words``.
        before: Of the earlier telling; of words those that are gone.
        after: Of the later one; of words those that are new.
    """

    what: str
    before: str
    after: str

    def __str__(self) -> str:
        """``since: 2022-03 -> 2022-12``."""
        return f"{self.what}: {self.before or '-'} -> {self.after or '-'}"


@dataclass(frozen=True)
class Telling:
    """A claim, and how it differs from the one before; the first differs from nothing."""

    claim: LoggedClaim
    changes: tuple[Change, ...]


@dataclass(frozen=True)
class Story:
    """What one speaker said on one matter.

    Attributes:
        speaker: As written first.
        matter: The word that keeps the claims together, else whom they are about; empty: the speaker itself.
        tellings: At least two, by the first day on which they can have been said; those without a day last.
        changed: Does what is claimed differ, and not the words alone?
    """

    speaker: str
    matter: str
    tellings: tuple[Telling, ...]

    @property
    def changed(self) -> bool:
        """Does what is claimed differ, and not the words alone?"""
        return any(it.what != "words" for one in self.tellings for it in one.changes)


def stories(claims: Sequence[LoggedClaim], key: Callable[[str], str]) -> list[Story]:
    """Matters on which a speaker spoke more than once, the changed ones first, then by speaker.

    Args:
        claims: Any.
        key: What two spellings of one name share.
    """
    groups: dict[tuple[str, str], list[LoggedClaim]] = {}
    for it in claims:
        matter = it.claim.matter.casefold().strip() or key(it.claim.about)
        groups.setdefault((key(it.claim.speaker), matter), []).append(it)
    found = [_story(sorted(it, key=_order)) for it in groups.values() if len(it) > 1]
    return sorted(found, key=lambda it: (not it.changed, it.speaker.casefold(), it.matter.casefold()))


def _order(it: LoggedClaim) -> tuple[date, str, int, str]:
    days = span_of(it.claim.said_on)
    # On one day the order of writing down is all there is.
    return (days[0] if days else _LAST, it.at, it.number, it.id)


def _story(told: Sequence[LoggedClaim]) -> Story:
    first = told[0].claim
    tellings = [Telling(told[0], ())]
    tellings += [Telling(it, _changes(before.claim, it.claim)) for before, it in zip(told, told[1:], strict=False)]
    return Story(first.speaker, first.matter or first.about, tuple(tellings))


def _changes(before: Claim, after: Claim) -> tuple[Change, ...]:
    pairs = {
        "claim": (before.predicate, after.predicate),
        "actor": (before.actor, after.actor),
        "about": (before.about, after.about),
        "since": (before.since, after.since),
        "figure": (str(before.figure or ""), str(after.figure or "")),
        "words": word_changes(before.source.quote or before.text, after.source.quote or after.text),
    }
    return tuple(Change(what, *it) for what, it in pairs.items() if it[0].casefold() != it[1].casefold())


def word_changes(before: str, after: str) -> tuple[str, str]:
    """Runs of words that are gone, and those that are new, each run apart by `` … ``; case and marks do not count.

    >>> word_changes("We never sold to them.", "We sold parts to them")
    ('never', 'parts')
    """
    one, two = _WORD.findall(before), _WORD.findall(after)
    first, second = ([it.casefold() for it in words] for words in (one, two))
    gone, new = list[str](), list[str]()
    for tag, a, b, c, d in SequenceMatcher(None, first, second, autojunk=False).get_opcodes():
        if tag != "equal":
            gone.append(" ".join(one[a:b]))
            new.append(" ".join(two[c:d]))
    return " … ".join(filter(None, gone)), " … ".join(filter(None, new))
