"""What went to authorities, and what became of each."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from enduse.model.case_book import Referral
from enduse.model.case_log import CaseEntry


@dataclass(frozen=True)
class ReferralState:
    """One referral and where it stands.

    Attributes:
        id: ``C9``.
        on: The day it was sent.
        what: References to what was handed over.
        asked: In words.
        state: The last that came of it; ``sent`` as long as nothing did.
        answered_on: The day of that; empty: nothing came.
        answer: In words.
        steps: Entries that tell what came of it, in their order.
    """

    id: str
    to: str
    country: str
    on: str
    what: tuple[str, ...]
    asked: str
    state: str
    answered_on: str = ""
    answer: str = ""
    steps: tuple[str, ...] = ()


def referrals(entries: Iterable[CaseEntry]) -> list[ReferralState]:
    """Each referral that holds, in the order of writing; what came of an undone one is left out with it."""
    found: dict[str, ReferralState] = {}
    roots: dict[str, str] = {}
    for entry in entries:
        if entry.kind != "referral":
            continue
        told = Referral.from_facts(entry.facts)
        if not entry.refers:
            roots[entry.id] = entry.id
            found[entry.id] = ReferralState(entry.id, told.to, told.country, told.on, told.what, told.text, told.state)
        elif root := roots.get(f"C{entry.refers}"):
            roots[entry.id] = root
            before = found[root]
            found[root] = replace(
                before, state=told.state, answered_on=told.on, answer=told.text, steps=(*before.steps, entry.id)
            )
    return list(found.values())
