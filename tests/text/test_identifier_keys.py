"""Numbers of lists and registers: one key for one number, and what the check digits say."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enduse.text.identifier_keys import identifier_key, schemes_of
from enduse.text.identifiers import SCHEMES


@pytest.mark.parametrize(
    ("scheme", "value", "country", "key"),
    [
        ("INN", "9799 001010", "RU", "inn:9799001010"),
        ("INN", "9799001010", "", "inn:9799001010"),
        ("TAX", "9799001010", "RU", "inn:9799001010"),
        ("REG", "00000001", "GB", "REG:GB:00000001"),
        ("REG", "HRB 1", "DE", "REG:DE:HRB1"),
        ("REG", "130111-0006246", "KR", "kr_crn:1301110006246"),
        ("IMO", "IMO 9074729", "", "imo:9074729"),
        ("", "x-1", "", "OTHER::X1"),
    ],
)
def test_one_number_has_one_key(scheme: str, value: str, country: str, key: str) -> None:
    found = identifier_key(scheme, value, country)
    assert found.key == key
    assert found.state != "fails"


def test_a_number_whose_check_digits_fail_keeps_its_key_and_says_so() -> None:
    wrong = identifier_key("INN", "9799001011", "RU")
    assert (wrong.key, wrong.state, wrong.strong) == ("inn:9799001011", "fails", False)
    assert wrong.key == identifier_key("INN", "9799001011").key


def test_zeros_that_a_spreadsheet_ate_are_put_back_where_the_digits_prove_them() -> None:
    whole = next(f"0{body:08d}{last}" for body in range(10**7, 10**7 + 9) for last in range(10) if holds(body, last))
    found = identifier_key("INN", whole[1:], "RU")
    assert (found.key, found.repaired, found.state) == (f"inn:{whole}", True, "holds")


def holds(body: int, last: int) -> bool:
    check = SCHEMES["inn"].check
    return bool(check and check(f"0{body:08d}{last}"))


def test_a_branchs_number_alone_proves_nothing() -> None:
    assert not identifier_key("KPP", "979901001", "RU").strong
    assert identifier_key("INN", "9799001010", "RU").strong


def test_a_registers_word_means_the_scheme_of_its_country() -> None:
    assert schemes_of("TAX", "UA") == ("edrpou",)
    assert schemes_of("TAX", "FR") == ()


@given(st.sampled_from(["INN", "LEI", "REG", "TAX", "OTHER"]), st.text(max_size=20), st.sampled_from(["", "RU", "CN"]))
def test_any_number_has_a_key_that_marks_do_not_change(scheme: str, value: str, country: str) -> None:
    assert identifier_key(scheme, value, country).key == identifier_key(scheme, f" {value} ", country).key
