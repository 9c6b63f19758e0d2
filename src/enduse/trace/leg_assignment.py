"""Which of the likely pairs can be true together: no line hands on or takes in more than it holds.

First the two records of one movement find each other, then movements are joined to those that carry the goods on. On
either side of a line the parts may not exceed the whole, in pieces or in mass. Where several partners compete for the
same goods, the probability is shared among them, so that of two equally good partners neither is more likely than
not: that is the abstention.
"""

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

_Floats = npt.NDArray[np.float64]
_Ints = npt.NDArray[np.int64]
_Bools = npt.NDArray[np.bool_]

SLACK = 0.02
"""Share by which scales may differ before a mass counts as more than there is."""


@dataclass(frozen=True)
class Proposals:
    """Pairs that may be true; arrays of one length.

    Attributes:
        earlier: Row ids.
        later: Row ids.
        log_odds: Of being the same goods, each pair for itself.
        mirror: Are they two records of one movement?
        pieces: Of the earlier and of the later line, two columns; nan where unknown.
        kg: The same for net mass.
    """

    earlier: _Ints
    later: _Ints
    log_odds: _Floats
    mirror: _Bools
    pieces: _Floats
    kg: _Floats

    def take(self, at: _Ints) -> "Proposals":
        """Those at these positions."""
        return Proposals(
            self.earlier[at], self.later[at], self.log_odds[at], self.mirror[at], self.pieces[at], self.kg[at]
        )


@dataclass(frozen=True)
class Assigned:
    """The pairs that were kept, by row ids.

    Attributes:
        earlier: Row ids.
        later: Row ids.
        shown_by: Position of the proposal that speaks for it: often of the same two lines, else of the other records
            of their movements.
        probability: That the two lines are the same goods, rivals considered.
        pieces: How many pieces the leg carries; nan where no side tells.
        kg: Net mass it carries; nan where no side tells.
    """

    earlier: _Ints
    later: _Ints
    shown_by: _Ints
    probability: _Floats
    pieces: _Floats
    kg: _Floats


def assign(pairs: Proposals, least: float = 0.5) -> Assigned:
    """The likeliest legs that respect pieces and mass.

    Args:
        pairs: Each pair of lines once.
        least: Least probability.
    """
    mirrors = np.flatnonzero(pairs.mirror)
    same = _chosen(pairs.take(mirrors), least)
    same = replace(same, shown_by=mirrors[same.shown_by])
    joined, behind = _between_movements(pairs, same)
    onward = _chosen(joined, least)
    onward = replace(onward, shown_by=behind[onward.shown_by])
    both = [np.concatenate(it) for it in zip(_columns(same), _columns(onward), strict=True)]
    order = np.lexsort((both[1], both[0]))
    return Assigned(*(it[order] for it in both))


def _columns(it: Assigned) -> tuple[npt.NDArray[np.generic], ...]:
    return it.earlier, it.later, it.shown_by, it.probability, it.pieces, it.kg


def _between_movements(pairs: Proposals, same: Assigned) -> tuple[Proposals, _Ints]:
    """Proposals from the last record of a movement to the first record of the next, and which pair speaks for each."""
    # A line that several lines mirror is a lot taken apart; such lines stay by themselves.
    once = _alone(same.earlier) & _alone(same.later)
    sent, got = same.earlier[once], same.later[once]
    on = np.flatnonzero(~pairs.mirror)
    some = pairs.take(on)
    earlier, later = _renamed(some.earlier, sent, got), _renamed(some.later, got, sent)
    # Pairs found by several records of the same two movements: the one that says most speaks for all.
    order = np.lexsort((on, -some.log_odds, later, earlier))
    first = np.ones(len(order), dtype=bool)
    first[1:] = (earlier[order][1:] != earlier[order][:-1]) | (later[order][1:] != later[order][:-1])
    best = order[first]
    best = best[earlier[best] != later[best]]
    held = _amounts(pairs)
    one, two = (np.searchsorted(held.ids, it[best]) for it in (earlier, later))
    joined = Proposals(
        earlier[best],
        later[best],
        some.log_odds[best],
        some.mirror[best],
        np.stack([held.pieces[one], held.pieces[two]], axis=1),
        np.stack([held.kg[one], held.kg[two]], axis=1),
    )
    return joined, on[best]


@dataclass(frozen=True)
class _Amounts:
    """Pieces and mass of every line, by row id."""

    ids: _Ints
    pieces: _Floats
    kg: _Floats


def _amounts(pairs: Proposals) -> _Amounts:
    ids, at = np.unique(np.concatenate([pairs.earlier, pairs.later]), return_index=True)
    return _Amounts(ids, pairs.pieces.T.ravel()[at], pairs.kg.T.ravel()[at])


def _alone(ids: _Ints) -> _Bools:
    _, at, count = np.unique(ids, return_inverse=True, return_counts=True)
    alone: _Bools = count[at] == 1
    return alone


def _renamed(ids: _Ints, old: _Ints, new: _Ints) -> _Ints:
    """Each id that stands in ``old`` replaced by its partner in ``new``."""
    if not len(old):
        return ids
    order = np.argsort(old)
    at = np.minimum(np.searchsorted(old[order], ids), len(old) - 1)
    return np.where(old[order][at] == ids, new[order][at], ids)


