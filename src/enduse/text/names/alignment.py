"""Which words of one name answer which words of the other."""

from collections.abc import Sequence
from dataclasses import dataclass

from enduse.text.names.prepared import PreparedName
from enduse.text.names.similarity import may_be_one, word_similarity
from enduse.text.names.tokens import GENERAL, NUMBER, RARE, SMALL, Token, joined

_WHOLE = 0.93
_JOINED_LEAST = 0.8
_JOINED_FAR = 0.66
_ACRONYM = 0.86
_CJK = frozenset({"han", "kana", "hangul"})
_TRANSCRIBED = frozenset({"kana", "hangul"})
_RUNS = (2, 4)
"""How few and how many neighbours may be one word."""


Candidate = tuple[float, tuple[int, ...], tuple[int, ...], float]
"""Worth of an answer, positions left and right, similarity."""


@dataclass(frozen=True, slots=True)
class Answer:
    """Words that answer each other.

    Attributes:
        left: Positions in the left name; several when they are written as one word in the other.
        right: Positions in the right name.
        similarity: From :func:`word_similarity`.
    """

    left: tuple[int, ...]
    right: tuple[int, ...]
    similarity: float


@dataclass(frozen=True, slots=True)
class Alignment:
    """The answers, and the positions that have none."""

    answers: tuple[Answer, ...]
    alone_left: tuple[int, ...]
    alone_right: tuple[int, ...]


def align(left: PreparedName, right: PreparedName) -> Alignment:
    """The answers of two names: the best first, each word once, numbers only with the same number."""
    one, other = left.tokens, right.tokens
    found: list[Candidate] = []
    best_left, best_right = [0.0] * len(one), [0.0] * len(other)
    for at, token in enumerate(one):
        for to, against in enumerate(other):
            near = word_similarity(token, against)
            if near:
                # Equal words at equal places first, so that a repeated word finds its own.
                found.append((near * min(token.weight, against.weight) - 0.001 * abs(at - to), (at,), (to,), near))
                best_left[at] = max(best_left[at], near)
                best_right[to] = max(best_right[to], near)
    found += _joins(one, other, best_left, best_right)
    found += [(score, a, b, near) for score, b, a, near in _joins(other, one, best_right, best_left)]
    if (len(one) > 2 or len(other) > 2) and left.kind != "person":
        found += _acronyms(one, other, best_left, best_right)
        found += [(score, a, b, near) for score, b, a, near in _acronyms(other, one, best_right, best_left)]
    found.sort(key=lambda it: (-it[0], it[1], it[2]))
    return _chosen(found, len(one), len(other))


def _chosen(found: list[Candidate], lefts: int, rights: int) -> Alignment:
    free_left, free_right = [True] * lefts, [True] * rights
    answers = []
    for _, at, to, near in found:
        if all(free_left[it] for it in at) and all(free_right[it] for it in to):
            for it in at:
                free_left[it] = False
            for it in to:
                free_right[it] = False
            answers.append(Answer(at, to, near))
    return Alignment(
        tuple(answers),
        tuple(it for it, free in enumerate(free_left) if free),
        tuple(it for it, free in enumerate(free_right) if free),
    )


def _joins(
    parts: Sequence[Token], wholes: Sequence[Token], best_parts: list[float], best_wholes: list[float]
) -> list[Candidate]:
    """Neighbouring words of one name that the other writes as one: "Tech Mash" and "Techmash"."""
    found: list[Candidate] = []
    open_parts = [near < _WHOLE and it.kind != NUMBER for it, near in zip(parts, best_parts, strict=True)]
    if sum(open_parts) < 2 or min(best_wholes) >= _WHOLE:
        return []
    for to, whole in enumerate(wholes):
        if best_wholes[to] >= _WHOLE or whole.kind in (NUMBER, SMALL) or whole.letter:
            continue
        for start, end in _runs(parts, open_parts, whole):
            near = word_similarity(joined(tuple(parts[start:end])), whole)
            if near >= (_JOINED_FAR if {whole.script, parts[start].script} & _TRANSCRIBED else _JOINED_LEAST):
                weight = max(whole.weight, max(it.weight for it in parts[start:end]))
                found.append((near * weight * 1.05, tuple(range(start, end)), (to,), near))
    return found


def _runs(parts: Sequence[Token], open_parts: Sequence[bool], whole: Token) -> list[tuple[int, int]]:
    """Where neighbours stand that may be ``whole`` by their letters: making a joined word is costly."""
    found: list[tuple[int, int]] = []
    size = len(whole.readings[0])
    for start in range(len(parts) - 1):
        heads = parts[start].heads
        if not open_parts[start] or ("" not in heads and heads.isdisjoint(whole.heads)):
            continue
        length = len(parts[start].readings[0])
        for end in range(start + _RUNS[0], min(start + _RUNS[-1], len(parts)) + 1):
            if not open_parts[end - 1] or length > 1.4 * size:
                break
            length += len(parts[end - 1].readings[0])
            fits = 0.6 * size <= length <= 1.6 * size and not _repeats(parts[start:end])
            if fits and may_be_one(parts[start:end], whole):
                found.append((start, end))
    return found


def _acronyms(
    shorts: Sequence[Token], longs: Sequence[Token], best_shorts: list[float], best_longs: list[float]
) -> list[Candidate]:
    """Words of one name that stand for the initials of the other's."""
    found: list[Candidate] = []
    for at, short in enumerate(shorts):
        letters = short.readings[0]
        if best_shorts[at] >= _WHOLE or not 3 <= len(letters) <= 8 or short.script in _CJK or short.kind != RARE:
            continue
        if short.concept and short.text == shorts[at - 1].text and at:
            continue
        free = [
            to for to, it in enumerate(longs) if best_longs[to] < 1.0 and it.kind != NUMBER and it.script not in _CJK
        ]
        if spelt := _spelling_run(letters, longs, free):
            weight = sum(longs[it].weight for it in spelt)
            found.append((_ACRONYM * max(short.weight, min(weight, 1.0)), (at,), spelt, _ACRONYM))
    return found


def _spelling_run(letters: str, longs: Sequence[Token], free: Sequence[int]) -> tuple[int, ...]:
    """Positions of neighbouring words whose first letters ``letters`` spell, a word giving one to three letters."""
    for start in range(len(free)):
        at, words, used = 0, 0, list[int]()
        for to in free[start:]:
            token = longs[to]
            if used and token.text == longs[used[-1]].text:
                used.append(to)
                continue
            reading = token.readings[0]
            taken = _taken(letters, at, reading)
            if not taken or (used and to - used[-1] > 2):
                break
            at += taken
            words += 1
            used.append(to)
            if at == len(letters):
                break
        if at == len(letters) and words >= 3 and words * 2 >= len(letters):
            return tuple(used)
    return ()


def _taken(letters: str, at: int, reading: str) -> int:
    """How many letters from ``at`` on the word gives: its first one, or a digraph of one Cyrillic letter."""
    for size in (4, 2, 1):
        if size == 1 or reading[:size] in ("shch", "ts", "kh", "zh", "ch", "sh", "yu", "ya"):
            part = letters[at : at + size]
            if part and reading.startswith(part) and len(part) == size:
                return size
    return 0


def _repeats(parts: Sequence[Token]) -> bool:
    """Two concepts of one word stand beside each other; they are no two words."""
    return any(it.kind == GENERAL and it.text == parts[at].text for at, it in enumerate(parts[1:]))
