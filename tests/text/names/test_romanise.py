import pytest

from enduse.text.names.lexicon import parts_of, segments
from enduse.text.names.romanise import readings_of, simplified
from enduse.text.names.sounds import bare_frame_of, frame_of, sound_of
from enduse.text.names.tokens import spelt_letters


@pytest.mark.parametrize(
    ("word", "script", "reading"),
    [
        ("гомель", "cyrillic", "gomel"),
        ("григорій", "cyrillic", "hrihorii"),
        ("müller", "latin", "mueller"),
        ("工業", "han", "gongye"),
        ("山田", "han", "yamada"),
        ("박", "hangul", "bak"),
        ("ヴァルガ", "kana", "varuga"),
        ("محمد", "arabic", "mhmd"),
        ("γκολφ", "other", "golf"),
    ],
)
def test_reads_a_word_in_latin_letters(word: str, script: str, reading: str) -> None:
    assert reading in readings_of(word, script)


def test_traditional_and_japanese_forms_become_simplified() -> None:
    assert simplified("機電廣東単") == "机电广东单"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("shchukin", "schukin"),
        ("khodor", "hodor"),
        ("tsvetkov", "tzvetkov"),
        ("yuri", "iuri"),
        ("nooristani", "nuristani"),
        ("wladimir", "vladimir"),
    ],
)
def test_spellings_of_one_sound_are_one(one: str, other: str) -> None:
    assert sound_of(one) == sound_of(other)


def test_frames_leave_the_vowels_out() -> None:
    assert frame_of(sound_of("mohammed")) == frame_of(sound_of("muhamad"))
    assert bare_frame_of(sound_of("hensold")) == bare_frame_of(sound_of("hengsuolte"))


def test_english_names_of_letters_spell_an_abbreviation() -> None:
    assert spelt_letters("디엔", "hangul") == ("dn",)
    assert spelt_letters("завод", "cyrillic") == ()


def test_a_compound_is_taken_apart_and_an_unknown_rest_is_kept() -> None:
    assert parts_of("агропромволкен", "cyrillic") == (
        ("агро", "agriculture"),
        ("пром", "industry"),
        ("волкен", ""),
    )


def test_a_brand_inside_a_run_of_han_characters_is_left_whole() -> None:
    assert ("易博", ()) in segments("深圳市易博电子有限公司", "han")
