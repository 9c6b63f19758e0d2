"""End uses that say nothing, or what others said."""

import hashlib
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from enduse.detect import Ledger
from enduse.detect.order_course import end_use_key, near_texts, others_with
from enduse.detect.order_flag import OrderPeers
from enduse.detect.typologies.vague_end_use import by_order
from enduse.model.order import Order, OrderLine, OrderParty

BAN = date(2022, 2, 24)
Build = Callable[..., Ledger]
Line = Callable[..., dict[str, Any]]


def rows(table: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = table.to_pyarrow().to_pylist()
    return found


LONG = "Turning of valve bodies of stainless steel for water works of the region"


def signs(ledger: Build, *orders: dict[str, Any]) -> dict[str, str]:
    return {row["subject_id"]: row["sign"] for row in rows(by_order(ledger(orders=orders), BAN))}


@pytest.mark.parametrize(
    ("text", "sign"),
    [
        (None, "empty"),
        ("none", "empty"),
        ("industrial use", "short"),
        ("x" * 39, "short"),
        ("x" * 40, None),
        (LONG, None),
        ("加工自来水厂用不锈钢阀体零件和法兰", None),
        ("工业用途", "short"),
    ],
)
def test_forty_letters_are_the_least_and_wide_letters_say_more(
    ledger: Build, order: Line, text: str | None, sign: str | None
) -> None:
    assert signs(ledger, order(end_use=text)).get("A-1") == sign


def test_the_words_of_another_buyer_are_boilerplate_names_aside(ledger: Build, order: Line) -> None:
    one = order(end_use=f"PLANT LLC: {LONG}.")
    other = order(order_no="A-2", buyer_id="mill", end_use=f"Mill LLC - {LONG}")

    assert signs(ledger, one, other) == {"A-1": "boilerplate", "A-2": "boilerplate"}


def test_the_same_buyer_may_repeat_himself_and_others_say_something_else(ledger: Build, order: Line) -> None:
    again = order(order_no="A-2", end_use=LONG)
    other = order(order_no="A-3", buyer_id="mill", end_use="Milling of gearbox housings for tractors of our own make")

    assert signs(ledger, order(end_use=LONG), again, other) == {}


@pytest.mark.parametrize(("changed", "count"), [(3, 2), (8, 0)])
def test_ninety_five_of_a_hundred_letters_are_the_same_text(
    ledger: Build, order: Line, changed: int, count: int
) -> None:
    text = "abcdefghij" * 8
    other = "Z" * changed + text[changed:]

    found = signs(ledger, order(end_use=text), order(order_no="A-2", buyer_id="mill", end_use=other))

    assert len(found) == count


def test_parts_and_software_need_no_end_use_of_their_own(ledger: Build, order: Line) -> None:
    part = order(goods_code="8466930000", description="chuck")
    program = order(order_no="A-2", item_type="software", goods_code="", description="CAM software")

    assert signs(ledger, part, program) == {}


def form(at: int) -> str:
    """Thousands of texts on one form, no two of which agree by ninety-five of a hundred letters."""
    maker = hashlib.sha256(str(at).encode()).hexdigest()[:24]
    return f"turning of valve bodies of stainless steel for the water works of {maker} in the region"


def test_a_twin_is_found_among_thousands_on_one_form_and_few_are_compared() -> None:
    twin = f"{form(7)} now"
    peers = OrderPeers(texts={**{form(at): frozenset({f"f{at}"}) for at in range(2_000)}, twin: frozenset({"twin"})})
    parties = (OrderParty("buyer", "Plant LLC", "TR", identifiers={"PARTY": "1"}),)
    line = OrderLine(1, "CNC lathe", code="845811")
    order = Order("1", BAN, parties, (line,), end_use=form(7))
    assert others_with(order, peers, 0.95) == {"f7", "twin"}
    assert len(near_texts(end_use_key(order), peers, 0.95)) <= 300
