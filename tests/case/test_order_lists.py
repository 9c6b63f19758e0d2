"""Each list that a rule asks about can be had in one step, and the step exists."""

import re

import pytest

from enduse import registry
from enduse.case.order_day import lists_in
from enduse.case.order_lists import step_for, steps_to_load
from enduse.decide.rulebook import rulebook
from enduse.sources import lists
from enduse.sources.lists import ListFormat

FORMATS = registry.collect(lists, ListFormat)
ASKED = sorted({name for rule in rulebook().rules for span in rule.spans for name in lists_in(span.condition)})


@pytest.mark.parametrize("name", ASKED)
def test_every_list_that_a_rule_asks_about_has_its_step(name: str) -> None:
    step = step_for(name)
    assert step != step_for("ZZ Unheard of")
    assert all(FORMATS[id].url for id in re.findall(r"lists update (\w+)", step))


def test_annex_iv_can_be_fetched_or_read_from_the_page_of_the_law() -> None:
    assert "update eu_journal" in step_for("EU 833/2014 Annex IV")
    assert "EUR-Lex" in step_for("EU 833/2014 Annex IV")
    assert "eu_fsf" in step_for("EU Consolidated Financial Sanctions")


def test_lists_of_one_step_are_told_together() -> None:
    said = steps_to_load(["US-BIS DPL", "US-BIS Entity List", "UN"])
    assert said == (
        "US-BIS DPL, US-BIS Entity List (`enduse lists update csl_csv`); UN (`enduse lists update un_consolidated_xml`)"
    )
