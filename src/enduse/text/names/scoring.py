"""The probability that two names name one party, and why."""

import tomllib
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import product
from math import exp
from typing import Any

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
    match = NameMatch(_same(one, other) or _probability(one, other, evidence), reasons_of(one, other, evidence))
    if left.as_person and right.as_person:
        personal = compare_prepared(left.as_person, right.as_person)
        return max(match, personal, key=lambda it: it.score)
    return match


def score_prepared(left: PreparedName, right: PreparedName) -> float:
    """The score of :func:`compare_prepared` without its reasons, in half the time."""
    if not left.tokens or not right.tokens:
        return 0.0
    one, other = _ordered(left, right)
    # Names that are the same need no weighing, and most hits on a long list are.
    score = _same(one, other) or _probability(one, other, weigh(one, other))
    if score < MOST and left.as_person and right.as_person:
        return max(score, score_prepared(left.as_person, right.as_person))
    return score


def _ordered(left: PreparedName, right: PreparedName) -> tuple[PreparedName, PreparedName]:
    """Always the same one first, so that ties between words fall alike in both orders."""
    return (left, right) if (left.key, left.name) <= (right.key, right.name) else (right, left)


def _same(left: PreparedName, right: PreparedName) -> float:
    """The score of names that differ in nothing but case, marks and legal form; 0 of all others."""
    if left.key == right.key and left.key and left.scripts == right.scripts and _same_words(left, right):
        return MOST if left.form == right.form or not left.form or not right.form else MOST_OTHER
    return 0.0


def _probability(left: PreparedName, right: PreparedName, evidence: Evidence) -> float:
    model = _model()[left.kind == "person", left.scripts != right.scripts]
    total = model.constant
    for at, weight in model.weights:
        total += weight * evidence.values[at]
    return _settled(1.0 / (1.0 + exp(-model.worth(total))))


def _settled(probability: float) -> float:
    """Rounded, so that equal evidence gives equal scores on every machine; the surest drawn together below the cap."""
    if probability > _NEARLY:
        probability = _NEARLY + (MOST_OTHER - _NEARLY) * (probability - _NEARLY) / (1.0 - _NEARLY)
    return round(probability, 6)


_NEARLY = 0.98


def _same_words(left: PreparedName, right: PreparedName) -> bool:
    return [it.text for it in left.tokens] == [it.text for it in right.tokens]


@dataclass(frozen=True, slots=True)
class _Model:
    """Coefficients by place among the features, those that are 0 left out, and what the sum of them is worth.

    Attributes:
        at: Log-odds where the line of calibration has a corner, rising.
        to: What they are worth.
    """

    weights: tuple[tuple[int, float], ...]
    constant: float
    at: tuple[float, ...]
    to: tuple[float, ...]

    def worth(self, odds: float) -> float:
        """Calibrated log-odds."""
        at, to = self.at, self.to
        odds = max(at[0], min(at[-1], odds))
        end = max(1, bisect_left(at, odds))
        return to[end - 1] + (odds - at[end - 1]) * (to[end] - to[end - 1]) / (at[end] - at[end - 1])


@cache
def _model() -> dict[tuple[bool, bool], _Model]:
    """Models by whether the bearer is a person and whether the scripts differ."""
    table = tomllib.loads((files("enduse.data") / "names_model.toml").read_text(encoding="utf-8"))
    names = {(kind == "person", where == "across"): f"{kind}_{where}" for kind, where in product(*_KINDS)}
    return {key: _row(table[name]) for key, name in names.items()}


_KINDS = (("company", "person"), ("within", "across"))


def _row(table: dict[str, Any]) -> _Model:
    weights = tuple((at, float(table[it])) for at, it in enumerate(FEATURES) if table.get(it))
    return _Model(weights, float(table["constant"]), tuple(table["levels_at"]), tuple(table["levels_to"]))


def features_of(left: str, right: str, kind: NameKind) -> Sequence[float]:
    """The evidence as the model weighs it, for fitting; see :data:`enduse.text.names.evidence.FEATURES`."""
    one, other = _ordered(prepare(left, kind), prepare(right, kind))
    return weigh(one, other).values
