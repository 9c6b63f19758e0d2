"""In what two goods lines agree, as a few steps for each thing that is compared."""

from collections.abc import Mapping
from dataclasses import dataclass

import ibis
from ibis.expr.types import IntegerValue, Table

from enduse.trace.leg_rows import ONWARD


@dataclass(frozen=True)
class Feature:
    """One thing that is compared.

    Attributes:
        name: Column with the step.
        steps: What each step means, in words; the first is step 0.
        usual: How often true pairs show each step, before any are seen: what records are like by experience.
        against: Steps that speak against: true pairs show them by mistakes of the records only.
        onward: ``usual`` of goods that were moved on, where it is another.
    """

    name: str
    steps: tuple[str, ...]
    usual: tuple[float, ...]
    against: tuple[int, ...] = ()
    onward: tuple[float, ...] = ()

    def usual_of(self, relation: str) -> tuple[float, ...]:
        """Shares of the steps among true pairs of that relation, by experience."""
        return self.onward if self.onward and relation == ONWARD else self.usual


FEATURES = (
    Feature(
        "goods",
        (
            "another brand",
            "the same brand but another model",
            "another heading",
            "the same heading",
            "the same subheading",
            "the same brand and heading",
            "the same brand and model",
        ),
        (0.02, 0.02, 0.08, 0.10, 0.38, 0.10, 0.30),
        (0, 1),
    ),
    Feature(
        "weight",
        (
            "no weight",
            "another weight",
            "a weight within 15 %",
            "a weight within 5 %",
            "a weight within 1 %",
            "the same weight",
        ),
        (0.05, 0.08, 0.07, 0.10, 0.15, 0.55),
        (1,),
    ),
    Feature(
        "pieces",
        ("no count", "a count that cannot be", "part of the pieces", "the same number of pieces"),
        (0.12, 0.03, 0.10, 0.75),
        (1,),
        (0.12, 0.03, 0.30, 0.55),
    ),
    Feature(
        "parties",
        (
            "other parties",
            "parties of which one is not named",
            "one party in common",
            "the buyer sells on, or both parties are the same",
        ),
        (0.10, 0.08, 0.30, 0.52),
        (0,),
        (0.15, 0.14, 0.01, 0.70),
    ),
    Feature(
        "serial",
        (
            "other serial numbers",
            "no serial number on a side",
            "a serial number one letter apart",
            "the same serial number",
        ),
        (0.02, 0.63, 0.02, 0.33),
        (0,),
    ),
    Feature(
        "price",
        ("another price", "a price half to three times as high", "no price", "a usual margin", "the same price"),
        (0.05, 0.15, 0.10, 0.55, 0.15),
        (0,),
    ),
    Feature(
        "lag",
        ("before it", "within a week", "within three weeks", "within seven weeks", "within four months", "later"),
        (0.02, 0.20, 0.33, 0.28, 0.12, 0.05),
        (0,),
        # Goods must first arrive, and then be sold.
        (0.01, 0.04, 0.10, 0.25, 0.35, 0.25),
    ),
)
"""The shares of ``usual`` are starting points, moved by the pairs themselves; see ``leg_scores``."""

LAG_EDGES = (0, 8, 22, 50, 121)

NAMES = tuple(it.name for it in FEATURES)


def with_features(pairs: Table, rows: Table) -> Table:
    """The pairs with one small whole number for each of ``FEATURES``, and what the assignment needs of both lines.

    Args:
        pairs: ``leg_rows.candidate_pairs``.
        rows: ``leg_rows.leg_rows``.
    """
    wanted = ("seller", "holder", "buyer", "hs6", "heading", "brand", "model", "kg", "pieces", "value_usd", "serial")
    one = rows.select(earlier="row_id", **{it: it for it in wanted})
    two = rows.select(later="row_id", **{f"{it}_b": it for it in wanted})
    both = pairs.inner_join(one, "earlier").inner_join(two, "later")
    steps = {
        "goods": _goods(both),
        "weight": _weight(both),
        "pieces_step": _pieces(both),
        "parties": _parties(both),
        "serial_step": _serial(both),
        "price": _price(both),
        "lag_step": _lag(both),
    }
    cast = {name: value.cast("int16") for name, value in steps.items()}
    done = both.mutate(**cast)
    code: IntegerValue = ibis.literal(0, type="int64")
    columns: Mapping[str, str] = {"pieces": "pieces_step", "serial": "serial_step", "lag": "lag_step"}
    for it in FEATURES:
        code = code * len(it.steps) + done[columns.get(it.name, it.name)].cast("int64")
    return done.select(
        "earlier",
        "later",
        "relation",
        "decoy",
        "gap",
        code=code,
        kg="kg",
        kg_b="kg_b",
        pieces="pieces",
        pieces_b="pieces_b",
    )


