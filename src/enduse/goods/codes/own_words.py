"""Our own words for the codes that matter here, and the words of seven languages that lead to them (``data/goods``)."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True)
class OwnWords:
    """The bundled table.

    Attributes:
        codes: Code of HS2022 (2, 4 or 6 digits) to its label.
        concepts: Concept to its words in all languages, as they begin: ``lathe`` to ``токарн``, ``车床`` ...
        qualifiers: Terms of concepts that a code is for only: it loses where a text does not say so.
        machines: Terms that name a machine.
        components: Terms that name a part of one.
    """

    codes: Mapping[str, str]
    concepts: Mapping[str, tuple[str, ...]]
    qualifiers: frozenset[str]
    machines: frozenset[str]
    components: frozenset[str]

    def labels(self, code: str) -> tuple[str, ...]:
        """The label of a code, if it has one."""
        label = self.codes.get(code, "")
        return (label,) if label else ()


@cache
def own_words() -> OwnWords:
    """The bundled table, read once."""
    text = (files("enduse.data") / "goods" / "hs_words.toml").read_text(encoding="utf-8")
    read = tomllib.loads(text)
    concepts = {
        concept: tuple(word for words in by_language.values() for word in words)
        for concept, by_language in read["concepts"].items()
    }
    groups = (frozenset(f"={it}" for it in read[name]) for name in ("qualifiers", "machines", "components"))
    return OwnWords(read["codes"], concepts, *groups)
