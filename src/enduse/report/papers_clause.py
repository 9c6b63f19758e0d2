"""The clause against re-export, to be pasted into a contract, with the articles that it is for."""

from collections.abc import Collection

from enduse.model.order import Order
from enduse.report.paper_parts.blocks import Block, Bullets, Fields, Grid, Heading, Paper, Signature, Words
from enduse.report.papers_texts import country_text, page_text, paper_language, start_of, wording

_ORDER = ("eu_russia", "eu_belarus", "tw")
PARAGRAPHS = ("p1", "p2", "p3", "p4", "p5")
_RULES = {"eu_no_reexport_clause_belarus": "eu_belarus", "eu_no_reexport_clause": "eu_russia", "tw_affidavit": "tw"}
"""Rules by the beginning of their ids, the longer ones first, to what the clause satisfies for them."""


def articles_for(rules: Collection[str]) -> tuple[str, ...]:
    """``eu_russia``, ``eu_belarus``, ``tw``: what the clause satisfies of these rules; ``house`` where it is none."""
    found = [next((article for start, article in _RULES.items() if it.startswith(start)), "") for it in rules]
    return tuple(it for it in _ORDER if it in found) or ("house",)


def reexport_clause(order: Order, rules: Collection[str], language: str) -> Paper:
    """The clause, and the affidavit where Taiwan's rule asks for it.

    Args:
        order: Whose contract it is for.
        rules: Ids of the rules that ask for a clause in this order.
        language: Of the contract.
    """
    spoken = paper_language(language)
    texts = wording(spoken, "clause")
    articles = articles_for(rules)
    asked = sorted(it for it in rules if any(it.startswith(one) for one in _RULES))
    blocks: list[Block] = [
        Words(texts["use"], "note"),
        Fields(_whose(order, spoken)),
        Heading(texts["heading"]),
        Bullets(tuple(texts[it] for it in PARAGRAPHS), numbered=True),
        # What is signed stands before what only the seller needs.
        *(_affidavit(order, spoken) if "tw" in articles else ()),
        Heading(texts["articles"]),
        Bullets(tuple(texts[it] for it in articles)),
    ]
    if asked:
        blocks.append(Words(f"{texts['asked']} {', '.join(asked)}", "note"))
    blocks += [Words(texts["remedies"]), Words(texts["model"], "note"), Words(wording(spoken, "page")["law"], "note")]
    seller = order.party("seller")
    author = seller.name if seller else ""
    return Paper(
        "clause", texts["title"], spoken, tuple(blocks), author, order.id, start_of(order.on), page=page_text(spoken)
    )


def _whose(order: Order, language: str) -> tuple[tuple[str, str], ...]:
    common = wording(language, "common")
    seller, buyer = order.party("seller"), order.party("buyer")
    rows = (
        (common["order"], order.id),
        (common["seller"], seller.name if seller else ""),
        (common["buyer"], buyer.name if buyer else ""),
    )
    return tuple((label, value) for label, value in rows if value)


def _affidavit(order: Order, language: str) -> list[Block]:
    texts, common = wording(language, "clause"), wording(language, "common")
    goods = tuple(
        (it.text, " ".join(filter(None, (it.brand, it.model))), ", ".join(it.serials), f"{it.quantity or 1:g}")
        for it in order.lines
    )
    buyer = order.party("buyer")
    known = ((common["buyer"], buyer.name if buyer else ""), (common["order"], order.id))
    where = country_text(order.last_country, language)
    own = [texts["affidavit_text"], *([it] if (it := texts.get("affidavit_traditional")) else [])]
    return [
        Heading(texts["affidavit"]),
        *(Words(it) for it in own),
        Fields((*known, (common["country"], where))),
        Grid(tuple(common[it] for it in ("description", "model", "serial", "pieces")), goods, (5, 4, 4, 2)),
        Signature((common["buyer"],)),
        Words(texts["affidavit_note"], "note"),
    ]
