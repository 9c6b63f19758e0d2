"""The same declaration line is kept once."""

from collections.abc import Callable
from random import Random
from typing import Any

import ibis
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ibis.expr.types import Table

from enduse.resolve.numbering import with_row_ids
from enduse.resolve.once import Overlap, look_alike_lines, overlaps, superseded

Rows = Callable[..., Table]
ORDER = {"old": 0, "new": 1}
LINE = {"declaration_no": "10216170/010321/0001234", "line_no": "1", "office": "10216170"}


def _memory(table: Table, name: str) -> Table:
    return ibis.memtable(table.to_pyarrow())


def _lost(table: Table) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = (
        superseded(with_row_ids(table, ORDER), _memory).order_by("row_id").to_pyarrow().to_pylist()
    )
    return rows


def _pairs(table: Table) -> list[tuple[str, int, str, int, str]]:
    return [(it["source_id"], it["row"], it["kept_source_id"], it["kept_row"], it["why"]) for it in _lost(table)]


def test_the_source_added_later_stands(items: Rows) -> None:
    table = items({**LINE, "source_id": "new", "row": 5}, {**LINE, "source_id": "old", "row": 9})

    assert _pairs(table) == [("old", 9, "new", 5, "overlap")]


def test_a_newer_revision_beats_a_later_source(items: Rows) -> None:
    table = items(
        {**LINE, "source_id": "old", "row": 9, "revision": "10"},
        {**LINE, "source_id": "new", "row": 5, "revision": "9"},
    )

    assert _pairs(table) == [("new", 5, "old", 9, "revision")]


def test_a_row_without_revision_is_older_than_revision_zero(items: Rows) -> None:
    table = items({**LINE, "source_id": "new", "row": 5}, {**LINE, "source_id": "old", "row": 9, "revision": "0"})

    assert _pairs(table) == [("new", 5, "old", 9, "revision")]


def test_a_line_repeated_in_one_file_counts_once(items: Rows) -> None:
    table = items({**LINE, "source_id": "old", "row": 2}, {**LINE, "source_id": "old", "row": 7})

    assert _pairs(table) == [("old", 2, "old", 7, "repeat")]


def test_line_numbers_are_compared_as_numbers(items: Rows) -> None:
    assert _pairs(items({**LINE, "source_id": "old", "line_no": "001"}, {**LINE, "source_id": "new"}))


@pytest.mark.parametrize(
    "other",
    [
        {"declaration_no": "10216170/010321/0001235"},
        {"line_no": "2"},
        {"office": "10702020"},
        {"direction": "export"},
        {"declaration_no": None},
    ],
)
def test_another_line_stays(items: Rows, other: dict[str, str]) -> None:
    assert not _lost(items({**LINE, "direction": "import"}, {**LINE, "direction": "import", **other}))


def test_an_office_that_one_dump_leaves_out_joins_the_only_one(items: Rows) -> None:
    assert len(_lost(items(LINE, {**LINE, "office": None}))) == 1


def test_an_office_left_out_joins_none_of_two(items: Rows) -> None:
    assert not _lost(items(LINE, {**LINE, "office": "10702020"}, {**LINE, "office": None}))


def test_without_line_numbers_the_goods_must_agree(items: Rows) -> None:
    bare = {"declaration_no": "BD/10/777777", "goods_code": "84581120"}
    same = items({**bare, "net_kg": 10.0, "source_id": "old"}, {**bare, "net_kg": 10.0, "source_id": "new"})
    other = items({**bare, "net_kg": 10.0, "source_id": "old"}, {**bare, "net_kg": 11.0, "source_id": "new"})

    assert len(_lost(same)) == 1
    assert not _lost(other)


def test_a_running_number_identifies_nothing_outside_its_file(items: Rows) -> None:
    counter = {"declaration_no": "17", "line_no": "1"}

    assert not _lost(items({**counter, "source_id": "old"}, {**counter, "source_id": "new"}))
    assert _lost(items({**counter, "source_id": "old", "row": 2}, {**counter, "source_id": "old", "row": 3}))


def test_lines_are_counted_by_file(items: Rows) -> None:
    lines = [{**LINE, "source_id": source, "line_no": str(number)} for source in ORDER for number in range(5)]

    assert overlaps(superseded(with_row_ids(items(*lines), ORDER), _memory)) == (Overlap("old", "new", "overlap", 5),)


@pytest.mark.slow
@settings(max_examples=10, deadline=None)
@given(
    st.lists(
        st.tuples(st.sampled_from("xy"), st.sampled_from([None, "1", "2"]), st.sampled_from(["old", "new"])), max_size=8
    ),
    st.randoms(use_true_random=False),
)
def test_what_is_kept_depends_on_no_order_and_is_kept_again(
    items: Rows, lines: list[tuple[str, str | None, str]], mixer: Random
) -> None:
    rows = [
        {"declaration_no": f"1021617{number}", "line_no": "1", "revision": revision, "source_id": source, "row": row}
        for row, (number, revision, source) in enumerate(lines, 2)
    ]
    shuffled = list(rows)
    mixer.shuffle(shuffled)
    lost = {it["row"] for it in _lost(items(*rows))}
    kept = [row for row in rows if row["row"] not in lost]

    assert {it["row"] for it in _lost(items(*shuffled))} == lost
    assert len(kept) == len({number for number, _, _ in lines})
    assert not _lost(items(*kept))


def test_goods_under_another_number_are_counted_and_kept(items: Rows) -> None:
    goods = {"consignee": "ООО «Ромашка-Стан»", "goods_code": "8458112009", "net_kg": 900.0, "value": 10.0}
    table = with_row_ids(
        items(
            {**goods, "declaration_no": "MASTER-1"},
            {**goods, "declaration_no": "HOUSE-1"},
            {**goods, "declaration_no": "HOUSE-2"},
            {**goods, "declaration_no": "OTHER-1", "net_kg": 901.0},
        ),
        {"a": 0},
    )

    assert look_alike_lines(table) == 2
    assert not superseded(table, _memory).to_pyarrow().num_rows
