import pytest

from enduse.text.names import compare_names, prepare


@pytest.mark.parametrize(
    "spellings",
    [
        ("Najib Ullah", "Najibullah", "Najibulla", "NAJIB ALLAH"),
        ("Salah al-Din", "Salahuddin", "Salah Eddine", "Salahaldin"),
        ("Abdul Hai", "Abdulhai", "Abd al-Hai"),
    ],
)
def test_one_name_is_one_word_however_it_is_cut(spellings: tuple[str, ...]) -> None:
    assert len({prepare(it, "person").tokens[0].text for it in spellings}) == 1


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("نورالله زروانی", "NURULLAH ZARVANI"),
        ("مطيع الله", "MATIULLAH"),
        ("شهاب الدين زروانی", "Shahabuddin Zarvani"),
        ("عبدالحی زروانی", "ABDULHAI ZARVANI"),
        ("ثاقب زروانی", "Saqib Zarvani"),
    ],
)
def test_arabic_letters_are_read_as_arabs_and_persians_say_them(left: str, right: str) -> None:
    assert compare_names(left, right, "person").score > 0.85


def test_abdullah_is_no_servant_of_lah() -> None:
    assert prepare("Abdullah Zarvani", "person").tokens[0].text == "abdullah"


def test_a_russian_surname_in_odin_is_no_name_in_uddin() -> None:
    assert prepare("Borodin Pavel", "person").tokens[0].text == "borodin"


@pytest.mark.parametrize(
    ("full", "alone"),
    [("Patricio Zarvánez", "PATRICIO"), ("Viktor Drozdovich", "VIKTOR"), ("Арсений Дроздович", "ARSENI")],
)
def test_one_given_name_alone_is_no_person(full: str, alone: str) -> None:
    assert compare_names(full, alone, "person").score < 0.75