def steps_of(code: int) -> dict[str, int]:
    """The step of each feature from the number that stands for them all."""
    found = {}
    for it in reversed(FEATURES):
        code, step = divmod(code, len(it.steps))
        found[it.name] = step
    return found


def _known(left: ibis.Value, right: ibis.Value) -> ibis.Value:
    return left.notnull() & right.notnull()


def _goods(it: Table) -> IntegerValue:
    brand, model = it.brand == it.brand_b, it.model == it.model_b
    models, brands = _known(it.model, it.model_b), _known(it.brand, it.brand_b)
    return ibis.cases(
        (models & model & (brand | ~brands), 6),
        (models & ~model & brands & brand, 1),
        (brands & ~brand, 0),
        (brands & brand & (it.heading == it.heading_b), 5),
        (_known(it.hs6, it.hs6_b) & (it.hs6 == it.hs6_b), 4),
        (it.heading == it.heading_b, 3),
        else_=2,
    )


def _weight(it: Table) -> IntegerValue:
    """Of the whole lines, and of one piece where their numbers differ."""
    split = _known(it.pieces, it.pieces_b) & (it.pieces != it.pieces_b)
    ratio = ibis.ifelse(split, (it.kg_b / it.pieces_b) / (it.kg / it.pieces), it.kg_b / it.kg)
    apart = ratio.ln().abs()
    return ibis.cases(
        (~_known(it.kg, it.kg_b), 0),
        (apart <= 0.0005, 5),
        (apart <= 0.01, 4),
        (apart <= 0.05, 3),
        (apart <= 0.15, 2),
        else_=1,
    )


def _pieces(it: Table) -> IntegerValue:
    known = _known(it.pieces, it.pieces_b)
    return ibis.cases((~known, 0), (it.pieces == it.pieces_b, 3), (it.pieces_b < it.pieces, 2), else_=1)


def _parties(it: Table) -> IntegerValue:
    onward = it.relation == 1
    link = (it.buyer == it.seller_b) | (it.buyer == it.holder_b)
    sold = (it.seller == it.seller_b) | (it.seller == it.holder_b)
    bought = it.buyer == it.buyer_b
    one, two = sold.fill_null(False), bought.fill_null(False)
    sellers = it.seller.isnull() | (it.seller_b.isnull() & it.holder_b.isnull())
    unknown = ibis.ifelse(
        onward, it.buyer.isnull() | it.seller_b.isnull(), sellers | it.buyer.isnull() | it.buyer_b.isnull()
    )
    return ibis.cases(
        (onward & link.fill_null(False), 3),
        (~onward & one & two, 3),
        (~onward & (one | two), 2),
        (unknown, 1),
        else_=0,
    )


def _serial(it: Table) -> IntegerValue:
    known = _known(it.serial, it.serial_b)
    apart = it.serial.levenshtein(it.serial_b)
    return ibis.cases((it.shared == 1, 3), (~known, 1), ((apart <= 1) & (it.serial.length() >= 6), 2), else_=0)


def _price(it: Table) -> IntegerValue:
    """Of a kilogram where both weights are known."""
    weighed = _known(it.kg, it.kg_b)
    ratio = ibis.ifelse(weighed, (it.value_usd_b / it.kg_b) / (it.value_usd / it.kg), it.value_usd_b / it.value_usd)
    known = (it.value_usd > 0) & (it.value_usd_b > 0)
    return ibis.cases(
        (~known.fill_null(False), 2),
        ((ratio >= 0.97) & (ratio <= 1.03), 4),
        ((ratio >= 0.85) & (ratio <= 1.8), 3),
        ((ratio >= 0.5) & (ratio <= 3.5), 1),
        else_=0,
    )


def _lag(it: Table) -> IntegerValue:
    days = it.lag
    return ibis.cases(*((days < edge, at) for at, edge in enumerate(LAG_EDGES)), else_=len(LAG_EDGES))
