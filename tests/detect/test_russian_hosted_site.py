"""Sites hosted in Russia: whose, first or later, and who trades."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from enduse.detect import Ledger
from enduse.detect.typologies.russian_hosted_site import STRENGTH, STRENGTH_NO_TRADE, by_host

BAN = date(2022, 2, 24)
Build = Callable[..., Ledger]
SITE = {
    "on": "2022-03-01",
    "domain": "broker.example",
    "registrant_id": "broker",
    "registrant_country": "AE",
    "host_country": "RU",
}
SOLD = {"on": "2022-08-10", "consignee_id": "plant", "consignor_id": "broker", "contract_holder_id": "broker"}


def strengths(facts: Ledger) -> list[float]:
    return [row["strength"] for row in by_host(facts, BAN).to_pyarrow().to_pylist()]


def test_a_supplier_abroad_with_a_site_in_russia_fires(ledger: Build) -> None:
    assert strengths(ledger(items=[SOLD], web=[SITE])) == [STRENGTH]


def test_without_goods_it_says_little(ledger: Build) -> None:
    assert strengths(ledger(web=[SITE])) == [STRENGTH_NO_TRADE]


@pytest.mark.parametrize(
    "more",
    [
        {"registrant_country": "RU"},
        {"registrant_country": None},
        {"host_country": "AE"},
        {"registrant_id": None},
    ],
)
def test_firms_at_home_there_and_unknown_ones_are_passed_over(ledger: Build, more: dict[str, Any]) -> None:
    assert strengths(ledger(items=[SOLD], web=[{**SITE, **more}])) == []


def test_only_the_first_host_counts(ledger: Build) -> None:
    earlier = {**SITE, "on": "2022-02-01", "host_country": "AE"}
    later = {**SITE, "on": "2022-04-01", "host_country": "AE"}

    assert strengths(ledger(web=[SITE, earlier])) == []
    assert strengths(ledger(web=[SITE, later])) == [STRENGTH_NO_TRADE]


def test_a_register_knows_better_than_the_record_of_the_domain(ledger: Build) -> None:
    assert strengths(ledger(web=[SITE], register=[{"party_id": "broker", "country": "RU"}])) == []
