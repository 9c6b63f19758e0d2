"""Which layout reads a sheet, and where its header stands."""

import random

import pytest

from enduse.model.provenance import Place
from enduse.sources.choose import View, apply_layout, choose
from enduse.sources.layout import Layout, bundled_layouts, layout_of

HEADER = ["Code", "Sender", "Receiver", "Net weight"]
RECORD = ["8458112009", "ACORN LTD", "REZETS LLC", "5.5"]


def layout(id: str = "plain", **more: object) -> Layout:
    spec = {
        "id": id,
        "title": id,
        "table": "items",
        "about": "",
        "source": "memory",
        "match": {"columns": ["goods_code"]},
        "columns": {"goods_code": "Code", "consignor": "Sender", "consignee": "Receiver", "net_kg": "Net weight"},
    }
    return layout_of({**spec, **more})


def test_the_header_need_not_be_the_first_row() -> None:
    chosen = choose(View([["Extract of 2022"], [], HEADER, RECORD]), [layout()])
    assert chosen is not None
    assert chosen.header_rows == (3,)
    assert chosen.skip_rows == 3


def test_two_header_rows_are_joined_and_merged_cells_reach_to_the_right() -> None:
    two = layout(columns={"goods_code": "Code", "consignor": "Sender name", "consignor_country": "Sender country"})
    chosen = choose(View([["Code", "Sender", ""], ["", "name", "country"], ["8458", "ACORN", "TW"]]), [two])
    assert chosen is not None
    assert chosen.header_rows == (1, 2)
    assert chosen.columns == {"goods_code": (0,), "consignor": (1,), "consignor_country": (2,)}


def test_a_row_that_numbers_the_columns_belongs_to_the_header() -> None:
    chosen = choose(View([HEADER, ["1", "2", "3", "4"], RECORD]), [layout()])
    assert chosen is not None
    assert chosen.header_rows == (1, 2)


def test_one_header_row_is_preferred_where_a_second_adds_nothing() -> None:
    chosen = choose(View([HEADER, RECORD, RECORD]), [layout()])
    assert chosen is not None
    assert chosen.header_rows == (1,)


def test_typography_and_the_unit_of_a_header_do_not_count() -> None:
    chosen = choose(View([["CODE ", "«sender»", "Receiver:", "NET  weight,\nkg"], RECORD]), [layout()])
    assert chosen is not None
    assert set(chosen.columns) == {"goods_code", "consignor", "consignee", "net_kg"}


def test_a_value_in_dollars_is_not_a_value_without_a_currency() -> None:
    dollars = layout(columns={"goods_code": "Code", "value_usd": "Price, USD"})
    chosen = choose(View([["Code", "Price, EUR"], ["8458", "1"]]), [dollars])
    assert chosen is not None
    assert "value_usd" not in chosen.columns


def test_the_layout_that_explains_more_of_the_headers_wins() -> None:
    less = layout("less", columns={"goods_code": "Code", "consignor": "Sender"})
    chosen = choose(View([HEADER, RECORD]), [less, layout("more")])
    assert chosen is not None
    assert chosen.layout.id == "more"
    assert chosen.explained == 1.0


def test_a_layout_with_literal_headers_goes_before_a_general_one() -> None:
    literal = layout("literal", match={"headers": ["Sender", "Receiver"]}, columns={"goods_code": "Code"})
    chosen = choose(View([HEADER, RECORD]), [layout("general"), literal])
    assert chosen is not None
    assert chosen.layout.id == "literal"


def test_a_tie_is_said_and_does_not_depend_on_the_order() -> None:
    ways = [choose(View([HEADER, RECORD]), order) for order in ([layout("a"), layout("b")], [layout("b"), layout("a")])]
    assert [it.layout.id for it in ways if it] == ["a", "a"]
    assert [notice.code for it in ways if it for notice in it.notices] == ["W-LAYOUT-TIE"] * 2


def test_headers_that_nothing_explains_are_named_and_ignored_ones_are_not() -> None:
    chosen = choose(View([[*HEADER, "Duty", "Page"], [*RECORD, "1", "2"]]), [layout(ignore=["Page"])])
    assert chosen is not None
    assert [chosen.headers[at] for at in chosen.unexplained] == ["Duty"]


@pytest.mark.parametrize(
    "match",
    [
        {"columns": ["origin"]},
        {"headers": ["Elsewhere"]},
        {"kinds": ["xlsx"]},
        {"title": "^Imports"},
        {"root": "Declaration"},
        {"some": ["goods_code", "origin", "dispatch"], "at_least": 2},
    ],
)
def test_a_condition_that_does_not_hold_rules_a_layout_out(match: dict[str, object]) -> None:
    assert choose(View([HEADER, RECORD]), [layout(match=match)]) is None


def test_too_many_strange_headers_rule_a_layout_out() -> None:
    strange = layout(match={"columns": ["goods_code"], "minimum": 0.5})
    assert choose(View([["Code", "Q", "W", "E"], ["8458", "1", "2", "3"]]), [strange]) is None


def test_a_title_may_stand_above_the_header_or_in_the_name_of_the_sheet() -> None:
    titled = layout(match={"columns": ["goods_code"], "title": "(?i)imports"})
    assert choose(View([["All imports"], HEADER, RECORD]), [titled])
    assert choose(View([HEADER, RECORD], Place(sheet="Imports 2022")), [titled])


def test_a_named_layout_is_laid_even_where_its_conditions_fail() -> None:
    strict = layout(match={"headers": ["Elsewhere"]})
    chosen = apply_layout(View([HEADER, RECORD]), strict)
    assert chosen is not None
    assert chosen.columns["consignee"] == (2,)


@pytest.mark.parametrize("order", range(3))
@pytest.mark.parametrize(
    "known",
    [it for it in bundled_layouts() if it.table == "items" and it.columns and not it.records],
    ids=lambda it: it.id,
)
def test_every_customs_layout_recognises_its_own_headers_in_any_order(known: Layout, order: int) -> None:
    headers = {rule.headers[0] for rule in known.columns} | set(known.match.headers)
    row = sorted(headers)
    random.Random(order).shuffle(row)
    view = View([row, ["1"] * len(row)], kind=known.match.kinds[0] if known.match.kinds else "csv")
    chosen = choose(view, bundled_layouts())
    assert chosen is not None
    assert chosen.layout.id == known.id
