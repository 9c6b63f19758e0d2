"""What the columns of a plain table of listings mean, in many languages."""

import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files

from enduse.text.headers import header_key

LISTINGS_TABLE = "listings_table"
"""The id under which a plain table of listings is added."""

_BESIDE = ("authority", "list", "delisted_on", "programme")


def listing_columns(header: Sequence[str]) -> dict[str, str]:
    """Our words to headers, the first of each meaning; empty where this is no header of a table of listings.

    It must name the listed and the day of listing, and either who listed them, the list, the programme or the day of
    delisting: customers with a "since" are no listings.

    >>> listing_columns(["Authority", "Names", "Listed on"])
    {'authority': 'Authority', 'name': 'Names', 'listed_on': 'Listed on'}
    """
    found: dict[str, str] = {}
    for text in header:
        meant = _meanings().get(header_key(text), "")
        if meant and header.count(text) == 1:
            found.setdefault(meant, text)
    telling = {"name", "listed_on"} <= found.keys() and any(it in found for it in _BESIDE)
    return found if telling else {}


@cache
def _meanings() -> Mapping[str, str]:
    told = tomllib.loads((files("enduse.data") / "listing_headers.toml").read_text(encoding="utf-8"))["headers"]
    found: dict[str, str] = {}
    for word, texts in told.items():
        for text in texts:
            found.setdefault(header_key(text), word)
    return found
