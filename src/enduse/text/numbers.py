"""Amounts as people write them: spaces, apostrophes, commas, points, brackets, full-width digits."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import ArrowInvalid

POINT = "."
COMMA = ","

_PLAIN = {POINT: r"^-?[0-9]+(?:\.[0-9]+)?$", COMMA: r"^-?[0-9]+(?:,[0-9]+)?$", "": r"^-?[0-9]+$"}
_EXPONENT = r"(?:[eE][+-]?[0-9]{1,3})?"
_POINT_DECIMAL = rf"^[+-]?(?:[0-9]*|[0-9]{{1,3}}(?:,[0-9]{{2,3}})*,[0-9]{{3}})\.[0-9]+{_EXPONENT}$"
_COMMA_DECIMAL = rf"^[+-]?(?:[0-9]*|[0-9]{{1,3}}(?:\.[0-9]{{3}})+),[0-9]+{_EXPONENT}$"
# Groups of two are Indian: 12,34,567.
_POINT_GROUPS = r"^[+-]?[0-9]{1,3}(?:\.[0-9]{3}){2,}$"
_COMMA_GROUPS = r"^[+-]?[0-9]{1,3}(?:,[0-9]{2,3})+,[0-9]{3}$"
_WHOLE = rf"^[+-]?[0-9]+\.?{_EXPONENT}$"
_OPEN_POINT = r"^[+-]?[1-9][0-9]{0,2}\.[0-9]{3}$"
_OPEN_COMMA = r"^[+-]?[1-9][0-9]{0,2},[0-9]{3}$"
_UNIT = r"(?i)(?:kgs?|kgm|кг)\.?$"
_MARK = "[.,٫]"


@dataclass(frozen=True)
class Numbers:
    """A column of amounts.

    Attributes:
        values: float64; null where nothing was written and where one of the masks is true.
        failed: True where the text is no amount.
        open: True where point or comma may be the decimal mark and nothing told which: "1,234".
    """

    values: pa.Array
    failed: pa.Array
    open: pa.Array


@dataclass(frozen=True)
class MarkEvidence:
    """What the values of one or more columns say about their decimal mark.

    Attributes:
        point: Values that only a decimal point explains.
        comma: Values that only a decimal comma explains.
        open: Values that either explains.
    """

    point: int = 0
    comma: int = 0
    open: int = 0

    def __add__(self, other: "MarkEvidence") -> "MarkEvidence":
        return MarkEvidence(self.point + other.point, self.comma + other.comma, self.open + other.open)

    @property
    def mark(self) -> str:
        """``"."``, ``","``, or ``""`` when the values do not tell.

        A few strangers (below one in twenty) do not overrule the rest; an even mixture tells nothing.
        """
        if self.point > 20 * self.comma:
            return POINT
        if self.comma > 20 * self.point:
            return COMMA
        return ""


def mark_evidence(texts: pa.Array) -> MarkEvidence:
    """Count what the values of a column say about its decimal mark; see :class:`MarkEvidence`."""
    marked = pc.drop_null(texts.filter(pc.match_substring_regex(texts, _MARK)))
    if len(marked) == 0:
        return MarkEvidence()
    plain = _plain_text(marked)
    open_point, open_comma = _matches(plain, _OPEN_POINT), _matches(plain, _OPEN_COMMA)
    point = pc.or_(pc.and_not(_matches(plain, _POINT_DECIMAL), open_point), _matches(plain, _COMMA_GROUPS))
    comma = pc.or_(pc.and_not(_matches(plain, _COMMA_DECIMAL), open_comma), _matches(plain, _POINT_GROUPS))
    return MarkEvidence(_count(point), _count(comma), _count(pc.or_(open_point, open_comma)))


def read_numbers(texts: pa.Array, mark: str = "") -> Numbers:
    """The amounts that a column of texts holds.

    Values that only one reading explains are read that way whatever ``mark`` says: ``1.234,56`` in a column of
    decimal points is 1234.56. ``mark`` decides the others.

    Args:
        texts: string array; null and ``""`` mean that nothing was written.
        mark: ``"."`` or ``","``; ``""`` when unknown: then values such as ``"1,234"`` stay open.
    """
    if (values := _cast_plain(texts, mark)) is not None:
        nothing = pa.repeat(pa.scalar(False), len(texts))
        return Numbers(values, nothing, nothing)
    texts = pc.utf8_trim_whitespace(texts)
    empty = pc.fill_null(pc.equal(pc.binary_length(texts), 0), True)
    plain = _matches(texts, _PLAIN[mark])
    simple = pc.if_else(plain, texts, pa.scalar(None, pa.string()))
    values = pc.cast(pc.replace_substring(simple, COMMA, POINT) if mark == COMMA else simple, pa.float64())
    hard = pc.invert(pc.or_(empty, plain))
    nothing = pa.repeat(pa.scalar(False), len(texts))
    if not pc.any(hard).as_py():
        return Numbers(values, nothing, nothing)
    slow = _read_hard(texts.filter(hard), mark)
    return Numbers(
        pc.replace_with_mask(values, hard, slow.values),
        pc.replace_with_mask(nothing, hard, slow.failed),
        pc.replace_with_mask(nothing, hard, slow.open),
    )


def _cast_plain(texts: pa.Array, mark: str) -> pa.Array | None:
    """The values of a column in which every byte is a digit, a minus or ``mark``; None for any other column.

    Three times faster than asking a regular expression for each value; most columns of most files are like this.
    """
    letters = _letters(texts)
    if letters is None or not _PLAIN_BYTES[mark][letters].all():
        return None
    plain = pc.replace_substring(texts, COMMA, POINT) if mark == COMMA else texts
    try:
        return pc.cast(plain, pa.float64())
    except ArrowInvalid:
        return None


def _letters(texts: pa.Array) -> npt.NDArray[np.uint8] | None:
    """All bytes of a column one after the other; None where the column is empty or holds nulls."""
    if len(texts) == 0 or texts.null_count or texts.type != pa.string():
        return None
    _, offsets, data = texts.buffers()
    bounds = np.frombuffer(offsets, np.int32, len(texts) + 1, texts.offset * 4)
    if data is None or bounds[-1] == bounds[0]:
        return None
    return np.frombuffer(data, np.uint8)[bounds[0] : bounds[-1]]


def has_outer_space(texts: pa.Array) -> bool:
    """May some value begin or end with white space? Never False when one does; a tenth of the cost of trimming."""
    if texts.null_count or texts.type != pa.string() or len(texts) == 0:
        return True
    _, offsets, data = texts.buffers()
    bounds = np.frombuffer(offsets, np.int32, len(texts) + 1, texts.offset * 4)
    starts, ends = bounds[:-1], bounds[1:]
    filled = ends > starts
    if not filled.all():
        starts, ends = starts[filled], ends[filled]
    if data is None or len(starts) == 0:
        return False
    letters = np.frombuffer(data, np.uint8)
    first, last, before = letters[starts], letters[ends - 1], letters[np.maximum(ends - 2, 0)]
    # White space outside ASCII begins with C2, E1, E2 or E3; it ends with C2 A0, C2 85, or 80 or 81 and one byte more.
    wide_first = (first == 0xC2) | ((first >= 0xE1) & (first <= 0xE3))
    wide_last = ((last == 0xA0) | (last == 0x85)) & (before == 0xC2) | ((before == 0x80) | (before == 0x81)) & (
        last >= 0x80
    )
    return bool(((first <= 0x20) | (last <= 0x20) | wide_first | wide_last).any())


def _plain_bytes(mark: str) -> npt.NDArray[np.bool_]:
    table = np.zeros(256, np.bool_)
    table[np.frombuffer(f"0123456789-{mark}".encode(), np.uint8)] = True
    return table


_PLAIN_BYTES = {mark: _plain_bytes(mark) for mark in (POINT, COMMA, "")}


def _read_hard(texts: pa.Array, mark: str) -> Numbers:
    plain = _plain_text(texts)
    open_point, open_comma = _matches(plain, _OPEN_POINT), _matches(plain, _OPEN_COMMA)
    unsure = pc.or_(open_point, open_comma)
    is_open = unsure if not mark else pa.repeat(pa.scalar(False), len(texts))
    point = _matches(plain, _POINT_DECIMAL, _COMMA_GROUPS, _WHOLE)
    comma = _matches(plain, _COMMA_DECIMAL, _POINT_GROUPS)
    # "1,234" also looks like a decimal comma and "1.234" like a decimal point: the column's mark decides.
    point = pc.if_else(unsure, pa.scalar(mark == POINT), point)
    comma = pc.if_else(unsure, pa.scalar(mark == COMMA), comma)
    as_point = pc.replace_substring(plain, COMMA, "")
    as_comma = pc.replace_substring(pc.replace_substring(plain, POINT, ""), COMMA, POINT)
    none = pa.scalar(None, pa.string())
    digits = pc.if_else(comma, as_comma, pc.if_else(point, as_point, none))
    values = pc.cast(digits, pa.float64())
    finite = pc.is_finite(values)
    values = pc.if_else(finite, values, pa.scalar(None, pa.float64()))
    failed = pc.and_not(pc.invert(pc.fill_null(finite, False)), is_open)
    return Numbers(values, failed, is_open)


def _plain_text(texts: pa.Array) -> pa.Array:
    """Digits, marks, sign and exponent only: spaces, apostrophes, brackets and a unit of mass are gone."""
    plain = pc.utf8_normalize(texts, form="NFKC")
    plain = pc.replace_substring_regex(plain, r"[\s_'’ʼ`´٬\x{00A0}\x{202F}]", "")
    plain = pc.replace_substring_regex(plain, r"[−–—]", "-")
    plain = pc.replace_substring(plain, "٫", ",")
    plain = pc.replace_substring_regex(plain, _UNIT, "")
    plain = pc.replace_substring_regex(plain, r"^\(([0-9.,]+)\)$", r"-\1")
    plain = pc.replace_substring_regex(plain, r"^([0-9.,]+)-$", r"-\1")
    return pc.replace_substring_regex(plain, r"^\+", "")


def _matches(texts: pa.Array, *patterns: str) -> pa.Array:
    found = pc.fill_null(pc.match_substring_regex(texts, patterns[0]), False)
    for pattern in patterns[1:]:
        found = pc.or_(found, pc.fill_null(pc.match_substring_regex(texts, pattern), False))
    return found


def _count(mask: pa.Array) -> int:
    return int(pc.sum(mask).as_py() or 0)
