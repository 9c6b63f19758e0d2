"""Importers that appeared after another one was listed, and what the two have in common."""

from dataclasses import dataclass
from datetime import date, timedelta

import ibis
from ibis import _
from ibis.expr.types import Table

from enduse.detect import Ledger
from enduse.detect.boards import PART, both, busy_people, seats
from enduse.detect.dealings import marked_imports
from enduse.detect.listed_parties import listed_parties
from enduse.detect.partners import SELLERS
from enduse.detect.scope import computed

PAIR = ["subject_id", "listed_id"]
_DAY = "day"


@dataclass(frozen=True)
class Limits:
    """When one importer may be the successor of another.

    Attributes:
        days: Its first import comes at most so long after the listing.
        quiet_days: Records must reach back so long before its first import: else nobody knows that it was the first.
        sharing: A trait, or a person, that more firms have tells nothing.
    """

    days: int
    quiet_days: int
    sharing: int


def candidates(ledger: Ledger, destinations: tuple[str, ...], limits: Limits) -> Table:
    """Listed importers with those who began to import within the limits after their listing.

    Returns:
        ``subject_id``, ``listed_id``, ``listed_on``, ``first_on`` (first import of the newcomer), ``days_after``.
        Computed.
    """
    rows = marked_imports(ledger, destinations).filter(_.consignee_id.notnull(), _.declared_on.notnull())
    spans = computed(rows.group_by("consignee_id").agg(first_on=_.declared_on.min()))
    begin = spans.aggregate(begin=_.first_on.min()).to_pyarrow()["begin"][0].as_py()
    listed = listed_parties(ledger).filter(_.listed_on.notnull()).select("listed_on", listed_id="party_id")
    old = spans.join(listed, spans.consignee_id == listed.listed_id)
    old = computed(old.filter(old.first_on < old.listed_on).select("listed_id", "listed_on"))
    known = (begin or date.min) + timedelta(days=limits.quiet_days)
    new = spans.filter(spans.first_on >= known).rename(subject_id="consignee_id")
    new = new.anti_join(listed_parties(ledger), new.subject_id == listed_parties(ledger).party_id)
    pairs = new.cross_join(old).mutate(days_after=_.first_on.delta(_.listed_on, unit=_DAY))
    return computed(pairs.filter(pairs.days_after > 0, pairs.days_after <= limits.days))


def features(ledger: Ledger, destinations: tuple[str, ...], importers: Table) -> Table:
    """What each importer bought from whom and of which brand: ``importer_id``, ``kind``, ``feature``, lines and value.

    Args:
        ledger: Declarations.
        destinations: Importing countries.
        importers: ``computed``, with ``importer_id``.
    """
    rows = marked_imports(ledger, destinations).filter(_.declared_on.notnull())
    mine = rows.semi_join(importers, rows.consignee_id == importers.importer_id)
    mine = mine.mutate(importer_id=mine.consignee_id)
    parts = [
        mine.filter(mine[f"{role}_id"].notnull(), mine[f"{role}_id"] != mine.importer_id).select(
            *("importer_id", "row_id"), kind=ibis.literal("seller"), feature=mine[f"{role}_id"].cast("string")
        )
        for role in SELLERS
    ]
    parts.append(
        mine.filter(mine.brand.notnull()).select("importer_id", "row_id", kind=ibis.literal("brand"), feature="brand")
    )
    return ibis.union(*parts, distinct=True)


def popularity(ledger: Ledger, destinations: tuple[str, ...], told: Table) -> Table:
    """How many importers buy from each of the sellers in ``told``: ``feature``, ``buyers``. Computed."""
    sellers = computed(told.filter(told.kind == "seller").select(seller_id=told.feature.cast("int64")).distinct())
    rows = marked_imports(ledger, destinations).filter(_.consignee_id.notnull())
    each = (
        rows.semi_join(sellers, rows[f"{role}_id"] == sellers.seller_id).select(
            "consignee_id", feature=rows[f"{role}_id"].cast("string")
        )
        for role in SELLERS
    )
    met = ibis.union(*each, distinct=True)
    return computed(met.group_by("feature").agg(buyers=_.consignee_id.nunique()))


def overlap(told: Table, pairs: Table, buyers: Table) -> Table:
    """How alike two importers' sellers and brands are.

    Args:
        told: ``features`` of both, ``computed``.
        pairs: ``candidates``.
        buyers: ``popularity`` of the sellers.

    Returns:
        The pairs that share any: ``shared_sellers``, ``shared_brands``, ``jaccard`` over sellers and brands together,
        ``rarest_seller`` (how many importers buy from the rarest seller in common).
    """
    each = computed(told.select("importer_id", "kind", "feature").distinct())
    sizes = each.group_by("importer_id").agg(size=_.count())
    buyers = buyers.mutate(kind=ibis.literal("seller"))
    new = pairs.select(PAIR).join(each, pairs.subject_id == each.importer_id).drop("importer_id")
    old = each.rename(listed_id="importer_id")
    common = new.join(old, ["listed_id", "kind", "feature"]).left_join(buyers, ["kind", "feature"])
    common = common.drop(*(it for it in common.columns if it.endswith("_right")))
    sums = common.group_by(PAIR).agg(
        shared=_.count(),
        shared_sellers=_.count(where=_.kind == "seller"),
        shared_brands=_.count(where=_.kind == "brand"),
        rarest_seller=_.buyers.min(where=_.kind == "seller"),
    )
    mine = sizes.select(subject_id="importer_id", mine="size")
    theirs = sizes.select(listed_id="importer_id", theirs="size")
    sized = sums.join(mine, "subject_id").join(theirs, "listed_id")
    return sized.mutate(jaccard=sized.shared / (sized.mine + sized.theirs - sized.shared)).drop(
        "mine", "theirs", "shared"
    )


def shared_people(ledger: Ledger, pairs: Table, limits: Limits) -> Table:
    """Rows of registers that name one person in both firms: the pair's ids and ``row_id``. Computed."""
    firms = computed(ibis.union(pairs.select(firm_id="subject_id"), pairs.select(firm_id="listed_id"), distinct=True))
    parts = seats(ledger, PART).semi_join(firms, "firm_id")
    parts = computed(parts.anti_join(busy_people(ledger, limits.sharing), "person_id"))
    met = both(parts, parts).rename(subject_id="firm_id", listed_id="other_id")
    met = met.semi_join(pairs, PAIR)
    rows = (met.select(*PAIR, row_id=it) for it in ("row_id", "other_row"))
    return computed(ibis.union(*rows, distinct=True))


def shared_traits(ledger: Ledger, pairs: Table, limits: Limits) -> Table:
    """Rows that give one rare address, phone, account ... for both: ids of the pair, ``kind``, ``row_id``. Computed."""
    traits = ledger.traits.filter(_.kind != "house").select("party_id", "kind", "key", "row_id")
    mine = traits.rename(subject_id="party_id", mine="row_id").join(pairs.select(PAIR), "subject_id")
    theirs = traits.rename(listed_id="party_id", theirs="row_id")
    met = computed(mine.join(theirs, ["listed_id", "kind", "key"]))
    common = traits.semi_join(met.select("kind", "key").distinct(), ["kind", "key"])
    counts = common.group_by("kind", "key").agg(sharing=_.party_id.nunique())
    rare = met.semi_join(computed(counts.filter(counts.sharing <= limits.sharing)), ["kind", "key"])
    rows = (rare.select(*PAIR, "kind", row_id=it) for it in ("mine", "theirs"))
    return computed(ibis.union(*rows, distinct=True))
