"""Facts that people write into a case: whole, or refused."""

import pytest

from enduse.errors import UsageError
from enduse.model.case_book import (
    FACTS,
    Absence,
    Estimate,
    Event,
    Facts,
    Hypothesis,
    Mark,
    Note,
    Pin,
    Referral,
    RowPlace,
    Subject,
    Weighing,
    facts_of,
)
from enduse.model.case_log import KINDS, CaseEntry

EVERY: list[Facts] = [
    Subject("plant", "customer", "INN:7701000000", "RU", "inn:7701000000", ("ЗАВОД ВЫМЫСЕЛ",), ("E1",)),
    Note("trade of two countries", ("C1",), 200e9, "USD", "2023", "CNC machines", "a newspaper"),
    Pin(row={"file": "imports.csv", "sha256": "ab" * 32, "row": 12}, why="the first machine"),
    Event("sent two lathes", "2023-Q1", "shipped", "Vektor", "NORDAMAT", after=("C2",), source="a letter"),
    Hypothesis("a new dealer", innocent=True),
    Weighing("E1", "inconsistent", "it was dissolved then"),
    Estimate("share of sales", 0.6, "share", "annual report", bound="at_least", market="CN", period="2023"),
    Absence("a machine of the brand", 120, 2, "images", "stills of plants", True, "two readers", "2023-10"),
    Mark("E3", "brand", "NORDAMAT", "possible", {"region": "1,2,3,4"}),
    Referral("Customs of Nordland", "2024-03-01", ("E1",), "declined", "no comment", "NO", "letter"),
]


@pytest.mark.parametrize("facts", EVERY, ids=lambda it: it.kind)
def test_facts_come_back_from_the_log_as_they_were(facts: Facts) -> None:
    entry = CaseEntry(1, facts.kind, "", facts.to_facts(), 0, "", "")
    assert facts_of(entry) == facts
    assert facts.kind in KINDS


def test_every_kind_is_tried_here() -> None:
    assert {it.kind for it in EVERY} == FACTS.keys()


def test_what_a_later_version_adds_is_passed_over() -> None:
    assert Hypothesis.from_facts({"text": "x", "colour": "red"}) == Hypothesis("x")


def test_facts_that_lack_something_are_refused() -> None:
    with pytest.raises(UsageError, match="something is missing") as caught:
        Weighing.from_facts({"item": "E1"})
    assert caught.value.code == "E-CASE-FACT"


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (lambda: Event("sold it"), "needs a source"),
        (lambda: Event(" ", source="x"), "nothing is said"),
        (lambda: Event("sold it", is_a="stole", source="x"), "one of made"),
        (lambda: Event("sold it", source="x", value=3.0), "its currency"),
        (lambda: Event("sold it", "someday", source="x"), "tells no time"),
        (lambda: Note("trade", value=2e11), "its unit and who published it"),
        (lambda: Estimate("share", 60, "share", "report"), "from 0 to 1"),
        (lambda: Estimate("machines", 100, "machines", "report", low=120), "does not lie"),
        (lambda: Estimate("machines", 100, "machines", ""), "who published it"),
        (lambda: Absence("a brand", 0), "at least one"),
        (lambda: Absence("a brand", 3, 4), "no more were found"),
        (lambda: Weighing("E1", "consistent", " "), "say why"),
        (lambda: Weighing("E1", "proves", "x"), "one of consistent"),
        (lambda: Pin(), "name one"),
        (lambda: Referral("Customs", ""), "has its day"),
        (lambda: Subject(country="Korea"), "two capital letters"),
    ],
)
def test_what_nobody_could_check_is_refused(make: object, said: str) -> None:
    assert callable(make)
    with pytest.raises(UsageError, match=said):
        make()


def test_a_row_is_named_as_a_person_finds_it() -> None:
    assert str(RowPlace("a.zip", "ab", 7, "b.xlsx", "Sheet1")) == "a.zip › b.xlsx › Sheet1, row 7"
