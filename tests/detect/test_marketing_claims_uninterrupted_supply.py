"""Advertised supply in spite of sanctions: which sentences, in which languages."""

from collections.abc import Callable
from datetime import date

import pytest

from enduse.detect import Ledger
from enduse.detect.typologies.marketing_claims_uninterrupted_supply import (
    STRENGTH,
    STRENGTH_NO_TRADE,
    boasts_of_supply,
    by_page,
    by_statement,
)
from enduse.detect.wording import plain

BAN = date(2022, 2, 24)
Build = Callable[..., Ledger]


@pytest.mark.parametrize(
    "sentence",
    [
        "We deliver European machines despite the sanctions!",
        "Sanctions? Our shipments continue.",
        "Бесперебойные поставки станков в условиях санкций.",
        "Поставляем в обход санкций.",
        "Параллельный импорт станков из Европы.",
        "Постачаємо, незважаючи на санкції.",
        "不受制裁影响,照常供货。",
        "제재에도 불구하고 공급합니다.",
        "Yaptırımlara rağmen teslimat: kesintisiz, yaptırım yok.",
        "Trotz der Sanktionen liefern wir.",
    ],
)
def test_these_boast(sentence: str) -> None:
    assert boasts_of_supply(plain(sentence))


@pytest.mark.parametrize(
    "sentence",
    [
        "We comply with all sanctions and deliver worldwide.",
        "We do not ship to Russia despite requests.",
        "Sanctions were widened in May.",
        "Uninterrupted supply of spare parts.",
        "Мы не поставляем в обход санкций.",
        "Компания соблюдает санкции, несмотря на потери.",
        "Our policy prevents circumvention of sanctions.",
        "我们遵守制裁规定,不再供货。",
    ],
)
def test_these_do_not(sentence: str) -> None:
    assert not boasts_of_supply(plain(sentence))


PAGE = {
    "on": "2022-09-01",
    "domain": "seller.example",
    "registrant_id": "seller",
    "text": "We sell lathes. We deliver despite the sanctions.",
}


@pytest.mark.parametrize(
    ("day", "strength"), [("2022-02-24", STRENGTH), ("2022-02-23", STRENGTH_NO_TRADE), (None, STRENGTH_NO_TRADE)]
)
def test_goods_since_the_watershed_make_it_weigh_more(ledger: Build, day: str | None, strength: float) -> None:
    items = [{"on": day, "consignee_id": "plant", "consignor_id": "seller"}] if day else []

    (row,) = by_page(ledger(items=items, web=[PAGE]), BAN).to_pyarrow().to_pylist()

    assert (row["subject_id"], row["strength"]) == ("seller.example", strength)
    assert row["quote"] == "We deliver despite the sanctions."


def test_a_site_whose_owner_is_withheld_is_named_all_the_same(ledger: Build) -> None:
    (row,) = by_page(ledger(web=[{**PAGE, "registrant_id": None}]), BAN).to_pyarrow().to_pylist()

    assert (row["seller_ids"], row["strength"]) == ([], STRENGTH_NO_TRADE)


def test_two_snapshots_are_one_finding(ledger: Build) -> None:
    (row,) = by_page(ledger(web=[PAGE, {**PAGE, "on": "2023-01-01"}]), BAN).to_pyarrow().to_pylist()

    assert len(row["row_ids"]) == 2


def test_a_statement_counts_against_its_speaker(ledger: Build) -> None:
    claims = [{"on": "2022-09-01", "speaker_id": "seller", "text": "Our shipments continue under sanctions."}]

    (row,) = by_statement(ledger(claims=claims), BAN).to_pyarrow().to_pylist()

    assert row["strength"] == STRENGTH_NO_TRADE
