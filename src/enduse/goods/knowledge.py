"""Everything that reading goods texts rests on: lexicon, brands and model patterns, made ready once."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property

from enduse.goods.brands import Brand, brands
from enduse.goods.folding import LETTERS, fold
from enduse.goods.lexicon import Chain, Spellings, Word, spellings
from enduse.goods.models import ModelPattern, model_patterns
from enduse.goods.scanning import Scanner, make_scanner
from enduse.goods.typos import Slips, make_slips, swapped

_SURE = {"high": 0.95, "medium": 0.85, "low": 0.7}
_MIN_HEAD = 2
_LONG_STEM = 8
_COMPOUND = frozenset({"machine", "part", "tool", "accessory", "unit"})
_LETTER = "[a-zбгджзилпфцчшщъыьэюя0-9]"


@dataclass(frozen=True)
class Whole:
    """A pattern for folded texts, compiled when it is first needed: most brands are never asked for.

    Attributes:
        pattern: As the table of models has it.
    """

    pattern: str

    @cached_property
    def regex(self) -> re.Pattern[str]:
        """Fits a whole designation, ended by something that is no letter or digit."""
        # A folded text has no capitals, and of the escapes patterns may have, each means the same in small letters.
        return re.compile(f"(?<!{_LETTER})(?:{self.pattern.lower()})(?!{_LETTER})")


@dataclass(frozen=True)
class Designation(Whole):
    """A model pattern.

    Attributes:
        brand: Whose models these are.
        kinds: What the models are.
        confidence: 0 to 1.
        alone: Does it name the brand by itself?
    """

    brand: str
    kinds: tuple[str, ...]
    confidence: float
    alone: bool


@dataclass(frozen=True)
class Knowledge:
    """What a reader knows.

    Attributes:
        scanner: Finds every word, brand and telling model name in one pass.
        slips: Finds the words that were mistyped.
        brands: By name.
        designations: The model patterns of each brand.
        any_designation: For each brand: fits where one of its designations does.
        alone: By the first letters that the scanner finds: patterns that name their brand.
    """

    scanner: Scanner
    slips: Slips
    brands: dict[str, Brand]
    designations: dict[str, tuple[Designation, ...]]
    any_designation: dict[str, Whole]
    alone: dict[str, tuple[Designation, ...]]


def make_knowledge(all_brands: tuple[Brand, ...], patterns: tuple[ModelPattern, ...]) -> Knowledge:
    """Knowledge made of the bundled lexicon, these brands and these model patterns."""
    found = spellings()
    slips = make_slips(found.words)
    _add_swapped(found.words)
    for brand in all_brands:
        for text, word in _brand_words(brand):
            found.words.setdefault(text, []).append(word)
    designations: dict[str, list[Designation]] = {}
    written: dict[str, list[str]] = {}
    alone: dict[str, list[Designation]] = {}
    for pattern in patterns:
        made = _designation(pattern)
        designations.setdefault(pattern.brand, []).append(made)
        written.setdefault(pattern.brand, []).append(pattern.pattern)
        for head in _heads(pattern.pattern) if pattern.alone else ():
            alone.setdefault(fold(head), []).append(made)
    for head in alone:
        found.words.setdefault(head, []).append(Word("model", head, "", True, False))
    return Knowledge(
        make_scanner(Spellings(found.words, _no_repeats(found.chains))),
        slips,
        {brand.name: brand for brand in all_brands},
        {brand: tuple(it) for brand, it in designations.items()},
        {brand: Whole("|".join(it)) for brand, it in written.items()},
        {head: tuple(it) for head, it in alone.items()},
    )


@cache
def bundled_knowledge() -> Knowledge:
    """The knowledge that comes with the program."""
    return make_knowledge(brands(), model_patterns())


def _add_swapped(words: dict[str, list[Word]]) -> None:
    """Long stems that may stand inside of a word are looked for with two letters swapped, too."""
    for stem, found in list(words.items()):
        inner = [word for word in found if not word.left and word.role in _COMPOUND]
        if inner and len(stem) >= _LONG_STEM and stem.isascii() and stem.isalpha():
            for slip in swapped(stem):
                words.setdefault(slip, inner)


def _no_repeats(chains: dict[str, list[Chain]]) -> dict[str, list[Chain]]:
    return {piece: list(dict.fromkeys(found)) for piece, found in chains.items()}


def _brand_words(brand: Brand) -> Iterator[tuple[str, Word]]:
    for spelling in brand.spellings:
        weak = spelling in brand.weak
        text = fold(spelling)
        word = Word("weak_brand" if weak else "brand", brand.name, "", _ends(text[0]), _ends(text[-1]))
        yield text, word
        for other in {text.replace(" ", "-"), text.replace("-", " ")} - {text}:
            yield other, word
        closed = text.replace(" ", "").replace("-", "")
        if closed != text and len(closed) > 5:
            yield closed, word


def _ends(letter: str) -> bool:
    return letter in LETTERS or letter.isdigit()


def _designation(pattern: ModelPattern) -> Designation:
    return Designation(pattern.pattern, pattern.brand, pattern.kinds, _SURE[pattern.confidence], pattern.alone)


def _heads(pattern: str) -> list[str]:
    """The letters that each way through ``pattern`` begins with; none where one of them has too few."""
    found: list[str] = []
    for way in _ways(pattern):
        group = re.match(r"\(\?:([^()]*)\)(?!\?)", way)
        begins = group[1].split("|") if group else [way]
        found += [match[0] for it in begins if (match := re.match(r"(?:[A-Z0-9](?![?{])){1,12}", it))]
        if len(found) and any(len(it) < _MIN_HEAD for it in found):
            return []
    return list(dict.fromkeys(found))


def _ways(pattern: str) -> list[str]:
    """The alternatives of ``pattern`` that stand outside of every group."""
    ways, depth, start = [], 0, 0
    for place, letter in enumerate(pattern):
        depth += (letter == "(") - (letter == ")")
        if letter == "|" and depth == 0:
            ways.append(pattern[start:place])
            start = place + 1
    return [*ways, pattern[start:]]
