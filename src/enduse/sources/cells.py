"""Single cells of published tables: figures, missing marks, addresses."""

import re
from decimal import Decimal, InvalidOperation
from functools import lru_cache

MISSING = frozenset(
    {"", ":", "-", "–", "—", "−", "…", "...", "..", ".", "x", "х", "n/a", "n.a.", "na", "н/д", "нд", "*", "c", ":c"}
)
"""Cells that mean "not available" or "nothing" with every publisher we know."""

# Numbers stored as numbers come from the reader in this form, whatever the publisher's decimal mark.
_STORED = re.compile(r"^-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?$")
_SPACES = re.compile(r"(?<=\d)[\s'’\u00a0\u202f](?=\d)")
_COMMA_DECIMAL = re.compile(r"^-?\d+,\d+$|^-?\d{1,3}(?:\.\d{3})+,\d+$")
_COMMA_GROUPS = re.compile(r"^-?\d{1,3}(?:,\d{3})+(?:\.\d+)?$")


def is_missing(text: str, more: tuple[str, ...] = ()) -> bool:
    """Does the cell mean that there is no figure?"""
    if text in MISSING:
        return True
    plain = text.strip()
    return plain.casefold() in MISSING or plain in more


def read_figure(text: str, decimal: str = "") -> Decimal | None:
    """The number a cell holds, or None.

    A number that was stored as such is read as stored; the decimal mark decides about typed ones, such as
    the "1376,4" that stands among stored numbers in an old table.

    Args:
        text: The cell.
        decimal: The publisher's decimal mark; ``""``: a comma counts as one where it cannot divide thousands.
    """
    plain = _SPACES.sub("", text.strip())
    if _STORED.match(plain):
        return _decimal(plain)
    if _COMMA_GROUPS.match(plain) and decimal != ",":
        # "1,234" may be either: only a layout that says so decides.
        return _decimal(plain.replace(",", "")) if decimal == "." or plain.count(",") > 1 or "." in plain else None
    if _COMMA_DECIMAL.match(plain) and decimal != ".":
        return _decimal(plain.replace(".", "").replace(",", "."))
    return None


@lru_cache(maxsize=1024)
def column_letters(position: int) -> str:
    """Letters of a spreadsheet column: 0 is ``A``, 26 is ``AA``."""
    letters = ""
    position += 1
    while position:
        position, rest = divmod(position - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def address(row: int, position: int) -> str:
    """Address that a spreadsheet shows: ``address(5, 30)`` is ``"AE5"``."""
    return f"{column_letters(position)}{row}"


def _decimal(text: str) -> Decimal | None:
    try:
        return Decimal(text)
    except InvalidOperation:
        return None
