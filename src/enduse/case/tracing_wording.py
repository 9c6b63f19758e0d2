"""A chain of custody as an object for programs, and its sentences."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from enduse.trace.custody import Chain, Link
from enduse.trace.custody_doubts import contradictions, gaps
from enduse.trace.custody_reading import named
from enduse.trace.custody_wording import done

Row = dict[str, Any]


def chain_object(whole: Chain, asked: tuple[date, int], names: Mapping[int, str], places: Mapping[int, Row]) -> Row:
    """What `trace serial --json` says of one machine.

    Args:
        whole: The chain.
        asked: The day as of which it is asked, and the longest gap in days that passes.
        names: Party id to name.
        places: Row id to file, sheet and row.
    """
    on, gap_days = asked
    own = named(it.fact for it in whole.links)
    lacks = whole.lacks(on, gap_days)
    confirmed = whole.confirmed
    return {
        "machine": whole.name,
        "serial": own.serial,
        "brand": own.brand,
        "model": own.model,
        "spellings": sorted({it.fact.serial for it in whole.links}),
        "state": "left the authorised channel" if whole.exit else "incomplete" if lacks else "complete",
        "lacks": list(lacks),
        "as_of": on.isoformat(),
        "confirmed_on": _day(confirmed) if confirmed else None,
        "days_since_confirmation": whole.silent_days(on),
        "left": left_object(whole, names, places),
        "links": [link_object(it, names, places) for it in whole.links],
        "gaps": [
            {"days": it.days, "text": it.text, "unrecorded_move": it.unrecorded, "confidence": "derived"}
            for it in gaps(whole, gap_days)
        ],
        "contradictions": [
            {"text": it.text, "evidence": [places[row] for row in it.row_ids if row in places]}
            for it in contradictions(whole)
        ],
    }


def link_object(link: Link, names: Mapping[int, str], places: Mapping[int, Row]) -> Row:
    """One link of the chain."""
    fact = link.fact
    return {
        "on": _day(link),
        "what": fact.what.replace("_", " "),
        "country": fact.country,
        "from_country": fact.sender_country,
        "party": names.get(fact.party_id or 0),
        "from_party": names.get(fact.sender_id or 0),
        "place": fact.place,
        "standing": link.standing,
        "confidence": link.confidence,
        "reasons": list(link.reasons),
        "gap_days": link.gap_days,
        "note": fact.note,
        "evidence": places.get(fact.row_id),
    }


def left_object(whole: Chain, names: Mapping[int, str], places: Mapping[int, Row]) -> Row | None:
    """Where the machine left its channel; None where it did not, as far as is recorded."""
    if whole.exit is None:
        return None
    strangers = [it for it in (whole.exit.fact.sender_id, whole.exit.fact.party_id) if it not in _known(whole)]
    return {
        "text": left_sentence(whole, names),
        "after": link_object(whole.placed, names, places) if whole.placed else None,
        "seen": link_object(whole.exit, names, places),
        "first_country": whole.exit.fact.country,
        "first_party": next((names[it] for it in strangers if it is not None and it in names), None),
    }


def left_sentence(whole: Chain, names: Mapping[int, str]) -> str:
    """Where and between which days it left its channel, and who first had it there."""
    return " ".join(_left(whole, names))


def _left(whole: Chain, names: Mapping[int, str]) -> Iterator[str]:
    seen, placed = whole.exit, whole.placed
    if seen is None:
        yield "No record shows it where none sends it."
        return
    if placed:
        buyer = names.get(placed.fact.party_id or 0)
        to = f" ({buyer})" if buyer else ""
        what = done(placed.fact.what, placed.fact.country)
        yield f"It was {what}{to} on {_day(placed) or 'an unstated day'}"
    else:
        yield "It belongs elsewhere"
    who = names.get(seen.fact.sender_id or 0) or names.get(seen.fact.party_id or 0)
    through = f" through {who}" if who else ""
    what = done(seen.fact.what, seen.fact.country)
    yield f"and {what} on {_day(seen) or 'an unstated day'}{through}:"
    yield f"{seen.reasons[0] if seen.reasons else 'no record sends it there'}."


def _known(whole: Chain) -> set[int | None]:
    sent = (it for it in whole.links if it.standing in ("made", "placed", "passed_on"))
    return {party for it in sent for party in (it.fact.party_id, it.fact.sender_id)} | {None}


def link_place(link: Link | None) -> Row:
    """Day and country of a link, for short tables."""
    return {"last_on": _day(link) if link else None, "last_country": link.fact.country if link else None}


def _day(link: Link) -> str | None:
    return link.fact.on.isoformat() if link.fact.on else None
