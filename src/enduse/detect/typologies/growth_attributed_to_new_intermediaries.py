"""An importer's growth comes from intermediaries it never dealt with before.

Equal windows on both sides of the watershed are compared, at most 24 months each. The importer's purchases (or
its purchases of one brand) grew at least fivefold, at least four fifths of that growth came from senders or
contract holders it had never bought from before, and what these sent was mostly made in another country than it
was shipped from: they are intermediaries, not makers.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any, Literal

import ibis
import pyarrow as pa
import pyarrow.compute as pc
from ibis.expr.types import BooleanValue, FloatingValue, Table

from enduse.detect import Finder, Ledger, Needs, Suspects, Typology
from enduse.detect.scope import proof, same_market, small
from enduse.detect.shared import halves, lane_sums, lines_of, listed_codes, once, planned

STRENGTH_BRAND_MANIFOLD = 0.6
STRENGTH_BRAND = 0.35
STRENGTH_KNOWN = 0.35
STRENGTH_NEWCOMER = 0.2
_MANIFOLD = 10.0
_TRADE_USD = 50_000.0
_TOLD = ("row_id", "declared_on", "value_usd", "brand", "origin", "dispatch", "hs6")
_MOSTLY = 0.5


@dataclass(frozen=True)
class View:
    """Whose growth is looked at, and who is meant by intermediary.

    Attributes:
        role: Role of the intermediary in the declaration.
        by_brand: Is the importer's growth in one brand meant, or in all it buys?
        known: Must there have been purchases before the watershed?
    """

    role: Literal["consignor", "contract_holder"]
    by_brand: bool = False
    known: bool = False


VIEWS: Mapping[str, View] = {
    "by_consignee": View("consignor"),
    "by_contract_holder": View("contract_holder"),
    # A brand that is new to the importer is a new purchase; there is no earlier supplier to be replaced.
    "by_brand": View("consignor", by_brand=True, known=True),
}
"""The ways to look, by the name of the finder."""

_SHARES: Mapping[str, frozenset[str]] = {
    "by_consignee": frozenset({"values", "by sender", "growth by_consignee"}),
    "by_contract_holder": frozenset(
        {"values", "by sender", "by contract holder", "growth by_consignee", "growth by_contract_holder"}
    ),
    "by_brand": frozenset({"values", "by sender", "by brand", "growth by_brand"}),
}
"""What each of them reads that others may read, too."""


@dataclass(frozen=True)
class Limits:
    """What counts: growth in US dollars, the share that is new, after divided by before."""

    growth_usd: float
    share: float
    ratio: float


def _grown(ledger: Ledger, name: str, limits: Limits, watershed: date) -> Table:
    """Suspects of one view whose purchases grew enough, whoever carried the growth; ``lane`` is a brand or null."""
    view, lanes = VIEWS[name], lane_sums(ledger, watershed, _SHARES[name])
    lanes = lanes.filter(lanes[f"{view.role}_differs"], *([lanes.brand.notnull()] if view.by_brand else []))
    before, after = (lanes[f"{it}_usd"].sum().fill_null(0.0) for it in ("before", "after"))
    lane = {"lane": lanes.brand} if view.by_brand else {}
    sums = lanes.group_by("subject_id", **lane).agg(before_usd=before, after_usd=after)
    growth = sums.after_usd - sums.before_usd
    enough = [growth >= limits.growth_usd, sums.after_usd >= limits.ratio * sums.before_usd]
    grown = sums.filter(*enough, *([sums.before_usd > 0] if view.known else []))
    return grown.select(
        *("subject_id", "before_usd", "after_usd"),
        lane=grown.lane if view.by_brand else ibis.null("string"),
        growth_usd=grown.after_usd - grown.before_usd,
        finder=ibis.literal(name),
        role=ibis.literal(view.role),
    )


def _names(ledger: Ledger, name: str) -> tuple[str, ...]:
    """The views that the finders of the plan take: they are worked out together."""
    shares = planned(ledger, _SHARES[name])
    return tuple(it for it in VIEWS if f"growth {it}" in shares)


def _all_grown(ledger: Ledger, name: str, watershed: date, limits: Limits) -> pa.Table:
    """The suspects of the view ``name``, and of the other views that the plan's finders take."""
    names = _names(ledger, name)

    def make() -> pa.Table:
        views = [_grown(ledger, it, limits, watershed) for it in names]
        return (views[0] if len(views) == 1 else ibis.union(*views)).to_pyarrow()

    return once(ledger, ("grown", watershed, limits, names), pa.Table, make)


def _importers(name: str, ledger: Ledger, watershed: date, **limits: float) -> pa.ChunkedArray:
    """Whom the view suspects, with the limits that its finder takes."""
    meant = Limits(limits["min_growth_usd"], limits["min_share"], limits["min_ratio"])
    return _all_grown(ledger, name, watershed, meant)["subject_id"]


_SUSPECTS = {it: Suspects(partial(_importers, it), (*_TOLD, "consignor_id", "contract_holder_id")) for it in VIEWS}


