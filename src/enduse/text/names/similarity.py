"""How far two words agree, from 0 to 1, remembered for every pair that was ever asked."""

from collections.abc import Sequence
from functools import lru_cache

from rapidfuzz.distance import OSA

from enduse.text.names.lexicon import are_alike
from enduse.text.names.tokens import GENERAL, NUMBER, Marks, Token

LEAST = 0.55
"""Below this two words have nothing to do with each other."""
_CJK = frozenset({"han", "kana", "hangul"})
_SAME_CONCEPT = 0.97
_ALIKE = 0.75
_INITIAL = 0.8
_OTHER_READING = 0.84
_GENDERS = ({"a", "o"}, {"a", "e"}, {"й", "я"})


@lru_cache(maxsize=1_048_576)
def word_similarity(one: Token, other: Token) -> float:
    """Agreement of two words: 1 for one word, 0 below :data:`LEAST`; the order does not matter."""
    if one is other:
        return 1.0
    if NUMBER in (one.kind, other.kind):
        return 1.0 if one.text == other.text and one.kind == other.kind else 0.0
    if one.concept and one.concept == other.concept:
        return 1.0 if one.script == other.script and one.text == other.text else _SAME_CONCEPT
    if one.concept and other.concept and one.kind != GENERAL != other.kind:
        return 0.0
    if one.family and one.family == other.family:
        return 0.96
    alike = _ALIKE if one.concept and other.concept and are_alike(one.concept, other.concept) else 0.0
    if one.letter or other.letter:
        return _letter(one, other)
    if one.script in _SPELT and other.script in _SPELT and _plainly_unlike(one, other):
        return alike
    found = max(_spelt(one, other), _heard(one, other), alike)
    if one.personal and other.personal and found > LEAST:
        found = min(found, _of_persons(one, other))
    return found if found >= LEAST else 0.0


_SPELT = frozenset({"latin", "cyrillic"})


def _plainly_unlike(one: Token, other: Token) -> bool:
    """Do letters that only one of them has already make more than the difference that is allowed?

    It holds only where :func:`_spelt` and :func:`_heard` would find less than :data:`LEAST`, at a tenth of their cost.
    """
    if not one.frame_set.isdisjoint(other.frame_set):
        return False
    return _unlike(one.readings, other.readings, one.marks[0], other.marks[0]) and _unlike(
        one.sounds, other.sounds, one.marks[1], other.marks[1]
    )


def _unlike(lefts: Sequence[str], rights: Sequence[str], marks: Marks, other_marks: Marks) -> bool:
    for left, (bits, size) in zip(lefts, marks, strict=True):
        for right, (other_bits, other_size) in zip(rights, other_marks, strict=True):
            allowed = 9 * (size if size > other_size else other_size) // 20
            if (
                (bits & ~other_bits).bit_count() <= allowed
                and (other_bits & ~bits).bit_count() <= allowed
                and OSA.distance(left, right, score_cutoff=allowed) <= allowed
            ):
                return False
    return True


