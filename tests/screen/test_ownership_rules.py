"""The ownership rules: dated, without overlaps, each with its source."""

from datetime import date, timedelta

import pytest

from enduse.errors import BadPlugin
from enduse.screen.rules import ownership_rules, read_rules
from enduse.screen.stakes import Listed

HEAD = '[analytic]\nsignificant_minority = "25%"\ntransfer_days_before_listing = 180\n'
RULE = """
[[rules]]
id = "R1"
jurisdiction = "ZZ"
status = "in_force"
threshold = "50%"
strict = false
aggregate = "all"
measures = ["shares"]
chain = "shares"
treasury = "unsettled"
control = false
authorities = ["ZZ"]
instrument = "an act"
sentence = "says so"
source = "a gazette"
evidence = "seen"
confidence = "high"
"""


def test_every_rule_says_where_it_was_read_and_how_sure_it_is() -> None:
    rules = ownership_rules().rules
    assert [it.id for it in rules if it.confidence not in ("high", "medium", "low")] == []
    assert [it.id for it in rules if not (it.source and it.evidence and it.instrument and it.sentence)] == []


@pytest.mark.parametrize("law", ["EU", "UK", "US-BIS", "US-OFAC"])
def test_every_day_has_exactly_one_rule(law: str) -> None:
    rules = [it for it in ownership_rules().rules if it.jurisdiction == law]
    days = [date(2010, 1, 1) + timedelta(days=7 * it) for it in range(1000)]
    assert {sum(rule.holds_on(day) for rule in rules) for day in days} == {1}


@pytest.mark.parametrize(
    ("law", "day", "status"),
    [
        ("US-OFAC", date(2014, 8, 12), "unverified"),
        ("US-OFAC", date(2014, 8, 13), "in_force"),
        ("US-BIS", date(2025, 9, 28), "absent"),
        ("US-BIS", date(2025, 9, 29), "in_force"),
        ("US-BIS", date(2025, 11, 9), "in_force"),
        ("US-BIS", date(2025, 11, 10), "suspended"),
        ("US-BIS", date(2026, 11, 9), "suspended"),
        ("US-BIS", date(2026, 11, 10), "unverified"),
        ("UK", date(2020, 12, 30), "unverified"),
        ("UK", date(2020, 12, 31), "in_force"),
    ],
)
def test_a_span_begins_on_its_first_day_and_ends_before_its_last(law: str, day: date, status: str) -> None:
    assert ownership_rules().on(law, day).status == status


def test_a_day_without_a_span_is_unverified() -> None:
    rules = read_rules(HEAD + RULE.replace('status = "in_force"', 'status = "in_force"\nstart = 2020-01-01'))
    assert rules.on("ZZ", date(2019, 12, 31)).status == "unverified"


@pytest.mark.parametrize(
    ("bad", "said"),
    [
        (RULE.replace('threshold = "50%"\n', ""), "threshold"),
        (RULE.replace('"in_force"', '"maybe"'), "'maybe'"),
        (RULE.replace('["shares"]', '["gold"]'), "gold"),
        (RULE + RULE, "overlaps"),
        (RULE.replace('threshold = "50%"', 'same_test_as = "R0"'), "'R0'"),
    ],
)
def test_a_rule_that_cannot_be_used_is_refused_and_named(bad: str, said: str) -> None:
    with pytest.raises(BadPlugin, match=said) as caught:
        read_rules(HEAD + bad)
    assert caught.value.code == "E-OWN-RULES"


@pytest.mark.parametrize(
    ("law", "listing", "counts"),
    [
        ("US-OFAC", Listed("A", "US-OFAC", "SDN"), True),
        ("US-OFAC", Listed("A", "US-OFAC", "Non-SDN Consolidated"), False),
        ("US-OFAC", Listed("A", "US-BIS", "Entity List"), False),
        ("US-BIS", Listed("A", "US-BIS", "Entity List"), True),
        ("US-BIS", Listed("A", "US-BIS", "MEU List"), True),
        ("US-BIS", Listed("A", "US-BIS", "Unverified List"), False),
        ("US-BIS", Listed("A", "US-OFAC", "SDN", ("[RUSSIA-EO14024]",)), True),
        ("US-BIS", Listed("A", "US-OFAC", "SDN", ("CUBA",)), False),
        ("US-BIS", Listed("A", "US-OFAC", "SDN"), None),
        ("EU", Listed("A", "EU", "269/2014"), True),
        ("EU", Listed("A", "EU", "833/2014 Annex IV"), False),
        ("UK", Listed("A", "EU", "269/2014"), False),
        # As the readers of the publishers' files call them.
        ("US-OFAC", Listed("A", "US-OFAC", "Consolidated non-SDN"), False),
        ("US-OFAC", Listed("A", "US-OFAC", "SSI"), False),
        ("US-OFAC", Listed("A", "US-OFAC", "NS-CMIC"), False),
        ("US-BIS", Listed("A", "US-BIS", "MEU"), True),
        ("US-BIS", Listed("A", "US-BIS", "MIEU"), False),
        ("US-BIS", Listed("A", "US-BIS", "UVL"), False),
        ("US-BIS", Listed("A", "US-BIS", "DPL"), False),
        ("EU", Listed("A", "EU", "Consolidated Financial Sanctions"), True),
        ("EU", Listed("A", "EU", "765/2006 Annex I.A"), True),
        ("EU", Listed("A", "EU", "765/2006 Annex I.B"), True),
        ("EU", Listed("A", "EU", "765/2006 Annex V"), False),
        ("EU", Listed("A", "EU", "765/2006 Annex IX"), False),
        ("EU", Listed("A", "EU", "765/2006 Annex XV"), False),
        ("UK", Listed("A", "UK", "UK Sanctions List", ("Russia", "Asset freeze")), True),
        ("UK", Listed("A", "UK", "UK Sanctions List"), True),
        ("UK", Listed("A", "UK", "UK Sanctions List", ("Russia", "Measures not stated")), True),
        ("UK", Listed("A", "UK", "UK Sanctions List", ("GB-RUS",)), True),
        ("UK", Listed("A", "UK", "UK Sanctions List", ("Russia", "Travel Ban", "Asset freeze")), True),
        ("UK", Listed("A", "UK", "UK Sanctions List", ("Russia", "Travel Ban")), False),
        ("UK", Listed("A", "UK", "UK Sanctions List", ("Russia", "Ban on port entry")), False),
        ("UK", Listed("A", "UK", "OFSI Consolidated List"), True),
    ],
)
def test_only_the_lists_of_a_rule_make_listed_owners(law: str, listing: Listed, counts: bool | None) -> None:
    test = ownership_rules().on(law, date(2025, 10, 15)).test
    assert test is not None
    assert test.counts(listing) is counts
