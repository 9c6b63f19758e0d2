"""What vanished after a question: which days, which sentences."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from enduse.detect import Ledger
from enduse.detect.typologies.deletion_after_enquiry import STRENGTH_PLAIN, STRENGTH_TELLING, by_site

BAN = date(2022, 2, 24)
Build = Callable[..., Ledger]
KEPT = "We sell lathes and mills."
TELLING = "Our customers are plants of the defence industry."
ASKED = {"on": "2022-06-10", "speaker_id": "paper", "about_id": "seller", "predicate": "enquiry"}


def seen(day: str, text: str) -> dict[str, Any]:
    return {"on": day, "domain": "seller.example", "registrant_id": "seller", "text": text}


def found(facts: Ledger) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = by_site(facts, BAN).to_pyarrow().to_pylist()
    return rows


@pytest.mark.parametrize(("day", "count"), [("2022-06-10", 0), ("2022-06-11", 1), ("2022-07-10", 1), ("2022-07-11", 0)])
def test_within_thirty_days_of_the_question(ledger: Build, day: str, count: int) -> None:
    web = [seen("2022-06-01", f"{KEPT} {TELLING}"), seen(day, KEPT)]

    assert len(found(ledger(web=web, claims=[ASKED]))) == count


def test_a_telling_sentence_weighs_more_than_half_a_page(ledger: Build) -> None:
    more = [seen("2022-06-20", KEPT)]
    telling = found(ledger(web=[seen("2022-06-01", f"{KEPT} {TELLING}"), *more], claims=[ASKED]))
    dull = found(ledger(web=[seen("2022-06-01", f"{KEPT} Visit us at the fair in May."), *more], claims=[ASKED]))

    assert [it["strength"] for it in (*telling, *dull)] == [STRENGTH_TELLING, STRENGTH_PLAIN]
    assert telling[0]["quote"] == TELLING
    # Both snapshots and the question.
    assert len(telling[0]["row_ids"]) == 3


@pytest.mark.parametrize(
    "claims",
    [
        [],
        [{**ASKED, "about_id": "other"}],
        [{**ASKED, "predicate": "general", "text": "They sell lathes."}],
    ],
)
def test_without_a_question_to_the_owner_a_change_is_only_a_change(ledger: Build, claims: list[dict[str, Any]]) -> None:
    web = [seen("2022-06-01", f"{KEPT} {TELLING}"), seen("2022-06-20", KEPT)]

    assert found(ledger(web=web, claims=claims)) == []


def test_a_small_change_of_no_meaning_is_passed_over(ledger: Build) -> None:
    before = f"{KEPT} We grind and turn. We repair spindles. Reference 614344."

    web = [seen("2022-06-01", before), seen("2022-06-20", f"{KEPT} We grind and turn. Reference 700000.")]
    assert found(ledger(web=web, claims=[ASKED])) == []


def test_what_a_later_snapshot_still_has_is_not_gone(ledger: Build) -> None:
    whole = f"{KEPT} {TELLING}"
    web = [seen("2022-06-01", whole), seen("2022-06-15", KEPT), seen("2022-06-20", whole)]

    assert found(ledger(web=web, claims=[ASKED])) == []
