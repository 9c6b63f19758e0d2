"""Facts told more mildly the second time."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enduse.decide.softening import same_business, softenings
from enduse.model.order import Given, Order, OrderLine, OrderParty

FIGURES = {"upr_x_um": "0.8", "contouring_axes": "5"}
LINE = OrderLine(1, "CNC lathe", model="SL2500", code="845811", specifications=FIGURES)
BUYER = OrderParty(
    "buyer", "Orient Tex Stanok", "UZ", {"INN": "301"}, phone="+998 71 200 0000", email="a@orient.example"
)
ORDER = Order("1", date(2026, 11, 22), (OrderParty("seller", "S", "KR"), BUYER), (LINE,), "UZ", end_use="pump shafts")


def _with_line(**changes: object) -> Order:
    return replace(ORDER, lines=(replace(LINE, **changes),))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("now", "field"),
    [
        (replace(ORDER, parties=(ORDER.parties[0], replace(BUYER, name="Fergana Agro"))), "buyer.name"),
        (replace(ORDER, destination="KZ"), "destination"),
        (replace(ORDER, end_use="furniture"), "end_use"),
        (replace(ORDER, end_use=""), "end_use"),
        (_with_line(specifications={"upr_x_um": "5", "contouring_axes": "5"}), "goods 1 upr_x_um"),
        (_with_line(specifications={"upr_x_um": "0.8", "contouring_axes": "3"}), "goods 1 contouring_axes"),
        (_with_line(code="845819"), "goods 1 code"),
        (_with_line(kind="parts"), "goods 1 kind"),
    ],
)
def test_each_way_to_tell_it_more_mildly_is_seen(now: Order, field: str) -> None:
    assert field in [it.field for it in softenings(ORDER, now)]


@pytest.mark.parametrize(
    "now",
    [
        ORDER,
        _with_line(specifications={"upr_x_um": "0.6", "contouring_axes": "5"}),
        _with_line(specifications={**FIGURES, "travel_x_mm": "400"}),
        replace(ORDER, end_use="Pump shafts."),
        replace(ORDER, answers=(Given("Q11", "no"),)),
        replace(ORDER, parties=(ORDER.parties[0], replace(BUYER, name="ORIENT TEX STANOK LLC"))),
    ],
)
def test_telling_more_or_the_same_is_no_softening(now: Order) -> None:
    assert softenings(ORDER, now) == ()


def test_an_answer_taken_back_is_seen_and_a_first_answer_is_not() -> None:
    worse = replace(ORDER, answers=(Given("Q11", "yes"),))
    better = replace(ORDER, answers=(Given("Q11", "no"),))
    assert [it.field for it in softenings(worse, better)] == ["Q11"]
    assert softenings(better, worse) == ()


def test_another_buyer_with_the_same_telephone_is_the_same_business() -> None:
    other = replace(BUYER, name="Fergana Agro", identifiers={}, email="", phone="998712000000")
    assert "telephone" in same_business(ORDER, replace(ORDER, id="2", parties=(ORDER.parties[0], other)))


def test_a_stranger_with_the_same_machine_is_not() -> None:
    stranger = OrderParty("buyer", "Tisza Forgo", "HU")
    assert same_business(ORDER, replace(ORDER, id="2", parties=(ORDER.parties[0], stranger))) == ""


@given(st.integers(366, 5000))
def test_orders_far_apart_are_not_compared(days: int) -> None:
    assert same_business(ORDER, replace(ORDER, id="2", on=ORDER.on + timedelta(days=days))) == ""
