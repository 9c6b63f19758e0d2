"""Which country an unknown spelling may mean: a suggestion to ask about, never an answer."""

from functools import cache
from importlib.resources import files

from rapidfuzz import fuzz, process

from enduse.text.countries import is_country, place_key

_LIKE = 80
"""How alike the spellings must be, of 100."""


def likely_country(text: str) -> str:
    """ISO alpha-2 of the country whose name or main city is spelled nearly so; empty: none comes near.

    >>> likely_country("Toshkent"), likely_country("Uzbekhistan"), likely_country("somewhere")
    ('UZ', 'UZ', '')
    """
    found = process.extractOne(place_key(text), _spellings().keys(), scorer=fuzz.ratio, score_cutoff=_LIKE)
    return _spellings()[found[0]] if found else ""


@cache
def _spellings() -> dict[str, str]:
    found = dict[str, str]()
    for line in _lines("country_names.tsv"):
        code, _, _, names = line.split("\t")
        found.update((place_key(it), code) for it in names.split("|"))
    for line in _lines("country_points.tsv")[1:]:
        code, _, _, city = line.split("\t")
        found.setdefault(place_key(city), code)
    return {key: code for key, code in found.items() if key and is_country(code)}


def _lines(name: str) -> list[str]:
    text = (files("enduse.data") / name).read_text(encoding="utf-8")
    return [it for it in text.splitlines() if it and not it.startswith("#")]
