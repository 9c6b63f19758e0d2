"""Orders as people write them."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enduse.sources.order_reading import read_order

TODAY = date(2026, 11, 22)
SMALL = {"seller": "KR", "buyer": "Orient Tex Stanok", "goods": "CNC lathe"}


def test_an_order_needs_a_seller_country_a_buyer_and_goods_and_nothing_else() -> None:
    assert not read_order(SMALL, TODAY).problems
    for lacking in SMALL:
        read = read_order({key: value for key, value in SMALL.items() if key != lacking}, TODAY)
        assert [it.field.split(".")[0] for it in read.needed] == [lacking]


def test_a_seller_that_is_a_country_is_that_country() -> None:
    order = read_order(SMALL | {"seller": "South Korea"}, TODAY).order
    assert order.seller_country == "KR"


def test_an_order_without_a_day_is_under_the_law_of_its_shipment_else_of_today() -> None:
    assert read_order(SMALL, TODAY).order.on == TODAY
    assert read_order(SMALL | {"ship_on": "2026-12-15"}, TODAY).order.on == date(2026, 12, 15)
    assert read_order(SMALL | {"ship_on": "2026-12-15", "on": date(2024, 3, 1)}, TODAY).order.on == date(2024, 3, 1)


def test_nested_and_flat_orders_say_the_same() -> None:
    nested = {
        "seller": {"country": "KR"},
        "buyer": {"name": "Tisza Forgo", "country": "HU"},
        "goods": [{"model": "L2"}],
    }
    flat = {"seller_country": "KR", "buyer name": "Tisza Forgo", "Buyer Country": "Hungary", "model": "L2"}
    assert read_order(nested, TODAY).order == read_order(flat, TODAY).order


@pytest.mark.parametrize(
    "headers",
    [
        ("Verkäufer", "Käufer", "Land des Käufers", "Warenbezeichnung"),
        ("판매자", "구매자", "구매자 국가", "품명"),
        ("卖方", "买方", "买方国家", "货物名称"),
        ("輸出者", "買主", "買主 国", "商品名"),
        ("продавец", "покупатель", "страна покупатель", "наименование"),
    ],
)
def test_fields_are_known_in_six_languages(headers: tuple[str, ...]) -> None:
    order = read_order(dict(zip(headers, ("DE", "Muster AS", "Türkei", "lathe"), strict=True)), TODAY).order
    assert (order.seller_country, order.parties[1].country, order.lines[0].text) == ("DE", "TR", "lathe")


def test_an_unknown_country_is_asked_about_with_a_suggestion_and_never_guessed() -> None:
    read = read_order(SMALL | {"buyer_country": "Toshkent"}, TODAY)
    assert read.order.parties[1].country == ""
    assert [(it.code, it.suggestion) for it in read.problems] == [("W-ORDER-COUNTRY", "UZ")]


def test_a_code_of_four_digits_is_kept_and_asked_about() -> None:
    read = read_order(SMALL | {"hs_code": "84.58"}, TODAY)
    assert read.order.lines[0].code == "8458"
    assert [it.code for it in read.problems] == ["W-ORDER-CODE"]


def test_a_key_that_is_no_field_is_said_with_the_nearest_one() -> None:
    (problem,) = read_order(SMALL | {"instalation": "yes"}, TODAY).problems
    assert (problem.code, problem.suggestion) == ("W-ORDER-FIELD", "installation")


@pytest.mark.parametrize(("text", "wanted"), [("nein", False), ("예", True), ("?", None), (True, True), ("", None)])
def test_yes_and_no_are_read_in_the_users_words(text: object, wanted: bool | None) -> None:
    assert read_order(SMALL | {"installation": text}, TODAY).order.installation is wanted


def test_figures_of_a_machine_stand_in_its_line_or_in_a_table_of_their_own() -> None:
    inline = read_order({**SMALL, "goods": [{"model": "L2", "upr_x_um": 0.8}]}, TODAY).order
    apart = read_order({**SMALL, "goods": [{"model": "L2", "specifications": {"upr_x_um": "0.8"}}]}, TODAY).order
    assert inline.lines[0].specifications == apart.lines[0].specifications == {"upr_x_um": "0.8"}


def test_no_intermediaries_is_an_answer_and_silence_is_none() -> None:
    assert read_order(SMALL, TODAY).order.answers == ()
    written: tuple[object, ...] = ([], "none", "keine")
    for said in written:
        (answer,) = read_order(SMALL | {"intermediates": said}, TODAY).order.answers
        assert (answer.question, answer.value) == ("Q19", "none")


def test_several_intermediaries_keep_their_order() -> None:
    order = read_order(SMALL | {"intermediates": [{"name": "Ada", "country": "TR"}, {"name": "Bora"}]}, TODAY).order
    assert [it.name for it in order.all_in("intermediate")] == ["Ada", "Bora"]


def test_contradictory_answers_are_both_kept() -> None:
    order = read_order(SMALL | {"answers": {"Q11": ["yes", "no"]}}, TODAY).order
    assert [(it.question, it.value) for it in order.answers] == [("Q11", "yes"), ("Q11", "no")]


def test_owners_are_unknown_unless_said_and_none_where_said_so() -> None:
    assert read_order(SMALL, TODAY).order.parties[1].owners is None
    buyer = {"name": "Tisza", "owners": [{"name": "A. Person", "share": "60 %"}]}
    (owner,) = read_order(SMALL | {"buyer": buyer}, TODAY).order.parties[1].owners or ()
    assert owner.percent == 60


def test_a_bad_date_or_number_is_asked_about_and_counts_as_not_known() -> None:
    read = read_order(SMALL | {"ship_on": "31.02.2026", "quantity": "a few"}, TODAY)
    assert read.order.ship_on is None
    assert {it.code for it in read.problems} == {"W-ORDER-DATE", "W-ORDER-NUMBER"}


_TEXTS = st.text(max_size=30)
_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | _TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_TEXTS, inner, max_size=3),
    max_leaves=6,
)
_KEYS = st.sampled_from(["seller", "buyer", "goods", "route", "answers", "owners", "changes", "end_use", "id"]) | _TEXTS


@given(st.dictionaries(_KEYS, _VALUES, max_size=6))
def test_no_table_breaks_the_reader(table: dict[str, object]) -> None:
    read_order(table, TODAY)
