"""What one country says it sent is far more than what the other says it received, and the gap opened lately.

The exporter's figures and the importer's figures for the same movement are laid side by side, year by year (or, where
both report months, in periods of twelve months counted back from the last month that both report). Exporters usually
count at the border of departure (FOB), importers with freight and insurance (CIF): an honest mirror therefore shows
imports a few per cent above exports. Goods that were declared for a country and never arrived show the contrary.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

import ibis
from ibis import _
from ibis.expr.types import Table

from enduse.detect import Finder, Ledger, Needs, Typology
from enduse.detect.scope import DESTINATIONS, HUBS, computed, members_meant, members_reporting, place_name
from enduse.model.period import month_index
from enduse.trace.series import day_of, movements

STRENGTH = 0.45
_LANE = ["exporter", "importer", "scope", "code"]
_PAIR = ["exporter", "importer", "scope"]
_WHO = "exporter_as_published"
_VALUES = ["amount", "currency", "value_usd", "value_eur"]
_COMPARED = [*_LANE, *_VALUES, "period", "months_covered", "side", "row_id", _WHO]
# Where the importer reports nothing at all the quotient needs a floor.
_FLOOR = 0.01


def _sides(ledger: Ledger) -> Table:
    """Both sides' cells under one code: the subheading where there is one, else the code as published."""
    sent = movements(ledger.statistics, "export").mutate(side=ibis.literal("sent"))
    got = movements(ledger.statistics, "import").mutate(side=ibis.literal("got"))
    columns = [
        *_PAIR,
        "code",
        "month",
        "months",
        "amount",
        "currency",
        "value_usd",
        "value_eur",
        "row_id",
        "side",
        _WHO,
    ]
    both = [it.mutate(code=it.hs6.fill_null(it.goods_code)).select(columns) for it in (sent, got)]
    return both[0].union(both[1])


