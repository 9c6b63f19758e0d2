"""What a dossier says beside its own sentences, in six languages."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

from enduse.errors import UsageError

LANGUAGES = ("en", "ko", "uk", "ru", "zh", "de")


def dossier_language(language: str) -> str:
    """The language as dossiers know it; a region is ignored (``zh-CN``).

    Raises:
        UsageError: ``E-DOSSIER-LANGUAGE``: dossiers have no headings in it.
    """
    plain = language.replace("_", "-").partition("-")[0].casefold()
    if plain not in LANGUAGES:
        said = f"Dossiers have no headings in {language!r}; choose one of {', '.join(LANGUAGES)}."
        raise UsageError(said, code="E-DOSSIER-LANGUAGE")
    return plain


class Texts:
    """The texts of one language; a missing one is an error of ours, not a gap in the page."""

    def __init__(self, language: str) -> None:
        self.language = dossier_language(language)
        self._known = _texts(self.language)

    def say(self, section: str, key: str, **given: object) -> str:
        """One text, with ``{names}`` filled in; what is filled in is never read as a pattern."""
        found = str(self._known[section][key])
        return found.format(**given) if given else found

    def label(self, key: str, **given: object) -> str:
        """A text of the section ``label``."""
        return self.say("label", key, **given)

    def grade(self, word: str) -> str:
        """One of the six words of confidence in this language."""
        return str(self._known["grade"][word][0])

    def pairs(self, section: str) -> tuple[tuple[str, str], ...]:
        """Word and meaning, in order: ``grade`` or ``glossary``."""
        return tuple((it[0], it[1]) for it in self._known[section].values())

    def lines(self, section: str) -> tuple[str, ...]:
        """All texts of a section, in order."""
        return tuple(str(it) for it in self._known[section].values())


@cache
def _texts(language: str) -> Mapping[str, Any]:
    path = files("enduse.data") / "dossier_texts" / f"{language}.toml"
    return MappingProxyType(tomllib.loads(path.read_text(encoding="utf-8")))
