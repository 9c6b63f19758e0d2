"""What the words of a goods line say against its code, weight, value, quantity and day: codes, for every line of a run.

The same codes as those of ``goods.contradictions``, which asks about one line and also tells a sentence. Where the
number of pieces is not said, nothing is concluded from a high weight or price: many parts may stand in one line.
"""

from collections.abc import Iterator
from functools import reduce

import ibis
from ibis.expr.types import ArrayColumn, BooleanValue, FloatingValue, Table

from enduse.model.goods_rules import (
    CHEAP_MACHINE_USD,
    DEAR_PART_USD,
    HEADINGS,
    HEAVY_PART_KG,
    LIGHT_MACHINE_KG,
    MACHINE_HEADINGS,
    MACHINE_KINDS,
    OLD_YEARS,
    PART_HEADINGS,
    TOOL_HEADINGS,
)

NONE = ibis.literal([], type="array<string>")
"""No text."""


def against_declared(rows: Table) -> ArrayColumn:
    """The codes, in a fixed order; empty where nothing stands against the words. Never null.

    Args:
        rows: With the facts of the texts (``store.goods_facts``), ``goods_code``, ``net_kg``, ``value_usd``,
            ``quantity`` and ``declared_on``.
    """
    cases = [*_by_code(rows), *_by_amount(rows), *_by_day(rows), *_by_count(rows)]
    said = [ibis.ifelse(case.fill_null(False), f"{code} ", "") for code, case in cases]
    # One text that is cut once: joining a dozen arrays, DuckDB 2.0 ended the whole process.
    text = reduce(lambda left, right: left + right, said).rstrip()
    return ibis.ifelse(text == "", NONE, text.split(" "))


Case = tuple[str, BooleanValue]


def _part(rows: Table) -> BooleanValue:
    return (rows.whole == "part").fill_null(False) | (rows.kind == "accessory").fill_null(False)


def _machine(rows: Table) -> BooleanValue:
    return (rows.kind.isin(sorted(MACHINE_KINDS)) & (rows.whole == "complete")).fill_null(False) & ~_part(rows)


def _by_code(rows: Table) -> Iterator[Case]:
    heading = rows.goods_code.substr(0, 4)
    of_machines = heading.isin(sorted(MACHINE_HEADINGS))
    of_others = heading.isin(sorted(PART_HEADINGS | TOOL_HEADINGS))
    whole = heading.length() == 4
    strange = reduce(
        lambda left, right: left | right,
        ((rows.kind == kind) & ~heading.isin(sorted(own)) for kind, own in HEADINGS.items()),
    )
    yield "parts_with_machine_code", _part(rows) & of_machines
    yield "tools_with_machine_code", (rows.kind == "cutting_tool") & ~_part(rows) & of_machines
    yield "machine_with_part_code", _machine(rows) & of_others
    yield "kind_against_code", _machine(rows) & whole & strange & ~of_others


def _by_amount(rows: Table) -> Iterator[Case]:
    counted = _counted(rows)
    fewest = ibis.coalesce(counted, 1.0)
    real = _machine(rows) & (rows.kind != "other_machine")
    yield "part_heavy_as_machine", _part(rows) & (rows.net_kg / counted >= HEAVY_PART_KG)
    yield "part_dear_as_machine", _part(rows) & (rows.value_usd / counted >= DEAR_PART_USD)
    yield "machine_light", real & (rows.net_kg > 0) & (rows.net_kg / fewest < LIGHT_MACHINE_KG)
    yield "machine_cheap", real & (rows.value_usd > 0) & (rows.value_usd / fewest < CHEAP_MACHINE_USD)


def _by_day(rows: Table) -> Iterator[Case]:
    year = rows.declared_on.year().cast("int64")
    yield "made_after_declaration", rows.made_year > year
    yield "new_with_old_year", (rows.condition == "new") & (year - rows.made_year >= OLD_YEARS)


def _by_count(rows: Table) -> Iterator[Case]:
    declared = _pieces_declared(rows)
    numbers = rows.serials.length().cast("float64")
    yield "quantity_differs", (rows.pieces > 0) & (declared > 0) & (rows.pieces != declared)
    yield "more_serials_than_pieces", numbers > ibis.coalesce(declared, rows.pieces.nullif(0.0))


def _pieces_declared(rows: Table) -> FloatingValue:
    """The declared quantity where it counts whole things; null where it repeats the weight or is no whole number."""
    by_weight = ((rows.quantity - rows.net_kg).abs() < 0.51).fill_null(False)
    whole = (rows.quantity >= 1) & (rows.quantity == rows.quantity.floor())
    return ibis.ifelse(whole.fill_null(False) & ~by_weight, rows.quantity, ibis.null("float64"))


def _counted(rows: Table) -> FloatingValue:
    return ibis.coalesce(_pieces_declared(rows), rows.pieces.nullif(0.0))
