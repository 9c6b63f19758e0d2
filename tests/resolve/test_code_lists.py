"""Lists of the ledger, and bundled ones where it has none."""

import csv
from collections import Counter
from collections.abc import Callable
from datetime import date
from pathlib import Path

from ibis.expr.types import Table

from enduse.resolve.code_lists import bundled_rows, code_lists

Rows = Callable[..., Table]


def _tiers(table: Table) -> dict[str, str]:
    return {it["goods_code"]: it["tier"] for it in table.to_pyarrow().to_pylist()}


def test_without_any_list_the_priority_list_is_there(lists: Rows) -> None:
    table = code_lists(lists(), {})

    assert Counter(_tiers(table).values()) == {"1": 4, "2": 5, "3.A": 16, "3.B": 9, "4.A": 11, "4.B": 5}
    assert set(table.to_pyarrow()["source_id"].to_pylist()) == {"bundled:chpl"}


def test_an_added_list_of_the_same_authority_replaces_the_bundled_one(lists: Rows) -> None:
    own = {"authority": "CHPL", "goods_code": "845811", "tier": "X"}

    assert _tiers(code_lists(lists(own), {})) == {"845811": "X"}


def test_lists_of_other_authorities_stand_beside_it(lists: Rows) -> None:
    table = code_lists(lists({"authority": "EU", "goods_code": "845811", "start": date(2022, 2, 25)}), {})

    assert table.count().to_pyarrow().as_py() == 51


def test_a_list_added_twice_counts_once_and_the_later_file_stands(lists: Rows) -> None:
    row = {"authority": "CHPL", "list": "L", "goods_code": "845811", "tier": "4.B"}

    table = code_lists(lists({**row, "source_id": "new"}, {**row, "source_id": "old"}), {"old": 0, "new": 1})

    assert table.to_pyarrow()["source_id"].to_pylist() == ["new"]


def test_a_bundled_row_can_be_found_in_its_file() -> None:
    (row,) = [it for it in bundled_rows() if it["goods_code"] == "845811"]
    lines = Path(__file__).parents[2].joinpath("src/enduse/data/chpl.toml").read_text(encoding="utf-8").splitlines()

    assert '"845811"' in lines[row["row"] - 1]
    assert (row["tier"], row["start"]) == ("4.B", date(2024, 2, 23))


def test_the_bundled_list_is_the_published_one(real_data: Path) -> None:
    with (real_data / "control_lists" / "chpl_2024-02-23.csv").open(encoding="utf-8") as file:
        published = {it["hs6"]: it["tier"] for it in csv.DictReader(file)}

    assert {it["goods_code"]: it["tier"] for it in bundled_rows()} == published
