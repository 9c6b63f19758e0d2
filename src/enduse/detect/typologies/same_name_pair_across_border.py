"""Importer and seller bear one name in two countries, or one owner's marks.

Two firms of one name on both sides of a border that trade with each other are hardly strangers. Names agree where
what sets them apart agrees, in whatever script, and all else is what any firm of the trade says of itself: *I
Machine Tools* and *I Machine Technology* are twins, *I-Machine Vision* is not. Where a register says that one owns
the other, it is an affiliate that hides nothing, and weighs little. The second finder looks for a third firm that
owns the marks of both.
"""

from collections.abc import Sequence
from datetime import date

import ibis
import pyarrow as pa
from ibis import _
from ibis.expr.types import Table

from enduse.detect import Finder, Ledger, Needs, Typology
from enduse.detect.dealings import cited, line_rows, record_rows
from enduse.detect.marks import MarkTie, mark_ties
from enduse.detect.name_twins import Twin, spellings, twin_keys, twin_of
from enduse.detect.partners import PAIR, lines_between, partners
from enduse.detect.scope import DESTINATIONS, computed, kept, small
from enduse.detect.ties import OWNING, both_ways, openly_tied

STRENGTH_RARE = 0.45
STRENGTH_COMMON = 0.3
STRENGTH_AFFILIATE = 0.15
STRENGTH_THIRD_OWNER = 0.55
STRENGTH_SAME_MARK = 0.4

_TWINS = pa.schema(
    {
        "subject_id": pa.int64(),
        "partner_id": pa.int64(),
        "shared_name": pa.string(),
        "rare": pa.bool_(),
        "likeness": pa.float64(),
    }
)
_TIES = pa.schema(
    {
        "subject_id": pa.int64(),
        "partner_id": pa.int64(),
        "owner_id": pa.int64(),
        "here_row": pa.int64(),
        "there_row": pa.int64(),
    }
)


def _twins(ledger: Ledger, pairs: Table, least: float) -> Table:
    """The pairs whose names are twins, with what they share."""
    abroad = kept(_across_borders(pairs, ledger.parties))
    firms = ibis.union(abroad.select(party_id="subject_id"), abroad.select(party_id="partner_id"), distinct=True)
    known = ledger.parties.semi_join(firms, "party_id").select("party_id", "name", "names").to_pyarrow()
    told = zip(*(known[it].to_pylist() for it in ("party_id", "name", "names")), strict=True)
    names = {key: spellings(name, others or ()) for key, name, others in told}
    keys = {key: twin_keys(it) for key, it in names.items()}
    both = abroad.order_by(PAIR).to_pyarrow()
    found = (
        _twin_row(one, other, twin)
        for one, other in zip(*(both[it].to_pylist() for it in PAIR), strict=True)
        if not keys[one].isdisjoint(keys[other]) and (twin := twin_of(names[one], names[other], least))
    )
    return small(pa.Table.from_pylist([*found], schema=_TWINS))


def _across_borders(pairs: Table, parties: Table) -> Table:
    """The pairs of which both have a name, and that are not both at home in one country."""
    named = parties.filter(parties.name != "")
    here = named.select(subject_id=named.party_id, home=named.country)
    there = named.select(partner_id=named.party_id, abroad=named.country)
    both = pairs.join(here, "subject_id").join(there, "partner_id")
    return both.filter((both.home != both.abroad) | both.home.isnull() | both.abroad.isnull()).select(PAIR)


def _twin_row(one: int, other: int, twin: Twin) -> dict[str, int | str | bool | float]:
    return {
        "subject_id": one,
        "partner_id": other,
        "shared_name": twin.core,
        "rare": twin.rare,
        "likeness": twin.likeness,
    }


def by_name(
    ledger: Ledger,
    watershed: date,
    destinations: tuple[str, ...] = DESTINATIONS,
    min_likeness: float = 0.85,
) -> Table:
    """One row per importer and seller whose names are one but for what any firm says of itself.

    Args:
        ledger: Its declarations, ``parties`` and ``relations``.
        watershed: Not used: what counts is that the two trade with each other.
        destinations: Importing countries.
        min_likeness: Least probability that two names of rare words are one.
    """
    suspects = _twins(ledger, partners(ledger, destinations), min_likeness)
    owned = openly_tied(ledger, suspects, "partner_id", OWNING).mutate(affiliate=ibis.literal(True))
    told = suspects.left_join(owned, PAIR)
    told = told.drop(*(it for it in told.columns if it.endswith("_right")))
    suspects = computed(told.mutate(affiliate=_.affiliate.fill_null(False)))
    ties = both_ways(ledger, OWNING).rename(partner_id="other_id").semi_join(suspects, PAIR)
    lines = lines_between(ledger, suspects, destinations)
    found = cited(suspects, PAIR, line_rows(lines, PAIR), record_rows(ties, PAIR))
    told = ibis.cases((_.affiliate, STRENGTH_AFFILIATE), (_.rare, STRENGTH_RARE), else_=STRENGTH_COMMON)
    return _weighed(found, lines, told)


