"""What one owner holds in one company, from however many records that speak of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from enduse.errors import Notice
from enduse.screen.stakes import Stake


@dataclass(frozen=True)
class Share:
    """What one owner holds in one company.

    Attributes:
        low: Least; None where no number is recorded.
        high: Greatest.
        low_excluded: As in ``Stake``.
        high_excluded: As in ``Stake``.
        differs: Do records contradict each other?
    """

    low: Fraction | None
    high: Fraction | None
    low_excluded: bool = False
    high_excluded: bool = False
    differs: bool = False


def are_alike(records: Sequence[Stake]) -> bool:
    """Do all say the same? Then they are one holding, whatever their number."""
    first = records[0]
    return all(
        (it.low is first.low or it.low == first.low)
        and (it.high is first.high or it.high == first.high)
        and it.low_excluded == first.low_excluded
        and it.high_excluded == first.high_excluded
        and it.lot == first.lot
        for it in records
    )


def one_share(stakes: list[Stake]) -> Share:
    """One share from several records of the same holding: a hull within a lot, the sum over lots."""
    lots: dict[str, list[Stake]] = {}
    for it in stakes:
        lots.setdefault(it.lot, []).append(it)
    shares = [_hull(lot) for lot in lots.values()]
    lows = [it.low for it in shares if it.low is not None]
    highs = [it.high for it in shares if it.high is not None]
    return Share(
        low=sum(lows, Fraction(0)) if lows else None,
        high=min(Fraction(1), sum(highs, Fraction(0))) if len(highs) == len(shares) else None,
        low_excluded=any(it.low_excluded for it in shares),
        high_excluded=any(it.high_excluded for it in shares) and sum(highs, Fraction(0)) <= 1,
        differs=any(it.differs for it in shares),
    )


def _hull(stakes: list[Stake]) -> Share:
    """The range that holds what every record of one lot says; a record without a number says nothing."""
    told = [it for it in stakes if it.low is not None or it.high is not None]
    if not told:
        return Share(None, None)
    lows = [(it.low or Fraction(0), it.low_excluded) for it in told]
    highs = [(Fraction(1) if it.high is None else it.high, not it.high_excluded) for it in told]
    low, high = min(lows), max(highs)
    exact = {(it.low, it.high) for it in told}
    return Share(low[0], high[0], low[1], not high[1], differs=len(exact) > 1)


def impossible_share(stake: Stake, share: Stake | Share) -> Notice:
    """W-OWN-SHARE."""
    seen = f"{_figure(share.low)} to {_figure(share.high)}"
    return Notice(
        "W-OWN-SHARE",
        f"{stake.owner!r} is recorded with {seen} of {stake.owned!r} ({stake.origin}), which cannot be. "
        "The holding counts with an unknown share. Look up the row and correct it.",
    )


def differing_shares(stake: Stake, share: Share) -> Notice:
    """W-OWN-DIFFER."""
    seen = f"{_figure(share.low)} to {_figure(share.high)}"
    return Notice(
        "W-OWN-DIFFER",
        f"Records of the holding of {stake.owner!r} in {stake.owned!r} differ: {seen}. They are not added up; "
        "the answer uses that range. Find out which is right, or name the lots.",
    )


def _figure(share: Fraction | None) -> str:
    return "an unknown share" if share is None else f"{float(share * 100):.6g} %"
