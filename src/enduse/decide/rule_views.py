"""Rules seen from outside: which are in force, what changed between two days, which codes they speak of."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from enduse.decide.conditions import Condition, Every, Opposite, Some, Test
from enduse.decide.rulebook import Rule, Rulebook, Span
from enduse.goods.entries.truth import Truth


@dataclass(frozen=True)
class RuleView:
    """A rule on a day.

    Attributes:
        destinations: As the rule writes them; empty: it does not go by destination.
        goods: Codes, entries, tiers and lists it speaks of, as it writes them.
    """

    rule: Rule
    span: Span
    destinations: tuple[str, ...]
    goods: tuple[str, ...]


@dataclass(frozen=True)
class RuleChange:
    """What became of a rule between two days: ``begins``, ``ends``, ``changes``."""

    change: str
    rule: Rule
    before: Span | None
    after: Span | None


@dataclass(frozen=True)
class CodeCoverage:
    """What a rule says of a goods code by code alone: yes, or not known."""

    rule: Rule
    span: Span
    named: Truth


def in_force(book: Rulebook, on: date, jurisdiction: str = "", destination: str = "") -> tuple[RuleView, ...]:
    """Rules in force on a day, of a jurisdiction and for a destination where these are given."""
    found = list[RuleView]()
    for rule, span in book.on(on):
        tests = list(_tests(span.condition))
        where = tuple(dict.fromkeys(it for test in tests for it in _named(test, "destination", "countries", "onward")))
        if jurisdiction and rule.jurisdiction != jurisdiction:
            continue
        if destination and where and destination not in where:
            continue
        goods = (it for test in tests for it in _named(test, *_GOODS))
        found.append(RuleView(rule, span, where, tuple(dict.fromkeys(goods))))
    return tuple(sorted(found, key=lambda it: (it.rule.jurisdiction, it.rule.gate, it.rule.id)))


def changed(book: Rulebook, before: date, after: date) -> tuple[RuleChange, ...]:
    """Every rule that does not stand on the second day as it stood on the first."""
    found = list[RuleChange]()
    for rule in book.rules:
        old, new = (_standing(rule.on(day)) for day in (before, after))
        if old is not new:
            word = "begins" if old is None else "ends" if new is None else "changes"
            found.append(RuleChange(word, rule, old, new))
    return tuple(found)


def coverage(book: Rulebook, on: date, code: str) -> tuple[CodeCoverage, ...]:
    """Rules that name a goods code on a day, the certain ones first."""
    found = list[CodeCoverage]()
    for rule, span in book.on(on):
        told = [it.of_value(code) for it in _tests(span.condition) if it.name == "goods.code"]
        named = [it for it in told if it is not False]
        if named:
            found.append(CodeCoverage(rule, span, True if True in named else None))
    return tuple(sorted(found, key=lambda it: (it.named is None, it.rule.jurisdiction, it.rule.id)))


_GOODS = ("goods.code", "goods.entries", "goods.priority_tier", "goods.code_lists", "goods.software_type")


def _standing(span: Span | None) -> Span | None:
    return span if span and not span.gap else None


def _tests(condition: Condition | None) -> Iterator[Test]:
    if isinstance(condition, Every | Some):
        for part in condition.parts:
            yield from _tests(part)
    elif isinstance(condition, Opposite):
        return
    elif isinstance(condition, Test):
        yield condition


def _named(test: Test, *names: str) -> Iterator[str]:
    if test.name not in names:
        return
    wanted: Any = test.wanted
    if isinstance(wanted, str):
        yield wanted
    elif isinstance(wanted, list):
        yield from map(str, wanted)
    elif isinstance(wanted, Mapping):
        yield from map(str, wanted.get("codes", ()))
        yield from (f"{it}?" for it in wanted.get("maybe", ()))
