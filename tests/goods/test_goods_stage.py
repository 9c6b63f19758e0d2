"""Batches of goods texts: the lean rows say what the facts say."""

import gc

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from enduse.goods.facts import Goods
from enduse.goods.reading import read_goods, read_many
from enduse.goods.stage import read_batch
from enduse.store.goods_facts import TEXTS, goods_facts_schema

SAMPLES = (
    "СТАНОК ТОКАРНЫЙ С ЧПУ HAAS ST-20, ЗАВ. № 3012345, 3012346, Б/У, 2015 Г.В., 2 ШТ",
    "Запасные части: центр обрабатывающий MAZAK VTC-300C, зав. № 223344, 2018",
    "Шпиндель для токарного станка DMG MORI",
    "пластины сменные твердосплавные CNMG120408, 500 шт",
    "数控车床两台",
    "насос центробежный",
    "  двойные   пробелы  станок \u0301 ",
    "",
    "\0",
)
WIDE = (
    ("kind", "kind"),
    ("whole", "whole"),
    ("part_type", "part_type"),
    ("tool_type", "tool_type"),
    ("condition", "condition"),
    ("made_year", "year"),
    ("maker_group", "maker_group"),
    ("model", "model"),
    ("pieces", "quantity"),
)


def rows(texts: list[str]) -> list[dict[str, object]]:
    empty = [""] * len(texts)
    found: list[dict[str, object]] = read_batch(pa.record_batch([texts, empty, empty], names=list(TEXTS))).to_pylist()
    return found


def first(goods: Goods, name: str) -> object:
    fact = goods.first(name)
    return fact.value if fact else None


@pytest.mark.parametrize("text", SAMPLES)
def test_a_row_says_what_the_facts_of_its_text_say(text: str) -> None:
    (row,), goods = rows([text]), read_goods(text)
    assert [row[column] for column, _ in WIDE] == [first(goods, name) for _, name in WIDE]
    assert row["serials"] == [it.value for it in goods.every("serial")]
    assert row["contradictions"] == [it.value for it in goods.every("contradiction")]
    assert row["mark"] == (str(first(goods, "brand")).upper() if goods.first("brand") else None)
    assert row["maker_countries"] == str(first(goods, "maker_countries") or "").split(",")[: 9 if row["mark"] else 0]


def test_a_batch_has_the_schema_of_the_table_even_without_rows() -> None:
    assert (
        read_batch(pa.record_batch([pa.array([], pa.string())] * 3, names=list(TEXTS))).schema == goods_facts_schema()
    )


def test_the_three_texts_of_a_line_are_read_together() -> None:
    batch = pa.record_batch([["станок токарный ST-20"], ["HAAS"], [""]], names=list(TEXTS))
    assert read_batch(batch).column("mark").to_pylist() == ["HAAS"]


@given(st.lists(st.sampled_from(SAMPLES) | st.text(max_size=20), max_size=6))
def test_no_text_of_a_batch_changes_what_another_one_says(texts: list[str]) -> None:
    assert read_many(texts) == [read_goods(text) for text in texts]


@pytest.mark.parametrize("running", [True, False])
def test_the_collector_is_left_as_it_was(running: bool) -> None:
    was = gc.isenabled()
    (gc.enable if running else gc.disable)()
    try:
        rows(["CNC lathe"])
        assert gc.isenabled() is running
    finally:
        (gc.enable if was else gc.disable)()
