"""UK PSC: bands with their open ends, protected persons, statements, totals."""

from collections.abc import Callable
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from enduse.model.listing import BadRecord
from enduse.model.relation import RegisterRecord, Relation
from enduse.sources.lists import ListFile
from enduse.sources.registers import RegisterFormat
from enduse.sources.registers.uk_psc import REGISTER, nature_of_control

Item = RegisterRecord | Relation | BadRecord
Open = Callable[[str | Path], ListFile]
Made = Callable[[str, bytes], ListFile]
ReadAll = Callable[[RegisterFormat, ListFile], list[Item]]
PATH = "uk_psc/persons-with-significant-control-snapshot-2024-03-01.txt"


@pytest.fixture
def items(opened: Open, read_all: ReadAll) -> list[Item]:
    return read_all(REGISTER, opened(PATH))


@pytest.mark.parametrize(
    ("nature", "kind", "low", "high", "low_excluded", "high_excluded"),
    [
        ("ownership-of-shares-25-to-50-percent", "shares", "1/4", "1/2", True, False),
        ("ownership-of-shares-50-to-75-percent-as-firm", "shares", "1/2", "3/4", True, True),
        ("voting-rights-75-to-100-percent-limited-liability-partnership", "votes", "3/4", "1", False, False),
        ("ownership-of-shares-more-than-25-percent-registered-overseas-entity", "shares", "1/4", "1", True, False),
    ],
)
def test_a_band_is_a_bound(
    nature: str, kind: str, low: str, high: str, low_excluded: bool, high_excluded: bool
) -> None:
    found, bounds = nature_of_control(nature)
    assert bounds
    assert found == kind
    assert (bounds.low, bounds.high) == (Fraction(low), Fraction(high))
    assert (bounds.low_excluded, bounds.high_excluded) == (low_excluded, high_excluded)


@pytest.mark.parametrize(
    ("nature", "kind"),
    [
        ("right-to-appoint-and-remove-directors-as-trust", "appoints_board"),
        ("significant-influence-or-control", "controls"),
        ("being-tall", "linked"),
    ],
)
def test_control_by_other_means_has_no_share(nature: str, kind: str) -> None:
    assert nature_of_control(nature) == (kind, None)


def test_every_nature_of_control_is_a_relation_with_its_days(items: list[Item]) -> None:
    natures = [it for it in items if isinstance(it, Relation) and it.row == 1]
    assert [it.kind for it in natures] == ["shares", "votes", "appoints_board"]
    assert {(it.start, it.end) for it in natures} == {(date(2016, 4, 6), date(2022, 3, 1))}
    assert {it.object.record_id for it in natures} == {"00000001"}


def test_a_person_has_month_of_birth_and_every_nationality(items: list[Item]) -> None:
    person = next(it for it in items if isinstance(it, RegisterRecord))
    assert (person.names[0].text, person.born, person.countries) == ("Ada Jane Sampleton", "1978-07", ("GB", "RU"))


def test_a_protected_person_is_unknown_with_the_reason(items: list[Item]) -> None:
    secure = next(it for it in items if isinstance(it, RegisterRecord) and it.row == 3)
    assert secure.names == ()
    assert secure.more["why_unknown"]
    (relation,) = [it for it in items if isinstance(it, Relation) and it.row == 3]
    assert "ceased" in relation.note


def test_what_a_company_says_in_place_of_a_name_is_kept(items: list[Item]) -> None:
    said, exempt = [it for it in items if isinstance(it, RegisterRecord) and it.row in (4, 5)]
    assert said.more["statement"] == "psc-exists-but-not-identified"
    assert (exempt.record_id, exempt.more["exempt_from"]) == ("00000003", "2016-04-06")


def test_the_day_of_the_file_is_in_its_name(opened: Open) -> None:
    assert REGISTER.read(opened(PATH)).snapshot == date(2024, 3, 1)


def test_the_publishers_totals_stand_beside_what_was_read(items: list[Item]) -> None:
    totals = items[-1]
    assert isinstance(totals, BadRecord)
    assert (totals.code, totals.row) == ("R-REG-TOTALS", 8)
    assert "counts 7 records" in totals.reason
    assert "7 were read" in totals.reason


def test_a_control_that_was_notified_after_it_ceased_keeps_its_end_only(made: Made, read_all: ReadAll) -> None:
    line = (
        b'{"company_number": "1", "data": {"kind": "individual-person-with-significant-control", "name": "A B",'
        b' "natures_of_control": ["voting-rights-75-to-100-percent"],'
        b' "notified_on": "2020-05-01", "ceased_on": "2020-04-01"}}'
    )
    (relation,) = [it for it in read_all(REGISTER, made("psc.txt", line)) if isinstance(it, Relation)]
    assert (relation.start, relation.end) == (None, date(2020, 4, 1))
    assert "beginning on 2020-05-01" in relation.note
