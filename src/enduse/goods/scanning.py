"""One pass over many folded texts that finds every word of the lexicon, every brand and every telling model name."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np
import numpy.typing as npt
from ahocorasick_rs import AhoCorasick, Implementation, MatchKind

from enduse.goods.folding import LETTERS, Sheet, fold_sheet
from enduse.goods.lexicon import Chain, Spellings, Word

Hit = tuple[int, int, Word]
"""Where a word begins, where it ends, what it means; offsets in the folded text."""

Numbers = npt.NDArray[np.int64]

_KEY = 1
_MAX_ENDING = 6
_RUN_ON = 4
_LONG_PIECE = 6
_LONG_BRAND = 5
_SPAN = 20
"""Bits that hold the length of any spelling."""
_GLUED = re.compile(r"[a-z]{1,3}[ -]?\d")

Tails = dict[str, list[tuple[tuple[str, ...], int]]]
"""The further pieces of chains and the number of their word, by the first letters of the next piece."""


@dataclass(frozen=True)
class Lexemes:
    """The words behind the spellings, numbered, and what a scanner asks of each of them.

    Attributes:
        words: By number.
        groups: What :func:`group_of` says of each.
        left: Must it begin where a word begins?
        right: Must it end where a word ends?
        brand: Is it a brand?
        tells: Which of the words it is that most lines have; see :func:`lacks_words`.
    """

    words: tuple[Word, ...]
    groups: tuple[str, ...]
    left: npt.NDArray[np.bool_]
    right: npt.NDArray[np.bool_]
    brand: npt.NDArray[np.bool_]
    tells: npt.NDArray[np.uint8]


@dataclass(frozen=True)
class Scanner:
    """Finds words.

    Attributes:
        automaton: All spellings at once; its time grows with the text alone, not with the number of spellings.
        lexemes: What the spellings may mean.
        meanings: Numbers of words, those of one spelling side by side.
        firsts: Where those of each spelling begin, and at last their end.
        tails: How a chain that begins with the spelling of that number may go on.
        chained: Which spellings begin chains.
    """

    automaton: AhoCorasick
    lexemes: Lexemes
    meanings: Numbers
    firsts: Numbers
    tails: tuple[Tails | None, ...]
    chained: npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Finds:
    """The words found in a sheet of texts, in the order of the texts.

    Attributes:
        hits: Of all texts; offsets are those of the one text that holds the word.
        numbers: The number of each hit's word.
        firsts: Where the hits of each text begin, and at last their end.
    """

    hits: list[Hit]
    numbers: Numbers
    firsts: Numbers


def make_scanner(spellings: Spellings) -> Scanner:
    """A scanner for folded ``spellings``."""
    texts = list(dict.fromkeys([*spellings.words, *spellings.chains]))
    automaton = AhoCorasick(
        texts, matchkind=MatchKind.Standard, store_patterns=False, implementation=Implementation.ContiguousNFA
    )
    known: dict[Word, int] = {}
    meant = [[known.setdefault(it, len(known)) for it in spellings.words.get(text, ())] for text in texts]
    tails = tuple(_tails(spellings.chains.get(it, []), known) for it in texts)
    counts = [len(it) for it in meant]
    return Scanner(
        automaton,
        _lexemes(tuple(known)),
        np.fromiter(chain.from_iterable(meant), np.int64, sum(counts)),
        np.concatenate([[0], np.cumsum(counts, dtype=np.int64)]),
        tails,
        np.array([it is not None for it in tails], dtype=np.bool_),
    )


def _lexemes(words: tuple[Word, ...]) -> Lexemes:
    return Lexemes(
        words,
        tuple(map(group_of, words)),
        np.array([word.left for word in words], dtype=np.bool_),
        np.array([word.right for word in words], dtype=np.bool_),
        np.array([word.role == "brand" for word in words], dtype=np.bool_),
        np.array([_told_by(word) for word in words], dtype=np.uint8),
    )


_YEAR, _SERIAL, _VAGUE, _GOODS = 1, 2, 4, 8
_NAMES_GOODS = frozenset({"machine", "part", "tool", "accessory", "unit"})


def _told_by(word: Word) -> int:
    return (
        _YEAR * (word.value in ("year", "year_after"))
        + _SERIAL * (word.value == "serial")
        + _VAGUE * (word.value in ("any", "weak"))
        + _GOODS * (word.role in _NAMES_GOODS)
    )


def lacks_words(lexemes: Lexemes, finds: Finds) -> list[bool]:
    """For each text: is a word missing that most lines have, perhaps because it was mistyped?

    A word that tells no kind may stand beside a mistyped one that does.
    """
    counts = np.diff(finds.firsts)
    told = np.zeros(len(counts), dtype=np.uint8)
    if len(finds.numbers):
        told[counts > 0] = np.bitwise_or.reduceat(lexemes.tells[finds.numbers], finds.firsts[:-1][counts > 0])
    lacking: list[bool] = (told != _YEAR + _SERIAL + _GOODS).tolist()
    return lacking


def _tails(chains: list[Chain], known: dict[Word, int]) -> Tails | None:
    tails: Tails = {}
    for it in chains:
        number = known.setdefault(it.word, len(known))
        tails.setdefault(it.pieces[1][:_KEY], []).append((it.pieces[1:], number))
    return tails or None


def find_words(scanner: Scanner, folded: str) -> list[Hit]:
    """Every word, in the order of the text; a word inside of a longer one is left out.

    So ``spindle`` is not found in ``spindle speed``, nor ``used`` in ``not used``.
    """
    return find_all(scanner, fold_sheet([folded])).hits


def find_all(scanner: Scanner, sheet: Sheet) -> Finds:
    """The same for all texts of a sheet at once."""
    found = scanner.automaton.find_matches_as_indexes(sheet.folded, overlapping=True)
    matches = np.fromiter(chain.from_iterable(found), np.int64, 3 * len(found)).reshape(-1, 3)
    plain = _plain_words(scanner, sheet, matches)
    chains = np.array([*_chains(scanner, sheet, matches)], dtype=np.int64).reshape(-1, 3)
    # The columns: start, end, number of the word. Of two with the same span the chain was found first.
    every = np.concatenate([chains, plain])
    every = _longest(every[np.argsort((every[:, 0] << _SPAN) - (every[:, 1] - every[:, 0]), kind="stable")])
    text = np.searchsorted(sheet.starts, every[:, 0], side="right") - 1
    begins = sheet.starts[text]
    words = scanner.lexemes.words
    numbers = every[:, 2]
    hits = list(
        zip(
            (every[:, 0] - begins).tolist(),
            (every[:, 1] - begins).tolist(),
            map(words.__getitem__, numbers.tolist()),
            strict=True,
        )
    )
    return Finds(hits, numbers, np.searchsorted(text, np.arange(len(sheet.starts) + 1)))


def _plain_words(scanner: Scanner, sheet: Sheet, matches: Numbers) -> Numbers:
    """The matches that begin and end where their words must; one row for each meaning."""
    spelling, start, end = matches[:, 0], matches[:, 1], matches[:, 2]
    first = scanner.firsts[spelling]
    counts = scanner.firsts[spelling + 1] - first
    place = np.repeat(np.arange(len(matches)), counts)
    ordinal = np.arange(len(place)) - np.repeat(np.cumsum(counts) - counts, counts)
    number = scanner.meanings[first[place] + ordinal]
    # A gap stands behind every text, the last one included: what is before the first text is one, too.
    begins = ~sheet.letters[start - 1][place] | ~scanner.lexemes.left[number]
    ends = ~sheet.letters[end][place] | ~scanner.lexemes.right[number]
    long = (end - start >= _LONG_BRAND)[place]
    for at in np.flatnonzero(begins & ~ends & long & scanner.lexemes.brand[number]).tolist():
        # A model may follow a brand without the blank that belongs there: ``TORNOSDT 26``.
        ends[at] = _GLUED.match(sheet.folded, int(end[place[at]])) is not None
    kept = np.flatnonzero(begins & ends)
    place = place[kept]
    return np.stack([start[place], end[place], number[kept]], axis=1)


def _chains(scanner: Scanner, sheet: Sheet, matches: Numbers) -> Iterator[tuple[int, int, int]]:
    """The chains that go on after a piece."""
    chosen = matches[scanner.chained[matches[:, 0]]]
    begins = (~sheet.letters[chosen[:, 1] - 1]).tolist()
    folded, left, right, all_tails = sheet.folded, scanner.lexemes.left, scanner.lexemes.right, scanner.tails
    for (spelling, start, end), begin in zip(chosen.tolist(), begins, strict=True):
        tails = all_tails[spelling]
        for after in _nexts(folded, start, end):
            more = tails.get(folded[after : after + _KEY]) if tails else None
            for pieces, number in more or ():
                at = _followed(folded, after, pieces) if begin or not left[number] else None
                if at is not None and not (right[number] and folded[at] in LETTERS):
                    yield start, at, number


def _nexts(folded: str, start: int, end: int) -> Sequence[int]:
    """Where the next word may begin: one place, or where the blank was left out, behind each ending of few letters."""
    after = _next_word(folded, end)
    # A short piece is the first half of too many compounds.
    run_on = end - start >= _LONG_PIECE and folded[after - 1] in LETTERS
    return range(end, end + _RUN_ON) if run_on else (after,)


def _followed(folded: str, at: int, pieces: Sequence[str]) -> int | None:
    """Where the last of the pieces ends that follow one another there."""
    for number, piece in enumerate(pieces):
        if number:
            at = _next_word(folded, at)
        if not folded.startswith(piece, at):
            return None
        at += len(piece)
    return at


_TO_NEXT = re.compile(rf"[{''.join(sorted(LETTERS))}]{{0,{_MAX_ENDING}}}(?:\. |[ ./-])?")


def _next_word(folded: str, at: int) -> int:
    """Where the next word begins: after an ending and one blank or hyphen, or at once where both were left out."""
    return _TO_NEXT.match(folded, at).end()  # type: ignore[union-attr]


def _longest(every: Numbers) -> Numbers:
    """The rows that lie in no longer one; sorted by start, the longest first."""
    if not len(every):
        return every
    start, end = every[:, 0], every[:, 1]
    reach = np.concatenate([[-1], np.maximum.accumulate(end)[:-1]])
    further = end > reach
    since = start[np.maximum.accumulate(np.where(further, np.arange(len(every)), 0))]
    kept: Numbers = every[further | ((end == reach) & (start == since))]
    return kept


def group_of(word: Word) -> str:
    """``role``, and for signs, keys and the like ``role.value``: what readers ask a page for."""
    return word[0] if word[0] not in _DIVIDED else f"{word[0]}.{word[1]}"


_DIVIDED = frozenset({"sign", "mark", "key"})
