"""Single machines for typologies: the chains of those that may have left their channel, worked out once."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import ibis
import pyarrow as pa
from ibis import _
from ibis.expr.types import Table

from enduse.detect import Ledger
from enduse.detect.scope import kept, with_tier
from enduse.detect.shared import once
from enduse.store.derived_tables import table_of
from enduse.trace.custody import Chain, Link
from enduse.trace.custody_reading import read_chains
from enduse.trace.custody_rows import Ban, astray, moved_unagreed, seen_abroad, sightings, whereabouts
from enduse.trace.custody_wording import done

WEIGHT: Mapping[str, float] = {"recorded": 1.0, "derived": 1.0, "probable": 0.9, "possible": 0.45, "alleged": 0.45}
"""What a word of confidence leaves of a strength: a number that may be another machine's proves little."""

_RESULT = pa.schema(
    {
        **dict.fromkeys(("subject_id", "sent", "sent_to", "sent_on", "seen", "seen_in", "seen_on"), pa.string()),
        **dict.fromkeys(("serial", "model", "confidence", "reason"), pa.string()),
        **dict.fromkeys(("strength", "rank", "value_usd"), pa.float64()),
        **dict.fromkeys(("start", "end"), pa.date32()),
        **dict.fromkeys(("rows", "days_unseen"), pa.int64()),
        "doubts": pa.list_(pa.string()),
        **dict.fromkeys(
            ("row_ids", "context_ids", "buyer_ids", "consignor_ids", "consignee_ids"), pa.list_(pa.int64())
        ),
    }
)


@dataclass(frozen=True)
class Seen:
    """A machine, the links that tell, and how much they weigh.

    Attributes:
        chain: All that is recorded of it.
        telling: The links that prove it, at least one, in the order of time.
        strength: 0 to 1, before the word of confidence lowers it.
    """

    chain: Chain
    telling: tuple[Link, ...]
    strength: float


def suspects(ledger: Ledger, ban: Ban) -> tuple[Chain, ...]:
    """Chains of machines that some row shows where no record sends them, or that moved and nobody agreed."""

    def make() -> tuple[Chain, ...]:
        seen = kept(whereabouts(ledger.events, ledger.items, ledger.parties)).filter(_.key.notnull())
        abroad = seen.semi_join(seen_abroad(seen), "key")
        keys = kept(astray(abroad, ban).union(moved_unagreed(seen)).distinct())
        ids = kept(seen.semi_join(keys, "key").select("row_id").distinct())
        # The rows again for these machines only, for all that is recorded of them.
        events, items = (it.semi_join(ids, "row_id") for it in (ledger.events, ledger.items))
        rows = sightings(events, items, ledger.parties).semi_join(keys, "key")
        return tuple(it.chain for it in read_chains(rows, ledger.parties, ban))

    return once(ledger, ("chains of custody", ban), tuple, make)


def has_events(chain: Chain) -> bool:
    """Does a record beside declarations tell of the machine?"""
    return any(table_of(it.fact.row_id) == "events" for it in chain.links)


def in_a_book(chain: Chain) -> bool:
    """Does a maker's, dealer's or owner's record say where the machine belongs, and not a declaration alone?

    A book tells of machines that its keeper must follow; a declaration names a buyer, who may sell on.
    """
    return any(it.standing == "placed" and table_of(it.fact.row_id) == "events" for it in chain.links)


def there_before(chain: Chain, ban: Ban) -> bool:
    """Does a record show the machine in a country of the ban while goods could still go there?"""
    dated = (it.fact for it in chain.links if it.standing != "made" and it.fact.on is not None)
    return any(it.country in ban.countries and not ban.covers(it.country, it.on) for it in dated)


def barred(link: Link, ban: Ban) -> bool:
    """Is the link where goods must not go, on a day on which they must not?"""
    return ban.covers(link.fact.country, link.fact.on)


def by_owner(asked: Link, chain: Chain) -> bool:
    """Does the recorded owner ask, or a firm at home where the machine should be?"""
    placed = chain.placed
    if placed is None or asked.fact.party_id is None:
        return False
    return asked.fact.party_id == placed.fact.party_id or asked.fact.party_country == placed.fact.country


def priority_rows(ledger: Ledger, chains: Iterable[Chain]) -> frozenset[int]:
    """Ids of those goods lines of the chains whose goods are on the common high priority list."""
    ids = sorted({it.fact.row_id for chain in chains for it in chain.links if table_of(it.fact.row_id) == "items"})
    rows = ledger.items.semi_join(ibis.memtable(pa.table({"row_id": pa.array(ids, pa.int64())})), "row_id")
    return frozenset(with_tier(rows, ledger).row_id.to_pyarrow().to_pylist())


def suspicions(found: Iterable[Seen]) -> Table:
    """What finders about machines return, one row for each; see ``detect.Finder.find``."""
    return ibis.memtable(pa.Table.from_pylist([_row(it) for it in found], schema=_RESULT))


def _row(seen: Seen) -> dict[str, Any]:
    chain, first, placed = seen.chain, seen.telling[0], seen.chain.placed
    telling = {it.fact.row_id for it in seen.telling} | ({placed.fact.row_id} if placed else set())
    days = [it.fact.on for it in seen.telling if it.fact.on]
    values = [it.fact.value_usd for it in seen.telling if it.fact.value_usd is not None]
    word = min((it.confidence for it in seen.telling), key=lambda it: -WEIGHT[it])
    return {
        "subject_id": chain.name,
        "serial": first.fact.serial,
        "model": first.fact.model or next((it.fact.model for it in chain.links if it.fact.model), None),
        **_sent(placed),
        "seen": done(first.fact.what, first.fact.country),
        "seen_in": first.fact.country,
        "seen_on": _day(first.fact.on),
        "confidence": word,
        "reason": "; ".join(first.reasons),
        "strength": seen.strength * WEIGHT[word],
        "rank": float(len(seen.telling)),
        "value_usd": max(values, default=None),
        "start": min(days, default=None),
        "end": max(days, default=None),
        "rows": len(chain.links),
        "days_unseen": first.gap_days,
        "doubts": sorted({reason for it in seen.telling for _word, reason in it.fact.doubts}),
        "row_ids": sorted(telling),
        "context_ids": sorted({it.fact.row_id for it in chain.links} - telling),
        "buyer_ids": _ids([placed.fact.party_id] if placed else []),
        "consignor_ids": _ids(it.fact.sender_id for it in seen.telling),
        "consignee_ids": _ids(it.fact.party_id for it in seen.telling),
    }


def _sent(placed: Link | None) -> dict[str, str | None]:
    if placed is None or placed.fact.country is None:
        return {"sent": "sent to a country that is not stated", "sent_to": None, "sent_on": "an unstated day"}
    sent = done(placed.fact.what, placed.fact.country)
    return {"sent": sent, "sent_to": placed.fact.country, "sent_on": _day(placed.fact.on)}


def _day(on: date | None) -> str:
    return on.isoformat() if on else "an unstated day"


def _ids(ids: Iterable[int | None]) -> list[int]:
    return sorted({it for it in ids if it is not None})
