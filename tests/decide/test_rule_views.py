"""Rules seen from outside."""

from datetime import date
from pathlib import Path

import pytest

from enduse.decide.rule_views import changed, coverage, in_force
from enduse.decide.rulebook import Rulebook, read_rulebook

RULE = """
id = "{id}"
jurisdiction = "{law}"
title = "t"
gate = "G1"
outcome = "LICENCE"
sentence = "s"
[[in_force]]
start = 2024-01-01
end = 2024-06-01
citation = "c"
source = "x"
evidence = "seen"
confidence = "high"
when = {{ destination = ["RU"], "goods.code" = {{ codes = ["8457"], maybe = ["8207"] }} }}
[[in_force]]
start = 2024-06-01
end = 2025-01-01
citation = "c"
source = "x"
evidence = "seen"
confidence = "high"
gap = "repealed"
[[in_force]]
start = 2025-01-01
citation = "c"
source = "x"
evidence = "seen"
confidence = "high"
when = {{ destination = ["RU", "BY"], "goods.code" = {{ codes = ["8457", "8458"] }} }}
"""


@pytest.fixture
def book(tmp_path: Path) -> Rulebook:
    for id, law in (("aa_one", "AA"), ("bb_two", "BB")):
        (tmp_path / f"{id}.toml").write_text(RULE.format(id=id, law=law), encoding="utf-8")
    return read_rulebook(sorted(tmp_path.glob("*.toml")))


@pytest.mark.parametrize(
    ("day", "wanted"),
    [(date(2023, 12, 31), 0), (date(2024, 1, 1), 2), (date(2024, 6, 1), 0), (date(2025, 1, 1), 2)],
)
def test_only_rules_with_conditions_on_the_day_are_in_force(book: Rulebook, day: date, wanted: int) -> None:
    assert len(in_force(book, day)) == wanted


def test_rules_are_found_by_law_and_destination(book: Rulebook) -> None:
    assert [it.rule.id for it in in_force(book, date(2025, 1, 1), "BB")] == ["bb_two"]
    assert in_force(book, date(2024, 1, 1), destination="BY") == ()
    assert len(in_force(book, date(2025, 1, 1), destination="BY")) == 2


@pytest.mark.parametrize(
    ("before", "after", "word"),
    [
        (date(2023, 1, 1), date(2024, 1, 1), "begins"),
        (date(2024, 5, 31), date(2024, 6, 1), "ends"),
        (date(2024, 5, 31), date(2025, 1, 1), "changes"),
    ],
)
def test_a_change_is_called_by_its_name(book: Rulebook, before: date, after: date, word: str) -> None:
    assert {it.change for it in changed(book, before, after)} == {word}


def test_two_days_of_one_span_do_not_differ(book: Rulebook) -> None:
    assert changed(book, date(2024, 1, 1), date(2024, 5, 31)) == ()
    assert changed(book, date(2024, 6, 1), date(2024, 12, 31)) == ()


@pytest.mark.parametrize(("code", "wanted"), [("845710", True), ("820770", None), ("84", None), ("8458", "absent")])
def test_a_code_is_named_or_it_is_not_known_or_not_named(book: Rulebook, code: str, wanted: object) -> None:
    found = [it.named for it in coverage(book, date(2024, 1, 1), code)]
    assert found == ([] if wanted == "absent" else [wanted, wanted])
