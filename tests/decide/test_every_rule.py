"""What holds of every bundled rule: its spans, its conditions, its first and last days, and the whole book's reach.

Facts that satisfy a condition are derived from the condition itself, so that tomorrow's file is held to this too.
"""

import re
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, timedelta
from functools import cache
from importlib.resources import files
from itertools import groupby, islice, pairwise, product
from pathlib import Path

import pytest

from enduse.decide.applying import applied, apply_rules
from enduse.decide.conditions import Condition, Every, Opposite, Place, Some
from enduse.decide.conditions import Test as Single
from enduse.decide.determination import Part
from enduse.decide.facts import Fact, FactSheet, Truths, Value, fact_kinds
from enduse.decide.outcomes import Outcome
from enduse.decide.rulebook import CONFIDENCE, EVIDENCE, GATES, Rule, Span, rulebook

Literal = tuple[Single, bool]
Facts = Mapping[str, Value | None]
Sheet = Callable[[Facts], FactSheet]

BOOK = rulebook()
EVERY_RULE = pytest.mark.parametrize("rule", BOOK.rules, ids=lambda it: it.id)
TURNS = {(rule.id, day) for rule in BOOK.rules for span in rule.spans for day in (span.start, span.end) if day}
SELLERS = ("KR", "TW", "JP", "EU", "US", "CH")
DESTINATIONS = ("CN", "TR", "UZ", "KZ", "KG", "AE", "TH", "IN", "RU", "BY")
TODAY = date(2026, 11, 22)
# T025: names on a list, which follow the loaded list. T059: an exception, written into the conditions of other rules.
OF_LISTS_AND_EXCEPTIONS = {"T025", "T059"}


# --- facts out of conditions


def conjunctions(condition: Condition, wanted: bool) -> Iterator[tuple[Literal, ...]]:
    """Ways in which the condition can be the wanted one: tests that must hold or fail together."""
    if isinstance(condition, Single):
        yield ((condition, wanted),)
    elif isinstance(condition, Opposite):
        yield from conjunctions(condition.part, not wanted)
    else:
        assert isinstance(condition, Every | Some)
        if isinstance(condition, Every) is wanted:
            for chosen in product(*(list(conjunctions(it, wanted)) for it in condition.parts)):
                yield tuple(literal for one in chosen for literal in one)
        else:
            for it in condition.parts:
                yield from conjunctions(it, wanted)


def candidates(name: str, tests: Iterable[Single]) -> Iterator[Value | None]:
    """Values worth trying for one fact: what the tests name, beside it, and nothing of it."""
    kind = fact_kinds()[name].type
    if kind == "bool":
        yield from (True, False, None)
    for test in tests:
        yield from wanted_values(kind, test.wanted)
    beside: Mapping[str, list[Value]] = {
        "word": ["999999", "ZZ", "none"],
        "truths": [Truths({}, False)],
        "number": [50.0],
    }
    yield from beside.get(kind, [])
    yield None


def wanted_values(kind: str, wanted: object) -> Iterator[Value]:
    """Values that one test names, or that lie on both sides of its bound."""
    if isinstance(wanted, str | list):
        named = [wanted] if isinstance(wanted, str) else wanted
        yield from (Truths({it: True}, False) if kind == "truths" else it for it in named)
    elif isinstance(wanted, Mapping):
        yield from (
            it if len(it) >= 6 else it.ljust(6, "1") for it in (*wanted.get("codes", ()), *wanted.get("maybe", ()))
        )
        for bound, limit in wanted.items():
            if kind == "number" and bound in ("lt", "lte", "gt", "gte"):
                yield from (float(limit) + step for step in (0.0, -1.0, 1.0))
            if kind == "date" and bound in ("lt", "lte", "gt", "gte"):
                yield from (limit + timedelta(step) for step in (0, -1, 1))
    if kind == "date":
        yield date(2021, 1, 1)


def solved(literals: Iterable[Literal], surely: bool) -> dict[str, Value | None] | None:
    """Facts under which all of them are as wanted; None where they contradict each other.

    Not ``surely``: of codes that nobody read it is enough that they may be meant.
    """
    found = dict[str, Value | None]()
    for name, group in groupby(sorted(literals, key=lambda it: it[0].name), key=lambda it: it[0].name):
        several = list(group)
        value = next(
            (it for it in candidates(name, [test for test, _ in several]) if fits(it, several, surely)), _NOTHING
        )
        if value is _NOTHING:
            return None
        found[name] = value  # type: ignore[assignment]
    return found


_NOTHING = object()


def fits(value: Value | None, literals: Iterable[Literal], surely: bool) -> bool:
    for test, wanted in literals:
        scope = fact_kinds()[test.name].scope
        about = {"party": "buyer", "goods": "1", "order": ""}[scope]
        place = Place(FactSheet((Fact(test.name, value, about=about),), ("buyer",), ("1",)), "1", "buyer")
        truth = test.told(place).truth
        may_be = not surely and value is not None and bool(keys(test.wanted) & {"maybe", "complete"})
        if truth is not wanted and not (may_be and truth is None):
            return False
    return True


