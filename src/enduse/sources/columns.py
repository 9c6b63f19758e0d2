"""One column of texts becomes one column of the ledger, with masks of what was odd or unreadable."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache, lru_cache

import pyarrow as pa
import pyarrow.compute as pc

from enduse.sources.coordinates import read_flow, read_goods_code
from enduse.sources.meaning import ABSURD_AMOUNT, CURRENCY_OF, WORDS
from enduse.sources.periods import read_period
from enduse.text.countries import country_code, place_of
from enduse.text.dates import DateStyle, read_dates, read_day
from enduse.text.identifiers import failed_scheme
from enduse.text.numbers import has_outer_space, read_numbers

_NO_TEXT = pa.scalar(None, pa.string())
_CODE_SEPARATORS = r"[\s.\-/]"
_SCIENTIFIC = r"^[0-9]([.,][0-9]+)?[eE]\+?[0-9]{1,2}$"
_CODE_LENGTHS = (2, 4, 6, 8, 9, 10, 11, 12)
# The headings of chapters 01 to 09 without their zero: nothing else is taken for a lost zero.
_ZERO_LOST = (
    r"^(?:10[1-6]|20[1-9]|210|30[1-9]|40[1-9]|410|50[1-9]|51[01]|60[1-4]|70[1-9]|71[0-4]|80[1-9]|81[0-4]|90[1-9]|910)"
)
_CURRENCY = re.compile("[A-Z]{3}")
_WORD_OF = {word: meaning for meaning, words in WORDS.items() for word in words}


@dataclass(frozen=True)
class Cells:
    """One column, read.

    Attributes:
        values: In the ledger's type; null where nothing was written or nothing could be read.
        failed: Rows whose text cannot be read at all, as a mask; None when there are none.
        flags: Flag to mask of the rows that carry it; only flags that occur.
        leftover: The written text where it says more than ``values``, else null; None when there is none.
    """

    values: pa.Array
    failed: pa.Array | None = None
    flags: Mapping[str, pa.Array] = field(default_factory=dict)
    leftover: pa.Array | None = None


def blank_to_null(texts: pa.Array) -> pa.Array:
    """The texts without spaces around them; null where nothing is left."""
    if texts.null_count == 0 and not has_outer_space(texts):
        shortest = pc.min(pc.binary_length(texts)).as_py()
        if shortest:
            return texts
    trimmed = pc.utf8_trim_whitespace(texts)
    return pc.if_else(pc.equal(pc.binary_length(trimmed), 0), _NO_TEXT, trimmed)


def join_written(texts: Sequence[pa.Array], separator: str) -> pa.Array:
    """Row by row the texts that are not null, joined; null where all are."""
    if len(texts) == 1:
        return texts[0]
    # Arrow's own join that skips nulls drops the rows in which all are null (seen in 26.0).
    led = [pc.fill_null(pc.binary_join_element_wise(separator, text, ""), "") for text in texts]
    joined = pc.binary_join_element_wise(*led, "")
    empty = pc.equal(pc.binary_length(joined), 0)
    return pc.if_else(empty, _NO_TEXT, pc.utf8_slice_codeunits(joined, len(separator)))


def read_amounts(texts: pa.Array, mark: str, factor: float = 1.0) -> Cells:
    """Amounts. Negative and absurd ones are kept and flagged; one whose decimal mark is unknown is null and flagged."""
    read = read_numbers(texts, mark)
    values = pc.multiply(read.values, factor) if factor != 1.0 else read.values
    flags = _occurring(
        {
            "F-NEGATIVE": pc.less(values, 0.0),
            "F-ABSURD": pc.greater(pc.abs(values), ABSURD_AMOUNT),
            "F-DECIMAL": read.open,
        }
    )
    leftover = pc.if_else(read.open, texts, _NO_TEXT) if "F-DECIMAL" in flags else None
    return Cells(values, _mask(read.failed), flags, leftover)


def read_wholes(texts: pa.Array, mark: str) -> Cells:
    """Whole numbers; anything else cannot be read."""
    read = read_numbers(texts, mark)
    whole = pc.equal(pc.floor(read.values), read.values)
    failed = pc.or_(read.failed, pc.fill_null(pc.invert(whole), False))
    values = pc.cast(pc.if_else(whole, read.values, pa.scalar(None, pa.float64())), pa.int64())
    return Cells(values, _mask(failed))


def read_days(texts: pa.Array, style: DateStyle) -> Cells:
    """Days; those that could be read the other way round are flagged, and those that are written so."""
    read = read_dates(texts, style)
    return Cells(
        read.days, _mask(read.failed), _occurring({"F-DATE-ORDER": read.doubtful, "F-DATE-OTHER": read.contrary})
    )


def read_periods(texts: pa.Array) -> tuple[Cells, pa.Array]:
    """First days of months or years, and how many months each covers."""
    coded = texts.dictionary_encode()
    read = [_period(text) for text in coded.dictionary.to_pylist()]
    starts = pa.array([start for start, _ in read], pa.date32()).take(coded.indices)
    months = pa.array([length for _, length in read], pa.int64()).take(coded.indices)
    return Cells(starts, _unread(texts, starts)), months


def _period(text: str) -> tuple[date | None, int | None]:
    period = read_period(text)
    if period is None or period.year is None:
        day = read_day(text).day
        return (day.replace(day=1), 1) if day else (None, None)
    return date(period.year, period.start or 1, 1), period.months or 12


def read_countries(texts: pa.Array, groups: bool = False) -> Cells:
    """ISO alpha-2 codes; with ``groups`` also EU27_2020, CIS, WORLD. Unknown texts are null, flagged and left over."""
    values = map_distinct(texts, _place if groups else _country)
    return _with_leftover(texts, values, "F-COUNTRY")


def read_words(texts: pa.Array, words: Mapping[str, str]) -> Cells:
    """Import, export or transit; texts of no known meaning are null, flagged and left over."""
    own = {key.casefold(): value for key, value in words.items()}
    values = map_distinct(texts, lambda text: own.get(text.casefold()) or _WORD_OF.get(text.casefold()))
    return _with_leftover(texts, values, "F-DIRECTION")


def read_flows(texts: pa.Array, words: Mapping[str, str]) -> Cells:
    """``export`` or ``import`` of published tables, "2-EXPORT" and "EXPORTATION" among them."""
    own = {key.casefold(): value for key, value in words.items()}
    values = map_distinct(texts, lambda text: own.get(text.casefold()) or read_flow(text))
    return _with_leftover(texts, values, "F-DIRECTION")


def read_published_codes(texts: pa.Array) -> Cells:
    """Goods codes of published tables: alone, before their name, or ``TOTAL``."""
    return _with_leftover(texts, map_distinct(texts, read_goods_code), "F-HS-TEXT")


def _with_leftover(texts: pa.Array, values: pa.Array, flag: str) -> Cells:
    unread = _unread(texts, values)
    if unread is None:
        return Cells(values)
    return Cells(values, None, {flag: unread}, pc.if_else(unread, texts, _NO_TEXT))


def read_truths(texts: pa.Array) -> Cells:
    """True for yes, 1, true, y; false for any other text."""
    return Cells(pc.is_in(pc.utf8_lower(texts), pa.array(["yes", "1", "true", "y", "да"])))


def read_currencies(texts: pa.Array) -> Cells:
    """ISO 4217 codes; texts of no known meaning are kept as written and flagged."""
    coded = texts.dictionary_encode()
    read = [_currency(text) for text in coded.dictionary.to_pylist()]
    values = pa.array(read, pa.string()).take(coded.indices)
    if all(map(_CURRENCY.fullmatch, read)):
        return Cells(values)
    strange = pa.array([not _CURRENCY.fullmatch(it) for it in read], pa.bool_()).take(coded.indices)
    return Cells(values, None, _occurring({"F-CURRENCY": pc.fill_null(strange, False)}))


class CheckedNumbers(dict[str, bool]):
    """Whether a registered number's check digits hold, remembered: looking up is ten times faster than checking.

    A text that has not the shape of any of the country's schemes is not called wrong.
    """

    _MOST = 1_000_000

    def __init__(self, country: str) -> None:
        super().__init__()
        self._country = country

    def __missing__(self, text: str) -> bool:
        if len(self) >= self._MOST:
            self.clear()
        holds = self[text] = failed_scheme(text, self._country) is None
        return holds


@cache
def checked_numbers(country: str) -> CheckedNumbers:
    """What is remembered of one country's numbers."""
    return CheckedNumbers(country)


