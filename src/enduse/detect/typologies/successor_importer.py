"""A firm begins to import after another importer was listed, and takes over its sellers, its brands or its people.

The first import comes within a year after the listing, and the two share sellers and brands, or a person,
telephone, address or account that few others have. How much it weighs depends on what they share: a seller with
hundreds of customers tells little, one that served hardly anybody else tells much; and on whether the listed firm's
own imports fell away. An importer that was there before and merely grew is no newcomer, and is not found here.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

import ibis
from ibis import _
from ibis.expr.types import Table

from enduse.detect import Finder, Ledger, Needs, Typology
from enduse.detect.dealings import cited, line_rows, marked_imports, record_rows
from enduse.detect.listed_parties import own_hits
from enduse.detect.scope import DESTINATIONS, computed
from enduse.detect.succession import (
    PAIR,
    Limits,
    candidates,
    features,
    overlap,
    popularity,
    shared_people,
    shared_traits,
)
from enduse.detect.ties import SUCCESSION, openly_tied

STRENGTH_BOTH = 0.75
STRENGTH_TIED = 0.5
STRENGTH_TRADE = 0.6
STRENGTH_RARE_SELLER = 0.4
STRENGTH_COMMON_SELLER = 0.2
STRENGTH_OPEN = 0.2
_FEW_BUYERS = 4
"""A seller with so few customers tells who takes over whose trade."""
_MOST_SHARING = 4
"""A trait or a person that more parties have tells nothing."""
_QUIET_DAYS = 180
"""Records must reach back so long before a first import: else nobody knows that it was the first."""
_MOST_KEPT = 0.5
"""A listed firm that goes on with more than half of its lines was not succeeded."""


def _with_ties(ledger: Ledger, pairs: Table, shared: Table, limits: Limits) -> tuple[Table, Table]:
    """The pairs that share anything with ``people`` and ``traits`` (counts of rows), and the rows that say so."""
    people, traits = shared_people(ledger, pairs, limits), shared_traits(ledger, pairs, limits)
    counts = people.group_by(PAIR).agg(people=_.count()), traits.group_by(PAIR).agg(traits=_.count())
    told = pairs.left_join(shared, PAIR)
    told = told.drop(*(it for it in told.columns if it.endswith("_right")))
    for it in counts:
        told = told.left_join(it, PAIR)
        told = told.drop(*(name for name in told.columns if name.endswith("_right")))
    open_pairs = openly_tied(ledger, pairs, "listed_id", SUCCESSION).mutate(open=ibis.literal(True))
    told = told.left_join(open_pairs, PAIR)
    told = told.drop(*(name for name in told.columns if name.endswith("_right")))
    zero = ("shared_sellers", "shared_brands", "people", "traits")
    filled = told.mutate(jaccard=_.jaccard.fill_null(0.0), open=_.open.fill_null(False))
    filled = filled.mutate(**{it: filled[it].fill_null(0) for it in zero})
    return computed(filled), ibis.union(people, traits.drop("kind"))


def _bought(ledger: Ledger, destinations: tuple[str, ...], pairs: Table, told: Table) -> Table:
    """The newcomer's lines of what both bought (all where nothing is shared), and the listed firm's as context."""
    rows = marked_imports(ledger, destinations).filter(_.declared_on.notnull())
    rows = rows.select("row_id", "declared_on", "value_usd", "priority", importer_id="consignee_id")
    common = told.select("importer_id", "kind", "feature", "row_id")
    new = pairs.select(*PAIR, "any_shared").join(common, pairs.subject_id == common.importer_id).drop("importer_id")
    old = common.select("kind", "feature", listed_id="importer_id", old_row="row_id")
    met = new.join(old, ["listed_id", "kind", "feature"])
    shared_rows = ibis.union(
        met.select(*PAIR, "row_id", telling=ibis.literal(True)),
        met.select(*PAIR, row_id="old_row", telling=ibis.literal(False)),
        distinct=True,
    )
    alone = pairs.filter(~pairs.any_shared)
    others = rows.join(alone.select(PAIR), rows.importer_id == alone.subject_id)
    bought = others.select(*PAIR, "row_id", telling=ibis.literal(True))
    return ibis.union(shared_rows, bought).join(rows.drop("importer_id"), "row_id")


def _faded(ledger: Ledger, destinations: tuple[str, ...], pairs: Table) -> Table:
    """Of each listed importer, ``kept_share``: lines a day after its listing, to lines a day before."""
    rows = marked_imports(ledger, destinations).filter(_.declared_on.notnull())
    ends = rows.aggregate(first=_.declared_on.min(), last=_.declared_on.max()).to_pyarrow().to_pylist()[0]
    old = pairs.select("listed_id", "listed_on").distinct()
    mine = rows.join(old, rows.consignee_id == old.listed_id).select("listed_id", "listed_on", "declared_on")
    counts = mine.group_by("listed_id", "listed_on").agg(
        lines_before=_.count(where=_.declared_on < _.listed_on), lines_after=_.count(where=_.declared_on >= _.listed_on)
    )
    before = counts.listed_on.delta(ibis.literal(ends["first"]), unit="day")
    after = ibis.literal(ends["last"]).delta(counts.listed_on, unit="day") + 1
    rate = (counts.lines_after / ibis.greatest(after, 1)) / (counts.lines_before / ibis.greatest(before, 1))
    return counts.mutate(kept_share=rate).select("listed_id", "lines_before", "kept_share")


def newcomer_after_listing(
    ledger: Ledger,
    watershed: date,
    destinations: tuple[str, ...] = DESTINATIONS,
    max_days: int = 365,
    min_jaccard: float = 0.3,
) -> Table:
    """One row per newcomer and listed importer that it may have succeeded.

    Args:
        ledger: Its declarations, ``hits``, ``relations`` and ``traits``.
        watershed: Not used: what counts are the days of the listings.
        destinations: Importing countries.
        max_days: Longest time from the listing to the first import.
        min_jaccard: Least share of sellers and brands in common, one seller at least, unless a person or trait is.
    """
    limits = Limits(max_days, _QUIET_DAYS, _MOST_SHARING)
    pairs = candidates(ledger, destinations, limits)
    importers = ibis.union(pairs.select(importer_id="subject_id"), pairs.select(importer_id="listed_id"), distinct=True)
    told = computed(features(ledger, destinations, computed(importers)))
    suspects, facts = _with_ties(ledger, pairs, overlap(told, pairs, popularity(ledger, destinations, told)), limits)
    suspects = suspects.mutate(tied=(_.people > 0) | (_.traits > 0), any_shared=_.shared_sellers + _.shared_brands > 0)
    # Everybody sells the great brands: a brand in common without a seller in common is no sign.
    alike = (suspects.jaccard >= min_jaccard) & (suspects.shared_sellers > 0)
    suspects = suspects.filter(suspects.tied | alike)
    suspects = computed(suspects.join(_faded(ledger, destinations, pairs), "listed_id"))
    lines = _bought(ledger, destinations, suspects, told)
    hits = own_hits(ledger).rename(listed_id="party_id").join(suspects.select(PAIR), "listed_id")
    found = cited(suspects, PAIR, line_rows(lines, PAIR), record_rows(facts, PAIR), record_rows(hits, PAIR))
    goods = lines.group_by(PAIR).agg(priority=_.priority.any(where=_.telling).fill_null(False))
    found = found.join(goods, PAIR).mutate(told=_strength())
    return found.mutate(
        strength=ibis.ifelse(_.priority, _.told, _.told / 2),
        rank=_.value_usd.fill_null(0.0),
        listed_ids=ibis.array([_.listed_id]),
        lane=ibis.array([_.listed_id]),
    ).drop("listed_id", "told", "any_shared")


def _strength() -> ibis.Value:
    rare = (_.rarest_seller <= _FEW_BUYERS).fill_null(False)
    trade = rare & (_.shared_sellers >= 2)
    told = ibis.cases(
        (_.open, STRENGTH_OPEN),
        (_.tied & rare, STRENGTH_BOTH),
        (_.tied, STRENGTH_TIED),
        (trade, STRENGTH_TRADE),
        (rare, STRENGTH_RARE_SELLER),
        else_=STRENGTH_COMMON_SELLER,
    )
    # Where the listed firm goes on as before, nobody took its business over.
    return ibis.ifelse(_.kept_share <= _MOST_KEPT, told, told * 0.6)


def _phrases(row: Mapping[str, Any]) -> Mapping[str, str]:
    said = []
    if row["shared_sellers"]:
        said.append(f"{row['shared_sellers']} of the same sellers" if row["shared_sellers"] > 1 else "a seller")
    if row["shared_brands"]:
        said.append(f"{row['shared_brands']} brands" if row["shared_brands"] > 1 else "a brand")
    said += ["a person"] if row["people"] else []
    said += ["an address, telephone or account"] if row["traits"] else []
    return {"common": ", ".join(said)}


successor_importer = Typology(
    id="successor_importer",
    title="Newcomer in the place of a listed importer",
    about=__doc__,
    innocent=(
        "the seller looked for another customer when it lost the listed one",
        "a legal successor whom the register names as one, under the eyes of the authority",
        "a new firm of former employees who knew the sellers",
        "both bought from the only maker of such goods",
    ),
    misses=(
        "a successor that imported before, however little",
        "a successor that began before the listing, when it was expected",
        "a successor that buys other brands from other sellers and shares nobody with the listed firm",
    ),
    settle=(
        "the newcomer's customers against those of the listed firm",
        "register extracts of both: people, addresses, days",
        "who works there now, and where they worked before",
        "the sellers' answer: who asked them to ship to the newcomer",
    ),
    sources=(
        "C4ADS on an importer that bought what a sanctioned one had bought (catalogue: C4)",
        "BIS, Supplement No. 3 to part 732, red flag 25 (catalogue: BIS3-25)",
    ),
    ceiling=0.8,
    finders=(
        Finder(
            id="newcomer_after_listing",
            reads="items",
            subject="company",
            headline=(
                "{subject} first imported {days_after:day|days} after {listed} was listed on {listed_on}; the two have "
                "in common: {common} ({lines:line|lines}, {value})"
            ),
            needs=Needs(
                columns=("declared_on", "consignor_id", "consignee_id"),
                lists=("CHPL",),
                rows="imports",
                tables=("hits",),
            ),
            find=newcomer_after_listing,
            phrases=_phrases,
        ),
    ),
)
