"""The example of docs/how-to/add-a-rule.md is a rule and says what the page says of it."""

import re
from datetime import date
from pathlib import Path

import pytest

from enduse.decide.applying import applied
from enduse.decide.facts import Fact, FactSheet, Truths
from enduse.decide.outcomes import Outcome
from enduse.decide.rulebook import Rule, read_rulebook

PAGE = Path(__file__).parents[2] / "docs" / "how-to" / "add-a-rule.md"


@pytest.fixture
def example(tmp_path: Path) -> Rule:
    found = re.search(r"```toml\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    assert found
    file = tmp_path / "nx_grinding.toml"
    file.write_text(found[1], encoding="utf-8")
    return read_rulebook([file]).rules[0]


@pytest.mark.parametrize(
    ("on", "code", "now"),
    [
        (date(2024, 2, 29), "846012", ()),
        (date(2024, 3, 1), "846012", (Outcome.LICENCE,)),
        (date(2024, 8, 31), "846012", (Outcome.LICENCE,)),
        (date(2024, 9, 1), "846012", (Outcome.BLOCK,)),
        (date(2024, 8, 31), "845811", ()),
        (date(2024, 9, 1), "845811", (Outcome.HOLD,)),
        (date(2024, 9, 1), "845710", ()),
    ],
)
def test_the_example_says_what_the_page_says(example: Rule, on: date, code: str, now: tuple[Outcome, ...]) -> None:
    facts = (
        Fact("seller.law", Truths({"NX": True}, False)),
        Fact("destination", "RU"),
        Fact("onward", Truths({}, False)),
        Fact("goods.code", code, about="1"),
    )
    span = example.on(on)
    part = applied(example, span, FactSheet(facts, (), ("1",))) if span else None
    assert (part.now if part else ()) == now
