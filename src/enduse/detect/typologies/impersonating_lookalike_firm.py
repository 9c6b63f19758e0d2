"""A firm says that it is a branch of another one, or copies that one's site or logo, and no register ties the two.

The site claims a firm and a place that its owner's register does not have; or its text is nearly that of the site of a
firm of another country; or its mark looks like that firm's mark. Whom a register names as owner, parent or successor is
no impersonator. The firm that is copied is a victim of it as far as these records tell.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import pyarrow as pa
from ibis.expr.types import Table

from enduse.detect import Finder, Ledger, Needs, Typology
from enduse.detect.claimed_places import claims_another_place, firm_named, named_parties, registered_addresses
from enduse.detect.pages import Likeness, Page, copies, home_countries, pages
from enduse.detect.scope import DESTINATIONS, place_name
from enduse.detect.suspect_rows import Columns, Suspect, suspect_table
from enduse.detect.trade_of import NO_TRADE, Trade, first_trade, share_an_owner, tied, trade_of

STRENGTH_CLAIM = 0.5
STRENGTH_CLAIM_UNKNOWN = 0.35
STRENGTH_CLAIM_NO_TRADE = 0.2
STRENGTH_COPY = 0.45
STRENGTH_COPY_NO_TRADE = 0.2
STRENGTH_LOGO = 0.3
STRENGTH_LOGO_NO_TRADE = 0.15

_BITS = 64
_NAMES = 0.85

_BY_CLAIM = Columns(
    {
        "claims": pa.string(),
        "address": pa.string(),
        "home": pa.string(),
        "hosted_there": pa.bool_(),
        "supplies": pa.int64(),
    },
    ("claimed",),
)
_BY_COPY = Columns({"other_site": pa.string(), "share": pa.float64(), "supplies": pa.int64()}, ("copied",))
_BY_LOGO = Columns({"bits": pa.int64(), "supplies": pa.int64()}, ("copied",), lane_ids=True)


def by_claim(ledger: Ledger, watershed: date, destinations: tuple[str, ...] = DESTINATIONS) -> Table:
    """One row per firm and site that claims a firm it has no tie to, and a place where it is not registered.

    Args:
        ledger: Snapshots of sites; registers, relations and declarations, where there are any.
        watershed: Not used: what counts is the claim.
        destinations: A site hosted there is noted.
    """
    newest = {it.domain: it for it in pages(ledger) if it.domain and it.affiliation and it.owner_id is not None}
    claimed = {domain: firm_named(it.affiliation) for domain, it in newest.items()}
    parties = named_parties(ledger, claimed.values(), _NAMES)
    owners = {it.owner_id for it in newest.values() if it.owner_id is not None}
    known = _Known(tied(ledger, {*owners, *parties.values()}), trade_of(ledger, owners), destinations)
    recorded = registered_addresses(ledger, owners)
    found = []
    for domain, page in sorted(newest.items()):
        elsewhere = claims_another_place(page, recorded.get(page.owner_id or 0, ()))
        if elsewhere:
            found += [*_claim(page, claimed[domain], parties.get(claimed[domain]), known)]
    return suspect_table(found, _BY_CLAIM)


@dataclass(frozen=True)
class _Known:
    """What is recorded beside the pages: ties, trades, and where a host is telling."""

    ties: Mapping[tuple[int, int], list[int]]
    trades: Mapping[int, Trade]
    destinations: tuple[str, ...]


def _claim(page: Page, name: str, party: int | None, known: _Known) -> Iterator[Suspect]:
    owner = page.owner_id or 0
    if party == owner or (party is not None and share_an_owner(known.ties, owner, party)):
        return
    trade = known.trades.get(owner, NO_TRADE)
    told = STRENGTH_CLAIM if party is not None else STRENGTH_CLAIM_UNKNOWN
    yield Suspect(
        owner,
        told if trade.supplies else STRENGTH_CLAIM_NO_TRADE,
        [page.row_id],
        trade.row_ids,
        [page.seen_on],
        lane=page.domain,
        rank=float(trade.supplies),
        value_usd=trade.value_usd,
        figures={
            "claims": name,
            "address": page.address,
            "home": place_name(page.home) if page.home else "another place",
            "hosted_there": page.host_country in known.destinations,
            "supplies": trade.supplies,
        },
        others={"claimed": [party]},
    )


def by_copy(ledger: Ledger, watershed: date, min_likeness: float = 0.85) -> Table:
    """One row per firm whose site has nearly the text of the site of an untied firm of another country.

    Args:
        ledger: Snapshots of sites; registers, relations and declarations, where there are any.
        watershed: Not used.
        min_likeness: Least share of runs of four words that both texts have.
    """
    alike = [it for it in copies(pages(ledger), min_likeness) if _of_two_countries(it)]
    firms = {it for one in alike for it in (one.page.owner_id, one.other.owner_id) if it is not None}
    ties, trades = tied(ledger, firms), trade_of(ledger, firms)
    untied = (it for it in alike if not share_an_owner(ties, it.page.owner_id or 0, it.other.owner_id or 0))
    return suspect_table((_copy(it, trades) for it in untied), _BY_COPY)


def _of_two_countries(it: Likeness) -> bool:
    known = it.page.owner_id is not None and it.other.owner_id is not None
    return known and bool(it.page.home and it.other.home) and it.page.home != it.other.home


def _copy(it: Likeness, trades: Mapping[int, Trade]) -> Suspect:
    """The one that supplies Russia copied, else the one seen later: a page cannot say which came first."""
    copier, other = sorted((it.page, it.other), key=lambda one: _order(one, trades))
    trade = trades.get(copier.owner_id or 0, NO_TRADE)
    return Suspect(
        copier.owner_id or 0,
        STRENGTH_COPY if trade.supplies else STRENGTH_COPY_NO_TRADE,
        [copier.row_id, other.row_id],
        trade.row_ids,
        [copier.seen_on],
        lane=copier.domain,
        confidence="probable",
        rank=it.share,
        value_usd=trade.value_usd,
        figures={"other_site": other.domain, "share": it.share, "supplies": trade.supplies},
        others={"copied": [other.owner_id]},
    )


def _order(page: Page, trades: Mapping[int, Trade]) -> tuple[bool, int, str]:
    supplies = trades.get(page.owner_id or 0, NO_TRADE).supplies > 0
    return (not supplies, -(page.seen_on or date.min).toordinal(), page.domain)


def by_logo(ledger: Ledger, watershed: date, min_likeness: float = 0.85) -> Table:
    """One row per two untied firms of two countries whose marks look alike.

    Args:
        ledger: Marks with a perceptual hash of 64 bits; registers, relations, declarations.
        watershed: Not used.
        min_likeness: Least share of equal bits.
    """
    pairs = [*_alike(_hashed(ledger), int(_BITS * (1 - min_likeness)))]
    firms = {mark.owner_id for pair in pairs for mark in pair[:2]}
    homes, ties, trades = home_countries(ledger, firms), tied(ledger, firms), trade_of(ledger, firms)
    nearest: dict[frozenset[int], tuple[_Mark, _Mark, int]] = {}
    for one, other, bits in pairs:
        here, there = homes.get(one.owner_id), homes.get(other.owner_id)
        abroad = bool(here and there) and here != there
        key = frozenset((one.owner_id, other.owner_id))
        if abroad and not share_an_owner(ties, *sorted(key)) and (key not in nearest or bits < nearest[key][2]):
            nearest[key] = (one, other, bits)
    return suspect_table((_logo(it, trades) for it in nearest.values()), _BY_LOGO)


@dataclass(frozen=True)
class _Mark:
    """A mark with an owner and a picture."""

    row_id: int
    owner_id: int
    registered_on: date | None
    bits: int


def _hashed(ledger: Ledger) -> list[_Mark]:
    """Marks with an owner and a hash that can be read, the earliest first: of two the later is the copy."""
    rows = ledger.trademarks.filter(ledger.trademarks.owner_id.notnull(), ledger.trademarks.logo_hash.notnull())
    read = []
    for row in rows.to_pyarrow().to_pylist():
        text = row["logo_hash"].strip().lower().removeprefix("0x")
        if len(text) * 4 == _BITS and set(text) <= set("0123456789abcdef"):
            read.append(_Mark(row["row_id"], row["owner_id"], row["registered_on"], int(text, 16)))
    return sorted(read, key=lambda it: (it.registered_on or date.max, it.row_id))


def _alike(marks: Sequence[_Mark], most: int) -> Iterator[tuple[_Mark, _Mark, int]]:
    bits = np.array([it.bits for it in marks], dtype="uint64")
    for at, mark in enumerate(marks):
        apart = np.bitwise_count(bits[at + 1 :] ^ bits[at])
        for to in np.flatnonzero(apart <= most):
            other = marks[at + 1 + int(to)]
            if mark.owner_id != other.owner_id:
                yield mark, other, int(apart[to])


def _logo(pair: tuple[_Mark, _Mark, int], trades: Mapping[int, Trade]) -> Suspect:
    earlier, later, bits = pair
    first_only = (
        bool(first_trade(trades, [earlier.owner_id]).supplies) and not first_trade(trades, [later.owner_id]).supplies
    )
    copier, other = (earlier, later) if first_only else (later, earlier)
    trade = first_trade(trades, [copier.owner_id])
    return Suspect(
        copier.owner_id,
        STRENGTH_LOGO if trade.supplies else STRENGTH_LOGO_NO_TRADE,
        [earlier.row_id, later.row_id],
        trade.row_ids,
        [earlier.registered_on, later.registered_on],
        lane=[other.owner_id],
        confidence="possible",
        rank=float(_BITS - bits),
        value_usd=trade.value_usd,
        figures={"bits": bits, "supplies": trade.supplies},
        others={"copied": [other.owner_id]},
    )


impersonating_lookalike_firm = Typology(
    id="impersonating_lookalike_firm",
    title="A firm that passes for another one",
    about=__doc__,
    innocent=(
        "a true branch, dealer or franchise whose tie no register in the ledger shows",
        "a seller's office abroad that is registered somewhere else, lawfully",
        "texts and pictures that a maker gives to all its dealers, or that a kit for sites brings",
        "two firms of one group under different owners of record",
    ),
    misses=(
        "claims that are made in letters or talks, not on a site",
        "sites whose owner is withheld and that no other record gives",
        "texts that were translated or written anew",
        "logos without a perceptual hash",
    ),
    settle=(
        "a question to the firm that is claimed: does it know this branch",
        "the register of the place that the site gives",
        "who registered the domain, and who paid for it",
    ),
    sources=(
        "C4ADS on a shipper that copied the site of a dealer and called itself its branch (catalogue: C4, articles 002 "
        "and 004)",
        "BIS: know your customer guidance, red flag 1 (catalogue: BIS3-1)",
    ),
    finders=(
        Finder(
            id="by_claim",
            reads="web",
            subject="company",
            headline=(
                "{subject} ({home}) says on {lane} that it belongs to {claims}, at “{address}”; no register ties the "
                "two or has it there; it supplied {supplies:line|lines} to Russia or Belarus"
            ),
            # Few sites say that they belong to somebody.
            needs=Needs(columns=("registrant_id", "claimed_affiliation"), share=0.001, tables=("register",)),
            find=by_claim,
        ),
        Finder(
            id="by_copy",
            reads="web",
            subject="company",
            headline=(
                "The site {lane} of {subject} has {share:.0%} of its text in common with {other_site}; no register "
                "ties the two firms; {subject} supplied {supplies:line|lines} to Russia or Belarus"
            ),
            needs=Needs(columns=("domain", "registrant_id", "text")),
            find=by_copy,
            confidence="probable",
        ),
        Finder(
            id="by_logo",
            reads="trademarks",
            subject="company",
            headline=(
                "The logo of {subject} differs in {bits} of 64 bits from that of {copied}; no register ties the two; "
                "{subject} supplied {supplies:line|lines} to Russia or Belarus"
            ),
            needs=Needs(columns=("owner_id", "logo_hash"), share=0.05),
            find=by_logo,
            confidence="possible",
        ),
    ),
    ceiling=0.6,
)
