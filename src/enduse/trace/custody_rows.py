"""What the ledger says of single machines: events and the goods lines that name a serial number, on one footing."""

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files

import ibis
from ibis import _
from ibis.expr.types import BooleanValue, StringColumn, Table

from enduse.trace.serial_keys import serial_key_of

DEALT = ("sold", "shipped", "resold")
"""Events by which a maker's or dealer's book says whose the machine becomes."""

MOVES = ("moved", "relocation_alert")
"""Events by which a machine changes its place, or a device says that it does."""

SERVICE = ("serviced", "service_request")

EXPORTED, IMPORTED = "exported", "imported"
"""What a goods line says of a machine; beside ``store.record_kinds.EVENT_KINDS``."""

COLUMNS = (
    *("row_id", "on", "what", "key", "serial", "brand", "model", "country", "sender_country"),
    *("party_id", "sender_id", "authorised", "place", "note", "reference", "value_usd", "at_home"),
)


@dataclass(frozen=True)
class Agreements:
    """Words by which the maker or owner agreed, as one pattern each that every engine reads alike."""

    agreed: str
    refused: str


@cache
def agreements() -> Agreements:
    """The bundled words (``data/custody_words.toml``)."""
    words: Mapping[str, Sequence[str]] = tomllib.loads(
        (files("enduse.data") / "custody_words.toml").read_text(encoding="utf-8")
    )
    return Agreements(*("|".join(map(re.escape, words[it])) for it in ("agreed", "refused")))


def agreed(authorised: ibis.Value, note: StringColumn) -> BooleanValue:
    """Did the maker or owner agree? As the source states it, else as the remark says; null where neither does."""
    words, said = agreements(), note.fill_null("").lower()
    told = ibis.cases((said.re_search(words.refused), False), (said.re_search(words.agreed), True), else_=None)
    return ibis.coalesce(authorised, told.cast("boolean"))


def event_sightings(events: Table, parties: Table) -> Table:
    """Every event that names a number, with ``COLUMNS``.

    A service whose place is not stated counts where the party is at home, and says so in ``at_home``.
    """
    rows = _events(events, parties)
    return rows.filter(rows.key.notnull())


def _events(events: Table, parties: Table) -> Table:
    homes = parties.select(_party=parties.party_id, _home=parties.country)
    told = events.filter(events.serial.notnull())
    told = told.left_join(homes, told.party_id == homes["_party"])
    home = ibis.ifelse(told.kind.isin(SERVICE), told["_home"], ibis.null("string"))
    return told.select(
        row_id=told.row_id,
        on=told.happened_on,
        what=told.kind.fill_null("").lower(),
        key=serial_key_of(told.serial),
        serial=told.serial,
        brand=told.brand,
        model=told.model,
        country=ibis.coalesce(told.place_country, home),
        sender_country=ibis.null("string"),
        party_id=told.party_id,
        sender_id=ibis.null("int64"),
        authorised=agreed(told.authorised, told.note),
        place=told.place,
        note=told.note,
        reference=told.reference,
        value_usd=ibis.null("float64"),
        at_home=told.place_country.isnull() & home.notnull(),
    )


def goods_sightings(items: Table) -> Table:
    """Every number of every goods line, with ``COLUMNS``: where the goods go, from where, to whom and from whom."""
    rows = _goods(items)
    return rows.filter(rows.key.notnull())


def _goods(items: Table) -> Table:
    told = items.filter(items.serials.length() > 0)
    each = told.select(
        *("row_id", "direction", "brand", "model", "destination", "dispatch", "consignee_id", "consignor_id"),
        on=told.declared_on,
        # What a line is worth is that of all its machines.
        value_usd=told.value_usd / told.serials.length(),
        serial=told.serials.unnest(),
    )
    return each.select(
        row_id=each.row_id,
        on=each.on,
        what=ibis.cases(
            (each.direction == "export", EXPORTED), (each.direction == "transit", "transit"), else_=IMPORTED
        ),
        key=serial_key_of(each.serial),
        serial=each.serial,
        brand=each.brand,
        model=each.model,
        country=each.destination,
        sender_country=each.dispatch,
        party_id=each.consignee_id,
        sender_id=each.consignor_id,
        authorised=ibis.null("boolean"),
        place=ibis.null("string"),
        note=ibis.null("string"),
        reference=ibis.null("string"),
        value_usd=each.value_usd,
        at_home=ibis.literal(False),
    )


def sightings(events: Table, items: Table, parties: Table) -> Table:
    """All that is recorded of single machines, with ``COLUMNS``; ``key`` is the number's normal key.

    Args:
        events: As in ``detect.Ledger``.
        items: Likewise.
        parties: Likewise.
    """
    return event_sightings(events, parties).union(goods_sightings(items))


@dataclass(frozen=True)
class Ban:
    """Where the machines must not be, and from which day.

    Attributes:
        countries: ISO alpha-2.
        since: The watershed.
    """

    countries: tuple[str, ...]
    since: date

    def covers(self, country: str | None, on: date | None) -> bool:
        """Was the country out of bounds on that day? Without a day it was not known to be."""
        return country in self.countries and on is not None and on >= self.since


def whereabouts(events: Table, items: Table, parties: Table) -> Table:
    """What ``astray`` and ``moved_unagreed`` ask of ``sightings``, worth storing: to work out a key takes long.

    Rows whose number tells nothing have no ``key``, and are to be left out of what was stored: an engine that leaves
    them out before works out every key twice.
    """
    columns = ("row_id", "key", "what", "on", "country", "authorised")
    return _events(events, parties).select(columns).union(_goods(items).select(columns))


def seen_abroad(rows: Table) -> Table:
    """Keys that were seen in two countries or more, ``key``: ``astray`` finds no others."""
    spans = rows.group_by("key").agg(least=_.country.min(), most=_.country.max())
    return spans.filter(spans.least < spans.most).select("key")


def moved_unagreed(rows: Table) -> Table:
    """Keys of machines that were moved, or raised an alarm, without a word that this was agreed: ``key``."""
    return rows.filter(rows.what.isin(MOVES), ~rows.authorised.fill_null(False)).select("key").distinct()


def astray(rows: Table, ban: Ban) -> Table:
    """Keys of machines that were seen in a country to which no record sends them: ``key``.

    A wide net for ``trace.custody``, which decides: of machines that a book or a first export sends somewhere, those
    that some row shows elsewhere.
    """
    exports = rows.filter(rows.what == EXPORTED).group_by("key").agg(first_on=_.on.min())
    known = rows.left_join(exports, "key").drop("key_right")
    first = (known.what == EXPORTED) & (known.on == known.first_on).fill_null(True)
    sends = (known.what.isin(DEALT) | first | known.authorised).fill_null(False)
    marked = known.mutate(sends=sends, home=sends | (known.what == "built"), barred=known.country.isin(ban.countries))
    placed = (
        marked.filter(marked.country.notnull())
        .group_by("key", "country", "barred")
        .agg(sent=_.sends.sum(), home=_.home.sum())
    )
    each = placed.group_by("key").agg(
        sent=_.sent.sum(),
        elsewhere=_.sent.sum(where=~_.barred).fill_null(0),
        barred=_.barred.sum(),
        strange=(_.home == 0).sum(),
    )
    return each.filter((each.strange > 0) & (each.sent > 0) | (each.barred > 0) & (each.elsewhere > 0)).select("key")
