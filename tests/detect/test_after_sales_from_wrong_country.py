"""Service asked for from a country where the machine should not be."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import ibis
import pytest

from enduse.detect import Ledger
from enduse.detect.typologies.after_sales_from_wrong_country import by_requests

BAN = date(2022, 2, 24)
Build = Callable[..., Ledger]
Row = Mapping[str, Any]

MACHINE = {"serial": "SL2500-0417", "brand": "SPARTAN"}
SOLD: Row = {**MACHINE, "on": "2021-03-01", "kind": "shipped", "place_country": "TR", "party_id": "plant"}
ASKED: Row = {**MACHINE, "on": "2023-05-20", "kind": "service_request", "place_country": "RU", "party_id": "stranger"}


def found(facts: Ledger) -> list[dict[str, Any]]:
    return list(by_requests(facts, BAN).to_pyarrow().to_pylist())


def at_home_in(facts: Ledger, country: str) -> Ledger:
    return replace(facts, parties=facts.parties.mutate(country=ibis.literal(country)))


def test_a_stranger_who_asks_from_where_goods_must_not_go(ledger: Build) -> None:
    (row,) = found(ledger(events=[SOLD, ASKED]))

    assert row["strength"] == pytest.approx(0.85 * 0.9)
    assert row["seen"] == "reported for service from Russia"


def test_a_service_that_was_done_there_weighs_in_full(ledger: Build) -> None:
    (row,) = found(ledger(events=[SOLD, {**ASKED, "kind": "serviced"}]))

    assert row["strength"] == pytest.approx(0.85)


@pytest.mark.parametrize("who", ["plant", "dealer"])
def test_the_owner_and_a_dealer_of_its_country_weigh_little_there_and_nothing_elsewhere(
    ledger: Build, who: str
) -> None:
    asked = {**ASKED, "party_id": who}

    (row,) = found(at_home_in(ledger(events=[SOLD, asked]), "TR"))

    assert row["strength"] == pytest.approx(0.25 * 0.9)
    assert found(at_home_in(ledger(events=[SOLD, {**asked, "place_country": "DE"}]), "TR")) == []


def test_another_country_weighs_little(ledger: Build) -> None:
    (row,) = found(ledger(events=[SOLD, {**ASKED, "place_country": "KZ"}]))

    assert row["strength"] == pytest.approx(0.2 * 0.9)


def test_where_the_row_names_no_country_that_of_the_party_counts(ledger: Build) -> None:
    (row,) = found(at_home_in(ledger(events=[SOLD, {**ASKED, "place_country": None}]), "RU"))

    assert row["doubts"] == ["the row names no country; it is that of the party"]
    assert row["strength"] == pytest.approx(0.85 * 0.9)


@pytest.mark.parametrize("more", [{"place_country": "TR"}, {"kind": "seen"}, {"on": "2022-02-23", "party_id": "plant"}])
def test_service_at_home_and_other_events_are_nothing(ledger: Build, more: Row) -> None:
    assert found(ledger(events=[SOLD, {**ASKED, **more}])) == []


def test_a_machine_that_only_a_declaration_places_weighs_less(ledger: Build) -> None:
    sent = {
        "on": "2021-03-01",
        "direction": "export",
        "dispatch": "TW",
        "destination": "TR",
        "serials": ["SL2500-0417"],
    }

    (row,) = found(ledger(events=[{**ASKED, "kind": "serviced"}], items=[sent]))

    assert row["strength"] == pytest.approx(0.45)


def test_a_machine_that_stood_there_before_the_watershed_weighs_little(ledger: Build) -> None:
    early = {**ASKED, "kind": "serviced", "on": "2021-12-01"}

    (row,) = found(ledger(events=[SOLD, early, {**ASKED, "kind": "serviced"}]))

    assert row["strength"] == pytest.approx(0.25)
