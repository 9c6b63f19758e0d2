"""Names that are one but for what any firm says of itself: what sets them apart agrees, in whatever script."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from enduse.resolve.block_keys import blocking_keys
from enduse.text.names import PreparedName, compare_prepared, prepare
from enduse.text.names.similarity import word_similarity
from enduse.text.names.tokens import GENERAL, NUMBER, RARE, SMALL, SPOT, Token

OF_THE_TRADE = frozenset(
    (
        "agency",
        "automation",
        "center",
        "commerce",
        "company",
        "corporation",
        "engineering",
        "enterprise",
        "equipment",
        "export",
        "factory",
        "firm",
        "general",
        "group",
        "holding",
        "house",
        "import",
        "industrial",
        "industry",
        "instrument",
        "international",
        "logistics",
        "machine",
        "machinetool",
        "manufacturing",
        "mechanics",
        "metal",
        "metalworking",
        "plant",
        "precision",
        "product",
        "production",
        "service",
        "solution",
        "special",
        "supply",
        "system",
        "technical",
        "technology",
        "tool",
        "trade",
        "trading",
        "works",
    )
)
"""Concepts of general words that a firm of this trade may add to its name: twins may differ in them."""

_AS_HEARD = frozenset(
    (
        "ekvipment",
        "eksport",
        "enginiring",
        "enzhiniring",
        "grup",
        "industri",
        "indastri",
        "import",
        "kompani",
        "mashineri",
        "meshin",
        "presizhn",
        "rus",
        "saplay",
        "servis",
        "sistems",
        "solyushns",
        "tekhnolodzhi",
        "treyd",
        "treyding",
        "trejd",
        "tul",
        "tuls",
        "tulz",
    )
)
"""The same in English words as Cyrillic spells them; the usual reading of each. ``Rus`` stands for the country."""

_SAME_WORD = 0.87
_SAME_LETTER = 0.78
_WEIGHTY = 0.9
_TELLING_FAMILIES = "sfbjh"
_LEAST_KEY = 0.3


@dataclass(frozen=True)
class Twin:
    """Two names that are one but for what any firm says of itself.

    Attributes:
        left: As recorded.
        right: As recorded.
        core: What they share, in the words of the first.
        rare: Is a word in the core that is nobody's but the name's?
        likeness: 0 to 1.
    """

    left: str
    right: str
    core: str
    rare: bool
    likeness: float


def twin_of(lefts: Iterable[str], rights: Iterable[str], least: float) -> Twin | None:
    """The most alike pair of names, if any is a twin.

    Args:
        lefts: Names of one firm.
        rights: Names of the other.
        least: Least probability that two names with a rare word in common are one.
    """
    ours, theirs = [*lefts], [*rights]
    found = [it for one in ours for other in theirs if (it := _twin(one, other, least))]
    return max(found, key=lambda it: (it.rare, it.likeness), default=None)


def spellings(name: str, others: Iterable[str]) -> tuple[str, ...]:
    """The name and, where there is one, the first of the others in another script: enough to tell twins by."""
    latin = name.isascii()
    foreign = next((it for it in others if it and it.isascii() != latin), None)
    return (name, foreign) if foreign else (name,)


def twin_keys(names: Iterable[str]) -> frozenset[str]:
    """What two twins share at least one of: to look before comparing."""
    return frozenset(key for name in names for key in _keys(name))


def _keys(name: str) -> frozenset[str]:
    told = prepare(name)
    found = {key for key, weight in blocking_keys(told) if key[0] in _TELLING_FAMILIES and weight >= _LEAST_KEY}
    words = _words(told)
    if len(words) > 1:
        found |= {f"^{reading} {words[1].concept or words[1].readings[0]}" for reading in words[0].readings}
        found |= {f"^{words[0].concept} {words[1].concept}"} if words[0].concept and words[1].concept else set()
    return frozenset(found)


@lru_cache(maxsize=65_536)
def _twin(left: str, right: str, least: float) -> Twin | None:
    one, other = prepare(left), prepare(right)
    likeness = compare_prepared(one, other).score
    if likeness >= least and _has_rare(one) and _has_rare(other):
        return Twin(left, right, one.key, True, likeness)
    ours, theirs = _words(one), _words(other)
    shared = _shared(ours, theirs)
    core = [ours[at] for at, _to in shared if _sets_apart(ours[at])]
    if not core or not _only_of_the_trade(ours, theirs, shared):
        return None
    rare = any(it.kind == RARE and it.weight >= _WEIGHTY for it in core)
    # Without a rare word only the same words in the same order make a name: "I Machine" and "Machine I" are two.
    in_order = all(at == to for at, to in shared) and shared[0] == (0, 0) and len(shared) > 1
    told = Twin(left, right, " ".join(it.text for it in core), rare, likeness)
    return told if rare or in_order else None


def _has_rare(name: PreparedName) -> bool:
    return sum(it.weight for it in name.tokens if it.kind == RARE) >= _WEIGHTY


def _words(name: PreparedName) -> list[Token]:
    """The words in order, each spelling once: a word of two meanings stands twice among the tokens."""
    found: list[Token] = []
    for it in name.tokens:
        if not found or it.text != found[-1].text or it.concept == found[-1].concept:
            found.append(it)
    return found


def _shared(ours: Sequence[Token], theirs: Sequence[Token]) -> list[tuple[int, int]]:
    """Places of the words that answer each other, each once, in order."""
    free, found = set(range(len(theirs))), list[tuple[int, int]]()
    for at, word in enumerate(ours):
        near = [(-word_similarity(word, theirs[to]), to) for to in sorted(free) if _same(word, theirs[to])]
        if near:
            free.discard(min(near)[1])
            found.append((at, min(near)[1]))
    return found


def _same(one: Token, other: Token) -> bool:
    least = _SAME_LETTER if one.letter or other.letter else _SAME_WORD
    return word_similarity(one, other) >= least or bool(set(one.readings) & set(other.readings))


def _only_of_the_trade(ours: Sequence[Token], theirs: Sequence[Token], shared: Sequence[tuple[int, int]]) -> bool:
    """Is all that only one of them says what any firm of the trade says of itself?"""
    mine, yours = {at for at, _to in shared}, {to for _at, to in shared}
    alone = [it for at, it in enumerate(ours) if at not in mine] + [
        it for at, it in enumerate(theirs) if at not in yours
    ]
    return all(_is_of_the_trade(it) for it in alone)


def _is_of_the_trade(word: Token) -> bool:
    if word.kind == SPOT or (word.kind == SMALL and not word.letter) or word.readings[0] in _AS_HEARD:
        return True
    return word.kind == GENERAL and set(word.concept.split()) <= OF_THE_TRADE


def _sets_apart(word: Token) -> bool:
    """Does the word say more than what the firm does and where?"""
    return word.letter or (word.kind in (RARE, NUMBER, GENERAL) and not _is_of_the_trade(word))
