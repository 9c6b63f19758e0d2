"""Shares of ownership as registers and people write them, as exact bounds."""

import re
import unicodedata
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from enduse.model.listing import BadRecord

ShareUnit = Literal["percent", "fraction", ""]

_NUMBER = r"\d{1,30}(?:[.,]\d{1,30})?"
_ABOVE = (
    r"(?:>=|=>|≥|>|more than|over|above|at least|min\.?|from|свыше|более|больше|не менее|от|mehr als|über|ab|"
    r"mindestens)"
)
_BELOW = (
    r"(?:<=|=<|≤|<|not more than|no more than|less than|under|below|up to|max\.?|не более|менее|меньше|до|bis|unter|"
    r"höchstens)"
)
_BETWEEN = r"(?:-|–|—|to|but|and|до|но|и|bis|und|\.\.\.?)"
_LEFT_OUT = frozenset({">", "more than", "over", "above", "свыше", "более", "больше", "mehr als", "über"})
_NOT_REACHED = frozenset({"<", "less than", "under", "below", "менее", "меньше", "unter"})
_RATIO = re.compile(r"(\d{1,30})\s*/\s*(\d{1,30})")
_RANGE = re.compile(rf"({_ABOVE})?\s*({_NUMBER})\s*{_BETWEEN}\s*({_BELOW})?\s*({_NUMBER})")
_ONE_SIDED = re.compile(rf"({_ABOVE}|{_BELOW})\s*({_NUMBER})|({_NUMBER})\s*(\+)")
_PLAIN = re.compile(_NUMBER)
_PERCENT = re.compile(r"%|٪|\b(?:per ?cent|pct|prozent|процент(?:а|ов)?|проц)\b\.?")


@dataclass(frozen=True)
class ShareBounds:
    """A share of a whole, 0 to 1, exact; ``low`` equals ``high`` where it is known.

    Attributes:
        low: Least share.
        high: Greatest share.
        low_excluded: It is more than ``low``.
        high_excluded: It is less than ``high``.
    """

    low: Fraction
    high: Fraction
    low_excluded: bool = False
    high_excluded: bool = False


@dataclass(frozen=True)
class ShareRead:
    """A text read as a share.

    Attributes:
        bounds: None where nothing was written or it is no share.
        code: ``R-SHARE-...``; empty where nothing is wrong.
        problem: What was seen, in a sentence.
    """

    bounds: ShareBounds | None
    code: str = ""
    problem: str = ""

    def bad(self, row: int, raw: tuple[str, ...]) -> BadRecord:
        """The record that was not kept because of this share."""
        return BadRecord(row, self.code, self.problem, raw)


def exact_share(value: Fraction) -> ShareBounds:
    """A share that is known."""
    return ShareBounds(value, value)


def read_share(text: str, unit: ShareUnit = "") -> ShareRead:
    """The share that ``text`` names: ``25,5 %``, ``1/3``, ``25-50 %``, ``more than 25 %``, ``не менее 50 процентов``.

    Args:
        text: As written.
        unit: What a number without a per cent sign means. Unknown: one above 1 is per cent, and one above 0
            and at most 1 is refused, because 0.25 may be a quarter or a quarter of one per cent.

    >>> read_share("25,5 %").bounds.low, read_share("1/3").bounds.low, read_share("0.25").code
    (Fraction(51, 200), Fraction(1, 3), 'R-SHARE-AMBIGUOUS')
    """
    plain = " ".join(unicodedata.normalize("NFKC", text).casefold().replace("⁄", "/").split())
    if not plain:
        return ShareRead(None)
    bare, signs = _PERCENT.subn(" ", plain)
    bare = " ".join(bare.split())
    if found := _RATIO.fullmatch(bare):
        return _ratio(text, int(found[1]), int(found[2]), bool(signs))
    bounds = _bounds(bare)
    if bounds is None:
        return _refused(
            "R-SHARE-UNREADABLE", text, "is no share: we read 25,5 %, 1/3, 0.25, 25-50 %, more than 25 % and their like"
        )
    return _scaled(text, bounds, "percent" if signs else unit)


def _ratio(text: str, part: int, whole: int, percent: bool) -> ShareRead:
    if percent or whole == 0:
        return _refused("R-SHARE-UNREADABLE", text, "mixes a fraction and a per cent sign, or divides by nought")
    return _scaled(text, exact_share(Fraction(part, whole)), "fraction")


def _bounds(bare: str) -> ShareBounds | None:
    """The numbers as written; the side that is not written is None's stand-in: 0 below, -1 above."""
    if _PLAIN.fullmatch(bare):
        return exact_share(_number(bare))
    if found := _RANGE.fullmatch(bare):
        low, high = _number(found[2]), _number(found[4])
        return ShareBounds(low, high, found[1] in _LEFT_OUT, found[3] in _NOT_REACHED) if low <= high else None
    if found := _ONE_SIDED.fullmatch(bare):
        word, number = found[1] or "", _number(found[2] or found[3])
        if found[4] or re.fullmatch(_ABOVE, word):
            return ShareBounds(number, Fraction(-1), word in _LEFT_OUT)
        return ShareBounds(Fraction(0), number, high_excluded=word in _NOT_REACHED)
    return None


def _scaled(text: str, given: ShareBounds, unit: ShareUnit) -> ShareRead:
    top = max(given.low, given.high)
    if not unit and 0 < top <= 1:
        return _refused(
            "R-SHARE-AMBIGUOUS", text, "may be a fraction or per cent; say which in the mapping (share_unit)"
        )
    whole = 1 if unit == "fraction" else 100
    if top > whole:
        return _refused("R-SHARE-ABOVE", text, "is more than the whole")
    high = Fraction(1) if given.high < 0 else given.high / whole
    return ShareRead(ShareBounds(given.low / whole, high, given.low_excluded, given.high_excluded))


def _number(text: str) -> Fraction:
    return Fraction(text.replace(",", "."))


def _refused(code: str, text: str, why: str) -> ShareRead:
    return ShareRead(None, code, f"The share {text!r} {why}.")
