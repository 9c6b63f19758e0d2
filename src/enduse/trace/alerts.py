"""Looking again after export: what should make somebody ask where a machine is now."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from ibis import _
from ibis.expr.types import Table

from enduse.text.countries import country_name
from enduse.trace.custody import Chain, Link, Word
from enduse.trace.custody_rows import DEALT, EXPORTED, MOVES, SERVICE, Ban, astray, moved_unagreed
from enduse.trace.custody_wording import done

AlertKind = Literal["left_channel", "wrong_country_service", "listed_after", "moved", "unconfirmed", "silent"]
URGENCY: tuple[AlertKind, ...] = (
    "left_channel",
    "wrong_country_service",
    "listed_after",
    "moved",
    "unconfirmed",
    "silent",
)
"""Kinds of alerts, the most urgent first."""

SURE = 0.85
"""Score from which on a party counts as the one listed."""


@dataclass(frozen=True)
class Watch:
    """When somebody should ask.

    Attributes:
        on: The day as of which it is asked.
        confirm_days: A machine that was sold or shipped should be seen at its place within so many days.
        silent_days: And from then on at least this often.
    """

    on: date
    confirm_days: int = 180
    silent_days: int = 730


@dataclass(frozen=True)
class Listing:
    """A list on which a party may stand, from a day on."""

    party_id: int
    list: str
    name: str
    listed_on: date
    row_id: int


@dataclass(frozen=True)
class Alert:
    """One reason to ask, in a sentence.

    Attributes:
        kind: One of ``URGENCY``.
        on: The day of what raises it; None where its row has no day.
        text: In words.
        confidence: One of the six words.
        row_ids: The rows behind it, the telling one first.
    """

    kind: AlertKind
    on: date | None
    text: str
    confidence: Word
    row_ids: tuple[int, ...]


def alerts_of(chain: Chain, listings: Mapping[int, Sequence[Listing]], watch: Watch) -> tuple[Alert, ...]:
    """The alerts of one machine, the most urgent first; none for one that was scrapped, unless it shows up again.

    Args:
        chain: All that is recorded of it.
        listings: Party id to the lists that it may stand on.
        watch: When to ask.
    """
    found = [*_outside(chain), *_moved(chain)]
    if not any(it.fact.what == "scrapped" for it in chain.links):
        found += [*_listed(chain, listings, watch.on), *_unseen(chain, watch)]
    return tuple(sorted(found, key=lambda it: (URGENCY.index(it.kind), it.on or date.max, it.row_ids)))


def worth_looking(rows: Table, ban: Ban, watch: Watch, listed: Table) -> Table:
    """Keys of machines that may raise an alert: ``key``. A wide net for ``alerts_of``.

    Args:
        rows: As ``trace.custody_rows.sightings``.
        ban: Where the machines must not be.
        watch: When to ask; silence is asked of machines only that some event tells of.
        listed: ``party_id`` of parties that may stand on a list.
    """
    goods = (EXPORTED, "imported", "transit")
    spans = rows.group_by("key").agg(
        events=(~_.what.isin(goods)).sum(), sent=(_.what.isin((*DEALT, EXPORTED))).sum(), last_on=_.on.max()
    )
    seen = rows.filter(~rows.what.isin((*DEALT, EXPORTED, "built"))).group_by("key").agg(seen=_.count())
    both = spans.left_join(seen, "key").drop("key_right")
    quiet = (both.events > 0) & (both.sent > 0)
    long_ago, some_time_ago = (watch.on - timedelta(days=it) for it in (watch.silent_days, watch.confirm_days))
    late = (both.last_on < long_ago) | (both.seen.isnull() & (both.last_on < some_time_ago))
    parts = (
        both.filter(quiet & late).select("key"),
        astray(rows, ban),
        moved_unagreed(rows),
        rows.semi_join(listed, "party_id").select("key"),
    )
    found = parts[0]
    for part in parts[1:]:
        found = found.union(part)
    return found.distinct()


def _outside(chain: Chain) -> Iterator[Alert]:
    placed = chain.placed
    for link in chain.outside:
        fact = link.fact
        kind: AlertKind = "wrong_country_service" if fact.what in SERVICE else "left_channel"
        sent = f"sent to {country_name(placed.fact.country)}" if placed and placed.fact.country else "sent elsewhere"
        text = f"{done(fact.what, fact.country)} on {fact.on or 'an unstated day'}, though {sent}"
        yield Alert(kind, fact.on, text, link.confidence, _rows(link, placed))


def _moved(chain: Chain) -> Iterator[Alert]:
    for link in chain.links:
        if link.standing == "unagreed" and link.fact.what in MOVES:
            what, day = done(link.fact.what, link.fact.country), link.fact.on or "an unstated day"
            text = f"{what} on {day}, and nobody says it was agreed"
            yield Alert("moved", link.fact.on, text, link.confidence, _rows(link, None))


def _listed(chain: Chain, listings: Mapping[int, Sequence[Listing]], on: date) -> Iterator[Alert]:
    told: set[int] = set()
    for link in chain.links:
        if link.standing not in ("placed", "passed_on", "confirmed"):
            continue
        for party in (link.fact.party_id, link.fact.sender_id):
            later = [it for it in listings.get(party or 0, ()) if link.fact.on and link.fact.on < it.listed_on <= on]
            if not later or party in told:
                continue
            told.add(party or 0)
            first = min(later, key=lambda it: it.listed_on)
            text = f"{first.name} was put on {first.list} on {first.listed_on}, after the record of {link.fact.on}"
            yield Alert("listed_after", first.listed_on, text, "probable", (first.row_id, link.fact.row_id))


def _unseen(chain: Chain, watch: Watch) -> Iterator[Alert]:
    placed, confirmed, days = chain.placed, chain.confirmed, chain.silent_days(watch.on)
    if placed is None or days is None or chain.exit:
        return
    if confirmed is None and days > watch.confirm_days:
        text = f"{done(placed.fact.what, placed.fact.country)} on {placed.fact.on}; nobody saw it there in {days} days"
        yield Alert("unconfirmed", placed.fact.on, text, "derived", _rows(placed, None))
    elif confirmed is not None and days > watch.silent_days:
        text = f"last seen where it belongs on {confirmed.fact.on}, {days} days ago"
        yield Alert("silent", confirmed.fact.on, text, "derived", _rows(confirmed, None))


def _rows(link: Link, other: Link | None) -> tuple[int, ...]:
    return (link.fact.row_id, *([other.fact.row_id] if other else ()))
