"""Somebody who has a part in the seller owns, or once owned, a part of the importer.

People who traded with each other as partners in one firm go on to do so as buyer and seller. The register often
still knows it: a shareholder of years ago is now director of the firm that ships. Both directions are looked at,
and every day, for the tie need not hold any more. A person who has a part in both today is an affiliation that
anybody can look up, and weighs less.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import ibis
import pyarrow as pa
from ibis import _
from ibis.expr.types import Table

from enduse.detect import Finder, Ledger, Needs, Typology
from enduse.detect.dealings import cited, line_rows, record_rows
from enduse.detect.partner_people import Link, links
from enduse.detect.partners import PAIR, lines_between, partners
from enduse.detect.scope import DESTINATIONS, computed, small

STRENGTH_FORMER = 0.5
STRENGTH_PRESENT = 0.3
STRENGTH_NAMESAKE = 0.2

_LINKS = pa.schema(
    {
        "subject_id": pa.int64(),
        "partner_id": pa.int64(),
        "person_id": pa.int64(),
        "other_person_id": pa.int64(),
        "here_row": pa.int64(),
        "there_row": pa.int64(),
        "likeness": pa.float64(),
        "former": pa.bool_(),
        "ended_on": pa.date32(),
    }
)


def _table(found: Sequence[Link]) -> Table:
    rows = [
        {
            "subject_id": it.importer,
            "partner_id": it.partner,
            "person_id": it.here.person,
            "other_person_id": it.there.person,
            "here_row": it.here.row_id,
            "there_row": it.there.row_id,
            "likeness": it.likeness,
            "former": bool(it.here.end or it.there.end),
            "ended_on": it.here.end or it.there.end,
        }
        for it in found
    ]
    return small(pa.Table.from_pylist(rows, schema=_LINKS))


def owner_behind_seller(
    ledger: Ledger,
    watershed: date,
    destinations: tuple[str, ...] = DESTINATIONS,
    max_firms: int = 5,
    min_likeness: float = 0.95,
) -> Table:
    """One row per importer and seller with a person on both sides who owns or owned a part of either.

    Args:
        ledger: Its ``relations`` and declarations.
        watershed: Not used: the tie may be of any day.
        destinations: Importing countries.
        max_firms: Who has a part in more firms than this is left out.
        min_likeness: Least probability that two names are one person's.
    """
    told = _table([*links(ledger, computed(partners(ledger, destinations)), max_firms, min_likeness)])
    suspects = told.group_by(PAIR).agg(
        former=_.former.any(),
        ended_on=_.ended_on.max(),
        likeness=_.likeness.max(),
        person_ids=_.person_id.collect(distinct=True),
        namesake_ids=_.other_person_id.collect(where=_.likeness < 1.0, distinct=True),
    )
    suspects = computed(suspects)
    lines = lines_between(ledger, suspects, destinations)
    facts = [record_rows(told.select(*PAIR, row_id=it), PAIR) for it in ("here_row", "there_row")]
    found = cited(suspects, PAIR, line_rows(lines, PAIR), *facts)
    goods = lines.group_by(PAIR).agg(priority=_.priority.any())
    strength = ibis.cases((_.likeness < 1.0, STRENGTH_NAMESAKE), (_.former, STRENGTH_FORMER), else_=STRENGTH_PRESENT)
    found = found.join(goods, PAIR).mutate(told=strength)
    return found.mutate(
        strength=ibis.ifelse(_.priority, _.told, _.told / 2),
        confidence=ibis.ifelse(_.likeness < 1.0, "possible", "derived"),
        rank=_.value_usd.fill_null(0.0),
        partner_ids=ibis.array([_.partner_id]),
        lane=ibis.array([_.partner_id]),
    ).drop("partner_id", "told")


def _phrases(row: Mapping[str, Any]) -> Mapping[str, str]:
    if row["likeness"] < 1.0:
        return {"who": "Somebody of the same name as an owner"}
    if row["former"]:
        until = f" (until {row['ended_on']})" if row["ended_on"] else ""
        return {"who": f"A former owner or manager{until}"}
    return {"who": "An owner"}


former_co_owner_link = Typology(
    id="former_co_owner_link",
    title="Former co-owner on the other side",
    about=__doc__,
    innocent=(
        "two companies of one owner that trade with each other and say so",
        "a partner who left years before and trades with his old firm like anybody else",
        "two people of one name",
    ),
    misses=(
        "people whom the registers of both countries write so differently that they were not recognised",
        "employees, relatives and nominees",
        "a register without its history: former owners do not stand in it",
    ),
    settle=(
        "the full history of owners from both registers",
        "date of birth or passport number of the person in both",
        "whether prices and terms are those of strangers",
    ),
    sources=(
        "an importer's founder, later sales director of its similarly named supplier, ESCU, 2024 (catalogue: AN)",
    ),
    ceiling=0.6,
    finders=(
        Finder(
            id="owner_behind_seller",
            reads="items",
            subject="company",
            headline=(
                "{who} of {subject} has a part in its seller {partner}, or the other way round; {lines:line|lines} "
                "between the two ({value})"
            ),
            needs=Needs(
                columns=("declared_on", "consignor_id", "consignee_id"),
                lists=("CHPL",),
                rows="imports",
                tables=("relations",),
            ),
            find=owner_behind_seller,
            phrases=_phrases,
        ),
    ),
)
