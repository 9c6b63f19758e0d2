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
import pyarrow as pa
import pyarrow.compute as pc
from ibis import _
from ibis.expr.types import Table

from enduse.detect import Finder, Ledger, Needs, Typology
from enduse.detect.scope import DESTINATIONS, HUBS, computed, kept, sender_of, small
from enduse.trace.control_dates import BASES, Controls
from enduse.trace.series import day_of, first_whole_month, movements

STRENGTH_ONWARD = 0.35
STRENGTH = 0.3
STRENGTH_FROM_NOTHING = 0.2
STRENGTH_UNLISTED = 0.15
HISTORY_MONTHS = 36
LEAST_Z = 3.0
# Values are compared in thousands on a logarithmic scale: below a thousand a month is noise.
_NOISE = 1_000.0
_NEAR_DAYS = 366
_LEAST_LATE = 3
_LEAST_PAST = 12
_LANE = ["exporter", "importer", "goods_code"]
_CELL = [*_LANE, "month", "row_id", "amount", "currency", "value_usd", "exporter_as_published"]
_ITEM = ["row_id", "month", "value_usd", "direction", "origin", "dispatch", "destination", "hs6", "consignor_id"]
_WINDOW = pa.schema(
    {
        "exporter": pa.string(),
        "goods_code": pa.string(),
        "listed": pa.bool_(),
        "control_on": pa.date32(),
        **dict.fromkeys(("first_month", "last_month", "past_month"), pa.int64()),
    }
)


@dataclass(frozen=True)
class Limits:
    """What counts: value before and after in the currency compared, and after divided by before."""

    before: float
    after: float
    ratio: float


def _windows(cells: Table, ledger: Ledger, watershed: date, least: float) -> Table:
    """For each exporter and code that can be judged: what controls it, and the months to compare.

    ``first_month`` to ``last_month`` are under control, ``past_month`` is the first of the history before them. Codes
    of which less than ``least`` ever went to a hub cannot have surged: nobody asks what controls them.
    """
    sums = cells.group_by(_LANE).agg(
        oldest=cells.month.min(), newest=cells.month.max(), sent=ibis.greatest(cells.amount, 0.0).sum()
    )
    reach = sums.to_pyarrow()
    spans = reach.group_by("exporter").aggregate([("oldest", "min"), ("newest", "max")]).to_pylist()
    months = {it["exporter"]: (it["oldest_min"], it["newest_max"]) for it in spans}
    # Sums in another order differ in their last bits.
    much = reach.filter(pc.field("sent") >= least - 1).group_by(["exporter", "goods_code"]).aggregate([])
    lists = ledger.code_lists.to_pyarrow()
    calendar = Calendar(Controls(lists, DESTINATIONS[0], set(months)), _listed(lists), watershed)
    pairs = zip(much["exporter"].to_pylist(), much["goods_code"].to_pylist(), strict=True)
    rows = [row for exporter, code in pairs if (row := calendar.window(exporter, code, months[exporter]))]
    return small(pa.Table.from_pylist(rows, schema=_WINDOW))


def _listed(code_lists: pa.Table) -> frozenset[str]:
    """Subheadings that any list names."""
    return frozenset(it[:6] for it in code_lists["goods_code"].to_pylist() if it and len(it) >= 6)


@dataclass(frozen=True)
class Calendar:
    """When the control of an exporter and a code began."""

    controls: Controls
    listed: frozenset[str]
    watershed: date

    def window(self, exporter: str, code: str | None, reach: tuple[int, int]) -> dict[str, object] | None:
        """A row of ``_WINDOW``; None where the months recorded do not allow a comparison."""
        control = self.controls.first(exporter, code)
        # A control that began long before or after the watershed is not what the analyst asks about.
        start = control.start if control and abs((control.start - self.watershed).days) <= _NEAR_DAYS else None
        first, (oldest, newest) = first_whole_month(start or self.watershed), reach
        last, past = min(newest, first + 11), max(oldest, first - HISTORY_MONTHS)
        if code is None or first - past < _LEAST_PAST or last - first + 1 < _LEAST_LATE:
            return None
        listed = code[:6] in self.listed or (control is not None and control.basis == BASES[0])
        return dict(zip(_WINDOW.names, (exporter, code, listed, start, first, last, past), strict=True))


def _marked(cells: Table, windows: Table) -> Table:
    """The cells that can be judged, with the side they stand on.

    ``late``, ``early`` (the same months a year before), ``past`` (all before that).
    """
    rows = cells.join(windows, ["exporter", "goods_code"])
    return rows.mutate(
        late=(rows.month >= rows.first_month) & (rows.month <= rows.last_month),
        early=(rows.month >= rows.first_month - 12) & (rows.month <= rows.last_month - 12),
        past=(rows.month < rows.first_month) & (rows.month >= rows.past_month),
    )


