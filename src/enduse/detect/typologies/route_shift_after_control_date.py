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
from functools import partial
from typing import Any

import ibis
import pyarrow as pa
import pyarrow.compute as pc
from ibis import _
from ibis.expr.types import Table

from enduse.detect import Finder, Ledger, Needs, Suspects, Typology
from enduse.detect.exact import Counts, with_chance
from enduse.detect.scope import DESTINATIONS, HUBS, cite, place_name, same_market, sender_of, small
from enduse.detect.shared import lane_sums, lines_of, once, planned
from enduse.trace.series import day_of, first_whole_month, movements, year_on_year

STRENGTH_BRAND = 0.4
STRENGTH_ORIGIN = 0.25
STRENGTH_STATISTICS = 0.2
CHANCE = 0.05
_TOLD = ("row_id", "declared_on", "value_usd", "consignor_id", "origin", "dispatch")
_SHARES = {it: frozenset({"lines", f"by {it}", f"shift by {it}"}) for it in ("brand", "origin")}
"""What either view reads that others may read, too."""


def _shifted(ledger: Ledger, watershed: date, lane: str, min_shift: float) -> pa.Table:
    """Suspects (importer and lane) whose goods took another way after the watershed, by the counts of their lines."""
    key = ("shifted", lane, watershed, min_shift)
    return once(ledger, key, pa.Table, lambda: _find_shifted(ledger, watershed, lane, min_shift))


def _find_shifted(ledger: Ledger, watershed: date, lane: str, min_shift: float) -> pa.Table:
    sums = lane_sums(ledger, watershed, _SHARES[lane])
    counts = (
        sums.filter(sums[lane].notnull())
        .group_by("subject_id", lane=sums[lane])
        .agg(
            lines=sums.lines.sum(),
            lines_after=sums.lines_after.sum(),
            indirect_lines=sums.indirect_lines.sum(),
            indirect_after=sums.indirect_after.sum(),
        )
    )
    shares = counts.filter(counts.lines_after > 0, counts.lines > counts.lines_after)
    share_after = shares.indirect_after / shares.lines_after
    share_before = (shares.indirect_lines - shares.indirect_after) / (shares.lines - shares.lines_after)
    shares = shares.mutate(share_after=share_after, share_before=share_before)
    moved = shares.filter(shares.share_after - shares.share_before >= min_shift).to_pyarrow()
    tested = with_chance(moved, Counts("indirect_after", "lines_after", "indirect_lines", "lines"))
    return tested.filter(pc.field("chance") < CHANCE)


def _importers(lane: str, ledger: Ledger, watershed: date, min_shift: float, max_days: int) -> pa.ChunkedArray:
    """Whom the view suspects."""
    return _shifted(ledger, watershed, lane, min_shift)["subject_id"]


_SUSPECTS = {it: Suspects(partial(_importers, it), (*_TOLD, it)) for it in _SHARES}


def _rows_of(suspects: pa.Table, ledger: Ledger, watershed: date, lane: str) -> Table:
    """Import lines of the suspects' importers whose day and way are known, with that way."""
    rows = lines_of(ledger, watershed, _SUSPECTS[lane], suspects["subject_id"])
    indirect, late = ~same_market(rows.origin, rows.dispatch, watershed), rows.declared_on >= watershed
    told = ("row_id", "declared_on", "value_usd", "consignor_id", "dispatch", "subject_id")
    rows = rows.select(*told, lane=rows[lane], lane_of=ibis.literal(lane), indirect=indirect, late=late)
    return rows.filter(rows.late.notnull(), rows.indirect.notnull())


def _proved(ledger: Ledger, watershed: date, lanes: tuple[str, ...], min_shift: float) -> pa.Table:
    """The suspects of these views with rows, senders and countries of dispatch, and their last direct line."""
    shifted = {it: _shifted(ledger, watershed, it, min_shift) for it in lanes}
    rows = [_rows_of(suspects, ledger, watershed, it) for it, suspects in shifted.items()]
    named = [it.append_column("lane_of", pa.array([lane] * len(it), pa.string())) for lane, it in shifted.items()]
    direct, telling = ~_.indirect, _.telling
    cited = cite(
        small(pa.concat_tables(named)),
        (rows[0] if len(rows) == 1 else ibis.union(*rows)).mutate(telling=_.late & _.indirect),
        ["lane_of", "subject_id", "lane"],
        last_direct_on=_.declared_on.max(where=direct),
        value_usd=_.value_usd.sum(where=telling).fill_null(0.0),
        direct_before_usd=_.value_usd.sum(where=~_.late & direct).fill_null(0.0),
        consignor_ids=_.consignor_id.collect(where=telling, distinct=True),
        dispatches=_.dispatch.collect(where=telling, distinct=True),
    )
    days = cited.last_direct_on.delta(ibis.literal(watershed), unit="day")
    return cited.mutate(last_direct_days=days, rank=cited.value_usd).to_pyarrow()


def _found(ledger: Ledger, watershed: date, lane: str, limits: tuple[float, int]) -> pa.Table:
    """The suspects by ``lane`` whose direct lane ended near the watershed: at most so many days off."""
    min_shift, max_days = limits
    lanes = tuple(it for it, shares in _SHARES.items() if shares <= planned(ledger, _SHARES[lane]))
    key = ("proved", watershed, min_shift, lanes)
    proved = once(ledger, key, pa.Table, lambda: _proved(ledger, watershed, lanes, min_shift))
    days = pc.abs(pc.field("last_direct_days"))
    return proved.filter((pc.field("lane_of") == lane) & (days <= max_days)).drop_columns(["lane_of"])


def by_brand(ledger: Ledger, watershed: date, min_shift: float = 0.5, max_days: int = 180) -> Table:
    """One row per importer and brand whose way in changed.

    Args:
        ledger: Declarations.
        watershed: The control date.
        min_shift: Share of indirect lines after, less that before.
        max_days: Distance of the last direct line from the watershed, either side.
    """
    found = _found(ledger, watershed, "brand", (min_shift, max_days))
    return small(found).mutate(strength=ibis.literal(STRENGTH_BRAND))


def by_origin(ledger: Ledger, watershed: date, min_shift: float = 0.5, max_days: int = 180) -> Table:
    """One row per importer and country of origin whose way in changed, whatever the brands.

    Args are those of ``by_brand``.
    """
    found = _found(ledger, watershed, "origin", (min_shift, max_days))
    return small(found).mutate(strength=ibis.literal(STRENGTH_ORIGIN))


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
            shares=_SHARES["brand"],
            suspects=_SUSPECTS["brand"],
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
            shares=_SHARES["origin"],
            suspects=_SUSPECTS["origin"],
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
