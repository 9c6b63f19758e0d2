"""What the words of two persons' names say together: how many agree, how rare they are, and which side has more."""

from collections.abc import Sequence
from dataclasses import dataclass

from enduse.text.names.alignment import Alignment, Answer
from enduse.text.names.prepared import PreparedName
from enduse.text.names.tokens import RARE, Token

_STATES = tuple(f"{state}_{count}" for state in ("full", "part", "split") for count in (1, 2, 3))
PERSON_FEATURES = (
    *_STATES,
    *("told_full", "told_part", "told_split", "told_weakest"),
    *("more_names", "split_names", "heir", "heir_of_many", "syllables"),
)
"""``full``: every word of both names is answered; ``part``: every word of one; ``split``: words stand alone in both."""
NOTHING = (0.0,) * len(PERSON_FEATURES)
_SURE = 0.8
_MOST = 3


@dataclass(frozen=True, slots=True)
class _Names:
    """Name words that agree, how much they tell together and at least, and the words of each side that do not."""

    agreed: int
    told: float
    least: float
    alone_left: tuple[int, ...]
    alone_right: tuple[int, ...]


def person_values(left: PreparedName, right: PreparedName, alignment: Alignment) -> tuple[float, ...]:
    """The numbers of :data:`PERSON_FEATURES` for two persons' names."""
    one, other = left.tokens, right.tokens
    names = _names(one, other, alignment)
    lone = sorted((len(names.alone_left), len(names.alone_right)))
    state = 0 if lone[1] == 0 else 1 if lone[0] == 0 else 2
    states = [0.0] * len(_STATES)
    told = [0.0, 0.0, 0.0]
    if names.agreed:
        states[3 * state + min(names.agreed, _MOST) - 1] = 1.0
        told[state] = min(names.told, 3.0)
    heir = state == 1 and _heir(left, right, names)
    return (
        *states,
        *told,
        names.least,
        min(float(lone[1] - lone[0]), 4.0),
        min(float(lone[0]), 3.0),
        float(heir),
        float(heir and names.agreed > 2),
        float(min(_letters(one), _letters(other)) < 8),
    )


def _names(one: Sequence[Token], other: Sequence[Token], alignment: Alignment) -> _Names:
    agreed, told, least = 0, 0.0, 1.0
    alone_left, alone_right = list(alignment.alone_left), list(alignment.alone_right)
    for it in alignment.answers:
        lefts, rights = [one[at] for at in it.left], [other[at] for at in it.right]
        if not _is_name(lefts[0]) or not _is_name(rights[0]):
            continue
        if it.similarity < _SURE:
            alone_left += it.left
            alone_right += it.right
            continue
        worth = _worth(it, lefts, rights)
        agreed, told, least = agreed + max(len(lefts), len(rights)), told + worth, min(least, worth)
    return _Names(
        agreed,
        told,
        least if agreed else 0.0,
        tuple(at for at in alone_left if _is_name(one[at])),
        tuple(at for at in alone_right if _is_name(other[at])),
    )


def _worth(answer: Answer, lefts: Sequence[Token], rights: Sequence[Token]) -> float:
    """What an agreement tells: what the lighter side does, less what is unlike."""
    lighter = min(1.5, sum(it.weight for it in lefts), sum(it.weight for it in rights))
    return lighter * (1.0 - 2.0 * (1.0 - answer.similarity))


def _is_name(token: Token) -> bool:
    return token.kind == RARE and not token.letter


def _letters(tokens: Sequence[Token]) -> int:
    return sum(len(it.readings[0]) for it in tokens if _is_name(it))


def _heir(left: PreparedName, right: PreparedName, names: _Names) -> bool:
    """Does the longer name begin with a word the shorter lacks? So do the names of sons where fathers' names follow."""
    longer, alone = (left, names.alone_left) if names.alone_left else (right, names.alone_right)
    first = next(at for at, it in enumerate(longer.tokens) if _is_name(it))
    # Before a comma stands the family name.
    return not longer.comma and first in alone
