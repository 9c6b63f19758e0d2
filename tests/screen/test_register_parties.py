"""Records of one party are one party: by its number, by its record; never by a name alone."""

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction

from enduse.model.listing import WrittenIdentifier, WrittenName
from enduse.model.relation import PartyRef, RegisterRecord, Relation
from enduse.screen.holdings import RegisterRows
from enduse.screen.register_parties import parties_of

Told = Callable[..., RegisterRows]
INN = WrittenIdentifier("INN", "9799001010", "RU")
HALF = Fraction(1, 2)
HOLDING = RegisterRecord(1, "R", "h", "company", (WrittenName("Norvent Holding Ltd"),), countries=("CY",))
ADA = RegisterRecord(3, "R", "p1", "person", (WrittenName("Ada Sampleton"),), born="1978-07", personal=True)


def shares(owner: PartyRef, owned: PartyRef, row: int = 9, register: str = "R") -> Relation:
    return Relation(row, register, owner, owned, "shares", low=HALF, high=HALF)


def test_records_with_one_number_are_one_party_whatever_their_registers_and_names(told: Told) -> None:
    one = replace(HOLDING, identifiers=(INN,))
    other = RegisterRecord(2, "Q", "zz", "company", (WrittenName("НОРВЕНТ"),), (INN,))
    found = parties_of(told(one, other))
    assert list(found.of) == ["inn:9799001010"]
    assert list(found.of["inn:9799001010"].names) == ["Norvent Holding Ltd", "НОРВЕНТ"]


def test_records_with_one_name_and_no_number_stay_two_parties(told: Told) -> None:
    assert len(parties_of(told(HOLDING, replace(HOLDING, record_id="k"))).of) == 2


def test_a_number_whose_check_digits_fail_joins_within_its_register_only(told: Told) -> None:
    slip = (WrittenIdentifier("INN", "9799001011", "RU"),)
    here = replace(HOLDING, identifiers=slip)
    same, other = replace(here, record_id="k"), replace(here, record_id="k", register="Q")
    assert len(parties_of(told(here, same)).of) == 1
    assert len(parties_of(told(here, other)).of) == 2


def test_numbers_join_over_a_third_record(told: Told) -> None:
    lei = WrittenIdentifier("REG", "HE 1", "CY")
    one, other = replace(HOLDING, identifiers=(INN,)), replace(HOLDING, record_id="k", identifiers=(lei,))
    both = replace(HOLDING, register="Q", record_id="b", identifiers=(lei, INN))
    assert len(parties_of(told(one, other)).of) == 2
    assert len(parties_of(told(one, other, both)).of) == 1


def test_a_branchs_kpp_joins_nobody(told: Told) -> None:
    kpp = (WrittenIdentifier("KPP", "979901001", "RU"),)
    one, other = replace(HOLDING, identifiers=kpp), replace(HOLDING, record_id="k", identifiers=kpp)
    assert len(parties_of(told(one, other)).of) == 2


def test_a_reference_finds_its_record_by_id_and_by_number(told: Told) -> None:
    relation = shares(PartyRef("h"), PartyRef("", INN))
    found = parties_of(told(HOLDING, relation))
    assert found.key("R", PartyRef("h")) == "R h"
    assert found.key("Q", PartyRef("", INN)) == "inn:9799001010"


def test_a_person_told_anew_with_each_statement_about_one_company_is_one_person(told: Told) -> None:
    again = replace(ADA, record_id="p2", row=4)
    owned = PartyRef("x")
    found = parties_of(told(ADA, again, shares(PartyRef("p1"), owned), shares(PartyRef("p2"), owned)))
    assert len(found.of) == 2


def test_namesakes_in_two_companies_or_of_two_months_of_birth_are_two_persons(told: Told) -> None:
    again = replace(ADA, record_id="p2", row=4)
    apart = told(ADA, again, shares(PartyRef("p1"), PartyRef("x")), shares(PartyRef("p2"), PartyRef("y")))
    assert len(parties_of(apart).of) == 4
    younger = replace(again, born="1990-01")
    together = told(ADA, younger, shares(PartyRef("p1"), PartyRef("x")), shares(PartyRef("p2"), PartyRef("x")))
    assert len(parties_of(together).of) == 3


def test_name_and_country_make_two_records_possibly_one(told: Told) -> None:
    numbered = replace(HOLDING, register="Q", record_id="q", identifiers=(INN,))
    assert parties_of(told(HOLDING, numbered)).lookalikes == (("inn:9799001010", "R h"),)


def test_a_name_borne_twice_or_in_another_country_makes_nothing(told: Told) -> None:
    numbered = replace(HOLDING, register="Q", record_id="q", identifiers=(INN,))
    namesake = replace(numbered, record_id="s", identifiers=(WrittenIdentifier("REG", "HE 5", "CY"),))
    assert parties_of(told(HOLDING, numbered, namesake)).lookalikes == ()
    assert parties_of(told(HOLDING, replace(numbered, countries=("MT",)))).lookalikes == ()


def test_the_order_of_rows_does_not_change_who_is_who(told: Told) -> None:
    lei = WrittenIdentifier("REG", "HE 1", "CY")
    rows = (
        replace(HOLDING, identifiers=(INN,)),
        replace(HOLDING, register="Q", record_id="b", identifiers=(lei, INN)),
        replace(HOLDING, record_id="k", identifiers=(lei,)),
    )
    assert set(parties_of(told(*rows)).of) == set(parties_of(told(*reversed(rows))).of)


def test_somebody_the_register_hides_is_told_as_such(told: Told) -> None:
    hidden = RegisterRecord(1, "R", "x", "person", (), personal=True, more={"why_unknown": "protected"})
    (party,) = parties_of(told(hidden)).of.values()
    assert party.shown == "somebody not named (protected)"
