"""What the values of a column look like, whatever its header says."""

import re
import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from importlib.resources import files
from statistics import fmean

import pyarrow as pa
import pyarrow.compute as pc
from babel.numbers import list_currencies

from enduse.sources.meaning import CURRENCY_OF, WORDS
from enduse.sources.periods import read_period
from enduse.sources.record_cells import domain_of, event_kind, vague_day
from enduse.text.company_names import legal_form_of
from enduse.text.countries import place_of
from enduse.text.dates import DateStyle, read_day
from enduse.text.identifiers import scheme_shares
from enduse.text.numbers import read_numbers

SAMPLE_ROWS = 2_000
_DISTINCT = 300

_CODE = re.compile(r"\d{6,12}|\d{4}[ .]\d{2}([ .\-]?\d{2,4}){0,2}([ .]?\d)?|\d{2}[ .]\d{2}[ .]\d{2}([ .]?\d{2,4})?")
_EXPONENT = re.compile(r"\d[.,]\d+[eE]\+?0?9")
_DIGITS = re.compile(r"\d+")
_HAN = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_LETTER = re.compile(r"[^\W\d_]")
_RU_DECLARATION = re.compile(r"\d{8}/\d{6}/[\dA-ZА-Я]{7}(/\d+)?|\d{2}[A-Z]{2}[0-9A-Z]{14}")
_NUMBERED_WORD = re.compile(r"^\d\s*-\s*")  # Comext writes "2-EXPORT".
_NUMBERED = re.compile(r"(?=.*\d)[0-9A-Za-zА-Яа-я/\-.]{3,30}")
_INCOTERM = re.compile(r"\b(EXW|FCA|FAS|FOB|CFR|CIF|CPT|CIP|DAP|DPU|DDP|DAT|DAF|DES|DEQ|DDU|CNF|C&F)\b", re.IGNORECASE)
_ADDRESS = re.compile(r"\d.*,|,.*\d|\b(ул|г|обл|д|оф|str|street|road|rd|no|sk|cad|mah)\b\.?", re.IGNORECASE)
_ROC_DAY = re.compile(r"1[0-4]\d[/.\-]?(0?[1-9]|1[0-2])[/.\-]?(0?[1-9]|[12]\d|3[01])")
_MONEY = frozenset(list_currencies()) | frozenset(CURRENCY_OF)
_DIRECTIONS = frozenset(word for words in WORDS.values() for word in words)
_UNITS = frozenset(
    """шт кг г т тн л м м2 м3 пар компл шт. кг. комплект штук pcs pce kg kgm g t l m m2 m3 set sets nos unit units ea
    u nmb pair adet kilo ton 个 台 件 千克 套 只 公斤 개 대 킬로그램 c62 nar kpl h87""".split()  # noqa: SIM905
)
_YEAR = re.compile(r"(19|20)\d\d")


@dataclass(frozen=True)
class ColumnProfile:
    """Values of one column, in shares of its non-empty cells.

    Attributes:
        filled: Share of rows with something in this column, 0 to 1.
        distinct: Distinct values for each non-empty cell, 0 to 1.
        shares: Name of a property (``goods_code``, ``day``, ``country``, ``amount``, ``inn`` ...) to the share of the
            non-empty cells that have it; a property that no cell has is not there.
        length: Mean number of characters.
        samples: Up to five values as written, in order of appearance, no value twice.
    """

    filled: float
    distinct: float
    shares: Mapping[str, float] = field(default_factory=dict)
    length: float = 0.0
    samples: tuple[str, ...] = ()

    def share(self, *names: str) -> float:
        """The largest share among these properties."""
        return max((self.shares.get(name, 0.0) for name in names), default=0.0)

    @property
    def checked_number(self) -> tuple[str, float]:
        """The scheme of registered numbers that most cells fit, and their share; ``("", 0)`` for none."""
        fits = {name.removeprefix("id:"): share for name, share in self.shares.items() if name.startswith("id:")}
        best = max(fits, key=lambda it: fits[it], default="")
        return best, fits.get(best, 0.0)

    @property
    def constant(self) -> bool:
        """Has every filled cell the same value?"""
        return self.filled > 0 and self.distinct * self.filled <= 0.001


def profile_columns(rows: Sequence[Sequence[str]]) -> tuple[ColumnProfile, ...]:
    """One profile for each column of the rows (header excluded), as wide as the widest of the first ones.

    Only the first 2,000 rows are looked at, and of these at most 300 distinct values of a column.
    """
    sample = rows[:SAMPLE_ROWS]
    width = max(map(len, sample), default=0)
    return tuple(profile([row[at] if at < len(row) else "" for row in sample]) for at in range(width))


def profile(cells: Sequence[str]) -> ColumnProfile:
    """The profile of one column's cells."""
    given = [text for cell in cells if (text := cell.strip())]
    if not given:
        return ColumnProfile(0.0, 0.0)
    distinct = list(dict.fromkeys(given))
    looked = distinct[:_DISTINCT]
    return ColumnProfile(
        filled=len(given) / len(cells),
        distinct=len(distinct) / len(given),
        shares=_shares(looked),
        length=fmean(map(len, looked)),
        samples=tuple(distinct[:5]),
    )


def likeness(left: ColumnProfile, right: ColumnProfile) -> float:
    """How alike two columns' values are, 0 to 1; 0.5 when one of them is empty."""
    if not (left.filled and right.filled):
        return 0.5
    names = left.shares.keys() | right.shares.keys()
    weights = {name: max(left.share(name), right.share(name)) for name in names}
    total = sum(weights.values())
    apart = sum(abs(left.share(name) - right.share(name)) for name in names)
    same_shares = 1 - apart / total if total else 1.0
    longer = max(left.length, right.length)
    same_length = min(left.length, right.length) / longer if longer else 1.0
    return 0.9 * max(0.0, same_shares) + 0.1 * same_length


