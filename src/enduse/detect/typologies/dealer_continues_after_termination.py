"""A maker ended its dealer's contract, and the dealer goes on importing the brand.

For every statement that a contract has ended: shipments of that brand to that dealer later than the days of grace
after the day named. Which brand is meant is told by the goods lines that the maker itself sent, by the maker's name or
by the words of the statement. Brands that the dealer shows at fairs afterwards are cited beside the shipments.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta

import ibis
import pyarrow as pa
from ibis import _
from ibis.expr.types import Table

from enduse.detect import Finder, Ledger, Needs, Typology
from enduse.detect.goods_lines import declared_as_part
from enduse.detect.scope import DESTINATIONS, imports_into, small
from enduse.detect.terminations import Termination, terminations

STRENGTH = 0.65
STRENGTH_FEW = 0.4
STRENGTH_TEXT = 0.3
_MANY = 2
_OWN_SHARE = 0.5

_ENDED = pa.schema(
    {
        "subject_id": pa.int64(),
        "lane": pa.string(),
        "maker_id": pa.int64(),
        "ended_on": pa.date32(),
        "after": pa.date32(),
        "claim_id": pa.int64(),
        "named": pa.bool_(),
    }
)


def by_dealer(
    ledger: Ledger,
    watershed: date,
    grace_days: int = 90,
    destinations: tuple[str, ...] = DESTINATIONS,
) -> Table:
    """One row per dealer and maker with shipments of its brands after the days of grace.

    Args:
        ledger: Statements and declarations; exhibitors of fairs, where there are any.
        watershed: Not used: the day of the termination is the watershed.
        grace_days: Days in which shipments under way may still arrive.
        destinations: Importing countries.
    """
    ended = small(pa.Table.from_pylist(_ended(ledger, grace_days, destinations), schema=_ENDED))
    rows = _shipments(ledger, ended, destinations)
    shown = _shown(ledger, ended)
    said = ended.select(*("subject_id", "lane"), row_id="claim_id", said="claim_id")
    whole = _together(rows, shown, said)
    whole = whole.join(ended.select("subject_id", "lane", "maker_id"), ["subject_id", "lane"])
    sums = _sums(whole)
    told = ended.group_by("subject_id", "maker_id").agg(ended_on=_.ended_on.max(), named=_.named.any())
    found = sums.filter(_.lines > 0).join(told, ["subject_id", "maker_id"])
    steady = (found.machine_lines >= _MANY) & (found.lines_before > 0)
    return found.mutate(
        maker_ids=ibis.array([found.maker_id]),
        lane=ibis.array([found.maker_id]),
        strength=ibis.cases((~found.named, STRENGTH_TEXT), (steady, STRENGTH), else_=STRENGTH_FEW),
        confidence=ibis.ifelse(found.named, "derived", "possible"),
        rank=found.value_usd.fill_null(0.0),
    ).drop("maker_id")


def _sums(whole: Table) -> Table:
    """Counts, brands and rows of every dealer and maker."""
    # One maker's mark is written in several ways: its name, its brand, its name in another script.
    return whole.group_by("subject_id", "maker_id").agg(
        brands=_.lane.collect(where=_.late & _.sent, distinct=True),
        brand=_.lane.min(where=_.late & _.sent),
        lines=_.count(where=_.late & _.sent),
        machine_lines=_.count(where=_.late & _.sent & ~_.part),
        lines_before=_.count(where=~_.late & _.sent),
        fairs=_.count(where=_.fair),
        value_usd=_.value_usd.sum(where=_.late),
        consignor_ids=_.consignor_id.collect(where=_.late & _.consignor_id.notnull(), distinct=True),
        start=_.on.min(where=_.late & _.sent),
        end=_.on.max(where=_.late & _.sent),
        row_ids=_.row_id.collect(where=_.late, distinct=True),
        context_ids=_.row_id.collect(where=~_.late),
    )


def _ended(ledger: Ledger, grace_days: int, destinations: tuple[str, ...]) -> list[Mapping[str, object]]:
    """What ended: dealer, brand, maker, day; of several statements about one brand the latest."""
    told = terminations(ledger)
    if not told:
        return []
    dealers = small(pa.table({"dealer_id": pa.array(sorted({it.dealer_id for it in told}), pa.int64())}))
    bought = imports_into(ledger.items, destinations).filter(_.brand.notnull())
    bought = bought.semi_join(dealers, bought.consignee_id == dealers.dealer_id)
    brands: dict[int, set[str]] = {}
    for row in bought.select("consignee_id", "brand").distinct().to_pyarrow().to_pylist():
        brands.setdefault(row["consignee_id"], set()).add(row["brand"])
    own, names = _own_brands(ledger, told), _names(ledger, told)
    latest: dict[tuple[int, str], Termination] = {}
    for it in told:
        offered = brands.get(it.dealer_id, set())
        for brand in offered & (own.get(it.maker_id, set()) | set(_named(offered, [it.text, *names[it.maker_id]]))):
            known = latest.get((it.dealer_id, brand))
            if known is None or it.ended_on >= known.ended_on:
                latest[it.dealer_id, brand] = it
    return [
        {
            "subject_id": dealer,
            "lane": brand,
            "maker_id": it.maker_id,
            "ended_on": it.ended_on,
            "after": it.ended_on + timedelta(days=grace_days),
            "claim_id": it.row_id,
            "named": it.named,
        }
        for (dealer, brand), it in sorted(latest.items())
    ]


def _own_brands(ledger: Ledger, told: Sequence[Termination]) -> dict[int, set[str]]:
    """Brands that make up at least half of what a maker sent; a trading house has none."""
    makers = small(pa.table({"consignor_id": pa.array(sorted({it.maker_id for it in told}), pa.int64())}))
    sent = ledger.items.filter(_.brand.notnull()).semi_join(makers, "consignor_id")
    counts = sent.group_by("consignor_id", "brand").agg(lines=_.count()).to_pyarrow().to_pylist()
    totals: dict[int, int] = {}
    for row in counts:
        totals[row["consignor_id"]] = totals.get(row["consignor_id"], 0) + row["lines"]
    own: dict[int, set[str]] = {}
    for row in counts:
        if row["lines"] >= _OWN_SHARE * totals[row["consignor_id"]]:
            own.setdefault(row["consignor_id"], set()).add(row["brand"])
    return own


def _names(ledger: Ledger, told: Sequence[Termination]) -> dict[int, list[str]]:
    makers = small(pa.table({"party_id": pa.array(sorted({it.maker_id for it in told}), pa.int64())}))
    rows = ledger.parties.semi_join(makers, "party_id").select("party_id", "name", "names").to_pyarrow().to_pylist()
    known = {row["party_id"]: [row["name"] or "", *(row["names"] or ())] for row in rows}
    return {it.maker_id: known.get(it.maker_id, []) for it in told}


def _named(brands: Iterable[str], texts: Sequence[str]) -> Iterator[str]:
    """Brands that stand as whole words in one of the texts."""
    capitals = [it.upper() for it in texts]
    for brand in brands:
        word = re.compile(rf"(?<!\w){re.escape(brand.upper())}(?!\w)")
        if len(brand) > 1 and any(word.search(it) for it in capitals):
            yield brand


def _shipments(ledger: Ledger, ended: Table, destinations: tuple[str, ...]) -> Table:
    """The dealers' lines of the brands, but for the days of grace."""
    rows = imports_into(ledger.items, destinations).rename(subject_id="consignee_id", lane="brand")
    mine = rows.join(ended.select("subject_id", "lane", "ended_on", "after"), ["subject_id", "lane"])
    mine = mine.mutate(late=mine.declared_on > mine.after, part=declared_as_part(mine))
    dated = mine.filter(mine.late | (mine.declared_on <= mine.ended_on))
    columns = ("subject_id", "lane", "row_id", "late", "part", "value_usd", "consignor_id")
    return dated.select(*columns, on=_.declared_on)


