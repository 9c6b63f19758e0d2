"""What is known of an order."""

from collections.abc import Mapping

import pytest

from enduse.decide.facts import Fact, FactSheet, Truths, fact_kinds
from enduse.decide.questions import questions
from enduse.errors import BadPlugin
from enduse.goods.entries.truth import Truth


@pytest.mark.parametrize(
    ("of", "rest", "name", "truth"),
    [
        ({"2B001.b.2": True}, False, "2B001", True),
        ({"2B001.b.2": False, "2B001.c": None}, False, "2B001", None),
        ({"2B001.b.2": False}, False, "2B001", False),
        ({"2B001": True}, False, "2B001.b.2", False),
        ({"2B0011": True}, False, "2B001", False),
        ({"US-OFAC SDN": True}, False, "US-OFAC", True),
        ({"US-OFACX SDN": True}, False, "US-OFAC", False),
        ({"EU 833/2014 Annex IV": True}, False, "EU 833", True),
        ({}, None, "US-BIS Entity List", None),
        ({}, False, "US-BIS Entity List", False),
    ],
)
def test_a_name_holds_with_those_below_it(of: Mapping[str, Truth], rest: Truth, name: str, truth: Truth) -> None:
    assert Truths(of, rest).has(name) is truth


def test_one_of_several_names_is_enough() -> None:
    assert Truths({"RU": True}, False).any_of(["BY", "RU"]) is True
    assert Truths({}, None).any_of(["BY", "RU"]) is None


def test_a_sheet_refuses_facts_that_no_rule_could_speak_of() -> None:
    with pytest.raises(BadPlugin, match=r"goods\.colour"):
        FactSheet((Fact("goods.colour", "red"),))


def test_later_facts_take_the_place_of_earlier_ones_about_the_same() -> None:
    sheet = FactSheet(
        (Fact("party.country", "UZ", about="buyer"), Fact("party.country", "KZ", about="bank")), ("buyer",)
    )
    new = sheet.with_facts([Fact("party.country", "RU", about="buyer")])
    values = {key: fact.value for key in ("buyer", "bank") if (fact := new.get("party.country", key))}
    assert values == {"buyer": "RU", "bank": "KZ"}
    assert new.parties == ("buyer",)


def test_a_sheet_keeps_what_is_unsettled_and_its_labels() -> None:
    sheet = FactSheet((), ("buyer",), labels={"buyer": "buyer Orient"}, unsettled=frozenset({"us.content"}))
    new = sheet.with_facts([Fact("us.content", True)])
    assert (new.label("buyer"), new.label("1"), set(new.unsettled)) == ("buyer Orient", "1", {"us.content"})


@pytest.mark.parametrize("name", list(fact_kinds()))
def test_the_catalogue_is_whole(name: str) -> None:
    kind = fact_kinds()[name]
    assert kind.type in ("bool", "word", "truths", "number", "date")
    assert kind.means
    assert set(kind.questions) <= set(questions())
    assert kind.type == "bool" or not (kind.good or kind.lack)


def test_scopes_are_told_by_the_name() -> None:
    scopes = {it: fact_kinds()[it].scope for it in ("party.lists", "goods.code", "destination")}
    assert scopes == {"party.lists": "party", "goods.code": "goods", "destination": "order"}
