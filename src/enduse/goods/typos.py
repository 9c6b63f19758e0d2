"""Words with one slip of the typist, put beside the words of the lexicon that they were meant to be."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from rapidfuzz.distance import OSA

from enduse.goods.folding import LETTERS, fold
from enduse.goods.lexicon import Word
from enduse.goods.scanning import Hit


@dataclass(frozen=True, slots=True)
class Slips:
    """The stems that are known in spite of a slip.

    Attributes:
        stems: By the beginning of a word with one letter left out: the stems that it may be of, divided by blanks.
        words: What each stem means.
    """

    # Plain texts, not lists: the garbage collector would walk through a hundred thousand of those again and again.
    stems: dict[str, str]
    words: dict[str, Word]


_SHORTEST = 6
_INDEXED = 6
_ROLES = frozenset({"machine", "adjective", "part", "tool", "accessory", "unit", "other"})
_KEYS = frozenset(
    {
        ("key", "serial"),
        ("key", "year"),
        ("key", "weight"),
        ("key", "model"),
        ("sign", "used"),
        ("key", "quantity"),
        ("key", "repeatability"),
    }
)
_LONG = re.compile(r"[a-zбгджзилпфцчшщъыьэюя]{6,40}")
_UNLIKE = ("plastin", "controller", "kontrol", fold("пластин"), fold("станин"), fold("пинол"), fold("гильот"))
"""Stems that ordinary words lie too near to: plastic, platinum."""
_MOST = 12
_ENDING = 3
_SAME_LENGTH = 8


def make_slips(words: dict[str, list[Word]]) -> Slips:
    """The stems that are long enough to be known in spite of a slip, ready to be looked up."""
    stems: dict[str, set[str]] = {}
    known: dict[str, Word] = {}
    for stem, found in words.items():
        if len(stem) < _SHORTEST or not all(letter in LETTERS for letter in stem) or stem.startswith(_UNLIKE):
            continue
        for word in found:
            if word.role in _ROLES or (word.role, word.value) in _KEYS:
                known.setdefault(stem, word)
                for key in (*_keys(stem[:_INDEXED]), stem[: _INDEXED - 1]):
                    stems.setdefault(key, set()).add(stem)
    return Slips({key: " ".join(sorted(found)) for key, found in stems.items()}, known)


def _keys(start: str) -> Iterator[str]:
    for place in range(len(start)):
        yield start[:place] + start[place + 1 :]


def find_slips(slips: Slips, folded: str, hits: Iterable[Hit]) -> list[Hit]:
    """Hits for the long words of ``folded`` that no hit covers and that are one slip away from a stem.

    A slip is a letter too many, one too few or two swapped; in words of eight letters and more also a wrong one.
    """
    # One sweep: words and hits both come in the order of the text.
    rest = iter([*hits, (len(folded) + 1, len(folded) + 1, None)])
    reach, following = 0, next(rest)
    found: list[Hit] = []
    for match in islice(_LONG.finditer(folded), _MOST):
        start, end = match.span()
        while following[0] < end:
            reach, following = max(reach, following[1]), next(rest)
        if hit := _meant(slips, match) if reach <= start else _run_on(slips, match, reach):
            found.append(hit)
    return found


def _run_on(slips: Slips, match: re.Match[str], reach: int) -> Hit | None:
    """The word that was run on to one that is known: ``TEZGAHITARETI`` after ``TEZGAH``."""
    text, end = match.string, match.end()
    for start in range(reach, min(reach + _ENDING, end - _SHORTEST) + 1):
        for stem in slips.stems.get(text[start : start + _INDEXED - 1], "").split():
            word = slips.words[stem]
            if text.startswith(stem, start) and word.left and not (word.right and start + len(stem) != end):
                return start, start + len(stem), word
    return None


def _meant(slips: Slips, match: re.Match[str]) -> Hit | None:
    text, stems = match[0], slips.stems
    best: tuple[str, Word] | None = None
    for key in (text[: _INDEXED - 1], *_keys(text[:_INDEXED])):
        if key not in stems:
            continue
        for stem in stems[key].split():
            word = slips.words[stem]
            if (best is None or len(stem) > len(best[0])) and _one_slip(stem, text, whole=word.right):
                best = stem, word
    return (match.start(), min(match.end(), match.start() + len(best[0])), best[1]) if best else None


def _one_slip(stem: str, text: str, *, whole: bool) -> bool:
    size = len(stem)
    for length in (size, size - 1, size + 1):
        if length > len(text) or (whole and length != len(text)):
            continue
        start = text[:length]
        if length == size and size < _SAME_LENGTH and sorted(start) != sorted(stem):
            continue
        if start[0] == stem[0] and OSA.distance(start, stem, score_cutoff=1) <= 1:
            return True
    return False


def swapped(stem: str) -> Iterator[str]:
    """``stem`` with each pair of neighbours swapped, for stems that are looked for inside of words."""
    for place in range(1, len(stem) - 1):
        if stem[place] != stem[place + 1]:
            yield stem[:place] + stem[place + 1] + stem[place] + stem[place + 2 :]