def may_be_one(parts: Sequence[Token], whole: Token) -> bool:
    """May words written as one be ``whole``? Not when letters are missing that no spelling makes up for."""
    if whole.script not in _SPELT or any(it.script not in _SPELT for it in parts):
        return True
    bits, size = 0, 0
    for it in parts:
        for mark, _ in (*it.marks[0], *it.marks[1]):
            bits |= mark
        size += it.marks[0][0][1]
    return any((mark & ~bits).bit_count() <= 9 * max(size, length) // 20 for mark, length in whole.marks[0])


def _of_persons(one: Token, other: Token) -> float:
    """The most that two words of persons' names can agree, other spellings of one family apart."""
    if one.script == other.script:
        return 0.0 if _other_gender(one.text, other.text) else 1.0
    for han, latin in ((one, other), (other, one)):
        if han.script == "han" and len(han.text) < 3 and latin.script != "kana":
            # Any character has a dozen readings from Seoul to Tokyo, so that some will do; the usual one must.
            usual = (han.readings[0], han.sounds[0])
            same = usual[0] in latin.readings or usual[1] in latin.sounds
            near = max(_near(usual[1], it) for it in latin.sounds)
            return 1.0 if same else max(near, _OTHER_READING)
    return 1.0


def _other_gender(one: str, other: str) -> bool:
    """Joaquin and Joaquina, Luciano and Luciana, Ivanov and Ivanova."""
    long, short = (one, other) if len(one) >= len(other) else (other, one)
    if len(long) < 5 or long == short:
        return False
    if len(long) == len(short):
        return long[:-1] == short[:-1] and {long[-1], short[-1]} in _GENDERS
    return long[-1] in "aа" and long[:-1] == short


def _letter(one: Token, other: Token) -> float:
    if one.letter and other.letter:
        return 1.0 if set(one.readings) & set(other.readings) else 0.0
    short, long = (one, other) if one.letter else (other, one)
    if set(short.readings) & set(long.readings):
        return 0.95
    return (
        _INITIAL if any(it.startswith(letter) for it in long.readings for letter in short.readings if letter) else 0.0
    )


def _spelt(one: Token, other: Token) -> float:
    """By letters; han and arabic letters also as they are."""
    best = 0.0
    if one.script == other.script and one.script not in ("latin", "cyrillic"):
        best = _near(one.text, other.text) * (1.0 if one.script == "arabic" else 0.98)
        if best < 1.0 and one.script in ("han", "hangul"):
            best *= 0.8
        return best
    for left in one.readings:
        for right in other.readings:
            if left == right:
                return 1.0 if one.script == other.script else 0.98
            best = max(best, _near(left, right))
    return best


def _near(left: str, right: str) -> float:
    longer = max(len(left), len(right))
    if not left or not right or longer < 3 or abs(len(left) - len(right)) > 0.45 * longer:
        return float(left == right)
    distance = OSA.distance(left, right)
    near = 1.0 - distance / longer
    if longer < 5:
        near -= 0.06
    return near if left[0] == right[0] else near - 0.05


def _heard(one: Token, other: Token) -> float:
    if one.script == other.script and one.script not in ("latin", "cyrillic"):
        return 0.0
    best = 0.0
    for left in one.sounds:
        for right in other.sounds:
            if left == right and len(left) > 1:
                return 0.96
            best = max(best, 0.95 * _near(left, right))
    far = not _CJK.isdisjoint((one.script, other.script)) and one.script != other.script
    frames, rate = ((one.bare_frames, other.bare_frames), 0.9) if far else ((one.frames, other.frames), 0.88)
    consonants_only = far or (one.script != other.script and "arabic" in (one.script, other.script))
    framed = max(_framed(left, right, rate, consonants_only) for left in frames[0] for right in frames[1])
    if consonants_only and not far and framed >= _ONE_CONSONANT and _vowelled(one, other):
        framed = _VOWELLED[min(4, max(map(len, frames[0])))]
    if not consonants_only:
        # Where vowels are written they must agree too, by and large.
        framed = min(framed, best + 0.15)
    if far:
        if any(it.script == "han" and len(it.text) < 3 for it in (one, other)):
            # One or two characters are read, not transcribed.
            return best
        # Consonants alone deceive in short words: the vowels must not be wholly different.
        framed *= 0.82 + 0.18 * min(1.0, best / 0.55)
    return max(best, framed)


def _vowelled(one: Token, other: Token) -> bool:
    """Are all letters of an Arabic spelling, long vowels too, found in the Latin one in their order?"""
    arabic, latin = (one, other) if one.script == "arabic" else (other, one)
    return any(
        _within(left.translate(_LIKE_VOWELS), right.translate(_LIKE_VOWELS))
        for left in arabic.sounds
        for right in latin.sounds
    )


def _within(short: str, long: str) -> bool:
    """Are the letters of ``short`` found in ``long`` in their order, and is the rest of ``long`` vowels?"""
    rest = iter(long)
    skipped = list[str]()
    for letter in short:
        for it in rest:
            if it == letter:
                break
            skipped.append(it)
        else:
            return False
    return all(it in "aiu" or it == "h" for it in (*skipped, *rest))


_LIKE_VOWELS = str.maketrans("oey", "uii")
_ONE_CONSONANT = 0.6
_VOWELLED = (0.0, 0.75, 0.86, 0.93, 0.95)


def _framed(left: str, right: str, rate: float, consonants_only: bool) -> float:
    """Agreement of consonant classes; short frames tell little, and next to nothing where vowels are known."""
    size = min(len(left), len(right))
    if left == right:
        if consonants_only:
            return (0.0, 0.6, 0.72, 0.84, rate, rate + 0.02)[min(size, 5)]
        return rate - 0.08 if size == 3 else rate if size > 3 else 0.0
    if not consonants_only or size < 4:
        return 0.0
    return _near(left, right) * 0.9
