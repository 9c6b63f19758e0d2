"""Who bought from whom: pairs of an importer and a seller abroad, and the lines between them."""

import ibis
from ibis import _
from ibis.expr.types import Table

from enduse.detect import Ledger
from enduse.detect.dealings import marked_imports
from enduse.detect.scope import DESTINATIONS, kept
from enduse.detect.shared import once

SELLERS = ("consignor", "contract_holder")
PAIR = ["subject_id", "partner_id"]


def partners(ledger: Ledger, destinations: tuple[str, ...] = DESTINATIONS) -> Table:
    """Every importer with everybody who sent it goods or held a contract with it, each pair once.

    Returns:
        ``subject_id`` (the importer), ``partner_id``.
    """

    def make() -> Table:
        rows = marked_imports(ledger, destinations)
        return kept(ibis.union(*(_pairs(rows, role).select(PAIR).distinct() for role in SELLERS), distinct=True))

    return once(ledger, ("partners", destinations), Table, make)


def _pairs(rows: Table, role: str) -> Table:
    """Lines with an importer and somebody else in that role."""
    named = rows.mutate(subject_id=rows.consignee_id, partner_id=rows[f"{role}_id"])
    return named.filter(_.subject_id != _.partner_id)


def lines_between(ledger: Ledger, pairs: Table, destinations: tuple[str, ...] = DESTINATIONS) -> Table:
    """The import lines between the two of each pair, each line once for each pair.

    Args:
        ledger: Declarations.
        pairs: A small, ``computed`` table with ``subject_id`` and ``partner_id``.
        destinations: Importing countries.

    Returns:
        The two ids, ``row_id``, ``declared_on``, ``value_usd``, ``priority``, ``elsewhere`` as in ``dealings``.
    """
    rows = marked_imports(ledger, destinations)
    each = (
        _pairs(rows, role)
        .semi_join(pairs.select(PAIR).distinct(), PAIR)
        .select(*PAIR, "row_id", "declared_on", "value_usd", "priority", "elsewhere")
        for role in SELLERS
    )
    return ibis.union(*each, distinct=True)
