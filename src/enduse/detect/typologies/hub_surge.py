"""Exports to a hub jump after the goods' control date.

A country's exports of one goods code to a hub country at least double against the same months a year before, and
the monthly series breaks upwards where the control began. The break test compares the months after it with up to
36 months before it on a logarithmic scale, so that one large shipment is no surge. Lanes that grew from almost
nothing have no meaningful ratio: they are ranked apart, by value.

Where the hub publishes its own exports, the same code's exports from the hub to Russia or Belarus are laid beside
it: if they at least double in the same months, the finding weighs more. In declarations that next leg is looked at
by itself: what the hub's exporters send on.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import ibis
from ibis import _
from ibis.expr.types import Table

from enduse.detect import Finder, Ledger, Needs, Typology
from enduse.detect.scope import DESTINATIONS, HUBS, computed, kept, sender_of
from enduse.trace.control_dates import Question, with_control_dates
from enduse.trace.series import day_of, first_whole_month, movements

STRENGTH_ONWARD = 0.35
STRENGTH = 0.3
STRENGTH_FROM_NOTHING = 0.2
STRENGTH_UNLISTED = 0.15
HISTORY_MONTHS = 36
LEAST_Z = 3.0
# Values are compared in thousands on a logarithmic scale: below a thousand a month is noise.
_NOISE = 1_000.0
_LANE = ["exporter", "importer", "goods_code"]


@dataclass(frozen=True)
class Limits:
    """What counts: value before and after in the currency compared, and after divided by before."""

    before: float
    after: float
    ratio: float


def _dated(cells: Table, ledger: Ledger, watershed: date) -> Table:
    """The cells with the first whole month under control and whether any list names the goods."""
    pairs = cells.select("exporter", "goods_code", hs6=_.goods_code.substr(0, 6)).distinct()
    question = Question(country="exporter", goods="goods_code", destination=DESTINATIONS[0])
    dated = with_control_dates(pairs, ledger.code_lists, question)
    lists = ledger.code_lists.filter(_.goods_code.length() >= 6)
    listed = lists.select(hs6=_.goods_code.substr(0, 6)).distinct().mutate(listed=True)
    dated = dated.left_join(listed, "hs6").drop("hs6_right")
    start = dated.control_date
    # A control that began long before or after the watershed is not what the analyst asks about.
    near = (start.delta(ibis.literal(watershed), unit="day").abs() <= 366).fill_null(False)
    codes = dated.select(
        "exporter",
        "goods_code",
        listed=dated.listed.fill_null(False) | (dated.control_basis == "list").fill_null(False),
        control_on=ibis.ifelse(near, start, ibis.null("date")),
        first_month=ibis.ifelse(
            near, dated.control_month + ibis.ifelse(start.day() > 1, 1, 0), first_whole_month(watershed)
        ),
    )
    return cells.join(computed(codes), ["exporter", "goods_code"])


def _windows(cells: Table, spans: Table) -> Table:
    """The cells with the side they stand on: ``late``, ``early`` (the same months a year before), ``past``."""
    rows = cells.join(spans, "exporter").mutate(last_month=ibis.least(_.newest, _.first_month + 11))
    reach = ibis.greatest(_.oldest, _.first_month - HISTORY_MONTHS)
    return rows.filter(_.oldest <= _.first_month - 12, _.last_month >= _.first_month).mutate(
        late=(_.month >= _.first_month) & (_.month <= _.last_month),
        early=(_.month >= _.first_month - 12) & (_.month <= _.last_month - 12),
        past=(_.month < _.first_month) & (_.month >= reach),
        months_late=_.last_month - _.first_month + 1,
        months_past=_.first_month - reach,
    )


def _series(rows: Table) -> Table:
    """One row per lane with its sums and with the moments of its monthly series, empty months counted as zero."""
    keys = [*_LANE, "currency", "listed", "control_on", "first_month", "last_month", "months_late", "months_past"]
    monthly = rows.group_by([*keys, "month", "late", "early", "past"]).agg(
        amount=_.amount.sum(), value_usd=_.value_usd.sum()
    )
    level = (1 + ibis.greatest(monthly.amount, 0.0) / _NOISE).ln()
    sums = (
        monthly.mutate(level=level)
        .group_by(keys)
        .agg(
            before=_.amount.sum(where=_.early).fill_null(0.0),
            after=_.amount.sum(where=_.late).fill_null(0.0),
            value_usd=_.value_usd.sum(where=_.late),
            late_sum=_.level.sum(where=_.late).fill_null(0.0),
            late_squares=(_.level * _.level).sum(where=_.late).fill_null(0.0),
            past_sum=_.level.sum(where=_.past).fill_null(0.0),
            past_squares=(_.level * _.level).sum(where=_.past).fill_null(0.0),
        )
    )
    return sums.filter(_.months_late >= 3, _.months_past >= 12)


def _broken(lanes: Table) -> Table:
    """The lanes with ``z``: how far the mean level rose, in standard errors (Welch)."""
    late_mean, past_mean = lanes.late_sum / lanes.months_late, lanes.past_sum / lanes.months_past
    late_error = (lanes.late_squares / lanes.months_late - late_mean * late_mean) / (lanes.months_late - 1)
    past_error = (lanes.past_squares / lanes.months_past - past_mean * past_mean) / (lanes.months_past - 1)
    # Two perfectly even series have no error at all; a hundredth keeps the quotient finite.
    error = ibis.greatest(late_error + past_error, 1e-4).sqrt()
    return lanes.mutate(z=(late_mean - past_mean) / error).drop(
        "late_sum", "late_squares", "past_sum", "past_squares", "months_past"
    )


def _grown(cells: Table, spans: Table, limits: Limits) -> Table:
    """The cells of lanes that about reach the limits; the others need no series."""
    sums = (
        _windows(cells, spans)
        .group_by(_LANE)
        .agg(before=_.amount.sum(where=_.early).fill_null(0.0), after=_.amount.sum(where=_.late).fill_null(0.0))
    )
    # Sums in another order differ in their last bits: the limits themselves are applied to the series.
    doubled = (_.before < max(limits.before, 0) + 1) | (_.after >= (limits.ratio - 1e-6) * _.before)
    return cells.semi_join(computed(sums.filter(_.after >= limits.after - 1, doubled).select(_LANE)), _LANE)


def _spans(cells: Table) -> Table:
    """From when until when each exporter's records reach."""
    return computed(cells.group_by("exporter").agg(oldest=_.month.min(), newest=_.month.max()))


