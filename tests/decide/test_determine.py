"""Orders decided whole: the six gates, what is known and what is open, and what is said beside."""

from collections.abc import Callable, Mapping
from datetime import date

import pytest

from enduse.decide.conditions import read_condition
from enduse.decide.determination import Determination
from enduse.decide.determine import determine
from enduse.decide.facts import Fact, FactSheet, Truths, Value, fact_kinds
from enduse.decide.outcomes import Outcome
from enduse.decide.questions import Reply, questions
from enduse.decide.rulebook import Rule, Rulebook, Span, rulebook
from enduse.model.order import Order, OrderParty

FullSheet = Callable[[Mapping[str, Value | None]], FactSheet]
ON = date(2025, 1, 15)
LISTED = Truths({"2B001.a": True}, False)


def order(seller: str = "KR", on: date = ON) -> Order:
    return Order("7", on, (OrderParty("seller", "S", seller), OrderParty("buyer", "B", "UZ")))


def well_answered(but: str = "") -> list[Reply]:
    return [
        Reply(id, next(word for word, said in it.answers.items() if not said), "well answered")
        for id, it in questions().items()
        if id != but
    ]


@pytest.mark.parametrize(
    ("gate", "seller", "facts", "outcome", "basis"),
    [
        ("G1", "KR", {"destination": "RU"}, "LICENCE", "law"),
        ("G1", "EU", {"destination": "RU", "goods.entries": LISTED}, "BLOCK", "law"),
        ("G1", "KR", {"destination": "RU", "goods.code": "940130", "goods.machine_tool": False}, "HOLD", "policy"),
        ("G2", "EU", {"party.lists": Truths({"EU Consolidated Financial Sanctions": True}, False)}, "BLOCK", "law"),
        ("G2", "US", {"party.lists": Truths({"US-BIS Entity List": True}, False)}, "LICENCE", "law"),
        ("G2", "EU", {"party.owned_by_listed": Truths({"EU": True}, False)}, "BLOCK", "law"),
        ("G2", "KR", {"party.lists": Truths({"US-OFAC SDN": True}, False)}, "HOLD", "policy"),
        ("G2", "KR", {"party.watched": True}, "HOLD", "policy"),
        ("G3", "KR", {"destination": "UZ", "goods.entries": LISTED}, "LICENCE", "law"),
        ("G3", "EU", {"destination": "UZ", "goods.entries": LISTED}, "LICENCE", "law"),
        ("G4", "KR", {"destination": "UZ", "end_use.suspected": True}, "LICENCE", "law"),
        ("G4", "JP", {"destination": "UZ", "end_use.wmd": True, "end_use.suspected": True}, "LICENCE", "law"),
        ("G5", "EU", {"destination": "UZ", "goods.priority_tier": "1", "clause.no_reexport": False}, "EDD", "policy"),
        ("G5", "KR", {"destination": "UZ", "goods.priority_tier": "1"}, "EDD", "policy"),
        ("G6", "KR", {"destination": "UZ", "goods.spec_missing": True}, "HOLD", "policy"),
    ],
)
def test_each_gate_has_its_outcome(
    gate: str, seller: str, facts: Mapping[str, Value], outcome: str, basis: str, full_sheet: FullSheet
) -> None:
    told = {"seller.law": Truths({seller: True}, False), "us.content": False, "us.origin": False, **facts}
    found = determine(order(), full_sheet(told), well_answered(but="Q32"), rulebook())
    assert found.outcome.name == outcome
    assert (gate, basis) in [(it.gate, it.basis) for it in found.deciding if it.answer == "yes"]


def test_a_permit_refused_in_principle_is_a_licence_with_that_policy(full_sheet: FullSheet) -> None:
    sheet = full_sheet({"seller.law": Truths({"KR": True}, False), "destination": "RU"})
    found = determine(order(), sheet, well_answered(), rulebook())
    assert (found.outcome, found.licence_policy) == (Outcome.LICENCE, "denial")


