"""Short, stable keys made of what a thing is."""

import hashlib
import re

PARTY_DIGITS = 15
"""Hexadecimal digits of a party id as it is printed: 60 bits, so that the number is positive in 64."""

_PRINTED = re.compile(rf"[0-9a-fA-F]{{{PARTY_DIGITS}}}")


def stable_key(*parts: object, length: int = 16) -> str:
    """A key that depends only on ``parts``: the same on every machine and every day.

    Args:
        parts: Written with ``str`` and joined by a character that text does not hold.
        length: Hexadecimal digits kept; 16 keep collisions out of a billion keys' reach.
    """
    return hashlib.sha256("\x1f".join(map(str, parts)).encode()).hexdigest()[:length]


def party_id(anchor: str) -> int:
    """The id of the party with this anchor, as tables hold it."""
    return int(stable_key(anchor, length=PARTY_DIGITS), 16)


def party_text(number: int) -> str:
    """A party id as every file, page and message prints it.

    Spreadsheets and JavaScript round whole numbers beyond 53 bits; they never see the number itself.
    """
    return f"{number:0{PARTY_DIGITS}x}"


def party_number(text: str) -> int | None:
    """The party id that ``party_text`` printed; None where ``text`` is none."""
    return int(text, 16) if _PRINTED.fullmatch(text) else None
