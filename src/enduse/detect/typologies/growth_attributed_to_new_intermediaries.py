"""An importer's growth comes from intermediaries it never dealt with before.

Equal windows on both sides of the watershed are compared, at most 24 months each. The importer's purchases (or
its purchases of one brand) grew at least fivefold, at least four fifths of that growth came from senders or
contract holders it had never bought from before, and what these sent was mostly made in another country than it
was shipped from: they are intermediaries, not makers.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

import ibis
from ibis import _
from ibis.expr.types import FloatingValue, Table

from enduse.detect import Finder, Ledger, Needs, Typology
from enduse.detect.scope import DESTINATIONS, cite, computed, imports_into, kept, same_market
from enduse.detect.shared import halves, lane_sums, once

STRENGTH_BRAND_MANIFOLD = 0.6
STRENGTH_BRAND = 0.35
STRENGTH_KNOWN = 0.35
STRENGTH_NEWCOMER = 0.2
_MANIFOLD = 10.0
_TRADE_USD = 50_000.0


@dataclass(frozen=True)
class View:
    """Whose growth is looked at, and who is meant by intermediary.

    Attributes:
        keys: Columns that make a suspect: the importer, or the importer and a brand.
        role: Role of the intermediary in the declaration.
        watershed: Middle of the two windows.
        known: Must there have been purchases before the watershed?
    """

    keys: tuple[str, ...]
    role: Literal["consignor", "contract_holder"]
    watershed: date
    known: bool = False


@dataclass(frozen=True)
class Limits:
    """What counts: growth in US dollars, the share that is new, after divided by before."""

    growth_usd: float
    share: float
    ratio: float


def _views(watershed: date) -> Mapping[str, View]:
    """The ways to look, by the name of the finder."""
    return {
        "by_consignee": View(("subject_id",), "consignor", watershed),
        "by_contract_holder": View(("subject_id",), "contract_holder", watershed),
        # A brand that is new to the importer is a new purchase; there is no earlier supplier to be replaced.
        "by_brand": View(("subject_id", "lane"), "consignor", watershed, known=True),
    }


def _grown(ledger: Ledger, view: View, limits: Limits) -> Table:
    """Suspects whose purchases grew enough, whoever carried the growth."""
    return once(ledger, ("grown", view, limits), Table, lambda: _find_grown(ledger, view, limits))


def _find_grown(ledger: Ledger, view: View, limits: Limits) -> Table:
    lanes = lane_sums(ledger, view.watershed).rename(lane="brand")
    lanes = lanes.filter(lanes[f"{view.role}_differs"], *(lanes[key].notnull() for key in view.keys))
    sums = lanes.group_by(*view.keys).agg(
        before_usd=_.before_usd.sum().fill_null(0.0), after_usd=_.after_usd.sum().fill_null(0.0)
    )
    window = ibis.literal(halves(ledger, view.watershed).months, type="int64")
    grown = sums.mutate(window_months=window, growth_usd=_.after_usd - _.before_usd)
    enough = [_.growth_usd >= limits.growth_usd, _.after_usd >= limits.ratio * _.before_usd]
    return computed(grown.filter(*enough, *([_.before_usd > 0] if view.known else [])))


def _rows(ledger: Ledger, watershed: date, limits: Limits) -> Table:
    """Import lines of everybody who is a suspect in any view: reading all lines for them is what takes long."""

    def make() -> Table:
        grown = [_grown(ledger, view, limits).select("subject_id") for view in _views(watershed).values()]
        importers = computed(ibis.union(*grown, distinct=True))
        rows = imports_into(ledger.items, DESTINATIONS)
        # Who imported is asked first: all else is worked out for their lines only.
        rows = rows.semi_join(importers, rows.consignee_id == importers.subject_id)
        return kept(
            halves(ledger, watershed)
            .mark(rows)
            .select(
                *("row_id", "declared_on", "before", "after", "value_usd", "origin", "dispatch"),
                *("consignor_id", "contract_holder_id"),
                subject_id=rows.consignee_id,
                lane=rows.brand,
            )
        )

    return once(ledger, ("rows of grown", watershed, limits), Table, make)


def _with_meeting(ledger: Ledger, grown: Table, view: View, limits: Limits) -> Table:
    """The suspects' rows with ``new``: had importer and intermediary never met before the watershed?

    New means new to the importer, not only to this brand: an old supplier may well offer another brand.
    """
    theirs = _rows(ledger, view.watershed, limits).rename(middle_id=f"{view.role}_id")
    theirs = theirs.filter(theirs.middle_id != theirs.subject_id)
    pair = ["subject_id", "middle_id"]
    met = theirs.group_by(pair).agg(new=_.declared_on.min() >= view.watershed)
    return theirs.semi_join(grown.select(*view.keys), list(view.keys)).join(met, pair)


def _carried(grown: Table, met: Table, view: View, limits: Limits) -> Table:
    """The suspects whose growth new intermediaries carry, with these as ``<role>_ids``."""
    keys = list(view.keys)
    elsewhere = ~same_market(met.origin, met.dispatch, view.watershed)
    sent = met.filter(met.new & met.after).mutate(elsewhere=elsewhere)
    sums = sent.group_by(keys).agg(
        new_usd=_.value_usd.sum().fill_null(0.0),
        elsewhere_usd=_.value_usd.sum(where=_.elsewhere).fill_null(0.0),
        new_count=_.middle_id.nunique(),
        **{f"{view.role}_ids": _.middle_id.collect(distinct=True)},
    )
    carried = grown.join(sums, keys)
    return computed(
        carried.filter(_.new_usd >= limits.share * _.growth_usd, _.elsewhere_usd >= limits.share * _.new_usd)
    )


def _find(ledger: Ledger, view: View, limits: Limits) -> Table:
    grown = _grown(ledger, view, limits)
    met = _with_meeting(ledger, grown, view, limits)
    found = _carried(grown, met, view, limits).mutate(
        value_usd=_.new_usd,
        share_new=ibis.least(_.new_usd / _.growth_usd, 1.0),
        share_made_elsewhere=_.elsewhere_usd / _.new_usd,
        ratio=ibis.ifelse(_.before_usd > 0, _.after_usd / _.before_usd, ibis.null("float64")),
        rank=_.growth_usd,
    )
    found = found.mutate(strength=_strength(found, view))
    return cite(found, met.filter(met.before | met.after).rename(telling="new"), list(view.keys))


def _strength(found: Table, view: View) -> FloatingValue:
    """Who had hardly traded before has no supplier to replace: a newcomer's purchases are all growth from new senders.

    What was published is the other case: a brand that was bought from its own country for years, then manifold
    through firms that nobody knew.
    """
    traded = found.before_usd >= _TRADE_USD
    if not view.known:
        return ibis.ifelse(traded, STRENGTH_KNOWN, STRENGTH_NEWCOMER)
    manifold = traded & (found.after_usd >= _MANIFOLD * found.before_usd)
    return ibis.ifelse(manifold, STRENGTH_BRAND_MANIFOLD, STRENGTH_BRAND)


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
    return _find(ledger, _views(watershed)["by_consignee"], Limits(min_growth_usd, min_share, min_ratio))


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
    found = computed(_find(ledger, _views(watershed)["by_contract_holder"], limits))
    if not found.count().to_pyarrow().as_py():
        return found
    senders = _views(watershed)["by_consignee"]
    grown = computed(_grown(ledger, senders, limits).semi_join(found.select("subject_id"), "subject_id"))
    met = _with_meeting(ledger, grown, senders, limits)
    return found.anti_join(_carried(grown, met, senders, limits), "subject_id")


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
    return _find(ledger, _views(watershed)["by_brand"], Limits(min_growth_usd, min_share, min_ratio))


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
            phrases=_phrases,
        ),
    ),
)
