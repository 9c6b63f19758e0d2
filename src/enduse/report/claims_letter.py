"""The letter to somebody whom claims concern: to comment on what is said of it, or to confirm what is said in its name.

It tells what was said, by whom and when, and asks. It says nothing of what the house thinks, and nothing that is
personal or leaked.
"""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final

from enduse.errors import UsageError
from enduse.model.claim import Claim, Request
from enduse.model.claim_facts import exact_day, span_of
from enduse.report.paper_parts.blocks import Asked, Block, Bullets, Fields, Heading, Paper, Signature, Words
from enduse.report.papers_texts import day_text, start_of

LANGUAGES: Final = ("en", "ko", "ru", "zh", "de", "ja")


@dataclass(frozen=True)
class LetterHead:
    """Who writes, and how.

    Attributes:
        language: One of ``LANGUAGES``; a region is ignored (``zh-CN``).
        sender: Name of the house.
        number: Of the request; empty: none is printed.
    """

    language: str = "en"
    sender: str = ""
    number: str = ""


def letter_language(language: str) -> str:
    """The language as these letters know it.

    Raises:
        UsageError: ``E-LANGUAGE``: they are not written in it.
    """
    wanted = language.replace("_", "-").partition("-")[0].casefold()
    if wanted not in LANGUAGES:
        raise UsageError(
            f"These letters are not written in {language!r}; choose one of {', '.join(LANGUAGES)}.", code="E-LANGUAGE"
        )
    return wanted


def usual_question(purpose: str, language: str) -> str:
    """What is asked where the user words no question.

    Raises:
        UsageError: ``E-LANGUAGE``.
    """
    return _texts(letter_language(language))[purpose]["question"]


def claim_letter(request: Request, claims: Sequence[Claim], head: LetterHead = LetterHead()) -> Paper:  # noqa: B008
    """The letter of a request.

    Args:
        request: Whom, what, until when.
        claims: Those that it is about; sensitive ones are left out.
        head: Language and sender.

    Raises:
        UsageError: ``E-LANGUAGE``.
    """
    language = letter_language(head.language)
    texts, purpose = _texts(language)["letter"], _texts(language)[request.purpose]
    rows = ((texts["to"], request.to), (texts["date"], day_text(exact_day(request.asked_on), language)))
    blocks: list[Block] = [Fields((*rows, *(((texts["number"], head.number),) if head.number else ())))]
    blocks += [Words(texts["greeting"]), Words(purpose["intro"])]
    if told := tuple(_told(it, language) for it in claims if it.sensitivity == "none"):
        blocks += [Heading(purpose["statements"]), Bullets(told)]
    if request.deadline:
        blocks.append(Words(texts["due"].format(date=day_text(exact_day(request.deadline), language)), "strong"))
    blocks.append(Heading(texts["questions"]))
    blocks += [
        Asked(at, it, "", texts["answer"], f"{head.number}-{at}" if head.number else str(at))
        for at, it in enumerate(request.questions, 1)
    ]
    last = (texts["how"], texts["silence"], texts["thanks"], texts["closing"])
    signed = Signature((", ".join(filter(None, (head.sender, texts["sender"]))),))
    return Paper(
        kind="letter",
        title=purpose["title"],
        language=language,
        blocks=(*blocks, *map(Words, last), signed),
        author=head.sender,
        number=head.number,
        at=start_of(exact_day(request.asked_on)),
        to=request.contact if request.channel == "email" else "",
        page=texts["page"],
    )


def _told(claim: Claim, language: str) -> str:
    texts = _texts(language)["statement"]
    days = span_of(claim.said_on)
    # The quote is what was said; our own words about it may be coloured.
    text = f"“{claim.source.quote}”" if claim.source.quote else claim.text_or_quote
    if days is None:
        return texts["line_undated"].format(speaker=claim.speaker, text=text)
    day = day_text(days[0], language) if days[0] == days[1] else claim.said_on
    return texts["line"].format(speaker=claim.speaker, day=day, text=text)


@cache
def _texts(language: str) -> Mapping[str, Mapping[str, str]]:
    return tomllib.loads(files("enduse.data").joinpath("claim_texts", f"{language}.toml").read_text(encoding="utf-8"))
