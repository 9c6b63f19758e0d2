"""Headers that differ only in typography have one key; headers that mean different things have two."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enduse.text.headers import header_key, header_words, split_header


@pytest.mark.parametrize(
    "same",
    [
        ("Вес нетто, кг", "ВЕС НЕТТО (кг)", " Вес  нетто,\nкг ", "вес нетто [KG]"),
        ("№ товара", "Номер товара", "No. товара", "#товара"),
        ("GTİP", "gtip", "GTIP"),
        ("İhracatçı", "Ihracatci"),
        ("HS Code", "HS_CODE", "hs-code", "H.S. Code", "ＨＳ code"),
        ("Стат. стоимость, USD", "Стат.стоимость (долл. США)", "стат стоимость ($)"),
        ("原产国（地区）", "原产国(地区)"),
        ("«Получатель»", "получатель:"),
        ("Kод товара", "Код товара"),
    ],
)
def test_typography_does_not_count(same: tuple[str, ...]) -> None:
    assert len({header_key(text) for text in same}) == 1


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("신고가격", "신고가격(USD)"),
        ("Вес нетто, кг", "Вес нетто, т"),
        ("G31_1", "G311"),
        ("Получатель", "ИНН получателя"),
        ("Страна происхождения", "Страна отправления"),
    ],
)
def test_meaning_counts(left: str, right: str) -> None:
    assert header_key(left) != header_key(right)


def test_keeps_the_unit_apart() -> None:
    parts = split_header("離岸價格(美元)")
    assert (parts.base, parts.unit) == ("離岸價格", "usd")


def test_brackets_without_a_unit_belong_to_the_name() -> None:
    assert header_key("Страна (код)") == "странакод"


def test_words_are_cut_at_spaces_and_marks() -> None:
    assert header_words("Country of_origin / ISO") == ("country", "of", "origin", "iso")


@given(st.text(max_size=40))
def test_a_key_does_not_depend_on_case_spaces_or_full_width(text: str) -> None:
    wide = "".join(chr(ord(it) + 0xFEE0) if "a" <= it <= "z" else it for it in text)
    assert header_key(f"  {text}\n") == header_key(text)
    assert header_key(wide) == header_key(text)
