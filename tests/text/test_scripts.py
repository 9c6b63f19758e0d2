"""Cyrillic words in Latin letters: the usual spellings of one word become one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enduse.text.scripts import latin_key


@pytest.mark.parametrize(
    "same",
    [
        ("Щёлково", "SHCHELKOVO", "Schelkovo", "ЩЕЛКОВО"),
        ("Холдинг", "KHOLDING", "holding"),
        ("Циклон", "TSIKLON", "tziklon", "CIKLON"),
        ("Юрий", "YURIY", "Iurii", "YURY"),
        ("Яхонт", "YAKHONT", "Iahont"),
        ("Импекс", "IMPEX", "impeks"),
        ("Київ", "KYIV"),
        ("Денежный", "DENEZHNYY", "Denezhniy"),
    ],
)
def test_spellings_of_one_word_are_one(same: tuple[str, ...]) -> None:
    assert len({latin_key(word) for word in same}) == 1


@pytest.mark.parametrize(("left", "right"), [("Завод", "Завет"), ("Jun", "Yun"), ("Шина", "Сина")])
def test_different_words_stay_different(left: str, right: str) -> None:
    assert latin_key(left) != latin_key(right)


@pytest.mark.parametrize("word", ["한국정밀", "泽祺恒", "テスト"])
def test_other_scripts_are_kept(word: str) -> None:
    assert latin_key(word) == word


@given(st.text(alphabet="sztckhyixdjaщшцхйыжюя", max_size=12))
def test_folding_twice_changes_nothing(word: str) -> None:
    assert latin_key(latin_key(word)) == latin_key(word)
