"""The parameters that control entries ask for: their words, units and questions."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class Parameter:
    """One thing that an entry may ask for.

    Attributes:
        name: In TOML and in answers.
        kind: ``flag`` (yes or no), ``number``, ``word``, or ``axis`` (a figure for each linear axis).
        label: In a sentence.
        question: To the maker or seller.
        words: What a ``word`` may be.
    """

    name: str
    kind: str
    label: str
    question: str
    words: tuple[str, ...] = ()


@cache
def parameters() -> Mapping[str, Parameter]:
    """Every parameter by name."""
    text = (files("enduse.data") / "goods" / "entries" / "parameters.toml").read_text(encoding="utf-8")
    return MappingProxyType(
        {
            name: Parameter(name, it["kind"], it["label"], it["question"], tuple(it.get("words", ())))
            for name, it in tomllib.loads(text).items()
        }
    )
