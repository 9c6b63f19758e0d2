"""A number for every row that is the same whenever the same sources were added in the same order."""

from collections.abc import Mapping

import ibis
import pyarrow as pa
from ibis.expr.types import Table

PLACE = ("source_id", "member", "sheet")


def with_row_ids(rows: Table, order: Mapping[str, int]) -> Table:
    """The rows with ``row_id`` (int64 from 1) and ``source_rank``, ascending by source, member, sheet and row.

    Numbers leave gaps where rows were rejected or stand twice: a sort of all rows would close them and
    costs more than everything else here. Only where a place repeats a row number (an XML record with
    several goods lines) are all rows sorted.

    Args:
        rows: A ledger table with provenance columns.
        order: Source id to the order of adding, from 0.
    """
    places = _places(rows, order)
    joined = rows.mutate(**{f"{name}_": rows[name].fill_null("") for name in PLACE}).join(
        ibis.memtable(places), [f"{name}_" for name in PLACE]
    )
    numbered = joined.mutate(row_id=joined.place_start + joined.row)
    unique = numbered.aggregate(all=numbered.count(), unique=numbered.row_id.nunique()).to_pyarrow().to_pylist()[0]
    if unique["all"] != unique["unique"]:
        numbered = numbered.mutate(row_id=_sorted_numbers(numbered))
    return numbered.drop("place_start", *(f"{name}_" for name in PLACE))


def with_source_rank(rows: Table, order: Mapping[str, int]) -> Table:
    """The rows with ``source_rank`` (int64): the order of adding, last for a source that ``order`` does not hold."""
    ranks = ibis.memtable(
        pa.table({"_source": pa.array(order.keys(), pa.string()), "_rank": pa.array(order.values(), pa.int64())})
    )
    ranked = rows.left_join(ranks, rows.source_id == ranks["_source"])
    return ranked.mutate(source_rank=ranked["_rank"].fill_null(len(order))).drop("_source", "_rank")


def _places(rows: Table, order: Mapping[str, int]) -> pa.Table:
    keys = {f"{name}_": rows[name].fill_null("") for name in PLACE}
    sizes = rows.group_by(**keys).aggregate(last=rows.row.max()).to_pyarrow().to_pylist()
    known = sorted(sizes, key=lambda it: (order.get(it["source_id_"], len(order)), *(it[key] for key in keys)))
    start, table = 0, []
    for place in known:
        rank = order.get(place["source_id_"], len(order))
        table.append({**{key: place[key] for key in keys}, "place_start": start, "source_rank": rank})
        start += place["last"]
    columns = [(key, pa.string()) for key in keys]
    return pa.Table.from_pylist(
        table, schema=pa.schema([*columns, ("place_start", pa.int64()), ("source_rank", pa.int64())])
    )


def _sorted_numbers(numbered: Table) -> ibis.Value:
    own = [name for name in numbered.columns if name not in (*PLACE, "row", "row_id", "place_start", "source_rank")]
    flat = [numbered[name] for name in own if not numbered[name].type().is_array()]
    by = [numbered.place_start, numbered.source_id, numbered.row, *flat]
    return ibis.row_number().over(ibis.window(order_by=by)).cast("int64") + 1