def read_identifiers(texts: pa.Array, country: str) -> Cells:
    """The texts as written; those that fail the check digits of ``country`` are flagged, never rejected."""
    coded = texts.dictionary_encode()
    holds = pa.array(list(map(checked_numbers(country).__getitem__, coded.dictionary.to_pylist())), pa.bool_())
    bad = pc.fill_null(pc.invert(holds.take(coded.indices)), False)
    return Cells(texts, None, _occurring({"F-IDENTIFIER": bad}))


def read_codes(texts: pa.Array, digits: int = 0) -> Cells:
    """Goods codes: digits only.

    Args:
        texts: As written: ``8458.11``, ``8458 11 200 9``.
        digits: How many digits the column's codes usually have; 0 when unknown. A code with one digit less that
            is a heading of chapters 01 to 09 without its zero gets the zero back and W-HS-NUMBER.
    """
    plain = texts
    if _all(pc.ascii_is_decimal(texts)):
        if set(pc.unique(pc.binary_length(texts)).to_pylist()) <= {None, *_CODE_LENGTHS} - {digits - 1}:
            return Cells(texts)
    else:
        plain = pc.utf8_normalize(texts, form="NFKC")
        plain = pc.replace_substring_regex(plain, r"^([0-9]{6,12})\.0$", r"\1")
        plain = pc.replace_substring_regex(plain, _CODE_SEPARATORS, "")
    length = pc.binary_length(plain)
    good = pc.and_(pc.ascii_is_decimal(plain), pc.and_(pc.greater_equal(length, 2), pc.less_equal(length, 12)))
    good = pc.or_(good, pc.equal(plain, "TOTAL"))
    values = plain if _all(good) else pc.if_else(good, plain, _NO_TEXT)
    short = _short_of_zero(values, digits)
    if short is not None:
        values = pc.if_else(short, pc.binary_join_element_wise("0", values, ""), values)
    unread = pc.fill_null(pc.invert(good), False)
    lost = pc.and_(unread, pc.match_substring_regex(texts, _SCIENTIFIC))
    flags = _occurring(
        {
            "F-HS-LOST": lost,
            "F-HS-TEXT": pc.and_not(unread, lost),
            "F-HS-LENGTH": _odd_length(values),
            "W-HS-NUMBER": short,
        }
    )
    return Cells(values, None, flags, pc.if_else(unread, texts, _NO_TEXT) if _any(unread) else None)


