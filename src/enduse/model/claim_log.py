"""Claims, requests and answers as a case holds them, with their numbers."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Final, Literal

from enduse.model.claim import PREDICATES, Claim, ClaimSource, Reply, Request
from enduse.model.claim_facts import exact_day

State = Literal["asked", "answered", "declined", "unanswered"]
STATES: Final[tuple[State, ...]] = ("unanswered", "declined", "answered", "asked")
"""Of a question; in this order words for them are looked for."""

WITHHELD: Final = "[withheld]"
"""Stands in copies for what is personal or leaked."""


@dataclass(frozen=True)
class LoggedClaim:
    """A claim of the case: typed in, or a row of the last run.

    Attributes:
        id: ``C12`` of the case log, else the row's id in digits.
        claim: What was said.
        at: When it was written down, UTC; of a row empty.
        by: Who wrote it down; of a row empty.
        row_id: Of the row; 0: it was typed in.
        place: File, sheet and number of the row, ``claims.csv:2``.
        status: Of the row, as written: asked, declined ...
    """

    id: str
    claim: Claim
    at: str = ""
    by: str = ""
    row_id: int = 0
    place: str = ""
    status: str = ""

    @property
    def number(self) -> int:
        """In the case log; 0: it is a row."""
        return 0 if self.row_id else int(self.id[1:])


@dataclass(frozen=True)
class LoggedReply:
    """What came of a request, with its number."""

    id: str
    reply: Reply
    at: str
    by: str


@dataclass(frozen=True)
class RightOfReply:
    """Somebody who was asked, and what came of it.

    Attributes:
        id: Of the request, ``C12``; of a row of the ledger its id in digits.
        to: Who was asked.
        state: On the day of the question: answered and declined as written down; unanswered: the deadline has passed,
            or somebody wrote down that nothing came; else asked.
        asked_on: Day, ISO 8601.
        on: Day of the state: of the answer or refusal, of the deadline that passed, else of the asking.
        request: Whole; None: a row of the ledger tells of it.
        replies: In the order in which they came.
        place: Where such a row stands, ``claims.csv:2``.
    """

    id: str
    to: str
    state: State
    asked_on: str
    on: str
    request: Request | None = None
    replies: tuple[LoggedReply, ...] = ()
    place: str = ""

    @property
    def sentence(self) -> str:
        """For a dossier: ``Works was asked by email on 2024-03-01 and had not answered by 2024-03-15.``"""
        by = f" by {self.request.channel.replace('_', ' ')}" if self.request else ""
        asked = f"{self.to} was asked{by} on {self.asked_on or 'a day not recorded'}"
        match self.state:
            case "answered":
                return f"{asked} and answered on {self.on}."
            case "declined":
                return f"{asked} and declined to answer on {self.on}."
            case "unanswered":
                return f"{asked} and had not answered by {self.on}."
        due = self.request.deadline if self.request else ""
        return f"{asked}; an answer is open" + (f" until {due}." if due else ".")


def reply_state(request: Request, replies: tuple[LoggedReply, ...], today: date) -> tuple[State, str]:
    """The state of a request on a day, and since when.

    An answer outlasts a later silence or refusal: who has answered once was heard.
    """
    if told := [it.reply.on for it in replies if it.reply.outcome == "answered"]:
        return "answered", max(told)
    if told := [it.reply.on for it in replies if it.reply.outcome == "declined"]:
        return "declined", max(told)
    if request.deadline and today > exact_day(request.deadline):
        return "unanswered", request.deadline
    if told := [it.reply.on for it in replies]:
        return "unanswered", max(told)
    return "asked", request.asked_on


def redacted(claim: Claim) -> Claim:
    """The claim as it may leave the house: of a personal or leaked one only that there is one.

    >>> redacted(Claim("Oleg Vymyshlenny", text="my father owns it", sensitivity="personal")).speaker
    '[withheld]'
    """
    if claim.sensitivity == "none":
        return claim
    kept = replace(claim, speaker=WITHHELD, text=WITHHELD, place="", matter="", note="", figure=None, rests_on=())
    actor, about = (WITHHELD if it else "" for it in (claim.actor, claim.about))
    predicate = claim.predicate if claim.predicate in PREDICATES else ""
    shown = ClaimSource(evidence=claim.source.evidence)
    return replace(kept, actor=actor, about=about, predicate=predicate, source=shown)


def redacted_reply(asked: RightOfReply) -> RightOfReply:
    """The same without the address that was used and without the words of the answer."""
    request = replace(asked.request, contact="", note="") if asked.request else None
    replies = tuple(replace(it, reply=replace(it.reply, text="")) for it in asked.replies)
    return replace(asked, request=request, replies=replies)
