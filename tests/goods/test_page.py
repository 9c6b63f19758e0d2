"""Words that are written in letters of several alphabets, or run on to one another."""

import pytest

from enduse.goods.reading import read_goods


def _said(text: str, name: str) -> str:
    fact = read_goods(text).first(name)
    return "" if fact is None else str(fact.value)


@pytest.mark.parametrize(
    ("text", "part"),
    [
        # Macedonian S, Ukrainian i, and Cyrillic p and e.
        ("Ѕріndlе unit for CNC lathe", "spindle"),
        ("ВАLL ЅСRЕW for machining centre", "ballscrew"),
        # Kurdish and Bashkir letters.
        ("cһuck fοr lathe", "chuck"),
    ],
)
def test_letters_of_other_alphabets_hide_no_part(text: str, part: str) -> None:
    assert _said(text, "part_type") == part


def test_a_maker_that_no_list_knows_is_read_in_letters_of_two_alphabets() -> None:
    text = "СТАНОК ТОКАРНЫЙ VОRLАNDЕ TX-250"

    assert (_said(text, "brand"), _said(text, "model")) == ("VORLANDE", "TX-250")


def test_a_russian_word_of_letters_with_twins_is_no_name() -> None:
    assert _said("СТАНОК МОТОР TX-250", "brand") != "MOTOP"


def test_words_of_one_term_are_known_without_the_blank_between_them() -> None:
    assert _said("Держательинструмента термоусадочный, 2 шт", "kind") == "accessory"


def test_the_first_half_of_a_compound_is_no_word() -> None:
    assert _said("КРУГЛОШЛИФОВАЛЬНЫЙ УНИВЕРСАЛЬНЫЙ СТАНОК С ЧПУ", "kind") == "grinding"
