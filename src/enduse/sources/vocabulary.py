"""The column names that we know, by table, our column and language."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from enduse.store.record_kinds import PARTY_ROLES
from enduse.store.schema import ROLES, TABLES
from enduse.text.headers import header_key

Spellings = Mapping[str, Mapping[str, tuple[str, ...]]]
"""Our column to language to spellings."""

DETAILS = (
    *("identifier", "address", "country", "account", "bank", "bank_country"),
    *("phone", "email", "website", "activity", "activity_code", "employees", "incorporated"),
)
"""What tables tell of a party beside its name; banks and accounts in payments, contacts and business in orders."""


@dataclass(frozen=True)
class Known:
    """A spelling that names one of our columns.

    Attributes:
        target: Our column.
        spelling: For people.
    """

    target: str
    spelling: str


@cache
def spellings(table: str) -> Spellings:
    """What our columns of one table are called; what is put together of a party and a detail is not among them."""
    own = _customs().get(table, {}) or _records().get(table, {})
    roles = {role: _records()["roles"][role]["names"] for role in PARTY_ROLES.get(table, ())}
    return {
        target: {language: tuple(texts) for language, texts in languages.items()}
        for target, languages in {**roles, **own}.items()
    }


@cache
def composed_keys(table: str) -> Mapping[str, Known]:
    """Header keys put together of a party and one of its details: "ИНН плательщика", "payer tax ID"."""
    if table == "items":
        return _composed_of_items()
    found: dict[str, Known] = {}
    for role in PARTY_ROLES.get(table, ()):
        for detail, languages in _records()["details"].items():
            target = f"{role}_{detail}"
            if any(it.name == target for it in TABLES[table].columns):
                for key, spelling in _composed(role, languages):
                    found.setdefault(key, Known(target, spelling))
    return found


def _composed_of_items() -> Mapping[str, Known]:
    """The parties of a declaration and their details; a spelling that names a column of its own keeps to it.

    "Gönderen Ülke" is where the goods come from, not where their sender sits.
    """
    own = {
        header_key(text) for languages in spellings("items").values() for texts in languages.values() for text in texts
    }
    found: dict[str, Known] = {}
    for role, detail in ((role, detail) for role in ROLES for detail in _customs()["details"]):
        target = f"{role}_{detail}"
        if any(it.name == target for it in TABLES["items"].columns):
            for key, text in _joined(role, _customs()["details"][detail]):
                if key not in own:
                    found.setdefault(key, Known(target, text))
    return found


def _joined(role: str, details: Mapping[str, list[str]]) -> Iterator[tuple[str, str]]:
    """Keys of a party's names and forms, each with each word for a detail in the same language, both ways round."""
    forms = _customs()["forms"].get(role, {})
    for language, words in details.items():
        names = [*spellings("items").get(role, {}).get(language, ()), *forms.get(language, ())]
        keys = {text: header_key(text) for text in (*names, *words)}
        for name, word in ((name, word) for name in names for word in words):
            yield keys[name] + keys[word], f"{name} {word}"
            yield keys[word] + keys[name], f"{word} {name}"
            if language == "ja":
                yield f"{keys[name]}の{keys[word]}", f"{name}の{word}"


def _composed(role: str, details: Mapping[str, list[str]]) -> Iterator[tuple[str, str]]:
    """Party before detail and detail before party; joined keys are the key of the joined text."""
    told = _records()["roles"][role]
    for language, words in details.items():
        names = [*told["names"].get(language, ()), *told.get("forms", {}).get(language, ())]
        keys = {name: header_key(name) for name in names}
        for word in words:
            detail = header_key(word)
            for name in names:
                yield keys[name] + detail, f"{name} {word}"
                if language == "ja":
                    yield f"{keys[name]}の{detail}", f"{name}の{word}"
                yield detail + keys[name], f"{word} {name}"


@cache
def detail_keys(detail: str) -> frozenset[str]:
    """Header keys of a detail that stands without its party: ``identifier``, ``address``, ``country``."""
    return frozenset(header_key(word) for words in _records()["details"][detail].values() for word in words)


@cache
def fallback_spellings(target: str) -> Mapping[str, tuple[str, ...]]:
    """What is read where the column itself is missing or empty, e.g. the year of a fair."""
    return {language: tuple(texts) for language, texts in _records()["derived"].get(target, {}).items()}


@cache
def never_words() -> Mapping[str, tuple[str, ...]]:
    """Kind of column to words that rule it out."""
    return {kind: tuple(words) for kind, words in _customs()["never"].items()}


@cache
def generic_keys() -> Mapping[str, str]:
    """Header key to ``identifier``, ``address`` ... for headers that name no party."""
    found = {header_key(text): kind for kind, texts in _customs()["generic"].items() for text in texts}
    for detail in _records()["details"]:
        for key in detail_keys(detail):
            found.setdefault(key, detail)
    return found


@cache
def _customs() -> dict[str, Any]:
    return tomllib.loads((files("enduse.data") / "customs_headers.toml").read_text(encoding="utf-8"))


@cache
def _records() -> dict[str, Any]:
    return tomllib.loads((files("enduse.data") / "record_headers.toml").read_text(encoding="utf-8"))
