"""Rows are read as they were written; what rows repeat is read once."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from fractions import Fraction

from enduse.model.listing import Contact, WrittenAddress, WrittenIdentifier, WrittenName
from enduse.model.relation import PartyRef, RegisterRecord, Relation
from enduse.screen.holdings import RegisterRows
from enduse.screen.register_reading import records_in, relations_in

Told = Callable[..., RegisterRows]
JUNE, JULY = date(2024, 6, 1), date(2024, 7, 1)
NUMBER = WrittenIdentifier("OGRN", "1207700000015", "RU")
FULL = Relation(
    7,
    "R",
    PartyRef("A", NUMBER, "Ada Sampleton", "GB"),
    PartyRef("", None, "Vektor Stan", ""),
    "shares",
    low=Fraction(1, 3),
    high=Fraction(2, 3),
    direct=False,
    start=date(2020, 1, 1),
    end=date(2021, 1, 1),
    recorded_on=date(2020, 2, 1),
    note="acting in concert",
    treasury=True,
    low_excluded=True,
    high_excluded=True,
)
RECORD = RegisterRecord(
    1,
    "R",
    "A",
    "company",
    (WrittenName("Vektor Stan"), WrittenName("Vektor")),
    (NUMBER,),
    (WrittenAddress("1 Lathe Road", "GB"),),
    (Contact("email", "a@vektor.example"),),
    ("GB", "RU"),
    more={"why_unknown": "hidden"},
)


def test_a_relation_is_read_with_everything_that_it_tells(told: Told) -> None:
    bare = Relation(8, "R", PartyRef("A"), PartyRef("X"), "directs")
    rows = told((JUNE, FULL), (JULY, bare))
    assert [(it, day) for it, _, day in relations_in(rows.relations)] == [(FULL, JUNE), (bare, JULY)]


def test_records_that_say_the_same_are_one_the_first(told: Told) -> None:
    again = replace(RECORD, row=9)
    other = replace(RECORD, row=10, names=(WrittenName("Vektor Stan Vektor"),))
    found = records_in(told(RECORD, again, other).records)
    assert found == [RECORD, other]


def test_names_are_told_apart_however_they_are_cut(told: Told) -> None:
    cut = [replace(RECORD, names=tuple(map(WrittenName, names))) for names in (("a", "bc"), ("ab", "c"), ("abc",))]
    assert records_in(told(*cut).records) == cut


def test_no_rows_are_no_records(told: Told) -> None:
    assert (records_in(told().records), relations_in(told().relations)) == ([], [])
