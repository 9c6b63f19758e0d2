from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from bench.worlds.linking import score_links

A, B, C, D = ("maker.csv", 2), ("hub.csv", 2), ("end.csv", 2), ("end.csv", 3)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """One lot over three files, and one in the last file alone."""
    rows = [
        {"file": name, "row": row, "lot": lot, "scheme": ""} for (name, row), lot in ((A, 1), (B, 1), (C, 1), (D, 2))
    ]
    pq.write_table(pa.Table.from_pylist(rows), tmp_path / "lots.parquet")
    return tmp_path


def test_rows_joined_through_others_count_as_pairs(folder: Path) -> None:
    measured = score_links(folder, [(A, B), (B, C)])
    assert (measured["precision"], measured["recall"], measured["f1"]) == (1.0, 1.0, 1.0)
    assert (measured["chain_recall"], measured["chain_precision"]) == (1.0, 1.0)


def test_half_a_chain_is_no_exact_chain(folder: Path) -> None:
    measured = score_links(folder, [(A, B)])
    assert measured["recall"] == pytest.approx(1 / 3)
    assert measured["chain_recall"] == 0.0


def test_a_foreign_row_spoils_the_chain_and_the_precision(folder: Path) -> None:
    measured = score_links(folder, [(A, B), (B, C), (C, D)])
    assert measured["precision"] == pytest.approx(2 / 3)
    assert measured["chain_precision"] == 0.0


def test_no_links_are_no_answer_and_not_a_perfect_one(folder: Path) -> None:
    measured = score_links(folder, [])
    assert measured["precision"] is None
    assert measured["f1"] == 0.0


def test_a_declaration_lodged_twice_may_count_once(tmp_path: Path) -> None:
    rows = [{"file": name, "row": row, "lot": 1, "scheme": ""} for name, row in (A, B, C, D)]
    pq.write_table(pa.Table.from_pylist(rows), tmp_path / "lots.parquet")
    assert score_links(tmp_path, [(A, B), (B, C)])["chain_recall"] == 1.0