def _rows(ledger: Ledger, watershed: date, name: str, grown: pa.Table) -> Table:
    """Import lines of the suspects, in whatever view: reading all lines for them is what takes long.

    A row for each role that another firm than the importer plays in the line: that firm is ``middle_id``.
    """
    items = lines_of(ledger, watershed, _SUSPECTS[name], grown["subject_id"])
    roles = sorted({VIEWS[it].role for it in _names(ledger, name)})
    before, after = halves(ledger, watershed).sides(items)
    parts = [
        items.select(
            *_TOLD, "subject_id", before=before, after=after, role=ibis.literal(it), middle_id=items[f"{it}_id"]
        )
        for it in roles
    ]
    rows = parts[0] if len(parts) == 1 else ibis.union(*parts)
    return rows.filter(rows.middle_id != rows.subject_id)


def _with_meeting(rows: Table, watershed: date) -> Table:
    """The rows with ``new``: had importer and intermediary never met before the watershed?

    New means new to the importer, not only to this brand: an old supplier may well offer another brand.
    """
    pair = ["role", "subject_id", "middle_id"]
    return rows.join(rows.group_by(pair).agg(new=rows.declared_on.min() >= watershed), pair)


def _carried(ledger: Ledger, watershed: date, name: str, limits: Limits) -> pa.Table:
    """The suspects whose growth new intermediaries carry, with these as ``middle_ids``: of all views worked out."""
    key = ("carried", watershed, limits, _names(ledger, name))
    return once(ledger, key, pa.Table, lambda: _find_carried(ledger, watershed, name, limits))


def _find_carried(ledger: Ledger, watershed: date, name: str, limits: Limits) -> pa.Table:
    found = _all_grown(ledger, name, watershed, limits)
    grown, rows = small(found), _with_meeting(_rows(ledger, watershed, name, found), watershed)
    sums = _sums(grown, rows, watershed, listed_codes(ledger).to_pyarrow()["hs6"].to_pylist())
    new, growth, elsewhere = sums.new_usd, sums.growth_usd, sums.elsewhere_usd
    carried = sums.filter(sums.new_count > 0, new >= limits.share * growth, elsewhere >= limits.share * new)
    return carried.mutate(
        value_usd=carried.new_usd,
        window_months=ibis.literal(halves(ledger, watershed).months, type="int64"),
        share_new=ibis.least(carried.new_usd / carried.growth_usd, 1.0),
        share_made_elsewhere=carried.elsewhere_usd / carried.new_usd,
        ratio=ibis.ifelse(carried.before_usd > 0, carried.after_usd / carried.before_usd, ibis.null("float64")),
        rank=carried.growth_usd,
        strength=_strength(carried),
    ).to_pyarrow()


def _sums(grown: Table, rows: Table, watershed: date, priority: list[str]) -> Table:
    """Every suspect with what new intermediaries sent it, who they are, and the rows of both windows."""
    rows = rows.filter(rows.before | rows.after)
    lane = grown.lane.isnull() | (grown.lane == rows.brand)
    theirs = rows.join(grown, [rows.role == grown.role, rows.subject_id == grown.subject_id, lane])
    sent, value = theirs.new & theirs.after, theirs.value_usd
    elsewhere, listed = ~same_market(theirs.origin, theirs.dispatch, watershed), theirs.hs6.isin(priority)
    return theirs.group_by(grown.columns).agg(
        new_usd=value.sum(where=sent).fill_null(0.0),
        elsewhere_usd=value.sum(where=sent & elsewhere).fill_null(0.0),
        listed_usd=value.sum(where=sent & listed).fill_null(0.0),
        new_count=theirs.middle_id.nunique(where=sent),
        middle_ids=theirs.middle_id.collect(where=sent, distinct=True),
        **proof(theirs.new),
    )


def _strength(found: Table) -> FloatingValue:
    """Who had hardly traded before has no supplier to replace: a newcomer's purchases are all growth from new senders.

    What was published is the other case: a brand of priority goods that was bought from its own country for years, then
    manifold through firms that nobody knew. Goods of no list find new dealers lawfully.
    """
    traded = found.before_usd >= _TRADE_USD
    listed = found.listed_usd >= _MOSTLY * found.new_usd
    manifold = traded & listed & (found.after_usd >= _MANIFOLD * found.before_usd)
    return ibis.cases(
        (~found.finder.isin([name for name, it in VIEWS.items() if it.known]), _unknown(traded)),
        (manifold, STRENGTH_BRAND_MANIFOLD),
        else_=STRENGTH_BRAND,
    )


def _unknown(traded: BooleanValue) -> FloatingValue:
    return ibis.ifelse(traded, STRENGTH_KNOWN, STRENGTH_NEWCOMER)


