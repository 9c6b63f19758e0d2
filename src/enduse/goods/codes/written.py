"""A goods code as people write it becomes digits, with a note on everything that was changed."""

import re
import tomllib
import unicodedata
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from enduse.errors import BadGoodsCode
from enduse.model.editions import Edition, national_by_length, read_edition

_LABEL = re.compile(
    r"^(?:код\s+)?(ТН\s*ВЭД(?:\s*ЕАЭС)?|TN\s*VED|HSK|HS|HTSUS|HTS|CN8?|GT[İI]P|CCC|税则号列?|稅則號別|품목번호)\W*",
    re.I,
)
_HS_EDITION = re.compile(r"^HS\s?-?((?:19|20)[0-9]{2})\W+", re.I)
_EDITION_OF_LABEL = {"ТНВЭД": "TNVED", "ТНВЭДЕАЭС": "TNVED", "TNVED": "TNVED", "HSK": "HSK", "CN": "CN", "CN8": "CN"}
_SEPARATORS = re.compile(r"[\s.\-_/'’]+")
_LETTER_O = str.maketrans("OoОо", "0000")
_LONGEST = 60


@dataclass(frozen=True)
class WrittenCode:
    """A code that can be looked up.

    Attributes:
        digits: 2, 4, 6 or 8 to 12 digits.
        edition: The nomenclature it was said, or says itself, to be of; None: unknown.
        notes: What was changed or is doubtful, in sentences; empty for a code written plainly.
    """

    digits: str
    edition: Edition | None = None
    notes: tuple[str, ...] = ()

    @property
    def hs6(self) -> str:
        """The six digits that all countries share; empty for a chapter or heading."""
        return self.digits[:6] if len(self.digits) >= 6 else ""


def read_code(text: str, edition: str = "") -> WrittenCode:
    """Read ``8458.11``, ``8458 11 200 9``, ``ТН ВЭД 8458112009``, ``HSK 8458.11-0000``, ``8458.11.OO``.

    A code that lost its leading zero in a spreadsheet gets it back only where the heading would otherwise not exist.

    Raises:
        BadGoodsCode: E-CODE, no code can be made of the text.
        UsageError: E-CODE-EDITION.
    """
    shown = text if len(text) <= _LONGEST else f"{text[:_LONGEST]}..."
    bare, label = _without_label(unicodedata.normalize("NFKC", text[: 4 * _LONGEST]).strip())
    digits = _SEPARATORS.sub("", bare)
    notes: list[str] = []
    if not digits.isdigit() and digits.translate(_LETTER_O).isdigit():
        digits = digits.translate(_LETTER_O)
        notes.append(f"The letter O in {shown!r} was read as a zero.")
    if not (digits.isascii() and digits.isdigit()) or len(text) > 4 * _LONGEST:
        raise _bad(shown, "expected digits, with dots, dashes or spaces between them")
    digits, lost = _with_zero(digits)
    notes += lost
    if len(digits) not in {2, 4, 6, 8, 9, 10, 11, 12}:
        raise _bad(shown, f"{len(digits)} digits; a code has 2, 4, 6 or 8 to 12")
    said = read_edition(edition or label) if edition or label else None
    return WrittenCode(digits, said, (*notes, *_doubts(digits, said)))


def heading_exists(digits: str) -> bool:
    """May a heading begin with these digits? By the highest heading of each chapter; vacant numbers are let through."""
    highest = _highest().get(digits[:2])
    if highest is None:
        return False
    return len(digits) < 4 or 1 <= int(digits[2:4]) <= highest


def _without_label(text: str) -> tuple[str, str]:
    if dated := _HS_EDITION.match(text):
        return text[dated.end() :], f"HS{dated[1]}"
    found = _LABEL.match(text)
    if not found:
        return text, ""
    return text[found.end() :], _EDITION_OF_LABEL.get(re.sub(r"\s+", "", found[1]).upper(), "")


def _with_zero(digits: str) -> tuple[str, list[str]]:
    """The digits with the leading zero that a spreadsheet dropped, where that alone makes a code of them."""
    if len(digits) not in {3, 5, 7, 9, 11} or not heading_exists(f"0{digits}"):
        return digits, []
    if len(digits) in {9, 11} and heading_exists(digits):
        return digits, []
    return f"0{digits}", [f"A leading zero was added to {digits!r}: spreadsheets drop it from numbers."]


def _doubts(digits: str, edition: Edition | None) -> list[str]:
    notes = []
    if not heading_exists(digits):
        notes.append(f"No heading {digits[:4]!r} exists in the Harmonized System.")
    if edition is None and (names := national_by_length(len(digits))):
        notes.append(f"{len(digits)} digits without a country: it may be of {names}; only the first six are shared.")
    return notes


def _bad(shown: str, why: str) -> BadGoodsCode:
    return BadGoodsCode(
        f"{shown!r} is not a goods code: {why}. Without a code nothing can be looked up; write its digits, e.g. "
        "'8458.11', and keep codes as text in spreadsheets.",
        code="E-CODE",
    )


@cache
def _highest() -> dict[str, int]:
    text = (files("enduse.data") / "hs_headings.toml").read_text(encoding="utf-8")
    found: dict[str, int] = tomllib.loads(text)["highest"]
    return found
