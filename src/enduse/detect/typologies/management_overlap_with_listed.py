"""A firm that deals in imports is led by a listed person, or by somebody who also leads a listed firm.

Directors, managers and those who may appoint them count, whenever they held the post: who led the listed firm
before it was listed and leads this one now carried the business over. People who sit in many firms are left out;
they are nominees or agents, or several people of one name.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

import ibis
from ibis import _
from ibis.expr.types import Table

from enduse.detect import Finder, Ledger, Needs, Typology
from enduse.detect.boards import both, busy_people, seats, told_apart
from enduse.detect.dealings import cited, dealings, line_rows, preferring_priority, record_rows
from enduse.detect.listed_parties import last_listed_day, listed_parties, own_hits, possibly_listed
from enduse.detect.scope import DESTINATIONS, computed
from enduse.detect.ties import SENIOR, SUCCESSION, openly_tied

STRENGTH_LISTED = 0.5
STRENGTH_SHARED = 0.45
STRENGTH_NAMESAKE = 0.2
_KEYS = ["subject_id"]


def _firms(ledger: Ledger, destinations: tuple[str, ...], seats_: Table, since: Table) -> Table:
    """What the firms dealt in, ``telling`` from the listing on."""
    lines = dealings(ledger, seats_, destinations).join(since, "subject_id")
    inside = (lines.declared_on >= lines.since) & (lines.declared_on < lines.until).fill_null(True)
    return preferring_priority(lines.mutate(telling=inside), _KEYS)


def _found(ledger: Ledger, destinations: tuple[str, ...], seats_: Table, suspects: Table) -> Table:
    """The suspects that dealt in imports since the listing, with what proves it.

    Args:
        ledger: Its declarations and ``hits``.
        destinations: Importing countries.
        seats_: ``subject_id``, ``listed_id`` and the columns ``*_row`` that are to be cited.
        suspects: One row per subject with ``since`` and ``told`` (strength with priority goods).
    """
    lines = _firms(ledger, destinations, suspects, suspects.select("subject_id", "since", "until"))
    pairs = seats_.select("subject_id", "listed_id").distinct()
    hits = own_hits(ledger).join(pairs, _.party_id == pairs.listed_id)
    rows = [record_rows(seats_.select("subject_id", row_id=it), _KEYS) for it in seats_.columns if it.endswith("_row")]
    found = cited(suspects, _KEYS, line_rows(lines, _KEYS), record_rows(hits, _KEYS), *rows)
    goods = lines.group_by(_KEYS).agg(priority=_.priority.any(where=_.telling).fill_null(False))
    found = found.join(goods, _KEYS)
    strength = ibis.ifelse(found.priority, found.told, found.told / 2)
    return found.mutate(strength=strength, rank=found.value_usd.fill_null(0.0)).drop("since", "until", "told")


def listed_director(
    ledger: Ledger,
    watershed: date,
    destinations: tuple[str, ...] = DESTINATIONS,
    max_firms: int = 5,
) -> Table:
    """One row per unlisted party that dealt in imports after somebody who leads it was listed.

    Args:
        ledger: Its ``relations``, ``hits`` and declarations.
        watershed: Counts as the day of a listing whose day is not stated.
        destinations: Importing countries.
        max_firms: Who has a part in more firms than this is left out.
    """
    listed = possibly_listed(ledger).rename(person_id="party_id")
    mine = seats(ledger, SENIOR, listed).anti_join(busy_people(ledger, max_firms), "person_id")
    mine = mine.join(listed.select("person_id", "listed_on", "delisted_on", "certain"), "person_id")
    themselves = listed_parties(ledger)
    mine = mine.anti_join(themselves, mine.firm_id == themselves.party_id)
    mine = computed(mine.rename(subject_id="firm_id", seat_row="row_id"))
    # Whoever left before the listing leads it no more.
    mine = mine.filter((mine.end > mine.listed_on).fill_null(True)).mutate(listed_id=mine.person_id)
    known = computed(mine)
    suspects = known.group_by(_KEYS).agg(
        listed_on=known.listed_on.min(),
        since=ibis.coalesce(known.listed_on.min(), ibis.literal(watershed)),
        until=last_listed_day(known.delisted_on),
        told=ibis.ifelse(known.certain.any(), STRENGTH_LISTED, STRENGTH_NAMESAKE),
        director_ids=known.person_id.collect(distinct=True),
    )
    return _found(ledger, destinations, known, computed(suspects))


def shared_director(
    ledger: Ledger,
    watershed: date,
    destinations: tuple[str, ...] = DESTINATIONS,
    max_firms: int = 5,
) -> Table:
    """One row per unlisted party that dealt in imports after a firm was listed that the same person leads or led.

    Args:
        ledger: Its ``relations``, ``hits`` and declarations.
        watershed: Counts as the day of a listing whose day is not stated.
        destinations: Importing countries.
        max_firms: Who has a part in more firms than this is left out.
    """
    listed = listed_parties(ledger)
    theirs = seats(ledger, SENIOR)
    of_listed = theirs.join(listed.select(firm_id="party_id"), "firm_id")
    of_listed = computed(of_listed.anti_join(busy_people(ledger, max_firms), "person_id"))
    elsewhere = seats(ledger, SENIOR, of_listed)
    elsewhere = elsewhere.anti_join(listed, elsewhere.firm_id == listed.party_id)
    pairs = both(elsewhere, of_listed).rename(subject_id="firm_id", listed_id="other_id")
    pairs = computed(pairs.join(listed.select("listed_on", "delisted_on", listed_id="party_id"), "listed_id"))
    known = told_apart(ledger, pairs)
    known = computed(known.rename(seat_row="row_id"))
    succeeded = computed(openly_tied(ledger, known, "listed_id", SUCCESSION).select("subject_id").distinct())
    weak = known.subject_id.isin(succeeded.subject_id) | ~known.known
    suspects = (
        known.mutate(told=ibis.ifelse(weak, STRENGTH_NAMESAKE, STRENGTH_SHARED))
        .group_by(_KEYS)
        .agg(
            listed_on=_.listed_on.min(),
            since=ibis.coalesce(_.listed_on.min(), ibis.literal(watershed)),
            until=last_listed_day(_.delisted_on),
            told=_.told.max(),
            director_ids=_.person_id.collect(distinct=True),
            listed_ids=_.listed_id.collect(distinct=True),
        )
    )
    return _found(ledger, destinations, known, computed(suspects))


def _phrases(row: Mapping[str, Any]) -> Mapping[str, str]:
    stated = f"since the listing of {row['listed_on']}"
    return {"since_when": stated if row["listed_on"] else "since the watershed (the day of the listing is not stated)"}


_NEEDS = Needs(columns=("declared_on", "consignee_id"), lists=("CHPL",), rows="imports", tables=("relations", "hits"))

management_overlap_with_listed = Typology(
    id="management_overlap_with_listed",
    title="Led by people of a listed party",
    about=__doc__,
    innocent=(
        "two people of one name",
        "a hired director who left the listed firm before it was listed and found other work",
        "a nominee who signs for many firms",
        "a legal successor whom the register names as one",
    ),
    misses=(
        "people who lead without standing in a register",
        "deputies, chief accountants and signatories, unless a register names them",
        "a director whose name is written so differently that the two were not recognised as one",
    ),
    settle=(
        "date of birth or tax number of the director in both registers",
        "when the director came and went, and who appointed him",
        "who signs contracts and payments of the firm",
    ),
    sources=("BIS, Supplement No. 3 to part 732, red flag 24 (catalogue: BIS3-24)",),
    ceiling=0.6,
    finders=(
        Finder(
            id="listed_director",
            reads="items",
            subject="company",
            headline=(
                "{subject} is led by the listed {director}; it dealt in {lines:line|lines} ({value}) {since_when}"
            ),
            needs=_NEEDS,
            find=listed_director,
            phrases=_phrases,
        ),
        Finder(
            id="shared_director",
            reads="items",
            subject="company",
            headline=(
                "{subject} has a director in common with {listed}, a listed party; it dealt in {lines:line|lines} "
                "({value}) {since_when}"
            ),
            needs=_NEEDS,
            find=shared_director,
            phrases=_phrases,
        ),
    ),
)
