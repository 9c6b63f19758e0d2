"""How much of one text stands in another, in any script."""

from collections.abc import Iterable

_RUN = 5
"""Words in a row that two authors seldom choose alike."""
_FEWEST_RUNS = 36


def overlap(left: str, right: str, form: Iterable[str] = ()) -> float | None:
    """How much of the shorter text stands in the other, 0 to 1, in runs of five words; None: too little to compare.

    Args:
        left: One text.
        right: The other.
        form: Texts that are taken out of both before.
    """
    common = {it for text in form for it in _runs(text)}
    one, other = (set(_runs(it)) - common for it in (left, right))
    smaller = min(len(one), len(other))
    return len(one & other) / smaller if smaller >= _FEWEST_RUNS else None


def _runs(text: str) -> list[str]:
    words = _words(text)
    return [" ".join(words[at : at + _RUN]) for at in range(max(0, len(words) - _RUN + 1))]


def _words(text: str) -> list[str]:
    """Words in lower case; in scripts without spaces every letter is one."""
    spaced = "".join(f" {it} " if "\u2e80" <= it <= "\u9fff" else it if it.isalnum() else " " for it in text.casefold())
    return spaced.split()
