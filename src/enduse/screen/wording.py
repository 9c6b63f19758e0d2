"""An ownership answer in sentences: what the answer is, why, by which law, what it rests on, what is open."""

from collections.abc import Iterator
from dataclasses import dataclass

from enduse.errors import Notice
from enduse.screen.control import Flag
from enduse.screen.ground import Ground, above
from enduse.screen.paths import Path
from enduse.screen.rules import OwnershipRule, OwnershipTest
from enduse.screen.stakes import Listed
from enduse.screen.verdict import Answer, Verdict


@dataclass(frozen=True)
class Told:
    """What the sentences are about."""

    rule: OwnershipRule
    test: OwnershipTest
    answer: Answer
    outcome: str
    verdict: Verdict


_HEADS = {
    "owned": "{subject} is owned by listed parties under this rule ({outcome}).",
    "possibly_owned": "{subject} may be owned by listed parties under this rule ({outcome}).",
    "not_owned": "On what is recorded, {subject} is not owned by listed parties under this rule ({outcome}).",
    "listed": "{subject} is listed itself; who owns it does not matter for this rule.",
    "unknown": "Unknown for {subject}: the law of {on} is not verified. Hold, and check the source.",
    "not_in_force": "No ownership rule was in force on {on} ({outcome}).",
    "not_assessable": "Not assessable: too little is recorded of who owns {subject}.",
}


NOBODY_LISTED = "No listed party is recorded"
"""How the sentence begins that says so."""

Rest = tuple[tuple[Path, ...], bool, tuple[Flag, ...], tuple[Notice, ...]]
"""Paths, whether there are more, flags, notices."""


def sentences_of(ground: Ground, told: Told, company: int, rest: Rest) -> tuple[str, ...]:
    """The answer for a reader, the answer itself first."""
    return tuple(_sentences(ground, told, company, rest))


def _sentences(ground: Ground, told: Told, company: int, rest: Rest) -> Iterator[str]:
    paths, more, flags, notices = rest
    question, rule = ground.question, told.rule
    subject = question.name(ground.parties.keys[company])
    head = _HEADS[told.answer].format(subject=subject, on=question.on, outcome=told.outcome.replace("_", " "))
    yield f"{rule.jurisdiction}, {question.on}: {head}"
    yield from _shares(told, any(it.kind == "acts_together" for it in flags))
    yield from _listings(ground, told, company)
    yield f"Rule: {rule.sentence} {rule.citation}."
    if rule.note:
        yield f"Note: {rule.note}"
    for it in paths:
        yield f"Path: {it.text(ground)}."
    if more:
        yield f"There are more paths than these {len(paths)}."
    for flag in flags:
        yield f"Sign ({flag.confidence}): {flag.sentence}"
    for notice in notices:
        yield f"{notice.code}: {notice.message}"


def _shares(told: Told, joint: bool) -> Iterator[str]:
    test, verdict = told.test, told.verdict
    if verdict.condition:
        yield f"The answer depends on this: {verdict.condition}."
    together = "" if test.aggregate == "all" or len(verdict.of) == 1 else ", added up,"
    alone = "One listed party, with those who act together with it, holds" if joint else "One listed party holds"
    for it in verdict.bounds:
        of = "the votes" if it.measure == "votes" else "the capital"
        who = alone if test.aggregate == "joint" and not together else "Listed parties hold"
        yield f"{who}{together} {it.text} of {of}; the rule asks for {test.wanted}."
    if told.answer in ("unknown", "not_in_force") and verdict.answer not in ("not_owned", "not_assessable"):
        yield f"Were the last known rule in force, the answer would be: {verdict.answer.replace('_', ' ')}."
    if not verdict.bounds and verdict.answer == "not_owned":
        yield f"{NOBODY_LISTED} among its holders, directly or through others."


def _seen(listing: Listed) -> str:
    on = f", on the list of {listing.seen_on}" if listing.seen_on else ""
    return f"first day not recorded{on}"


def _listings(ground: Ground, told: Told, company: int) -> Iterator[str]:
    """Who of the listed bears on the answer, and since when."""
    question = ground.question
    names = []
    entries = [entry for at in above(ground, company) & told.verdict.of for entry in ground.listings.get(at, ())]
    for it in sorted(entries, key=lambda it: (it.party, it.authority, it.list)):
        if it.holds_on(question.on) and told.test.counts(it) is not False:
            since = f"since {it.start}" if it.start else _seen(it)
            since += f"; only possibly the same party: {it.possible.partition(':')[0]}" if it.possible else ""
            extra = f", {'; '.join(it.programmes)}" if it.programmes else ""
            names.append(f"{question.name(it.party)} ({it.authority}, {it.list}{extra}, {since})")
    if names:
        yield f"Listed: {', '.join(names)}."
    if len(names) > 1 and told.rule.jurisdiction == "US-BIS":
        yield "Of several listed owners, the most restrictive requirement governs; compare the entries above."
