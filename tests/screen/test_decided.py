"""Decisions about hits are remembered for the pair, and open again when what they stood on changes."""

from dataclasses import replace
from datetime import date

import pytest

from enduse.errors import InputError
from enduse.model.listing import Contact, ListEntry, WrittenAddress, WrittenName
from enduse.screen.decided import Decision, Decisions, asked_key, decide
from enduse.screen.listed import ListedEntry, ListSnapshot
from enduse.screen.screener import Hit
from enduse.screen.signs import Query

SNAPSHOT = ListSnapshot("EU Test List", "eu", date(2024, 5, 30), True, 2, "a", "x.xml", "EU", "")
ENTRY = ListEntry(
    1, "EU", "Test List", "7", "company", (WrittenName("Company AMG LLC"), WrittenName("АМГ")), countries=("RU",)
)
PIZZERIA = Query(("AMG",), countries=("IT",), addresses=(WrittenAddress("Via Roma 1, Torino", "IT"),))


def hit(entry: ListEntry = ENTRY, snapshot: ListSnapshot = SNAPSHOT) -> Hit:
    return Hit(ListedEntry(entry, snapshot), 0.9, "AMG", ("because",), "listed")


def remembered(*decisions: Decision) -> Decisions:
    return Decisions.parse(b"".join(it.line() for it in decisions).decode().split("\n"))


NOT_SAME = decide(PIZZERIA, hit(), "not_same")


def test_a_decision_holds_for_its_pair_in_every_later_snapshot() -> None:
    later = replace(SNAPSHOT, on=date(2025, 1, 1), source_id="b")
    moved = replace(ENTRY, row=99, names=ENTRY.names[::-1], remarks="amended")
    found, changed = remembered(NOT_SAME).about(PIZZERIA, hit(moved, later))
    assert found is not None
    assert (found.verdict, changed) == ("not_same", ())


@pytest.mark.parametrize(
    ("entry", "changed"),
    [
        (replace(ENTRY, names=(*ENTRY.names, WrittenName("AMG Torino"))), ("entry.names",)),
        (replace(ENTRY, countries=("RU", "IT")), ("entry.countries",)),
        (replace(ENTRY, contacts=(Contact("phone", "+39 011 1"),)), ("entry.contacts",)),
    ],
)
def test_it_opens_again_when_the_entry_changes_and_says_in_what(entry: ListEntry, changed: tuple[str, ...]) -> None:
    assert remembered(NOT_SAME).about(PIZZERIA, hit(entry)) == (None, changed)


def test_it_opens_again_when_the_customer_changes() -> None:
    moved = replace(PIZZERIA, countries=("RU",))
    assert remembered(NOT_SAME).about(moved, hit()) == (None, ("asked.countries",))


def test_it_says_nothing_about_another_customer_or_another_entry() -> None:
    assert remembered(NOT_SAME).about(replace(PIZZERIA, names=("AMG Holding",)), hit()) == (None, ())
    assert remembered(NOT_SAME).about(PIZZERIA, hit(replace(ENTRY, entry_id="8"))) == (None, ())


def test_the_last_decision_counts_and_open_takes_it_back() -> None:
    same, opened = replace(NOT_SAME, verdict="same"), replace(NOT_SAME, verdict="open")
    assert remembered(NOT_SAME, same).about(PIZZERIA, hit())[0] == same
    assert remembered(NOT_SAME, same, opened).about(PIZZERIA, hit()) == (None, ())


def test_a_note_with_any_character_is_kept() -> None:
    noted = replace(NOT_SAME, note='line one\nline two\u2028line "three" 🍕')
    assert remembered(noted).known[noted.asked, noted.entry] == noted


@pytest.mark.parametrize(
    "line", ["{", "[]", "5", '{"asked": "a"}', NOT_SAME.line().decode().replace("not_same", "perhaps")]
)
def test_a_line_that_is_no_decision_stops_the_screening(line: str) -> None:
    with pytest.raises(InputError, match="line 2") as caught:
        Decisions.parse([NOT_SAME.line().decode(), line])
    assert caught.value.code == "E-SCREENING-DECISION"


def test_a_customer_is_known_by_its_own_number_else_by_its_name_however_written() -> None:
    assert asked_key(PIZZERIA, "K-7") == "id:K-7"
    assert asked_key(Query(("«Амг», ООО",))) == asked_key(Query(("ООО АМГ",)))
    assert asked_key(Query(("AMG",))) != asked_key(Query(("AMH",)))


def test_a_customer_without_a_name_is_known_by_what_it_has() -> None:
    one = Query((), addresses=(WrittenAddress("Via Roma 1", "IT"),))
    other = Query((), addresses=(WrittenAddress("Via Roma 2", "IT"),))
    assert asked_key(one) == asked_key(one)
    assert asked_key(one) != asked_key(other)