def _surges(cells: Table, spans: Table, limits: Limits) -> Table:
    rows = _windows(_grown(cells, spans, limits), spans)
    lanes = _broken(_series(rows)).filter(_.after >= limits.after, _.z >= LEAST_Z)
    ratio = ibis.ifelse(lanes.before >= limits.before, lanes.after / lanes.before, ibis.null("float64"))
    lanes = lanes.mutate(ratio=ratio, from_nothing=ratio.isnull())
    found = lanes.filter((_.ratio >= limits.ratio) | _.from_nothing).mutate(
        strength=ibis.cases((~_.listed, STRENGTH_UNLISTED), (_.from_nothing, STRENGTH_FROM_NOTHING), else_=STRENGTH),
        # Value stands in only where there is no ratio, and then below every ratio.
        rank=ibis.ifelse(_.from_nothing, _.after / 1e15, _.ratio),
        subject_id=_.exporter + ">" + _.importer + ":" + _.goods_code,
        start=day_of(_.first_month),
        end=day_of(_.last_month),
    )
    found = computed(found)
    cited = (
        rows.semi_join(found.select(_LANE), _LANE)
        .group_by(_LANE)
        .agg(
            row_ids=_.row_id.collect(where=_.late),
            context_ids=_.row_id.collect(where=_.early),
            consignor_ids=_.party_id.collect(where=_.late, distinct=True),
            sent_by=_.exporter_as_published.collect(where=_.late | _.early, distinct=True),
        )
    )
    return found.join(cited, _LANE)


def _with_onward(found: Table, cells: Table, min_ratio: float) -> Table:
    """The lanes with what the hub itself says it sent on to Russia or Belarus in the same months, by subheading."""
    sent = cells.filter(_.importer.isin(DESTINATIONS)).select("month", "amount", "row_id", "hs6", hub="exporter")
    lanes = found.select(*_LANE, "first_month", "last_month", hub="importer", hs6=_.goods_code.substr(0, 6))
    near = sent.join(lanes, ["hub", "hs6"])
    late = (near.month >= near.first_month) & (near.month <= near.last_month)
    early = (near.month >= near.first_month - 12) & (near.month <= near.last_month - 12)
    sums = near.group_by(_LANE).agg(
        onward_before=near.amount.sum(where=early).fill_null(0.0),
        onward_after=near.amount.sum(where=late).fill_null(0.0),
        onward_ids=near.row_id.collect(where=late),
    )
    joined = found.left_join(sums, _LANE).drop(*(f"{it}_right" for it in _LANE))
    rose = (joined.onward_after > 0) & (joined.onward_after >= min_ratio * joined.onward_before)
    return joined.mutate(
        strength=ibis.ifelse(rose.fill_null(False) & joined.listed, STRENGTH_ONWARD, joined.strength),
        row_ids=ibis.ifelse(rose.fill_null(False), joined.row_ids.concat(joined.onward_ids), joined.row_ids),
    ).drop("onward_ids")


