"""Row numbers that depend on nothing but the sources and their order."""

from collections.abc import Callable
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ibis.expr.types import Table

from enduse.resolve.numbering import with_row_ids

Rows = Callable[..., Table]

ROWS = [
    {"source_id": "b", "row": 2},
    {"source_id": "b", "row": 9},
    {"source_id": "a", "member": "x.csv", "row": 2},
    {"source_id": "a", "member": "y.csv", "row": 2},
    {"source_id": "a", "member": "y.csv", "sheet": "S", "row": 3},
]


def _numbers(table: Table, order: dict[str, int]) -> dict[tuple[object, ...], int]:
    rows = with_row_ids(table, order).to_pyarrow().to_pylist()
    return {(it["source_id"], it["member"], it["sheet"], it["row"], it["line_no"]): it["row_id"] for it in rows}


def test_rows_ascend_by_source_then_place_then_row(items: Rows) -> None:
    numbers = _numbers(items(*ROWS), {"b": 0, "a": 1})

    assert list(dict(sorted(numbers.items(), key=lambda it: it[1]))) == [
        ("b", None, None, 2, None),
        ("b", None, None, 9, None),
        ("a", "x.csv", None, 2, None),
        ("a", "y.csv", None, 2, None),
        ("a", "y.csv", "S", 3, None),
    ]
    assert len(set(numbers.values())) == len(ROWS)


def test_lines_of_one_record_are_numbered_apart(items: Rows) -> None:
    record = [{"row": 1, "line_no": "2"}, {"row": 1, "line_no": "1"}, {"row": 2, "line_no": "1"}]

    numbers = _numbers(items(*record), {"a": 0})

    assert numbers == {("a", None, None, 1, "1"): 1, ("a", None, None, 1, "2"): 2, ("a", None, None, 2, "1"): 3}


def test_a_source_added_later_changes_no_earlier_number(items: Rows) -> None:
    before = _numbers(items(*ROWS[2:]), {"a": 0})
    after = _numbers(items(*ROWS), {"a": 0, "b": 1})

    assert before.items() <= after.items()


@pytest.mark.slow
@settings(max_examples=5, deadline=None)
@given(st.randoms(use_true_random=False))
def test_the_order_of_rows_does_not_matter(items: Rows, mixer: Random) -> None:
    shuffled = list(ROWS)
    mixer.shuffle(shuffled)

    assert _numbers(items(*shuffled), {"b": 0, "a": 1}) == _numbers(items(*ROWS), {"b": 0, "a": 1})
