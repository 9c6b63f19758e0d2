"""A machine was moved, or its device raised an alarm, and no record says that this was agreed.

Some makers build in a device that stops the machine when it is moved and asks for an engineer; others log where it
connects from. Each such event, and each recorded move, is set against the records of agreed moves: one about that
time answers it. What is left weighs by where the machine is now.
"""

from datetime import date

from ibis.expr.types import Table

from enduse.detect import Finder, Ledger, Needs, Typology
from enduse.detect.machines import Seen, barred, suspects, suspicions
from enduse.detect.scope import DESTINATIONS
from enduse.trace.custody import Chain
from enduse.trace.custody_rows import MOVES, Ban

STRENGTH_BARRED = 0.9
STRENGTH_ABROAD = 0.3
STRENGTH_BEFORE = 0.25
STRENGTH_AT_HOME = 0.1


def by_events(ledger: Ledger, watershed: date, destinations: tuple[str, ...] = DESTINATIONS) -> Table:
    """One row per machine that moved, or raised an alarm, without a record that this was agreed.

    Args:
        ledger: Events of single machines; declarations that name serial numbers are read, too.
        watershed: Alarms from ``destinations`` weigh from this day on.
        destinations: Where the machines must not be.
    """
    ban = Ban(destinations, watershed)
    found = (_moved(chain, ban) for chain in suspects(ledger, ban))
    return suspicions(it for it in found if it)


def _moved(chain: Chain, ban: Ban) -> Seen | None:
    moves = [it for it in chain.links if it.fact.what in MOVES and it.standing in ("outside", "unagreed")]
    where_barred = tuple(it for it in moves if barred(it, ban))
    if where_barred:
        return Seen(chain, where_barred, STRENGTH_BARRED)
    abroad = tuple(it for it in moves if it.standing == "outside")
    if abroad:
        early = any(it.fact.country in ban.countries for it in abroad)
        return Seen(chain, abroad, STRENGTH_BEFORE if early else STRENGTH_ABROAD)
    return Seen(chain, tuple(moves), STRENGTH_AT_HOME) if moves else None


relocation_alert = Typology(
    id="relocation_alert",
    title="Move that nobody agreed to",
    about=__doc__,
    innocent=(
        "the owner moved the machine within the plant, or to another plant of the same firm, and told nobody",
        "the device raises the alarm on a power cut, a knock or a change of network",
        "the agreement stands in a record that is not in the ledger",
    ),
    misses=(
        "machines without such a device, and those whose device was taken out",
        "an agreed move that was a pretext: the record answers the alarm",
    ),
    settle=(
        "the device's log with place and network",
        "the maker's record of relocation requests",
        "a visit, or a video of the machine where it is said to stand",
    ),
    sources=("a machine maker's relocation detection, which locks a moved machine, 2023 (catalogue: TY45, DMG Mori)",),
    finders=(
        Finder(
            id="by_events",
            reads="events",
            subject="machine",
            headline=(
                "Machine {subject} was {sent} on {sent_on} and {seen} on {seen_on}, and no record says that this was "
                "agreed"
            ),
            needs=Needs(columns=("happened_on", "serial", "kind")),
            find=by_events,
            confidence="probable",
        ),
    ),
    ceiling=0.9,
)
