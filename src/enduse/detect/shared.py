"""What several finders read, worked out once for a ledger.

Reading all goods lines is what finders spend their time on. What more than one of them asks of all lines is asked
once; a finder then settles its suspects on the answer and reads the lines again for these only.
"""

from collections.abc import Callable, Hashable
from datetime import date
from typing import TypeVar

import ibis
from ibis import _
from ibis.expr.types import Table

from enduse.detect import Ledger
from enduse.detect.scope import DESTINATIONS, Halves, imports_into, kept, same_market, with_tier

LONGEST_WINDOW = 24
"""Months on either side of the watershed, at most."""

# Columns are named before anything else: goods lines have very many, and every step would carry them all.
_IMPORT = ("declared_on", "value_usd", "direction", "consignor_id", "consignee_id", "contract_holder_id")
_WAY = ("origin", "dispatch", "destination")
_PRIORITY_READ = (
    *(*_IMPORT, *_WAY, "row_id", "hs6"),
    *("contract_holder_country", "trading_country", "consignor_country"),
)
_LANE_READ = (*_IMPORT, *_WAY, "month", "brand")


Kind = TypeVar("Kind")


def once(ledger: Ledger, key: Hashable, kind: type[Kind], make: Callable[[], Kind]) -> Kind:
    """What ``make`` gave when it was first asked for under ``key``; it lives as long as the ledger."""
    known = ledger.shared.get(key)
    if isinstance(known, kind):
        return known
    made = ledger.shared[key] = make()
    return made


def priority_imports(ledger: Ledger, destinations: tuple[str, ...]) -> Table:
    """Import lines of goods on the common high priority list that name their importer, with their ``tier``.

    Columns: ``row_id``, ``declared_on``, ``value_usd``, ``subject_id`` (the importer), ``consignor_id``,
    ``contract_holder_id``, ``holder_country`` (else that of the trade partner), ``sender_country`` (else that of
    dispatch), ``origin``, ``dispatch``, ``destination`` and ``heading`` (four digits of the code).
    """
    key = ("priority imports", destinations)
    return once(ledger, key, Table, lambda: kept(_priority_imports(ledger, destinations)))


def priority_imports_read_once(ledger: Ledger, destinations: tuple[str, ...]) -> Table:
    """The same for a finder that reads them in one go: what it does not ask for is never read, and nothing is stored.

    Storing all columns takes a simple finder half again as long as it needs itself. What is stored already serves.
    """
    known = ledger.shared.get(("priority imports", destinations))
    return known if isinstance(known, Table) else _priority_imports(ledger, destinations)


def _priority_imports(ledger: Ledger, destinations: tuple[str, ...]) -> Table:
    rows = with_tier(imports_into(ledger.items.select(*_PRIORITY_READ), destinations), ledger)
    # What is stored is paid for: no column more than the finders read.
    return rows.filter(rows.consignee_id.notnull()).select(
        *("row_id", "declared_on", "value_usd", "consignor_id", "contract_holder_id"),
        *("origin", "dispatch", "destination", "tier"),
        subject_id=rows.consignee_id,
        holder_country=ibis.coalesce(rows.contract_holder_country, rows.trading_country),
        sender_country=ibis.coalesce(rows.consignor_country, rows.dispatch),
        heading=rows.hs6.substr(0, 4),
    )


def halves(ledger: Ledger, watershed: date) -> Halves:
    """The two windows that the imports into Russia and Belarus fill around ``watershed``."""

    def make() -> Halves:
        rows = imports_into(ledger.items.select("month", "direction", "destination"), DESTINATIONS)
        return Halves.within(rows.aggregate(first=_.month.min(), last=_.month.max()), watershed, LONGEST_WINDOW)

    return once(ledger, ("halves", watershed), Halves, make)


def lane_sums(ledger: Ledger, watershed: date) -> Table:
    """Counts and sums of the imports into Russia and Belarus by importer, brand and country of origin.

    Returns:
        ``subject_id``, ``brand``, ``origin``, ``consignor_differs``, ``contract_holder_differs`` (from the
        importer; false where unknown): together the key. ``lines``, ``lines_after``, ``indirect_lines`` and
        ``indirect_after`` count lines whose day and way are known; ``before_usd`` and ``after_usd`` (null where
        there is none) are the sums of the two ``halves``.
    """
    return once(ledger, ("lane sums", watershed), Table, lambda: kept(_lane_sums(ledger, watershed)))


def _lane_sums(ledger: Ledger, watershed: date) -> Table:
    items = imports_into(ledger.items.select(*_LANE_READ), DESTINATIONS)
    items = halves(ledger, watershed).mark(items.filter(items.consignee_id.notnull()))
    rows = items.select(
        *("brand", "origin", "before", "after", "value_usd"),
        subject_id=items.consignee_id,
        consignor_differs=(items.consignor_id != items.consignee_id).fill_null(False),
        contract_holder_differs=(items.contract_holder_id != items.consignee_id).fill_null(False),
        late=items.declared_on >= watershed,
        indirect=~same_market(items.origin, items.dispatch, watershed),
    )
    dated = rows.late.notnull()
    return rows.group_by("subject_id", "brand", "origin", "consignor_differs", "contract_holder_differs").agg(
        lines=rows.count(where=dated & rows.indirect.notnull()),
        lines_after=rows.count(where=rows.late & rows.indirect.notnull()),
        indirect_lines=rows.count(where=dated & rows.indirect),
        indirect_after=rows.count(where=rows.late & rows.indirect),
        before_usd=rows.value_usd.sum(where=rows.before),
        after_usd=rows.value_usd.sum(where=rows.after),
    )
