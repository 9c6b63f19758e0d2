"""What the fields of an order are called, in files of six languages; see ``data/order_fields.toml``."""

import tomllib
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from rapidfuzz import fuzz, process

_NEAR = 82
"""How alike two keys are, of 100, for one to be suggested in place of the other."""


@dataclass(frozen=True)
class Field:
    """Where a value belongs.

    Attributes:
        group: ``order``, ``goods``, or the role of a party.
        name: Field of the order, of a line or of a party; empty: the whole line or party.
    """

    group: str
    name: str


def field_of(key: str) -> Field | None:
    """The field that a key or a header means; None where none is known by that name.

    A role alone means its name, and a role with one of a party's words that field of it.
    """
    return _fields().get(compact(key))


def goods_field(key: str) -> str:
    """The field of a goods line that a key inside it means; empty: none."""
    return _names("goods").get(compact(key), "")


def party_field(key: str) -> str:
    """The field of a party that a key inside it means; empty: none."""
    return _names("party").get(compact(key), "")


def owner_field(key: str) -> str:
    """The field of an owner that a key inside it means; empty: none."""
    return _names("owner").get(compact(key), "")


def word_of(text: str, words: tuple[str, ...]) -> str:
    """Which of these words of the section ``words`` a text says; empty: none of them."""
    table = _spoken()
    said = compact(text)
    return next((it for it in words if said in table[it]), "")


def nearest_key(key: str) -> str:
    """The known key that a strange one is most like; empty: none is like it."""
    found = process.extractOne(compact(key), list(_fields()), scorer=fuzz.ratio, score_cutoff=_NEAR)
    return found[0] if found else ""


def compact(text: str) -> str:
    """Letters and digits only, lower case, without accents on Latin letters."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return unicodedata.normalize("NFC", "".join(it for it in plain if it.isalnum() or 0x1100 <= ord(it) < 0x1200))


@cache
def _table() -> Mapping[str, Any]:
    return tomllib.loads((files("enduse.data") / "order_fields.toml").read_text(encoding="utf-8"))


@cache
def _names(section: str) -> dict[str, str]:
    return {compact(word): name for name, words in reversed(_table()[section].items()) for word in (*words, name)}


@cache
def _spoken() -> dict[str, frozenset[str]]:
    return {name: frozenset(compact(it) for it in words) for name, words in _table()["words"].items()}


@cache
def _fields() -> dict[str, Field]:
    """Every key; where two fields claim one, the order's own comes first, then parties', then goods'."""
    found = {key: Field("goods", name) for key, name in _names("goods").items()}
    for role, words in _table()["roles"].items():
        for spoken in map(compact, (*words, role)):
            for key, name in _names("party").items():
                found[f"{spoken}{key}"] = Field(role, name)
                if key:
                    found[f"{key}{spoken}"] = found[f"{key}des{spoken}s"] = Field(role, name)
    for key, name in _names("order").items():
        found[key] = Field("order", name)
    return found
