"""The questions in five languages."""

import re

import pytest

from enduse.decide.question_texts import LANGUAGES, answer_labels, group_title, question_text
from enduse.decide.questions import questions
from enduse.errors import UsageError

SCRIPTS = {
    "ko": re.compile(r"[\uac00-\ud7af]"),
    "zh": re.compile(r"[\u4e00-\u9fff]"),
    "ja": re.compile(r"[\u3040-\u30ff]"),
    "de": re.compile(r"[a-zäöüß]"),
    "en": re.compile(r"[a-z]"),
}
IDS = [(id, language) for language in LANGUAGES for id in questions()]


@pytest.mark.parametrize(("id", "language"), IDS)
def test_each_question_is_written_whole_in_each_language(id: str, language: str) -> None:
    text = question_text(id, language)
    for said in (text.question, text.why, text.good_answer):
        assert SCRIPTS[language].search(said)
    assert text.question.rstrip().endswith(("?", "？", "か。", "십시오.", "ください。", "。"))
    assert text.why.rstrip().endswith((".", "。"))


@pytest.mark.parametrize(("id", "language"), [it for it in IDS if it[1] != "en"])
def test_nothing_was_left_in_english(id: str, language: str) -> None:
    own, english = question_text(id, language), question_text(id, "en")
    assert own.question != english.question
    assert own.why != english.why
    assert own.good_answer != english.good_answer


@pytest.mark.parametrize(("id", "language"), IDS)
def test_answers_are_told_apart(id: str, language: str) -> None:
    labels = question_text(id, language).answers
    assert set(labels) == set(questions()[id].answers)
    assert len({it.casefold() for it in labels.values()}) == len(labels)
    for word, label in labels.items():
        assert answer_labels(id)[label.casefold()] == word


@pytest.mark.parametrize("language", LANGUAGES)
def test_groups_have_titles(language: str) -> None:
    titles = {group_title(it.group, language) for it in questions().values()}
    assert len(titles) == len({it.group for it in questions().values()})


def test_a_region_is_ignored() -> None:
    assert question_text("Q01", "zh-CN") == question_text("Q01", "zh")
    assert question_text("Q01", "de_AT") == question_text("Q01", "de")


def test_another_language_is_an_error_that_names_the_five() -> None:
    with pytest.raises(UsageError, match="en, ko, de, zh, ja") as caught:
        question_text("Q01", "fr")
    assert caught.value.code == "E-LANGUAGE"


@pytest.mark.parametrize("id", list(questions()))
def test_no_text_pronounces_a_verdict(id: str) -> None:
    said = " ".join((questions()[id].text, questions()[id].why, questions()[id].good))
    assert not re.search(r"\b(guilty|cleared|clean|safe|criminal)\b", said)
