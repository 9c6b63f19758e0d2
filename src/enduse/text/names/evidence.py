"""What two names say for and against one bearer, as numbers that a model can weigh."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rapidfuzz.distance import OSA

from enduse.text.names.alignment import Alignment, align
from enduse.text.names.person_evidence import NOTHING, PERSON_FEATURES, person_values
from enduse.text.names.prepared import PreparedName
from enduse.text.names.tables import words
from enduse.text.names.tokens import GENERAL, NUMBER, RARE, SMALL, SPOT, Token

_AGREEMENT = (
    *("rare_agree", "rare_agree_more", "rare_close", "general_agree", "place_agree", "number_agree"),
    *("cover_least", "cover_most", "whole", "key_near", "same_key"),
    *("rare_share_least", "rare_share_most", "general_share", "general_share_most", "words_agree", "rare_weakest"),
    "acronym",
)
_CONTRADICTION = (
    *("rare_conflict", "rare_conflict_more", "rare_extra", "general_conflict", "general_extra"),
    *("rare_against_general", "place_conflict", "place_extra", "number_conflict", "number_extra", "nothing_rare"),
    *("words_alone", "first_conflict", "odd_trade", "bare_conflict", "bare_extra", "sister", "sister_trade"),
)
_SHAPE = (
    *("loose", "worst", "worst_much", "edits", "form_conflict", "initials", "turned", "short", "patronym_conflict"),
    *("one_word", "series", "across_scripts"),
)
FEATURES = (*_AGREEMENT, *_CONTRADICTION, *_SHAPE, *PERSON_FEATURES)
"""Names of the numbers, in the order of the model's coefficients."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """The numbers of :data:`FEATURES`, and the alignment that they were read from."""

    values: tuple[float, ...]
    alignment: Alignment


@dataclass(slots=True)
class _Sums:
    rare: float = 0.0
    general: float = 0.0
    place: float = 0.0
    number: float = 0.0

    def add(self, token: Token, amount: float) -> None:
        if token.kind == RARE:
            self.rare += amount
        elif token.kind == GENERAL:
            self.general += amount
        elif token.kind == SPOT:
            self.place += amount
        elif token.kind == NUMBER:
            self.number += amount
        else:
            self.general += 0.5 * amount


@dataclass(frozen=True, slots=True)
class _Case:
    """Two names, what answers what, and the sums over it."""

    left: PreparedName
    right: PreparedName
    alignment: Alignment
    agree: _Sums
    lone_left: _Sums
    lone_right: _Sums
    loose: float
    worst: float
    initials: float
    covers: tuple[float, float]

    @property
    def one(self) -> Sequence[Token]:
        return self.left.tokens

    @property
    def other(self) -> Sequence[Token]:
        return self.right.tokens


def weigh(left: PreparedName, right: PreparedName) -> Evidence:
    """The evidence of two prepared names of one kind, both with tokens."""
    alignment = align(left, right)
    agree, loose, worst, initials, agreed = _agreements(left.tokens, right.tokens, alignment)
    least, most = sorted((agreed[0] / (left.weight or 1.0), agreed[1] / (right.weight or 1.0)))
    case = _Case(
        left,
        right,
        alignment,
        agree,
        _alone(left.tokens, alignment.alone_left),
        _alone(right.tokens, alignment.alone_right),
        loose,
        worst,
        initials,
        (least, most),
    )
    personal = person_values(left, right, alignment) if left.kind == "person" else NOTHING
    return Evidence((*_agreement(case), *_contradiction(case), *_shape(case), *personal), alignment)


def _agreement(case: _Case) -> tuple[float, ...]:
    agree, (least, most) = case.agree, case.covers
    return (
        min(agree.rare, 1.0),
        min(max(agree.rare - 1.0, 0.0), 2.0),
        max(0.0, 1.0 - case.worst * 4.0) if agree.rare else 0.0,
        min(agree.general, 1.5),
        min(agree.place, 0.8),
        min(agree.number, 0.7),
        least,
        most,
        max(0.0, least - 0.8) * 5.0,
        *_keys(case.left.key, case.right.key),
        *_shares(agree, case.lone_left, case.lone_right),
        min(float(sum(len(it.left) for it in case.alignment.answers)), 6.0),
        _weakest(case.one, case.other, case.alignment),
        _acronym(case.left, case.right) or _acronym(case.right, case.left),
    )


