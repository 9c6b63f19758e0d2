"""What one country says it sent against what the other says it received, made comparable, with an interval.

Exports are counted at the border of departure (FOB), imports with freight and insurance (CIF); goods that leave in
March arrive in April; and goods that the hub sent on without clearing them are in the one count only.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

_Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class MirrorRules:
    """How the two sides are made comparable.

    Attributes:
        freight: CIF over FOB: least, usual and greatest. World Bank and OECD estimates for machinery lie between 2 and
            10 per cent (from memory: verify).
        most_lag: Months that goods may travel, at most.
        re_exported: Share of what was sent that passes on without clearance, as far as it is known otherwise: least,
            usual and greatest.
        draws: Of the interval.
        seed: Of those draws.
    """

    freight: tuple[float, float, float] = (1.02, 1.06, 1.12)
    most_lag: int = 3
    re_exported: tuple[float, float, float] = (0.0, 0.0, 0.0)
    draws: int = 500
    seed: int = 20


@dataclass(frozen=True)
class MirrorGap:
    """A gap in a span of months.

    Attributes:
        months: Months that both sides report, compared with the lag.
        sent: Sum of what was sent, FOB.
        received: Sum of what was received, as published (CIF).
        lag: Months between the two records that fit best.
        gap: Sent less received at FOB and less what is known to have passed on.
        low: Lower bound of the gap at 90 %.
        high: Upper bound.
        share: Gap as a share of what was sent.
    """

    months: int
    sent: float
    received: float
    lag: int
    gap: float
    low: float
    high: float
    share: float


def mirror_gap(
    sent: Mapping[int, float], received: Mapping[int, float], rules: MirrorRules | None = None
) -> MirrorGap | None:
    """The gap over the months that both sides cover; None with fewer than six of them.

    Args:
        sent: Month index to the exporter's figure.
        received: Month index to the importer's figure, in the same currency.
        rules: How they are made comparable.
    """
    asked = rules or MirrorRules()
    lag = _lag(sent, received, asked.most_lag)
    months = sorted(it for it in sent if it + lag in received)
    if len(months) < 6:
        return None
    out = np.array([sent[it] for it in months])
    into = np.array([received[it + lag] for it in months])
    gap = _gap(out, into, asked.freight[1], asked.re_exported[1])
    low, high = np.quantile(_drawn(out, into, asked), [0.05, 0.95])
    total = float(out.sum())
    return MirrorGap(
        len(months), total, float(into.sum()), lag, gap, float(low), float(high), gap / total if total else 0.0
    )


def _gap(sent: _Floats, received: _Floats, freight: float, passed: float) -> float:
    return float(sent.sum() * (1 - passed) - received.sum() / freight)


def _drawn(sent: _Floats, received: _Floats, rules: MirrorRules) -> _Floats:
    """Gaps with months drawn by the quarter, and with freight and passage drawn between their bounds."""
    draw = np.random.default_rng(rules.seed)
    blocks = np.arange(0, len(sent), 3)
    found = []
    for _draw in range(rules.draws):
        starts = draw.choice(blocks, size=len(blocks))
        at = (starts[:, None] + np.arange(3)).ravel()
        at = at[at < len(sent)][: len(sent)]
        # A draw with fewer months is scaled up to the span.
        scale = len(sent) / len(at)
        freight = draw.triangular(*_spread(rules.freight))
        passed = draw.triangular(*_spread(rules.re_exported))
        found.append(_gap(sent[at], received[at], freight, passed) * scale)
    return np.array(found)


def _spread(bounds: tuple[float, float, float]) -> tuple[float, float, float]:
    low, usual, high = bounds
    return low, usual, max(high, low + 1e-9)


def _lag(sent: Mapping[int, float], received: Mapping[int, float], most: int) -> int:
    """Months of travel at which the two series move most alike; 0 where nothing tells."""
    best = (0.0, 0)
    for lag in range(most + 1):
        months = sorted(it for it in sent if it + lag in received)
        likeness = _likeness([sent[it] for it in months], [received[it + lag] for it in months])
        # A longer way must fit clearly better: short series fit something at some lag.
        if likeness > best[0] + (0.05 if lag else 0.0):
            best = (likeness, lag)
    return best[1]


def _likeness(left: Sequence[float], right: Sequence[float]) -> float:
    if len(left) < 6 or np.ptp(left) == 0 or np.ptp(right) == 0:
        return 0.0
    return float(np.corrcoef(left, right)[0, 1])
