"""Entries that are made when they are looked at, and held."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest

from enduse.api.held import HeldEntries
from enduse.api.holding import open_holding
from enduse.case import Case
from enduse.screen.listed import all_snapshots, read_entries, snapshots_for

TODAY = date(2026, 11, 22)


def read(case: Case) -> HeldEntries:
    wanted = snapshots_for(all_snapshots(case.ledger.manifest()), TODAY)
    return HeldEntries.of(read_entries(case.ledger, wanted))


def test_they_are_the_entries_of_the_ledger(listed_case: Case) -> None:
    wanted = snapshots_for(all_snapshots(listed_case.ledger.manifest()), TODAY)
    plain = list(read_entries(listed_case.ledger, wanted))
    held = read(listed_case)
    assert list(held) == plain
    assert held[-1] == plain[-1]
    assert held[2:4] == plain[2:4]
    held.make_all()
    assert list(held) == plain


def test_each_is_made_once_and_knows_its_place(listed_case: Case) -> None:
    held = read(listed_case)
    first = held[3]
    with ThreadPoolExecutor(4) as threads:
        list(threads.map(lambda _: held.make_all(), range(8)))
    assert held[3] is first
    assert [held.place_of(it) for it in held] == list(range(len(held)))
    assert held.rows is None


def test_past_the_end_there_is_none(listed_case: Case) -> None:
    held = read(listed_case)
    with pytest.raises(IndexError):
        held[len(held)]


def test_cards_say_what_the_entities_say(listed_case: Case) -> None:
    holding = open_holding(listed_case.ledger, TODAY)
    assert holding.version == listed_case.version
    assert {it.dataset for it in holding.cards} == set(holding.snapshots)
    assert sum(holding.counts.values()) == len(holding.entries) == len(holding.at_id)


def test_a_narrowed_screener_is_kept_for_the_next_question(listed_case: Case) -> None:
    holding = open_holding(listed_case.ledger, TODAY)
    scope = frozenset({"us_ofac_sdn"})
    assert holding.screener_of(scope) is holding.screener_of(scope)
    assert holding.screener_of(frozenset(holding.snapshots)) is holding.screener
