"""Places that sites claim against registered ones, and which party a claimed name means."""

from collections.abc import Callable

import pytest

from enduse.detect import Ledger
from enduse.detect.claimed_places import claims_another_place, named_parties, registered_addresses
from enduse.detect.pages import Page
from enduse.model.ids import party_id

Build = Callable[..., Ledger]
SHENZHEN = "No. 7 Sample Road, Shenzhen"


def claiming(address: str, home: str = "") -> Page:
    return Page(1, "a.example", None, 1, home, "", "", address, "")


@pytest.mark.parametrize(
    ("address", "home", "recorded", "answer"),
    [
        ("12 Mill Road, Peoria", "", [SHENZHEN], True),
        ("Room 4, Other Road 9, Shenzhen", "", [SHENZHEN], False),
        ("12 Mill Road, Turkey", "CN", [], True),
        ("12 Mill Road, China", "CN", [], False),
        ("12 Mill Road, Peoria", "CN", [], None),
        ("", "CN", [SHENZHEN], None),
    ],
)
def test_another_place_is_told_from_the_same_and_from_an_unknown_one(
    address: str, home: str, recorded: list[str], answer: bool | None
) -> None:
    assert claims_another_place(claiming(address, home), recorded) is answer


def test_a_firm_without_a_registered_address_is_left_out(ledger: Build) -> None:
    rows = [{"party_id": "one", "addresses": [SHENZHEN]}, {"party_id": "two", "addresses": []}]

    assert registered_addresses(ledger(register=rows), [party_id("name:one"), party_id("name:two")]) == {
        party_id("name:one"): [SHENZHEN]
    }


@pytest.mark.parametrize(
    ("name", "found"), [("Halvorford Exchange Inc.", True), ("Marlford Exchange Inc.", False), ("A B", False)]
)
def test_a_claimed_name_means_the_party_that_bears_it(ledger: Build, name: str, found: bool) -> None:
    facts = ledger(items=[{"on": "2022-01-01", "consignor_id": "halvorford exchange"}])

    assert named_parties(facts, [name], 0.85) == ({name: party_id("name:halvorford exchange")} if found else {})
