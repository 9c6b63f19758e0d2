"""The bundled tables of words and letters, read once."""

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def letters() -> dict[str, Any]:
    """How letters are spelt in Latin letters, and what they are called: ``names_letters.toml``."""
    return _toml("names_letters.toml")


@cache
def parts() -> dict[str, Any]:
    """Parts of compounds, small words, titles and the like: ``names_parts.toml``."""
    return _toml("names_parts.toml")


def rows(name: str) -> list[str]:
    """Lines of a bundled table without its remarks."""
    text = (files("enduse.data") / name).read_text(encoding="utf-8")
    return [it for it in text.splitlines() if it and not it.startswith("#")]


def words(name: str) -> frozenset[str]:
    """A list of ``names_parts.toml`` as a set."""
    return frozenset(parts()[name])


def _toml(name: str) -> dict[str, Any]:
    return tomllib.loads((files("enduse.data") / name).read_text(encoding="utf-8"))
