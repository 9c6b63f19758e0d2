"""Statuses as a case writes them down, and the block that follows an order."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from enduse.case import create
from enduse.case.order_book import OrderBook
from enduse.case.profiling_status import Party, StatusDesk
from enduse.errors import UsageError
from enduse.model.order import OrderParty
from enduse.model.status import Status
from enduse.store.desk import Desk
from enduse.store.order_log import OrderLog

NOON = datetime(2026, 11, 2, 12, tzinfo=UTC)


@pytest.fixture
def desk(tmp_path: Path) -> StatusDesk:
    return StatusDesk(create(tmp_path / "case").root, lambda: NOON)


def _blocked(desk: StatusDesk, name: str, on: date) -> str:
    book = OrderBook(OrderLog(Desk(desk.root / "desk.db")))
    return book.blocked(OrderParty("intermediate", name, "AE", {}), on)


def test_statuses_stand_by_their_first_day_and_undated_ones_last(desk: StatusDesk) -> None:
    for status in (
        Status("A", "dealer"),
        Status("A", "former_dealer", "2022"),
        Status("A", "official_dealer", "2015-03"),
    ):
        desk.write(status, "Kim")
    assert [it.status for _, it in desk.of("A")] == ["official_dealer", "former_dealer", "dealer"]


def test_a_maker_finds_its_dealers_by_any_spelling_of_its_name(desk: StatusDesk) -> None:
    desk.write(Status("ООО «Интервекс»", "dealer", maker="Vorlinex GmbH"), "Kim")
    assert [it.party for _, it in desk.of("VORLINEX")] == ["ООО «Интервекс»"]
    assert [it.party for _, it in desk.of("интервекс")] == ["ООО «Интервекс»"]
    assert desk.of("Vorlinek") == []


def test_a_block_is_met_from_its_first_day_on_and_until_it_is_lifted(desk: StatusDesk) -> None:
    decided = Status("Dune Trading FZE", "blocked", "2024-02", decided_by="Nordamat", why="no answer", reviewer="Lee")
    entry = desk.write(decided, "Kim", Party("AE"))
    assert _blocked(desk, "Dune Trading FZE", date(2024, 1, 31)) == ""
    met = _blocked(desk, "DUNE TRADING", date(2024, 2, 1))
    assert met == f"“Nordamat: no answer; reviewed by Lee ({entry.id})” (Kim, 2024-02-01)"
    desk.write(Status("Dune Trading FZE", "unblocked", "2025-01-01", decided_by="Nordamat", why="answered"), "Kim")
    assert _blocked(desk, "Dune Trading FZE", date(2025, 1, 1)) == ""
    assert _blocked(desk, "Dune Trading FZE", date(2024, 12, 31)) != ""


def test_a_dealer_is_no_block(desk: StatusDesk) -> None:
    desk.write(Status("Dune Trading FZE", "dealer", "2024"), "Kim")
    assert _blocked(desk, "Dune Trading FZE", date(2026, 1, 1)) == ""


@pytest.mark.parametrize("ref", ["E1", "C9", "a photograph"])
def test_what_it_rests_on_must_exist_and_else_nothing_is_written(desk: StatusDesk, ref: str) -> None:
    with pytest.raises(UsageError) as refused:
        desk.write(Status("A", "dealer", evidence=(ref,)), "Kim")
    assert refused.value.code == "E-STATUS-REF"
    assert desk.of("") == []


def test_an_earlier_entry_may_be_named(desk: StatusDesk) -> None:
    first = desk.write(Status("A", "dealer"), "Kim")
    second = desk.write(Status("A", "former_dealer", "2022", evidence=(first.id,)), "Kim")
    assert second.facts["evidence"] == ["C1"]


def test_what_was_undone_no_longer_counts(desk: StatusDesk) -> None:
    entry = desk.write(Status("A", "dealer"), "Kim")
    desk.log.undo(entry.number, "another firm", NOON, "Kim")
    assert desk.of("A") == []
