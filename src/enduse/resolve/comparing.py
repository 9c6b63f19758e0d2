"""Are two parties one? The names' probability, corrected by what else is known, and why."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from rapidfuzz.distance import OSA

from enduse.resolve.block_keys import SLIP_WORD
from enduse.resolve.persons import has_form, is_whole
from enduse.resolve.profiles import Profile, is_distinctive
from enduse.resolve.whereabouts import MOST_ADDRESSES, nearness
from enduse.text.names import PreparedName, compare_prepared, score_prepared
from enduse.text.names.alignment import Alignment, Answer, align
from enduse.text.names.tokens import GENERAL, NUMBER, RARE, SPOT

ASK, JOIN = 0.35, 0.92
"""Probabilities from which two parties are put to the analyst, and from which they may be joined without asking."""

FEW_BEARERS = 12
"""More parties than this sharing the rarest part of a name make it a common one."""

_SURE_WORD, _SAME_WORD = 0.75, 0.93
_OTHER_COUNTRY, _OTHER_NUMBER = 0.05, 0.3
HABIT_ROWS = 3
"""A spelling that so many rows keep to is no slip of the pen."""

_HABIT = 0.05
_GENERAL_NAME = 0.5
_LEAST = 0.02
_MOST = 0.995

ALIKE, SLIP, PARTLY, ALONE, GENERAL_ALONE = "alike", "slip", "partly", "alone", "general_alone"
FORM, BEARERS, COUNTRY, NUMBERS, TORN, COMMON = "form", "bearers", "country", "numbers", "torn", "common"
PERSON, KIND = "person", "kind"
"""Marks: what speaks against two parties being one."""

ABROAD = "two countries"
"""What stands for the country of a pair of two countries."""

_WORDS = {
    ALIKE: "a rare word is only alike",
    SLIP: "a rare word differs in one letter",
    PARTLY: "no rare word agrees in full",
    ALONE: "only one of them has a rare word or a number that the other lacks",
    GENERAL_ALONE: "general words or places do not agree",
}
_SPELLING = frozenset({SLIP, PARTLY, FORM})
_UNLIKE = frozenset({ALIKE, SLIP, ALONE, GENERAL_ALONE})
_WORTH = {ALIKE: 0.35, ALONE: 0.2, GENERAL_ALONE: 0.35, BEARERS: 0.25}
"""Among parties of one ledger pairs are rarer one than among names that somebody screens; set by hand."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """What speaks for and against two parties being one.

    Attributes:
        score: Probability, 0 to 1.
        reasons: In words, the weightiest first.
        against: What forbids joining them without asking, in words; empty: they may be joined at ``JOIN``.
        names: The two spellings that were compared, one of each.
        common: Is it a name of general or frequent words only?
        marks: What speaks against it, for counting; see ``chance``.
        alike: Probability by the names alone.
        bearers: How many parties share the rarest part of the names; 0: not known.
        country: The one country of both, or ``ABROAD``; empty where none is stated or one of them has several.
        strong: Do they share an address or a phone that few others have?
        barred: Do their registered numbers say that they are two, however alike the names are?
    """

    score: float
    reasons: tuple[str, ...] = ()
    against: tuple[str, ...] = ()
    names: tuple[str, str] = ("", "")
    common: bool = False
    marks: tuple[str, ...] = ()
    alike: float = 0.0
    bearers: int = 0
    country: str = ""
    strong: bool = False
    barred: bool = False

    @property
    def open(self) -> bool:
        """Is it worth the analyst's look? A common name is, however many bear it: somebody must tell them apart."""
        return not self.barred and self.score >= (_LEAST if self.common else ASK)

    @property
    def sure(self) -> bool:
        """May they be joined without asking?"""
        return self.score >= JOIN and not self.against and not self.barred

    @property
    def words(self) -> tuple[str, ...]:
        """For people: why they may be one, then why nobody joined them."""
        return (*self.reasons, *(it for it in self.against if it not in self.reasons))


_APART = Comparison(0.0)


