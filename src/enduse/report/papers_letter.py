"""The letter that asks the customer: only what decides, in plain words, nothing of what the house thinks."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from enduse.model.order import Order
from enduse.report.paper_parts.blocks import Asked, Block, Fields, Heading, Paper, Signature, Words
from enduse.report.paper_parts.cleaning import plain_line
from enduse.report.papers_texts import country_text, day_text, page_text, paper_language, start_of, wording


@dataclass(frozen=True)
class LetterPlan:
    """What the letter asks.

    Attributes:
        questions: ``Q01`` ... in the order in which they are asked.
        language: Of the customer.
        on: Day of the letter.
        due: Day by which an answer is asked for; None: none is named.
    """

    questions: tuple[str, ...]
    language: str
    on: date
    due: date | None = None


def for_customer(questions: Iterable[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The questions that a customer can answer, and those that the house must settle itself, each once."""
    asked = tuple(dict.fromkeys(questions))
    known = wording("en", "ask")
    return tuple(it for it in asked if it in known), tuple(it for it in asked if it not in known)


def question_letter(order: Order, plan: LetterPlan) -> Paper:
    """The letter to the buyer; questions that are not for a customer are left out."""
    language = paper_language(plan.language)
    texts = wording(language, "letter")
    buyer, seller = order.party("buyer"), order.party("seller")
    number = plain_line(order.id)
    title = texts["title_number"].format(number=number) if number else texts["title"]
    blocks = [_head(order, plan.on, language), Words(texts["greeting"]), Words(texts["intro"])]
    if plan.due:
        blocks.append(Words(texts["due"].format(date=day_text(plan.due, language)), "strong"))
    blocks += [Words(texts["how"]), Heading(texts["questions"]), *_questions(plan.questions, language)]
    blocks += [Words(texts["thanks"]), Words(texts["closing"]), Signature((_signed(order, language),))]
    return Paper(
        kind="letter",
        title=title,
        language=language,
        blocks=tuple(blocks),
        author=seller.name if seller else "",
        number=order.id,
        at=start_of(plan.on),
        to=buyer.email if buyer else "",
        page=page_text(language),
    )


def _head(order: Order, on: date, language: str) -> Block:
    common = wording(language, "common")
    rows = [(common["date"], day_text(on, language))]
    for role, label in (("seller", common["seller"]), ("buyer", common["buyer"])):
        party = next((it for it in order.parties if it.role == role), None)
        if party and party.name:
            where = (party.name, party.address, country_text(party.country, language))
            rows.append((label, ", ".join(filter(None, where))))
    goods = "; ".join(" ".join(filter(None, (it.brand, it.model))) or it.text for it in order.lines)
    return Fields((*rows, *([(common["goods"], goods)] if goods else [])))


def _questions(questions: tuple[str, ...], language: str) -> list[Block]:
    texts, asks = wording(language, "letter"), wording(language, "ask")
    kept, _ = for_customer(questions)
    return [
        Asked(at, asks[it][0], texts["good"].format(good=asks[it][1]), texts["answer"], it)
        for at, it in enumerate(kept, 1)
    ]


def _signed(order: Order, language: str) -> str:
    seller = order.party("seller")
    name = seller.name if seller else ""
    return ", ".join(filter(None, (name, wording(language, "letter")["sender"])))