def test_the_eu_clause_is_a_clause_for_sellers_of_the_eu_only(full_sheet: FullSheet) -> None:
    facts: Mapping[str, Value] = {"destination": "UZ", "goods.priority_tier": "1", "clause.no_reexport": False}
    asked = {
        seller: determine(
            order(), full_sheet({"seller.law": Truths({seller: True}, False), **facts}), well_answered(), rulebook()
        )
        for seller in ("EU", "KR")
    }
    assert {seller: Outcome.CLAUSE in _now(it) for seller, it in asked.items()} == {"EU": True, "KR": False}


def _now(found: Determination) -> set[Outcome]:
    return {it for part in found.parts for it in part.now}


# --- intervals and questions, on one invented rule


def one_rule(outcome: Outcome, **when: object) -> Rulebook:
    table = {name.replace("__", "."): value for name, value in when.items()}
    span = Span(None, None, read_condition(table, "r"), (outcome,), "", "Not so.", "Act", "T", "seen", "high")
    return Rulebook((Rule("r", "KR", "A rule", "G1", (span,)),), "one")


CALM = (
    Fact("goods.sensitive", True, about="1"), Fact("order.partner", False), Fact("goods.machine", True, about="1"),
    Fact("goods.spec_missing", False, about="1"),
)  # fmt: skip


def calm(*facts: Fact) -> FactSheet:
    return FactSheet((*CALM, *facts), ("buyer",), ("1",))


def test_what_is_not_known_holds_and_names_its_question() -> None:
    book = one_rule(Outcome.BLOCK, end_use__military=True)
    found = determine(order(), calm(), well_answered(but="Q11"), book)
    assert (found.outcome, found.mildest_possible, found.strictest_possible) == (
        Outcome.HOLD,
        Outcome.OK,
        Outcome.BLOCK,
    )
    assert [(it.question, it.best, it.worst) for it in found.asks] == [("Q11", Outcome.OK, Outcome.BLOCK)]


@pytest.mark.parametrize(("word", "outcome"), [("no", "OK"), ("military", "BLOCK"), ("unsure", "HOLD")])
def test_its_answer_decides(word: str, outcome: str) -> None:
    book = one_rule(Outcome.BLOCK, end_use__military=True)
    found = determine(order(), calm(), [*well_answered(but="Q11"), Reply("Q11", word, "told")], book)
    assert found.outcome.name == outcome


def test_an_open_question_announces_what_the_law_would_say_of_its_worst_answer() -> None:
    """Nothing speaks of military use; the question about it is open: its answer may yet forbid the order."""
    book = one_rule(Outcome.BLOCK, end_use__military=True)
    found = determine(order(), calm(Fact("end_use.military", False)), well_answered(but="Q11"), book)
    assert (found.outcome, found.strictest_possible) == (Outcome.OK, Outcome.BLOCK)
    assert [(it.question, it.worst) for it in found.more_asks] == [("Q11", Outcome.BLOCK)]


def test_a_rule_that_speaks_only_of_what_is_known_is_announced_too() -> None:
    book = one_rule(Outcome.BLOCK, end_use__military=True, any=[{"end_use.military": {"known": True}}])
    found = determine(order(), calm(), well_answered(but="Q11"), book)
    assert (found.outcome, found.strictest_possible) == (Outcome.OK, Outcome.BLOCK)


def test_a_name_of_which_nothing_is_told_is_announced_too() -> None:
    book = one_rule(Outcome.BLOCK, party__lists={"told": ["JP"]})
    open_ = calm(Fact("party.lists", Truths({}, None), about="buyer"))
    found = determine(order(), open_, well_answered(but="Q01"), book)
    assert found.strictest_possible is Outcome.BLOCK


def test_what_must_be_looked_up_is_no_question() -> None:
    book = one_rule(Outcome.BLOCK, party__lists="US-OFAC")
    unread = calm(Fact("party.lists", Truths({}, None), "the list is not loaded", about="buyer", askable=False))
    found = determine(order(), unread, well_answered(), book)
    assert (found.outcome, found.asks) == (Outcome.HOLD, ())
    assert [(it.sentence, it.questions) for it in found.parts[0].lacks] == [("the list is not loaded", ())]


