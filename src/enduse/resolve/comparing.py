"""Are two parties one? The names' probability, corrected by what else is known, and why."""

import re
from dataclasses import dataclass, replace

from enduse.resolve.profiles import Profile, is_distinctive
from enduse.text.names import PreparedName, compare_prepared, score_prepared
from enduse.text.names.alignment import align
from enduse.text.names.tokens import GENERAL, NUMBER, RARE, SPOT

ASK, JOIN = 0.35, 0.92
"""Probabilities from which two parties are put to the analyst, and from which they may be joined without asking."""

FEW_BEARERS = 12
"""More parties than this sharing the rarest part of a name make it a common one."""

_SURE_WORD, _SAME_WORD = 0.75, 0.93
_OTHER_COUNTRY, _OTHER_NUMBER = 0.05, 0.3
_HABIT_ROWS, _HABIT = 3, 0.05
_GENERAL_NAME = 0.5
_LEAST = 0.02


@dataclass(frozen=True, slots=True)
class Comparison:
    """What speaks for and against two parties being one.

    Attributes:
        score: Probability, 0 to 1.
        reasons: In words, the weightiest first.
        against: What forbids joining them without asking, in words; empty: they may be joined at ``JOIN``.
        names: The two spellings that were compared, one of each.
        common: Is it a name of general or frequent words only?
    """

    score: float
    reasons: tuple[str, ...] = ()
    against: tuple[str, ...] = ()
    names: tuple[str, str] = ("", "")
    common: bool = False

    @property
    def open(self) -> bool:
        """Is it worth the analyst's look? A common name is, however many bear it: somebody must tell them apart."""
        return self.score >= (_LEAST if self.common else ASK)

    @property
    def sure(self) -> bool:
        """May they be joined without asking?"""
        return self.score >= JOIN and not self.against

    @property
    def words(self) -> tuple[str, ...]:
        """For people: why they may be one, then why nobody joined them."""
        return (*self.reasons, *(it for it in self.against if it not in self.reasons))


_ALIKE = "a rare word is only alike"
_ALONE = "only one of them has a rare word or a number that the other lacks"
_GENERAL_ALONE = "general words or places do not agree"
_UNLIKE = frozenset({_ALIKE, _ALONE, _GENERAL_ALONE})
_APART = Comparison(0.0)


def compare_profiles(left: Profile, right: Profile, bearers: int = 0) -> Comparison:
    """How probably two parties are one, and what forbids joining them without asking.

    Args:
        left: One.
        right: The other; the order does not matter.
        bearers: How many parties share the rarest part of their names; 0: not known.
    """
    if left.kind != right.kind or _numbers_exclude(left, right):
        return _APART
    pairs = [(score_prepared(one, other), one, other) for one in left.prepared for other in right.prepared]
    best = max(pairs, key=lambda it: it[0], default=None)
    return _judged((left, right), best, bearers) if best and best[0] >= ASK else _APART


def compare_scored(left: Profile, right: Profile, score: float, bearers: int = 0) -> Comparison:
    """The same with a probability that another engine gave to the first names."""
    if left.kind != right.kind or _numbers_exclude(left, right) or not (left.names and right.names) or score < ASK:
        return _APART
    pairs = [(score_prepared(one, other), one, other) for one in left.prepared for other in right.prepared]
    _, one, other = max(pairs, key=lambda it: it[0])
    return _judged((left, right), (score, one, other), bearers)


_Scored = tuple[float, PreparedName, PreparedName]


def _judged(parties: tuple[Profile, Profile], best: _Scored, bearers: int) -> Comparison:
    left, right = parties
    score, one, other = best
    found = Comparison(
        score, compare_prepared(one, other).reasons, _doubts(one, other, bearers), (one.name, other.name)
    )
    if not _UNLIKE.isdisjoint(found.against) and one.scripts == other.scripts:
        found = _by_habit(found, left, right)
    for correct in (_by_country, _by_number, _by_bearers):
        found = correct(found, left, right)
    if not is_distinctive(one) or not is_distinctive(other):
        word = "the name has only general or frequent words, which many companies bear"
        score = min(found.score, _GENERAL_NAME, 1.0 / max(2, bearers - 1))
        found = replace(found, score=score, against=(*found.against, word), common=True)
    return found


