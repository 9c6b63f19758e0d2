import pytest
from hypothesis import given
from hypothesis import strategies as st

from enduse.errors import BadGoodsCode, UsageError
from enduse.goods.codes.written import heading_exists, read_code
from enduse.model.editions import read_edition


@pytest.mark.parametrize(
    ("text", "digits"),
    [
        ("8458", "8458"),
        ("8458.11", "845811"),
        ("8458 11 200 9", "8458112009"),
        ("8458.11-0000", "8458110000"),
        ("84581120", "84581120"),
        ("845811000", "845811000"),
        ("8458.11.20.00-2", "84581120002"),
        ("ТН ВЭД 8458112009", "8458112009"),
        ("HS 8458.11", "845811"),
        ("８４５８１１", "845811"),
    ],
)
def test_reads_codes_as_people_write_them(text: str, digits: str) -> None:
    assert read_code(text).digits == digits


def test_a_label_tells_the_nomenclature() -> None:
    assert read_code("ТН ВЭД ЕАЭС 8458 11 200 0").edition == read_code("8458112000", "TNVED").edition


def test_a_letter_o_is_read_as_zero_and_said() -> None:
    code = read_code("8458.11.OО")
    assert code.digits == "84581100"
    assert "letter O" in code.notes[0]


def test_a_zero_lost_in_a_spreadsheet_comes_back_and_is_said() -> None:
    code = read_code("10121")
    assert code.digits == "010121"
    assert "leading zero" in code.notes[0]


def test_nine_digits_that_make_a_code_keep_their_length() -> None:
    assert read_code("845811000").digits == "845811000"


def test_ten_digits_without_a_country_say_whose_they_may_be() -> None:
    (note,) = read_code("8458112000").notes
    assert "TNVED, HSK, HTS" in note


def test_a_heading_that_does_not_exist_is_said() -> None:
    assert any("8499" in it for it in read_code("849911").notes)


@pytest.mark.parametrize(
    "text", ["", "lathe", "8458.1A", "84", "845", "84581", "1" * 13, "\x00\x01", "8" * 100_000, "٨٤٥٨"]
)
def test_what_is_no_code_is_refused_or_read_whole(text: str) -> None:
    if text == "84":
        assert read_code(text).hs6 == ""
        return
    with pytest.raises(BadGoodsCode) as caught:
        read_code(text)
    assert caught.value.code == "E-CODE"
    assert len(caught.value.message) < 500


def test_an_unknown_edition_is_refused() -> None:
    with pytest.raises(UsageError) as caught:
        read_code("845811", "HS2019")
    assert caught.value.code == "E-CODE-EDITION"


@given(st.integers(1, 97), st.integers(1, 4), st.integers(0, 99))
def test_dots_and_spaces_change_nothing(chapter: int, heading: int, rest: int) -> None:
    plain = f"{chapter:02d}{heading:02d}{rest:02d}"
    dotted = f" {plain[:2]}{plain[2:4]}. {plain[4:]} "
    assert read_code(dotted).digits == read_code(plain).digits == plain


def test_chapter_77_holds_no_goods() -> None:
    assert not heading_exists("7701")
    assert heading_exists("8487")
    assert not heading_exists("8488")


def test_nine_digits_that_could_be_either_are_left_as_they_are() -> None:
    # 2106 and 0210 are headings both.
    assert read_code("210600000").digits == "210600000"


@pytest.mark.parametrize("text", ["HS2017 8458.11", "hs-2017: 845811", "HS 2017 8458 11"])
def test_a_code_may_say_of_which_edition_it_is(text: str) -> None:
    written = read_code(text)
    assert (written.digits, written.edition) == ("845811", read_edition("HS2017"))