def _shares(texts: Sequence[str]) -> dict[str, float]:
    shares = {name: _share(texts, test) for name, test in _TESTS.items()}
    shares["amount"] = _amounts(texts)
    shares |= {f"id:{scheme}": share for scheme, share in scheme_shares(texts).items()}
    if shares["code"] and (lengths := [len(_digits(it)) for it in texts if _is_code(it)]):
        common = max(set(lengths), key=lengths.count)
        shares[f"code{common}"] = lengths.count(common) / len(texts)
    return {name: round(share, 4) for name, share in shares.items() if share > 0}


def _share(texts: Sequence[str], test: Callable[[str], bool]) -> float:
    return sum(map(test, texts)) / len(texts)


def _amounts(texts: Sequence[str]) -> float:
    numbers = read_numbers(pa.array(texts, pa.string()))
    unread = pc.sum(pc.or_(numbers.failed, pc.is_null(numbers.values))).as_py() or 0
    return float(1 - unread / len(texts))


@lru_cache(maxsize=65_536)
def _is_code(text: str) -> bool:
    """Six digits or more that begin with a heading of the Harmonized System, or an exponent of such a number."""
    if _EXPONENT.fullmatch(text):
        return True
    digits = _digits(text)
    if not (
        6 <= len(digits) <= 12 and _CODE.fullmatch(text) and 1 <= int(digits[2:4]) <= _headings().get(digits[:2], 0)
    ):
        return False
    looks_like_a_day = len(digits) == 8 and (digits != text or bool(_YEAR.match(digits))) and _is_day(text)
    return not looks_like_a_day


@cache
def _headings() -> dict[str, int]:
    text = (files("enduse.data") / "hs_headings.toml").read_text(encoding="utf-8")
    return dict(tomllib.loads(text)["highest"])


def _digits(text: str) -> str:
    return "".join(_DIGITS.findall(text))


def _is_short_code(text: str) -> bool:
    """A chapter or heading: too short to tell it from a number unless the header says so."""
    return len(text) in {2, 4} and text.isdigit() and "01" <= text[:2] <= "97"


def _is_day(text: str) -> bool:
    return len(text) >= 6 and not text.startswith("0.") and read_day(text).day is not None and not _is_serial(text)


def _is_serial(text: str) -> bool:
    """A bare number that could be a spreadsheet's day count is no day by itself."""
    return text.replace(".", "", 1).isdigit() and len(text.split(".")[0]) < 8


def _is_roc_day(text: str) -> bool:
    return bool(_ROC_DAY.fullmatch(text)) and read_day(text, DateStyle(calendar="roc")).day is not None


def _is_period(text: str) -> bool:
    found = read_period(text)
    return found is not None and found.year is not None and 1980 <= found.year <= 2100


def _is_country(text: str) -> bool:
    return len(text) < 80 and not text.isdigit() and place_of(text).kind == "country"


def _is_place(text: str) -> bool:
    return len(text) < 500 and bool(place_of(text).code) and not text.isdigit()


def _is_country_number(text: str) -> bool:
    return len(text) == 3 and text.isdigit() and place_of(text).kind == "country"


def _is_money(text: str) -> bool:
    return text.upper() in _MONEY


def _is_direction(text: str) -> bool:
    word = _NUMBERED_WORD.sub("", text.casefold())
    return word in _DIRECTIONS or word[:2] in {"им", "эк"} and len(word) <= 5


def _is_name(text: str) -> bool:
    return bool(_LETTER.search(text)) and bool(legal_form_of(text))


def _is_words(text: str) -> bool:
    return len(_LETTER.findall(text)) > 2


def _is_whole(text: str) -> bool:
    return text.isdigit()


def _is_small(text: str) -> bool:
    return text.isdigit() and len(text) <= 3


def _is_fraction(text: str) -> bool:
    return bool(re.fullmatch(r"-?[\d\s\u00a0']+[.,]\d{1,6}", text))


def _is_address(text: str) -> bool:
    return len(text) > 12 and bool(_ADDRESS.search(text)) and _is_words(text) and not legal_form_of(text)


def _is_event(text: str) -> bool:
    return len(text) < 60 and bool(event_kind(text))


def _is_domain(text: str) -> bool:
    return len(text) < 200 and "@" not in text and domain_of(text) is not None


def _is_span(text: str) -> bool:
    """Two days in a cell, as fairs have them."""
    return 6 < len(text) < 40 and not _is_serial(text) and vague_day(text)[0] is not None


_TESTS: dict[str, Callable[[str], bool]] = {
    "code": _is_code,
    "short_code": _is_short_code,
    "day": _is_day,
    "roc_day": _is_roc_day,
    "period": _is_period,
    "country": _is_country,
    "place": _is_place,
    "country_number": _is_country_number,
    "currency": _is_money,
    "direction": _is_direction,
    "incoterm": lambda text: bool(_INCOTERM.search(text)) and len(text) < 60,
    "ru_declaration": lambda text: bool(_RU_DECLARATION.fullmatch(text)),
    "numbered": lambda text: bool(_NUMBERED.fullmatch(text)),
    "legal_form": _is_name,
    "address": _is_address,
    "words": _is_words,
    "whole": _is_whole,
    "small": _is_small,
    "fraction": _is_fraction,
    "unit": lambda text: text.casefold().rstrip(".") in _UNITS,
    "long": lambda text: len(text) + 2 * len(_HAN.findall(text)) > 25,
    "event": _is_event,
    "domain": _is_domain,
    "span": _is_span,
    "many_words": lambda text: len(text.split()) >= 4,
}