def sober(found: Comparison) -> Comparison:
    """The comparison with its probability among the parties of a ledger, most of which are not one."""
    odds = 1.0
    for it in found.marks:
        odds *= _WORTH.get(it, 1.0)
    return replace(found, score=less(found.score, odds)) if odds < 1.0 else found


def compare_profiles(left: Profile, right: Profile, bearers: int = 0) -> Comparison:
    """How probably two parties are one, and what forbids joining them without asking.

    Args:
        left: One.
        right: The other; the order does not matter.
        bearers: How many parties share the rarest part of their names; 0: not known.
    """
    best = _likeliest(left, right)
    return _judged((left, right), best, bearers) if best and best[0] >= ASK else _APART


def compare_scored(left: Profile, right: Profile, score: float, bearers: int = 0) -> Comparison:
    """The same with a probability that another engine gave to the first names."""
    best = _likeliest(left, right)
    if not best or score < ASK:
        return _APART
    return _judged((left, right), (score, *best[1:]), bearers)


_Scored = tuple[float, PreparedName, PreparedName]


def _likeliest(left: Profile, right: Profile) -> _Scored | None:
    if left.kind != right.kind:
        # A person who trades without patronymic or initials is not known for one.
        if any(has_form(it) for side in (left, right) if side.kind != "person" for it in side.names):
            return None
        left, right = replace(left, kind="company"), replace(right, kind="company")
    pairs = [(score_prepared(one, other), one, other) for one in left.prepared for other in right.prepared]
    return max(pairs, key=lambda it: it[0], default=None)


def _judged(parties: tuple[Profile, Profile], best: _Scored, bearers: int) -> Comparison:
    left, right = parties
    score, one, other = best
    doubts = _doubts(one, other, bearers)
    basis = Comparison(score, alike=score, bearers=bearers, country=_stratum(left, right))
    if _numbers_exclude(left, right):
        marks = tuple(doubts) if _told_apart(left, right) else (*doubts, COUNTRY)
        return replace(basis, score=0.0, marks=marks, barred=True)
    reasons, names = compare_prepared(one, other).reasons, (one.name, other.name)
    found = replace(basis, reasons=reasons, against=tuple(doubts.values()), names=names, marks=tuple(doubts))
    if not _UNLIKE.isdisjoint(doubts) and one.scripts == other.scripts:
        found = _by_habit(found, left, right)
    for correct in (_by_country, _by_number, _by_bearers, _by_whereabouts, _by_kind):
        found = correct(found, left, right)
    if left.kind == "person" == right.kind:
        whole = is_whole(one) and is_whole(other)
        word = "a person's short name tells nobody from his namesakes"
        # One house and one phone are a family's, and its members are called alike.
        return found if whole else _against(found, PERSON, word)
    if not (is_distinctive(one) and is_distinctive(other)):
        word = "the name has only general or frequent words, which many companies bear"
        score = min(found.score, _GENERAL_NAME, 1.0 / max(2, bearers - 1))
        found = replace(_against(found, COMMON, word), score=score, common=True)
    return found


def _against(found: Comparison, mark: str, word: str) -> Comparison:
    return replace(found, against=(*found.against, word), marks=(*found.marks, mark))


def _stratum(left: Profile, right: Profile) -> str:
    places = left.countries | right.countries
    if len(places) == 1:
        return min(places)
    return ABROAD if left.countries and right.countries and left.countries.isdisjoint(right.countries) else ""


def _told_apart(left: Profile, right: Profile) -> bool:
    return not left.countries or not right.countries or bool(left.countries & right.countries)


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
    return replace(_against(found, COUNTRY, word), score=less(found.score, _OTHER_COUNTRY))


def _by_habit(found: Comparison, left: Profile, right: Profile) -> Comparison:
    """A slip of the pen stands in a row or two; two spellings that rows keep to are rather two names."""
    least = min(left.rows, right.rows)
    if least < HABIT_ROWS:
        return found
    word = f"each spelling stands in {least:,} rows or more, so it is no slip"
    return replace(found, score=less(found.score, _HABIT), against=(*found.against, word))


