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


BARE = {"declaration_no": "BD/10/777777", "goods_code": "84581120", "net_kg": 10.0}


def test_without_line_numbers_a_correction_replaces_what_it_changed(items: Rows) -> None:
    table = items(
        {**BARE, "source_id": "old", "row": 2, "revision": "0", "value": 100.0},
        {**BARE, "source_id": "new", "row": 3, "revision": "1", "value": 900.0},
    )

    assert _pairs(table) == [("old", 2, "new", 3, "revision")]


def test_without_line_numbers_a_correction_replaces_all_lines_of_the_chapter(items: Rows) -> None:
    table = items(
        {**BARE, "row": 2, "revision": "0"},
        {**BARE, "row": 3, "revision": "0", "goods_code": "84669300"},
        {**BARE, "row": 4, "revision": "1", "goods_code": "84581190", "value": 5.0},
        {**BARE, "row": 5, "revision": "1", "goods_code": "84669300", "value": 6.0},
    )

    assert _pairs(table) == [("a", 2, "a", 5, "revision"), ("a", 3, "a", 5, "revision")]


def test_a_correction_says_nothing_about_other_chapters(items: Rows) -> None:
    table = items(
        {**BARE, "row": 2, "revision": "0", "goods_code": "82073010"},
        {**BARE, "row": 3, "revision": "0"},
        {**BARE, "row": 4, "revision": "1", "value": 5.0},
    )

    assert _pairs(table) == [("a", 3, "a", 4, "revision")]


def test_goods_without_a_code_may_be_of_any_chapter(items: Rows) -> None:
    table = items(
        {**BARE, "row": 2, "revision": "0"}, {**BARE, "row": 3, "revision": "1", "goods_code": None, "value": 5.0}
    )

    assert _pairs(table) == [("a", 2, "a", 3, "revision")]


@pytest.mark.parametrize("other", [{"office": "10702020"}, {"declaration_no": "BD/10/777778"}, {"revision": "0"}])
def test_another_declaration_corrects_nothing(items: Rows, other: dict[str, str]) -> None:
    old = {**BARE, "office": "10216170", "revision": "0", "value": 100.0}

    assert not _lost(items(old, {**old, "revision": "1", "value": 900.0, **other}))


def test_a_correction_with_line_numbers_replaces_only_its_lines(items: Rows) -> None:
    table = items(
        {**LINE, "row": 2, "revision": "0"},
        {**LINE, "row": 3, "revision": "0", "line_no": "2"},
        {**LINE, "row": 4, "revision": "1", "value": 5.0},
    )

    assert _pairs(table) == [("a", 2, "a", 4, "revision")]


def test_of_a_correction_in_two_dumps_one_copy_stands(items: Rows) -> None:
    new = {**BARE, "revision": "1", "value": 900.0}
    table = items(
        {**BARE, "source_id": "old", "row": 2, "revision": "0", "value": 100.0},
        {**new, "source_id": "old", "row": 3},
        {**new, "source_id": "new", "row": 9},
    )

    assert _pairs(table) == [("old", 2, "new", 9, "revision"), ("old", 3, "new", 9, "overlap")]


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


@pytest.mark.slow
@settings(max_examples=10, deadline=None)
@given(
    st.lists(
        st.tuples(st.sampled_from([None, "1", "2"]), st.sampled_from([None, "82", "84"]), st.integers(1, 3)), max_size=8
    ),
    st.randoms(use_true_random=False),
)
def test_without_line_numbers_what_is_kept_depends_on_no_order_and_is_kept_again(
    items: Rows, lines: list[tuple[str | None, str | None, int]], mixer: Random
) -> None:
    rows = [
        {"declaration_no": "BD/10/7", "revision": revision, "goods_code": code, "value": value * 1.0, "row": row}
        for row, (revision, code, value) in enumerate(lines, 2)
    ]
    shuffled = list(rows)
    mixer.shuffle(shuffled)
    lost = {it["row"] for it in _lost(items(*rows))}
    kept = [row for row in rows if row["row"] not in lost]

    assert {it["row"] for it in _lost(items(*shuffled))} == lost
    assert all(it["kept_row"] not in lost for it in _lost(items(*rows)))
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