def _short_of_zero(values: pa.Array, digits: int) -> pa.Array | None:
    wanted = [digits - 1] if digits in (6, 8, 10, 12) else [5, 7]
    candidate = pc.is_in(pc.binary_length(values), pa.array(wanted, pa.int32()))
    if not _any(candidate):
        return None
    return pc.fill_null(pc.and_(candidate, pc.match_substring_regex(values, _ZERO_LOST)), False)


def _odd_length(values: pa.Array) -> pa.Array:
    usual = pc.is_in(pc.binary_length(values), pa.array(_CODE_LENGTHS, pa.int32()))
    return pc.and_(pc.invert(usual), pc.and_(pc.is_valid(values), pc.not_equal(values, "TOTAL")))


def map_distinct(texts: pa.Array, read: Callable[[str], str | None]) -> pa.Array:
    """``read`` of every text, called once for each distinct one."""
    coded = texts.dictionary_encode()
    return pa.array([read(text) for text in coded.dictionary.to_pylist()], pa.string()).take(coded.indices)


@lru_cache(maxsize=65_536)
def _country(text: str) -> str | None:
    return country_code(text)


@lru_cache(maxsize=65_536)
def _place(text: str) -> str | None:
    return place_of(text).code or None


def _currency(text: str) -> str:
    upper = text.strip().upper()
    return CURRENCY_OF.get(upper, upper)


def _unread(texts: pa.Array, values: pa.Array) -> pa.Array | None:
    return _mask(pc.and_(pc.is_valid(texts), pc.is_null(values)))


def _occurring(masks: Mapping[str, pa.Array | None]) -> dict[str, pa.Array]:
    found = {code: _mask(mask) for code, mask in masks.items() if mask is not None}
    return {code: mask for code, mask in found.items() if mask is not None}


def _mask(mask: pa.Array) -> pa.Array | None:
    return pc.fill_null(mask, False) if _any(mask) else None


def _any(mask: pa.Array) -> bool:
    return bool(pc.any(mask).as_py())


def _all(mask: pa.Array) -> bool:
    return pc.all(mask).as_py() is not False
