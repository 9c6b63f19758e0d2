"""The table of pairs."""

import ibis
import pyarrow as pa

from enduse.model.ids import party_id
from enduse.resolve.comparing import Comparison
from enduse.resolve.likeness import Likeness
from enduse.resolve.matching import Matching
from enduse.resolve.pairs import pair_rows, with_values
from enduse.store.schema import ROLES


def likeness(left: str, right: str, rows: int = 3) -> Likeness:
    return Likeness(left, right, Comparison(0.5, ("alike",), ("doubt",), (left.upper(), right.upper())), rows)


def test_a_pair_names_the_parties_of_today() -> None:
    (row,) = pair_rows(Matching({"b": "inn:1"}, open=(likeness("a", "b"),))).to_pylist()

    assert (row["left_id"], row["right_id"]) == (party_id("a"), party_id("inn:1"))
    assert (row["state"], row["rows"], row["weight"]) == ("open", 3, 0.5)


def test_a_line_that_names_a_party_in_two_roles_counts_once() -> None:
    one, other = party_id("a"), party_id("b")
    rows = [
        {"row_id": 1, "value_usd": 10.0, **dict.fromkeys((f"{role}_id" for role in ROLES), one)},
        {"row_id": 2, "value_usd": 5.0, "consignor_id": one, "consignee_id": other},
        {"row_id": 3, "value_usd": None, "consignee_id": other},
    ]
    kinds = [("row_id", pa.int64()), ("value_usd", pa.float64()), *((f"{role}_id", pa.int64()) for role in ROLES)]
    items = ibis.memtable(pa.Table.from_pylist(rows, schema=pa.schema(kinds)))

    pairs = with_values(ibis.memtable(pair_rows(Matching({}, open=(likeness("a", "b"),)))), items)

    (row,) = pairs.to_pyarrow().to_pylist()
    assert (row["left_usd"], row["right_usd"]) == (15.0, 5.0)


def test_open_pairs_come_first_and_the_weightiest_of_them() -> None:
    matching = Matching({}, joined=(likeness("x", "y", 900),), open=(likeness("a", "b", 1), likeness("c", "d", 9)))
    items = ibis.memtable(
        pa.table({"row_id": pa.array([], pa.int64()), "value_usd": pa.array([], pa.float64())}
                 | {f"{role}_id": pa.array([], pa.int64()) for role in ROLES})
    )  # fmt: skip

    rows = with_values(ibis.memtable(pair_rows(matching)), items).to_pyarrow().to_pylist()

    assert [(it["state"], it["left"]) for it in rows] == [("open", "c"), ("open", "a"), ("joined", "x")]
