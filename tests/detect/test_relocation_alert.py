"""A machine was moved, and nobody agreed."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

import pytest

from enduse.detect import Ledger
from enduse.detect.typologies.relocation_alert import by_events

BAN = date(2022, 2, 24)
Build = Callable[..., Ledger]
Row = Mapping[str, Any]

MACHINE = {"serial": "SL2500-0417", "brand": "SPARTAN"}
SOLD: Row = {**MACHINE, "on": "2021-03-01", "kind": "shipped", "place_country": "TR", "party_id": "plant"}
ALARM: Row = {**MACHINE, "on": "2023-05-20", "kind": "relocation_alert", "place_country": "RU"}


def found(ledger: Build, *rows: Row) -> list[dict[str, Any]]:
    return list(by_events(ledger(events=rows), BAN).to_pyarrow().to_pylist())


def test_an_alarm_from_where_goods_must_not_go_weighs_most(ledger: Build) -> None:
    (row,) = found(ledger, SOLD, ALARM)

    assert row["strength"] == pytest.approx(0.9 * 0.9)
    assert (row["seen"], row["sent_to"]) == ("reported by its device from Russia", "TR")


@pytest.mark.parametrize(
    ("more", "strength"),
    [
        ({"place_country": "KZ"}, 0.3),
        ({"place_country": "TR"}, 0.1),
        ({"place_country": None}, 0.1),
        ({"on": "2022-02-23"}, 0.25),
    ],
)
def test_elsewhere_at_home_or_earlier_it_weighs_little(ledger: Build, more: Row, strength: float) -> None:
    (row,) = found(ledger, SOLD, {**ALARM, "kind": "moved", **more})

    assert row["strength"] == pytest.approx(strength)


@pytest.mark.parametrize("told", [{"authorised": True}, {"note": "согласовано с заводом"}, {"note": "経営承認"}])
def test_a_move_that_was_agreed_is_nothing(ledger: Build, told: Row) -> None:
    assert found(ledger, SOLD, {**ALARM, "kind": "moved", "place_country": "IN", **told}) == []


def test_a_refusal_is_no_agreement(ledger: Build) -> None:
    (row,) = found(ledger, SOLD, {**ALARM, "kind": "moved", "place_country": "IN", "note": "relocation not approved"})

    assert row["strength"] == pytest.approx(0.3)


@pytest.mark.parametrize(("moved_on", "count"), [("2023-07-19", 0), ("2023-07-20", 1), ("2023-01-20", 0)])
def test_an_agreed_move_about_that_time_answers_an_alarm(ledger: Build, moved_on: str, count: int) -> None:
    alarm = {**ALARM, "place_country": "IN"}
    moved = {**alarm, "on": moved_on, "kind": "moved", "authorised": True}

    assert len(found(ledger, SOLD, alarm, moved)) == count


def test_a_service_where_it_stands_is_nothing(ledger: Build) -> None:
    assert found(ledger, SOLD, {**ALARM, "kind": "serviced", "place_country": "TR"}) == []
