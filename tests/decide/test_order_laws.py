"""Laws that every determination keeps, on invented rulebooks and on the bundled one."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from itertools import combinations
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from enduse.decide.applying import apply_rules
from enduse.decide.asking import smallest_set
from enduse.decide.conditions import read_condition
from enduse.decide.determination import Determination, Part
from enduse.decide.determine import determine
from enduse.decide.facts import Fact, FactSheet, Truths, fact_kinds
from enduse.decide.outcomes import Outcome, strictest
from enduse.decide.questions import Reply, counted_replies, questions
from enduse.decide.rulebook import Rule, Rulebook, Span, rulebook
from enduse.goods.entries.truth import Truth
from enduse.model.order import Order, OrderParty

ON = date(2024, 10, 1)
ORDER = Order("1", ON, (OrderParty("seller", "S", "KR"), OrderParty("buyer", "B", "UZ")))
FACTS = (
    "end_use.military", "end_use.wmd", "end_use.statement", "end_use.stated", "us.content", "clause.no_reexport",
    "intermediaries.named", "end_user.named",
)  # fmt: skip
OUTCOMES = tuple(it for it in Outcome if it is not Outcome.OK)
BUNDLED = rulebook()
QUICK = settings(max_examples=50, suppress_health_check=[HealthCheck.filter_too_much])
LAWS = settings(max_examples=30)

Table = Mapping[str, Any]


# --- invented rulebooks


def bad(name: str) -> bool:
    return not fact_kinds()[name].good


def lines(*, monotone: bool) -> st.SearchStrategy[Table]:
    """One line of a condition: that a fact is bad; or, where the rule need not be monotone, anything about it."""
    against = st.sampled_from(FACTS).map(lambda it: {it: bad(it)})
    if monotone:
        return against
    known = st.builds(lambda it, yes: {it: {"known": yes}}, st.sampled_from(FACTS), st.booleans())
    return st.one_of(against, st.sampled_from(FACTS).map(lambda it: {it: not bad(it)}), known)


def conditions(*, monotone: bool) -> st.SearchStrategy[Table]:
    def deeper(below: st.SearchStrategy[Table]) -> st.SearchStrategy[Table]:
        some = st.lists(below, min_size=1, max_size=3).map(lambda it: {"any": it})
        every = st.lists(below, min_size=1, max_size=3).map(_merged)
        return st.one_of(some, every) if monotone else st.one_of(some, every, below.map(lambda it: {"not": it}))

    return st.recursive(lines(monotone=monotone), deeper, max_leaves=5)


def _merged(tables: Sequence[Table]) -> Table:
    return {key: value for table in tables for key, value in table.items()}


@st.composite
def rules(draw: st.DrawFn, *, monotone: bool) -> Rulebook:
    written = draw(
        st.lists(st.tuples(conditions(monotone=monotone), st.sampled_from(OUTCOMES)), min_size=1, max_size=5)
    )
    return Rulebook(tuple(_rule(f"r{number}", *it) for number, it in enumerate(written)), "invented")


def _rule(id: str, table: Table, outcome: Outcome) -> Rule:
    span = Span(None, None, read_condition(table, id), (outcome,), "", "says so", "Act", "T", "seen", "high")
    return Rule(id, "KR", id, "G1", (span,))


sheets = st.fixed_dictionaries({it: st.sampled_from((True, False, None)) for it in FACTS})


def sheet_of(values: Mapping[str, Truth]) -> FactSheet:
    told = tuple(Fact(name, value) for name, value in values.items())
    calm = (
        Fact("goods.sensitive", True, about="1"),
        Fact("order.partner", False),
        Fact("goods.machine", True, about="1"),
    )
    return FactSheet((*told, *calm, Fact("goods.spec_missing", False, about="1")), ("buyer",), ("1",))


answers = st.lists(
    st.sampled_from([(id, word) for id, it in questions().items() for word in it.answers]), max_size=20
).map(lambda several: [Reply(id, word, "said") for id, word in several])


def _is_open(found: Determination, question: str) -> bool:
    return any(it.id == question and it.answer == "unknown" for it in found.parts)


@given(rules(monotone=True), sheets, st.sampled_from(FACTS), answers)
@QUICK
def test_an_unfavourable_fact_never_softens(
    book: Rulebook, values: Mapping[str, Truth], name: str, replies: list[Reply]
) -> None:
    before = determine(ORDER, sheet_of(values), replies, book)
    after = determine(ORDER, sheet_of({**values, name: bad(name)}), replies, book)
    assert after.outcome >= before.outcome


@given(rules(monotone=False), sheets, answers, st.data())
@QUICK
def test_an_answer_stays_within_the_interval_announced(
    book: Rulebook, values: Mapping[str, Truth], replies: list[Reply], data: st.DataObject
) -> None:
    before = determine(ORDER, sheet_of(values), replies, book)
    open_ = [it.id for it in before.parts if it.kind == "question" and it.answer == "unknown"]
    assume(open_)
    answered = list(replies)
    for id in data.draw(st.lists(st.sampled_from(open_), min_size=1, max_size=4, unique=True)):
        answered.append(Reply(id, data.draw(st.sampled_from(sorted(questions()[id].answers))), "said"))
    after = determine(ORDER, sheet_of(values), answered, book)
    assert before.mildest_possible <= after.outcome <= before.strictest_possible


@given(rules(monotone=False), sheets, answers)
@QUICK
def test_the_outcome_lies_in_its_interval(book: Rulebook, values: Mapping[str, Truth], replies: list[Reply]) -> None:
    found = determine(ORDER, sheet_of(values), replies, book)
    assert found.mildest_possible <= found.outcome <= found.strictest_possible


@given(rules(monotone=False), sheets, answers, st.randoms(use_true_random=False))
@QUICK
def test_the_order_of_facts_rules_and_answers_does_not_matter(
    book: Rulebook, values: Mapping[str, Truth], replies: list[Reply], random: Any
) -> None:
    names, several, said = list(values), list(book.rules), list(replies)
    for it in (names, several, said):
        random.shuffle(it)
    one = determine(ORDER, sheet_of(values), replies, book)
    other = determine(ORDER, sheet_of({it: values[it] for it in names}), said, Rulebook(tuple(several), "invented"))
    assert (one.outcome, one.mildest_possible, one.strictest_possible) == (
        other.outcome, other.mildest_possible, other.strictest_possible,
    )  # fmt: skip
    assert one.asks == other.asks


@given(rules(monotone=False), sheets, answers, st.data())
@QUICK
def test_a_stricter_answer_beside_another_never_softens(
    book: Rulebook, values: Mapping[str, Truth], replies: list[Reply], data: st.DataObject
) -> None:
    """Where the rules themselves grow no milder by what it tells."""
    quiet = [it for it in replies if not it.is_open and not questions()[it.question].sets]
    assume(quiet)
    reply = data.draw(st.sampled_from(quiet))
    more = replace(reply, value=data.draw(st.sampled_from(sorted(questions()[reply.question].answers))))
    before = determine(ORDER, sheet_of(values), replies, book)
    assert determine(ORDER, sheet_of(values), [*replies, more], book).outcome >= before.outcome


# --- the smallest set


@given(rules(monotone=True), sheets)
@QUICK
def test_the_smallest_set_is_the_smallest(book: Rulebook, values: Mapping[str, Truth]) -> None:
    """Found by trying every set of questions: all that they tell turns good, and the outcome is milder."""
    parts = apply_rules(book, sheet_of(values), ON).parts
    found = smallest_set(parts)
    asked = {fact_kinds()[name].questions[0] for name in FACTS}
    sizes = [
        size
        for size in range(1, len(asked) + 1)
        if any(_milder(book, values, set(some), _outcome(parts)) for some in combinations(sorted(asked), size))
    ]
    assert len(found) == min(sizes, default=0)
    assert not found or _milder(book, values, found, _outcome(parts))


def _milder(book: Rulebook, values: Mapping[str, Truth], asked: set[str] | frozenset[str], than: Outcome) -> bool:
    told = {
        name: fact_kinds()[name].good if fact_kinds()[name].questions[0] in asked and value is None else value
        for name, value in values.items()
    }
    return _outcome(apply_rules(book, sheet_of(told), ON).parts) < than


def _outcome(parts: Sequence[Part]) -> Outcome:
    return strictest(it for part in parts for it in part.now)


sets = st.frozensets(st.sampled_from([f"Q{it:02d}" for it in range(1, 8)]), min_size=1, max_size=3)
groups = st.lists(st.lists(sets, min_size=1, max_size=4), min_size=1, max_size=5)
HOLDS = Part("", "rule", "G1", "KR", "", "unknown", (Outcome.HOLD,), (Outcome.BLOCK,), (), "law", "")


@given(groups)
@QUICK
def test_the_smallest_set_lets_every_part_give_way(ways: list[list[frozenset[str]]]) -> None:
    parts = [replace(HOLDS, id=f"r{number}", deniers=tuple(it)) for number, it in enumerate(ways)]
    every = sorted({it for way in ways for one in way for it in one})
    sizes = (
        size
        for size in range(len(every) + 1)
        for some in combinations(every, size)
        if all(any(one <= set(some) for one in way) for way in ways)
    )
    found = smallest_set(parts)
    assert len(found) == next(sizes)
    assert all(any(one <= found for one in way) for way in ways)


# --- the bundled rulebook

SELLERS = ("KR", "TW", "JP", "EU", "US", "GB", "CH", "CN")
PLACES = ("RU", "BY", "KZ", "TR", "AE", "UZ", "DE", "CN")
DAYS = tuple(date(year, month, 15) for year in range(2022, 2027) for month in (1, 7))
ENTRIES = ("2B001.a", "2B201.a", "2B991.a")


def _harmless(seller: str, place: str) -> list[Fact]:
    values: Mapping[str, Any] = {
        "seller.country": seller, "seller.law": Truths({seller: True}, False), "destination": place,
        "destination.region": "none", "countries": Truths({place: True}, False), "party.role": "buyer",
        "party.country": place, "goods.kind": "goods", "goods.code": "845811", "goods.origin": "JP",
        "goods.priority_tier": "none", "sheet.complete": True, "own_subsidiary": False, "order.partner": False,
        "goods.machine_tool": True, "goods.sensitive": True, "goods.machine": True, "signed_on": ON, "ship_on": ON,
    }  # fmt: skip
    about = {"party": "buyer", "goods": "1", "order": ""}
    calm = {"bool": None, "truths": Truths({}, False), "number": 0.0}
    return [
        Fact(it.name, values.get(it.name, it.good if it.type == "bool" else calm.get(it.type)), about=about[it.scope])
        for it in fact_kinds().values()
    ]


ADVERSE = tuple(
    it.name for it in fact_kinds().values()
    if it.type == "bool" and it.name not in ("own_subsidiary", "order.partner", "sheet.complete", "goods.machine_tool",
                                             "goods.sensitive", "goods.machine", "channel.dealer", "seller.us_person")
)  # fmt: skip


@st.composite
def cases(draw: st.DrawFn) -> tuple[Order, FactSheet]:
    """An order from one of the jurisdictions, with some facts bad, some not known, and perhaps a listed machine."""
    sheet = FactSheet(
        tuple(_harmless(draw(st.sampled_from(SELLERS)), draw(st.sampled_from(PLACES)))), ("buyer",), ("1",)
    )
    told = [
        replace(_known(sheet, name), value=value)
        for name, value in draw(st.dictionaries(st.sampled_from(ADVERSE), st.sampled_from((True, False, None)))).items()
    ]
    entries = draw(st.dictionaries(st.sampled_from(ENTRIES), st.sampled_from((True, False, None))))
    told.append(Fact("goods.entries", Truths(entries, False), about="1"))
    return replace(ORDER, on=draw(st.sampled_from(DAYS))), sheet.with_facts(told)


def _known(sheet: FactSheet, name: str) -> Fact:
    about = {"party": "buyer", "goods": "1", "order": ""}[fact_kinds()[name].scope]
    return sheet.get(name, about) or Fact(name, None, about=about)


@given(cases(), st.sampled_from(ADVERSE))
@LAWS
def test_under_the_laws_held_an_unfavourable_fact_never_softens(case: tuple[Order, FactSheet], name: str) -> None:
    order, sheet = case
    worse = sheet.with_facts([replace(_known(sheet, name), value=not fact_kinds()[name].good)])
    assert determine(order, worse, [], BUNDLED).outcome >= determine(order, sheet, [], BUNDLED).outcome


@given(cases(), st.data())
@LAWS
def test_under_the_laws_held_answers_stay_within_the_interval(
    case: tuple[Order, FactSheet], data: st.DataObject
) -> None:
    order, sheet = case
    before = determine(order, sheet, [], BUNDLED)
    open_ = [it.id for it in before.parts if it.kind == "question" and it.answer == "unknown"]
    answered = list[Reply]()
    for id in data.draw(st.lists(st.sampled_from(open_), min_size=1, max_size=6, unique=True)):
        answered.append(Reply(id, data.draw(st.sampled_from(sorted(questions()[id].answers))), "said"))
    after = determine(order, sheet, answered, BUNDLED)
    assert before.mildest_possible <= after.outcome <= before.strictest_possible


@pytest.mark.parametrize("id", list(questions()))
def test_what_counts_of_several_answers_does_not_depend_on_their_order(id: str) -> None:
    every = [Reply(id, word, word) for word in questions()[id].answers]
    assert {it.value for it in counted_replies(every)} == {it.value for it in counted_replies(every[::-1])}
