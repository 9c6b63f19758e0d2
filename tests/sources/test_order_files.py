"""Orders from files."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from enduse.errors import InputError
from enduse.sources.order_files import order_from_text, order_table, orders_from_lines

TODAY = date(2026, 11, 22)
TOML = 'seller = "KR"\nbuyer = "Orient Tex"\n[[goods]]\nmodel = "L2"\n'
JSON = '{"seller": "KR", "buyer": "Orient Tex", "goods": [{"model": "L2"}]}'


def test_toml_and_json_say_the_same() -> None:
    assert order_from_text(TOML, TODAY).order == order_from_text(JSON, TODAY).order


def test_a_toml_file_may_begin_with_a_table() -> None:
    text = '[seller]\ncountry = "KR"\n[buyer]\nname = "Orient Tex"\n[goods]\nmodel = "L2"\n'
    assert not order_from_text(text, TODAY).problems


@pytest.mark.parametrize("text", ["", "   ", "buyer = Orient", "{", "[[1,2]", "\x00"])
def test_what_is_no_order_is_an_error_with_a_code(text: str) -> None:
    with pytest.raises(InputError) as error:
        order_from_text(text, TODAY)
    assert error.value.code == "E-ORDER-TEXT"


def test_several_orders_in_one_json_are_told_where_to_go() -> None:
    with pytest.raises(InputError, match="one is examined at a time"):
        order_from_text(f"[{JSON}, {JSON}]", TODAY)
    assert len(orders_from_lines(f"{JSON}\n\n{JSON}\n", TODAY, "orders.jsonl")) == 2


def _book(path: Path, rows: Sequence[Any], merged: str = "") -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(row)
    if merged:
        sheet.merge_cells(merged)
    book.save(path)
    return path


HEAD = ["Order number", "Seller country", "Buyer", "Buyer country", "Description", "HS code", "Qty"]


def test_rows_of_one_number_are_lines_of_one_order(tmp_path: Path) -> None:
    rows = [HEAD, ["A1", "KR", "Orient", "UZ", "lathe", "845811", 1], ["A1", "", "", "", "chuck", "846620", 2],
            ["A2", "KR", "Tisza", "HU", "mill", "845961", 1]]  # fmt: skip
    table = order_table(_book(tmp_path / "o.xlsx", rows), TODAY)
    assert [[line.code for line in it.read.order.lines] for it in table.orders] == [["845811", "846620"], ["845961"]]
    assert [[row.row for row in it.rows] for it in table.orders] == [[2, 3], [4]]


def test_merged_cells_go_on_with_the_order_above(tmp_path: Path) -> None:
    rows = [
        HEAD,
        ["A1", "KR", "Orient", "UZ", "lathe", "845811", 1],
        [None, "KR", "Orient", "UZ", "chuck", "846620", 2],
    ]
    table = order_table(_book(tmp_path / "o.xlsx", rows, "A2:A3"), TODAY)
    assert len(table.orders) == 1


def test_the_header_need_not_be_the_first_row_and_strange_columns_are_named(tmp_path: Path) -> None:
    rows = [["Orders of November"], [], [*HEAD, "Colour"], ["A1", "KR", "Orient", "UZ", "lathe", "845811", 1, "grey"]]
    table = order_table(_book(tmp_path / "o.xlsx", rows), TODAY)
    assert table.unread == ("Colour",)
    assert table.orders[0].rows[0].cells["Colour"] == "grey"


def test_without_a_column_of_numbers_every_row_is_an_order(tmp_path: Path) -> None:
    (tmp_path / "o.csv").write_text("seller;buyer;description\nKR;Orient;lathe\nKR;Orient;mill\n", encoding="utf-8")
    assert len(order_table(tmp_path / "o.csv", TODAY).orders) == 2


def test_a_sheet_without_columns_of_orders_says_what_it_saw(tmp_path: Path) -> None:
    (tmp_path / "o.csv").write_text("colour;taste\nred;sweet\n", encoding="utf-8")
    with pytest.raises(InputError, match="'colour'") as error:
        order_table(tmp_path / "o.csv", TODAY)
    assert error.value.code == "E-ORDER-COLUMNS"
