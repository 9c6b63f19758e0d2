import tomllib
from importlib.resources import files
from string import Formatter
from typing import Any

import pytest

from enduse.errors import UsageError
from enduse.report.dossier_parts.texts import LANGUAGES, Texts, dossier_language


def told(language: str) -> dict[str, Any]:
    return tomllib.loads((files("enduse.data") / "dossier_texts" / f"{language}.toml").read_text(encoding="utf-8"))


def fields(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_says_everything_and_keeps_the_places_to_fill(language: str) -> None:
    english, other = told("en"), told(language)
    assert {name: set(it) for name, it in other.items()} == {name: set(it) for name, it in english.items()}
    for section, texts in english.items():
        for key, text in texts.items():
            if isinstance(text, str):
                assert fields(other[section][key]) == fields(text), (section, key)


@pytest.mark.parametrize("language", [it for it in LANGUAGES if it != "en"])
def test_a_translation_says_that_nobody_has_checked_it(language: str) -> None:
    assert Texts(language).say("hint", "language")


def test_a_region_is_ignored_and_an_unknown_language_refused() -> None:
    assert dossier_language("zh-CN") == "zh"
    with pytest.raises(UsageError, match="'fr'") as caught:
        dossier_language("fr")
    assert caught.value.code == "E-DOSSIER-LANGUAGE"