def _numbers_exclude(left: Profile, right: Profile) -> bool:
    """Two numbers of one shape or of two registers are two companies; another number may be the same one's."""
    numbers = (left.number, right.number)
    if not all(numbers):
        return False
    one, other = (re.sub(r"\d", "0", it.rpartition(":")[2]) for it in numbers)
    return one == other or not any(it.startswith("id:") for it in numbers)


def _by_country(found: Comparison, left: Profile, right: Profile) -> Comparison:
    if not left.countries or not right.countries:
        return found
    if both := left.countries & right.countries:
        return replace(found, reasons=(*found.reasons, f"both are in {', '.join(sorted(both))}"))
    ours, theirs = sorted(", ".join(sorted(it.countries)) for it in (left, right))
    word = f"the countries differ: {ours} and {theirs}"
    return replace(found, score=_less(found.score, _OTHER_COUNTRY), against=(*found.against, word))


def _by_habit(found: Comparison, left: Profile, right: Profile) -> Comparison:
    """A slip of the pen stands in a row or two; two spellings that rows keep to are rather two names."""
    least = min(left.rows, right.rows)
    if least < _HABIT_ROWS:
        return found
    word = f"each spelling stands in {least:,} rows or more, so it is no slip"
    return replace(found, score=_less(found.score, _HABIT), against=(*found.against, word))


def _by_number(found: Comparison, left: Profile, right: Profile) -> Comparison:
    if not left.number or not right.number:
        return found
    word = f"the numbers differ: {' and '.join(sorted((left.number, right.number)))}"
    return replace(found, score=_less(found.score, _OTHER_NUMBER), against=(*found.against, word))


def _by_bearers(found: Comparison, left: Profile, right: Profile) -> Comparison:
    """A name that several numbered companies bear is one of them at most."""
    several = max(left.candidates if not left.number else 0, right.candidates if not right.number else 0)
    if several < 2:
        return found
    word = f"{several} companies with numbers bear this name"
    return replace(found, score=found.score / several, against=(*found.against, word))


def _less(score: float, odds: float) -> float:
    return round(score * odds / (score * odds + 1.0 - score), 6)


def _doubts(one: PreparedName, other: PreparedName, bearers: int) -> tuple[str, ...]:
    """What in the names forbids joining without asking."""
    doubts = []
    if bearers > FEW_BEARERS:
        doubts.append(f"{bearers} parties share the rarest part of this name")
    if one.form and other.form and one.form != other.form:
        doubts.append(f"the legal forms differ: {' and '.join(sorted((one.form, other.form)))}")
    if one.key and one.key == other.key:
        return tuple(doubts)
    found = align(one, other)
    rare = [it for it in found.answers if one.tokens[it.left[0]].kind == RARE]
    if not any(it.similarity > _SAME_WORD and _weight(one, it.left) >= _SURE_WORD for it in rare):
        doubts.append("no rare word agrees in full")
    if any(it.similarity <= _SAME_WORD for it in rare):
        doubts.append(_ALIKE)
    ours, theirs = [one.tokens[it] for it in found.alone_left], [other.tokens[it] for it in found.alone_right]
    if any(it.kind in (RARE, NUMBER) for it in (*ours, *theirs)):
        doubts.append(_ALONE)
    if all(any(it.kind in (GENERAL, SPOT) for it in side) for side in (ours, theirs)):
        doubts.append(_GENERAL_ALONE)
    return tuple(doubts)


def _weight(name: PreparedName, places: tuple[int, ...]) -> float:
    return max(name.tokens[it].weight for it in places)