def satisfying(condition: Condition) -> Iterator[dict[str, Value | None]]:
    """Facts that the condition asks for; several ways where it has several.

    Where codes were not read none may be sure: then facts under which it is not known.
    """
    ways = list(islice(conjunctions(condition, True), 4096))
    sure = [found for it in ways if (found := solved(it, True)) is not None]
    return iter(sure or [found for it in ways if (found := solved(it, False)) is not None])


@cache
def first_way(rule_id: str, start: date | None) -> tuple[tuple[str, Value | None], ...]:
    rule = BOOK.rule(rule_id)
    assert rule
    span = next(it for it in rule.spans if it.start == start)
    assert span.condition
    found = next(satisfying(span.condition), None)
    assert found is not None, f"{rule_id}: no facts satisfy the condition of {start}"
    return tuple(found.items())


def with_conditions(rule: Rule) -> Iterator[tuple[Span, Condition]]:
    """Its spans that ask something; gaps do not."""
    return ((span, span.condition) for span in rule.spans if span.condition)


# --- the form


@EVERY_RULE
def test_a_rule_says_where_it_stands_and_how_that_is_known(rule: Rule) -> None:
    assert rule.gate in GATES
    assert rule.jurisdiction in ("KR", "TW", "JP", "CN", "CH", "EU", "GB", "US", "HOUSE")
    for span in rule.spans:
        assert span.citation.strip()
        assert span.source.strip()
        assert span.evidence in EVIDENCE
        assert span.confidence in CONFIDENCE
        assert span.sentence.strip().endswith((".", ")"))
        assert span.outcomes
        assert Outcome.OK not in span.outcomes
        assert not span.licence_policy or Outcome.LICENCE in span.outcomes


@EVERY_RULE
def test_its_days_follow_each_other_without_a_silent_gap(rule: Rule) -> None:
    for span in rule.spans:
        assert span.start is None or span.end is None or span.start < span.end
        assert bool(span.gap) is (span.condition is None)
    for before, after in pairwise(rule.spans):
        assert before.end == after.start


@EVERY_RULE
def test_a_rule_of_law_binds_only_whom_it_names(rule: Rule) -> None:
    if rule.basis == "policy":
        return
    for span in rule.spans:
        names = set(span.condition.names()) if span.condition else {"seller.law"}
        assert names & {"seller.law", "us.content", "us.origin", "seller.us_person"}, rule.id


@EVERY_RULE
def test_the_answer_carries_how_the_rule_is_known(rule: Rule, full_sheet: Sheet) -> None:
    for span, _ in with_conditions(rule):
        part = applied(rule, span, full_sheet(dict(first_way(rule.id, span.start))))
        assert part
        assert (part.evidence, part.confidence, part.source) == (span.evidence, span.confidence, span.source)


# --- what it says


@EVERY_RULE
def test_facts_that_satisfy_a_condition_make_the_rule_speak(rule: Rule, full_sheet: Sheet) -> None:
    for span, condition in with_conditions(rule):
        for facts in islice(satisfying(condition), 12):
            part = applied(rule, span, full_sheet(facts))
            told = condition.told(Place(full_sheet(facts), "1", "buyer"))
            assert told.truth is not False
            assert part
            assert part.answer == ("yes" if span.verified and told.truth else "unknown")
            assert (part.start, part.end) == (span.start, span.end)


@EVERY_RULE
def test_an_unverified_rule_holds_and_none_of_the_house_prohibits(rule: Rule, full_sheet: Sheet) -> None:
    for span, _ in with_conditions(rule):
        part = applied(rule, span, full_sheet(dict(first_way(rule.id, span.start))))
        assert part
        assert rule.basis == "law" or rule.decided or Outcome.BLOCK not in part.possible
        if not span.verified:
            assert max(part.now) <= Outcome.HOLD
            assert part.lacks


@EVERY_RULE
def test_a_fact_that_is_not_known_makes_no_rule_sure_nor_silent(rule: Rule, bare_sheet: Sheet) -> None:
    for span, condition in with_conditions(rule):
        facts = dict(first_way(rule.id, span.start))
        only_told = {single.name for single in singles_in(condition) if "known" in keys(single.wanted)}
        for name in facts.keys() - only_told:
            part = applied(rule, span, bare_sheet({**facts, name: None}))
            assert part, f"silent in {span.start} though {name} is not known"
        if rule.basis == "law":
            empty = applied(rule, span, bare_sheet({}))
            assert empty is None or empty.answer == "unknown"


def singles_in(condition: Condition) -> Iterator[Single]:
    if isinstance(condition, Single):
        yield condition
    elif isinstance(condition, Opposite):
        yield from singles_in(condition.part)
    else:
        assert isinstance(condition, Every | Some)
        for it in condition.parts:
            yield from singles_in(it)


def keys(wanted: object) -> set[str]:
    return set(wanted) if isinstance(wanted, Mapping) else set()


# --- its days


