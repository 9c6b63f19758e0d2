"""Statements against records: what is read, from which day, and what the rows say of it."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from enduse.detect import Ledger
from enduse.detect.statements import compare, read_predicate, since_when, statements

Build = Callable[..., Ledger]


@pytest.mark.parametrize(
    ("predicate", "text", "read"),
    [
        ("no_deliveries_to_RU_after", "", ("stopped", True)),
        ("exports_stopped", "", ("stopped", True)),
        ("", "We have never sold anything to Russia.", ("never_sold", False)),
        ("", "We stopped all exports to Russia.", ("stopped", False)),
        ("", "Мы прекратили поставки в Россию.", ("stopped", False)),
        ("", "我们已停止向俄罗斯出口。", ("stopped", False)),
        ("", "Мы продаём только запчасти.", ("only_parts", False)),
        ("no_relation", "", ("no_relation", True)),
        ("", "We have nothing to do with that firm.", ("no_relation", False)),
        ("branch_of", "", ("branch_of", True)),
    ],
)
def test_reads_what_can_be_tested(predicate: str, text: str, read: tuple[str, bool]) -> None:
    assert read_predicate(predicate, text) == read


@pytest.mark.parametrize(
    ("predicate", "text"),
    [
        ("general", "Our company opened a new service centre."),
        ("general", "We comply with all applicable export laws."),
        ("dealer_contract_ended", "ended its distribution contract; sales and service results were below plan"),
        ("not_a_branch", "We are not a branch of anybody."),
        (None, None),
    ],
)
def test_leaves_alone_what_cannot(predicate: str | None, text: str | None) -> None:
    assert read_predicate(predicate, text) is None


@pytest.mark.parametrize(
    ("text", "since"),
    [
        ("after 2022-03-05", date(2022, 3, 5)),
        ("с 05.03.2022", date(2022, 3, 5)),
        ("since 2022-02", date(2022, 2, 28)),
        ("in 2022", date(2022, 12, 31)),
        ("in 2030", date(2025, 5, 1)),
        ("on 2022-13-45", date(2022, 12, 31)),
        ("some time ago", date(2025, 5, 1)),
    ],
)
def test_an_end_is_never_dated_too_early(text: str, since: date) -> None:
    assert since_when(text, date(2025, 5, 1)) == since


def sold(*days: str, **more: Any) -> list[dict[str, Any]]:
    usual = {"consignee_id": "plant", "consignor_id": "works", "contract_holder_id": "works"}
    return [{"on": day, **usual, **more} for day in days]


def answer(facts: Ledger) -> tuple[str, int]:
    (told,) = compare(facts, statements(facts))
    return told.answer, len(told.row_ids)


def said(predicate: str, text: str = "", **more: Any) -> list[dict[str, Any]]:
    return [{"on": "2022-12-10", "speaker_id": "works", "predicate": predicate, "text": text, **more}]


STOPPED = said("exports_stopped", "on 2022-03-01")


@pytest.mark.parametrize(
    ("days", "result"),
    [
        # Ninety days of grace end on 2022-05-30.
        (("2022-05-31",), ("contradicted", 1)),
        (("2022-05-30",), ("not_testable", 0)),
        ((), ("not_testable", 0)),
    ],
)
def test_an_end_is_contradicted_after_the_days_of_grace(
    ledger: Build, days: tuple[str, ...], result: tuple[str, int]
) -> None:
    assert answer(ledger(items=sold(*days), claims=STOPPED)) == result


def test_an_end_is_supported_only_where_the_records_reach_beyond_it(ledger: Build) -> None:
    others = sold("2022-11-01", consignor_id="trader", contract_holder_id="trader")

    assert answer(ledger(items=[*sold("2022-01-10"), *others], claims=STOPPED)) == ("supported", 1)


def test_goods_that_others_sold_contradict_nobody(ledger: Build) -> None:
    others = sold("2022-11-01", consignor_id="trader", contract_holder_id="trader")

    assert answer(ledger(items=others, claims=STOPPED)) == ("not_testable", 0)


def test_what_was_sold_after_a_denial_does_not_make_it_false(ledger: Build) -> None:
    claims = said("never_sold", "We never sold there.")

    assert answer(ledger(items=sold("2023-01-10"), claims=claims)) == ("not_testable", 0)
    assert answer(ledger(items=sold("2022-01-10"), claims=claims)) == ("contradicted", 1)


@pytest.mark.parametrize(
    ("whole", "result"), [("complete", ("contradicted", 1)), ("part", ("supported", 1)), (None, ("contradicted", 1))]
)
def test_only_parts_is_tested_by_what_the_lines_are(ledger: Build, whole: str | None, result: tuple[str, int]) -> None:
    items = sold("2022-01-10", whole=whole)

    assert answer(ledger(items=items, claims=said("only_parts"))) == result


def test_the_importer_may_speak_of_parts_too(ledger: Build) -> None:
    claims = said("only_parts", speaker_id="plant", about_id="works")

    assert answer(ledger(items=sold("2022-01-10"), claims=claims)) == ("contradicted", 1)


@pytest.mark.parametrize(
    "record",
    [
        {"items": sold("2022-01-10")},
        {"payments": [{"on": "2022-01-10", "payer_id": "plant", "payee_id": "works"}]},
        {"relations": [{"subject_id": "works", "object_id": "plant", "kind": "shares"}]},
    ],
)
def test_no_relation_is_contradicted_by_any_record_of_both(ledger: Build, record: dict[str, Any]) -> None:
    assert answer(ledger(**record, claims=said("no_relation", about_id="plant"))) == ("contradicted", 1)


def test_no_record_of_both_proves_nothing(ledger: Build) -> None:
    assert answer(ledger(items=sold("2022-01-10"), claims=said("no_relation", about_id="other"))) == (
        "not_testable",
        0,
    )


@pytest.mark.parametrize(
    ("owner", "result"), [("parent", ("supported", 1)), ("stranger", ("contradicted", 1)), (None, ("not_testable", 0))]
)
def test_a_branch_is_tested_by_its_owners(ledger: Build, owner: str | None, result: tuple[str, int]) -> None:
    owned = [{"subject_id": owner, "object_id": "works", "kind": "shares"}] if owner else []

    assert answer(ledger(relations=owned, claims=said("branch_of", about_id="parent"))) == result
