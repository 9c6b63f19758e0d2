"""One name on both sides of the border."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from enduse.detect import Ledger
from enduse.detect.name_twins import spellings, twin_keys, twin_of
from enduse.detect.typologies.same_name_pair_across_border import STRENGTH_AFFILIATE, by_mark, by_name, by_noted_mark

BAN = date(2022, 2, 24)
Build = Callable[..., Ledger]


def trade(importer: str, seller: str, **more: Any) -> dict[str, Any]:
    return {
        "on": "2022-06-01",
        "consignee_id": importer,
        "consignor_id": seller,
        "contract_holder_id": seller,
        **more,
    }


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("I Machine Tools", "I Machine Technology"),
        ("АЙ МАШИН ТУЛС ООО", "I Machine Technology Co., Ltd."),
        ("ООО «Вантекс Снаб»", "Vanteks General Trading FZE"),
        ("ООО «Вантекс»", "Dongguan Vanteks Machinery Co., Ltd."),
    ],
)
def test_names_that_differ_in_what_any_firm_says_are_twins(left: str, right: str) -> None:
    assert twin_of([left], [right], 0.85)
    assert twin_keys([left]) & twin_keys([right])


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("I Machine Tools", "I-Machine Vision"),
        ("I Machine Technology", "I-Machine Vision"),
        ("Machine Tools Trade", "Machinery Technology"),
        ("Ningbo Machinery", "ООО «Нинбо Технолоджи»"),
        ("ООО «Вантекс»", "Vantorg Machinery"),
    ],
)
def test_names_that_differ_in_what_sets_them_apart_are_not(left: str, right: str) -> None:
    assert twin_of([left], [right], 0.85) is None


def test_one_name_in_each_script_is_enough() -> None:
    assert spellings("Вантекс", ["ВАНТЕКС", "Vanteks", "Vanteks Ltd"]) == ("Вантекс", "Vanteks")


def test_names_importer_and_seller_of_one_name(ledger: Build) -> None:
    facts = ledger(items=[trade("vanteks machines", "vanteks tools"), trade("vanteks machines", "other")])

    (found,) = by_name(facts, BAN).to_pyarrow().to_pylist()

    assert found["value_usd"] == 100_000
    assert found["row_ids"] == [1]
    assert found["shared_name"].startswith("vanteks")


def test_an_affiliate_that_a_register_names_is_weak(ledger: Build) -> None:
    owned = [
        {"subject_id": "vanteks tools", "object_id": "vanteks machines", "kind": "shares", "low": 1.0, "high": 1.0}
    ]
    facts = ledger(items=[trade("vanteks machines", "vanteks tools")], relations=owned)

    (found,) = by_name(facts, BAN).to_pyarrow().to_pylist()

    assert found["strength"] == STRENGTH_AFFILIATE
    assert len(found["row_ids"]) == 2


def test_twins_that_do_not_trade_with_each_other_are_silent(ledger: Build) -> None:
    facts = ledger(items=[trade("vanteks machines", "other"), trade("somebody", "vanteks tools")])

    assert by_name(facts, BAN).to_pyarrow().num_rows == 0


def test_a_third_firm_that_owns_both_marks_is_named(ledger: Build) -> None:
    noted = [
        {"subject_id": "house", "object_id": firm, "kind": "linked", "note": "trademark_owner"}
        for firm in ("buyer", "seller")
    ]
    facts = ledger(items=[trade("buyer", "seller")], relations=noted)

    (found,) = by_noted_mark(facts, BAN).to_pyarrow().to_pylist()

    assert len(found["owner_ids"]) == 1
    assert len(found["row_ids"]) == 3


def test_a_dealer_who_uses_the_mark_of_its_seller_is_silent(ledger: Build) -> None:
    noted = [{"subject_id": "seller", "object_id": "buyer", "kind": "linked", "note": "trademark owner"}]
    marks = [{"mark": "SELLER", "owner_id": "seller"}, {"mark": "BUYER", "owner_id": "seller"}]
    facts = ledger(items=[trade("buyer", "seller")], relations=noted, trademarks=marks)

    assert by_noted_mark(facts, BAN).to_pyarrow().num_rows == 0
    assert by_mark(facts, BAN).to_pyarrow().num_rows == 0


@pytest.mark.parametrize(("other", "found"), [("ff00ff00ff00ff01", 1), ("00ff00ff00ff00ff", 0)])
def test_two_pictures_are_one_where_their_hashes_hardly_differ(other: str, found: int, ledger: Build) -> None:
    marks = [
        {"mark": "ALPHA", "owner_id": "buyer", "logo_hash": "ff00ff00ff00ff00"},
        {"mark": "OMEGA", "owner_id": "seller", "logo_hash": other},
    ]
    facts = ledger(items=[trade("buyer", "seller")], trademarks=marks)

    assert by_mark(facts, BAN).to_pyarrow().num_rows == found
