"""Folding keeps every offset."""

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from enduse.goods.folding import find_uneven, fold, fold_many, straighten

ANY_TEXT = st.text(st.characters(), max_size=60)


@given(ANY_TEXT)
def test_folding_never_changes_the_length(text: str) -> None:
    assert len(fold(text)) == len(text)


@given(st.lists(ANY_TEXT, max_size=5))
def test_folding_many_is_folding_each(texts: list[str]) -> None:
    assert fold_many(texts) == [fold(text) for text in texts]


@given(ANY_TEXT)
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)


def test_look_alike_letters_of_two_scripts_are_one() -> None:
    assert fold("СТАНОК") == fold("CTAHOK") == fold("стaнoк")


def test_traditional_and_simplified_characters_are_one() -> None:
    assert fold("數控車床") == fold("数控车床")


def test_full_width_signs_and_accents_are_plain() -> None:
    assert fold("ＣＮＣ：Fräsmaschine İŞ") == "cnc:frasmaschine is"


@given(ANY_TEXT)
def test_straightened_places_rise_and_stay_inside(text: str) -> None:
    found = straighten(text)
    if found is not None:
        plain, places = found
        assert len(places) == len(plain) + 1
        assert places == sorted(places)
        assert places[-1] == len(text)


def test_a_text_without_trouble_is_left_alone() -> None:
    assert straighten("Станок токарный, 1 шт") is None


def test_letters_written_in_parts_are_put_together() -> None:
    text = unicodedata.normalize("NFD", "й 선반")
    found = straighten(text)
    assert found is not None
    assert found[0] == "й 선반"


def test_invisible_characters_and_double_blanks_go() -> None:
    assert straighten("a\u200bb  c") == ("ab c", [0, 2, 3, 5, 6])


@given(st.lists(st.text(max_size=12), max_size=8))
def test_the_texts_found_uneven_are_those_that_straightening_changes(texts: list[str]) -> None:
    assert find_uneven(texts) == [at for at, text in enumerate(texts) if straighten(text) is not None]
