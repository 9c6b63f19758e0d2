"""The catalogue of questions, and each answer's outcome in a whole determination: 45 questions, every answer word."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date

import pytest

from enduse.decide.determination import Determination
from enduse.decide.determine import determine
from enduse.decide.facts import Fact, FactSheet, Truths, Value, fact_kinds
from enduse.decide.outcomes import Outcome
from enduse.decide.questions import Reply, counted_replies, questions, told_facts, worse
from enduse.decide.rulebook import Rulebook, rulebook
from enduse.errors import InputError
from enduse.model.order import Adjustment, Order, OrderParty

NO_LAW = Rulebook((), "none")
ORDER = Order("1", date(2024, 10, 1), (OrderParty("seller", "S", "KR"), OrderParty("buyer", "Orient Tex", "UZ")))

# What reference/dd_questions.yaml states. BLOCK by policy is HOLD: only a rule of law prohibits.
STATED: Mapping[tuple[str, str], str] = {
    ("Q01", "partly"): "HOLD", ("Q01", "unknown"): "HOLD", ("Q01", ""): "HOLD",
    ("Q02", "no"): "EDD",
    ("Q03", "after_priority"): "EDD", ("Q03", "after_no_history"): "HOLD",
    ("Q04", "unknown"): "HOLD", ("Q04", ""): "HOLD", ("Q04", "listed_minority"): "HOLD",
    ("Q04", "listed_family"): "HOLD", ("Q04", "listed_majority"): "HOLD",
    ("Q05", "yes"): "LICENCE", ("Q05", "unsure"): "HOLD",
    ("Q06", "low"): "HOLD",
    ("Q07", "unknown"): "EDD",
    ("Q08", "yes"): "HOLD",
    ("Q09", "short"): "HOLD", ("Q09", "boilerplate"): "HOLD",
    ("Q10", "no_reason"): "HOLD",
    ("Q11", "yes"): "LICENCE", ("Q11", "military"): "LICENCE", ("Q11", "nuclear"): "LICENCE",
    ("Q11", "missile"): "LICENCE", ("Q11", "unsure"): "HOLD",
    ("Q12", "no"): "HOLD", ("Q12", "defective"): "HOLD",
    ("Q13", "yes"): "EDD",
    ("Q14", "unexplained"): "HOLD",
    ("Q15", "yes"): "HOLD",
    ("Q16", "yes"): "HOLD",
    ("Q17", "unconfirmed"): "HOLD",
    ("Q18", "no"): "EDD",
    ("Q19", "partly"): "HOLD", ("Q19", "unknown"): "HOLD", ("Q19", ""): "HOLD",
    ("Q20", "yes"): "EDD",
    ("Q21", "no"): "HOLD",
    ("Q22", "yes"): "HOLD",
    ("Q23", "no"): "HOLD",
    ("Q24", "unusual"): "EDD",
    ("Q25", "yes"): "HOLD",
    ("Q26", "no"): "EDD",
    ("Q27", "yes"): "HOLD",
    ("Q28", "transit"): "HOLD", ("Q28", "transit_ru"): "HOLD", ("Q28", "transit_by"): "HOLD",
    ("Q29", "early"): "RECORD", ("Q29", "late"): "HOLD",
    ("Q30", "no"): "HOLD",
    ("Q31", "no"): "CLAUSE",
    ("Q32", "missing"): "HOLD", ("Q32", ""): "HOLD",
    ("Q33", "mismatch"): "HOLD",
    ("Q34", "unknown"): "EDD",
    ("Q35", "yes"): "EDD",
    ("Q36", "listed"): "RECORD",
    ("Q37", "no"): "HOLD",
    ("Q38", "no"): "EDD",
    ("Q39", "no"): "CLAUSE",
    ("Q40", "no"): "CLAUSE",
    ("Q41", "no"): "HOLD",
    ("Q42", "overdue"): "HOLD",
    ("Q43", "no"): "CLAUSE",
    ("Q44", "yes"): "HOLD",
    ("Q45", "no"): "RECORD",
}  # fmt: skip
LISTED = Truths({"2B001.a": True}, False)
EVERY = [(id, word) for id, question in questions().items() for word in question.answers]

Facts = Mapping[str, Value | None]
FullSheet = Callable[[Facts], FactSheet]


@pytest.fixture
def asked(full_sheet: FullSheet) -> FactSheet:
    """A machine tool to a country that is no partner, by a dealer: nothing speaks against it, everything is asked."""
    return full_sheet({"goods.sensitive": True, "goods.machine": True, "order.partner": False})


def best(but: str = "") -> list[Reply]:
    """The most favourable answer to every question but one."""
    return [
        Reply(id, next(it for it, said in question.answers.items() if not said), "well answered")
        for id, question in questions().items()
        if id != but
    ]


def decided(sheet: FactSheet, replies: Iterable[Reply], book: Rulebook = NO_LAW, order: Order = ORDER) -> Determination:
    return determine(order, sheet, list(replies), book)


def contradictions(found: Determination) -> list[str]:
    return [it for it in found.notices if "contradictory" in it]


def test_there_are_forty_five() -> None:
    assert list(questions()) == [f"Q{number:02d}" for number in range(1, 46)]


def test_well_answered_questions_leave_no_obstacle(asked: FactSheet) -> None:
    found = decided(asked, best())
    assert (found.outcome, found.strictest_possible, found.asks) == (Outcome.OK, Outcome.OK, ())


@pytest.mark.parametrize(("id", "word"), EVERY)
def test_each_answer_has_the_stated_outcome(id: str, word: str, asked: FactSheet) -> None:
    found = decided(asked, [*best(but=id), Reply(id, word, "answered")])
    assert found.outcome.name == STATED.get((id, word), "OK")
    assert {it.basis for it in found.parts} == {"policy"}


@pytest.mark.parametrize("id", list(questions()))
def test_no_answer_has_the_stated_outcome(id: str, asked: FactSheet) -> None:
    sheet = asked.with_facts([Fact("goods.spec_missing", None, about="1")])
    assert decided(sheet, best(but=id)).outcome.name == STATED.get((id, ""), "OK")


def test_resale_asks_for_a_clause_and_for_enhanced_diligence(asked: FactSheet) -> None:
    found = decided(asked, [*best(but="Q13"), Reply("Q13", "yes", "it will be leased")])
    assert found.deciding[0].now == (Outcome.EDD, Outcome.CLAUSE)


@pytest.mark.parametrize(("id", "word"), EVERY)
def test_policy_never_prohibits(id: str, word: str) -> None:
    assert Outcome.BLOCK not in questions()[id].answers[word]


@pytest.mark.parametrize(
    ("id", "word", "seller", "facts", "rule", "outcome"),
    [
        ("Q11", "yes", "KR", {"destination": "UZ"}, "kr_catch_all", "LICENCE"),
        ("Q11", "military", "EU", {"destination": "RU", "goods.entries": LISTED}, "eu_dual_use_russia", "BLOCK"),
        ("Q04", "listed_majority", "EU", {}, "eu_asset_freeze_owned", "BLOCK"),
        ("Q28", "transit_ru", "EU", {"goods.entries": LISTED}, "eu_transit_russia", "BLOCK"),
    ],
)  # fmt: skip
def test_an_answer_lets_the_law_speak(
    id: str, word: str, seller: str, facts: Facts, rule: str, outcome: str, asked: FactSheet
) -> None:
    about = {"goods.entries": "1"}
    told = [Fact(name, value, about=about.get(name, "")) for name, value in facts.items()]
    sheet = asked.with_facts([Fact("seller.law", Truths({seller: True}, False)), *told])
    found = decided(sheet, [*best(but=id), Reply(id, word, "answered")], rulebook())
    (part,) = (it for it in found.parts if it.id == rule)
    assert (part.answer, part.basis, found.outcome.name) == ("yes", "law", outcome)


def test_us_content_asks_the_us_rules(asked: FactSheet) -> None:
    sheet = asked.with_facts([
        Fact("seller.law", Truths({"TW": True}, False)), Fact("us.content", None), Fact("destination", "UZ"),
        Fact("party.lists", Truths({"US-BIS Entity List": True}, False), about="buyer"),
    ])  # fmt: skip
    yes = decided(sheet, [*best(but="Q35"), Reply("Q35", "yes", "a US control")], rulebook())
    no = decided(sheet, best(), rulebook())
    assert "us_entity_list" in {it.id for it in yes.parts if it.answer == "yes"}
    assert "us_entity_list" in no.examined


# --- the catalogue's own laws


@pytest.mark.parametrize("id", list(questions()))
def test_a_lack_tells_no_fact_and_requires_something(id: str) -> None:
    question = questions()[id]
    assert question.open <= set(question.answers)
    assert question.together <= set(question.answers)
    assert [it for it in question.open if it in question.sets or not question.answers[it]] == []


@pytest.mark.parametrize("id", list(questions()))
def test_answers_tell_facts_of_the_catalogue(id: str) -> None:
    question = questions()[id]
    assert set(question.sets) <= set(question.answers)
    for told in question.sets.values():
        for name, value in told.items():
            kind = fact_kinds()[name].type
            assert isinstance(value, Mapping) if kind == "truths" else isinstance(value, bool)


@pytest.mark.parametrize("id", list(questions()))
def test_no_answer_decides_whether_a_question_is_asked(id: str) -> None:
    told = {name for question in questions().values() for facts in question.sets.values() for name in facts}
    relevant = questions()[id].relevant
    assert relevant is not None
    assert not told & set(relevant.names())


def test_a_fact_of_yes_and_no_names_a_question_that_tells_it() -> None:
    """Data that are looked up afterwards (a name, owners, a figure) tell facts without `sets`."""
    looked_up = {"entity", "ownership", "match", "spec", "enum", "check"}
    for kind in fact_kinds().values():
        if kind.type == "bool" and kind.questions:
            first = questions()[kind.questions[0]]
            tells_it = any(kind.name in it and it[kind.name] is kind.good for it in first.sets.values())
            assert tells_it or first.type in looked_up, kind.name


# --- what is asked at all


def test_nothing_is_asked_of_everyday_goods_to_partners(full_sheet: FullSheet) -> None:
    sheet = full_sheet(
        {"goods.sensitive": False, "goods.machine": False, "goods.machine_tool": False, "order.partner": True}
    )
    found = decided(sheet, [])
    assert (found.parts, found.outcome) == ((), Outcome.OK)


def test_everyday_goods_elsewhere_are_asked_for_military_use_only(full_sheet: FullSheet) -> None:
    sheet = full_sheet({"goods.sensitive": False, "goods.machine": False, "order.partner": False})
    found = decided(sheet, [])
    assert [it.id for it in found.parts] == ["Q11"]
    assert (found.outcome, found.strictest_possible) == (Outcome.OK, Outcome.LICENCE)


def test_user_owners_and_intermediaries_of_sensitive_goods_must_be_known(asked: FactSheet) -> None:
    found = decided(asked, [])
    assert found.outcome is Outcome.HOLD
    assert {it.question for it in found.asks} == {"Q01", "Q04", "Q19"}


def test_goods_of_which_nothing_is_known_are_asked_about() -> None:
    found = decided(FactSheet((), ("buyer",), ("1",)), [])
    assert {"Q01", "Q04", "Q19"} <= {it.question for it in found.asks}


def test_after_sales_is_asked_of_machines_only(full_sheet: FullSheet) -> None:
    sheet = full_sheet({"goods.sensitive": True, "goods.machine": False, "order.partner": False})
    assert {it.id for it in decided(sheet, []).parts}.isdisjoint({"Q37", "Q38", "Q39", "Q40"})


def test_an_answer_counts_where_nobody_had_to_ask(full_sheet: FullSheet) -> None:
    sheet = full_sheet({"order.partner": True})
    assert decided(sheet, [Reply("Q29", "late", "changed yesterday")]).outcome is Outcome.HOLD


# --- several answers


def test_of_two_answers_the_stricter_counts_and_both_are_seen(asked: FactSheet) -> None:
    found = decided(asked, [*best(), Reply("Q37", "no", "the order has no installation", "order")])
    assert found.outcome is Outcome.HOLD
    (notice,) = contradictions(found)
    assert "yes (well answered)" in notice
    assert "no (the order has no installation)" in notice


def test_a_full_answer_takes_the_place_of_a_lack(asked: FactSheet) -> None:
    found = decided(asked, [*best(), Reply("Q01", "partly", "no number", "order", "end_user")])
    assert (found.outcome, contradictions(found)) == (Outcome.OK, [])


def test_a_lack_about_another_party_stays() -> None:
    kept = counted_replies(
        [Reply("Q16", "no", ""), Reply("Q01", "named", "", about="a"), Reply("Q01", "partly", "", about="b")]
    )
    assert [it.about for it in kept] == ["", "a", "b"]


def test_a_lack_leaves_its_question_open(asked: FactSheet) -> None:
    found = decided(asked, [*best(but="Q01"), Reply("Q01", "partly", "no number", "order")])
    assert [(it.question, it.best) for it in found.asks] == [("Q01", Outcome.OK)]
    assert (found.outcome, found.mildest_possible) == (Outcome.HOLD, Outcome.OK)


def test_different_words_for_one_thing_do_not_contradict(asked: FactSheet) -> None:
    both = [Reply("Q03", "after_priority", "2023"), Reply("Q03", "after_no_history", "first order")]
    assert contradictions(decided(asked, [*best(but="Q03"), *both])) == []


@pytest.mark.parametrize("reply", [Reply("Q01", "perhaps", ""), Reply("Q99", "yes", "")])
def test_an_unknown_answer_is_an_error_that_names_the_words(reply: Reply, asked: FactSheet) -> None:
    with pytest.raises(InputError, match=r"named, partly, unknown|Q01 to Q45") as caught:
        decided(asked, [reply])
    assert caught.value.code == "E-ANSWER"


# --- facts that answers tell


def test_of_two_answers_the_fact_against_the_order_is_told() -> None:
    told = told_facts([Reply("Q11", "no", "says the buyer"), Reply("Q11", "yes", "says its web site")])
    assert {it.name: it.value for it in told}["end_use.military"] is True


def test_a_fact_of_a_party_goes_to_the_end_user_else_to_the_buyer() -> None:
    reply = Reply("Q04", "listed_majority", "told")
    assert [it.about for it in told_facts([reply], ("buyer", "end_user"))] == ["end_user"]
    assert [it.about for it in told_facts([reply], ("buyer",))] == ["buyer"]


@pytest.mark.parametrize(
    ("name", "known", "told", "after"),
    [
        ("end_use.military", False, True, True),
        ("end_use.military", True, False, None),
        ("end_user.named", True, False, False),
        ("end_user.named", False, True, None),
        ("end_user.named", None, True, True),
    ],
)
def test_no_answer_talks_a_record_away(name: str, known: bool | None, told: bool, after: bool | None) -> None:
    found = worse(Fact(name, known, "in the records"), Fact(name, told, "says the buyer"))
    assert (found.value if found else None) is after


def test_a_listing_on_record_is_not_answered_away() -> None:
    known = Fact("route.transit", Truths({"RU": True}, False))
    assert worse(known, Fact("route.transit", Truths({"RU": False, "BY": False}))) is None


def test_an_answer_adds_to_what_is_on_record() -> None:
    found = worse(Fact("route.transit", Truths({"KZ": True}, False)), Fact("route.transit", Truths({"RU": True})))
    assert found is not None
    assert found.value == Truths({"KZ": True, "RU": True}, False)


# --- house rules are adjustable, law is not


def test_a_house_rule_is_changed_with_a_reason(asked: FactSheet) -> None:
    order = Order(
        "1", ORDER.on, ORDER.parties, adjustments=(Adjustment("Q37", "RECORD", "own engineers, visited in May", "kim"),)
    )
    found = decided(asked, [*best(), Reply("Q37", "no", "")], order=order)
    assert found.outcome is Outcome.RECORD
    assert "own engineers, visited in May" in found.deciding[0].sentence


def test_without_a_reason_nothing_is_changed_and_it_is_said(asked: FactSheet) -> None:
    order = Order("1", ORDER.on, ORDER.parties, adjustments=(Adjustment("Q37", "OK", " "),))
    found = decided(asked, [*best(), Reply("Q37", "no", "")], order=order)
    assert found.outcome is Outcome.HOLD
    assert any("needs a reason" in it for it in found.notices)


def test_a_rule_of_law_is_not_changed_and_it_is_said(asked: FactSheet) -> None:
    sheet = asked.with_facts([Fact("seller.law", Truths({"KR": True}, False)), Fact("end_use.suspected", True)])
    order = Order("1", ORDER.on, ORDER.parties, adjustments=(Adjustment("kr_catch_all", "OK", "we know them"),))
    found = decided(sheet, best(), rulebook(), order)
    assert found.outcome is Outcome.LICENCE
    assert any("is law" in it for it in found.notices)


def test_a_house_rule_of_the_rulebook_is_changed_too(asked: FactSheet) -> None:
    sheet = asked.with_facts([Fact("party.watched", True, about="buyer")])
    order = Order("1", ORDER.on, ORDER.parties, adjustments=(Adjustment("house_watched", "EDD", "asked the ministry"),))
    assert decided(sheet, best(), rulebook(), order).outcome is Outcome.EDD


def test_an_adjustment_to_no_outcome_is_an_error(asked: FactSheet) -> None:
    order = Order("1", ORDER.on, ORDER.parties, adjustments=(Adjustment("Q37", "FINE", "so"),))
    with pytest.raises(InputError) as caught:
        decided(asked, [*best(), Reply("Q37", "no", "")], order=order)
    assert caught.value.code == "E-ADJUSTMENT"
