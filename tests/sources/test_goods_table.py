"""A spreadsheet of goods lines: which column is what, and every line comes back."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from enduse.errors import UnknownLayout
from enduse.sources.goods_table import GoodsRow, find_goods, given_goods_columns, read_goods_rows
from enduse.sources.reading.opening import open_source

Read = Callable[..., list[GoodsRow]]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    def read(text: str, given: str = "") -> list[GoodsRow]:
        path = tmp_path / "goods.csv"
        path.write_text(text, encoding="utf-8")
        sheet, columns = find_goods(open_source(path).sheets, given_goods_columns(given))
        return [it for it in read_goods_rows(sheet, columns) if isinstance(it, GoodsRow)]

    return read


@pytest.mark.parametrize(
    "header",
    [
        "Код ТН ВЭД;Описание товара;Вес нетто, кг;Статистическая стоимость, USD;Дата регистрации",
        "HS code;Goods description;Net weight (kg);Value USD;Date",
        "税则号;商品名称;净重(千克);美元值;日期",
    ],
)
def test_headers_in_several_languages_tell_the_columns(read: Read, header: str) -> None:
    (row,) = read(f"{header}\n8458112009;lathe;1 234,5;56 789,00;2023-05-01\n")

    assert row.texts == {"goods_code": "8458112009", "description": "lathe"}
    assert row.amounts["net_kg"] == 1234.5
    assert row.on == date(2023, 5, 1)


def test_a_title_above_the_header_and_blank_lines_are_passed_over(read: Read) -> None:
    rows = read("Order 17,,\n,,\nItem,Description,Price\n1,lathe,5\n,,\n2,drill,6\n")

    assert [(it.row, it.texts["description"]) for it in rows] == [(4, "lathe"), (6, "drill")]
    assert rows[0].cells == {"Item": "1", "Description": "lathe", "Price": "5"}


def test_the_user_says_which_column_it_is(read: Read) -> None:
    (row,) = read("A,B\nx,lathe\n", "description=B")

    assert row.texts == {"description": "lathe"}


@pytest.mark.parametrize("given", ["", "description=C", "colour=A", "description"])
def test_no_column_of_descriptions_is_a_clear_error(read: Read, given: str) -> None:
    with pytest.raises(UnknownLayout) as caught:
        read("A,B\nx,lathe\n", given)
    assert caught.value.code == "E-GOODS-COLUMNS"
