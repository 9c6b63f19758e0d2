"""Periods as publishers of statistics write them: months, quarters, years and parts of years."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from enduse.text.homoglyphs import repair_homoglyphs

_MONTHS = (
    "january januar janvier январь января yanvar січень січня ocak қаңтар",
    "february februar février fevrier февраль февраля fevral лютий лютого şubat ақпан",
    "march märz maerz mars март марта mart березень березня наурыз",
    "april avril апрель апреля aprel квітень квітня nisan сәуір",
    "may mai май мая травень травня mayıs mayis мамыр",
    "june juni juin июнь июня iyun червень червня haziran маусым",
    "july juli juillet июль июля iyul липень липня temmuz шілде",
    "august août aout август августа avgust серпень серпня ağustos тамыз",
    "september septembre сентябрь сентября sentabr sentyabr вересень вересня eylül қыркүйек",
    "october oktober octobre октябрь октября oktabr oktyabr жовтень жовтня ekim қазан",
    "november novembre ноябрь ноября noyabr листопад листопада kasım kasim қараша",
    # "дкабрь" stands in a table of the Russian customs service.
    "december dezember décembre decembre декабрь декабря дкабрь dekabr грудень грудня aralık желтоқсан",
)
_NAMES = tuple((name, number) for number, names in enumerate(_MONTHS, 1) for name in names.split())
_FILLERS = frozenset(
    {"год", "года", "году", "г", "гг", "за", "year", "yil", "yili", "жыл", "рік", "р", "annee", "jahr"}
)
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
_SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_SUPERSCRIPT = re.compile(r"[⁰¹²³⁴⁵⁶⁷⁸⁹]+$")

_YEAR = re.compile(r"^((?:19|20)\d\d)(?:\.0)?(?:\s+\(?(\d{1,2}|\*+)\)?|(\*+))?$")
# Comext's months are numbered to 12; 52 stands for the whole year.
_YEAR_52 = re.compile(r"^((?:19|20)\d\d)52$")
_YEAR_MONTH = re.compile(r"^((?:19|20)\d\d)(?:[-./ ]|m|-m)?(0[1-9]|1[0-2])$")
_MONTH_YEAR = re.compile(r"^(0?[1-9]|1[0-2])[./-]((?:19|20)\d\d)$")
_FIRST_DAY = re.compile(r"^((?:19|20)\d\d)-(0[1-9]|1[0-2])-01(?:[t ]00:00:00)?$")
_HAN = re.compile(r"^(?:((?:19|20)\d\d)[年년])? ?(?:(\d{1,2})(?:[-~至](\d{1,2}))?[月월])?$")
# Comext puts its own number before the words: "201952-Jan.-Dec. 2019".
_COMEXT_NUMBER = re.compile(r"^(?:19|20)\d{4}-(?=\D)")
_QUARTER = re.compile(r"^(iv|i{1,3}|[1-4])[- ]?(?:й|st|nd|rd|th)? ?(?:квартал|кв\.?|quarter|q|chorak|чорак)$")
_Q = re.compile(r"^q([1-4])$")
_HALF = re.compile(r"^(i{1,2}|[12])[- ]?(?:е|st|nd)? ?(?:полугодие|half|half-year)$")
_N_MONTHS = re.compile(r"^(\d{1,2}) (?:месяц\w*|мес\.?|months?|mois|monate|oy)$")
_ANY_YEAR = re.compile(r"(?<![\d])((?:19|20)\d\d)(?![\d])")
_WORD = re.compile(r"[^\W\d_]+")
_MONTH_SPAN = re.compile(r"^([^\W\d_]+)\.?(?:\s*[-–—]\s*([^\W\d_]+)\.?)?$")


@dataclass(frozen=True)
class Period:
    """A period, or a part of one: "2020" above the column and "March" beside the row make one together.

    Attributes:
        year: Year, or None where the text does not say it.
        start: First month, 1 to 12, or None where the text does not say it.
        months: How many months, or None where the text does not say it.
        mark: Footnote mark that stood behind it: ``"1"`` of "2023 1".
    """

    year: int | None = None
    start: int | None = None
    months: int | None = None
    mark: str = ""

    def joined(self, other: "Period | None") -> "Period":
        """Both together; where both say the same thing, ``self`` wins."""
        if other is None:
            return self
        first = self if self.start is not None else other
        return Period(
            self.year if self.year is not None else other.year, first.start, first.months, self.mark or other.mark
        )

    @property
    def first_day(self) -> date | None:
        """The first day of it, or None while the year is unknown; a year alone begins in January."""
        return None if self.year is None else date(self.year, self.start or 1, 1)

    @property
    def length(self) -> int:
        """Months that it covers; 12 for a year alone."""
        return self.months or 12


@lru_cache(maxsize=65_536)
def read_period(text: str) -> Period | None:
    """The period that a whole cell holds, in any of a dozen languages; None when it holds anything else.

    >>> read_period("Январь-сентябрь 2023")
    Period(year=2023, start=1, months=9, mark='')
    >>> read_period("201952-Jan.-Dec. 2019") == read_period("Jan.-Dec. 2019")
    True
    >>> read_period("Темп роста январь 2022") is None
    True
    """
    mark = _SUPERSCRIPT.search(text)
    plain = text[: mark.start()] + " " + mark.group().translate(_SUPERSCRIPTS) if mark else text
    plain = repair_homoglyphs(unicodedata.normalize("NFKC", plain)).casefold().replace("\u0307", "")
    plain = " ".join(plain.split()).strip(" .,:;")
    if not plain:
        return None
    return _whole(plain) or _worded(_COMEXT_NUMBER.sub("", plain))


def _whole(text: str) -> Period | None:
    """Forms that are all digits or nearly so."""
    if found := _YEAR.match(text):
        return Period(int(found[1]), mark=found[2] or found[3] or "")
    if found := _YEAR_52.match(text):
        return Period(int(found[1]), 1, 12)
    if (found := _YEAR_MONTH.match(text)) or (found := _FIRST_DAY.match(text)):
        return Period(int(found[1]), int(found[2]), 1)
    if found := _MONTH_YEAR.match(text):
        return Period(int(found[2]), int(found[1]), 1)
    if (found := _HAN.match(text)) and (found[1] or found[2]):
        year = int(found[1]) if found[1] else None
        return _span(year, int(found[2]), int(found[3] or found[2])) if found[2] else Period(year)
    return None


def _worded(text: str) -> Period | None:
    years = _ANY_YEAR.findall(text)
    if len(years) > 1:
        return None
    year = int(years[0]) if years else None
    rest = _ANY_YEAR.sub(" ", text)
    words = _WORD.sub(lambda it: "" if it.group() in _FILLERS else it.group(), rest)
    words = " ".join(words.split()).strip(" .,:;-–—/")
    if not words:
        return Period(year) if year and rest.strip(" -") else None
    return _part(year, words)


def _part(year: int | None, words: str) -> Period | None:
    """A part of a year: quarter, half, so many months, one month or a span of months."""
    if found := _QUARTER.match(words) or _Q.match(words):
        return Period(year, _count(found[1]) * 3 - 2, 3)
    if found := _HALF.match(words):
        return Period(year, _count(found[1]) * 6 - 5, 6)
    if (found := _N_MONTHS.match(words)) and 1 <= int(found[1]) <= 12:
        return Period(year, 1, int(found[1]))
    if found := _MONTH_SPAN.match(words):
        first, last = _month(found[1]), _month(found[2] or found[1])
        if first and last:
            return _span(year, first, last)
    return None


def _span(year: int | None, first: int, last: int) -> Period | None:
    if not 1 <= first <= last <= 12:
        return None
    return Period(year, first, last - first + 1)


def _count(text: str) -> int:
    return _ROMAN.get(text) or int(text)


def _month(word: str) -> int | None:
    """Names may be cut to three letters or more; a longer word is no month ("Марокко" is not March)."""
    if len(word) < 3:
        return None
    return next((number for name, number in _NAMES if name.startswith(word)), None)