def _in_years(cells: Table) -> Table:
    """Cells of the pairs in which a side reports whole years; months count where all twelve are there."""
    annual = cells.filter(_.months == 12).select(_PAIR).distinct()
    rows = cells.semi_join(annual, _PAIR).mutate(period=_.month // 12 * 12)
    # A published year is one figure; the same side's months of that year would count it twice.
    whole = rows.filter(_.months == 12)
    covered = whole.select(*_PAIR, "side", "period").distinct()
    monthly = rows.filter(_.months == 1).anti_join(covered, [*_PAIR, "side", "period"])
    full = (
        monthly.group_by(*_PAIR, "side", "period")
        .agg(seen=_.month.nunique())
        .filter(_.seen == 12)
        .select(*_PAIR, "side", "period")
    )
    rows = whole.union(monthly.semi_join(full, [*_PAIR, "side", "period"]))
    return _on_both_sides(rows, "period").mutate(months_covered=ibis.literal(12, type="int64"))


def _in_months(cells: Table) -> Table:
    """Cells of the pairs in which both sides report months only, in periods of twelve months from the end."""
    annual = cells.filter(_.months == 12).select(_PAIR).distinct()
    rows = _on_both_sides(cells.filter(_.months == 1).anti_join(annual, _PAIR), "month")
    last = rows.group_by(_PAIR).agg(last=_.month.max())
    rows = rows.join(last, _PAIR).mutate(period=_.last - 11 - (_.last - _.month) // 12 * 12)
    seen = rows.group_by(*_PAIR, "period").agg(months_covered=_.month.nunique())
    return rows.join(seen, [*_PAIR, "period"]).drop("last").filter(_.months_covered >= 6)


def _on_both_sides(rows: Table, unit: str) -> Table:
    """The rows of those years or months in which each side reports anything of this pair."""
    keys = [*_PAIR, unit]
    both = rows.group_by(keys).agg(sides=_.side.nunique()).filter(_.sides == 2)
    return rows.semi_join(both, keys)


def _periods(rows: Table) -> Table:
    """Sent, received and the gap for every lane and period."""
    got = _.side == "got"
    return (
        rows.group_by(*_LANE, "currency", "period", "months_covered")
        .agg(
            sent=_.amount.sum(where=~got).fill_null(0.0),
            got=_.amount.sum(where=got).fill_null(0.0),
            sent_usd=_.value_usd.sum(where=~got),
            got_usd=_.value_usd.sum(where=got),
            got_eur=_.value_eur.sum(where=got),
        )
        .filter(_.sent > 0)
        .mutate(gap=_.sent - _.got, gap_share=(_.sent - _.got) / _.sent, usd_per_eur=_.got_usd / _.got_eur)
    )


def _gaps(periods: Table, watershed: date) -> Table:
    """One row per lane: the last period against all that ended before the watershed."""
    before = _.period + 12 <= month_index(watershed) + 1
    lanes = periods.group_by(*_LANE, "currency").agg(
        base_sent=_.sent.sum(where=before),
        base_got=_.got.sum(where=before),
        last=_.period.max(where=~before),
        periods=ibis.struct(
            {
                "from": day_of(_.period),
                "months": _.months_covered,
                "sent": _.sent,
                "received": _.got,
                "gap_share": _.gap_share,
                "received_usd": _.got_usd,
                "usd_per_eur": _.usd_per_eur,
            }
        ).collect(),
    )
    latest = periods.select(
        *_LANE,
        last="period",
        sent="sent",
        got="got",
        gap="gap",
        gap_share="gap_share",
        months_covered="months_covered",
        sent_usd="sent_usd",
        got_usd="got_usd",
    )
    compared = lanes.join(latest, [*_LANE, "last"])
    return compared.mutate(
        base_share=(_.base_sent - _.base_got) / _.base_sent,
        ratio=_.sent / ibis.greatest(_.got, _FLOOR * _.sent),
        base_ratio=_.base_sent / ibis.greatest(_.base_got, _FLOOR * _.base_sent),
    )


def in_statistics(
    ledger: Ledger,
    watershed: date,
    min_gap: float = 1_000_000.0,
    min_share: float = 0.3,
    min_change: float = 2.0,
) -> Table:
    """One row per exporter (the European Union as one), hub and goods whose two records fell apart.

    Args:
        ledger: Published statistics of both sides.
        watershed: Periods that ended before it are the base.
        min_gap: Least gap in the last period; EUR where the Union exports, else USD.
        min_share: Least gap as a share of what was sent.
        min_change: Sent divided by received, against the same quotient before the watershed.
    """
    cells = _sides(ledger).filter(_.importer.isin(HUBS), ~_.exporter.isin((*HUBS, *DESTINATIONS)))
    # They are looked at a dozen times below, and not every engine keeps what it has computed.
    cells = computed(cells)
    rows = _in_years(cells).select(_COMPARED).union(_in_months(cells).select(_COMPARED))
    gaps = _gaps(_periods(rows), watershed)
    found = gaps.filter(_.gap >= min_gap, _.gap_share >= min_share, _.ratio >= min_change * _.base_ratio).mutate(
        subject_id=_.exporter + ">" + _.importer + ibis.ifelse(_.scope == "TOTAL", "", ":" + _.code),
        value_usd=_.sent_usd - _.got_usd.fill_null(0.0),
        rank=_.gap,
        strength=ibis.literal(STRENGTH),
        start=day_of(_.last),
        end=day_of(_.last + 11),
    )
    late = _.period == _.last
    met = rows.join(found.select(*_LANE, "last"), _LANE)
    cited = met.group_by(_LANE).agg(row_ids=_.row_id.collect(where=late), context_ids=_.row_id.collect(where=~late))
    return found.join(cited, _LANE).join(_speakers(met.filter(late)), _LANE)


def _speakers(rows: Table) -> Table:
    """Whose exports each side's figures of a lane are: ``sent_by`` and ``received_from``, codes as published."""
    who = _[_WHO]
    named = rows.select(*_LANE, "side", _WHO).distinct().group_by(_LANE)
    return named.agg(sent_by=who.collect(where=_.side == "sent"), received_from=who.collect(where=_.side == "got"))


def _phrases(row: Mapping[str, Any]) -> Mapping[str, str]:
    unit, goods = f"million {row['currency']}", "" if row["scope"] == "TOTAL" else f" of {row['code']}"
    years = sorted(row["periods"], key=lambda it: it["from"])
    shares = ", ".join(f"{it['from']:%Y-%m}: {it['gap_share']:.0%}" for it in years[-4:])
    partners = members_meant(row["received_from"], row["exporter"], row["start"])
    return {
        "sent": f"{_said(row)} sent {row['sent'] / 1e6:,.1f} {unit}{goods}",
        "received": f"{row['got'] / 1e6:,.1f} {unit}{f' from {partners}' if partners else ''}",
        "shares": shares,
    }


def _said(row: Mapping[str, Any]) -> str:
    """``The EU says it``, or which members alone do."""
    members = members_reporting(row["sent_by"], row["exporter"], row["start"])
    if not members:
        return f"{place_name(row['exporter'])} says it"
    return f"{members}, {'says it' if len(row['sent_by']) == 1 else 'say they'}"


mirror_gap = Typology(
    id="mirror_gap",
    title="Mirror gap between two countries' statistics",
    about=__doc__,
    innocent=(
        "the importer's statistics leave out transit and customs warehouses, or a customs union's inner trade",
        "one side counts by country of origin, the other by country of dispatch",
        "goods travel over the end of the year",
        "the importer's statistics are preliminary or were valued too low to save duty",
    ),
    misses=(
        "goods that are imported into the hub and then sold on with papers",
        "a gap that was already there before the watershed",
        "a surplus in other goods that hides the gap in these",
    ),
    settle=(
        "the exporter's declarations with the named consignees, against the importer's clearances",
        "transit records: where the seals were opened",
        "the publishers' notes on coverage, valuation and revisions",
    ),
    sources=(
        "European Commission, list of economically critical goods, 2023-10 (catalogue: EU-econ-critical 2023-10)",
    ),
    finders=(
        Finder(
            id="in_statistics",
            reads="statistics",
            subject="lane",
            headline=(
                "{sent} to {importer} in the {months_covered:month|months} from {start}; "
                "{importer} says it received {received}. The gap is {gap_share:.0%} of what was sent ({shares})"
            ),
            needs=Needs(
                columns=("month", "reporter", "partner", "flow"),
                months_before=1,
                months_after=1,
                flows=("export", "import"),
            ),
            find=in_statistics,
            phrases=_phrases,
        ),
    ),
    ceiling=0.6,
)