def _weighed(found: Table, lines: Table, told: ibis.Value) -> Table:
    goods = lines.group_by(PAIR).agg(priority=_.priority.any())
    found = found.join(goods, PAIR).mutate(told=told)
    return found.mutate(
        strength=ibis.ifelse(_.priority, _.told, _.told / 2),
        rank=_.value_usd.fill_null(0.0),
        partner_ids=ibis.array([_.partner_id]),
        lane=ibis.array([_.partner_id]),
    ).drop("partner_id", "told")


def _tie_table(found: Sequence[MarkTie]) -> Table:
    rows = [
        {
            "subject_id": it.importer,
            "partner_id": it.partner,
            "owner_id": it.owner,
            "here_row": it.rows[0],
            "there_row": it.rows[1],
        }
        for it in found
    ]
    return small(pa.Table.from_pylist(rows, schema=_TIES))


def by_mark(
    ledger: Ledger,
    watershed: date,
    destinations: tuple[str, ...] = DESTINATIONS,
    strength: float = STRENGTH_THIRD_OWNER,
) -> Table:
    """One row per importer and seller whose names or marks are marks of a third firm, or who own the same mark each.

    Args:
        ledger: Its declarations and ``trademarks``.
        watershed: Not used: what counts is that the two trade with each other.
        destinations: Importing countries.
        strength: Where a third firm owns both marks.
    """
    return _by_mark(ledger, destinations, strength, noted=False)


def by_noted_mark(
    ledger: Ledger,
    watershed: date,
    destinations: tuple[str, ...] = DESTINATIONS,
    strength: float = STRENGTH_THIRD_OWNER,
) -> Table:
    """One row per importer and seller of whom a register notes that one third firm owns the marks of both.

    Args are those of ``by_mark``, with ``relations`` for the marks.
    """
    return _by_mark(ledger, destinations, strength, noted=True)


def _by_mark(ledger: Ledger, destinations: tuple[str, ...], strength: float, noted: bool) -> Table:
    ties = _tie_table([*mark_ties(ledger, computed(partners(ledger, destinations)), noted)])
    suspects = ties.group_by(PAIR).agg(
        owner_ids=_.owner_id.collect(where=_.owner_id.notnull(), distinct=True), third=_.owner_id.notnull().any()
    )
    suspects = computed(suspects)
    lines = lines_between(ledger, suspects, destinations)
    facts = (record_rows(ties.select(*PAIR, row_id=it), PAIR) for it in ("here_row", "there_row"))
    found = cited(suspects, PAIR, line_rows(lines, PAIR), *facts)
    return _weighed(found, lines, ibis.ifelse(_.third, strength, STRENGTH_SAME_MARK))


same_name_pair_across_border = Typology(
    id="same_name_pair_across_border",
    title="One name on both sides of the border",
    about=__doc__,
    innocent=(
        "a subsidiary that bears the name of its parent openly, in a register that the ledger does not hold",
        "a dealer that the maker lets use its name",
        "two firms of one everyday name that met by chance",
    ),
    misses=(
        "firms of one house with different names and marks",
        "a name that is translated rather than spelled anew, unless its words are general ones",
        "names that differ in a word which not every firm of the trade uses",
    ),
    settle=(
        "owners and directors of both, with their history",
        "who registered the marks and the sites of both, and for whom",
        "the maker's statement on whether either is its dealer",
    ),
    sources=(
        "an importer and its similarly named supplier, whose marks one third firm owns, ESCU, 2024 (catalogue: AN)",
    ),
    ceiling=0.6,
    finders=(
        Finder(
            id="by_name",
            reads="items",
            subject="company",
            headline=(
                "{subject} and its seller {partner} bear one name in two countries; {lines:line|lines} between them "
                "({value}, {span})"
            ),
            needs=Needs(columns=("declared_on", "consignor_id", "consignee_id"), lists=("CHPL",), rows="imports"),
            find=by_name,
        ),
        Finder(
            id="by_mark",
            reads="items",
            subject="company",
            headline=(
                "The marks of {subject} and of its seller {partner} belong together; {lines:line|lines} between them "
                "({value}, {span})"
            ),
            needs=Needs(
                columns=("declared_on", "consignor_id", "consignee_id"),
                lists=("CHPL",),
                rows="imports",
                tables=("trademarks",),
            ),
            find=by_mark,
            confidence="recorded",
        ),
        Finder(
            id="by_noted_mark",
            reads="items",
            subject="company",
            headline=(
                "{owner} owns the marks of {subject} and of its seller {partner}; {lines:line|lines} between the two "
                "({value}, {span})"
            ),
            needs=Needs(
                columns=("declared_on", "consignor_id", "consignee_id"),
                lists=("CHPL",),
                rows="imports",
                tables=("relations",),
            ),
            find=by_noted_mark,
            confidence="recorded",
        ),
    ),
)
