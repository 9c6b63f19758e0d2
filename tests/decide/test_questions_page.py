"""The page that lists the questions says what the catalogue says."""

from pathlib import Path

import pytest

from enduse.decide.questions import Question, questions

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "questions.md"


def row(question: Question) -> str:
    """The question's line in the page's table."""
    needs = [
        f"*{word.replace('_', ' ')}*: {', '.join(it.name for it in said)}"
        for word, said in question.answers.items()
        if said
    ]
    if question.missing:
        needs.append(f"*no answer*: {', '.join(it.name for it in question.missing)}")
    free = ", ".join(word.replace("_", " ") for word, said in question.answers.items() if not said)
    return f"| {question.id} | {question.text} | {'; '.join(needs)} | {free} |"


@pytest.mark.parametrize("id", list(questions()))
def test_the_page_has_each_question_with_its_outcomes(id: str) -> None:
    assert row(questions()[id]) in PAGE.read_text(encoding="utf-8").splitlines()


def test_the_page_has_no_other_questions() -> None:
    lines = [it for it in PAGE.read_text(encoding="utf-8").splitlines() if it.startswith("| Q")]
    assert len(lines) == len(questions())
