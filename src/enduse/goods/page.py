"""One goods text under the eyes of the readers: as given, folded, and with its words found."""

import re
from bisect import bisect_right, insort
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from operator import itemgetter

from enduse.goods.facts import Said
from enduse.goods.folding import fold_sheet
from enduse.goods.knowledge import Knowledge
from enduse.goods.scanning import Hit, find_all, group_of, lacks_words
from enduse.goods.typos import find_slips

# Latin letters of other alphabets: Cyrillic, and in its second half Macedonian, Kurdish, Bashkir and Greek.
_TWINS = str.maketrans(
    "АВЕКМНОРСТУХІаеорсухікмнтв" + "ЈЅјѕһԚԛԜԝҮΑΒΕΖΗΙΚΜΝΟΡΤΥΧνοι",
    "ABEKMHOPCTYXIaeopcyxikmhtb" + "JSjshQqWwYABEZHIKMNOPTYXvoi",
)
_NOTHING: list[Hit] = []
_new = tuple.__new__
"""Makes a named tuple in half the time of a call of its class; most of a text's facts are made here."""
_SILENT = frozenset({"mark.for", "mark.for_after", "mark.with_after", "model"})
"""Groups of words that are no words of their own: a model may begin there."""
_CYRILLIC = re.compile("[\u0370-\u052f]")

_SEAM = re.compile("[A-Za-z][\u0370-\u052f]|[\u0370-\u052f][A-Za-z]")
_MIXED = re.compile("(?=[\u0370-\u052f]{0,30}[A-Za-z])[A-Za-z\u0370-\u052f]{2,30}")

# No honest line names its brand a hundred times; readers may so compare group with group.
_MOST_OF_A_GROUP = 60
_MOST_SERIALS = 1000


@dataclass(slots=True)
class Page:
    """What the readers of facts look at.

    Attributes:
        text: As given, or straightened where it had to be: offsets are those of ``folded``.
        folded: Of the same length as ``text``.
        hits: Every word found, in order.
        groups: The same by role; signs, marks and keys by ``role.value``. The first of each group only.
        starts: Where hits begin, and how far the longest one there reaches.
        taken: Where serial numbers stand, in order: no model is read there.
    """

    text: str
    folded: str
    hits: list[Hit]
    groups: dict[str, list[Hit]]
    starts: dict[int, int]
    taken: list[tuple[int, int]] = field(default_factory=list)

    def take(self, span: tuple[int, int]) -> None:
        """Leave what stands there to the serial numbers."""
        insort(self.taken, span)

    def is_taken(self, start: int) -> bool:
        """Does a serial number stand there?"""
        if not self.taken:
            return False
        place = bisect_right(self.taken, (start, len(self.folded) + 1)) - 1
        return place >= 0 and start < self.taken[place][1]

    def is_word(self, place: int) -> bool:
        """Does a word of the lexicon, a brand or a number of papers reach over that character?"""
        return any(start <= place < self.starts[start] for start in self.starts)

    def every(self, group: str) -> list[Hit]:
        """The hits of one group."""
        return self.groups.get(group, _NOTHING)

    def has(self, *groups: str) -> bool:
        """Is any of these groups there?"""
        return not self.groups.keys().isdisjoint(groups)

    @property
    def latin(self) -> str:
        """The text with the words in Latin letters where only some of their letters are: names are looked for there."""
        text = self.text
        return text if text.isascii() or not _SEAM.search(text) else _MIXED.sub(_in_latin, text)

    def fact(self, name: str, value: str | int | float, span: tuple[int, int], confidence: float) -> Said:
        """A fact read from ``span``."""
        return _new(Said, (name, value, span[0], span[1], confidence, "", "text", ""))

    def written(self, start: int, end: int) -> str:
        """The characters there, look-alike Cyrillic letters as Latin ones where all of them have a twin."""
        text = self.text[start:end]
        if text.isascii():
            return text
        latin = text.translate(_TWINS)
        return text if _CYRILLIC.search(latin) else latin


def _in_latin(word: re.Match[str]) -> str:
    latin = word[0].translate(_TWINS)
    return word[0] if _CYRILLIC.search(latin) else latin


def make_pages(texts: Sequence[str], knowledge: Knowledge) -> Iterator[Page]:
    """A page of each text, in their order."""
    sheet = fold_sheet(texts)
    finds = find_all(knowledge.scanner, sheet)
    lexemes = knowledge.scanner.lexemes
    names = [*map(lexemes.groups.__getitem__, finds.numbers.tolist())]
    firsts = finds.firsts.tolist()
    lacking = lacks_words(lexemes, finds)
    for number, (text, folded) in enumerate(zip(texts, sheet.folded.split("\0"), strict=False)):
        first, last = firsts[number], firsts[number + 1]
        hits = finds.hits[first:last]
        if lacking[number] and (slips := find_slips(knowledge.slips, folded, hits)):
            hits = sorted(hits + slips, key=itemgetter(0))
            yield _page(text, folded, hits, [group_of(hit[2]) for hit in hits])
        else:
            yield _page(text, folded, hits, names[first:last])


def _page(text: str, folded: str, hits: list[Hit], names: list[str]) -> Page:
    starts: dict[int, int] = {}
    groups: dict[str, list[Hit]] = {}
    for hit, name in zip(hits, names, strict=True):
        start, end, _ = hit
        if name not in _SILENT and end > starts.get(start, 0):
            starts[start] = end
        group = groups.get(name)
        if group is None:
            groups[name] = [hit]
        elif len(group) < _MOST_OF_A_GROUP or (name == "key.serial" and len(group) < _MOST_SERIALS):
            group.append(hit)
    return Page(text, folded, hits, groups, starts)