def _shown(ledger: Ledger, ended: Table) -> Table:
    """Fairs at which the dealers showed the brands later."""
    rows = ledger.exhibits.filter(_.brand.notnull(), _.exhibitor_id.notnull())
    shown = rows.mutate(subject_id=rows.exhibitor_id, lane=rows.brand.upper())
    return shown.join(ended.select("subject_id", "lane", "after"), ["subject_id", "lane"]).filter(_.held_on > _.after)


def _together(rows: Table, shown: Table, said: Table) -> Table:
    """Shipments, fairs and statements in the columns of shipments; ``sent`` and ``fair`` tell them apart."""
    nothing = {
        "value_usd": ibis.null("float64"),
        "consignor_id": ibis.null("int64"),
        "on": ibis.null("date"),
        "part": ibis.literal(False),
        "late": ibis.literal(True),
    }
    order = ("subject_id", "lane", "row_id", "late", "part", "value_usd", "consignor_id", "on", "sent", "fair")
    parts = [
        it.select(order).to_pyarrow()
        for it in (
            rows.mutate(sent=ibis.literal(True), fair=ibis.literal(False)),
            shown.mutate(**nothing, sent=ibis.literal(False), fair=ibis.literal(True)),
            said.mutate(**nothing, sent=ibis.literal(False), fair=ibis.literal(False)),
        )
    ]
    return small(pa.concat_tables([it.cast(parts[0].schema) for it in parts]))


dealer_continues_after_termination = Typology(
    id="dealer_continues_after_termination",
    title="A dealer that was ended goes on",
    about=__doc__,
    innocent=(
        "machines that were ordered and paid before the end and could not be shipped earlier",
        "spare parts and service that the maker still owes to owners of installed machines",
        "used machines of the brand, which anybody may sell",
        "the maker appointed the dealer anew, or another firm of the maker's group supplies it",
    ),
    misses=(
        "terminations that nobody told",
        "a dealer that goes on under another name or through another importer",
        "lines whose description names no brand",
    ),
    settle=(
        "the maker's record of the serial numbers: to whom were they sold, and when",
        "the letter of termination and what it says about orders that were open",
        "the later consignors' own purchase invoices",
    ),
    sources=(
        "Economic Security Council of Ukraine on a maker that ended sales and told its dealer to drop the logo, 2024 "
        "(catalogue: ESCU, article 000)",
    ),
    finders=(
        Finder(
            id="by_dealer",
            reads="claims",
            subject="company",
            headline=(
                "{maker} ended its contract with {subject} on {ended_on}; after that {lines:line|lines} of {brand} "
                "reached it, the last on {end} ({value})"
            ),
            # Most statements are about nobody: a few that name a dealer are enough.
            needs=Needs(columns=("speaker_id", "said_on", "about_id"), share=0.01),
            find=by_dealer,
            confidence="derived",
        ),
    ),
    ceiling=0.7,
)
