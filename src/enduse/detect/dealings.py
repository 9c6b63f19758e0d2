"""What suspects have to do with imports into Russia and Belarus, whatever their role, and how that is cited."""

from datetime import date

import ibis
from ibis import _
from ibis.expr.types import Table

from enduse.detect import Ledger
from enduse.detect.scope import DESTINATIONS, computed, imports_into, priority_codes
from enduse.detect.shared import once

ROLES = ("consignee", "consignor", "contract_holder")


def dealings(ledger: Ledger, suspects: Table, destinations: tuple[str, ...] = DESTINATIONS) -> Table:
    """The import lines in which the suspects stand, each line once for each of them.

    Args:
        ledger: Declarations.
        suspects: A small, ``computed`` table with ``subject_id``.
        destinations: Importing countries.

    Returns:
        ``subject_id``, ``row_id``, ``declared_on``, ``value_usd``, ``imports`` (is the suspect the importer, else its
        supplier?), ``priority`` (goods on the common high priority list), ``brand``, ``elsewhere`` (shipped from
        another country than the one it was made in; null where unknown).
    """
    rows = marked_imports(ledger, destinations)
    return ibis.union(*(_in_role(rows, suspects.select("subject_id").distinct(), role) for role in ROLES))


def marked_imports(ledger: Ledger, destinations: tuple[str, ...]) -> Table:
    """All import lines with ``priority`` and ``elsewhere``."""
    codes = once(ledger, "priority codes", Table, lambda: computed(priority_codes(ledger.code_lists)))
    listed = codes.select(listed_hs6="hs6")
    rows = imports_into(ledger.items, destinations)
    told = rows.left_join(listed, rows.hs6 == listed.listed_hs6)
    return told.mutate(priority=_.listed_hs6.notnull(), elsewhere=_.origin != _.dispatch)


def _in_role(rows: Table, suspects: Table, role: str) -> Table:
    mine = rows.semi_join(suspects, rows[f"{role}_id"] == suspects.subject_id)
    # Who stands in two boxes of a line is counted in the first of them.
    for earlier in ROLES[: ROLES.index(role)]:
        mine = mine.filter((mine[f"{earlier}_id"] != mine[f"{role}_id"]).fill_null(True))
    return mine.select(
        *("row_id", "declared_on", "value_usd", "brand", "priority", "elsewhere"),
        subject_id=mine[f"{role}_id"],
        imports=ibis.literal(role == "consignee"),
    )


def preferring_priority(lines: Table, keys: list[str]) -> Table:
    """The lines of priority goods of each suspect, or all its lines where it has none of such goods."""
    window = ibis.window(group_by=keys)
    marked = lines.mutate(any_priority=lines.priority.max().over(window))
    return marked.filter(marked.priority | ~marked.any_priority)


def line_rows(lines: Table, keys: list[str]) -> Table:
    """Goods lines in the form that ``cited`` takes; ``telling`` where they have it, else all are."""
    telling = lines.telling.fill_null(False) if "telling" in lines.columns else ibis.literal(True)
    return lines.select(*keys, "row_id", "declared_on", "value_usd", telling=telling, counted=telling)


def record_rows(rows: Table, keys: list[str]) -> Table:
    """Rows of registers, lists and the like in the form that ``cited`` takes: they prove, but are worth no money."""
    none = ibis.literal(False)
    return rows.select(
        *(*keys, "row_id"),
        declared_on=ibis.null("date"),
        value_usd=ibis.null("float64"),
        telling=~none,
        counted=none,
    )


def cited(suspects: Table, keys: list[str], *rows: Table) -> Table:
    """The suspects with row ids, span and sum of the rows that prove them; who has no telling goods line is left out.

    Args:
        suspects: ``computed``.
        keys: What the suspects and the rows are joined by.
        rows: Tables that ``line_rows`` and ``record_rows`` made. A row may stand in several, as a goods line and as
            what gives an address.
    """
    told = ibis.union(*rows) if len(rows) > 1 else rows[0]
    told = told.semi_join(suspects.select(keys), keys).filter(_.row_id.notnull())
    each = told.group_by(*keys, "row_id").agg(
        declared_on=_.declared_on.max(), value_usd=_.value_usd.max(), telling=_.telling.any(), counted=_.counted.any()
    )
    sums = each.group_by(keys).agg(
        value_usd=_.value_usd.sum(where=_.counted),
        lines=_.count(where=_.counted),
        start=_.declared_on.min(where=_.counted),
        end=_.declared_on.max(where=_.counted),
        row_ids=_.row_id.collect(where=_.telling),
        context_ids=_.row_id.collect(where=~_.telling),
    )
    return suspects.join(sums.filter(_.lines > 0), keys)


def day(text: str) -> date:
    """A day given as a threshold: thresholds are texts on the command line."""
    return date.fromisoformat(text)
