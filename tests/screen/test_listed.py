"""What was listed on a day, by the snapshots that speak for it."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enduse.case import ListOptions, create
from enduse.model.listing import ListEntry, WrittenName
from enduse.screen.listed import (
    Entries,
    ListedEntry,
    ListSnapshot,
    all_snapshots,
    difference,
    read_entries,
    snapshots_for,
    stale,
)
from enduse.sources.watch_list import WATCH_LIST
from enduse.store.workspace import ListsConfig

FEBRUARY = ListSnapshot("EU consolidated", "eu", date(2022, 2, 25), True, 2, "a", "feb.xml", "EU", "")
JUNE = replace(FEBRUARY, on=date(2022, 6, 3), source_id="b", file="june.xml")
FIRM = ListEntry(
    1, "EU", "consolidated", "7", "company", (WrittenName("Vektor Stan OOO"),), listed_on=date(2022, 3, 15)
)


@pytest.mark.parametrize(
    ("day", "speaks"),
    [
        (date(2021, 1, 1), FEBRUARY),
        (date(2022, 2, 25), FEBRUARY),
        (date(2022, 6, 2), FEBRUARY),
        (date(2022, 6, 3), JUNE),
        (date(2026, 1, 1), JUNE),
    ],
)
def test_the_newest_snapshot_of_the_day_or_before_speaks_else_the_oldest(day: date, speaks: ListSnapshot) -> None:
    assert snapshots_for((JUNE, FEBRUARY), day) == (speaks,)


def test_a_list_in_two_formats_speaks_once() -> None:
    other = replace(JUNE, format="csv", entries=1)
    assert snapshots_for((other, JUNE), date(2023, 1, 1)) == (JUNE,)


@pytest.mark.parametrize(
    ("day", "standing"),
    [(date(2022, 3, 14), "not_yet"), (date(2022, 3, 15), "listed"), (date(2024, 1, 1), "no_longer")],
)
def test_an_entry_stands_by_its_days(day: date, standing: str) -> None:
    entry = replace(FIRM, delisted_on=date(2024, 1, 1))
    assert ListedEntry(entry, JUNE).standing(day) == standing


def test_an_undated_entry_of_a_later_snapshot_is_not_assessable() -> None:
    undated = ListedEntry(replace(FIRM, listed_on=None), JUNE)
    assert undated.standing(date(2022, 6, 2)) == "unknown"
    assert undated.standing(date(2022, 6, 3)) == "listed"


@pytest.mark.parametrize(("today", "old"), [(date(2022, 6, 10), False), (date(2022, 6, 11), True)])
def test_a_list_is_stale_by_its_newest_snapshot(today: date, old: bool) -> None:
    assert bool(stale((FEBRUARY, JUNE), today, ListsConfig(stale_days=7))) == old


@pytest.mark.parametrize(("days", "old"), [(0, False), (30, True), (9999, False)])
def test_a_list_of_the_users_own_is_stale_only_where_the_settings_say_so(days: int, old: bool) -> None:
    own = replace(JUNE, format=WATCH_LIST)
    assert bool(stale((own,), date(2026, 11, 22), ListsConfig(own_stale_days=days))) == old


def test_added_changed_and_removed_entries_are_told_apart() -> None:
    gone, new = replace(FIRM, entry_id="8"), replace(FIRM, entry_id="9")
    renamed = replace(FIRM, names=(*FIRM.names, WrittenName("Wektor Stan", "alias")))
    changes = difference([FIRM, gone], [renamed, new])
    assert [(it.what, it.entry_id) for it in changes] == [("changed", "7"), ("removed", "8"), ("added", "9")]
    assert changes[0].details == {"names": ("Vektor Stan OOO", "Vektor Stan OOO; Wektor Stan")}


def test_where_an_entry_stands_in_the_file_is_no_change() -> None:
    aliases = (WrittenName("Vektor Stan OOO"), WrittenName("VS"))
    assert difference([replace(FIRM, names=aliases)], [replace(FIRM, row=99, names=aliases[::-1])]) == ()


@given(st.lists(st.integers(0, 9), unique=True), st.lists(st.integers(0, 9), unique=True))
def test_the_difference_turns_one_snapshot_into_the_other(before: list[int], after: list[int]) -> None:
    old, new = ([replace(FIRM, entry_id=str(it)) for it in ids] for ids in (before, after))
    changes = difference(old, new)
    ids = {str(it) for it in before} | {it.entry_id for it in changes if it.what == "added"}
    assert ids - {it.entry_id for it in changes if it.what == "removed"} == {str(it) for it in after}
    assert difference(new, new) == ()


@pytest.fixture
def read(tmp_path: Path) -> Entries:
    """The entries of a small list in a case."""
    case = create(tmp_path / "case")
    rows = "".join(f"W-{at},Velmora {at},TR\n" for at in range(450))
    (tmp_path / "watch.csv").write_text(f"ID,Name,Country\n{rows}", encoding="utf-8")
    case.add_list(tmp_path / "watch.csv", ListOptions(date(2024, 1, 1), name="Ours"))
    return read_entries(case.ledger, all_snapshots(case.ledger.manifest()))


def test_entries_are_the_same_walked_through_looked_up_or_made_together(read: Entries) -> None:
    walked = list(read)
    assert [it.entry.entry_id for it in walked] == [f"W-{at}" for at in range(450)]
    read.make([449, 7, 7])
    assert [read[at] for at in (7, 449, 0)] == [walked[at] for at in (7, 449, 0)]
    assert read[7] is read[7]


def test_whoever_walks_through_all_entries_keeps_none(read: Entries) -> None:
    one, again = (next(iter(read)) for _ in range(2))
    assert one == again
    assert one is not again
