"""Impersonators: claims, copies and logos, and what makes them lawful."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from enduse.detect import Ledger
from enduse.detect.claimed_places import firm_named
from enduse.detect.typologies.impersonating_lookalike_firm import (
    STRENGTH_CLAIM,
    STRENGTH_CLAIM_NO_TRADE,
    STRENGTH_CLAIM_UNKNOWN,
    STRENGTH_COPY,
    STRENGTH_COPY_NO_TRADE,
    STRENGTH_LOGO,
    STRENGTH_LOGO_NO_TRADE,
    by_claim,
    by_copy,
    by_logo,
)

BAN = date(2022, 2, 24)
Build = Callable[..., Ledger]
SOLD = {"on": "2022-08-10", "consignee_id": "plant", "consignor_id": "shipper", "contract_holder_id": "shipper"}
STORY = (
    "Halvorford has bought and sold used lathes from one family workshop in the middle of the prairie since the days "
    "of steam and leather belts."
)
REAL = {
    "on": "2020-03-01",
    "domain": "halvorford.example",
    "registrant_id": "halvorford exchange",
    "registrant_country": "US",
    "text": STORY,
}
SITE = {
    "on": "2022-03-01",
    "domain": "shipper.example",
    "registrant_id": "shipper",
    "registrant_country": "CN",
    "claimed_affiliation": "a branch of Halvorford Exchange LLC",
    "claimed_address": "12 Mill Road, Peoria",
    "text": STORY,
}
HOME = {"party_id": "shipper", "country": "CN", "addresses": ["No. 7 Sample Road, Shenzhen"]}
OWNED = {"subject_id": "halvorford exchange", "object_id": "shipper", "kind": "shares"}
PARENT = [{"subject_id": "parent", "object_id": it, "kind": "shares"} for it in ("shipper", "halvorford exchange")]


def strengths(find: Callable[..., Any], facts: Ledger) -> list[float]:
    return [row["strength"] for row in find(facts, BAN).to_pyarrow().to_pylist()]


def test_a_claimed_branch_at_a_place_where_it_is_not_registered_fires(ledger: Build) -> None:
    assert strengths(by_claim, ledger(items=[SOLD], web=[REAL, SITE], register=[HOME])) == [STRENGTH_CLAIM]


@pytest.mark.parametrize(
    ("items", "web", "strength"),
    [
        ([], [REAL, SITE], STRENGTH_CLAIM_NO_TRADE),
        ([SOLD], [{**SITE, "claimed_affiliation": "branch of Unheard Prairie Tools"}], STRENGTH_CLAIM_UNKNOWN),
    ],
)
def test_it_weighs_less_without_goods_or_where_nobody_knows_the_firm(
    ledger: Build, items: list[dict[str, Any]], web: list[dict[str, Any]], strength: float
) -> None:
    assert strengths(by_claim, ledger(items=items, web=web, register=[HOME])) == [strength]


@pytest.mark.parametrize(
    ("more", "register", "relations"),
    [
        # The place is the registered one.
        ({"claimed_address": "No. 7 Sample Road, Shenzhen"}, [HOME], []),
        ({"claimed_address": "Sample Road 9, Somewhere, China"}, [HOME], []),
        # A register ties the two.
        ({}, [HOME], [OWNED]),
        ({}, [HOME], PARENT),
        # Where it is registered is not known, nor is where it claims to be.
        ({}, [], []),
        ({"claimed_address": None}, [HOME], []),
    ],
)
def test_true_branches_and_unknown_places_stay_silent(
    ledger: Build, more: dict[str, Any], register: list[dict[str, Any]], relations: list[dict[str, Any]]
) -> None:
    facts = ledger(items=[SOLD], web=[REAL, {**SITE, **more}], register=register, relations=relations)

    assert strengths(by_claim, facts) == []


def test_countries_decide_where_the_address_tells_one(ledger: Build) -> None:
    web = [REAL, {**SITE, "claimed_address": "12 Mill Road, Turkey"}]

    assert strengths(by_claim, ledger(items=[SOLD], web=web, register=[HOME])) == [STRENGTH_CLAIM]


@pytest.mark.parametrize(
    ("written", "firm"),
    [
        ("a branch of Sample Tools Inc.", "Sample Tools Inc."),
        ("U.S. office of the Sample Tools Inc.", "Sample Tools Inc."),
        ("филиал компании «Образец»", "Образец"),
        ("样品机床有限公司分公司", "样品机床有限公司"),
        ("Sample Tools Inc.", "Sample Tools Inc."),
    ],
)
def test_reads_the_firm_that_is_claimed(written: str, firm: str) -> None:
    assert firm_named(written) == firm


def test_a_copied_site_names_the_one_that_supplies(ledger: Build) -> None:
    rows = by_copy(ledger(items=[SOLD], web=[REAL, SITE]), BAN).to_pyarrow().to_pylist()

    assert [(it["strength"], it["lane"], it["other_site"]) for it in rows] == [
        (STRENGTH_COPY, "shipper.example", "halvorford.example")
    ]
    assert strengths(by_copy, ledger(web=[REAL, SITE])) == [STRENGTH_COPY_NO_TRADE]


@pytest.mark.parametrize(
    ("more", "relations"),
    [
        ({"registrant_country": "US"}, []),
        ({"registrant_country": None}, []),
        ({}, [OWNED]),
        ({"text": "We sell lathes, and we have done so for a long time in this pleasant town by the sea."}, []),
    ],
)
def test_one_country_a_tie_or_another_text_is_no_copy(
    ledger: Build, more: dict[str, Any], relations: list[dict[str, Any]]
) -> None:
    assert strengths(by_copy, ledger(items=[SOLD], web=[REAL, {**SITE, **more}], relations=relations)) == []


def marks(theirs: str) -> dict[str, Any]:
    return {
        "trademarks": [
            {"on": "2010-01-01", "owner_id": "halvorford exchange", "logo_hash": "ff00ff00ff00ff00"},
            {"on": "2021-01-01", "owner_id": "shipper", "logo_hash": theirs},
        ],
        "register": [HOME, {"party_id": "halvorford exchange", "country": "US"}],
    }


@pytest.mark.parametrize(
    ("theirs", "count"),
    [
        ("ff00ff00ff00ff00", 1),
        # Nine bits of 64 differ, then ten: .85 lies between.
        ("ff00ff00ff00feff", 1),
        ("ff00ff00ff00fcff", 0),
        ("not a hash", 0),
        ("ff00", 0),
    ],
)
def test_logos_are_alike_to_the_bit(ledger: Build, theirs: str, count: int) -> None:
    assert strengths(by_logo, ledger(items=[SOLD], **marks(theirs))) == [STRENGTH_LOGO] * count


def test_the_later_mark_is_the_copy_and_a_tie_makes_it_lawful(ledger: Build) -> None:
    told = marks("ff00ff00ff00ff00")

    assert strengths(by_logo, ledger(**told)) == [STRENGTH_LOGO_NO_TRADE]
    assert strengths(by_logo, ledger(**told, relations=[OWNED])) == []
