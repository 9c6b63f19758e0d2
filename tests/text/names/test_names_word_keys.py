"""Keys by which words are found."""

import pytest

from enduse.text.names import prepare
from enduse.text.names.tokens import Token
from enduse.text.names.word_keys import asked_of, is_own, runs_of, told, word_keys


def tokens(text: str) -> list[Token]:
    return told(prepare(text))


def meet(asked: str, listed: str) -> bool:
    return not set(word_keys(tokens(listed)[0])).isdisjoint(asked_of(tokens(asked)[0]).hashes.tolist())


@pytest.mark.parametrize(
    ("asked", "listed"),
    [
        ("Zorvex", "Зорвекс"),
        ("Zorveks", "Zorvex"),
        ("Zorvexa", "Zorvex"),
        ("Plant", "завод"),
        ("412", "412"),
        ("حقانی", "Haqqani"),
    ],
)
def test_a_word_and_its_like_share_a_key(asked: str, listed: str) -> None:
    assert meet(asked, listed)


@pytest.mark.parametrize(("asked", "listed"), [("Zorvex", "Belmaran"), ("412", "413"), ("Plant", "Trading")])
def test_words_unlike_share_none(asked: str, listed: str) -> None:
    assert not meet(asked, listed)


def test_neighbours_meet_the_word_they_are_written_as() -> None:
    (run,) = runs_of(tokens("Zor Velden"))
    (whole,) = tokens("Zorvelden")
    assert set(run.asked.hashes.tolist()) & set(word_keys(whole))
    assert set(run.keys) & set(asked_of(whole).hashes.tolist())


def test_runs_are_never_found_by_runs() -> None:
    runs = runs_of(tokens("Zor Velden Anhelm Optik"))
    assert len(runs) == 4
    assert all(set(one.asked.hashes.tolist()).isdisjoint(other.keys) for one in runs for other in runs)


def test_initials_meet_the_word_they_spell() -> None:
    *_, run = runs_of(tokens("Zorvex Velden Anhelm"))
    assert set(run.keys) & set(asked_of(tokens("ZVA")[0]).hashes.tolist())


def test_general_words_numbers_and_initials_are_no_own_words() -> None:
    assert [is_own(it) for it in tokens("Zorvex Plant 412")] == [True, False, False]
