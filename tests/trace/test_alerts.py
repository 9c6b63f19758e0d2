"""What should make somebody ask where a machine is now."""

from dataclasses import replace
from datetime import date

import pytest

from enduse.trace.alerts import Alert, Listing, Watch, alerts_of
from enduse.trace.custody import Fact, chain
from enduse.trace.custody_rows import Ban

BAN = Ban(("RU",), date(2022, 2, 24))
PLANT, STRANGER = 1, 2
SOLD = Fact(1, date(2021, 3, 1), "shipped", "SL2500-0417", "SPARTAN", country="TR", party_id=PLANT)
HERE = replace(SOLD, row_id=2, on=date(2021, 4, 1), what="installed")
SCRAPPED = replace(SOLD, row_id=3, on=date(2021, 5, 1), what="scrapped")


def listed(on: date) -> dict[int, list[Listing]]:
    return {PLANT: [Listing(PLANT, "US-BIS EL", "PLANT LLC", on, 90)]}


def raised(*facts: Fact, on: date = date(2021, 5, 1), lists: dict[int, list[Listing]] | None = None) -> list[Alert]:
    return [*alerts_of(chain(facts, BAN), lists or {}, Watch(on))]


def kinds(*facts: Fact, on: date = date(2021, 5, 1)) -> list[str]:
    return [it.kind for it in raised(*facts, on=on)]


def test_a_machine_that_was_seen_at_its_place_raises_none() -> None:
    assert kinds(SOLD, HERE) == []


@pytest.mark.parametrize(("on", "found"), [(date(2021, 8, 28), []), (date(2021, 8, 29), ["unconfirmed"])])
def test_an_installation_that_nobody_confirms_within_180_days(on: date, found: list[str]) -> None:
    assert kinds(SOLD, on=on) == found


@pytest.mark.parametrize(("on", "found"), [(date(2023, 4, 1), []), (date(2023, 4, 2), ["silent"])])
def test_a_machine_that_nobody_sees_for_two_years(on: date, found: list[str]) -> None:
    assert kinds(SOLD, HERE, on=on) == found


@pytest.mark.parametrize(
    ("on", "count"), [(date(2021, 3, 1), 0), (date(2021, 3, 2), 1), (date(2021, 5, 1), 1), (date(2021, 5, 2), 0)]
)
def test_a_buyer_that_was_listed_after_the_shipment(on: date, count: int) -> None:
    found = raised(SOLD, lists=listed(on))

    assert len(found) == count
    assert all((it.kind, it.row_ids) == ("listed_after", (90, 1)) for it in found)


def test_the_most_urgent_comes_first() -> None:
    gone = replace(SOLD, row_id=5, on=date(2023, 1, 1), what="imported", country="RU", party_id=STRANGER)
    asked = replace(gone, row_id=6, on=date(2022, 6, 1), what="service_request")
    moved = replace(SOLD, row_id=7, on=date(2022, 5, 1), what="moved")

    assert kinds(moved, asked, gone, SOLD, on=date(2024, 1, 1)) == ["left_channel", "wrong_country_service", "moved"]


def test_a_scrapped_machine_raises_none_until_it_shows_up_again() -> None:
    again = replace(SCRAPPED, row_id=4, on=date(2023, 1, 1), what="seen", country="RU")

    assert kinds(SOLD, SCRAPPED, on=date(2030, 1, 1)) == []
    assert kinds(SOLD, SCRAPPED, again, on=date(2030, 1, 1)) == ["left_channel"]


def test_a_sentence_says_where_and_when() -> None:
    gone = replace(SOLD, row_id=5, on=date(2023, 1, 1), what="imported", country="RU")

    (alert,) = raised(SOLD, HERE, gone)

    assert alert.text == "imported into Russia on 2023-01-01, though sent to Türkiye"
    assert alert.row_ids == (5, 1)
