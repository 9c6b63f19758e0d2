"""The site of a firm of a third country was first hosted in Russia or Belarus.

For every site whose owner is known and at home elsewhere: the country where it was first seen hosted. Who pays for a
site often buys its hosting at home. Alone it says little; together with goods that the firm supplies to Russia it is a
reason to ask who runs the firm.
"""

from datetime import date
from itertools import groupby

import pyarrow as pa
from ibis.expr.types import Table

from enduse.detect import Finder, Ledger, Needs, Typology
from enduse.detect.pages import Page, pages
from enduse.detect.scope import DESTINATIONS, place_name
from enduse.detect.suspect_rows import Columns, Suspect, suspect_table
from enduse.detect.trade_of import NO_TRADE, Trade, trade_of

STRENGTH = 0.3
STRENGTH_NO_TRADE = 0.1

_COLUMNS = Columns(
    {"host_country": pa.string(), "hosted": pa.string(), "home": pa.string(), "supplies": pa.int64()},
)


def by_host(ledger: Ledger, watershed: date, destinations: tuple[str, ...] = DESTINATIONS) -> Table:
    """One row per firm and site.

    Args:
        ledger: Snapshots of sites; registers and declarations, where there are any.
        watershed: Not used: what counts is the first host.
        destinations: Where hosting is telling, and where owners at home are passed over.
    """
    sites = [[*it] for _domain, it in groupby(pages(ledger), lambda page: page.domain)]
    firsts = [first for it in sites if (first := _first_host(it)) and _abroad(first, destinations)]
    trades = trade_of(ledger, (it.owner_id for it in firsts if it.owner_id is not None))
    told = ((it, it.owner_id) for it in firsts if it.owner_id is not None)
    return suspect_table((_suspect(it, owner, trades.get(owner, NO_TRADE)) for it, owner in told), _COLUMNS)


def _first_host(site: list[Page]) -> Page | None:
    """The earliest snapshot that tells the host: sites are in the order of days."""
    return next((it for it in site if it.host_country and it.domain), None)


def _abroad(page: Page, destinations: tuple[str, ...]) -> bool:
    known = page.owner_id is not None and bool(page.home)
    return known and page.host_country in destinations and page.home not in destinations


def _suspect(page: Page, owner: int, trade: Trade) -> Suspect:
    return Suspect(
        owner,
        STRENGTH if trade.supplies else STRENGTH_NO_TRADE,
        [page.row_id],
        trade.row_ids,
        [page.seen_on],
        lane=page.domain,
        confidence="recorded",
        rank=float(trade.supplies),
        value_usd=trade.value_usd,
        figures={
            "host_country": page.host_country,
            "hosted": place_name(page.host_country),
            "home": place_name(page.home),
            "supplies": trade.supplies,
        },
    )


russian_hosted_site = Typology(
    id="russian_hosted_site",
    title="A foreign firm's site, first hosted in Russia",
    about=__doc__,
    innocent=(
        "a firm abroad that Russians founded lawfully, or whose web designer is Russian",
        "a domain that another owner had before",
        "a host in Russia that was the cheapest for a site in Russian",
        "the country of the host was read from a number that was moved later",
    ),
    misses=(
        "sites behind a network of mirrors, which hides the host",
        "sites whose owner is withheld and that no other record gives",
        "hosts of the time before the first snapshot",
    ),
    settle=(
        "the history of the domain: first registration, name servers, addresses",
        "who paid for the hosting",
        "who founded the firm and who runs it",
    ),
    sources=("C4ADS on a broker in the Emirates whose site was first hosted in Russia (catalogue: C4, article 004)",),
    finders=(
        Finder(
            id="by_host",
            reads="web",
            subject="company",
            headline=(
                "The site {lane} of {subject} ({home}) was first seen hosted in {hosted}; "
                "it supplied {supplies:line|lines} of goods to Russia or Belarus"
            ),
            needs=Needs(columns=("domain", "host_country")),
            find=by_host,
            confidence="recorded",
        ),
    ),
    ceiling=0.3,
)
