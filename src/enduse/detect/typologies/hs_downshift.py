"""The same goods move to a code that no list names.

For every importer and every sort of machine (kind and brand, as the description tells): the codes it was declared
under before and after the watershed are compared. Goods that used to be declared under listed codes and are declared,
in the same words, under unlisted ones afterwards have slid down. How far the two distributions of codes lie apart is
measured by the Jensen-Shannon divergence in bits: 0 for the same codes, 1 for no code in common.
"""

from datetime import date

import ibis
from ibis import _
from ibis.expr.types import Table

from enduse.detect import Finder, Ledger, Needs, Typology
from enduse.detect.goods_lines import machine
from enduse.detect.scope import DESTINATIONS, computed, imports_into, kept, priority_codes, proof

STRENGTH = 0.3
_CLUSTER = ["subject_id", "lane"]


def _lines(ledger: Ledger, watershed: date) -> Table:
    """Lines of machines by importer and sort, with ``listed`` (is its code on the priority list?) and ``late``."""
    rows = imports_into(ledger.items, DESTINATIONS)
    rows = rows.filter(machine(rows), rows.consignee_id.notnull(), rows.hs6.notnull(), rows.declared_on.notnull())
    listed = computed(priority_codes(ledger.code_lists)).select("hs6").mutate(listed=True)
    rows = rows.left_join(listed, "hs6").drop("hs6_right")
    return kept(
        rows.select(
            *("row_id", "declared_on", "value_usd", "consignor_id", "hs6", "kind"),
            subject_id=_.consignee_id,
            lane=ibis.coalesce(rows.kind + " " + rows.brand, rows.kind),
            late=_.declared_on >= watershed,
            listed=_.listed.fill_null(False),
        )
    )


def _divergence(lines: Table) -> Table:
    """The Jensen-Shannon divergence (bits) of the codes before and after, for every cluster with both."""
    codes = lines.group_by([*_CLUSTER, "hs6"]).agg(early=_.count(where=~_.late), late=_.count(where=_.late))
    whole = ibis.window(group_by=_CLUSTER)
    shares = codes.mutate(all_early=_.early.sum().over(whole), all_late=_.late.sum().over(whole))
    shares = shares.filter(_.all_early > 0, _.all_late > 0).mutate(p=_.early / _.all_early, q=_.late / _.all_late)
    mean = (shares.p + shares.q) / 2
    left = ibis.ifelse(shares.p > 0, shares.p * (shares.p / mean).log2(), 0.0)
    right = ibis.ifelse(shares.q > 0, shares.q * (shares.q / mean).log2(), 0.0)
    return shares.mutate(term=(left + right) / 2).group_by(_CLUSTER).agg(divergence=_.term.sum())


def by_consignee(
    ledger: Ledger,
    watershed: date,
    min_divergence: float = 0.3,
    min_fall: float = 0.3,
    min_lines: int = 2,
) -> Table:
    """One row per importer and sort of machine whose codes slid from listed to unlisted ones.

    Args:
        ledger: Declarations whose descriptions were read; the priority list.
        watershed: The day the list began to matter.
        min_divergence: Least Jensen-Shannon divergence of the codes, 0 to 1 bit.
        min_fall: By how much the share of listed codes must have fallen.
        min_lines: Least number of lines before, and of unlisted lines after.
    """
    lines = _lines(ledger, watershed)
    moved = _fallen(lines, min_lines, min_fall).join(_divergence(lines), _CLUSTER)
    found = computed(moved.filter(_.divergence >= min_divergence))
    cited = (
        lines.mutate(telling=_.late & ~_.listed)
        # Lines after that still bear a listed code show that the firm knew it; lines before are the state it left.
        .semi_join(found, _CLUSTER)
        .group_by(_CLUSTER)
        .agg(
            value_usd=_.value_usd.sum(where=_.telling),
            codes_before=_.hs6.collect(where=~_.late, distinct=True),
            codes_after=_.hs6.collect(where=_.telling, distinct=True),
            consignor_ids=_.consignor_id.collect(where=_.telling & _.consignor_id.notnull(), distinct=True),
            **proof(_.telling),
        )
    )
    return found.join(cited, _CLUSTER).mutate(strength=ibis.literal(STRENGTH), rank=_.value_usd.fill_null(0.0))


def _fallen(lines: Table, min_lines: int, min_fall: float) -> Table:
    """The clusters whose share of listed codes fell, with the two shares."""
    sums = lines.group_by(_CLUSTER).agg(
        lines_before=_.count(where=~_.late),
        lines_after=_.count(where=_.late),
        listed_before=_.count(where=~_.late & _.listed),
        lines=_.count(where=_.late & ~_.listed),
    )
    sums = sums.filter(_.lines_before >= min_lines, _.lines >= min_lines).mutate(
        share_before=_.listed_before / _.lines_before, share_after=1 - _.lines / _.lines_after
    )
    return sums.filter(_.share_before - _.share_after >= min_fall)


hs_downshift = Typology(
    id="hs_downshift",
    title="Goods that slid to an unlisted code",
    about=__doc__,
    innocent=(
        "the earlier code was wrong, and customs or the maker corrected it",
        "a new edition of the nomenclature split the code",
        "the importer turned to other machines that the description does not tell apart",
    ),
    misses=(
        "an importer that is new since the watershed",
        "goods whose words change together with their code",
        "codes that were unlisted from the start",
    ),
    settle=(
        "the data sheet of the machine, and a binding tariff information for it",
        "the export declaration of the same shipment: its code",
        "the importer's reason for the change of code",
    ),
    sources=("Federal Register 2024-13148 on goods moved to neighbouring codes (catalogue: TY17)",),
    finders=(
        Finder(
            id="by_consignee",
            reads="items",
            subject="company",
            headline=(
                "{subject} declared {lines:line|lines} of {lane} under codes that no priority list names since "
                "{watershed}; before, {share_before:.0%} of its lines stood under listed codes, after {share_after:.0%}"
            ),
            needs=Needs(
                columns=("declared_on", "consignee_id", "hs6", "kind"),
                months_before=6,
                months_after=3,
                lists=("CHPL",),
                rows="imports",
            ),
            find=by_consignee,
        ),
    ),
    ceiling=0.5,
)
