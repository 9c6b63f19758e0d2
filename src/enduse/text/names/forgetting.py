"""Letting go of what was remembered of single words, for whoever walks through a whole list of names."""

from enduse.text.names.lexicon import parts_of
from enduse.text.names.romanise import readings_of, simplified
from enduse.text.names.sounds import bare_frame_of, frame_of, sound_of
from enduse.text.names.tokens import spelt_letters
from enduse.text.names.word_keys import forget_runs

_REMEMBERED = (parts_of, readings_of, simplified, bare_frame_of, frame_of, sound_of, spelt_letters)


def forget_spellings() -> None:
    """Forget readings, sounds and runs of words. Tokens are kept: equal words stay one object, and comparisons hold.

    Of a list of 50,000 names these take 70 MB, and a word's token has all of them.
    """
    for it in _REMEMBERED:
        it.cache_clear()
    forget_runs()