def _by_number(found: Comparison, left: Profile, right: Profile) -> Comparison:
    if not left.number or not right.number:
        return found
    word = f"the numbers differ: {' and '.join(sorted((left.number, right.number)))}"
    return replace(_against(found, NUMBERS, word), score=less(found.score, _OTHER_NUMBER))


def _by_bearers(found: Comparison, left: Profile, right: Profile) -> Comparison:
    """A name that several numbered companies bear is one of them at most."""
    several = max(left.candidates if not left.number else 0, right.candidates if not right.number else 0)
    if several < 2:
        return found
    word = f"{several} companies with numbers bear this name"
    return replace(found, score=found.score / several, against=(*found.against, word))


def _by_kind(found: Comparison, left: Profile, right: Profile) -> Comparison:
    if left.kind == right.kind:
        return found
    return _against(found, KIND, "one is a person, the other may be a company")


def _by_whereabouts(found: Comparison, left: Profile, right: Profile) -> Comparison:
    """One address or phone speaks for two spellings of one name; a doubt about the spelling is then laid aside."""
    country = "" if found.country == ABROAD else found.country
    near = nearness(left.addresses[:MOST_ADDRESSES], right.addresses[:MOST_ADDRESSES], country)
    if near.odds == 1.0:
        return found
    found = replace(found, score=less(found.score, near.odds), reasons=(*found.reasons, *near.reasons))
    if not near.strong or not _SPELLING.issuperset(found.marks):
        return found
    return replace(found, strong=True, reasons=(*found.reasons, *found.against), against=(), marks=())


def less(score: float, odds: float) -> float:
    """The probability whose odds are so many times those of ``score``."""
    return min(max(score, _MOST), round(score * odds / (score * odds + 1.0 - score), 6))


def _doubts(one: PreparedName, other: PreparedName, bearers: int) -> Mapping[str, str]:
    """What in the names forbids joining without asking: marks, with their words."""
    doubts = {}
    if bearers > FEW_BEARERS:
        doubts[BEARERS] = f"{bearers} parties share the rarest part of this name"
    if one.form and other.form and one.form != other.form:
        doubts[FORM] = f"the legal forms differ: {' and '.join(sorted((one.form, other.form)))}"
    if one.key and one.key == other.key:
        return doubts
    found = align(one, other)
    rare = [it for it in found.answers if one.tokens[it.left[0]].kind == RARE]
    if not any(it.similarity > _SAME_WORD and _weight(one, it.left) >= _SURE_WORD for it in rare):
        doubts[PARTLY] = _WORDS[PARTLY]
    unlike = [it for it in rare if it.similarity <= _SAME_WORD]
    if unlike:
        mark = SLIP if len(unlike) == 1 and _is_slip(one, other, unlike[0]) else ALIKE
        doubts[mark] = _WORDS[mark]
    return doubts | {it: _WORDS[it] for it in _unanswered(one, other, found)}


def _unanswered(one: PreparedName, other: PreparedName, found: Alignment) -> list[str]:
    """Marks of words that stand in one name only."""
    marks = []
    ours, theirs = [one.tokens[it] for it in found.alone_left], [other.tokens[it] for it in found.alone_right]
    if any(it.kind in (RARE, NUMBER) for it in (*ours, *theirs)):
        marks.append(ALONE)
    if all(any(it.kind in (GENERAL, SPOT) for it in side) for side in (ours, theirs)):
        marks.append(GENERAL_ALONE)
    return marks


def _is_slip(one: PreparedName, other: PreparedName, answer: Answer) -> bool:
    """Are two long words one letter apart: one more or less, another, or two exchanged?"""
    left = "".join(one.tokens[it].readings[0] for it in answer.left)
    right = "".join(other.tokens[it].readings[0] for it in answer.right)
    return min(len(left), len(right)) >= SLIP_WORD and OSA.distance(left, right, score_cutoff=1) <= 1


def _weight(name: PreparedName, places: tuple[int, ...]) -> float:
    return max(name.tokens[it].weight for it in places)
