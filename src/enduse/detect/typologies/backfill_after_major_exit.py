"""The large makers of a country leave the market, and small makers of the same country fill the gap.

For every country of origin, destination and heading of priority goods, equal windows on both sides of the watershed:
makers with a large share before whose sales all but ended are the majors that left; makers with a small share before,
or none, are the small ones. The pattern is met where the small makers' share rose by .2 or more, where they sell more
than before in dollars and fill a part of what the majors left, and where the market became less concentrated. A market
whose majors stayed, and one where nobody filled the gap, does not count.

The same is looked for at single importers: one that bought the goods of large makers before and now buys those of small
makers of the same country, while the market as a whole need not have changed. Small is here a maker that sold at most a
third of what the largest maker of its country sold to all importers together: shares alone say little, for where there
are three makers each of them is large, and where there are thirty none is.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

import ibis
from ibis import _
from ibis.expr.types import Table

from enduse.detect import Finder, Ledger, Needs, Typology
from enduse.detect.scope import DESTINATIONS, cite, computed, imports_into, kept, place_name, same_market, with_tier
from enduse.detect.shared import halves, once

STRENGTH = 0.3
STRENGTH_INDIRECT = 0.3
STRENGTH_DIRECT = 0.15
_MAJOR, _SMALL = 0.15, 0.05
_LEFT, _LEFT_SHARE = 0.2, 0.3
_FILLED, _GROWN = 0.25, 1.5
_FEWEST = 3
_SMALL_TO_LARGEST = 1 / 3
_KEYS = ["subject_id"]
_BUYER = ("subject_id", "lane")


def by_market(
    ledger: Ledger, watershed: date, min_rise: float = 0.2, min_usd: float = 200_000.0, min_lines: int = 5
) -> Table:
    """One row per market, e.g. ``DE>RU:8457``, whose small makers filled the gap.

    Args:
        ledger: Declarations that name brands or makers.
        watershed: Middle of the two windows.
        min_rise: Least rise of the small makers' share, 0 to 1.
        min_usd: Least value of the market in each window: in smaller ones two machines make a share.
        min_lines: Fewest lines of the small makers after the watershed.
    """
    rows = _lines(ledger, watershed)
    makers = _makers(rows)
    markets = makers.group_by("subject_id").agg(
        before_usd=_.before_usd.sum(),
        after_usd=_.after_usd.sum(),
        left_usd=_.before_usd.sum(where=_.left).fill_null(0.0),
        left_after_usd=_.after_usd.sum(where=_.left).fill_null(0.0),
        small_before_usd=_.before_usd.sum(where=_.minor).fill_null(0.0),
        small_after_usd=_.after_usd.sum(where=_.minor).fill_null(0.0),
        small_lines=_.after_lines.sum(where=_.minor).fill_null(0),
        small_makers=_.count(where=_.minor & (_.after_usd > 0)),
        concentration_before=(_.share_before * _.share_before).sum(),
        concentration_after=(_.share_after * _.share_after).sum(),
        majors_left=_.maker.collect(where=_.left, distinct=True),
    )
    found = computed(_filled(markets, min_rise, min_usd, min_lines))
    told = rows.join(makers.select("subject_id", "maker", "left", "minor"), ["subject_id", "maker"])
    told = told.mutate(telling=told.minor & told.after).filter((_.minor & _.after) | (_.left & _.before))
    senders = {"consignor_ids": _.consignor_id.collect(where=_.telling & _.consignor_id.notnull(), distinct=True)}
    return cite(found, told, _KEYS, **senders).mutate(
        strength=ibis.literal(STRENGTH),
        rank=_.value_usd,
        major_count=_.majors_left.length(),
        window_months=ibis.literal(halves(ledger, watershed).months, type="int64"),
    )


def _lines(ledger: Ledger, watershed: date) -> Table:
    """Lines of priority goods in the two windows with their market, maker and buyer."""
    return once(ledger, ("makers' lines", watershed), Table, lambda: kept(_find_lines(ledger, watershed)))


def _find_lines(ledger: Ledger, watershed: date) -> Table:
    rows = with_tier(imports_into(ledger.items, DESTINATIONS), ledger).filter(_.origin.notnull(), _.value_usd > 0)
    # Where no brand is named, the sender in the country of origin may be the maker; elsewhere it is none.
    sender = ibis.ifelse(rows.origin == rows.dispatch, rows.consignor_id.cast("string"), ibis.null("string"))
    marked = halves(ledger, watershed).mark(rows.mutate(maker=ibis.coalesce(rows.brand, sender)))
    near = marked.filter(marked.maker.notnull(), marked.before | marked.after)
    return near.select(
        *("row_id", "declared_on", "before", "after", "value_usd", "maker", "consignor_id"),
        buyer_id=near.consignee_id,
        indirect=(~same_market(near.origin, near.dispatch, watershed)).fill_null(False),
        subject_id=near.origin + ">" + near.destination + ":" + near.hs6.substr(0, 4),
    )


def by_importer(
    ledger: Ledger, watershed: date, min_rise: float = 0.5, min_usd: float = 200_000.0, min_lines: int = 3
) -> Table:
    """One row per importer and country that turned from its large makers to its small ones.

    Args:
        ledger: Declarations that name brands or makers.
        watershed: Middle of the two windows.
        min_rise: Least rise of the small makers' share in the importer's purchases of that country, 0 to 1.
        min_usd: Least value of its purchases of that country in each window.
        min_lines: Fewest lines of the small makers after the watershed, and of the large ones before it.
    """
    rows = _lines(ledger, watershed).filter(_.buyer_id.notnull())
    rows = rows.mutate(lane=rows.subject_id.substr(0, 2), subject_id=rows.buyer_id).drop("buyer_id")
    told = rows.join(_small_ones(rows), ["lane", "maker"]).mutate(major=~_.minor)
    sums = told.group_by(*_BUYER).agg(
        before_usd=_.value_usd.sum(where=_.before).fill_null(0.0),
        after_usd=_.value_usd.sum(where=_.after).fill_null(0.0),
        major_before_usd=_.value_usd.sum(where=_.before & _.major).fill_null(0.0),
        major_after_usd=_.value_usd.sum(where=_.after & _.major).fill_null(0.0),
        small_before_usd=_.value_usd.sum(where=_.before & _.minor).fill_null(0.0),
        small_after_usd=_.value_usd.sum(where=_.after & _.minor).fill_null(0.0),
        major_lines=_.count(where=_.before & _.major),
        small_lines=_.count(where=_.after & _.minor),
        indirect_lines=_.count(where=_.after & _.minor & _.indirect),
        small_makers=_.maker.nunique(where=_.after & _.minor),
    )
    found = computed(_turned(sums, min_rise, min_usd, min_lines))
    proof_rows = told.mutate(telling=told.minor & told.after).filter((_.minor & _.after) | (_.major & _.before))
    senders = {"consignor_ids": _.consignor_id.collect(where=_.telling & _.consignor_id.notnull(), distinct=True)}
    return cite(found, proof_rows, list(_BUYER), **senders).mutate(
        strength=ibis.ifelse(_.indirect_lines * 2 > _.small_lines, STRENGTH_INDIRECT, STRENGTH_DIRECT),
        rank=_.value_usd,
    )


def _small_ones(rows: Table) -> Table:
    """Makers of every country with ``minor``: a maker that sold nothing before the watershed is small."""
    sold = rows.group_by("lane", "maker").agg(sold_usd=_.value_usd.sum(where=_.before).fill_null(0.0))
    largest = sold.group_by("lane").agg(largest_usd=_.sold_usd.max())
    sizes = sold.join(largest, "lane")
    return computed(sizes.select("lane", "maker", minor=sizes.sold_usd <= _SMALL_TO_LARGEST * sizes.largest_usd))


def _turned(sums: Table, min_rise: float, min_usd: float, min_lines: int) -> Table:
    """Importers that bought mostly of majors, then hardly anything, and of small makers instead."""
    known = sums.filter(_.before_usd >= min_usd, _.after_usd >= min_usd)
    shares = known.mutate(
        small_share_before=known.small_before_usd / known.before_usd,
        small_share_after=known.small_after_usd / known.after_usd,
        value_usd=known.small_after_usd,
    )
    return shares.filter(
        shares.small_share_after - shares.small_share_before >= min_rise,
        shares.major_before_usd * 2 > shares.before_usd,
        shares.major_after_usd <= _LEFT * shares.major_before_usd,
        shares.small_lines >= min_lines,
        shares.major_lines >= min_lines,
    )


def _makers(rows: Table) -> Table:
    """Makers of every market with their shares; ``left`` and ``minor`` tell what they are."""
    sums = rows.group_by("subject_id", "maker").agg(
        before_usd=_.value_usd.sum(where=_.before).fill_null(0.0),
        after_usd=_.value_usd.sum(where=_.after).fill_null(0.0),
        before_lines=_.count(where=_.before),
        after_lines=_.count(where=_.after),
    )
    market = ibis.window(group_by=sums.subject_id)
    shares = sums.mutate(
        share_before=sums.before_usd / sums.before_usd.sum().over(market).nullif(0.0),
        share_after=sums.after_usd / sums.after_usd.sum().over(market).nullif(0.0),
    ).mutate(share_before=_.share_before.fill_null(0.0), share_after=_.share_after.fill_null(0.0))
    major = (shares.share_before >= _MAJOR) & (shares.before_lines >= _FEWEST)
    left = major & (shares.after_usd <= _LEFT * shares.before_usd)
    return computed(shares.mutate(left=left, minor=shares.share_before < _SMALL))


def _filled(markets: Table, min_rise: float, min_usd: float, min_lines: int) -> Table:
    """The markets that meet the pattern."""
    known = markets.filter(_.before_usd >= min_usd, _.after_usd > 0, _.left_usd >= _LEFT_SHARE * _.before_usd)
    shares = known.mutate(
        small_share_before=known.small_before_usd / known.before_usd,
        small_share_after=known.small_after_usd / known.after_usd,
        value_usd=known.small_after_usd,
    )
    gained = shares.small_after_usd - shares.small_before_usd
    return shares.filter(
        shares.small_share_after - shares.small_share_before >= min_rise,
        shares.small_lines >= min_lines,
        shares.small_after_usd >= _GROWN * shares.small_before_usd,
        gained >= _FILLED * (shares.left_usd - shares.left_after_usd),
        shares.concentration_after < shares.concentration_before,
    ).drop("left_after_usd")


def _phrases(row: Mapping[str, Any]) -> Mapping[str, str]:
    return {"country": place_name(row["lane"])}


backfill_after_major_exit = Typology(
    id="backfill_after_major_exit",
    title="Small makers fill the gap",
    about=__doc__,
    innocent=(
        "goods that no control covers, in which small makers have always traded",
        "a maker that is small here is large elsewhere and moved its sales to this market",
        "a major goes on selling under another brand",
    ),
    misses=(
        "gaps that makers of another country fill",
        "small makers whose brands the descriptions do not name",
        "markets of a few machines",
    ),
    settle=(
        "the small makers' own statements, and their export licences",
        "the authority's list of exporters by code for the same months",
        "which buyers changed from a major to a small maker",
    ),
    sources=(
        "Economic Security Council of Ukraine: large firms leave, small ones fill the gap, in three countries "
        "(catalogue: ESCU, article 000)",
    ),
    finders=(
        Finder(
            id="by_market",
            reads="items",
            subject="lane",
            headline=(
                "In {subject} {major_count:major left|majors left}; the share of "
                "{small_makers:small maker|small makers} rose from {small_share_before:.0%} to "
                "{small_share_after:.0%} ({value})"
            ),
            needs=Needs(
                columns=("declared_on", "value_usd", "origin", "hs6", "brand"),
                months_before=6,
                months_after=6,
                lists=("CHPL",),
                rows="imports",
            ),
            find=by_market,
            confidence="derived",
        ),
        Finder(
            id="by_importer",
            reads="items",
            subject="company",
            headline=(
                "{subject} turned from large makers of {country} to {small_makers:small one|small ones}: their share "
                "rose from {small_share_before:.0%} to {small_share_after:.0%} ({value})"
            ),
            needs=Needs(
                columns=("declared_on", "consignee_id", "value_usd", "origin", "hs6", "brand"),
                months_before=6,
                months_after=6,
                lists=("CHPL",),
                rows="imports",
            ),
            find=by_importer,
            phrases=_phrases,
            confidence="derived",
        ),
    ),
    ceiling=0.3,
)
