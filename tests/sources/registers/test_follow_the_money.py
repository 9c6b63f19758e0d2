"""FollowTheMoney: things, links with several ends, percentages as texts."""

from collections.abc import Callable
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from enduse.model.listing import BadRecord, WrittenIdentifier
from enduse.model.relation import RegisterRecord, Relation
from enduse.sources.lists import ListFile
from enduse.sources.registers import RegisterFormat
from enduse.sources.registers.follow_the_money import REGISTER

Item = RegisterRecord | Relation | BadRecord
Open = Callable[[str | Path], ListFile]
ReadAll = Callable[[RegisterFormat, ListFile], list[Item]]


@pytest.fixture
def items(opened: Open, read_all: ReadAll) -> list[Item]:
    return read_all(REGISTER, opened("follow_the_money/entities.ftm.json"))


def relations(items: list[Item], row: int) -> list[Relation]:
    return [it for it in items if isinstance(it, Relation) and it.row == row]


def test_names_have_their_roles(items: list[Item]) -> None:
    company = items[0]
    assert isinstance(company, RegisterRecord)
    assert [(it.text, it.role) for it in company.names] == [
        ("Norvent Sample", "primary"),
        ("НОРВЕНТ ОБРАЗЕЦ", "alias"),
        ("Norvent Old", "former"),
        ("NS", "weak"),
    ]
    assert company.identifiers == (WrittenIdentifier("INN", "9799001010", "RU"),)
    assert company.contacts[0].value == "office@norvent.example"


def test_a_range_of_percentages_is_bounds(items: list[Item]) -> None:
    (owned,) = relations(items, 3)
    assert (owned.low, owned.high) == (Fraction(1, 4), Fraction(1, 2))
    assert (owned.start, owned.end, owned.direct) == (date(2019, 1, 1), None, False)
    assert "end: 2022" in owned.note


def test_a_percentage_that_cannot_be_read_leaves_the_relation_without_a_share(items: list[Item]) -> None:
    first, own = relations(items, 4)
    assert (first.low, first.high) == (None, None)
    assert "percentage not read: half" in first.note
    assert own.treasury


@pytest.mark.parametrize(("row", "kind"), [(5, "directs"), (6, "family"), (7, "linked"), (11, "successor")])
def test_every_link_has_its_kind(items: list[Item], row: int, kind: str) -> None:
    assert [it.kind for it in relations(items, row)] == [kind]


def test_a_legal_entity_with_a_first_name_is_a_person(items: list[Item]) -> None:
    bo = next(it for it in items if isinstance(it, RegisterRecord) and it.row == 9)
    assert (bo.kind, bo.personal, bo.names[0].text) == ("person", True, "Bo Example")


def test_papers_and_halves_of_links_are_refused_with_a_reason(items: list[Item]) -> None:
    assert [(it.row, it.code) for it in items if isinstance(it, BadRecord)] == [
        (8, "R-REG-NOBODY"),
        (10, "R-REG-KIND"),
        (12, "R-REG-NOBODY"),
        (13, "R-JSON"),
    ]
