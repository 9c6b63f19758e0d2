"""What one entry of a case says, in one line."""

from collections.abc import Callable, Mapping
from typing import Final

from enduse.model.case_book import (
    LINKS,
    Absence,
    Estimate,
    Event,
    Hypothesis,
    Mark,
    Note,
    Pin,
    Referral,
    Subject,
    Weighing,
    facts_of,
)
from enduse.model.case_log import UNDO, CaseEntry
from enduse.model.claim import Claim, Reply, Request
from enduse.report.case_absence import bounded
from enduse.report.wording import place_name

_BOUNDS: Final[Mapping[str, str]] = {"about": "about ", "at_least": "at least ", "at_most": "at most ", "exactly": ""}


def line_of(entry: CaseEntry) -> str:
    """The entry in words, without its number, writer and time."""
    return _LINES[entry.kind](entry) if entry.kind in _LINES else _plain(entry)


def estimate_line(told: Estimate, about: str = "") -> str:
    """An estimate, named as one, with who made it and how."""
    amount = f"{told.value:.0%}" if told.unit == "share" else f"{told.value:,.10g} {told.unit}"
    span = f" (from {told.low:,.10g} to {told.high:,.10g})" if told.low is not None and told.high is not None else ""
    when = f", {told.period}" if told.period else ""
    place = place_name(told.market) if told.market else ""
    where = f" in {place}" if place and place not in f"{about} {told.what}" else ""
    how = f"; method: {told.method}" if told.method else "; method not told"
    who = f"{about}: " if about else ""
    return f"Estimate: {who}{told.what}{where}{when}: {_BOUNDS[told.bound]}{amount}{span}, by {told.source}{how}"


def event_line(told: Event, about: str) -> str:
    """An event; of a link who did what to whom."""
    if told.is_a not in LINKS or not told.other:
        return told.text if about.casefold() in told.text.casefold() else f"{about}: {told.text}"
    said = f"{about} {LINKS[told.is_a][0]} {told.other}"
    goods = f" ({told.goods})" if told.goods else ""
    return f"{said}{goods}: {told.text}" if told.text != said else said


def _subject(entry: CaseEntry) -> str:
    told = Subject.from_facts(entry.facts)
    more = ", ".join(it for it in (told.is_a, told.part, told.country, told.number) if it)
    return f"{entry.about} ({more})"


def _note(entry: CaseEntry) -> str:
    told = Note.from_facts(entry.facts)
    who = f"{entry.about}: " if entry.about else ""
    if told.value is None:
        return f"{who}{told.text}"
    beside = f"; context beside {told.series}" if told.series else "; context"
    when = f", {told.period}" if told.period else ""
    return f"{who}{told.text}: {told.value:,.12g} {told.unit}{when} ({told.source}){beside}, never added to it"


def _pin(entry: CaseEntry) -> str:
    told = Pin.from_facts(entry.facts)
    what = told.ref or str(told.place)
    return ": ".join(it for it in (what, told.said, told.why) if it)


def _weighing(entry: CaseEntry) -> str:
    told = Weighing.from_facts(entry.facts)
    return f"{told.item} is {told.verdict.replace('_', ' ')} with C{entry.refers}: {told.reason}"


def _mark(entry: CaseEntry) -> str:
    told = Mark.from_facts(entry.facts)
    return f"in {told.evidence}: {told.is_a} {told.text!r} ({told.confidence})" + (
        f"; {told.note}" if told.note else ""
    )


def _referral(entry: CaseEntry) -> str:
    told = Referral.from_facts(entry.facts)
    head = f"{told.to}, {told.on}: {told.state}"
    return f"{head}. {told.text}" if told.text else head


def _hypothesis(entry: CaseEntry) -> str:
    told = Hypothesis.from_facts(entry.facts)
    return f"{told.text} (lawful)" if told.innocent else told.text


def _estimate(entry: CaseEntry) -> str:
    return estimate_line(Estimate.from_facts(entry.facts), entry.about)


def _absence(entry: CaseEntry) -> str:
    return bounded(Absence.from_facts(entry.facts)).sentence


def _event(entry: CaseEntry) -> str:
    told = facts_of(entry)
    assert isinstance(told, Event)
    when = f"{told.moment}: " if told.moment.known else ""
    return f"{when}{event_line(told, entry.about)}"


def claim_line(told: Claim) -> str:
    """Who says what."""
    words = told.text_or_quote or str(told.figure or "")
    return f"{told.speaker} says: {words}" + (f" ({told.figure})" if told.figure and words != str(told.figure) else "")


def _claim(entry: CaseEntry) -> str:
    return claim_line(Claim.from_facts(entry.facts))


def _request(entry: CaseEntry) -> str:
    told = Request.from_facts(entry.facts)
    due = f", answer due {told.deadline}" if told.deadline else ""
    return f"{told.to} was asked on {told.asked_on} by {told.channel}: {' '.join(told.questions)}{due}"


def _reply(entry: CaseEntry) -> str:
    told = Reply.from_facts(entry.facts)
    return f"{entry.about} {told.outcome} on {told.on}" + (f": {told.text}" if told.text else "")


def _plain(entry: CaseEntry) -> str:
    told = "; ".join(f"{name}: {it}" for name, it in entry.facts.items() if isinstance(it, str | int | float))
    return f"{entry.about}: {told}" if entry.about else told


def _undo(entry: CaseEntry) -> str:
    reason = entry.facts.get("reason", "")
    return f"C{entry.refers} no longer holds" + (f": {reason}" if reason else "")


_LINES: Final[Mapping[str, Callable[[CaseEntry], str]]] = {
    "subject": _subject,
    "note": _note,
    "pin": _pin,
    "weighing": _weighing,
    "mark": _mark,
    "referral": _referral,
    "hypothesis": _hypothesis,
    "estimate": _estimate,
    "absence": _absence,
    "event": _event,
    "claim": _claim,
    "request": _request,
    "reply": _reply,
    UNDO: _undo,
}
