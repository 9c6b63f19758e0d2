"""Registered numbers: check digits decide where there are any; a number that fits two schemes says so."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enduse.errors import BadIdentifier
from enduse.text.identifiers import (
    SCHEMES,
    failed_scheme,
    kr_company_holds,
    kr_number_holds,
    kz_number_holds,
    normal,
    okpo_holds,
    recognise,
    scheme_shares,
)


def with_check_digit(body: str, scheme: str) -> str:
    """A number made up for the test: the body and the one digit that fits it."""
    check = SCHEMES[scheme].check
    assert check
    return next((body + digit for digit in "0123456789" if check(body + digit)), "")


@pytest.mark.parametrize(
    ("body", "scheme"),
    [
        ("770123456", "inn"),
        ("1234567", "edrpou"),
        ("12055554321", "kz_bin"),
        ("10012345", "unp"),
        ("220810001", "kr_brn"),
    ],
)
def test_reads_a_number_whose_check_digit_holds(body: str, scheme: str) -> None:
    number = with_check_digit(body, scheme)
    assert scheme in {it.scheme for it in recognise(number) if it.checked}


def test_a_wrong_check_digit_is_not_recognised_and_is_named() -> None:
    right = with_check_digit("770123456", "inn")
    wrong = right[:-1] + str((int(right[-1]) + 1) % 10)
    assert "inn" not in {it.scheme for it in recognise(wrong)}
    assert failed_scheme(wrong, "RU") == "inn"
    assert failed_scheme(right, "RU") is None
    assert failed_scheme("no number", "RU") is None


def test_a_number_of_two_schemes_says_both() -> None:
    both = next(
        number
        for number in (with_check_digit(f"{body:09d}", "inn") for body in range(220_100_000, 220_100_900))
        if number and kr_number_holds(number)
    )
    assert {"inn", "kr_brn"} <= {it.scheme for it in recognise(both)}
    assert recognise(both, "KR")[0].scheme == "kr_brn"
    assert recognise(both, "RU")[0].scheme == "inn"


def test_a_label_decides() -> None:
    number = with_check_digit("770123456", "inn")
    assert [str(it) for it in recognise(f"ИНН: {number}")] == [f"inn:{number}"]


def test_two_numbers_in_one_cell_are_both_read() -> None:
    number = with_check_digit("770123456", "inn")
    assert {it.scheme for it in recognise(f"{number}/770101001", "RU")} >= {"inn", "kpp"}


def test_shapes_without_check_digits_need_their_country() -> None:
    assert recognise("301234567", None) == () or all(it.scheme != "uz_inn" for it in recognise("301234567"))
    assert "uz_inn" in {it.scheme for it in recognise("301234567", "UZ")}
    assert not next(it for it in recognise("301234567", "UZ") if it.scheme == "uz_inn").checked


def test_the_normal_form_has_no_marks() -> None:
    number = with_check_digit("770123456", "inn")
    assert normal(f" {number[:4]} {number[4:]} ", "inn") == number


@pytest.mark.parametrize(("text", "scheme"), [("77", "inn"), ("7701234567890", "inn"), ("ABC", "lei")])
def test_a_text_of_another_shape_is_an_error_that_says_what_to_do(text: str, scheme: str) -> None:
    with pytest.raises(BadIdentifier, match=f"{text!r} is no .*shape"):
        normal(text, scheme)


def test_repeated_digits_are_no_number() -> None:
    assert recognise("0000000000") == ()


def test_shares_tell_what_a_column_holds() -> None:
    numbers = [with_check_digit(f"7701{body:05d}", "inn") for body in range(200)]
    shares = scheme_shares([number for number in numbers if number] + [""])
    assert shares["inn"] == 1.0
    assert shares.get("kr_brn", 0) < 0.3


def test_kazakh_digits_are_weighted_in_two_rounds() -> None:
    # 1*1 + 2*2 + 5*4 + 5*5 + 5*6 + 5*7 + 4*8 + 3*9 + 2*10 + 1*11 = 205, and 205 mod 11 = 7.
    assert kz_number_holds("120555543217")
    assert not kz_number_holds("120555543218")
    # The first round of 12055554480 leaves 10, so the second decides: 253 mod 11 = 0.
    assert kz_number_holds("120555544800")


def test_korean_digits_are_weighted_and_the_ninth_carries() -> None:
    # 2*1 + 2*3 + 0 + 8*1 + 1*3 + 1*5 = 24, and 5*1 carries 0: the last digit makes it 30.
    assert kr_number_holds("2208100016")
    assert not kr_number_holds("2208100017")


@given(st.integers(0, 10**11 - 1))
def test_at_most_one_digit_completes_a_kazakh_number(body: int) -> None:
    assert sum(kz_number_holds(f"{body:011d}{digit}") for digit in range(10)) <= 1


@given(st.text(max_size=25))
def test_any_text_is_answered(text: str) -> None:
    assert all(it.value for it in recognise(text))


@pytest.mark.parametrize(
    ("text", "scheme", "value"),
    [
        ("IMO 9074729", "imo", "9074729"),
        ("SWIFT: MUSTDEFF", "bic", "MUSTDEFF"),
        ("BIC MUSTDEFF500", "bic", "MUSTDEFF500"),
        ("D-U-N-S 12-345-6789", "duns", "123456789"),
        ("ОКПО 00032537", "okpo", "00032537"),
        ("법인등록번호 130111-0006246", "kr_crn", "1301110006246"),
    ],
)
def test_numbers_that_much_else_looks_like_are_read_behind_their_label_only(text: str, scheme: str, value: str) -> None:
    assert [(it.scheme, it.value) for it in recognise(text)] == [(scheme, value)]
    assert scheme not in {it.scheme for it in recognise(value, SCHEMES[scheme].country or None)}


@pytest.mark.parametrize("text", ["IMO 9074728", "ОКПО 00032538", "법인등록번호 130111-0006247"])
def test_a_label_does_not_make_a_wrong_check_digit_right(text: str) -> None:
    assert recognise(text) == ()


def test_okpo_digits_are_weighted() -> None:
    # 1*0 + 2*0 + 3*0 + 4*3 + 5*2 + 6*5 + 7*3 = 73, and 73 mod 11 = 7.
    assert okpo_holds("00032537")
    assert not okpo_holds("00032538")


def test_digits_of_a_korean_company_are_weighted_one_and_two() -> None:
    # 1*1 + 3*2 + 0 + 1*2 + 1*1 + 1*2 + 0 + 0 + 0 + 6*2 + 2*1 + 4*2 = 34, and 6 makes it 40.
    assert kr_company_holds("1301110006246")
    assert not kr_company_holds("1301110006247")
