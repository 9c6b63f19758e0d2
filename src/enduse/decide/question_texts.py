"""The questions in plain words of five languages: for the clerk who asks and for the customer who answers."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

from enduse.decide.questions import questions
from enduse.errors import UsageError

LANGUAGES = ("en", "ko", "de", "zh", "ja")
"""Languages of the questions; Chinese in simplified characters."""


@dataclass(frozen=True)
class QuestionText:
    """One question in one language.

    Attributes:
        question: The question itself.
        why: Why it matters, one sentence.
        good_answer: What a good answer looks like.
        answers: Answer word to what a reader sees.
        group: What it is about: "Final user".
    """

    question: str
    why: str
    good_answer: str
    answers: Mapping[str, str]
    group: str


def question_text(id: str, language: str = "en") -> QuestionText:
    """The question in that language.

    Args:
        id: ``Q01`` ...
        language: One of ``LANGUAGES``; a region is ignored (``zh-CN``).

    Raises:
        UsageError: ``E-LANGUAGE``: no such language.
    """
    return _texts(language.replace("_", "-").partition("-")[0].casefold())[id]


def group_title(group: str, language: str = "en") -> str:
    """What a group of questions is called."""
    title: str = _table(language)["groups"][group]
    return title


@cache
def answer_labels(id: str) -> Mapping[str, str]:
    """What a reader sees of each answer, in lower case, in all languages: to the answer word."""
    found = dict[str, str]()
    for language in LANGUAGES:
        for word, label in question_text(id, language).answers.items():
            found.setdefault(label.casefold(), word)
    return MappingProxyType(found)


@cache
def _texts(language: str) -> Mapping[str, QuestionText]:
    if language not in LANGUAGES:
        raise UsageError(
            f"The questions are not written in {language!r}; choose one of {', '.join(LANGUAGES)}.", code="E-LANGUAGE"
        )
    table = _table(language)
    return MappingProxyType({id: _text(id, table) for id in questions()})


def _text(id: str, table: Mapping[str, Any]) -> QuestionText:
    question = questions()[id]
    own = {"question": question.text, "why": question.why, "good": question.good} | table.get(id, {})
    labels = {word: own.get("answers", {}).get(word) or table["answers"][word] for word in question.answers}
    return QuestionText(own["question"], own["why"], own["good"], labels, table["groups"][question.group])


@cache
def _table(language: str) -> Mapping[str, Any]:
    text = (files("enduse.data") / "question_texts" / f"{language}.toml").read_text(encoding="utf-8")
    return MappingProxyType(tomllib.loads(text))
