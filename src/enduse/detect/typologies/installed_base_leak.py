"""Used machines of one brand leave a country where many of them stand, faster than before.

For every brand and country of dispatch: machines called used or refurbished, or made at least three years before they
were declared, on their way to the destinations. Their number a year since the watershed is set against that before it,
with the bounds that counts have; against the number of machines that stand there, where one is given or events record
it, it is the leak rate. One seller who clears a stock is no leak: several must sell.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

import pyarrow as pa
from ibis import _
from ibis.expr.types import Table

from enduse.detect import Finder, Ledger, Needs, Typology
from enduse.detect.scope import computed, kept, place_name, proof, small
from enduse.detect.used_machines import counts, given_bases, used_machines, years_of
from enduse.trace.custody_rows import DEALT, event_sightings
from enduse.trace.installed_base import Base, Flow, Interval, Leak, leak

STRENGTH_SURE = 0.45
STRENGTH_LIKELY = 0.1
_FEWEST = 5
"""Machines since the watershed below which no rate is worth a sentence."""

_LEAKS = pa.schema(
    {
        **dict.fromkeys(("subject_id", "lane", "dispatch", "base_basis", "compared"), pa.string()),
        **dict.fromkeys(("machines", "machines_before", "sellers", "buyers"), pa.int64()),
        **dict.fromkeys(("strength", "ratio", "ratio_low", "ratio_high", "a_year", "a_year_before"), pa.float64()),
        **dict.fromkeys(("base", "leak_rate", "leak_rate_low", "leak_rate_high", "excess_machines"), pa.float64()),
    }
)


def by_brand(
    ledger: Ledger,
    watershed: date,
    min_ratio: float = 3.0,
    min_sellers: int = 3,
    bases: tuple[str, ...] = (),
) -> Table:
    """One row per brand and country of dispatch whose used machines leave at least ``min_ratio`` times as fast.

    Args:
        ledger: Declarations whose descriptions were read.
        watershed: Lines from this day on are set against those before it.
        min_ratio: Machines a year since the watershed to those before it.
        min_sellers: Fewer sellers than this are a dealer, not a leak.
        bases: Machines that stand there, as ``BRAND:COUNTRY=NUMBER``, or ``=LOW-HIGH``.
    """
    used = kept(used_machines(ledger.items, watershed))
    given = given_bases(bases)
    many = counts(used).filter(_.machines >= _FEWEST).to_pyarrow().to_pylist()
    known = {**_recorded_bases(ledger.events, ledger.parties), **given}
    years = years_of(ledger.items, watershed)
    leaks = [it for row in many if (it := _leak(row, years, known, (min_ratio, min_sellers)))]
    suspects = small(pa.Table.from_pylist(leaks, schema=_LEAKS))
    return _cited(suspects, used)


def _recorded_bases(events: Table, parties: Table) -> dict[str, Base]:
    """Lane to the number of machines that events place there; a lower bound, for no maker's book is whole."""
    rows = event_sightings(events, parties).filter(
        _.what.isin((*DEALT, "installed")), _.brand.notnull(), _.country.notnull()
    )
    stands = rows.group_by(brand=_.brand.upper(), country=_.country).agg(machines=_.key.nunique())
    return {
        f"{row['brand']}:{row['country']}": Base(Interval(*(float(row["machines"]),) * 3), "events")
        for row in stands.to_pyarrow().to_pylist()
    }


def _leak(
    row: Mapping[str, Any], years: tuple[float, float], bases: Mapping[str, Base], limits: tuple[float, int]
) -> dict[str, Any] | None:
    least_ratio, least_sellers = limits
    base = bases.get(row["lane"])
    # A maker's book that we hold in part says how many stand there at least: no share can be made of that.
    whole = base if base and base.basis == "given" else None
    found = leak(Flow(row["machines_before"], years[0]), Flow(row["machines"], years[1]), whole)
    if row["sellers"] < least_sellers or found.ratio.value < least_ratio or found.ratio.low <= 1:
        return None
    told = {it: row[it] for it in ("lane", "dispatch", "machines", "machines_before", "sellers", "buyers")}
    return {
        **told,
        "subject_id": row["brand"],
        "strength": STRENGTH_SURE if found.ratio.low >= least_ratio else STRENGTH_LIKELY,
        **_figures(found, row["machines_before"] / years[0]),
        "base": base.machines.value if base else None,
        "base_basis": base.basis if base else None,
        "compared": f"{row['machines_before'] / years[0]:,.1f} a year before",
    }


def _figures(found: Leak, before: float) -> dict[str, float | None]:
    share = found.share
    return {
        "ratio": found.ratio.value,
        "ratio_low": found.ratio.low,
        "ratio_high": found.ratio.high if found.ratio.high < float("inf") else None,
        "a_year": found.a_year.value,
        "a_year_before": before,
        "leak_rate": share.value if share else None,
        "leak_rate_low": share.low if share else None,
        "leak_rate_high": share.high if share else None,
        "excess_machines": found.excess.value,
    }


def _cited(suspects: Table, used: Table) -> Table:
    mine = used.semi_join(suspects, "lane")
    cited = mine.group_by("lane").agg(
        value_usd=_.value_usd.sum(where=_.late & ~_.exported),
        consignor_ids=_.consignor_id.collect(where=_.late & _.consignor_id.notnull(), distinct=True),
        consignee_ids=_.consignee_id.collect(where=_.late & _.consignee_id.notnull(), distinct=True),
        **proof(_.late),
    )
    found = suspects.join(computed(cited), "lane")
    return found.mutate(rank=found.value_usd.fill_null(0.0))


def in_words(row: Mapping[str, Any]) -> Mapping[str, str]:
    """The country by name, and the leak rate where there is a base."""
    rate = row.get("leak_rate")
    base = f"; of some {row['base']:,.0f} that stand there, {rate:.2%} a year" if rate is not None else ""
    return {"market": place_name(row["dispatch"]), "leak": base}


installed_base_leak = Typology(
    id="installed_base_leak",
    title="Used machines leak out of an installed base",
    about=__doc__,
    innocent=(
        "a large plant was closed, and its machines were sold through several dealers",
        "the destination began to declare age and condition only then",
        "machines of that brand reach the end of their first life in those years",
    ),
    misses=(
        "machines whose description says neither that they are used nor when they were made",
        "a leak that runs through one dealer",
        "machines that are dismantled and leave as parts",
    ),
    settle=(
        "the maker's estimate of the machines that stand there, and its service records",
        "the previous owners' invoices, by serial number",
        "dealers' adverts of these machines, with the numbers on the name plates",
    ),
    sources=("C4ADS on used machines of one brand, half of which stand in one country (catalogue: TY19, C4)",),
    finders=(
        Finder(
            id="by_brand",
            reads="items",
            subject="brand",
            headline=(
                "{machines:used machine|used machines} of {subject} left {market} since {watershed} through "
                "{sellers:seller|sellers}: {a_year:,.1f} a year against {compared}{leak}"
            ),
            needs=Needs(
                columns=("declared_on", "destination", "dispatch", "brand", "kind"),
                months_before=6,
                months_after=1,
                rows="imports",
                share=0.05,
            ),
            find=by_brand,
            phrases=in_words,
        ),
    ),
    ceiling=0.45,
)
