"""What was remembered of words can be let go without changing any answer."""

from enduse.text.names import compare_prepared, prepare
from enduse.text.names.forgetting import forget_spellings
from enduse.text.names.sounds import sound_of
from enduse.text.names.word_keys import runs_of, told, word_keys


def test_spellings_are_let_go_and_words_stay_the_same_objects() -> None:
    name = prepare("Velmora Stanok Trading LLC")
    keys = [word_keys(it) for it in told(name)]
    forget_spellings()
    assert sound_of.cache_info().currsize == 0
    again = prepare.__wrapped__("Velmora Stanok Trading LLC", "company")
    assert all(one is other for one, other in zip(name.tokens, again.tokens, strict=True))
    assert [word_keys(it) for it in told(again)] == keys


def test_runs_and_scores_are_as_before() -> None:
    one, other = prepare("Vektor Stan OOO"), prepare("Вектор Стан")
    runs, score = [it.keys for it in runs_of(told(one))], compare_prepared(one, other).score
    forget_spellings()
    assert [it.keys for it in runs_of(told(one))] == runs
    assert compare_prepared(one, other).score == score
