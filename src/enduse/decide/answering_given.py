"""Answers as people give them, as answer words of the catalogue."""

import re
import tomllib
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from functools import cache
from importlib.resources import files

from enduse.decide.deriving import hubs
from enduse.decide.end_use_text import read_end_use
from enduse.decide.order_words import has_words
from enduse.decide.question_texts import answer_labels
from enduse.decide.questions import Question, Reply, questions
from enduse.errors import InputError
from enduse.model.order import Given, Order
from enduse.text.countries import country_code
from enduse.text.dates import read_day

INVASION = date(2022, 2, 24)
_PAPERS = ("document", "schedule", "record")
"""Questions about the state of papers: the latest dated answer counts, since papers are brought later."""
_TEXT = 12
"""Characters from which a free text counts as an answer to a question that asks for one."""


def given_replies(order: Order) -> tuple[Reply, ...]:
    """The answers that were given, each with one of its question's words.

    Raises:
        InputError: ``E-ANSWER``: no such question, or words that are no answer to it.
    """
    return tuple(_replies(order))


def _replies(order: Order) -> Iterator[Reply]:
    for given in _latest_papers(order.answers):
        question = _question(given)
        word = _word(question, given, order)
        if word is None:
            continue
        who = f" by {given.by}" if given.by else ""
        said = given.text or (given.value if given.value.casefold() != word else "")
        sentence = f"Answered{who}: {word.replace('_', ' ')}" + (f" ({said})" if said else "")
        yield Reply(question.id, word, sentence, "answer", sources=given.evidence)


def _latest_papers(answers: tuple[Given, ...]) -> Iterator[Given]:
    for it in answers:
        later = [
            other for other in answers if other.question == it.question and it.on and other.on and other.on > it.on
        ]
        if not later or _question(it).type not in _PAPERS:
            yield it


def _question(given: Given) -> Question:
    number = re.fullmatch(r"\s*[qQ]?0*(\d{1,2})\s*", given.question)
    question = questions().get(f"Q{int(number[1]):02d}") if number else None
    if question is None:
        raise InputError(
            f"{given.question!r} is no question; they are called Q01 to Q{len(questions())}..",
            code="E-ANSWER",
        )
    return question


def _word(question: Question, given: Given, order: Order) -> str | None:
    """The answer word; None where nothing was said that the question could take."""
    value = " ".join(given.value.split()).casefold()
    if not value and not given.text:
        return None
    word = _exact(question, value)
    if question.id == "Q09" and word in (None, "specific"):
        return read_end_use(given.text or (given.value if word is None else order.end_use))
    if word is None:
        word = _free(question, given.value or given.text) or _leading(question, given.value or given.text)
    if word is None and value in _words()["unsure"]:
        return None
    if word is None:
        raise InputError(
            f"{given.value or given.text!r} was given as the answer to {question.id} ({question.text}); "
            f"it must be one of {', '.join(question.answers)}.",
            code="E-ANSWER",
        )
    return word


def _exact(question: Question, value: str) -> str | None:
    """By the word itself, its label in one of five languages, or a yes or no of the same meaning."""
    plain = re.sub(r"[\s-]+", "_", value).strip("._!")
    if plain in question.answers:
        return plain
    labels = answer_labels(question.id)
    if (word := labels.get(value)) is not None:
        return word
    for meant, spellings in _words().items():
        if value.strip(" .!") in spellings:
            same = ("unsure", "unknown") if meant == "unsure" else (meant,)
            return next((it for it in same if it in question.answers), None)
    return None


def _leading(question: Question, text: str) -> str | None:
    """A yes or no that a sentence begins with: ``No, civil pumps only``; the sentence stays with the reply."""
    head = re.match(r"\s*([^\W\d]+)\s*[,.;:!，。、；：]", text)
    return _exact(question, head[1].casefold()) if head else None


def _free(question: Question, text: str) -> str | None:
    """A free text, where the question asks for one: a day, a country, a route, a reason."""
    reader = _READERS.get(question.id)
    return reader(text) if reader else None


def _founded(text: str) -> str | None:
    read = read_day(text)
    if read.day is None or read.doubtful:
        return None
    return "before" if read.day < INVASION else "after"


def _hub(text: str) -> str | None:
    code = country_code(text)
    return None if code is None else ("yes" if code in hubs() else "no")


def _route(text: str) -> str | None:
    if len(text.strip()) < _TEXT:
        return None
    codes = {country_code(it) for it in re.split(r"[,;>/→\-–]+", text)}
    if "RU" in codes or has_words("in_russia", text):
        return "transit_ru"
    return "transit_by" if "BY" in codes or has_words("in_belarus", text) else "stated"


def _reason(text: str) -> str | None:
    return "reason" if len(text.strip()) >= 2 * _TEXT and read_end_use(text) != "boilerplate" else "no_reason"


def _listed(word: str) -> Callable[[str], str | None]:
    return lambda text: word if len(text.strip()) >= _TEXT else None


_READERS: Mapping[str, Callable[[str], str | None]] = {
    "Q03": _founded,
    "Q07": _listed("known"),
    "Q10": _reason,
    "Q14": _listed("explained"),
    "Q20": _hub,
    "Q28": _route,
    "Q36": _listed("listed"),
}
"""Questions that take a free text. Names of users, owners and go-betweens belong into the order: they are screened."""


@cache
def _words() -> dict[str, list[str]]:
    table = tomllib.loads((files("enduse.data") / "answer_words.toml").read_text(encoding="utf-8"))
    return {meant: [it.casefold() for it in spellings] for meant, spellings in table.items()}