def _contradiction(case: _Case) -> tuple[float, ...]:
    left, right, alignment = case.lone_left, case.lone_right, case.alignment
    conflict, extra = min(left.rare, right.rare), abs(left.rare - right.rare)
    # A rare word against a general one is a conflict too, of the lesser weight.
    crossed = min(left.rare + left.general, right.rare + right.general) - conflict
    numbers = (left.number > 0) + (right.number > 0)
    series = _series(case.one, case.other)
    odd = _odd_trade(case.one, alignment.alone_left) != _odd_trade(case.other, alignment.alone_right)
    return (
        min(conflict, 1.0),
        min(max(conflict - 0.6, 0.0), 1.5),
        min(extra, 2.0),
        min(crossed, 1.0),
        min(abs(left.general - right.general), 1.5),
        min(crossed, max(left.rare, right.rare)),
        min(2.0 * min(left.place, right.place), 1.0),
        min(abs(left.place - right.place), 0.8),
        float(numbers == 2 and not series),
        float(numbers == 1) * (0.3 if series else 1.0),
        float(case.agree.rare == 0.0 and any(it.kind == RARE for it in (*case.one, *case.other))),
        min(float(len(alignment.alone_left) + len(alignment.alone_right)), 8.0),
        _first_conflict(case.one, case.other, alignment),
        float(odd),
        *_bare(case.one, case.other, left, right),
        min(conflict, 1.0) * min(case.agree.rare, 1.0),
        min(2.0 * crossed, 1.0) * min(case.agree.rare, 1.0),
    )


def _shape(case: _Case) -> tuple[float, ...]:
    left, right = case.left, case.right
    personal = left.kind == "person"
    counts = sorted((_names(case.one), _names(case.other)))
    numbers = min(case.lone_left.number, case.lone_right.number) > 0
    return (
        min(case.loose, 1.0),
        case.worst,
        max(0.0, case.worst - 0.22),
        _edits(case.one, case.other, case.alignment),
        float(bool(left.form and right.form and left.form != right.form)),
        case.initials,
        _turned(left, right, case.alignment) if personal else 0.0,
        1.0 if min(len(left.key), len(right.key)) <= 4 else 0.0,
        _patronym_conflict(case.one, case.other, case.alignment) if personal else 0.0,
        float(personal and counts[0] == 1 and counts[1] > 2),
        float(numbers and _series(case.one, case.other)),
        float(left.scripts != right.scripts),
    )


def _agreements(
    one: Sequence[Token], other: Sequence[Token], alignment: Alignment
) -> tuple[_Sums, float, float, float, list[float]]:
    """Agreeing weights by kind, the weight lost to differences, the worst difference, initials, weight by side."""
    sums, loose, worst, initials, covered = _Sums(), 0.0, 0.0, 0.0, [0.0, 0.0]
    for answer in alignment.answers:
        lefts, rights = [one[it] for it in answer.left], [other[it] for it in answer.right]
        first = lefts[0] if len(lefts) == 1 else rights[0]
        lighter = min(1.5, sum(it.weight for it in lefts), sum(it.weight for it in rights))
        near = answer.similarity
        sure = max(0.0, near - 0.5) * 2.0
        covered[0] += sum(it.weight for it in lefts) * sure
        covered[1] += sum(it.weight for it in rights) * sure
        if lefts[0].letter != rights[0].letter:
            initials += 1.0
            lighter *= 0.3
        elif first.kind == RARE:
            loose += lighter * (1.0 - near)
            worst = max(worst, 1.0 - near)
        sums.add(first, lighter * sure)
    return sums, loose, worst, min(initials, 2.0), covered


def _shares(agree: _Sums, left: _Sums, right: _Sums) -> tuple[float, float, float, float]:
    """Agreeing part of the rare and of the general words of the side where it is least, and where it is most."""
    rare = sorted(agree.rare / (agree.rare + it.rare) if agree.rare + it.rare else 1.0 for it in (left, right))
    general = sorted(
        agree.general / (agree.general + it.general) if agree.general + it.general else 1.0 for it in (left, right)
    )
    return rare[0], rare[1], general[0], general[1]


def _weakest(one: Sequence[Token], other: Sequence[Token], alignment: Alignment) -> float:
    """The least similarity of rare words that answer each other; low when some stand alone on both sides."""
    least = min((it.similarity for it in alignment.answers if one[it.left[0]].kind == RARE), default=0.3)
    alone = any(one[it].kind == RARE for it in alignment.alone_left)
    against = any(other[it].kind == RARE for it in alignment.alone_right)
    return 0.3 if alone and against else least


