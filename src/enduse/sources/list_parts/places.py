"""Countries in lists: names, codes, nationalities as adjectives, and the country at the end of an address."""

import re
import tomllib
from functools import cache
from importlib.resources import files

from enduse.text.countries import country_code, is_country, place_key

_REMARK = re.compile(r"\s*\([^)]*\)|^\s*(?:\(?[a-z0-9]{1,2}\))\s*|^(?:the|former(?:ly)?)\s+", re.IGNORECASE)
_SINCE = re.compile(r"\s+(?:as (?:of|at)|since|until|from)\b.*", re.IGNORECASE | re.DOTALL)
_AFTERTHOUGHT = re.compile(
    r"(?:as (?:of|at)|located|location|previous|possible|since|until|tel\b|phone|fax|e-?mail)", re.IGNORECASE
)
_WORDS = re.compile(r"[^\W\d_][\w'’.-]*")


def nation_of(text: str) -> str:
    """ISO alpha-2 of the country or nationality that a text names; empty for none and for more than one.

    >>> nation_of("Serbian"), nation_of("China, Hong Kong Special Administrative Region"), nation_of("unknown")
    ('RS', 'HK', '')
    """
    plain = text.strip(" .;")
    return _known(plain) or _known(_REMARK.sub("", plain).strip())


def _known(text: str) -> str:
    """States that are gone (``SU``) have no code in use, so their names stay words."""
    code = (country_code(text) or _nationalities().get(place_key(text), "")) if text else ""
    return code if is_country(code) else ""


def nation_with_remark(text: str) -> str:
    """As ``nation_of``, for a cell that says more: "Turkey, possible location", "Syria as at June 2013".

    >>> nation_with_remark("Turkey, possible location"), nation_with_remark("In Syria as at June 2013")
    ('TR', 'SY')
    """
    plain = _SINCE.sub("", text.partition(",")[0])
    return nation_of(text) or nation_of(plain) or nation_of(plain.removeprefix("In "))


def nations_in(text: str) -> list[str]:
    """The countries of a text that numbers or joins several: "1) Saudi Arabia 2) Qatar", "Russian, Belarusian"."""
    if code := nation_of(text):
        return [code]
    pieces = re.split(r"\(?\b\d\)|\([a-z]\)|\b[a-z]\)|[,;/]|\band\b", text)
    found = [nation_of(it) for it in pieces if it.strip(" .-")]
    return list(dict.fromkeys(found)) if found and all(found) else []


def place_at_end(text: str) -> str:
    """The country named by the last words of an address, empty where none is.

    >>> place_at_end("Lenina 5, 123456 Moskva, Russian Federation."), place_at_end("1 Main Road")
    ('RU', '')
    """
    parts = [it.strip() for it in text.strip(" .;").split(",") if any(letter.isalpha() for letter in it)]
    while len(parts) > 1 and _AFTERTHOUGHT.match(parts[-1]):
        parts.pop()
    last = _SINCE.sub("", parts[-1]) if parts else ""
    if code := nation_of(last):
        return code
    words = _WORDS.findall(last)
    return next((code for size in (4, 3, 2, 1) if len(words) >= size and (code := _at_end(words[-size:]))), "")


def _at_end(words: list[str]) -> str:
    # Two or three letters at the end of an address are a region or a company form as often as a country.
    text = " ".join(words)
    return nation_of(text) if len(text) > 3 else ""


@cache
def _nationalities() -> dict[str, str]:
    table = tomllib.loads((files("enduse.data") / "nationalities.toml").read_text(encoding="utf-8"))["nationalities"]
    return {place_key(word): code for code, words in table.items() for word in words}
