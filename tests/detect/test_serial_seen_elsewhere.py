"""A machine that was sold to one country turns up in another."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

import pytest

from enduse.detect import Ledger
from enduse.detect.coverage import survey
from enduse.detect.typologies.serial_seen_elsewhere import by_declarations, by_events, serial_seen_elsewhere
from enduse.store.derived_tables import first_id

BAN = date(2022, 2, 24)
Build = Callable[..., Ledger]
Row = Mapping[str, Any]

MACHINE = {"serial": "SL2500-0417", "brand": "SPARTAN", "model": "SL-25"}
BUILT: Row = {**MACHINE, "on": "2021-01-10", "kind": "built", "place_country": "TW"}
SOLD: Row = {**MACHINE, "on": "2021-03-01", "kind": "shipped", "place_country": "TR", "party_id": "plant"}
SEEN: Row = {**MACHINE, "on": "2023-05-20", "kind": "seen", "place_country": "RU"}
EXPORT: Row = {
    "on": "2021-06-01",
    "direction": "export",
    "dispatch": "TW",
    "destination": "TR",
    "consignee_id": "trader",
    "serials": ["SL2500-0533"],
}
IMPORT: Row = {"on": "2022-09-01", "consignor_id": "stranger", "dispatch": "TR", "serials": ["SL2500 0533"]}


def events(ledger: Build, *rows: Row, **more: Any) -> list[dict[str, Any]]:
    return list(by_events(ledger(events=rows, **more), BAN).to_pyarrow().to_pylist())


def declared(ledger: Build, *rows: Row) -> list[dict[str, Any]]:
    return list(by_declarations(ledger(items=rows), BAN).to_pyarrow().to_pylist())


def test_names_the_machine_its_sale_and_where_it_was_seen(ledger: Build) -> None:
    (row,) = events(ledger, BUILT, SOLD, SEEN)

    assert row["subject_id"] == "SPARTAN SL2500-0417"
    assert (row["sent"], row["seen"]) == ("shipped to Türkiye", "seen in Russia")
    assert row["strength"] == pytest.approx(0.9 * 0.9)
    first = first_id("events")
    assert (row["row_ids"], row["context_ids"]) == ([first + 2, first + 3], [first + 1])


def test_an_import_of_a_machine_that_was_exported_elsewhere(ledger: Build) -> None:
    (row,) = declared(ledger, EXPORT, IMPORT)

    assert row["strength"] == pytest.approx(0.45)
    assert (row["seen"], row["start"], row["value_usd"]) == ("imported into Russia", date(2022, 9, 1), 100_000)


def test_events_and_declarations_make_one_chain(ledger: Build) -> None:
    imported = {**IMPORT, "serials": ["SL25OO-O417"]}

    (row,) = events(ledger, SOLD, items=[imported])

    assert row["row_ids"] == [1, first_id("events") + 1]
    assert row["doubts"] == ["the row writes the number 'SL25OO-O417'"]


@pytest.mark.parametrize(
    "innocent",
    [
        [{**SEEN, "place_country": "TR"}],
        [{**SEEN, "on": "2022-06-01", "kind": "moved", "note": "relocation approved by maker"}],
        [{**SEEN, "place_country": "IN", "kind": "resold", "party_id": "second"}],
        [{**SEEN, "kind": "service_request", "party_id": "plant"}],
        [{**SEEN, "place_country": None}],
    ],
    ids=["stays", "agreed move", "resale in the book", "owner asks while travelling", "no place"],
)
def test_what_a_record_explains_is_nothing(ledger: Build, innocent: list[Row]) -> None:
    assert events(ledger, BUILT, SOLD, *innocent) == []


def test_a_machine_that_its_recorded_owner_sends_on_is_nothing(ledger: Build) -> None:
    onward = {**EXPORT, "on": "2022-05-01", "dispatch": "TR", "destination": "IN", "consignor_id": "trader"}
    arrived = {**IMPORT, "destination": "IN"}

    assert declared(ledger, EXPORT, onward, arrived) == []
    (row,) = declared(ledger, EXPORT, {**onward, "consignor_id": "stranger"}, arrived)
    assert row["strength"] == pytest.approx(0.2)


def test_a_direct_sale_is_nothing(ledger: Build) -> None:
    assert declared(ledger, {**EXPORT, "destination": "RU"}, IMPORT) == []


def test_another_brand_with_the_number_is_another_machine(ledger: Build) -> None:
    assert events(ledger, SOLD, {**SEEN, "brand": "ATHENIAN"}) == []


def test_a_short_number_of_no_brand_weighs_half(ledger: Build) -> None:
    short = {"serial": "4170"}

    (row,) = events(ledger, {**SOLD, **short}, {**SEEN, **short, "brand": None, "kind": "cleared"})

    assert row["strength"] == pytest.approx(0.9 * 0.45)
    assert row["confidence"] == "possible"


@pytest.mark.parametrize(("on", "strength"), [("2022-02-23", 0.25), ("2022-02-24", 0.9)])
def test_from_the_watershed_on_it_weighs(ledger: Build, on: str, strength: float) -> None:
    (row,) = events(ledger, SOLD, {**SEEN, "on": on, "kind": "cleared"})

    assert row["strength"] == pytest.approx(strength)


def test_what_no_list_names_weighs_little_where_only_declarations_tell(ledger: Build) -> None:
    (row,) = declared(ledger, *({**it, "goods_code": "8422400008"} for it in (EXPORT, IMPORT)))

    assert row["strength"] == pytest.approx(0.2)


def test_another_country_weighs_little(ledger: Build) -> None:
    (row,) = events(ledger, SOLD, {**SEEN, "place_country": "KZ", "kind": "cleared"})

    assert row["strength"] == pytest.approx(0.2)


def test_lines_that_name_no_number_are_no_silence(ledger: Build) -> None:
    (finder,) = (it for it in serial_seen_elsewhere.finders if it.id == "by_declarations")
    bare = ledger(items=[{"on": "2023-01-02", "serials": []}])

    assert any("serials" in it for it in survey(bare, (finder,)).missing(finder, BAN))


def test_a_machine_seen_there_that_only_a_declaration_places_weighs_less(ledger: Build) -> None:
    sent = {**EXPORT, "serials": ["SL2500-0417"], "hs6": "845811", "goods_code": "8458110000"}

    (row,) = events(ledger, {**SEEN, "kind": "installed"}, items=[sent])

    assert row["strength"] <= 0.45


def test_a_machine_that_was_there_before_the_watershed_weighs_little(ledger: Build) -> None:
    (row,) = events(ledger, SOLD, {**SEEN, "on": "2021-12-01"}, {**SEEN, "kind": "serviced"})

    assert row["strength"] == pytest.approx(0.25)
