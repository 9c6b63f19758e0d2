"""What a scorer of names is worth: pure arithmetic over scores and labels."""

from dataclasses import dataclass
from typing import Any

import numpy as np

Floats = np.ndarray[Any, np.dtype[np.float64]]
Flags = np.ndarray[Any, np.dtype[np.bool_]]

BINS = 10
ONE = 1.0 - 1e-9


@dataclass(frozen=True)
class PairQuality:
    """Figures of one set of pairs. `threshold_at_p95` is the lowest score at which precision is at least .95."""

    pairs: int
    true: int
    auc: float
    best_f1: float
    f1_fixed: float
    recall_at_p95: float
    threshold_at_p95: float
    calibration_error: float
    false_at_one: int


def pair_quality(scores: Floats, labels: Flags, fixed: float) -> PairQuality:
    """All figures of a set of pairs; `fixed` is the threshold that was chosen before looking."""
    precision, recall, cuts = _curve(scores, labels)
    f1 = 2 * precision * recall / np.maximum(precision + recall, 1e-12)
    good = precision >= 0.95
    return PairQuality(
        pairs=len(labels),
        true=int(labels.sum()),
        auc=auc(scores, labels),
        best_f1=float(f1.max(initial=0.0)),
        f1_fixed=f1_at(scores, labels, fixed),
        recall_at_p95=float(recall[good].max(initial=0.0)),
        threshold_at_p95=float(cuts[good].min(initial=np.inf)),
        calibration_error=calibration_error(scores, labels),
        false_at_one=int(((scores >= ONE) & ~labels).sum()),
    )


def auc(scores: Floats, labels: Flags) -> float:
    """The chance that a true pair scores above a false one, ties counted half; nan where one of them is missing."""
    yes, no = np.sort(scores[labels]), np.sort(scores[~labels])
    if not len(yes) or not len(no):
        return float("nan")
    below = np.searchsorted(no, yes, side="left")
    upto = np.searchsorted(no, yes, side="right")
    return float((below + upto).sum() / 2 / len(yes) / len(no))


def f1_at(scores: Floats, labels: Flags, threshold: float) -> float:
    """F1 if every score of at least `threshold` is called a match."""
    said = scores >= threshold
    both = int((said & labels).sum())
    return 2 * both / max(1, int(said.sum()) + int(labels.sum()))


def calibration_error(scores: Floats, labels: Flags) -> float:
    """Expected calibration error: the mean gap between score and share of matches over ten bins of equal width."""
    bins = np.clip((scores * BINS).astype(int), 0, BINS - 1)
    gap = 0.0
    for each in range(BINS):
        inside = bins == each
        if inside.any():
            gap += abs(float(scores[inside].mean()) - float(labels[inside].mean())) * int(inside.sum())
    return gap / len(scores)


def _curve(scores: Floats, labels: Flags) -> tuple[Floats, Floats, Floats]:
    order = np.argsort(-scores, kind="stable")
    ranked, hits = scores[order], np.cumsum(labels[order])
    # Equal scores cannot be told apart: only the last of them is a place to cut.
    last = np.append(ranked[1:] != ranked[:-1], True)
    said = np.arange(1, len(ranked) + 1)
    return (hits / said)[last], (hits / max(1, int(labels.sum())))[last], ranked[last]


@dataclass(frozen=True)
class SearchQuality:
    """Figures of looking queries up in a list; shares of the queries."""

    queries: int
    first: float
    in_50: float
    recall_at_1_percent_alerts: float
    hard_queries: int
    hard_recall_at_1_percent_alerts: float
    alert_threshold: float


def search_quality(own: Floats, rank: Floats, hard: Flags, idle: Floats) -> SearchQuality:
    """Figures of a search: `own` score and `rank` of the right entry, and the best scores of names on no list."""
    cut = float(np.quantile(idle, 0.99, method="higher")) if len(idle) else float("inf")
    found = own > cut
    return SearchQuality(
        queries=len(own),
        first=float((rank <= 1).mean()),
        in_50=float((rank <= 50).mean()),
        recall_at_1_percent_alerts=float(found.mean()),
        hard_queries=int(hard.sum()),
        hard_recall_at_1_percent_alerts=float(found[hard].mean()) if hard.any() else float("nan"),
        alert_threshold=cut,
    )


def recall_at_false_hits(own: Floats, others: list[Floats], allowed: float) -> float:
    """Share of queries that find their entry at the lowest score with at most `allowed` false hits a query."""
    false = np.sort(np.concatenate(others))[::-1]
    spare = int(allowed * len(own))
    cut = float(false[spare]) if spare < len(false) else 0.0
    return float((own > max(cut, 0.0)).mean())
