"""Legs: goods lines of different declarations that are the same goods, joined across borders.

The maker's export, the hub's import, the hub's export and the last import tell of the same machines in four
languages. Pairs that may belong together are found (``leg_rows``), compared (``leg_features``), judged against decoys
(``leg_scores``) and chosen so that no line hands on more than it holds (``leg_assignment``).
"""

from collections.abc import Iterable

import ibis
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from ibis import _
from ibis.expr.types import Table

from enduse.store.derived_tables import first_id, record_schema
from enduse.trace.leg_assignment import Assigned, Proposals, assign
from enduse.trace.leg_features import FEATURES, steps_of, with_features
from enduse.trace.leg_rows import ANY, ELSEWHERE, ONWARD, RELATIONS, SAME, Scratch, candidate_pairs, leg_rows
from enduse.trace.leg_scores import Patterns, log_odds

LEAST = 0.5
"""Least probability of a leg; below it nothing is claimed."""

_LEAST_LOG_ODDS = -4.0
_PLACE = ("source_id", "member", "sheet", "row")
_TELLING: dict[str, tuple[int, ...]] = {
    "serial": (2, 3),
    "goods": (3, 4, 5, 6),
    "weight": (3, 4, 5),
    "pieces": (2, 3),
    "parties": (2, 3),
    "price": (3, 4),
}
_SERIAL_ALONE = 2.5


def find_legs(items: Table, scratch: Scratch) -> pa.Table:
    """The legs between the goods lines, by row; columns as in ``store.derived_tables.LEGS``.

    Args:
        items: As in ``detect.Ledger``.
        scratch: Writes a table that is read several times and gives it back, so that memory stays bounded.
    """
    rows = scratch(leg_rows(items), "leg_rows")
    parts = enumerate(candidate_pairs(rows, scratch))
    compared = [scratch(with_features(part, rows), f"leg_features_{at}") for at, part in parts]
    pairs = ibis.union(*compared) if len(compared) > 1 else compared[0]
    judged = _judged(pairs)
    kept = pairs.filter(~_.decoy).inner_join(ibis.memtable(judged), ["relation", "code"])
    table = kept.order_by("earlier", "later").to_pyarrow()
    assigned = assign(_proposals(table), LEAST)
    return _with_places(_as_legs(table.take(pa.array(assigned.shown_by)), assigned, _days(rows, assigned)), items)


def _days(rows: Table, assigned: Assigned) -> np.ndarray:
    """Days from the earlier line of each leg to the later one."""
    ends = pa.table({"row_id": np.unique(np.concatenate([assigned.earlier, assigned.later]))})
    known = rows.semi_join(ibis.memtable(ends), "row_id").select("row_id", "day").order_by("row_id").to_pyarrow()
    ids, days = known["row_id"].to_numpy(), known["day"].to_numpy()
    gap: np.ndarray = days[np.searchsorted(ids, assigned.later)] - days[np.searchsorted(ids, assigned.earlier)]
    return gap


def _judged(pairs: Table) -> pa.Table:
    """The log odds of every pattern that is worth a look: ``relation``, ``code``, ``log_odds``."""
    counted = pairs.group_by("relation", "code").agg(real=(~_.decoy).sum(), decoys=_.decoy.sum())
    table = counted.order_by("relation", "code").to_pyarrow()
    found = []
    for place, relation in enumerate(RELATIONS):
        part = table.filter(pc.equal(table["relation"], place))
        if not len(part):
            continue
        codes = part["code"].to_numpy().astype(np.int64)
        patterns = Patterns(codes, *(part[it].to_numpy().astype(np.float64) for it in ("real", "decoys")))
        odds = np.full(len(codes), _SERIAL_ALONE) if relation == ANY else log_odds(patterns, relation)
        keep = odds >= _LEAST_LOG_ODDS
        found.append(pa.table({"relation": part["relation"].filter(keep), "code": codes[keep], "log_odds": odds[keep]}))
    empty = {
        "relation": pa.array([], pa.int8()),
        "code": pa.array([], pa.int64()),
        "log_odds": pa.array([], pa.float64()),
    }
    return pa.concat_tables(found) if found else pa.table(empty)


def _proposals(table: pa.Table) -> Proposals:
    def numbers(*names: str) -> np.ndarray:
        filled = [table[it].cast(pa.float64()).fill_null(float("nan")).to_numpy() for it in names]
        return np.stack(filled, axis=1)

    return Proposals(
        table["earlier"].to_numpy(),
        table["later"].to_numpy(),
        table["log_odds"].to_numpy(),
        np.isin(table["relation"].to_numpy(), [RELATIONS.index(SAME), RELATIONS.index(ELSEWHERE)]),
        numbers("pieces", "pieces_b"),
        numbers("kg", "kg_b"),
    )


def _as_legs(pairs: pa.Table, assigned: Assigned, days: np.ndarray) -> pa.Table:
    """The legs, with the reasons of the pairs that speak for them."""
    count = len(pairs)
    codes = pairs["code"].to_pylist()
    relations = [RELATIONS[it] for it in pairs["relation"].to_pylist()]
    return pa.table(
        {
            "row_id": np.arange(1, count + 1, dtype=np.int64) + first_id("legs"),
            "earlier_row_id": assigned.earlier,
            "later_row_id": assigned.later,
            "relation": pa.array(relations, pa.string()),
            "probability": assigned.probability,
            "pieces": pa.array(assigned.pieces, from_pandas=True),
            "net_kg": pa.array(assigned.kg, from_pandas=True),
            "days": days,
            "reason": pa.array(map(_reason, codes, relations, days.tolist()), pa.string()),
        }
    )


def _reason(code: int, relation: str, days: int) -> str:
    """Why in words, the most telling first.

    >>> from enduse.trace.leg_features import FEATURES
    >>> code = 0
    >>> for it in FEATURES: code = code * len(it.steps) + len(it.steps) - 1
    >>> _reason(code, "moved on", 12).split("; ")[:2]
    ['the same serial number', 'the same brand and model']
    """
    steps = steps_of(code)
    words = {it.name: it.steps for it in FEATURES}
    said = [words[name][steps[name]] for name, telling in _TELLING.items() if steps[name] in telling]
    if steps["parties"] == 3:
        both = "the buyer sells on" if relation == ONWARD else "the same seller and buyer"
        said = [both if it == words["parties"][3] else it for it in said]
    against = [
        f"but {words[it.name][steps[it.name]]}" for it in FEATURES if steps[it.name] in it.against and it.name != "lag"
    ]
    when = "the same day" if days == 0 else f"{abs(days)} {'day' if abs(days) == 1 else 'days'} {_when(days)}"
    lead = [] if relation in (SAME, ONWARD) else [relation]
    return "; ".join([*lead, *said, *against, when])


def _when(days: int) -> str:
    return "later" if days > 0 else "earlier, as registered"


def _with_places(legs: pa.Table, items: Table) -> pa.Table:
    """With the place in the sources of the later line."""
    schema = record_schema("legs")
    if not len(legs):
        return schema.empty_table()
    places = items.select(later_row_id="row_id", **{it: it for it in _PLACE if it in items.columns})
    placed = ibis.memtable(legs).inner_join(places, "later_row_id").order_by("row_id").to_pyarrow()
    return pa.table(_cast(placed, schema), schema=schema)


def _cast(table: pa.Table, schema: pa.Schema) -> Iterable[pa.ChunkedArray]:
    held = set(table.column_names)
    return [table[it.name].cast(it.type) if it.name in held else pa.nulls(len(table), it.type) for it in schema]