@EVERY_RULE
def test_the_day_before_and_the_day_differ_by_the_rules_of_that_day_alone(rule: Rule, full_sheet: Sheet) -> None:
    for day in sorted(day for id, day in TURNS if id == rule.id):
        beside = (it for it in (rule.on(day), rule.on(day - timedelta(1))) if it and it.condition)
        span = next(beside, None)
        if span is None:
            continue  # from one gap to the next
        sheet = full_sheet(dict(first_way(rule.id, span.start)))
        before, after = (said_on(it, sheet) for it in (day - timedelta(1), day))
        changed = {it for it in before.keys() | after.keys() if before.get(it) != after.get(it)}
        assert rule.id in changed, day
        assert changed <= {id for id, turn in TURNS if turn == day}


def said_on(day: date, sheet: FactSheet) -> Mapping[str, Part]:
    return {it.id: it for it in apply_rules(BOOK, sheet, day).parts}


# --- the book's reach


def test_every_rule_of_asia_and_switzerland_is_described_and_no_other() -> None:
    page = (Path(__file__).parents[2] / "docs/reference/law-asia-ch.md").read_text(encoding="utf-8")
    described = set(re.findall(r"`((?:kr|tw|jp|cn|ch)_[a-z0-9_]+)`", page))
    assert described == {it.id for it in BOOK.rules if it.jurisdiction in ("KR", "TW", "JP", "CN", "CH")}


@pytest.mark.parametrize("seller", ["KR", "TW", "JP", "CN", "CH"])
@pytest.mark.parametrize(("on", "forbidden"), [(date(2017, 12, 21), False), (date(2017, 12, 22), True)])
def test_machinery_to_north_korea_is_forbidden(seller: str, on: date, forbidden: bool, full_sheet: Sheet) -> None:
    facts: Facts = {"seller.law": Truths({seller: True}, False), "destination": "KP", "goods.code": "845811"}
    blocks = [it.id for it in apply_rules(BOOK, full_sheet(facts), on).parts if Outcome.BLOCK in it.now]
    assert blocks == ([f"{seller.lower()}_north_korea"] if forbidden else [])


def timeline() -> list[Mapping[str, object]]:
    text = (files("enduse.data") / "control_dates.toml").read_text(encoding="utf-8")
    rules: list[Mapping[str, object]] = tomllib.loads(text)["rules"]
    return rules


@pytest.mark.parametrize("row", timeline(), ids=lambda it: str(it["id"]))
def test_every_row_of_the_timeline_is_a_rule_that_starts_on_its_day(row: Mapping[str, object]) -> None:
    if row["id"] in OF_LISTS_AND_EXCEPTIONS:
        return
    starts = {span.start for rule in BOOK.rules for span in rule.spans if str(row["id"]) in span.source.split(", ")}
    assert row["start"] in starts


@pytest.mark.parametrize("seller", SELLERS)
@pytest.mark.parametrize("destination", DESTINATIONS)
def test_a_listed_machine_has_a_defined_answer_from_every_seller_to_every_destination(
    seller: str, destination: str, full_sheet: Sheet
) -> None:
    parts = law_of(seller, destination, full_sheet)
    asked = {it for part in parts if part.answer == "yes" for it in part.now}
    if (seller, destination) == ("CH", "TR"):
        assert Outcome.RECORD in asked
        assert not asked & {Outcome.LICENCE, Outcome.BLOCK}
    else:
        assert asked & {Outcome.LICENCE, Outcome.BLOCK}


@pytest.mark.parametrize("seller", SELLERS)
@pytest.mark.parametrize("destination", ["RU", "BY"])
def test_a_listed_machine_to_russia_or_belarus_is_prohibited_or_refused_in_principle(
    seller: str, destination: str, full_sheet: Sheet
) -> None:
    parts = [it for it in law_of(seller, destination, full_sheet) if it.answer == "yes"]
    assert any(Outcome.BLOCK in it.now or it.licence_policy == "denial" for it in parts)


def law_of(seller: str, destination: str, full_sheet: Sheet) -> list[Part]:
    facts: Facts = {
        "seller.law": Truths({seller: True}, False),
        "seller.country": "DE" if seller == "EU" else seller,
        "destination": destination,
        "countries": Truths({destination: True}, False),
        "goods.entries": Truths({"2B001.b.2": True}, False),
        "goods.code": "845710",
        "goods.priority_tier": "4.B",
        "us.content": seller == "US",
        "us.origin": seller == "US",
        "seller.us_person": seller == "US",
    }
    sheet = full_sheet(facts)
    return [it for it in apply_rules(BOOK, sheet, TODAY).parts if it.jurisdiction == seller]


@pytest.mark.parametrize("seller", SELLERS)
@pytest.mark.parametrize("destination", DESTINATIONS[:-2])
def test_a_machine_on_no_list_for_a_plain_use_needs_no_licence_outside_russia_and_belarus(
    seller: str, destination: str, full_sheet: Sheet
) -> None:
    facts: Facts = {
        "seller.law": Truths({seller: True}, False),
        "destination": destination,
        "goods.code": "845819",
        "affidavit.third_country": True,
    }
    parts = [it for it in apply_rules(BOOK, full_sheet(facts), TODAY).parts if it.jurisdiction == seller]
    assert not [it.id for it in parts if it.now and max(it.now) >= Outcome.LICENCE]