def test_a_missing_specification_can_be_brought() -> None:
    book = one_rule(Outcome.HOLD, goods__spec_missing=True)
    missing = calm(Fact("goods.spec_missing", True, "axes?", about="1"))
    found = determine(
        order(), missing, [*well_answered(but="Q32"), Reply("Q32", "missing", "axes?", "order", "1")], book
    )
    assert (found.outcome, found.mildest_possible) == (Outcome.HOLD, Outcome.OK)
    assert [(it.question, it.missing) for it in found.asks] == [("Q32", ("1: axes?",))]


def test_parts_stand_the_strictest_first() -> None:
    book = one_rule(Outcome.LICENCE, end_use__suspected=True)
    replies = [*well_answered(but="Q31"), Reply("Q31", "no", "none agreed")]
    found = determine(order(), calm(Fact("end_use.suspected", True)), replies, book)
    assert [it.id for it in found.parts[:2]] == ["r", "Q31"]
    assert [it.id for it in found.deciding] == ["r"]


def test_rules_that_were_asked_and_do_not_apply_are_named() -> None:
    book = one_rule(Outcome.LICENCE, end_use__suspected=True)
    assert determine(order(), calm(Fact("end_use.suspected", False)), well_answered(), book).examined == ("r",)


def test_a_seller_of_whose_law_nothing_is_held_is_told_so() -> None:
    (notice,) = determine(order("SG"), calm(), well_answered(), one_rule(Outcome.HOLD, end_use__wmd=True)).notices
    assert "No rules of SG" in notice


# --- facts derived


@pytest.mark.parametrize(
    ("seller", "destination", "others", "partner"),
    [
        ("KR", "DE", (), True),
        ("KR", "UZ", (), False),
        ("KR", "DE", ("AE",), False),
        ("TW", "JP", (), True),
        ("JP", "TW", (), False),
        ("KR", "", (), None),
    ],
)
def test_partners_are_told_by_every_country_named(
    seller: str, destination: str, others: tuple[str, ...], partner: bool | None
) -> None:
    """For a sale through partners only, nothing must be asked; for any other, user and owners must be known."""
    parties = OrderParty("seller", "S", seller), *(OrderParty("payer", "P", it) for it in others)
    sheet = FactSheet((Fact("goods.machine_tool", True, about="1"),), (), ("1",))
    found = determine(Order("1", ON, parties, destination=destination), sheet, [], Rulebook((), ""))
    assert ("Q01" in {it.id for it in found.parts}) is (partner is not True)


@pytest.mark.parametrize(
    ("facts", "asked"),
    [
        ({"goods.machine_tool": True}, True),
        ({"goods.machine_tool": False}, True),
        ({"goods.machine_tool": False, "goods.priority_tier": "none"}, False),
        ({"goods.machine_tool": False, "goods.priority_tier": "4.A"}, True),
        ({"goods.machine_tool": False, "goods.priority_tier": "none", "goods.entries": LISTED}, True),
        ({"goods.machine_tool": False, "goods.priority_tier": "none", "goods.entries": Truths({}, None)}, False),
        ({}, True),
    ],
)
def test_sensitive_goods_are_told_by_kind_tier_and_entries(facts: Mapping[str, Value], asked: bool) -> None:
    sheet = FactSheet(tuple(Fact(name, value, about="1") for name, value in facts.items()), ("buyer",), ("1",))
    found = determine(order(), sheet.with_facts([Fact("destination", "UZ")]), [], Rulebook((), ""))
    assert ("Q01" in {it.id for it in found.parts}) is asked


def test_what_the_sheet_says_is_not_derived_anew() -> None:
    sheet = calm(Fact("destination", "DE"))
    assert "Q01" in {it.id for it in determine(order(), sheet, [], Rulebook((), "")).parts}


def test_every_derived_fact_stands_in_the_catalogue_without_a_question() -> None:
    derived = ("order.partner", "channel.dealer", "goods.machine", "goods.sensitive")
    assert {name: fact_kinds()[name].questions for name in derived} == dict.fromkeys(derived, ())