def in_statistics(
    ledger: Ledger,
    watershed: date,
    min_before: float = 10_000.0,
    min_after: float = 1_000_000.0,
    min_ratio: float = 2.0,
) -> Table:
    """One row per exporter (the European Union as one), hub and goods code whose series jumped.

    Args:
        ledger: Published monthly statistics; ``code_lists`` gives the control dates of the codes.
        watershed: Stands in for the control date of codes that have none within a year of it.
        min_before: Below it a lane grew from almost nothing; EUR for the Union, else USD.
        min_after: Least value after, at most 12 months.
        min_ratio: After divided by before.
    """
    sent = movements(ledger.statistics, "export").filter(_.months == 1, _.scope == "goods")
    cells = sent.filter(_.importer.isin(HUBS), ~_.exporter.isin((*HUBS, *DESTINATIONS)))
    cells = _dated(cells.mutate(party_id=ibis.null("int64")), ledger, watershed)
    return _with_onward(_surges(cells, _spans(cells), Limits(min_before, min_after, min_ratio)), sent, min_ratio)


def in_declarations(
    ledger: Ledger,
    watershed: date,
    min_before: float = 10_000.0,
    min_after: float = 200_000.0,
    min_ratio: float = 2.0,
) -> Table:
    """One row per hub, destination and goods code that the hub's exporters began to send on.

    Args are those of ``in_statistics``; the subheading (six digits) is the goods code, values are in USD.
    """
    items = ledger.items.filter(
        _.direction == "export", _.destination.isin(DESTINATIONS), _.dispatch.isin(HUBS), _.hs6.notnull()
    )
    # Goods of the hub's own making are its own trade.
    items = items.filter((_.origin != _.dispatch) | _.origin.isnull())
    # Few of all lines, read four times.
    items = kept(items.select("row_id", "month", "value_usd", "hs6", "dispatch", "destination", "consignor_id"))
    cells = items.select(
        "row_id",
        "month",
        "value_usd",
        "hs6",
        exporter=_.dispatch,
        exporter_as_published=_.dispatch,
        importer=_.destination,
        goods_code=_.hs6,
        amount=_.value_usd,
        currency=ibis.literal("USD"),
        party_id=_.consignor_id,
    )
    return _surges(_dated(cells, ledger, watershed), _spans(cells), Limits(min_before, min_after, min_ratio))


def _phrases(row: Mapping[str, Any]) -> Mapping[str, str]:
    before, after, unit = row["before"], row["after"], row["currency"]
    if row["from_nothing"]:
        return {"rose": f"rose from almost nothing ({before:,.0f} {unit}) to {after:,.0f} {unit}"}
    return {"rose": f"rose from {before:,.0f} to {after:,.0f} {unit} (x{row['ratio']:,.1f})"}


def _statistics_phrases(row: Mapping[str, Any]) -> Mapping[str, str]:
    sent = row["onward_after"]
    onward = (
        ""
        if sent is None
        else f"; the hub's own exports on to Russia or Belarus: {row['onward_before']:,.0f} to {sent:,.0f} USD"
    )
    return {**_phrases(row), "onward": onward, "sender": sender_of(row["sent_by"], row["exporter"], row["start"])}


hub_surge = Typology(
    id="hub_surge",
    title="Surge of exports to a hub",
    about=__doc__,
    innocent=(
        "a plant was built or extended in the hub country",
        "the hub country now imports direct what it used to buy through Russia",
        "a new trade agreement, customs regime or port",
        "prices or exchange rates rose",
    ),
    misses=(
        "a surge made of one or two large shipments",
        "goods that change their code on the way",
        "a hub that was already busy before the control date",
        "goods that pass in transit and are never imported into the hub",
    ),
    settle=(
        "the hub's own exports of the same code to Russia and Belarus, month by month",
        "the list of the hub's importers of this code and when they were founded",
        "the maker's sales to the hub by end user",
    ),
    sources=(
        "European Commission guidance on circumvention, 2023 (catalogue: EU23)",
        "KSE Institute on imports of critical components (catalogue: KSE)",
    ),
    finders=(
        Finder(
            id="in_statistics",
            reads="statistics",
            subject="lane",
            headline=(
                "Exports of {goods_code} from {sender} to {importer} {rose} in {span} against a year before{onward}"
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
        Finder(
            id="in_declarations",
            reads="items",
            subject="lane",
            headline=(
                "Declared exports of {goods_code} from {exporter} to {importer} {rose} in {span} against a year before"
            ),
            needs=Needs(
                columns=("declared_on", "dispatch", "destination", "hs6", "value_usd"),
                months_before=12,
                months_after=3,
                rows="onward",
            ),
            find=in_declarations,
            phrases=_phrases,
        ),
    ),
    ceiling=0.6,
)
