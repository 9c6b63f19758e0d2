"""Days as people write them: many patterns, calendars and orders, serial numbers of spreadsheets."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache

import pyarrow as pa
import pyarrow.compute as pc

DAY_FIRST = "dmy"
MONTH_FIRST = "mdy"

_SERIAL_ZERO = date(1899, 12, 30)
_SERIAL_DAYS = range(20_000, 80_000)  # 1954 to 2119: outside it a bare number is no day.
# Years far ahead are read, so that conversion can flag them; earlier ones are slips.
_YEARS = range(1900, 10_000)
_ROC = 1911
_BUDDHIST = 543
_TIME = re.compile(r"[t\s]+\d{1,2}:\d{2}(:\d{2}([.,]\d+)?)?\s*([ap]\.?m\.?)?\s*(z|utc|gmt|[+-]\d{2}:?\d{2})?$")
# Serbian and Hungarian days end with a dot, and Hungarian ones have spaces behind the others.
_YEAR_FIRST = re.compile(r"^(\d{2,4})([-/.]) ?(\d{1,2})\2 ?(\d{1,2})\.?$")
_YEAR_LAST = re.compile(r"^(\d{1,2})([-/. ])(\d{1,2})\2(\d{4}|\d{2})\.?$")
_WORDED = re.compile(
    r"^(?:民國|民国|中華民國|令和|平成|พ\.ศ\.)?\s*(\d{1,4}|元)\s*[年년]\s*(\d{1,2})\s*[月월]\s*(\d{1,2})\s*[日일號号]?$"
)
_ERAS = {"令和": 2018, "平成": 1988, "民國": _ROC, "民国": _ROC, "中華民國": _ROC}
_DAY_NAME_MONTH = re.compile(r"^(\d{1,2})[-\s./]*([^\W\d_]+)\.?[-\s./,]*(\d{4}|\d{2})$")
_NAME_DAY_YEAR = re.compile(r"^([^\W\d_]+)\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})$")
_MONTH_STEMS = (
    ("jan", "янв", "січ", "oca"),
    ("feb", "фев", "лют", "şub"),
    ("mar", "мар", "бер"),
    ("apr", "апр", "кві", "nis"),
    ("may", "май", "мая", "тра"),
    ("jun", "июн", "чер", "haz"),
    ("jul", "июл", "лип", "tem"),
    ("aug", "авг", "сер", "ağu"),
    ("sep", "сен", "вер", "eyl"),
    ("oct", "окт", "жов", "eki"),
    ("nov", "ноя", "лис", "kas"),
    ("dec", "дек", "гру", "ara"),
)
_MONTH_OF = {stem: number for number, stems in enumerate(_MONTH_STEMS, 1) for stem in stems}


@dataclass(frozen=True)
class DateStyle:
    """How a column writes days.

    Attributes:
        patterns: ``strptime`` patterns tried first; the built-in forms follow.
        calendar: ``gregorian``, ``roc`` (109 is 2020) or ``buddhist`` (2563 is 2020).
        order: ``dmy`` or ``mdy`` for values such as 03/04/2021; empty when unknown: they are read day first
            and marked doubtful.
        mixed: Both orders stand in the column: ``order`` is only the commoner one, patterns do not count, and
            values that either order explains are marked doubtful.
    """

    patterns: tuple[str, ...] = ()
    calendar: str = "gregorian"
    order: str = ""
    mixed: bool = False


@dataclass(frozen=True)
class ReadDay:
    """One text read.

    Attributes:
        day: None when it is no day.
        doubtful: Another reading is as good.
        contrary: It can only be read in the order that its column does not use.
    """

    day: date | None
    doubtful: bool = False
    contrary: bool = False


@dataclass(frozen=True)
class Dates:
    """A column of days.

    Attributes:
        days: date32; null where nothing was written and where ``failed``.
        failed: True where the text is no day.
        doubtful: True where day and month may be the other way round.
        contrary: True where day and month can only be the other way round than elsewhere in the column.
    """

    days: pa.Array
    failed: pa.Array
    doubtful: pa.Array
    contrary: pa.Array


@dataclass(frozen=True)
class OrderEvidence:
    """What the values of a column say about the order of day and month.

    Attributes:
        day_first: Rows that only day/month explains, e.g. 25/12/2022.
        month_first: Rows that only month/day explains, e.g. 12/25/2022.
        open: Rows that either explains.
    """

    day_first: int = 0
    month_first: int = 0
    open: int = 0

    def __add__(self, other: "OrderEvidence") -> "OrderEvidence":
        return OrderEvidence(
            self.day_first + other.day_first, self.month_first + other.month_first, self.open + other.open
        )

    @property
    def mixed(self) -> bool:
        """Both orders stand in the column."""
        return self.day_first > 0 and self.month_first > 0

    @property
    def order(self) -> str:
        """``dmy``, ``mdy``, or empty when the values do not tell or tell both."""
        if self.mixed or not (self.day_first or self.month_first):
            return ""
        return DAY_FIRST if self.day_first else MONTH_FIRST


def order_evidence(texts: pa.Array) -> OrderEvidence:
    """Count what the values of a column say about day and month; dotted dates are day first by custom."""
    total = OrderEvidence()
    for entry in pc.value_counts(pc.drop_null(texts)).to_pylist():
        parts = _slashed(_clean(entry["values"]))
        if parts is None:
            continue
        first, second, count = *parts, entry["counts"]
        if first > 12 >= second:
            total += OrderEvidence(day_first=count)
        elif second > 12 >= first:
            total += OrderEvidence(month_first=count)
        elif first != second and first <= 12 and second <= 12:
            total += OrderEvidence(open=count)
    return total


def read_dates(texts: pa.Array, style: DateStyle = DateStyle()) -> Dates:
    """The days that a column of texts holds; each distinct text is read once.

    Args:
        texts: string array; null and blank mean that nothing was written.
        style: The column's habits, see :class:`DateStyle`.
    """
    coded = texts.dictionary_encode()
    written = coded.dictionary.to_pylist()
    read = [read_day(text, style) for text in written]
    days = pa.array([it.day for it in read], pa.date32()).take(coded.indices)
    failed = [it.day is None and bool(text.strip()) for text, it in zip(written, read, strict=True)]
    marks = (failed, [it.doubtful for it in read], [it.contrary for it in read])
    return Dates(days, *(_spread(mark, coded.indices) for mark in marks))


def _spread(marks: list[bool], indices: pa.Array) -> pa.Array:
    if not any(marks):
        return pa.repeat(pa.scalar(False), len(indices))
    return pc.fill_null(pa.array(marks, pa.bool_()).take(indices), False)


@lru_cache(maxsize=65_536)
def read_day(text: str, style: DateStyle = DateStyle()) -> ReadDay:
    """The day that ``text`` names; a time of day after it is dropped.

    >>> read_day("2021년 3월 4일").day, read_day("109/12/03", DateStyle(calendar="roc")).day
    (datetime.date(2021, 3, 4), datetime.date(2020, 12, 3))
    >>> read_day("31.02.2021").day is None
    True
    """
    clean = _clean(text)
    if not style.mixed and (day := _by_pattern(text.strip(), clean, style)) is not None:
        return ReadDay(day)
    if parts := _YEAR_LAST.match(clean):
        return _year_last(parts, style)
    for reader in (_year_first, _digits_only, _worded, _named_month):
        if (day := reader(clean, style)) is not None:
            return ReadDay(day)
    return ReadDay(None)


def _clean(text: str) -> str:
    plain = unicodedata.normalize("NFKC", text).strip().casefold()
    plain = _TIME.sub("", plain)
    return re.sub(r"\s*(г\.?|года|р\.|року)$", "", plain).strip()


def _by_pattern(text: str, clean: str, style: DateStyle) -> date | None:
    for pattern in style.patterns:
        for candidate in (text, clean):
            try:
                day = datetime.strptime(candidate, pattern).date()
            except ValueError:
                continue
            if day.year in _YEARS:
                return day
    return None


def _slashed(clean: str) -> tuple[int, int] | None:
    parts = _YEAR_LAST.match(clean)
    if parts is None or parts.group(2) in ". ":
        return None
    return int(parts.group(1)), int(parts.group(3))


def _year_last(parts: re.Match[str], style: DateStyle) -> ReadDay:
    first, second = int(parts.group(1)), int(parts.group(3))
    year = _century(parts.group(4), style)
    day_first, month_first = _day(year, second, first), _day(year, first, second)
    if len(parts.group(4)) == 2 and first > 31:
        return ReadDay(_day(_century(parts.group(1), style), second, int(parts.group(4))))
    # Points between day and month are a European habit; nobody writes 12.25.2022.
    slashed = parts.group(2) not in ". "
    if day_first is None or month_first is None or day_first == month_first:
        other = month_first is None if style.order == MONTH_FIRST else day_first is None
        day = day_first or month_first
        return ReadDay(day, contrary=bool(day and style.order and slashed and other))
    day = month_first if slashed and style.order == MONTH_FIRST else day_first
    return ReadDay(day, doubtful=slashed and (style.mixed or not style.order))


def _year_first(clean: str, style: DateStyle) -> date | None:
    parts = _YEAR_FIRST.match(clean)
    if parts is None or (len(parts.group(1)) == 2 and style.calendar != "roc"):
        return None
    return _day(_era(int(parts.group(1)), style), int(parts.group(3)), int(parts.group(4)))


def _digits_only(clean: str, style: DateStyle) -> date | None:
    if not re.fullmatch(r"\d{5,8}(\.\d+)?", clean):
        return None
    whole = clean.partition(".")[0]
    if len(whole) == 5 and int(whole) in _SERIAL_DAYS:
        return _SERIAL_ZERO + timedelta(days=int(whole))
    if len(whole) == 7 and style.calendar == "roc" or len(whole) == 8:
        return _day(_era(int(whole[:-4]), style), int(whole[-4:-2]), int(whole[-2:]))
    return None


def _worded(clean: str, style: DateStyle) -> date | None:
    parts = _WORDED.match(clean)
    if parts is None:
        return None
    number = 1 if parts.group(1) == "元" else int(parts.group(1))
    era = next((zero for word, zero in _ERAS.items() if clean.startswith(word)), None)
    year = number + era if era is not None else _era(number, style)
    return _day(year, int(parts.group(2)), int(parts.group(3)))


def _named_month(clean: str, style: DateStyle) -> date | None:
    if parts := _DAY_NAME_MONTH.match(clean):
        day, name, year = parts.groups()
    elif parts := _NAME_DAY_YEAR.match(clean):
        name, day, year = parts.groups()
    else:
        return None
    return _day(_century(year, style), _MONTH_OF.get(name[:3], 0), int(day))


def _century(year: str, style: DateStyle) -> int:
    """Two digits mean 1969 to 2068, as POSIX has it."""
    number = int(year)
    if len(year) > 2:
        return _era(number, style)
    return number + (2000 if number < 69 else 1900)


def _era(year: int, style: DateStyle) -> int:
    if style.calendar == "roc" and year < 1000:
        return year + _ROC
    if style.calendar == "buddhist" and year > 2400:
        return year - _BUDDHIST
    return year


def _day(year: int, month: int, day: int) -> date | None:
    if year not in _YEARS:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None
