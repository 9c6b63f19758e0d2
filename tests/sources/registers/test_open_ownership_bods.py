"""BODS: bounds and what is left out of them, replaced statements, the change of a share, unknown owners."""

from collections.abc import Callable
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from enduse.errors import UnreadableFile
from enduse.model.listing import BadRecord, WrittenIdentifier
from enduse.model.relation import RegisterRecord, Relation
from enduse.sources.lists import ListFile
from enduse.sources.registers import RegisterFormat
from enduse.sources.registers.open_ownership_bods import REGISTER

Item = RegisterRecord | Relation | BadRecord
Open = Callable[[str | Path], ListFile]
Made = Callable[[str, bytes], ListFile]
ReadAll = Callable[[RegisterFormat, ListFile], list[Item]]


@pytest.fixture
def new(opened: Open, read_all: ReadAll) -> list[Item]:
    return read_all(REGISTER, opened("open_ownership_bods/bods04.jsonl"))


@pytest.fixture
def old(opened: Open, read_all: ReadAll) -> list[Item]:
    return read_all(REGISTER, opened("open_ownership_bods/bods02.json"))


def held(items: list[Item], kind: str) -> list[Relation]:
    return [it for it in items if isinstance(it, Relation) and it.kind == kind]


def test_a_share_that_was_updated_changes_on_the_day_of_the_update(new: list[Item]) -> None:
    before, after = held(new, "shares")
    assert (before.low, before.start, before.end) == (Fraction(333, 1000), date(2020, 1, 2), date(2022, 5, 1))
    assert (after.low, after.start, after.end) == (Fraction(666, 1000), date(2022, 5, 1), None)


def test_an_interest_that_the_update_repeats_is_told_once(new: list[Item]) -> None:
    (votes,) = held(new, "votes")
    assert (votes.row, votes.start) == (4, date(2020, 1, 2))
    assert (votes.low, votes.high, votes.low_excluded, votes.high_excluded) == (
        Fraction(1, 4),
        Fraction(1, 2),
        True,
        False,
    )


def test_an_owner_whom_nobody_names_is_unknown_with_the_reason(new: list[Item]) -> None:
    (board,) = held(new, "appoints_board")
    (unknown,) = [it for it in new if isinstance(it, RegisterRecord) and it.kind == "unknown"]
    assert board.subject.record_id == unknown.record_id
    assert board.direct is False
    assert "made of: r1" in board.note
    assert unknown.more["why_unknown"] == "reason: unableToConfirm; description: asked twice"


def test_a_closed_relation_without_a_last_day_ends_on_the_day_it_was_closed(new: list[Item]) -> None:
    (post,) = held(new, "directs")
    assert (post.start, post.end) == (date(2020, 2, 1), date(2021, 2, 1))


def test_of_a_persons_numbers_only_the_taxpayers_is_kept(new: list[Item]) -> None:
    (person,) = [it for it in new if isinstance(it, RegisterRecord) and it.personal]
    assert person.identifiers == (WrittenIdentifier("TAX", "QQ1", "GB"),)
    assert person.born == "1978-07"
    assert [(it.text, it.role) for it in person.names] == [("Ada Sampleton", "primary"), ("A. Sampleton", "alias")]


def test_a_company_keeps_its_numbers_with_their_schemes(new: list[Item]) -> None:
    company = next(it for it in new if isinstance(it, RegisterRecord) and it.kind == "company")
    assert company.identifiers == (
        WrittenIdentifier("REG", "00000001", "GB"),
        WrittenIdentifier("LEI", "529900SAMPLE00000134"),
    )


def test_relations_of_a_replaced_statement_point_to_the_newer_one(old: list[Item]) -> None:
    assert [it.code for it in old if isinstance(it, BadRecord)] == ["R-REG-SUPERSEDED", "R-REG-NOBODY"]
    assert {it.object.record_id for it in old if isinstance(it, Relation)} == {"a2"}


def test_bounds_of_the_older_versions_are_marked_by_true_and_false(old: list[Item]) -> None:
    (share,) = held(old, "shares")
    assert (share.low, share.high, share.low_excluded, share.high_excluded) == (
        Fraction(1, 2),
        Fraction(3, 4),
        True,
        False,
    )
    assert share.direct is False


def test_a_list_that_does_not_end_is_refused(made: Made, read_all: ReadAll) -> None:
    with pytest.raises(UnreadableFile, match="cut off"):
        read_all(REGISTER, made("cut.json", b'[{"statementId": "a", "recordType": "entity"}, {"statem'))


def test_reads_the_published_sample(real_data: Path, opened: Open, read_all: ReadAll) -> None:
    items = read_all(REGISTER, opened(real_data / "registry_bods" / "bods04_sample_300_statements.json.gz"))
    assert len(items) == 300
    assert not [it for it in items if isinstance(it, BadRecord)]
    assert {it.row for it in items} == set(range(1, 301))


@pytest.mark.parametrize("day", [date(2019, 10, 1), date(2021, 4, 2), date(2021, 4, 3), date(2022, 1, 20)])
def test_the_published_example_adds_up_to_the_whole_on_every_day(
    day: date, real_data: Path, opened: Open, read_all: ReadAll
) -> None:
    items = read_all(REGISTER, opened(real_data / "registry_bods" / "bods_fermcat.json"))
    then = [it for it in held(items, "shares") if it.start and it.start <= day and (not it.end or day < it.end)]
    assert sum(it.low or 0 for it in then) == 1
