"""The packet for the authority about models of machines that no order names: what is known, what is missing."""

from collections.abc import Mapping
from datetime import date

from enduse.goods.desk import GoodsAnswer
from enduse.report.checked import NOT_ADVICE
from enduse.report.model_entries import UNCERTAIN, model_entries
from enduse.report.paper_parts.blocks import Block, Grid, Heading, Paper, Signature, Words
from enduse.report.papers_referral import ASKED, goods_blocks
from enduse.report.papers_texts import start_of


def models_packet(named: Mapping[str, GoodsAnswer], asked: str, author: str, on: date) -> Paper:
    """The packet, in English.

    Args:
        named: About each model by its name, see ``model_entries.model_answer``.
        asked: One of ``papers_referral.ASKED``, or a sentence of one's own.
        author: Who asks; may be empty.
        on: The day whose wording counts, and that of the paper.
    """
    rows = tuple(
        (it.model, it.entry, it.status, it.missing or "nothing that the entry asks for")
        for name, answer in named.items()
        for it in model_entries(answer, name)
    )
    header = ("Model", "Entry", "Status", "Missing")
    table = Grid(header, rows, (4, 2, 3, 7)) if rows else Words("No entry that was examined is about such goods.")
    blocks: list[Block] = [
        Words(ASKED.get(asked, asked), "strong"),
        Words(UNCERTAIN, "note"),
        Heading("Models and likely entries"),
        table,
        *(block for name, it in named.items() for block in goods_blocks(name, it)),
        Heading("Signature"),
        Signature((f"{author}, name, position, date, telephone".lstrip(", "),)),
        Words(NOT_ADVICE, "small"),
    ]
    return Paper(
        kind="referral",
        title="Referral to the authority: models of machines",
        language="en",
        blocks=tuple(blocks),
        author=author,
        at=start_of(on),
        foot=f"Wording of the control lists of {on:%-d %B %Y}.",
        page="Page {page} of {pages}",
    )