def _chosen(pairs: Proposals, least: float) -> Assigned:
    # A pair that leaps over a line through which the goods passed says nothing that its two steps do not.
    odds = np.where(_leaps(pairs), -np.inf, pairs.log_odds)
    pairs = replace(pairs, log_odds=odds)
    probability = with_rivals(pairs)
    able = np.flatnonzero(probability >= least)
    # Ties go to the pair that was found first by row: the same input gives the same legs.
    order = able[np.lexsort((pairs.later[able], pairs.earlier[able], -probability[able], -pairs.log_odds[able]))]
    kept, pieces, kg = _within_bounds(pairs, order)
    chosen = np.array(kept, dtype=np.int64)
    amounts = np.array(pieces, dtype=np.float64), np.array(kg, dtype=np.float64)
    return Assigned(pairs.earlier[chosen], pairs.later[chosen], chosen, probability[chosen], *amounts)


def _leaps(pairs: Proposals) -> npt.NDArray[np.bool_]:
    """Is there a line between the two that is likelier than not joined to both?"""
    rows, dense = np.unique(np.concatenate([pairs.earlier, pairs.later]), return_inverse=True)
    count, half = len(rows), len(pairs.earlier)
    one, two = dense[:half], dense[half:]
    sure = np.flatnonzero(pairs.log_odds > 0)
    first, last = one[sure], two[sure]
    order = np.argsort(first, kind="stable")
    starts = np.searchsorted(first[order], last, "left")
    counts = np.searchsorted(first[order], last, "right") - starts
    begin = np.repeat(first, counts)
    offset = np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts, counts)
    end = last[order[np.repeat(starts, counts) + offset]]
    leaps: npt.NDArray[np.bool_] = np.isin(one * count + two, begin * count + end)
    return leaps


def with_rivals(pairs: Proposals) -> _Floats:
    """Each pair's probability given the pairs that claim the same goods.

    Two pairs that each take no more than half of a line do not compete for it.
    """
    odds = np.where(np.isinf(pairs.log_odds), 0.0, np.exp(np.clip(pairs.log_odds, -40, 40)))
    rivals = np.zeros(len(odds))
    for ids, side in ((pairs.earlier, 0), (pairs.later, 1)):
        whole = _claims_most(pairs, side)
        _, at = np.unique(ids, return_inverse=True)
        large = np.bincount(at, np.where(whole, odds, 0.0))[at] - np.where(whole, odds, 0.0)
        small = np.bincount(at, np.where(whole, 0.0, odds))[at] - np.where(whole, 0.0, odds)
        rivals += np.maximum(large, 0.0) + np.where(whole, np.maximum(small, 0.0), 0.0)
    likely: _Floats = odds / (1 + odds + rivals)
    return likely


def _claims_most(pairs: Proposals, side: int) -> npt.NDArray[np.bool_]:
    """Does the pair's other line need more than half of this one?"""
    with np.errstate(invalid="ignore"):
        share = pairs.pieces[:, 1 - side] / pairs.pieces[:, side]
        weight = pairs.kg[:, 1 - side] / pairs.kg[:, side]
    share = np.where(np.isnan(share), weight, share)
    return np.isnan(share) | (share > 0.5)


def _within_bounds(pairs: Proposals, order: _Ints) -> tuple[list[int], list[float], list[float]]:
    left: dict[tuple[int, int], list[float]] = {}
    kept, pieces, kg = list[int](), list[float](), list[float]()
    for at in order.tolist():
        out = left.setdefault((0, int(pairs.earlier[at])), [float(pairs.pieces[at, 0]), float(pairs.kg[at, 0])])
        into = left.setdefault((1, int(pairs.later[at])), [float(pairs.pieces[at, 1]), float(pairs.kg[at, 1])])
        carried = _carried(out, into, pairs, at)
        if carried is None:
            continue
        for side in (out, into):
            for place, amount in enumerate(carried):
                if amount == amount:
                    side[place] -= amount
                elif place == 0 or carried[0] != carried[0]:
                    # Of what nobody counted only one part can be told.
                    side[place] = 0.0
        kept.append(at)
        pieces.append(carried[0])
        kg.append(carried[1])
    return kept, pieces, kg


def _carried(out: list[float], into: list[float], pairs: Proposals, at: int) -> tuple[float, float] | None:
    """Pieces and mass that the pair can carry; None unless one of its lines passes whole."""
    amounts = []
    for place, whole in enumerate((pairs.pieces[at], pairs.kg[at])):
        one, two = out[place], into[place]
        if one != one and two != two:
            amounts.append(float("nan"))
            continue
        free = min(it for it in (one, two) if it == it)
        need = min(it for it in whole.tolist() if it == it)
        if free < need * (1 - SLACK) or free <= 0:
            return None
        amounts.append(min(free, need))
    # Neither pieces nor mass is known: one pair a line, as if it were one piece.
    if all(it != it for it in amounts) and 0.0 in (*out, *into):
        return None
    return amounts[0], amounts[1]
