"""Goods lines by what their descriptions say: machines, parts, prices and weights of one piece."""

import ibis
from ibis.expr.types import BooleanValue, FloatingValue, Table

from enduse.goods.heads import MACHINE_KINDS

MACHINES = tuple(sorted(MACHINE_KINDS))
"""Kinds of goods that are machines; see ``docs/explanation/goods.md``."""

PART_HEADINGS = ("8466",)
"""Parts and accessories of machine tools of headings 8456 to 8465, in the Harmonized System of 2012, 2017 and 2022."""


def machine(rows: Table) -> BooleanValue:
    """Does the description speak of a machine, complete or not said? Never null."""
    return (rows.kind.isin(MACHINES) & ~(rows.whole == "part").fill_null(False)).fill_null(False)


def declared_as_part(rows: Table) -> BooleanValue:
    """Do code or words call it a part? Never null."""
    by_code = rows.hs6.substr(0, 4).isin(PART_HEADINGS).fill_null(False)
    return by_code | (rows.whole == "part").fill_null(False)


def pieces(rows: Table) -> FloatingValue:
    """How many pieces a line holds: as the text says, else the quantity unless that is the weight, else one.

    One is the fewest there can be, so that a weight or price of one piece is an upper bound where nothing is said.
    """
    by_weight = (rows.quantity - rows.net_kg).abs() < 0.51
    counted = ibis.ifelse(by_weight.fill_null(False) | (rows.quantity < 1), ibis.null("float64"), rows.quantity)
    return ibis.coalesce(rows.pieces.nullif(0.0), counted, 1.0)
