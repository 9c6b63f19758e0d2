"""What the rules in force on a day say of the facts of an order."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from enduse.decide.conditions import Place, Told, smallest, together
from enduse.decide.determination import Lack, Part
from enduse.decide.facts import Fact, FactSheet, fact_kinds
from enduse.decide.outcomes import no_prohibition, while_unknown
from enduse.decide.rulebook import Rule, Rulebook, Span


@dataclass(frozen=True)
class Applied:
    """What rules said: those that apply or may, and the ids of those that do not."""

    parts: tuple[Part, ...]
    examined: tuple[str, ...]


def apply_rules(book: Rulebook, sheet: FactSheet, on: date) -> Applied:
    """Every rule in force on the day, asked of every line and party it speaks of."""
    parts, examined = list[Part](), list[str]()
    for rule, span in book.on(on):
        if part := applied(rule, span, sheet):
            parts.append(part)
        else:
            examined.append(rule.id)
    return Applied(tuple(parts), tuple(examined))


def applied(rule: Rule, span: Span, sheet: FactSheet) -> Part | None:
    """What one rule says; None where it does not apply."""
    assert span.condition is not None, "a gap applies to nothing"
    if not span.may_hold(sheet):
        return None
    told = [(place, span.condition.told(place)) for place in rule.places(sheet)]
    sure = [it for it in told if it[1].truth is True] if span.verified else []
    open_ = [it for it in told if it[1].truth is None or (it[1].truth is True and not span.verified)]
    if not sure and not open_:
        return None
    meant = sure or open_
    lacks = tuple(_lacks(span, meant))
    deniers = _deniers(told)
    said = span.outcomes
    if rule.basis == "policy" and not rule.decided:
        said = tuple(sorted({no_prohibition(it) for it in said}, reverse=True))
    now = said if sure else while_unknown(said)
    return Part(
        id=rule.id, kind="rule", gate=rule.gate, jurisdiction=rule.jurisdiction, title=rule.title,
        answer="yes" if sure else "unknown", now=now, possible=said,
        least=said if sure and not deniers else (),
        basis=rule.basis, sentence=_sentence(span, sheet, meant, bool(sure)), licence_policy=span.licence_policy,
        citation=span.citation, source=span.source, evidence=span.evidence, confidence=span.confidence,
        start=span.start, end=span.end, about=tuple(_about(sheet, meant)), rests_on=_rests(meant), lacks=lacks,
        deniers=deniers,
    )  # fmt: skip


def _deniers(told: Iterable[tuple[Place, Told]]) -> tuple[frozenset[str], ...]:
    """Sets of questions of which favourable answers would show that the rule does not apply, the smallest first."""
    return together(_asked(it.deniers) for _, it in told if it.truth is not False)


def _asked(alternatives: Iterable[frozenset[str]]) -> tuple[frozenset[str], ...]:
    """Sets of facts as the questions that tell them best; without those that nobody can be asked for."""
    asked = ([fact_kinds()[name].questions for name in sorted(it)] for it in alternatives)
    return smallest(frozenset(it[0] for it in each) for each in asked if all(each))


def _lacks(span: Span, told: Iterable[tuple[Place, Told]]) -> Iterator[Lack]:
    if not span.verified:
        yield Lack("", "", (), f"The law of these days was not verified: {span.note or span.citation}.")
    seen = set[tuple[str, str]]()
    for place, it in told:
        for name in it.missing:
            kind = fact_kinds()[name]
            about = {"goods": place.line, "party": place.party}.get(kind.scope, "")
            if (name, about) in seen:
                continue
            seen.add((name, about))
            fact = place.sheet.get(name, about)
            sentence = fact.sentence if fact and fact.sentence else kind.means
            if name in it.unread:
                yield Lack(name, about, (), f"{sentence} Whether the law means it was not read: {span.citation}.")
                continue
            asked = kind.questions if fact is None or fact.askable else ()
            yield Lack(name, about, asked, sentence)


def _about(sheet: FactSheet, told: Iterable[tuple[Place, Told]]) -> Iterator[str]:
    seen = dict.fromkeys(about for place, _ in told for about in (place.line, place.party) if about)
    yield from (sheet.label(it) for it in seen)


def _rests(told: Iterable[tuple[Place, Told]]) -> tuple[Fact, ...]:
    return tuple({(it.name, it.about): it for _, one in told for it in one.rests_on}.values())


def _sentence(span: Span, sheet: FactSheet, told: list[tuple[Place, Told]], sure: bool) -> str:
    whom = "; ".join(dict.fromkeys(_about(sheet, told)))
    head = span.sentence if sure else f"Not known whether this applies: {span.sentence}"
    return f"{head} ({whom})" if whom else head