def _edits(one: Sequence[Token], other: Sequence[Token], alignment: Alignment) -> float:
    """Letters that differ in rare words that answer each other, in fours: a slip is not a long rest."""
    letters = 0.0
    for answer in alignment.answers:
        if one[answer.left[0]].kind == RARE and answer.similarity < 0.95 and not one[answer.left[0]].letter:
            length = max(
                sum(len(one[it].readings[0]) for it in answer.left),
                sum(len(other[it].readings[0]) for it in answer.right),
            )
            letters += (1.0 - answer.similarity) * length
    return min(letters, 6.0) / 4.0


def _bare(one: Sequence[Token], other: Sequence[Token], left: _Sums, right: _Sums) -> tuple[float, float]:
    """General words that do not agree in names of general words only, where they alone tell firms apart."""
    if _names(one) or _names(other):
        return 0.0, 0.0
    return min(left.general, right.general, 1.0), min(abs(left.general - right.general), 1.0)


def _names(tokens: Sequence[Token]) -> int:
    return sum(it.kind == RARE for it in tokens)


_CONSUMER = words("consumer")


def _odd_trade(tokens: Sequence[Token], alone: Iterable[int]) -> bool:
    """Does a name say, and the other not, that it cooks, lodges or sells to consumers?"""
    return any(tokens[it].concept in _CONSUMER for it in alone)


_SERIES = frozenset({"fund", "foundation", "trust", "partner", "capital", "property", "bank", "asset"})


def _series(one: Sequence[Token], other: Sequence[Token]) -> bool:
    """Do both names belong to vehicles that one sponsor numbers: funds, trusts, partnerships?"""
    return any(it.concept in _SERIES for it in one) and any(it.concept in _SERIES for it in other)


def _alone(tokens: Sequence[Token], places: Iterable[int]) -> _Sums:
    sums = _Sums()
    for at in places:
        token = tokens[at]
        if token.kind != SMALL:
            sums.add(token, token.weight * (0.4 if token.letter else 1.0))
    return sums


def _keys(left: str, right: str) -> tuple[float, float]:
    if not left or not right:
        return 0.0, 0.0
    if left == right:
        return 1.0, 1.0
    near = OSA.normalized_similarity(left[:80], right[:80], score_cutoff=0.6)
    return max(0.0, (near - 0.6) * 2.5), 0.0


def _turned(left: PreparedName, right: PreparedName, alignment: Alignment) -> float:
    """Names in another order without a comma that says so: "Hans Friedrich"; sons who become fathers."""
    if left.comma != right.comma:
        return 0.0
    order = [
        it.right[0] for it in sorted(alignment.answers, key=lambda it: it.left) if left.tokens[it.left[0]].kind == RARE
    ]
    if order == sorted(order):
        return 0.0
    sons = all(any(it.text in _SONS for it in name.tokens) for name in (left, right))
    return 1.0 if sons or len(order) == 2 else 0.0


_SONS = frozenset({"bin", "ibn", "ben", "bint", "ould", "wuld", "بن", "ابن"})


def _acronym(short: PreparedName, long: PreparedName) -> float:
    """Does a word of one name spell the initials of the other?"""
    if long.kind == "person" or len(long.tokens) < 3:
        return 0.0
    words = [
        it for at, it in enumerate(long.tokens) if it.kind != SMALL and (at == 0 or it.text != long.tokens[at - 1].text)
    ]
    if len(words) < 3 or len(short.tokens) > 3:
        return 0.0
    initials = "".join(it.readings[0][:1] for it in words)
    return float(any(len(it.readings[0]) > 2 and it.readings[0] == initials for it in short.tokens))


def _patronym_conflict(one: Sequence[Token], other: Sequence[Token], alignment: Alignment) -> float:
    lefts = [at for at, it in enumerate(one) if it.patronym]
    rights = [at for at, it in enumerate(other) if it.patronym]
    if len(lefts) != 1 or len(rights) != 1:
        return 0.0
    near = next((it.similarity for it in alignment.answers if lefts[0] in it.left and rights[0] in it.right), 0.0)
    return 1.0 - near if near < 0.9 else 0.0


def _first_conflict(one: Sequence[Token], other: Sequence[Token], alignment: Alignment) -> float:
    """The first rare words of both names stand alone: names are known by their beginning."""
    left = next((at for at, it in enumerate(one) if it.kind == RARE), -1)
    right = next((at for at, it in enumerate(other) if it.kind == RARE), -1)
    return float(left in alignment.alone_left and right in alignment.alone_right)
