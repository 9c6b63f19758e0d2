"""What an order's own fields and the answers given say to the questions."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from enduse.decide.answering import replies
from enduse.decide.facts import Fact, FactSheet, Truths
from enduse.decide.questions import questions
from enduse.errors import InputError
from enduse.model.order import Change, Given, Order, OrderLine, OrderParty, OwnerShare, Role

SELLER = OrderParty("seller", "Hwaseong Lathes", "KR")
BUYER = OrderParty("buyer", "Orient Tex Stanok", "UZ")
USER = OrderParty("end_user", "Chirchiq Valves", "UZ", {"INN": "301"}, address="12 Zavod St, Chirchiq")
LATHE = OrderLine(1, "CNC lathe", code="845811")
ORDER = Order("1", date(2024, 10, 1), (SELLER, BUYER), (LATHE,), "UZ")
SHEET = FactSheet(
    (
        Fact("goods.machine_tool", True, about="1"),
        Fact("goods.spec_missing", False, about="1"),
        Fact("destination", "UZ"),
    ),
    ("buyer", "end_user", "consignee", "intermediate"),
    ("1",),
)

Said = Mapping[str, set[str]]


def said(order: Order, sheet: FactSheet = SHEET) -> Said:
    found = dict[str, set[str]]()
    for it in replies(order, sheet):
        found.setdefault(it.question, set()).add(it.value)
    return found


def with_parties(*parties: OrderParty, **changes: Any) -> Order:
    return replace(ORDER, parties=(SELLER, *parties), **changes)


def party(role: Role, name: str, **fields: Any) -> OrderParty:
    return OrderParty(role, name, **fields)


# --- read off the order


def test_nothing_is_read_into_a_bare_order() -> None:
    assert said(ORDER) == {}


@pytest.mark.parametrize(
    ("user", "word"),
    [
        (USER, "named"),
        (replace(USER, address=""), "partly"),
        (replace(USER, identifiers={}), "partly"),
    ],
)
def test_the_end_user_is_named_with_number_and_address(user: OrderParty, word: str) -> None:
    assert said(with_parties(BUYER, user))["Q01"] == {word}


def test_a_lack_says_what_is_lacking() -> None:
    (reply,) = (it for it in replies(with_parties(BUYER, replace(USER, identifiers={})), SHEET) if it.question == "Q01")
    assert "without number" in reply.sentence
    assert (reply.by, reply.about) == ("order", "end_user")


def test_a_site_in_another_country_is_not_the_users() -> None:
    assert said(with_parties(BUYER, USER, site_country="KG"))["Q02"] == {"no"}
    assert "Q02" not in said(with_parties(BUYER, USER, site_country="UZ"))


@pytest.mark.parametrize(
    ("day", "tier", "words"),
    [
        (date(2022, 2, 23), "4.B", {"before"}),
        (date(2022, 2, 24), "4.B", {"after_priority"}),
        (date(2022, 2, 24), "none", {"after"}),
    ],
)
def test_incorporation_is_set_against_the_invasion(day: date, tier: str, words: set[str]) -> None:
    sheet = SHEET.with_facts([Fact("goods.priority_tier", tier, about="1")])
    assert said(with_parties(BUYER, replace(USER, incorporated=day)), sheet)["Q03"] == words


def test_a_young_firm_that_never_bought_has_no_history() -> None:
    order = with_parties(BUYER, replace(USER, incorporated=date(2023, 5, 1)), answers=(Given("Q07", "none"),))
    assert "after_no_history" in said(order)["Q03"]


OWNED = replace(
    USER, owners=(OwnerShare("A. Karimov", 60.0, kind="person"), OwnerShare("B. Karimov", 40.0, kind="person"))
)


def test_owners_are_told_when_those_of_buyer_and_user_are() -> None:
    told = replace(BUYER, owners=OWNED.owners)
    assert said(with_parties(told, OWNED))["Q04"] == {"told"}
    assert "Q04" not in said(with_parties(BUYER, OWNED))


@pytest.mark.parametrize(
    "owners",
    [
        (OwnerShare("A. Karimov", 75.0, kind="person"),),
        (OwnerShare("A. Karimov", None, kind="person"),),
        (OwnerShare("Silk Holding", 100.0, kind="company"),),
    ],
)
def test_owners_of_which_a_quarter_may_hide_are_not_told(owners: tuple[OwnerShare, ...]) -> None:
    order = with_parties(replace(BUYER, owners=owners), replace(USER, owners=owners))
    assert "Q04" not in said(order)


@pytest.mark.parametrize(
    ("share", "owned", "words"),
    [(24.9, {}, set()), (25.0, {}, {"listed_minority"}), (60.0, {"EU": True}, {"listed_majority"})],
)
def test_holdings_of_listed_owners(share: float, owned: Mapping[str, bool], words: set[str]) -> None:
    facts = (
        Fact("party.listed_share", share, about="end_user"),
        Fact("party.owned_by_listed", Truths(dict(owned), False), about="end_user"),
    )
    assert said(with_parties(BUYER, USER), SHEET.with_facts(facts)).get("Q04", set()) == words


def test_the_wife_of_a_listed_owner_is_seen() -> None:
    user = replace(USER, owners=(OwnerShare("E. Ivanova", 2.0, kind="person", relation="wife of the director"),))
    sheet = SHEET.with_facts([Fact("party.listed_share", 2.0, about="end_user")])
    assert said(with_parties(BUYER, user), sheet)["Q04"] == {"listed_family"}


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"activity_code": "47.19"}, {"low"}),
        ({"activity_code": "25.62"}, set()),
        ({"activity": "Wholesale of household goods"}, {"low"}),
        ({"activity": "Valves and fittings, own foundry"}, set()),
    ],
)
def test_a_machine_for_a_trading_house_does_not_fit(fields: Mapping[str, str], words: set[str]) -> None:
    user = replace(USER, name="Chirchiq Invest", **fields)  # type: ignore[arg-type]
    assert said(with_parties(BUYER, user)).get("Q06", set()) == words


@pytest.mark.parametrize(
    ("consignee", "word"),
    [
        (party("consignee", "ORIENT TEX STANOK LLC"), "same"),
        (party("consignee", "Samarkand Depot", function="the user's own warehouse"), "explained"),
        (party("consignee", "Samarkand Depot"), "unexplained"),
    ],
)
def test_another_consignee_needs_a_role(consignee: OrderParty, word: str) -> None:
    assert said(with_parties(BUYER, USER, consignee))["Q14"] == {word}


@pytest.mark.parametrize(
    "consignee",
    [
        party("consignee", "Tashkent Cargo", activity="freight forwarding"),
        party("consignee", "Asia Trans", activity="Складские услуги"),
        party("consignee", "Hanshin", activity="물류 창고업"),
        party("consignee", "Ipak Yuli Bank"),
        party("consignee", "Gulf Line", activity="general trading in the Jebel Ali Free Zone"),
        party("consignee", "Asia Trans", activity_code="52.10"),
    ],
)
def test_a_consignee_that_uses_no_machines_is_seen(consignee: OrderParty) -> None:
    assert said(with_parties(BUYER, USER, consignee))["Q15"] == {"yes"}


def test_a_consignee_that_is_the_forwarder_of_the_order_is_seen() -> None:
    forwarder = party("forwarder", "Asia Trans LLC")
    assert said(with_parties(BUYER, USER, forwarder, party("consignee", "Asia Trans")))["Q15"] == {"yes"}


def test_a_workshop_as_consignee_is_none() -> None:
    assert said(with_parties(BUYER, USER, party("consignee", "Bankov Forge", activity="forging")))["Q15"] == {"no"}


BROKER = party("intermediate", "Dubai Star", country="AE", function="finances the deal, 3 %")


def test_intermediaries_need_a_task() -> None:
    assert said(with_parties(BUYER, USER, BROKER))["Q19"] == {"named"}
    assert said(with_parties(BUYER, USER, BROKER, party("intermediate", "Silk")))["Q19"] == {"partly"}


def test_an_intermediary_in_a_hub_is_seen_and_others_are_not() -> None:
    assert said(with_parties(BUYER, USER, BROKER))["Q20"] == {"yes"}
    assert said(with_parties(BUYER, USER, replace(BROKER, country="JP")))["Q20"] == {"no"}


def test_a_buyer_in_a_hub_for_a_user_elsewhere_stands_in_between() -> None:
    buyer = party("buyer", "Istanbul Makina", country="TR")
    assert said(with_parties(buyer, USER))["Q20"] == {"yes"}


def test_a_contract_without_the_clause_answers_for_the_intermediary() -> None:
    assert said(with_parties(BUYER, USER, BROKER, no_reexport=False))["Q21"] == {"no"}
    assert "Q21" not in said(with_parties(BUYER, USER, BROKER, no_reexport=True))


@pytest.mark.parametrize(
    ("more", "word"),
    [
        ((party("payer", "Dubai Star", country="AE"),), "no"),
        ((party("payer", "Orient Tex Stanok", country="AE"),), "no"),
        ((party("bank", "Emirates Bank", country="AE"),), "no"),
        ((party("bank", "Ipak Yuli", country="UZ"),), "yes"),
    ],
)
def test_payer_and_bank_are_set_against_the_buyer(more: tuple[OrderParty, ...], word: str) -> None:
    assert said(with_parties(BUYER, *more))["Q23"] == {word}


def test_several_payers_are_a_split() -> None:
    payers = (party("payer", "Dubai Star"), party("payer", "Silk Road Trade"))
    assert said(with_parties(BUYER, *payers))["Q27"] == {"yes"}


@pytest.mark.parametrize(
    ("changes", "word"),
    [
        ({"currency": "CNY", "terms": "L/C at sight"}, "unusual"),
        ({"currency": "USD", "terms": "cash on delivery"}, "unusual"),
        ({"currency": "USD", "terms": "cash against documents"}, "usual"),
        ({"currency": "USD", "terms": "безналичный расчет"}, "usual"),
        ({"currency": "USD", "terms": "USDT"}, "unusual"),
        ({"currency": "USD", "terms": "100% prepayment", "value": 100_000.0}, "usual"),
        ({"currency": "USD", "terms": "100% prepayment", "value": 100_001.0}, "unusual"),
        ({"currency": "EUR", "terms": "전액 선불"}, "unusual"),
        ({"currency": "RUB", "terms": "30 days"}, "unusual"),
    ],
)
def test_currency_and_terms_of_payment(changes: Mapping[str, Any], word: str) -> None:
    assert said(replace(ORDER, **changes))["Q24"] == {word}


def test_yuan_for_chinese_goods_are_usual() -> None:
    seller = replace(SELLER, country="CN")
    order = replace(
        ORDER, parties=(seller, BUYER), currency="CNY", terms="30 days", lines=(replace(LATHE, origin="CN"),)
    )
    assert said(order)["Q24"] == {"usual"}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("resale to local workshops", True),
        ("не для перепродажи, ремонт насосов", False),
        ("goods are not for resale", False),
        ("лизинг оборудования заводу", True),
        ("재판매 예정", True),
        ("不转售", False),
        ("turning of brass valve bodies for water meters", False),
    ],
)
def test_words_of_resale(text: str, found: bool) -> None:
    assert ("Q13" in said(replace(ORDER, end_use=text))) is found


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"route": ("CN", "KZ")}, {"stated"}),
        ({"route": ()}, {"stated"}),
        ({"route": ("CN", "RU")}, {"transit_ru"}),
        ({"route": ("BY",)}, {"transit_by"}),
        ({"delivery_terms": "DAP Moscow"}, {"transit_ru"}),
        ({"delivery_terms": "CPT Tashkent"}, set()),
    ],
)
def test_the_route_is_searched_for_russia_and_belarus(changes: Mapping[str, Any], words: set[str]) -> None:
    assert said(replace(ORDER, **changes)).get("Q28", set()) == words


@pytest.mark.parametrize(
    ("field", "old", "day", "words"),
    [
        ("consignee.name", "A", date(2024, 10, 16), {"early"}),
        ("consignee.name", "A", date(2024, 10, 17), {"late"}),
        ("consignee.name", "", date(2024, 10, 17), set()),
        ("destination", "", date(2024, 10, 17), set()),
        ("destination", "KZ", None, {"late"}),
        ("price", "100", date(2024, 10, 30), set()),
        ("consignee.name", "B", date(2024, 10, 30), set()),
    ],
)
def test_fourteen_days_part_late_changes_from_early_ones(
    field: str, old: str, day: date | None, words: set[str]
) -> None:
    order = replace(ORDER, ship_on=date(2024, 10, 31), changes=(Change(field, old, "B", day),))
    assert said(order).get("Q29", set()) == words


def test_russian_manuals_fit_some_countries_only() -> None:
    line = replace(LATHE, options=("operating manual in Russian",))
    assert "Q30" not in said(replace(ORDER, lines=(line,)))
    sheet = SHEET.with_facts([Fact("destination", "TR")])
    assert said(replace(ORDER, destination="TR", lines=(line,)), sheet)["Q30"] == {"no"}


@pytest.mark.parametrize(
    ("line", "words"),
    [
        (LATHE, {"no_parts"}),
        (OrderLine(1, "Spare parts", "parts", net_kg=1000.0), {"mismatch"}),
        (OrderLine(1, "Spare parts", "parts", net_kg=999.0), set()),
        (OrderLine(1, "Spare parts", "parts", net_kg=3000.0, quantity=100), set()),
        (OrderLine(1, "CNC lathe", code="846693"), {"mismatch"}),
        (OrderLine(1, "Spindle for CNC lathe", code="846693"), set()),
    ],
)
def test_parts_that_look_like_a_machine(line: OrderLine, words: set[str]) -> None:
    assert said(replace(ORDER, lines=(line,))).get("Q33", set()) - {"no_parts"} == words - {"no_parts"}


@pytest.mark.parametrize(
    ("condition", "year", "words"),
    [
        ("new", 2024, {"new"}),
        ("new", 2021, {"new", "used"}),
        ("used", 2005, {"used"}),
        ("used", None, {"unknown"}),
        ("", None, set()),
    ],
)
def test_condition_and_year(condition: str, year: int | None, words: set[str]) -> None:
    order = replace(ORDER, lines=(replace(LATHE, condition=condition, year=year),))
    assert said(order).get("Q34", set()) == words


@pytest.mark.parametrize(
    ("field", "question"),
    [("installation", "Q37"), ("training", "Q38"), ("dealer_contract", "Q43"), ("us_content", "Q35")],
)
def test_fields_of_yes_and_no(field: str, question: str) -> None:
    assert said(replace(ORDER, **{field: True}))[question] == {"yes"}  # type: ignore[arg-type]
    assert said(replace(ORDER, **{field: False}))[question] == {"no"}  # type: ignore[arg-type]


def test_missing_specifications_answer_for_their_line() -> None:
    sheet = SHEET.with_facts([Fact("goods.spec_missing", True, "axes?", about="1")])
    (reply,) = (it for it in replies(ORDER, sheet) if it.question == "Q32")
    assert (reply.value, reply.sentence, reply.about, reply.is_open) == ("missing", "axes?", "1", True)


def test_options_are_recorded() -> None:
    assert said(replace(ORDER, lines=(replace(LATHE, options=("C axis",)),)))["Q36"] == {"listed"}


def test_everyday_goods_are_not_read_for_red_flags() -> None:
    sheet = FactSheet(
        (
            Fact("goods.machine_tool", False, about="1"),
            Fact("goods.priority_tier", "none", about="1"),
            Fact("destination", "DE"),
        ),
        ("buyer",),
        ("1",),
    )
    chairs = replace(ORDER, destination="DE", terms="cash", currency="USD", installation=False)
    assert said(replace(chairs, parties=(SELLER, replace(BUYER, country="DE"))), sheet) == {}


# --- answers given


def given(question: str, value: str, text: str = "") -> set[str]:
    return said(replace(ORDER, answers=(Given(question, value, text),))).get(question, set())


@pytest.mark.parametrize("value", ["no", "No.", "NEIN", "아니오", "否", "いいえ", "false"])
def test_no_is_read_in_five_languages(value: str) -> None:
    assert given("Q13", value) == {"no"}


@pytest.mark.parametrize("value", ["yes", "Ja", "예", "是", "はい", "1"])
def test_yes_is_read_in_five_languages(value: str) -> None:
    assert "yes" in given("Q13", value)


@pytest.mark.parametrize(
    ("value", "word"),
    [("No, civil pumps only", "no"), ("아니오, 민수용입니다", "no"), ("Yes: two of them will be leased", "yes")],
)
def test_a_sentence_may_begin_with_the_answer(value: str, word: str) -> None:
    assert given("Q13", value) == {word}
    assert given("Q13", "", value) == {word}


@pytest.mark.parametrize("value", ["listed minority", "Listed-Minority", "被列名者持有一部分（25% 或以上）"])
def test_answer_words_are_read_as_written_and_by_their_labels(value: str) -> None:
    assert given("Q04", value) == {"listed_minority"}


@pytest.mark.parametrize("question", ["q11", "11", " Q11 "])
def test_questions_are_named_loosely(question: str) -> None:
    found = replies(replace(ORDER, answers=(Given(question, "no"),)), SHEET)
    assert ("Q11", "no") in [(it.question, it.value) for it in found]


@pytest.mark.parametrize(("value", "word"), [("모름", "unsure"), ("unknown", "unsure"), ("weiß nicht", "unsure")])
def test_not_knowing_is_an_answer_where_there_is_a_word(value: str, word: str) -> None:
    assert given("Q11", value) == {word}


def test_not_knowing_leaves_other_questions_unanswered() -> None:
    assert given("Q23", "不知道") == set()


@pytest.mark.parametrize(
    ("question", "value", "word"),
    [
        ("Q03", "2019-05-02", "before"),
        ("Q03", "2022-02-24", "after"),
        ("Q03", "23.02.2022", "before"),
        ("Q07", "SL2500-0417 at our plant in Chirchiq", "known"),
        ("Q20", "Türkiye", "yes"),
        ("Q20", "Japan", "no"),
        ("Q28", "Busan, Qingdao, Khorgos, Tashkent by rail", "stated"),
        ("Q28", "Busan, Vladivostok, Moscow, Tashkent", "transit_ru"),
        ("Q10", "flatness of 0.002 mm on valve seats", "reason"),
        ("Q09", "brass valve bodies for household water meters", "specific"),
        ("Q09", "general industrial use, own production needs", "boilerplate"),
        ("Q09", "spare parts", "short"),
    ],
)
def test_free_answers_are_read_where_the_question_takes_them(question: str, value: str, word: str) -> None:
    assert given(question, value) == {word}


def test_specific_is_believed_only_with_a_specific_text() -> None:
    assert given("Q09", "specific") == {"short"}
    assert given("Q09", "specific", "brass valve bodies for household water meters") == {"specific"}


@pytest.mark.parametrize(
    ("question", "value", "named"),
    [
        ("Q12", "perhaps", "yes, no, defective"),
        ("Q04", "A. Karimov 100 %", "listed_minority"),
        ("Q03", "02/03/2022", "before, after"),
        ("Q46", "yes", "Q01 to Q45"),
    ],
)
def test_what_is_no_answer_is_an_error_that_names_the_words(question: str, value: str, named: str) -> None:
    with pytest.raises(InputError) as caught:
        given(question, value)
    assert caught.value.code == "E-ANSWER"
    assert named in caught.value.message
    assert repr(value) in caught.value.message or repr(question) in caught.value.message


def test_a_field_and_an_answer_that_differ_stand_side_by_side() -> None:
    order = replace(ORDER, installation=False, answers=(Given("Q37", "yes", by="customer"),))
    both = [(it.value, it.by) for it in replies(order, SHEET) if it.question == "Q37"]
    assert both == [("yes", "answer"), ("no", "order")]


def test_a_paper_brought_later_takes_the_place_of_its_lack() -> None:
    answers = (Given("Q12", "no", on=date(2024, 9, 1)), Given("Q12", "yes", on=date(2024, 9, 20)))
    assert said(replace(ORDER, answers=answers))["Q12"] == {"yes"}
    assert said(replace(ORDER, answers=answers[::-1]))["Q12"] == {"yes"}


def test_an_adverse_answer_is_not_taken_back_by_a_later_one() -> None:
    answers = (Given("Q13", "yes", on=date(2024, 9, 1)), Given("Q13", "no", on=date(2024, 9, 20)))
    assert said(replace(ORDER, answers=answers))["Q13"] == {"yes", "no"}


def test_evidence_and_author_of_an_answer_are_kept() -> None:
    order = replace(ORDER, answers=(Given("Q12", "yes", evidence=("euc.pdf",), by="Kim"),))
    (reply,) = (it for it in replies(order, SHEET) if it.question == "Q12")
    assert reply.sources == ("euc.pdf",)
    assert "Kim" in reply.sentence


def test_every_reply_is_a_word_of_its_question(full_sheet: Callable[..., FactSheet]) -> None:
    everything = with_parties(
        BUYER, USER, BROKER, party("consignee", "Asia Cargo"), party("payer", "X"), party("bank", "Y", country="AE"),
        end_use="resale", terms="cash", currency="CNY", route=("RU",), installation=False, training=False,
        dealer_contract=False, us_content=True, no_reexport=False, site_country="KG",
        changes=(Change("destination", "KZ", "UZ"),),
    )  # fmt: skip
    for it in replies(everything, SHEET):
        assert it.value in questions()[it.question].answers
        assert it.sentence
