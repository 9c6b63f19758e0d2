"""The bundled words that tell the parts of an address apart."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any


@dataclass(frozen=True)
class AddressWords:
    """Words in lower case to what they say.

    Attributes:
        units: ``room``, ``floor``, ``building``, ``house``, ``box``.
        letters: The same for single letters, which count only straight before a number.
        streets: ``street``, ``road``, ``avenue`` ...
        places: ``city``, ``region``, ``district``.
        suffixes: Ends of words, the longest first.
        directions: ``north`` to ``bei``.
        buildings: Words in names of buildings: ``tower``, ``plaza`` ...
        exonyms: Folded names of a city to the one that stands for it.
        han: Marks after a Chinese part, the longest first.
        hangul: Marks after a Korean part, the longest first.
    """

    units: Mapping[str, str]
    letters: Mapping[str, str]
    streets: Mapping[str, str]
    places: Mapping[str, str]
    suffixes: Mapping[str, str]
    directions: Mapping[str, str]
    buildings: frozenset[str]
    exonyms: Mapping[str, str]
    han: Mapping[str, str]
    hangul: Mapping[str, str]


@cache
def address_words() -> AddressWords:
    """The tables of ``data/address_words.toml``."""
    told = tomllib.loads((files("enduse.data") / "address_words.toml").read_text(encoding="utf-8"))
    return AddressWords(
        units=_turned(told["units"]),
        letters=told["letters"],
        streets=_turned(told["streets"]),
        places=_turned(told["places"]),
        suffixes=_longest_first(told["suffixes"]),
        directions=_turned(told["directions"]),
        buildings=frozenset(told["buildings"]["named"]),
        exonyms=_turned(told["exonyms"]),
        han=_longest_first(told["han"]),
        hangul=_longest_first(told["hangul"]),
    )


def _turned(table: Mapping[str, Any]) -> dict[str, str]:
    return {word: kind for kind, words in table.items() for word in words}


def _longest_first(table: Mapping[str, str]) -> dict[str, str]:
    return dict(sorted(table.items(), key=lambda it: -len(it[0])))
