"""What may come of an order, the strictest first, and on what each part of an answer rests."""

from collections.abc import Iterable
from enum import IntEnum
from typing import Literal

Basis = Literal["law", "policy"]
"""``law``: a dated rule with its citation. ``policy``: a house rule of good practice, which may be adjusted."""


class Outcome(IntEnum):
    """What an order needs; a higher number is stricter."""

    OK = 0
    RECORD = 1
    CLAUSE = 2
    EDD = 3
    HOLD = 4
    LICENCE = 5
    BLOCK = 6


MEANING = {
    Outcome.BLOCK: "prohibited: do not ship",
    Outcome.LICENCE: "a licence or permit is needed before export",
    Outcome.HOLD: "a question must be settled before export",
    Outcome.EDD: "enhanced due diligence, and a second approver",
    Outcome.CLAUSE: "a term must be added to the contract",
    Outcome.RECORD: "evidence must be kept",
    Outcome.OK: "no obstacle found in what was examined",
}
"""Every outcome in words."""


def strictest(outcomes: Iterable[Outcome]) -> Outcome:
    """The strictest of them; OK of none."""
    return max(outcomes, default=Outcome.OK)


def while_unknown(outcomes: Iterable[Outcome]) -> tuple[Outcome, ...]:
    """What a rule asks for while nobody knows whether it applies: to wait, where it may stop or license the order.

    Lighter duties are taken on at once: a clause too many harms nobody.
    """
    return tuple(sorted({min(it, Outcome.HOLD) for it in outcomes}, reverse=True))


def no_prohibition(outcome: Outcome) -> Outcome:
    """The most that a house rule asks by itself: to wait, where it would forbid."""
    return Outcome.HOLD if outcome is Outcome.BLOCK else outcome
