"""Every case of ``cases.csv`` was worked out by hand from the wording of the entry; the reason stands beside it."""

import csv
import tomllib
from datetime import date
from pathlib import Path

import pytest

from enduse.goods.entries.evaluation import EntryAnswer, answered
from enduse.goods.entries.reading import entries
from enduse.goods.specification import from_answers

HERE = Path(__file__).parent
PRESETS = tomllib.loads((HERE / "presets.toml").read_text(encoding="utf-8"))
CASES = list(csv.DictReader((HERE / "cases.csv").read_text(encoding="utf-8").splitlines(), delimiter=";"))
ENTRIES = {it.id: it for it in entries()}
DAY = date(2025, 6, 1)


def facts(case: dict[str, str]) -> dict[str, str]:
    pairs = (it.partition("=") for it in f"{PRESETS[case['preset']]} {case['facts']}".split())
    said = {name: value for name, _, value in pairs}
    return {name: value for name, value in said.items() if value != "?"}


def answer(case: dict[str, str]) -> EntryAnswer:
    return answered(ENTRIES[case["entry"]], from_answers(facts(case)), DAY)


def name(case: dict[str, str]) -> str:
    return f"{case['entry']}: {case['facts']}: {case['why']}"


@pytest.mark.parametrize("case", CASES, ids=name)
def test_the_answer_is_the_one_worked_out_by_hand(case: dict[str, str]) -> None:
    assert answer(case).answer == case["expected"]


@pytest.mark.parametrize("case", [it for it in CASES if it["expected"] == "cannot tell"], ids=name)
def test_what_is_missing_is_named_and_asked_for(case: dict[str, str]) -> None:
    found = answer(case)
    if case["missing"] != "*":
        assert {it.name for it in found.missing} == set(case["missing"].split(","))
    assert found.question.endswith("?")


@pytest.mark.parametrize("case", [it for it in CASES if it["expected"] != "cannot tell"], ids=name)
def test_a_definite_answer_shows_what_it_rests_on_and_lacks_nothing(case: dict[str, str]) -> None:
    found = answer(case)
    assert found.known
    assert not found.missing
    assert not found.question


@pytest.mark.parametrize("case", [it for it in CASES if it["why"].startswith("excluded")], ids=name)
def test_an_exclusion_is_named(case: dict[str, str]) -> None:
    assert answer(case).exclusion


def test_there_are_enough_cases_and_every_entry_has_one_that_meets_it() -> None:
    assert len(CASES) >= 120
    met = {it["entry"] for it in CASES if it["expected"] == "meets"}
    assert set(ENTRIES) == met
