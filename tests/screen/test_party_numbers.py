"""Numbers of parties beside those of entries."""

import pytest

from enduse.model.listing import ListEntry, WrittenIdentifier, WrittenName
from enduse.screen.party_numbers import is_telling, numbers_differ, numbers_of, unnamed_numbers
from enduse.screen.signs import Traits, traits_of

INN, OTHER_INN, OGRN = "9799001010", "9799001098", "1199900001014"


def traits(*numbers: WrittenIdentifier) -> Traits:
    return traits_of(ListEntry(1, "EU", "L", "1", "company", (WrittenName("X"),), numbers, countries=("RU",)))


def test_the_anchor_what_rows_write_and_registers_are_one_party_s_numbers() -> None:
    found = numbers_of(f"inn:{INN}", (INN,), (f"OGRN|RU|{OGRN}",), "RU")

    assert found.keys == {f"inn:{INN}", f"ogrn:{OGRN}"}
    assert found.bare == {INN, OGRN}


def test_an_anchor_that_is_a_name_is_no_number() -> None:
    assert numbers_of("name:RU:norvent", (), (), "RU").keys == frozenset()


def test_numbers_of_one_scheme_differ_and_those_of_two_say_nothing() -> None:
    ours = numbers_of(f"inn:{INN}", (), (), "RU")

    assert "INN differs" in numbers_differ(ours, traits(WrittenIdentifier("INN", OTHER_INN, "RU")), "RU")
    assert not numbers_differ(ours, traits(WrittenIdentifier("OGRN", OGRN, "RU")), "RU")
    assert not numbers_differ(ours, traits(WrittenIdentifier("INN", INN, "RU")), "RU")


def test_numbers_of_unknown_kind_differ_where_they_have_one_shape_and_one_country() -> None:
    ours, theirs = numbers_of(f"inn:{INN}", (), (), "RU"), traits(WrittenIdentifier("", OTHER_INN, "RU"))

    assert numbers_differ(ours, theirs, "RU")
    assert not numbers_differ(ours, theirs, "KZ")
    assert not numbers_differ(ours, traits(WrittenIdentifier("", "AB-123456789", "RU")), "RU")


@pytest.mark.parametrize("bare", ["", "12345", "0000000000", "ABCDEFGH"])
def test_placeholders_and_short_numbers_tell_nobody(bare: str) -> None:
    assert not is_telling(bare)


def test_only_numbers_without_a_known_scheme_are_looked_up_bare() -> None:
    found = unnamed_numbers([[f"INN|RU|{INN}"], None, [f"|RU|{OTHER_INN}", f"OTHER||{OTHER_INN}"]])

    assert found == {OTHER_INN: [2, 2]}
