"""A seller says in public that it delivers in spite of sanctions.

On pages and in statements: sentences that speak of sanctions and of supply that goes on, of ways around a ban, or of
parallel import. Sentences that say the opposite, or that speak of keeping the law, are passed over. It is an
advertisement, not a delivery: what the firm really supplied stands beside it.
"""

from collections.abc import Mapping
from datetime import date
from itertools import groupby
from typing import Any

import pyarrow as pa
from ibis.expr.types import Table

from enduse.detect import Finder, Ledger, Needs, Typology
from enduse.detect.pages import Page, matching, pages, sentences
from enduse.detect.suspect_rows import Columns, Suspect, suspect_table
from enduse.detect.trade_of import NO_TRADE, first_trade, trade_of
from enduse.detect.wording import plain, words

STRENGTH = 0.3
STRENGTH_NO_TRADE = 0.15

_FIGURES = {"quote": pa.string(), "lines": pa.int64()}
_BY_PAGE = Columns(_FIGURES, ("seller",), by_text=True)
_BY_STATEMENT = Columns(_FIGURES)
_LONGEST = 240


def boasts_of_supply(sentence: str) -> bool:
    """Does a sentence (as ``wording.plain`` gives it) say that supply goes on in spite of sanctions?

    >>> boasts_of_supply("we deliver despite the sanctions"), boasts_of_supply("we do not ship despite sanctions")
    (True, False)
    """
    told = words("page_words", "supply")
    if told["opposite"].search(sentence):
        return False
    both = told["sanctions"].search(sentence) and told["going_on"].search(sentence)
    return bool(told["whole"].search(sentence) or both)


def by_page(ledger: Ledger, watershed: date, min_sentences: int = 1) -> Table:
    """One row per site with such sentences.

    Args:
        ledger: Snapshots of sites; declarations, where there are any.
        watershed: Lines from this day on are counted.
        min_sentences: Fewest different sentences.
    """
    said = {it.row_id: [*matching(it, boasts_of_supply)] for it in pages(ledger) if it.domain and it.text}
    sites = groupby((it for it in pages(ledger) if said.get(it.row_id)), lambda page: page.domain)
    told = [(domain, [*snapshots]) for domain, snapshots in sites]
    owners = {it.owner_id for _domain, snapshots in told for it in snapshots if it.owner_id is not None}
    trades = trade_of(ledger, owners, since=watershed)
    found = []
    for domain, snapshots in told:
        quotes = sorted({plain(one): one for it in snapshots for one in said[it.row_id]}.values())
        if len(quotes) >= min_sentences:
            trade = first_trade(trades, (it.owner_id for it in snapshots))
            found.append(_of_site(domain, snapshots, quotes[0], trade.row_ids))
    return suspect_table(found, _BY_PAGE)


def _of_site(domain: str, snapshots: list[Page], quote: str, lines: tuple[int, ...]) -> Suspect:
    return Suspect(
        domain,
        STRENGTH if lines else STRENGTH_NO_TRADE,
        [it.row_id for it in snapshots],
        lines,
        [it.seen_on for it in snapshots],
        confidence="recorded",
        rank=float(len(lines)),
        figures={"quote": quote[:_LONGEST], "lines": len(lines)},
        others={"seller": [it.owner_id for it in snapshots]},
    )


def by_statement(ledger: Ledger, watershed: date, min_sentences: int = 1) -> Table:
    """One row per firm that says so itself. Args are those of ``by_page``, with statements for pages."""
    rows = ledger.claims.filter(ledger.claims.speaker_id.notnull(), ledger.claims.text.notnull())
    said: dict[int, list[tuple[Mapping[str, Any], str]]] = {}
    for row in rows.order_by("row_id").to_pyarrow().to_pylist():
        for one in sentences(row["text"]):
            if boasts_of_supply(plain(one)):
                said.setdefault(row["speaker_id"], []).append((row, one))
    trades = trade_of(ledger, said, since=watershed)
    found = []
    for speaker, told in sorted(said.items()):
        quotes = sorted({plain(one): one for _row, one in told}.values())
        lines = trades.get(speaker, NO_TRADE).row_ids
        if len(quotes) >= min_sentences:
            found.append(
                Suspect(
                    speaker,
                    STRENGTH if lines else STRENGTH_NO_TRADE,
                    {row["row_id"] for row, _one in told},
                    lines,
                    [row["said_on"] for row, _one in told],
                    confidence="recorded",
                    rank=float(len(lines)),
                    figures={"quote": quotes[0][:_LONGEST], "lines": len(lines)},
                )
            )
    return suspect_table(found, _BY_STATEMENT)


marketing_claims_uninterrupted_supply = Typology(
    id="marketing_claims_uninterrupted_supply",
    title="Supply in spite of sanctions, advertised",
    about=__doc__,
    innocent=(
        "goods that no ban covers, which may be delivered",
        "an old page that nobody took down, or boasting that nothing stands behind",
        "a text about sanctions in general: news, advice, a quotation of somebody else",
    ),
    misses=(
        "what is said in private, in pictures or in languages that the list of words does not hold",
        "pages that were not captured",
        "claims spread over several sentences",
    ),
    settle=(
        "the page as captured, with its day and its hash",
        "an offer of the firm: which brands, by which way, with which papers",
        "declarations of the firm's customers",
    ),
    sources=(
        "Washington Post on sellers that advertised uninterrupted supply (catalogue: WP, article 003)",
        "FinCEN and BIS joint alerts on evasion of export controls, 2022 and 2023",
    ),
    finders=(
        Finder(
            id="by_page",
            reads="web",
            subject="document",
            headline="The site {subject} says: “{quote}”; its owner stands in {lines:line|lines} since {watershed}",
            needs=Needs(columns=("domain", "text")),
            find=by_page,
            confidence="recorded",
        ),
        Finder(
            id="by_statement",
            reads="claims",
            subject="company",
            headline="{subject} said: “{quote}”; it stands in {lines:line|lines} since {watershed}",
            # Most statements are about something else.
            needs=Needs(columns=("speaker_id", "text"), share=0.01),
            find=by_statement,
            confidence="recorded",
        ),
    ),
    ceiling=0.3,
)
