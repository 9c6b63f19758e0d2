"""A brand's machine was seen, in pictures that anybody can see, at an arms maker or a unit of the forces.

Rows that an analyst entered after looking at footage: what was seen, where, on which day, in which document, and how
sure it is. A machine may stand there since long before any ban: so this says where machines run, not when they came.
Doubtful sightings and plans for machines that were never delivered are left out.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from itertools import groupby
from typing import Any

import pyarrow as pa
from ibis import _
from ibis.expr.types import Table

from enduse.detect import Finder, Ledger, Needs, Typology
from enduse.detect.defence import SURE, DefenceSign, customers
from enduse.detect.scope import DESTINATIONS
from enduse.detect.suspect_rows import Columns, Suspect, suspect_table
from enduse.detect.wording import plain, words

STRENGTH = 0.3
STRENGTH_UNSAID = 0.2
STRENGTH_UNSURE_PLANT = 0.1

_COLUMNS = Columns(
    {
        "brand": pa.string(),
        "models": pa.string(),
        "sightings": pa.int64(),
        "basis": pa.string(),
        "why": pa.string(),
        "documents": pa.string(),
    },
)


def by_site(ledger: Ledger, watershed: date, destinations: tuple[str, ...] = DESTINATIONS) -> Table:
    """One row per plant and brand that was seen there.

    Args:
        ledger: Events of machines of the kind ``seen``; lists, where there are any.
        watershed: Not used: a picture says when it was taken, not when the machine came.
        destinations: Where the plant is; places that are not told count where the plant is known.
    """
    rows = ledger.events.filter(_.kind == "seen", _.party_id.notnull(), _.brand.notnull())
    rows = rows.filter(rows.place_country.isin(destinations) | rows.place_country.isnull())
    told = [(row, word) for row in rows.to_pyarrow().to_pylist() if (word := how_sure(row["note"])) is not None]
    signs = customers(ledger, rows.select("party_id"))
    told = [it for it in told if it[0]["party_id"] in signs]
    told.sort(key=lambda it: (it[0]["party_id"], plain(it[0]["brand"]), it[0]["row_id"]))
    groups = groupby(told, lambda it: (int(it[0]["party_id"]), plain(it[0]["brand"])))
    return suspect_table((_suspect(plant, [*these], signs[plant]) for (plant, _brand), these in groups), _COLUMNS)


def how_sure(note: str | None) -> str | None:
    """The word of confidence that a note tells; ``possible`` where it tells none, None where it is a doubt or a plan.

    >>> how_sure("name plate legible"), how_sure("probably a lathe"), how_sure("planned, not delivered"), how_sure("")
    ('recorded', 'probable', None, 'possible')
    """
    told, said = words("page_words", "sightings"), plain(note)
    if told["doubtful"].search(said):
        return None
    if told["probable"].search(said):
        return "probable"
    return "recorded" if told["sure"].search(said) else "possible"


def _suspect(plant: int, told: Sequence[tuple[Mapping[str, Any], str]], sign: DefenceSign) -> Suspect:
    seen = [row for row, _word in told]
    best = min((word for _row, word in told), key=("recorded", "probable", "possible").index)
    said = STRENGTH if best != "possible" else STRENGTH_UNSAID
    return Suspect(
        plant,
        said if sign.basis in SURE else STRENGTH_UNSURE_PLANT,
        [row["row_id"] for row in seen],
        (),
        [row["happened_on"] for row in seen],
        lane=plain(seen[0]["brand"]).upper(),
        confidence=best,
        rank=float(len(seen)),
        figures={
            "brand": seen[0]["brand"],
            "models": ", ".join(sorted({row["model"] for row in seen if row["model"]})),
            "sightings": len(seen),
            "basis": sign.basis,
            "why": sign.why,
            "documents": "; ".join(sorted({row["reference"] for row in seen if row["reference"]})),
        },
    )


public_site_visual_hit = Typology(
    id="public_site_visual_hit",
    title="A machine seen at an arms maker",
    about=__doc__,
    innocent=(
        "the machine was delivered lawfully, long before any ban",
        "the picture is older than its publication, or was taken elsewhere",
        "the mark is that of the control or of an accessory, not of the machine",
        "the workshop makes civil goods",
    ),
    misses=(
        "plants that show no pictures, and machines without a visible mark",
        "plants that no list in the ledger holds and whose names say nothing",
        "pictures that nobody has looked at: absence here is no evidence of absence",
    ),
    settle=(
        "the picture itself with its hash, day and place, looked at by a second analyst",
        "the serial number on the name plate, and the maker's record of it",
    ),
    sources=("C4ADS on machines in footage of arms plants (catalogue: C4, articles 001 and 004)",),
    finders=(
        Finder(
            id="by_site",
            reads="events",
            subject="company",
            headline="{brand} {models} was seen {sightings:time|times} at {subject} ({why}); documents: {documents}",
            # Most events are not sightings.
            needs=Needs(columns=("kind", "party_id", "brand"), share=0.01),
            find=by_site,
        ),
    ),
    ceiling=0.3,
)
