from datetime import date

import pytest

from enduse.goods.codes.explaining import explain_code
from enduse.model.nomenclature import CodeBooks, CodeLine

ON = date(2026, 3, 1)


def test_a_code_is_explained_from_the_chapter_down(books: CodeBooks) -> None:
    found = explain_code("8458112000", ON, ("en", "ru"), books)
    assert [(it.code, it.name) for it in found.levels] == [
        ("84", "chapter"), ("8458", "heading"), ("845811", "subheading"), ("8458112000", "national"),
    ]  # fmt: skip
    assert [it.language for it in found.levels[1].texts] == ["en", "ru"]
    assert found.valid is True
    assert "row 9" in found.why


@pytest.mark.parametrize(
    ("on", "valid"), [(date(2026, 6, 18), True), (date(2026, 6, 19), None), (date(2025, 12, 31), None)]
)
def test_a_tariff_speaks_of_its_own_year_only(books: CodeBooks, on: date, valid: bool | None) -> None:
    assert explain_code("8458112000", on, (), books, "TNVED").valid is valid


def test_a_code_missing_in_a_complete_tariff_is_not_valid(books: CodeBooks) -> None:
    assert explain_code("8458112009", ON, (), books, "TNVED").valid is False


def test_a_code_missing_in_one_country_may_be_of_another(books: CodeBooks) -> None:
    assert explain_code("8458110000", ON, (), books).valid is None


def test_a_national_code_falls_with_its_six_digits(books: CodeBooks) -> None:
    assert explain_code("8456109000", date(2023, 1, 1), (), books).valid is False


def test_a_code_of_an_older_edition_is_not_valid_and_its_editions_are_named(books: CodeBooks) -> None:
    found = explain_code("845610", date(2023, 1, 1), ("en",), books)
    assert found.valid is False
    assert "HS2012" in found.notes[-1]
    assert explain_code("845610", date(2016, 12, 31), ("en",), books).valid is True
    assert explain_code("845610", date(2017, 1, 1), ("en",), books).valid is False


@pytest.mark.parametrize(
    ("on", "text"), [(date(2012, 8, 22), "СТАНКИ ТОКАРНЫЕ:"), (date(2012, 8, 23), "СТАНКИ ТОКАРНЫЕ")]
)
def test_the_text_is_that_of_the_day(books: CodeBooks, on: date, text: str) -> None:
    assert explain_code("8458", on, ("ru",), books, "TNVED").levels[1].texts[0].text == text


def test_a_heading_that_ended_says_when(books: CodeBooks) -> None:
    found = explain_code("8400", date(2010, 1, 1), ("ru",), books, "TNVED")
    assert found.valid is False


def test_a_heading_that_cannot_exist_is_not_valid(books: CodeBooks) -> None:
    assert explain_code("8499", ON, (), books).valid is False


def test_without_any_book_our_own_words_stand_in_and_nothing_is_claimed() -> None:
    found = explain_code("845811", ON, ("en",), CodeBooks())
    assert found.valid is None
    assert found.levels[-1].texts[0].source == "our own words"


def test_a_language_that_is_not_at_hand_gives_no_text(books: CodeBooks) -> None:
    assert explain_code("8458", ON, ("fi",), books).levels[1].texts == ()


def test_real_books_explain_in_three_languages(real_books: CodeBooks) -> None:
    found = explain_code("8457104000", date(2025, 3, 1), ("ko", "en", "ru"), real_books, "HSK")
    assert found.valid is True
    assert [it.language for it in found.levels[-1].texts] == ["ko", "en"]
    assert "ru" in [it.language for it in found.levels[1].texts]


def test_real_tables_name_the_first_day_of_a_text(real_books: CodeBooks) -> None:
    found = explain_code("8458", date(2015, 1, 1), ("ru",), real_books, "TNVED")
    assert found.valid is True
    assert found.levels[1].texts[0].start == date(2012, 8, 23)


def test_the_first_day_no_longer_valid_is_outside() -> None:
    line = CodeLine("8458", {}, date(2012, 1, 1), date(2012, 8, 23))
    assert line.holds_on(date(2012, 8, 22))
    assert not line.holds_on(date(2012, 8, 23))
