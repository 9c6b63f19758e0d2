"""The packet for the authority that classifies and licenses: the order, and per model what is known and what is not."""

from collections.abc import Iterable

from enduse.decide.checked import Checked
from enduse.goods.desk import GoodsAnswer
from enduse.goods.entries.conditions import Missing, Shown
from enduse.goods.entries.evaluation import EntryAnswer
from enduse.goods.parameters import parameters
from enduse.report.checked import NOT_ADVICE, as_object
from enduse.report.paper_parts.blocks import Block, Bullets, Fields, Grid, Heading, Paper, Signature, Words
from enduse.report.papers_findings import lists_blocks, party_blocks, rule_blocks
from enduse.report.papers_order import goods_table, parties_table, terms_table
from enduse.report.papers_record import answer_blocks

ASKED = {
    "classify": "We ask you to classify the goods described below: whether and under which entry they are controlled.",
    "licence": "We ask for a licence or permit for the order described below, or for your word that none is needed.",
    "advise": "We ask how this order is to be handled: we hold information that we cannot assess ourselves.",
}
"""What an authority may be asked, by word."""


def referral_packet(checked: Checked, asked: str) -> Paper:
    """The packet, in English.

    Args:
        checked: The order as it was examined for the packet.
        asked: One of ``ASKED``, or a sentence of one's own.
    """
    order, kept = checked.order, as_object(checked)
    seller = order.party("seller")
    blocks: list[Block] = [
        Words(ASKED.get(asked, asked), "strong"),
        Words(
            "This packet says what is known and what is missing on the day of the check. Whether goods are controlled "
            "and whether they may go is for the authority to decide.",
            "note",
        ),
        Heading("The order"),
        parties_table(order),
        goods_table(order),
        terms_table(order),
        *(it for number in sorted(checked.goods) for it in goods_blocks(f"Line {number}", checked.goods[number])),
        *rule_blocks(kept, law_only=True),
        *answer_blocks(order, kept),
        *party_blocks(kept),
        *lists_blocks(kept),
        Heading("Signature"),
        Signature((f"{seller.name if seller else ''}, name, position, date, telephone".lstrip(", "),)),
        Words(NOT_ADVICE, "small"),
    ]
    return Paper(
        kind="referral",
        title=f"Referral to the authority, order {order.id}",
        language="en",
        blocks=tuple(blocks),
        author=seller.name if seller else "",
        number=order.id,
        at=checked.checked_at,
        foot=f"Order {order.id}. Law of {order.on:%-d %B %Y}. Rules {checked.determination.rules_version}.",
        page="Page {page} of {pages}",
    )


def goods_blocks(title: str, answer: GoodsAnswer) -> list[Block]:
    """What is known and missing of one line of goods, entry by entry."""
    code = answer.code.code if answer.code else ""
    suggested = ", ".join(it.code for it in answer.suggestions[:3])
    listed = ", ".join(f"{it.authority} {it.list} {it.tier}".strip() for it in answer.listings)
    rows = (
        ("Described as", answer.question.text),
        ("Goods code", code or f"none given; the description suggests {suggested or 'none'}"),
        ("Lists that name the code", listed or "none of those held"),
    )
    blocks: list[Block] = [Heading(f"{title}: known and missing parameters"), Fields(rows)]
    blocks += [Words(f"Contradiction: {fact.note}") for fact in answer.goods.every("contradiction")]
    likely = answer.likely_entries
    for it in likely:
        blocks += _entry(it)
    rest = sorted({it.name for it in answer.open_entries} - {it.name for it in likely})
    if rest:
        blocks.append(
            Words(f"Entries about other work, or whose wording is not held, not examined: {', '.join(rest)}.", "note")
        )
    return blocks if likely or rest else [*blocks, Words("No control entry that was examined is about such goods.")]


def _entry(it: EntryAnswer) -> list[Block]:
    known, missing = _known(it.known), _missing(it.missing)
    lacking: list[Block] = [Words("Missing:"), Bullets(missing)] if missing else []
    return [
        Heading(f"{it.name}: {it.title}", 2),
        Words(f"{it.sentence} Source: {it.citation}; confidence {it.confidence}."),
        Grid(("Known", "Value", "From"), known, (6, 3, 4)) if known else Words("Nothing is known that it asks for."),
        *lacking,
        *([Words(f"The question that would settle most: {it.question}", "note")] if it.question else []),
    ]


def _known(known: Iterable[Shown]) -> tuple[tuple[str, ...], ...]:
    return tuple((_label(it.name, it.axis), it.value, ", ".join(filter(None, (it.origin, it.note)))) for it in known)


def _missing(missing: Iterable[Missing]) -> tuple[str, ...]:
    return tuple(f"{_label(it.name, it.axis)}{f': {it.why}' if it.why else ''}" for it in missing)


def _label(name: str, axis: str) -> str:
    parameter = parameters().get(name)
    label = parameter.label if parameter else name.replace("_", " ")
    where = axis if " " in axis else f"axis {axis}"
    return f"{label}, {where}" if axis else label
