"""What answering remembers of names, kept within bounds: a server runs for months, and no name is asked for ever."""

from enduse.text.names import prepare
from enduse.text.names.similarity import word_similarity

MOST_NAMES = 30_000
"""About 125 MB of names that are ready for comparison."""
MOST_PAIRS = 250_000


def forget_beyond(names: int = MOST_NAMES, pairs: int = MOST_PAIRS) -> bool:
    """Let go of what is remembered when it is more than that; True when something was. No answer changes by it."""
    full = [known for known, most in ((prepare, names), (word_similarity, pairs)) if known.cache_info().currsize > most]
    for known in full:
        known.cache_clear()
    return bool(full)
