"""The probability that two names name one party, and why."""

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from math import exp

from enduse.text.names.evidence import FEATURES, Evidence, weigh
from enduse.text.names.prepared import NameKind, PreparedName, prepare
from enduse.text.names.reasons import reasons_of

MOST = 0.999
"""Score of two names that differ in nothing but case, marks and legal form."""
MOST_OTHER = 0.99
"""What no other pair of names exceeds."""


@dataclass(frozen=True, slots=True)
class NameMatch:
    """What two names by themselves say about their bearers.

    Attributes:
        score: Calibrated probability that they are one party, 0 to 0.999, when such names are compared in screening.
        reasons: Why, in plain words, the weightiest first; the same for both orders of the names.
    """

    score: float
    reasons: tuple[str, ...]


def compare_names(left: str, right: str, kind: NameKind = "company") -> NameMatch:
    """How probably two names name one party, and why; any text is taken, and the order does not matter.

    >>> compare_names("АЙ МАШИН ТЕХНОЛОДЖИ", "I Machine Technology").score > 0.9
    True
    >>> compare_names("Example Plant 412", "Example Plant 413").reasons[0]
    'the numbers differ: 412 and 413'
    """
    return compare_prepared(prepare(left, kind), prepare(right, kind))


def compare_prepared(left: PreparedName, right: PreparedName) -> NameMatch:
    """:func:`compare_names` for names that were prepared before; both of one kind."""
    if not left.tokens or not right.tokens:
        return NameMatch(0.0, ("one of the names has no letters or digits",))
    one, other = _ordered(left, right)
    evidence = weigh(one, other)
    match = NameMatch(_probability(one, other, evidence), reasons_of(one, other, evidence))
    if left.as_person and right.as_person:
        personal = compare_prepared(left.as_person, right.as_person)
        return max(match, personal, key=lambda it: it.score)
    return match


def score_prepared(left: PreparedName, right: PreparedName) -> float:
    """The score of :func:`compare_prepared` without its reasons, in half the time."""
    if not left.tokens or not right.tokens:
        return 0.0
    one, other = _ordered(left, right)
    score = _probability(one, other, weigh(one, other))
    if left.as_person and right.as_person:
        return max(score, score_prepared(left.as_person, right.as_person))
    return score


def _ordered(left: PreparedName, right: PreparedName) -> tuple[PreparedName, PreparedName]:
    """Always the same one first, so that ties between words fall alike in both orders."""
    return (left, right) if (left.key, left.name) <= (right.key, right.name) else (right, left)


def _probability(left: PreparedName, right: PreparedName, evidence: Evidence) -> float:
    if left.key == right.key and left.key and left.scripts == right.scripts and _same_words(left, right):
        return MOST if left.form == right.form or not left.form or not right.form else MOST_OTHER
    table = _model()[
        f"{'person' if left.kind == 'person' else 'company'}_{'across' if left.scripts != right.scripts else 'within'}"
    ]
    total = table[-1]
    for weight, value in zip(table, evidence.values, strict=False):
        if value:
            total += weight * value
    return min(MOST_OTHER, _settled(1.0 / (1.0 + exp(-max(-30.0, min(30.0, total))))))


def _settled(probability: float) -> float:
    """Rounded, so that equal evidence gives equal scores on every machine."""
    return round(probability, 6)


def _same_words(left: PreparedName, right: PreparedName) -> bool:
    return [it.text for it in left.tokens] == [it.text for it in right.tokens]


@cache
def _model() -> dict[str, tuple[float, ...]]:
    """Coefficients by kind and by scripts, in the order of the features, the constant last."""
    table = tomllib.loads((files("enduse.data") / "names_model.toml").read_text(encoding="utf-8"))
    return {name: _row(table[name]) for name in ("company_within", "company_across", "person_within", "person_across")}


def _row(coefficients: dict[str, float]) -> tuple[float, ...]:
    return (*(float(coefficients.get(it, 0.0)) for it in FEATURES), float(coefficients["constant"]))


def features_of(left: str, right: str, kind: NameKind) -> Sequence[float]:
    """The evidence as the model weighs it, for fitting; see :data:`enduse.text.names.evidence.FEATURES`."""
    one, other = _ordered(prepare(left, kind), prepare(right, kind))
    return weigh(one, other).values