def _grown(cells: Table, windows: Table, limits: Limits) -> Table:
    """The lanes that about reach the limits; the others need no series."""
    rows = _marked(cells.select(*_LANE, "month", "amount"), windows)
    early, late = (rows.amount.sum(where=side).fill_null(0.0) for side in (rows.early, rows.late))
    sums = rows.group_by(_LANE).agg(before=early, after=late)
    # Sums in another order differ in their last bits: the limits themselves are applied to the series.
    doubled = (sums.before < max(limits.before, 0) + 1) | (sums.after >= (limits.ratio - 1e-6) * sums.before)
    return computed(sums.filter(sums.after >= limits.after - 1, doubled).select(_LANE))


def _series(rows: Table) -> Table:
    """One row per lane with its sums and with the moments of its monthly series, empty months counted as zero."""
    window = ["currency", "listed", "control_on", "first_month", "last_month", "past_month"]
    monthly = rows.group_by(*_LANE, *window, "month", "late", "early", "past").agg(
        amount=rows.amount.sum(), value_usd=rows.value_usd.sum()
    )
    levels = monthly.mutate(level=(1 + ibis.greatest(monthly.amount, 0.0) / _NOISE).ln())
    late, past = levels.late, levels.past
    return levels.group_by(*_LANE, *window).agg(
        before=levels.amount.sum(where=levels.early).fill_null(0.0),
        after=levels.amount.sum(where=late).fill_null(0.0),
        value_usd=levels.value_usd.sum(where=late),
        late_sum=levels.level.sum(where=late).fill_null(0.0),
        late_squares=(levels.level * levels.level).sum(where=late).fill_null(0.0),
        past_sum=levels.level.sum(where=past).fill_null(0.0),
        past_squares=(levels.level * levels.level).sum(where=past).fill_null(0.0),
    )


def _broken(lanes: Table) -> Table:
    """The lanes with ``z``: how far the mean level rose, in standard errors (Welch)."""
    months_late, months_past = lanes.last_month - lanes.first_month + 1, lanes.first_month - lanes.past_month
    late_mean, past_mean = lanes.late_sum / months_late, lanes.past_sum / months_past
    late_error = (lanes.late_squares / months_late - late_mean * late_mean) / (months_late - 1)
    past_error = (lanes.past_squares / months_past - past_mean * past_mean) / (months_past - 1)
    # Two perfectly even series have no error at all; a hundredth keeps the quotient finite.
    error = ibis.greatest(late_error + past_error, 1e-4).sqrt()
    return lanes.mutate(months_late=months_late, z=(late_mean - past_mean) / error).drop(
        "late_sum", "late_squares", "past_sum", "past_squares", "past_month"
    )


def _surges(cells: Table, windows: Table, limits: Limits) -> Table:
    rows = _marked(cells.semi_join(_grown(cells, windows, limits), _LANE), windows)
    lanes = _broken(_series(rows)).filter(_.after >= limits.after, _.z >= LEAST_Z)
    ratio = ibis.ifelse(lanes.before >= limits.before, lanes.after / lanes.before, ibis.null("float64"))
    lanes = lanes.mutate(ratio=ratio, from_nothing=ratio.isnull())
    found = lanes.filter((lanes.ratio >= limits.ratio) | lanes.from_nothing)
    found = computed(
        found.mutate(
            strength=ibis.cases(
                (~found.listed, STRENGTH_UNLISTED), (found.from_nothing, STRENGTH_FROM_NOTHING), else_=STRENGTH
            ),
            # Value stands in only where there is no ratio, and then below every ratio.
            rank=ibis.ifelse(found.from_nothing, found.after / 1e15, found.ratio),
            subject_id=found.exporter + ">" + found.importer + ":" + found.goods_code,
            start=day_of(found.first_month),
            end=day_of(found.last_month),
        )
    )
    cited = _marked(cells.semi_join(found.select(_LANE), _LANE), windows)
    cited = cited.group_by(_LANE).agg(
        row_ids=cited.row_id.collect(where=cited.late),
        context_ids=cited.row_id.collect(where=cited.early),
        consignor_ids=cited.party_id.collect(where=cited.late, distinct=True),
        sent_by=cited.exporter_as_published.collect(where=cited.late | cited.early, distinct=True),
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
    cells = kept(cells.select(*_CELL, "hs6", party_id=ibis.null("int64")))
    surges = _surges(cells, _windows(cells, ledger, watershed, min_after), Limits(min_before, min_after, min_ratio))
    return _with_onward(surges, sent, min_ratio)


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
    items = ledger.items.select(*_ITEM)
    items = items.filter(
        items.direction == "export",
        items.destination.isin(DESTINATIONS),
        items.dispatch.isin(HUBS),
        items.hs6.notnull(),
        items.month.notnull(),
        # Goods of the hub's own making are its own trade.
        (items.origin != items.dispatch) | items.origin.isnull(),
    )
    # Few of all lines, read three times.
    cells = kept(
        items.select(
            "row_id",
            "month",
            "value_usd",
            exporter=items.dispatch,
            importer=items.destination,
            goods_code=items.hs6,
            party_id=items.consignor_id,
        )
    )
    cells = cells.mutate(amount=cells.value_usd, currency=ibis.literal("USD"), exporter_as_published=cells.exporter)
    windows = _windows(cells, ledger, watershed, min_after)
    return _surges(cells, windows, Limits(min_before, min_after, min_ratio))


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
