"""A machine that was sold to one country turns up in another.

For every serial number: where the maker's or dealer's book, the first export declaration or an agreed move sends the
machine, and every later record that shows it: declarations, service, sightings, adverts. A record in a country to
which none of them sends it is the point where the machine left its channel. One brand and one number, spelled in any
usual way, are one machine.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from ibis.expr.types import Table

from enduse.detect import Finder, Ledger, Needs, Typology
from enduse.detect.machines import (
    Seen,
    barred,
    by_owner,
    has_events,
    in_a_book,
    priority_rows,
    suspects,
    suspicions,
    there_before,
)
from enduse.detect.scope import DESTINATIONS
from enduse.trace.custody import Chain
from enduse.trace.custody_rows import MOVES, SERVICE, Ban

STRENGTH_BARRED = 0.9
STRENGTH_DECLARED = 0.45
STRENGTH_UNLISTED = 0.2
STRENGTH_BEFORE = 0.25
STRENGTH_ELSEWHERE = 0.2


def by_events(ledger: Ledger, watershed: date, destinations: tuple[str, ...] = DESTINATIONS) -> Table:
    """One row per machine of which events tell, and that was seen where no record sends it.

    Args:
        ledger: Events of single machines; declarations that name serial numbers are read, too.
        watershed: From this day on no book may send it to ``destinations`` unless that was agreed.
        destinations: Where the machines must not be.
    """
    found = list(_seen(ledger, Ban(destinations, watershed), events=True))
    listed = priority_rows(ledger, (it.chain for it in found if not in_a_book(it.chain)))
    return suspicions(it if in_a_book(it.chain) else _weighed(it, listed) for it in found)


def by_declarations(ledger: Ledger, watershed: date, destinations: tuple[str, ...] = DESTINATIONS) -> Table:
    """One row per machine of which declarations alone tell: exported to one country, imported into another.

    Args:
        ledger: Declarations of at least two countries whose lines name serial numbers.
        watershed: Imports from this day on weigh.
        destinations: Where the machines must not be.
    """
    found = list(_seen(ledger, Ban(destinations, watershed), events=False))
    listed = priority_rows(ledger, (it.chain for it in found))
    return suspicions(_weighed(it, listed) for it in found)


def _weighed(seen: Seen, listed: frozenset[int]) -> Seen:
    """A maker's own book tells of machines that it must follow; a declaration only of a buyer, who may sell on.

    In worlds without diversion traders abroad lawfully sell on machines, some of them under a listed code, and what was
    under way on the day of the control arrives after it.
    """
    most = STRENGTH_DECLARED if any(it.fact.row_id in listed for it in seen.chain.links) else STRENGTH_UNLISTED
    return replace(seen, strength=min(seen.strength, most))


def _seen(ledger: Ledger, ban: Ban, *, events: bool) -> Iterator[Seen]:
    for chain in suspects(ledger, ban):
        if has_events(chain) is events and (seen := _elsewhere(chain, ban)):
            yield seen


def _elsewhere(chain: Chain, ban: Ban) -> Seen | None:
    # An owner who asks for service while travelling shows himself, not the machine.
    seen = (it for it in chain.outside if it.fact.what not in SERVICE or not by_owner(it, chain))
    where_barred = tuple(it for it in seen if barred(it, ban))
    if where_barred:
        return Seen(chain, where_barred, STRENGTH_BEFORE if there_before(chain, ban) else STRENGTH_BARRED)
    # Moves and services that nobody agreed to have patterns of their own.
    others = tuple(it for it in chain.outside if it.fact.what not in (*MOVES, *SERVICE))
    if not others:
        return None
    early = any(it.fact.country in ban.countries for it in others)
    return Seen(chain, others, STRENGTH_BEFORE if early else STRENGTH_ELSEWHERE)


_HEADLINE = "Machine {subject} was {sent} on {sent_on} and {seen} on {seen_on}, where no record sends it"

serial_seen_elsewhere = Typology(
    id="serial_seen_elsewhere",
    title="Serial number seen elsewhere",
    about=__doc__,
    innocent=(
        "the maker or owner agreed to the move, and the record of it is not in the ledger",
        "two machines bear one number, or the number was misread",
        "the machine was shown at a fair, lent or repaired abroad, and came back",
    ),
    misses=(
        "machines whose declaration gives no serial number, or a changed one",
        "machines of which no record says to whom they were sold",
        "machines that their recorded owner declared for a third country, until a record shows them further on",
    ),
    settle=(
        "the maker's sales and service record of the number",
        "a photograph of the name plate with place and day",
        "the owner's answer where the machine stands, with a video of it running",
    ),
    sources=(
        "makers' custody records (catalogue: TY44, AN, DMG)",
        "a machine maker's relocation detection and its publications, 2023 (catalogue: DMG)",
    ),
    finders=(
        Finder(
            id="by_events",
            reads="events",
            subject="machine",
            headline=_HEADLINE,
            needs=Needs(columns=("happened_on", "place_country", "serial")),
            find=by_events,
        ),
        Finder(
            id="by_declarations",
            reads="items",
            subject="machine",
            headline=_HEADLINE,
            needs=Needs(columns=("declared_on", "destination", "serials"), share=0.02, lists=("CHPL",)),
            find=by_declarations,
        ),
    ),
    ceiling=0.9,
)
