"""Somebody asks for service, parts or an unlock from a country where the machine should not be.

For every request for service, and every service done: the country it came from against the countries to which sales,
shipments and agreed moves send the machine. An owner who travels and a dealer at home in the machine's own country may
well ask from elsewhere: such requests are left out, and weigh little even where goods must not go. So do machines that
stood there before the watershed, and, less so, those of which only a declaration says where they were sent.
"""

from datetime import date

from ibis.expr.types import Table

from enduse.detect import Finder, Ledger, Needs, Typology
from enduse.detect.machines import Seen, barred, by_owner, in_a_book, suspects, suspicions, there_before
from enduse.detect.scope import DESTINATIONS
from enduse.trace.custody import Chain
from enduse.trace.custody_rows import SERVICE, Ban

STRENGTH_BARRED = 0.85
STRENGTH_DECLARED = 0.45
STRENGTH_BEFORE = 0.25
STRENGTH_TRAVELLER = 0.25
STRENGTH_ELSEWHERE = 0.2


def by_requests(ledger: Ledger, watershed: date, destinations: tuple[str, ...] = DESTINATIONS) -> Table:
    """One row per machine whose service was asked for, or done, where no record sends it.

    Args:
        ledger: Events of single machines; declarations that name serial numbers are read, too.
        watershed: Requests from ``destinations`` weigh from this day on.
        destinations: Where the machines must not be.
    """
    ban = Ban(destinations, watershed)
    found = (_asked(chain, ban) for chain in suspects(ledger, ban))
    return suspicions(it for it in found if it)


def _asked(chain: Chain, ban: Ban) -> Seen | None:
    asked = [it for it in chain.outside if it.fact.what in SERVICE]
    strangers = tuple(it for it in asked if not by_owner(it, chain))
    if where_barred := tuple(it for it in strangers if barred(it, ban)):
        return Seen(chain, where_barred, _strength(chain, ban))
    if travelled := tuple(it for it in asked if barred(it, ban)):
        return Seen(chain, travelled, STRENGTH_TRAVELLER)
    return Seen(chain, strangers, STRENGTH_ELSEWHERE) if strangers else None


def _strength(chain: Chain, ban: Ban) -> float:
    if there_before(chain, ban):
        return STRENGTH_BEFORE
    return STRENGTH_BARRED if in_a_book(chain) else STRENGTH_DECLARED


after_sales_from_wrong_country = Typology(
    id="after_sales_from_wrong_country",
    title="Service asked for from the wrong country",
    about=__doc__,
    innocent=(
        "the owner's engineer asked while travelling, or through a head office abroad",
        "the machine was moved with the maker's consent, and the record of it is not in the ledger",
        "the country is that of a call centre, a mail server or a network address, not of the machine",
    ),
    misses=(
        "service by engineers whom the maker does not know",
        "requests sent through a dealer in the machine's own country",
    ),
    settle=(
        "the network address and the machine's own log of the request",
        "the maker's question where the machine stands, and the answer",
        "the shipping address of the parts that were asked for",
    ),
    sources=(
        "makers' service records (catalogue: TY46, AN)",
        "US export rules on software and updates for the region, 15 CFR 746.8(a)(8) (catalogue: TY46)",
    ),
    finders=(
        Finder(
            id="by_requests",
            reads="events",
            subject="machine",
            headline=("Machine {subject} was {sent} on {sent_on} and {seen} on {seen_on}, where no record sends it"),
            needs=Needs(columns=("happened_on", "serial", "kind", "place_country")),
            find=by_requests,
            confidence="probable",
        ),
    ),
    ceiling=0.85,
)