def _find(ledger: Ledger, watershed: date, name: str, limits: Limits) -> pa.Table:
    view, carried = VIEWS[name], _carried(ledger, watershed, name, limits)
    found = carried.filter(pc.field("finder") == name)
    found = found.drop_columns(["finder", "role", *(() if view.by_brand else ("lane", "listed_usd"))])
    called = {"middle_ids": f"{view.role}_ids"}
    return found.rename_columns([called.get(it, it) for it in found.column_names])


def by_consignee(
    ledger: Ledger,
    watershed: date,
    min_growth_usd: float = 200_000.0,
    min_share: float = 0.8,
    min_ratio: float = 5.0,
) -> Table:
    """One row per importer whose growth new senders carry.

    Args:
        ledger: Declarations.
        watershed: Middle of the two windows.
        min_growth_usd: Growth from window to window.
        min_share: Share of the growth that new senders carry; also the share of it made elsewhere.
        min_ratio: After divided by before.
    """
    return small(_find(ledger, watershed, "by_consignee", Limits(min_growth_usd, min_share, min_ratio)))


def by_contract_holder(
    ledger: Ledger,
    watershed: date,
    min_growth_usd: float = 200_000.0,
    min_share: float = 0.8,
    min_ratio: float = 5.0,
) -> Table:
    """One row per importer whose growth new contract holders carry, where its senders alone do not show it.

    Args are those of ``by_consignee``.
    """
    limits = Limits(min_growth_usd, min_share, min_ratio)
    known = _find(ledger, watershed, "by_consignee", limits)["subject_id"]
    found = _find(ledger, watershed, "by_contract_holder", limits)
    return small(found.filter(pc.invert(pc.is_in(found["subject_id"], value_set=known))))


def by_brand(
    ledger: Ledger,
    watershed: date,
    min_growth_usd: float = 200_000.0,
    min_share: float = 0.8,
    min_ratio: float = 5.0,
) -> Table:
    """One row per importer and brand whose growth new senders carry; the importer had bought the brand before.

    Args are those of ``by_consignee``.
    """
    return small(_find(ledger, watershed, "by_brand", Limits(min_growth_usd, min_share, min_ratio)))


def _phrases(row: Mapping[str, Any]) -> Mapping[str, str]:
    before = f"from {row['before_usd']:,.0f}" if row["before_usd"] else "from nothing"
    return {"from_before": f"{before} to {row['after_usd']:,.0f} USD"}


_NEEDED = ("declared_on", "consignee_id", "value_usd", "origin", "dispatch")

growth_attributed_to_new_intermediaries = Typology(
    id="growth_attributed_to_new_intermediaries",
    title="Growth through new intermediaries",
    about=__doc__,
    innocent=(
        "the old supplier replaced its distributor",
        "the importer took over another importer's business",
        "a large single project, supplied by a general contractor",
        "goods that no control covers, bought where they are in stock",
    ),
    misses=(
        "an intermediary that was already a small supplier before the watershed",
        "an intermediary that changes its name in the records while it stays the same firm",
        "growth spread over several importers of one owner",
        "intermediaries that declare the country of dispatch as the country of origin",
    ),
    settle=(
        "the old supplier's statement on who its distributors are, and since when",
        "the new intermediaries' own purchase invoices",
        "register extracts of the new intermediaries: founded when, owned by whom",
    ),
    sources=("C4ADS on a Russian importer whose growth two intermediaries carry, 2024 (catalogue: C4)",),
    finders=(
        Finder(
            id="by_consignee",
            reads="items",
            subject="company",
            headline=(
                "Imports of {subject} grew {from_before} over {window_months:month|months}; {share_new:.0%} of the "
                "growth came from {new_count:sender|senders} it had never bought from"
            ),
            needs=Needs(columns=(*_NEEDED, "consignor_id"), months_before=6, months_after=3, rows="imports"),
            find=by_consignee,
            shares=_SHARES["by_consignee"],
            suspects=_SUSPECTS["by_consignee"],
            phrases=_phrases,
        ),
        Finder(
            id="by_contract_holder",
            reads="items",
            subject="company",
            headline=(
                "Imports of {subject} grew {from_before} over {window_months:month|months}; {share_new:.0%} of the "
                "growth was contracted with {new_count:firm|firms} it had never had a contract with"
            ),
            needs=Needs(columns=(*_NEEDED, "contract_holder_id"), months_before=6, months_after=3, rows="imports"),
            find=by_contract_holder,
            shares=_SHARES["by_contract_holder"],
            suspects=_SUSPECTS["by_contract_holder"],
            phrases=_phrases,
        ),
        Finder(
            id="by_brand",
            reads="items",
            subject="company",
            headline=(
                "Imports of {lane} by {subject} grew {from_before} over {window_months:month|months}; {share_new:.0%} "
                "of the growth came from {new_count:sender|senders} it had never bought from"
            ),
            needs=Needs(columns=(*_NEEDED, "consignor_id", "brand"), months_before=6, months_after=3, rows="imports"),
            find=by_brand,
            shares=_SHARES["by_brand"],
            suspects=_SUSPECTS["by_brand"],
            phrases=_phrases,
        ),
    ),
)
