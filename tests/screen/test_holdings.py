"""Only what is above a company is loaded for a question about it, through whatever joins the rows."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from fractions import Fraction

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from enduse.model.listing import WrittenIdentifier, WrittenName
from enduse.model.relation import PartyRef, RegisterRecord, Relation
from enduse.screen.holdings import Marks, RegisterRows, number_marks, record_mark
from enduse.sources.written import Origin, relation_row
from enduse.store.schema import TABLES

Told = Callable[..., RegisterRows]


def holds(owner: str, owned: str, row: int = 1, register: str = "R") -> Relation:
    share = Fraction(1, 2)
    return Relation(row, register, PartyRef(owner), PartyRef(owned), "shares", low=share, high=share)


def start(record: str, register: str = "R") -> Marks:
    return Marks(records=frozenset({record_mark(register, record)}))


def rows_of(found: RegisterRows) -> list[int]:
    return sorted(found.relations["row"].to_pylist())


def test_holders_of_holders_are_loaded_and_nobody_below_or_beside(told: Told) -> None:
    rows = told(holds("A", "H", 1), holds("H", "X", 2), holds("X", "D", 3), holds("H", "Y", 4))
    assert rows_of(rows.above(start("X"))) == [1, 2]


def test_a_circle_is_loaded_once(told: Told) -> None:
    rows = told(holds("A", "X", 1), holds("X", "A", 2))
    assert rows_of(rows.above(start("X"))) == [1, 2]


def test_the_same_record_id_in_another_register_is_somebody_else(told: Told) -> None:
    rows = told(holds("A", "X", 1), holds("B", "X", 2, register="Q"))
    assert rows_of(rows.above(start("X"))) == [1]


def test_a_number_leads_from_one_register_to_another(told: Told) -> None:
    number = (WrittenIdentifier("REG", "HE 000001", "CY"),)
    rows = told(
        holds("h", "X", 1),
        RegisterRecord(5, "R", "h", "company", (WrittenName("Norvent Holding"),), number),
        Relation(2, "CYPRUS", PartyRef("a"), PartyRef("", WrittenIdentifier("REG", "he-1", "CY")), "shares"),
    )
    assert rows_of(rows.above(start("X"))) == [1]
    same = told(
        holds("h", "X", 1),
        RegisterRecord(5, "R", "h", "company", (WrittenName("Norvent Holding"),), number),
        Relation(2, "CYPRUS", PartyRef("a"), PartyRef("", WrittenIdentifier("REG", "HE000001", "CY")), "shares"),
    )
    assert rows_of(same.above(start("X"))) == [1, 2]


def test_a_name_leads_on_only_where_there_is_no_number(told: Told) -> None:
    named = Relation(1, "R", PartyRef("", None, "Norvent Holding Ltd", "CY"), PartyRef("X"), "shares")
    above = Relation(2, "Q", PartyRef("a"), PartyRef("q1", None, "NORVENT HOLDING LTD.", "CY"), "shares")
    assert rows_of(told(named, above).above(start("X"))) == [1, 2]
    numbered = Relation(
        1,
        "R",
        PartyRef("", WrittenIdentifier("REG", "HE 7", "CY"), "Norvent Holding Ltd", "CY"),
        PartyRef("X"),
        "shares",
    )
    assert rows_of(told(numbered, above).above(start("X"))) == [1]


def test_family_of_those_above_is_loaded_with_it(told: Told) -> None:
    kin = Relation(2, "R", PartyRef("A"), PartyRef("W"), "family", note="wife")
    far = Relation(3, "R", PartyRef("P"), PartyRef("Q"), "family")
    assert rows_of(told(holds("A", "X", 1), kin, far).above(start("X"))) == [1, 2]


def test_ended_holdings_are_loaded_too_a_transfer_is_seen_by_them(told: Told) -> None:
    ended = replace(holds("A", "X", 1), start=date(2019, 1, 1), end=date(2020, 1, 1))
    assert rows_of(told(ended).above(start("X"))) == [1]


def test_no_rows_at_all_answer_nothing(told: Told) -> None:
    found = told().above(start("X"))
    assert (found.records.num_rows, found.relations.num_rows) == (0, 0)


def test_registers_are_counted_by_country_persons_not(told: Told) -> None:
    rows = told(
        RegisterRecord(1, "R", "a", "company", (WrittenName("A"),), countries=("CY",)),
        RegisterRecord(2, "R", "b", "company", (WrittenName("B"),)),
        RegisterRecord(3, "R", "p", "person", (WrittenName("P"),), countries=("RU",), personal=True),
    )
    assert rows.registers == {"R": {"CY": 1, "": 1}}


@pytest.mark.parametrize("written", ["979900101", "0979900101", "97 99 00 101"])
def test_a_number_is_found_whatever_zeros_and_signs_it_was_written_with(written: str) -> None:
    assert "979900101" in number_marks("REG", written, "ZZ")


edges = st.lists(st.tuples(st.integers(0, 6), st.integers(0, 6)), max_size=14)


@given(edges, st.integers(0, 6))
def test_what_is_loaded_is_what_climbing_step_by_step_finds(pairs: list[tuple[int, int]], asked: int) -> None:
    relations = [holds(f"p{owner}", f"p{owned}", row) for row, (owner, owned) in enumerate(pairs, 1)]
    seen, waiting, wanted = {asked}, [asked], set()
    while waiting:
        at = waiting.pop()
        for row, (owner, owned) in enumerate(pairs, 1):
            if owned == at:
                wanted.add(row)
                if owner not in seen:
                    seen.add(owner)
                    waiting.append(owner)
    assert rows_of(_told(relations).above(start(f"p{asked}"))) == sorted(wanted)


def _told(relations: list[Relation]) -> RegisterRows:
    rows = [relation_row(it, Origin("s", None, "t", None)) for it in relations]
    return RegisterRows(
        TABLES["register_records"].arrow_schema().empty_table(),
        pa.Table.from_pylist(rows, TABLES["relations"].arrow_schema()),
    )
