"""Words of a list, and which are like a word that is looked for."""

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from enduse.screen.pre_words import Words, lay_out, spread, words_of_arrays
from enduse.text.names import prepare
from enduse.text.names.tokens import Token
from enduse.text.names.word_keys import asked_of, told, word_keys


def token_of(text: str) -> Token:
    return told(prepare(text, "person"))[0]


def words_of(*texts: str) -> Words:
    tokens = [token_of(it) for it in texts]
    keys = [word_keys(it) for it in tokens]
    spellings, weights = [it.readings[0] for it in tokens], [it.weight for it in tokens]
    return lay_out([one for it in keys for one in it], [len(it) for it in keys], spellings, weights)


def like(words: Words, *texts: str) -> dict[tuple[int, int], float]:
    """The best likeness of each asked and each word."""
    whose, ids, near = words.like([asked_of(token_of(it)) for it in texts])
    return {(one, word): round(float(it), 3) for one, word, it in zip(whose, ids, near, strict=True)}


@pytest.mark.parametrize(
    ("asked", "listed"),
    [
        ("Mortesque", "Mortesqe"),
        ("Mortesque", "Mrotesque"),
        ("Mortesque", "Mortasquue"),
        ("Drozdovar", "Дроздовар"),
        ("Drozdovar", "Drasdovar"),
        ("Haqqani", "حقانی"),
        ("حباري", "Habari"),
    ],
)
def test_a_word_is_found_in_another_spelling(asked: str, listed: str) -> None:
    assert like(words_of("Wilbert", listed), asked).get((0, 1), 0.0) >= 0.55


def test_a_word_that_is_spelt_alike_is_wholly_like_and_another_is_not_found() -> None:
    assert like(words_of("Velmont", "Kuhnrath"), "Velmont") == {(0, 0): 1.0}


def test_each_of_several_words_has_its_own_answers() -> None:
    assert set(like(words_of("Velmont", "Kuhnrath"), "Kuhnrath", "Zorvex", "Velmont")) == {(0, 1), (2, 0)}


def test_no_words_are_answered() -> None:
    assert like(lay_out([], [], [], []), "Velmont") == {}


def test_words_kept_as_arrays_answer_as_before() -> None:
    words = words_of("Velmont", "Дроздовар", "حباري")
    assert like(words_of_arrays(words.arrays()), "Velmnt", "Drozdovar") == like(words, "Velmnt", "Drozdovar") != {}


LETTERS = st.text("adeklmnorstv", min_size=5, max_size=12)


@settings(max_examples=300, deadline=None)
@given(LETTERS, st.integers(0, 11), st.sampled_from("abdeklmnorstv"))
def test_one_letter_that_sounds_otherwise_hides_no_word(text: str, at: int, letter: str) -> None:
    at %= len(text)
    wrong = token_of(text[:at] + letter + text[at + 1 :])
    sounds = wrong.sounds[0], token_of(text).sounds[0]
    assume(len(sounds[0]) == len(sounds[1]) >= 4 and OSA.distance(*sounds) == 1)
    assert (0, 0) in like(words_of(text), wrong.text)


@given(st.lists(st.tuples(st.integers(0, 20), st.integers(0, 5)), max_size=8))
def test_pieces_are_laid_one_after_another(pieces: list[tuple[int, int]]) -> None:
    numbers = np.arange(30, dtype=np.int32)
    starts = np.array([at for at, _ in pieces], np.int64)
    ends = np.array([at + size for at, size in pieces], np.int64)
    found, sizes = spread(starts, ends, numbers)
    assert found.tolist() == [it for at, size in pieces for it in range(at, at + size)]
    assert sizes.tolist() == [size for _, size in pieces]
