"""A direct lane stops and indirect lanes start around a control date.

In declarations: an importer bought a brand (or the goods of one country) straight from the country that makes
them; around the watershed that ends, and the same goods arrive from other countries. The share of indirect lines
rises by at least half, the last direct line lies within 180 days of the watershed, and shuffled dates would show
such a shift in fewer than one case in twenty (exact test).

In statistics: a country's direct exports to Russia or Belarus fall by at least a third while its exports to hub
countries grow. The whole months after the watershed, at most 12, are compared with the same months a year before.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

import ibis
import pyarrow.compute as pc
from ibis import _
from ibis.expr.types import Table

from enduse.detect import Finder, Ledger, Needs, Typology
from enduse.detect.exact import Counts, with_chance
from enduse.detect.scope import (
    DESTINATIONS,
    HUBS,
    cite,
    computed,
    imports_into,
    kept,
    place_name,
    same_market,
    sender_of,
    small,
)
from enduse.detect.shared import lane_sums, once
from enduse.trace.series import day_of, first_whole_month, movements, year_on_year

STRENGTH_BRAND = 0.4
STRENGTH_ORIGIN = 0.25
STRENGTH_STATISTICS = 0.2
CHANCE = 0.05
_LANES = ("brand", "origin")
_READ = (
    *("row_id", "declared_on", "value_usd", "brand", "consignee_id", "consignor_id"),
    *("direction", "origin", "dispatch", "destination"),
)


def _shifted(ledger: Ledger, watershed: date, lane: str, min_shift: float) -> Table:
    """Suspects (importer and lane) whose goods took another way after the watershed, by the counts of their lines."""
    sums = lane_sums(ledger, watershed)
    counts = (
        sums.filter(sums[lane].notnull())
        .group_by("subject_id", lane=sums[lane])
        .agg(
            lines=_.lines.sum(),
            lines_after=_.lines_after.sum(),
            indirect_lines=_.indirect_lines.sum(),
            indirect_after=_.indirect_after.sum(),
        )
    )
    shares = counts.filter(_.lines_after > 0, _.lines > _.lines_after).mutate(
        share_after=_.indirect_after / _.lines_after,
        share_before=(_.indirect_lines - _.indirect_after) / (_.lines - _.lines_after),
    )
    moved = shares.filter(_.share_after - _.share_before >= min_shift).to_pyarrow()
    tested = with_chance(moved, Counts("indirect_after", "lines_after", "indirect_lines", "lines"))
    return small(tested.filter(pc.field("chance") < CHANCE))


def _rows_of(importers: Table, ledger: Ledger, watershed: date) -> Table:
    """Import lines of these importers (``subject_id``) with the way they took; null where it is not known."""
    rows = imports_into(ledger.items.select(*_READ), DESTINATIONS)
    # Who imported is asked first: the way is worked out for their lines only.
    rows = rows.semi_join(importers, rows.consignee_id == importers.subject_id)
    return rows.select(
        *("row_id", "declared_on", "value_usd", "consignor_id", "dispatch", "brand", "origin"),
        subject_id=rows.consignee_id,
        indirect=~same_market(rows.origin, rows.dispatch, watershed),
        late=rows.declared_on >= watershed,
    )


def _suspects(ledger: Ledger, watershed: date, lane: str, min_shift: float) -> tuple[Table, Table]:
    """The suspects by ``lane`` and the rows of everybody who is a suspect by brand or by origin."""
    key = (watershed, min_shift)
    shifted = {
        it: once(ledger, ("shifted", it, *key), Table, lambda it=it: _shifted(ledger, watershed, it, min_shift))  # type: ignore[misc]
        for it in _LANES
    }

    def make() -> Table:
        importers = computed(ibis.union(*(it.select("subject_id") for it in shifted.values()), distinct=True))
        return kept(_rows_of(importers, ledger, watershed))

    rows = once(ledger, ("rows of shifted", *key), Table, make)
    return shifted[lane], rows.filter(rows.late.notnull(), rows.indirect.notnull()).mutate(lane=rows[lane])


def _proved(suspects: Table, rows: Table, watershed: date, max_days: int) -> Table:
    """The suspects whose direct lane ended near the watershed, with rows, senders and countries of dispatch."""
    direct = ~_.indirect
    cited = cite(
        suspects,
        rows.mutate(telling=_.late & _.indirect),
        ["subject_id", "lane"],
        last_direct_on=_.declared_on.max(where=direct),
        value_usd=_.value_usd.sum(where=_.telling).fill_null(0.0),
        direct_before_usd=_.value_usd.sum(where=~_.late & direct).fill_null(0.0),
        consignor_ids=_.consignor_id.collect(where=_.telling, distinct=True),
        dispatches=_.dispatch.collect(where=_.telling, distinct=True),
    )
    days = cited.last_direct_on.delta(ibis.literal(watershed), unit="day")
    return cited.mutate(last_direct_days=days, rank=cited.value_usd).filter(_.last_direct_days.abs() <= max_days)


def by_brand(ledger: Ledger, watershed: date, min_shift: float = 0.5, max_days: int = 180) -> Table:
    """One row per importer and brand whose way in changed.

    Args:
        ledger: Declarations.
        watershed: The control date.
        min_shift: Share of indirect lines after, less that before.
        max_days: Distance of the last direct line from the watershed, either side.
    """
    suspects, rows = _suspects(ledger, watershed, "brand", min_shift)
    return _proved(suspects, rows, watershed, max_days).mutate(strength=ibis.literal(STRENGTH_BRAND))


def by_origin(ledger: Ledger, watershed: date, min_shift: float = 0.5, max_days: int = 180) -> Table:
    """One row per importer and country of origin whose way in changed, whatever the brands.

    Args are those of ``by_brand``.
    """
    suspects, rows = _suspects(ledger, watershed, "origin", min_shift)
    return _proved(suspects, rows, watershed, max_days).mutate(strength=ibis.literal(STRENGTH_ORIGIN))


def _partners(cells: Table) -> Table:
    """Value before and after for every exporter, scope and partner."""
    early, late = ~cells.late, cells.late
    return cells.group_by("exporter", "scope", "currency", "first_month", "last_month", "importer").agg(
        before=cells.amount.sum(where=early).fill_null(0.0),
        after=cells.amount.sum(where=late).fill_null(0.0),
        after_usd=cells.value_usd.sum(where=late).fill_null(0.0),
    )


def _lanes(partners: Table) -> Table:
    """Every direct lane beside what the same exporter sent to the hubs."""
    keys = ["exporter", "scope"]
    hubs = (
        partners.filter(~_.importer.isin(DESTINATIONS))
        .group_by(keys)
        .agg(
            hubs_before=_.before.sum(),
            hubs_after=_.after.sum(),
            value_usd=_.after_usd.sum(where=_.after > _.before),
            hubs=ibis.struct({"partner": _.importer, "before": _.before, "after": _.after}).collect(),
        )
    )
    direct = partners.filter(_.importer.isin(DESTINATIONS)).drop("after_usd")
    return direct.join(hubs, keys).mutate(lost=_.before - _.after, gained=_.hubs_after - _.hubs_before)


def in_statistics(
    ledger: Ledger,
    watershed: date,
    hubs: tuple[str, ...] = HUBS,
    min_fall: float = 1 / 3,
    min_replaced: float = 0.05,
) -> Table:
    """One row per exporter (the European Union as one) and destination whose direct lane fell while hubs rose.

    Args:
        ledger: Published monthly statistics.
        watershed: The whole months after it, at most 12, are compared with the same months a year before.
        hubs: Countries that may stand in between.
        min_fall: Share by which direct exports must have fallen.
        min_replaced: Growth to all hubs as a share of what the direct lane lost.
    """
    ends = (*hubs, *DESTINATIONS)
    cells = movements(ledger.statistics, "export").filter(_.months == 1, _.importer.isin(ends), ~_.exporter.isin(ends))
    cells = year_on_year(cells.mutate(first_month=first_whole_month(watershed)), ["exporter", "scope"])
    lanes = _lanes(_partners(cells))
    found = lanes.filter(_.lost > 0, _.lost >= min_fall * _.before, _.gained >= min_replaced * _.lost)
    return _cited(found.rename(direct="importer"), cells).mutate(
        subject_id=_.exporter + ">" + _.direct,
        lane=_.scope,
        rank=_.lost,
        strength=ibis.literal(STRENGTH_STATISTICS),
        start=day_of(_.first_month),
        end=day_of(_.last_month),
    )


def _cited(found: Table, cells: Table) -> Table:
    """The lanes with the cells after (telling) and before (context) of the direct lane and of every hub."""
    lanes = found.select("exporter", "scope", "direct")
    near = cells.join(lanes, ["exporter", "scope"])
    near = near.filter((near.importer == near.direct) | ~near.importer.isin(DESTINATIONS))
    cited = near.group_by("exporter", "scope", "direct").agg(
        row_ids=_.row_id.collect(where=_.late),
        context_ids=_.row_id.collect(where=~_.late),
        sent_by=_.exporter_as_published.collect(distinct=True),
    )
    return found.join(cited, ["exporter", "scope", "direct"])


def _brand_phrases(row: Mapping[str, Any]) -> Mapping[str, str]:
    return {"dispatch_countries": ", ".join(map(place_name, sorted(row["dispatches"] or ())))}


def _statistics_phrases(row: Mapping[str, Any]) -> Mapping[str, str]:
    unit = f"million {row['currency']}"
    grown = sorted((it for it in row["hubs"] if it["after"] > it["before"]), key=lambda it: it["before"] - it["after"])
    hubs = ", ".join(
        f"{place_name(it['partner'])} {it['before'] / 1e6:,.1f} to {it['after'] / 1e6:,.1f}" for it in grown[:6]
    )
    goods = "all goods" if row["scope"] == "TOTAL" else "the goods in the ledger"
    fell = f"from {row['before'] / 1e6:,.1f} to {row['after'] / 1e6:,.1f} {unit}"
    sender = sender_of(row["sent_by"], row["exporter"], row["start"])
    return {"fell": fell, "hub_exports": hubs, "goods": goods, "sender": sender}


_NEEDED = ("declared_on", "consignee_id", "origin", "dispatch")

route_shift_after_control_date = Typology(
    id="route_shift_after_control_date",
    title="Route shift around a control date",
    about=__doc__,
    innocent=(
        "carriers and insurers stopped serving the direct way, and uncontrolled goods go round as well",
        "the maker moved its regional warehouse",
        "a hub country's own industry grew, or replaces what it used to buy through Russia",
        "prices or exchange rates rose",
    ),
    misses=(
        "an importer that appears only after the watershed",
        "goods that are declared as made in the country of dispatch",
        "a shift that began more than half a year before or after the watershed",
        "in statistics: goods that pass through a hub without being imported there",
    ),
    settle=(
        "the maker's sales list by serial number and first buyer",
        "the hub's import and re-export declarations for the same goods",
        "end-use statements of the hub's importers",
    ),
    sources=(
        "Investigation of a Russian importer's purchases of Taiwanese machines (catalogue: AN)",
        "European Commission guidance on circumvention, 2023 (catalogue: EU23)",
    ),
    finders=(
        Finder(
            id="by_brand",
            reads="items",
            subject="company",
            headline=(
                "{subject} bought {lane} direct until {last_direct_on}; after {watershed} {share_after:.0%} of its "
                "lines came through {dispatch_countries} (before: {share_before:.0%})"
            ),
            needs=Needs(columns=(*_NEEDED, "brand"), months_before=6, months_after=3, rows="imports"),
            find=by_brand,
            phrases=_brand_phrases,
        ),
        Finder(
            id="by_origin",
            reads="items",
            subject="company",
            headline=(
                "{subject} bought goods made in {lane} direct until {last_direct_on}; after {watershed} "
                "{share_after:.0%} of its lines came through {dispatch_countries} (before: {share_before:.0%})"
            ),
            needs=Needs(columns=_NEEDED, months_before=6, months_after=3, rows="imports"),
            find=by_origin,
            phrases=_brand_phrases,
        ),
        Finder(
            id="in_statistics",
            reads="statistics",
            subject="lane",
            headline=(
                "Exports of {goods} from {sender} to {direct} fell {fell}, while those to hubs rose: {hub_exports} "
                "({span} against the same months a year before)"
            ),
            needs=Needs(
                columns=("month", "reporter", "partner", "value_usd"),
                months_before=12,
                months_after=3,
                rows="monthly",
                flows=("export",),
            ),
            find=in_statistics,
            phrases=_statistics_phrases,
        ),
    ),
)
