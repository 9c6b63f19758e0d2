"""Births known in part: agreement as far as both know, contradiction, silence."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enduse.text.births import compare_births, read_birth


@pytest.mark.parametrize(
    ("text", "birth"),
    [
        ("1971", "1971"),
        ("1971-03", "1971-03"),
        ("1971-03-02", "1971-03-02"),
        ("02.03.1971", "1971-03-02"),
        ("25/03/1971", "1971-03-25"),
        ("03/25/1971", "1971-03-25"),
        ("02 Mar 1971", "1971-03-02"),
        ("Mar 1971", "1971-03"),
        ("03/1971", "1971-03"),
        ("circa 1971", "1970 to 1972"),
        ("1970-1972", "1970 to 1972"),
        ("between 1970 and 1972", "1970 to 1972"),
        ("1971-01-01", "1971"),
    ],
)
def test_reads_what_is_known(text: str, birth: str) -> None:
    assert str(read_birth(text)) == birth


@pytest.mark.parametrize("text", ["", "unknown", "1971-13", "31.31.1971", "71", "3000"])
def test_reads_nothing_where_nothing_is_told(text: str) -> None:
    assert read_birth(text) is None


@pytest.mark.parametrize(
    ("left", "right", "answer", "precision"),
    [
        ("1971-03-02", "1971-03-02", "agree", "day"),
        ("1971-03", "1971-03-02", "agree", "month"),
        ("1971", "1971-03-02", "agree", "year"),
        ("circa 1971", "1972-05-01", "agree", "about"),
        ("02/03/1971", "1971-02-03", "agree", "day"),
        ("1971-03-02", "1971-02-03", "contradict", ""),
        ("1971-03-02", "1971-03-03", "contradict", ""),
        ("1971-03", "1971-04", "contradict", ""),
        ("1971", "1972", "contradict", ""),
        ("1971-01-01", "1971-06-05", "agree", "year"),
        ("", "1971", "silent", ""),
    ],
)
def test_compares_as_far_as_both_know(left: str, right: str, answer: str, precision: str) -> None:
    for one, other in ((left, right), (right, left)):
        match = compare_births([one], [other])
        assert (match.answer, match.precision) == (answer, precision)
        assert match.reason


def test_of_several_births_the_best_agreement_counts() -> None:
    assert compare_births(["1960", "1971-03-02"], ["1971-03-02", "1971"]).precision == "day"
    assert compare_births(["1960"], ["1971", "1972"]).answer == "contradict"


@given(st.dates())
def test_a_day_agrees_with_itself_and_its_month_and_year(day: object) -> None:
    text = str(day)
    if not "1800" <= text[:4] < "2100":
        return
    for known in (text, text[:7], text[:4]):
        assert compare_births([text], [known]).answer == "agree"


@given(st.text(max_size=30))
def test_any_text_is_answered(text: str) -> None:
    birth = read_birth(text)
    assert birth is None or 1800 <= birth.first_year <= birth.last_year + 1
