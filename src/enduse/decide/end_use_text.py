"""Whether a stated end use says anything: which parts, of what, for whom."""

from enduse.decide.order_words import words_of
from enduse.detect.order_course import text_weight
from enduse.detect.order_signs import plain, wide

SHORT = 40
"""Letters of a Latin text below which it cannot name part, industry and material (as in pattern TY29)."""
_SPECIFIC_WORDS = 3
_SPECIFIC_SIGNS = 5


def read_end_use(text: str) -> str:
    """``specific``, ``short`` or ``boilerplate``.

    A text is boilerplate where fewer than three words (five characters of Chinese, Japanese or Korean) are left after
    taking away those that fit any buyer: "general industrial use", "own production needs".
    """
    if text_weight(text.strip()) < SHORT:
        return "short"
    return "specific" if _says_something(plain(text)) else "boilerplate"


def _says_something(said: str) -> bool:
    rest = said
    for phrase in sorted(words_of("generic_use_joined"), key=len, reverse=True):
        rest = rest.replace(phrase, " ")
    generic = set(words_of("generic_use"))
    words = {it for it in rest.split() if it not in generic and len(it) > 2 and not wide(it)}
    return len(words) >= _SPECIFIC_WORDS or sum(map(wide, rest)) >= _SPECIFIC_SIGNS
