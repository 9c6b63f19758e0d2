"""A buyer or seller sits at an address that is itself listed.

Some addresses stand on export-control lists of their own, because goods sent to whoever sits there went on to where
they must not go. The finding says that a party of the imports gives such an address, and what it dealt in since the
day of the listing. A party that is listed under its own name is left out: it needs no address to be found.
"""

from datetime import date

import ibis
from ibis import _
from ibis.expr.types import Table

from enduse.detect import Finder, Ledger, Needs, Typology
from enduse.detect.dealings import cited, dealings, line_rows, preferring_priority, record_rows
from enduse.detect.listed_parties import last_listed_day, listed_parties
from enduse.detect.scope import DESTINATIONS, computed

STRENGTH = 0.45
STRENGTH_LOOSE = 0.2

_CALLED = r"^(address|адрес|адреса|adres|anschrift|adresse|dirección|地址|住所|주소|عنوان)"
"""How entries begin that are addresses and nobody's name."""


def _at_entries(ledger: Ledger, min_score: float, max_sharing: int) -> Table:
    """The hits by address that tell something, of parties not listed themselves; ``place``: is the entry an address?"""
    hits = ledger.hits.filter(_.by == "address")
    entry = ["authority", "list", "entry_id"]
    crowd = hits.group_by(entry).agg(tenants=_.party_id.nunique())
    hits = hits.mutate(**{it: hits[it].fill_null("") for it in entry})
    crowd = crowd.mutate(**{it: crowd[it].fill_null("") for it in entry})
    hits = hits.join(crowd, entry)
    place = (hits.score >= min_score) | hits.listed_name.fill_null("").lower().re_search(_CALLED)
    hits = hits.mutate(place=place).filter(_.place | (_.tenants <= max_sharing))
    return computed(hits.anti_join(listed_parties(ledger), "party_id").rename(subject_id="party_id"))


def at_listed_address(
    ledger: Ledger,
    watershed: date,
    destinations: tuple[str, ...] = DESTINATIONS,
    min_score: float = 0.9,
    max_sharing: int = 4,
) -> Table:
    """One row per party that gives a listed address and dealt in imports since the listing.

    Args:
        ledger: Its ``hits`` by address and declarations.
        watershed: Counts as the day of a listing whose day is not stated.
        destinations: Importing countries.
        min_score: From this score of the hit on the entry is an address; below it somebody's, who is listed.
        max_sharing: The address of a listed party tells nothing where more parties stand at it.
    """
    hits = _at_entries(ledger, min_score, max_sharing)
    suspects = hits.group_by("subject_id").agg(
        listed_on=_.listed_on.min(),
        delisted_on=last_listed_day(hits.delisted_on),
        score=_.score.max(),
        place=_.place.any(),
        listed_name=_.listed_name.min(),
        authority=_.authority.min(),
    )
    suspects = computed(suspects.mutate(since=ibis.coalesce(_.listed_on, watershed)))
    lines = dealings(ledger, suspects, destinations).join(
        suspects.select("subject_id", "since", "delisted_on"), "subject_id"
    )
    inside = (_.declared_on >= _.since) & (_.declared_on < _.delisted_on).fill_null(True)
    during = preferring_priority(lines.mutate(telling=inside), ["subject_id"])
    keys = ["subject_id"]
    found = cited(suspects, keys, line_rows(during, keys), record_rows(hits, keys))
    goods = during.group_by(keys).agg(priority=_.priority.any(where=_.telling))
    told = ibis.ifelse(_.place, STRENGTH, STRENGTH_LOOSE)
    found = found.join(goods, keys).mutate(strength=ibis.ifelse(_.priority.fill_null(False), told, told / 2))
    return found.mutate(rank=_.value_usd.fill_null(0.0)).drop("since", "delisted_on")


listed_high_diversion_address = Typology(
    id="listed_high_diversion_address",
    title="Party at a listed address",
    about=__doc__,
    innocent=(
        "an office building or a registration agent with many honest tenants",
        "the party moved in after those for whom the address was listed had left",
        "the address is that of a forwarder who handed the goods on to a known user",
    ),
    misses=(
        "an address that is written so differently that the two spellings share no key",
        "a party that gives another address in its papers than the one it works at",
        "addresses of listed parties that are not listed themselves",
    ),
    settle=(
        "the lease, and a visit: who works there",
        "the register extract with all addresses and their days",
        "whether a licence was asked for because of the address",
    ),
    sources=("BIS, Federal Register 2024-13148: addresses on the Entity List, 15 CFR 744.16(f)",),
    ceiling=0.5,
    finders=(
        Finder(
            id="at_listed_address",
            reads="items",
            subject="company",
            headline=(
                "{subject} gives an address that {authority} lists; it dealt in {lines:line|lines} ({value}) "
                "since the listing"
            ),
            needs=Needs(columns=("declared_on", "consignee_id"), lists=("CHPL",), rows="imports", tables=("hits",)),
            find=at_listed_address,
            confidence="derived",
        ),
    ),
)
