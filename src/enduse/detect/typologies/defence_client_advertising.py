"""A firm's own page or statement names arms makers or the armed forces among its customers.

Sentences that speak of customers, and beside them the name of a listed arms maker, of a numbered unit or a service, or
the defence industry as a whole. Pages boast, and customers of long ago stay on them: so what the firm imports stands
beside it, and a page alone weighs little.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

import pyarrow as pa
from ibis.expr.types import Table

from enduse.detect import Finder, Ledger, Needs, Typology
from enduse.detect.defence import SURE, customers, name_sign
from enduse.detect.listed_parties import own_hits
from enduse.detect.pages import Page, pages, sentences
from enduse.detect.scope import small
from enduse.detect.suspect_rows import Columns, Suspect, suspect_table
from enduse.detect.trade_of import NO_TRADE, Trade, first_trade, trade_of
from enduse.detect.wording import plain, words
from enduse.text.names import prepare
from enduse.text.names.tokens import RARE

STRENGTH = 0.45
STRENGTH_NO_TRADE = 0.2
STRENGTH_BRANCH = 0.25
STRENGTH_BRANCH_NO_TRADE = 0.1

_FIGURES = {"clients": pa.string(), "basis": pa.string(), "quote": pa.string(), "lines": pa.int64()}
_BY_PAGE = Columns(_FIGURES, ("client", "seller"), by_text=True)
_BY_STATEMENT = Columns(_FIGURES, ("client",))
_LONGEST = 240
_SHORTEST_NAME = 6


@dataclass(frozen=True)
class _Named:
    """A customer of defence that a sentence names."""

    basis: str
    who: str
    party_id: int | None
    quote: str


def by_page(ledger: Ledger, watershed: date, min_clients: int = 1) -> Table:
    """One row per site that names such customers.

    Args:
        ledger: Snapshots of sites; lists and declarations, where there are any.
        watershed: Not used: customers of before it tell for whom a firm works, too.
        min_clients: Fewest different customers or wordings.
    """
    known = _listed_names(ledger)
    told = {it.row_id: _clients(it, known) for it in pages(ledger) if it.domain and it.text}
    sites = groupby((it for it in pages(ledger) if told.get(it.row_id)), lambda page: page.domain)
    found = [(domain, [*snapshots]) for domain, snapshots in sites]
    trades = trade_of(ledger, {it.owner_id for _d, those in found for it in those if it.owner_id is not None})
    named = ((domain, those, [one for it in those for one in told[it.row_id]]) for domain, those in found)
    rows = (_of_site(domain, those, clients, trades) for domain, those, clients in named)
    return suspect_table((it for it, count in rows if count >= min_clients), _BY_PAGE)


def _of_site(
    domain: str, snapshots: Sequence[Page], named: Sequence[_Named], trades: Mapping[int, Trade]
) -> tuple[Suspect, int]:
    trade = first_trade(trades, (it.owner_id for it in snapshots))
    told = Suspect(
        domain,
        _strength(named, trade),
        [it.row_id for it in snapshots],
        trade.row_ids,
        [it.seen_on for it in snapshots],
        rank=float(trade.lines),
        figures=_figures(named, trade),
        others={"client": [it.party_id for it in named], "seller": [it.owner_id for it in snapshots]},
    )
    return told, len({it.who for it in named})


def _strength(named: Iterable[_Named], trade: Trade) -> float:
    sure = any(it.basis in SURE for it in named)
    if trade.priority:
        return STRENGTH if sure else STRENGTH_BRANCH
    return STRENGTH_NO_TRADE if sure else STRENGTH_BRANCH_NO_TRADE


def _figures(named: Sequence[_Named], trade: Trade) -> dict[str, str | int]:
    best = min(named, key=lambda it: (it.basis not in SURE, it.who, it.quote))
    return {
        "clients": "; ".join(sorted({it.who for it in named})),
        "basis": best.basis,
        "quote": best.quote[:_LONGEST],
        "lines": trade.priority,
    }


def _listed_names(ledger: Ledger) -> dict[str, tuple[str, str, int]]:
    """Plain names of listed arms makers, without legal forms: basis, name as listed and party id."""
    hits = own_hits(ledger).select("party_id").distinct()
    signs = customers(ledger, hits)
    ids = small(pa.table({"party_id": pa.array(sorted(signs), pa.int64())}))
    rows = ledger.parties.semi_join(ids, "party_id").select("party_id", "name", "names").to_pyarrow().to_pylist()
    found: dict[str, tuple[str, str, int]] = {}
    for row in sorted(rows, key=lambda it: int(it["party_id"])):
        for name in (row["name"] or "", *(row["names"] or ())):
            if core := _core(name):
                found.setdefault(core, (signs[row["party_id"]].basis, name, row["party_id"]))
    return found


def _core(name: str) -> str:
    """The words of a name without its legal form; empty where they would be found by chance."""
    told = prepare(name)
    rare = any(it.kind == RARE and it.weight >= 0.9 for it in told.tokens)
    forms = words("page_words", "forms")["words"]
    core = " ".join(it for it in plain(name).split() if not forms.fullmatch(it))
    return core if rare and len(core) >= _SHORTEST_NAME else ""


def _clients(page: Page, known: Mapping[str, tuple[str, str, int]]) -> list[_Named]:
    """Whom the page names, but for its own owner."""
    return [it for it in _named(page.text, known) if it.party_id is None or it.party_id != page.owner_id]


def _named(text: str, known: Mapping[str, tuple[str, str, int]]) -> Iterator[_Named]:
    """Customers of defence in sentences about customers, or in the two after one that announces a list."""
    told, before = words("page_words", "clients"), 0
    for sentence in sentences(text):
        said = plain(sentence)
        if told["not_clients"].search(said):
            before = 0
            continue
        before = 3 if told["words"].search(said) else before - 1
        if before > 0:
            yield from _in_sentence(sentence, said, known)


def _in_sentence(sentence: str, said: str, known: Mapping[str, tuple[str, str, int]]) -> Iterator[_Named]:
    padded = f" {said} "
    for core, (basis, name, party) in known.items():
        if f" {core} " in padded:
            yield _Named(basis, name, party, sentence)
    if sign := name_sign([sentence]):
        yield _Named(sign.basis, sign.why, None, sentence)
    if words("page_words", "clients")["branch"].search(said):
        yield _Named("words", "the defence industry", None, sentence)


def by_statement(ledger: Ledger, watershed: date, min_clients: int = 1) -> Table:
    """One row per firm that names such a customer in a statement about it. Args are those of ``by_page``."""
    rows = ledger.claims.filter(ledger.claims.speaker_id.notnull(), ledger.claims.about_id.notnull())
    told = rows.order_by("row_id").to_pyarrow().to_pylist()
    named = words("statement_words", "client")["predicates"]
    said = [it for it in told if named.search(plain(it["predicate"])) and it["speaker_id"] != it["about_id"]]
    about = small(pa.table({"party_id": pa.array(sorted({it["about_id"] for it in said}), pa.int64())}))
    signs = customers(ledger, about)
    said = sorted((it for it in said if it["about_id"] in signs), key=lambda it: int(it["speaker_id"]))
    trades = trade_of(ledger, {it["speaker_id"] for it in said})
    found = []
    for speaker, those in groupby(said, lambda it: int(it["speaker_id"])):
        claims = [*those]
        clients = [
            _Named(signs[it["about_id"]].basis, signs[it["about_id"]].why, it["about_id"], it["text"] or "")
            for it in claims
        ]
        trade = trades.get(speaker, NO_TRADE)
        if len({it.party_id for it in clients}) >= min_clients:
            found.append(
                Suspect(
                    speaker,
                    _strength(clients, trade),
                    [it["row_id"] for it in claims],
                    trade.row_ids,
                    [it["said_on"] for it in claims],
                    rank=float(trade.lines),
                    figures=_figures(clients, trade),
                    others={"client": [it.party_id for it in clients]},
                )
            )
    return suspect_table(found, _BY_STATEMENT)


defence_client_advertising = Typology(
    id="defence_client_advertising",
    title="Arms makers among the customers it names",
    about=__doc__,
    innocent=(
        "a customer of long ago, or of the civil division of a maker of many things",
        "another firm of the same name",
        "a list of plants that somebody copied to look larger",
        "the page is of a firm that sells what no ban covers",
    ),
    misses=(
        "logos of customers: pictures are not read here",
        "arms makers that no list in the ledger holds and whose names say nothing",
        "customers that are never named in public",
    ),
    settle=(
        "contracts and payments between the two",
        "the page as captured, and earlier and later captures of it",
        "what was delivered: models and serial numbers",
    ),
    sources=("Washington Post on a supplier whose archived site named arms plants (catalogue: WP, article 003)",),
    finders=(
        Finder(
            id="by_page",
            reads="web",
            subject="document",
            headline=(
                "The site {subject} names among its customers: {clients}; "
                "its owner stands in {lines:line|lines} of priority goods"
            ),
            needs=Needs(columns=("domain", "text")),
            find=by_page,
        ),
        Finder(
            id="by_statement",
            reads="claims",
            subject="company",
            headline="{subject} says that {client} is its customer ({clients}); {lines:line|lines} of priority goods",
            # Most statements are about something else.
            needs=Needs(columns=("speaker_id", "predicate", "about_id"), share=0.01),
            find=by_statement,
        ),
    ),
    ceiling=0.45,
)
