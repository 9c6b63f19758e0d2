"""What open questions could yet change of facts that seem settled: the interval announced must hold every answer."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from functools import cache

from enduse.decide.applying import applied
from enduse.decide.determination import Part
from enduse.decide.facts import Fact, FactSheet, Truths, fact_kinds
from enduse.decide.questions import Question, Reply, questions, told_facts, worse
from enduse.decide.rulebook import Rulebook


def widened(parts: Sequence[Part], sheet: FactSheet, book: Rulebook, on: date) -> tuple[Part, ...]:
    """The parts, each open question with what the rules would say of its worst answers.

    A fact that is known to be good may turn bad when an open question is answered (a military end use is told), and a
    rule that speaks only where something is known will speak: the rules are asked again with all such facts unknown.
    What they may then require is added to the question; a rule that might then fall away may require nothing.
    """
    open_ = [questions()[it.id] for it in parts if it.kind == "question" and it.answer == "unknown"]
    names = {name for question in open_ for name in _names(question.id)}
    if not names:
        return tuple(parts)
    movable = _together(it for question in open_ for it in _movable(question, sheet))
    wide = replace(sheet.with_facts(movable), unsettled=frozenset(names))
    moved = {it.name for it in movable}
    again = [
        (rule.id, applied(rule, span, wide), names & span.names)
        for rule, span in book.on(on)
        if span.condition and (moved & span.names or names & span.names_if_known)
    ]
    sure = {it.id for it in parts if it.kind == "rule" and it.answer == "yes"}
    fresh = [(part, said) for id, part, said in again if part and id not in sure]
    shaky = {id for id, part, _ in again if part is None or part.answer != "yes"}
    return tuple(_one(it, fresh, shaky) for it in parts)


def _one(part: Part, fresh: Iterable[tuple[Part, set[str]]], shaky: set[str]) -> Part:
    if part.kind == "rule":
        return replace(part, least=()) if part.id in shaky and part.least else part
    if part.answer != "unknown":
        return part
    mine = _names(part.id)
    more = {outcome for it, said in fresh if said & mine for outcome in it.possible}
    return replace(part, possible=tuple(sorted({*part.possible, *more}, reverse=True))) if more else part


@cache
def _names(question: str) -> frozenset[str]:
    """Facts that its answers tell, and those that are known better once it is answered."""
    told = {name for facts in questions()[question].sets.values() for name in facts}
    return frozenset(told | {it.name for it in fact_kinds().values() if question in it.questions})


def _movable(question: Question, sheet: FactSheet) -> Iterator[Fact]:
    """Known facts that an answer could turn against the order, as not known."""
    for word in question.sets:
        for told in told_facts((Reply(question.id, word, ""),), sheet.parties):
            known = sheet.get(told.name, told.about)
            if known and known.value is not None and (bad := worse(known, told)):
                yield replace(known, value=_unknown(known, bad))


def _unknown(known: Fact, bad: Fact) -> Truths | None:
    if not isinstance(known.value, Truths) or not isinstance(bad.value, Truths):
        return None
    before = known.value
    changed = {name: None for name, truth in bad.value.of.items() if truth != before.of.get(name, before.rest)}
    return Truths({**before.of, **changed}, before.rest)


def _together(facts: Iterable[Fact]) -> tuple[Fact, ...]:
    """Each fact once: of many truths every name not known that one answer or another could change."""
    found = dict[tuple[str, str], Fact]()
    for it in facts:
        before = found.setdefault((it.name, it.about), it)
        if isinstance(before.value, Truths) and isinstance(it.value, Truths):
            both = (*before.value.of.items(), *it.value.of.items())
            lost = {name: None for name, truth in both if truth is None}
            found[it.name, it.about] = replace(it, value=Truths({**it.value.of, **lost}, it.value.rest))
    return tuple(found.values())
