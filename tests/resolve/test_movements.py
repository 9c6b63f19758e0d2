"""Goods lines as typologies read them."""

from collections.abc import Callable
from datetime import date
from typing import Any

import ibis
import pyarrow as pa
import pytest
from ibis.expr.types import Table

from enduse.model.period import Span, month_index
from enduse.resolve.brands import brand
from enduse.resolve.movements import Lookups, movements, unconverted, value_counts, wanted_rates
from enduse.resolve.numbering import with_row_ids
from enduse.resolve.rates import unit_values
from enduse.store.goods_facts import goods_facts_schema
from enduse.store.schema import FX_RATES

Rows = Callable[..., Table]
JUNE = date(2022, 6, 15)
SPAN = Span(month_index(JUNE), month_index(JUNE) + 1)


def _empty(**columns: str) -> Table:
    return ibis.memtable(ibis.schema(columns).to_pyarrow().empty_table())


def _moved(
    table: Table, placed: Table | None = None, lost: Table | None = None, told: list[dict[str, Any]] | None = None
) -> Table:
    worth = unit_values(wanted_rates(table), FX_RATES.arrow_schema().empty_table(), {})
    nobody = _empty(name="string", identifier="string", country="string", party_id="int64")
    numbered = with_row_ids(table, {"a": 0})
    lookups = Lookups(
        lost if lost is not None else _empty(row_id="int64"),
        nobody if placed is None else placed,
        ibis.memtable(worth),
        ibis.memtable(pa.Table.from_pylist(told or [], schema=goods_facts_schema())),
    )
    return movements(numbered, lookups)


def _rows(table: Table) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = table.order_by("row_id").to_pyarrow().to_pylist()
    return rows


def test_a_declared_dollar_value_is_taken_as_it_is(items: Rows) -> None:
    (row,) = _rows(_moved(items({"value_usd": 50.0, "value": 1.0, "currency": "EUR", "declared_on": JUNE})))

    assert (row["value_usd"], row["value_basis"], row["rate_publisher"]) == (50.0, "declared", None)


def test_another_value_is_converted_at_the_mean_of_its_month(items: Rows) -> None:
    (row,) = _rows(_moved(items({"value": 100.0, "currency": "EUR", "declared_on": JUNE})))

    assert row["value_usd"] == pytest.approx(105.7, abs=0.1)
    assert (row["value_basis"], row["rate_publisher"]) == ("converted", "ECB")
    assert row["value_usd"] == pytest.approx(100 * row["usd_per_unit"])


@pytest.mark.parametrize("given", [{"currency": "KGS"}, {"currency": "EUR", "declared_on": None}, {"currency": None}])
def test_a_value_without_a_rate_is_missing_never_invented(items: Rows, given: dict[str, Any]) -> None:
    moved = _moved(items({"value": 100.0, "declared_on": JUNE, **given}))

    assert [(it["value_usd"], it["value_basis"]) for it in _rows(moved)] == [(None, "missing")]


def test_values_are_counted_by_basis_and_currency(items: Rows) -> None:
    lines = [{"value": 1.0, "currency": it, "declared_on": JUNE} for it in ("KGS", "KGS", "AMD", "EUR")]

    moved = _moved(items(*lines))

    assert value_counts(moved) == {"converted": 1, "missing": 3}
    assert unconverted(moved) == {"KGS": 2, "AMD": 1}


def test_only_undeclared_foreign_values_need_rates(items: Rows) -> None:
    table = items(
        {"value": 1.0, "currency": "EUR", "declared_on": JUNE},
        {"value": 1.0, "currency": "CNY", "declared_on": JUNE, "value_usd": 1.0},
        {"value": 1.0, "currency": "JPY"},
    )

    assert wanted_rates(table) == {("EUR", SPAN)}


def test_each_role_gets_its_party(items: Rows) -> None:
    placed = ibis.memtable(
        pa.table(
            {
                "name": ["Vektor Stan", "Vektor Stan"],
                "identifier": ["", "17"],
                "country": ["AE", ""],
                "party_id": [1, 2],
            }
        )
    )

    (row,) = _rows(
        _moved(
            items(
                {
                    "consignor": "Vektor Stan",
                    "consignor_country": "AE",
                    "consignee": "Vektor Stan",
                    "consignee_identifier": "17",
                    "declarant_country": "RU",
                }
            ),
            placed,
        )
    )

    assert (row["consignor_id"], row["consignee_id"], row["contract_holder_id"], row["declarant_id"]) == (
        1,
        2,
        None,
        None,
    )


def test_a_line_that_gave_way_is_gone_and_the_others_keep_their_numbers(items: Rows) -> None:
    table = items({"row": 2}, {"row": 3}, {"row": 4})

    assert [it["row_id"] for it in _rows(_moved(table))] == [2, 3, 4]
    assert [it["row_id"] for it in _rows(_moved(table, lost=ibis.memtable(pa.table({"row_id": [3]}))))] == [2, 4]


@pytest.mark.parametrize(
    ("code", "expected"), [("8458112009", "845811"), ("845811", "845811"), ("8458", None), (None, None)]
)
def test_hs6_is_the_code_s_first_six_digits(items: Rows, code: str | None, expected: str | None) -> None:
    (row,) = _rows(_moved(items({"goods_code": code, "declared_on": JUNE})))

    assert (row["hs6"], row["month"]) == (expected, SPAN.start)


@pytest.mark.parametrize(
    ("mark", "maker", "expected"),
    [
        ("Tsugami", "Some Works Co", "TSUGAMI"),
        ("  «Стан-Про»  ", None, "СТАН-ПРО"),
        ("ОТСУТСТВУЕТ", "Fictional  Works Co.", "FICTIONAL WORKS CO"),
        ('"Без товарного знака"', "неизвестно", None),
        ("NO BRAND", None, None),
        ("-", "", None),
        (None, None, None),
        ("NONE SUCH TOOLS", None, "NONE SUCH TOOLS"),
    ],
)
def test_the_brand_is_the_mark_else_the_maker(mark: str | None, maker: str | None, expected: str | None) -> None:
    table = ibis.memtable(pa.table({"mark": pa.array([mark], pa.string()), "maker": pa.array([maker], pa.string())}))

    assert table.select(it=brand(table.mark, table.maker)).to_pyarrow()["it"].to_pylist() == [expected]


LATHE = {"description": "станок GENOS L250", "trademark": "окума", "manufacturer_text": ""}


def test_a_line_carries_what_its_texts_say(items: Rows) -> None:
    facts = {**LATHE, "mark": "OKUMA", "kind": "turning", "model": "GENOS L250", "serials": ["A1"]}
    row, other = _rows(_moved(items(LATHE, {"description": "станок"}), told=[facts]))

    assert (row["brand"], row["kind"], row["model"], row["serials"]) == ("OKUMA", "turning", "GENOS L250", ["A1"])
    assert (other["brand"], other["kind"], other["model"], other["serials"]) == (None, None, None, [])


def test_a_model_and_a_serial_number_in_columns_of_their_own_are_kept(items: Rows) -> None:
    facts = {**LATHE, "model": "GENOS", "serials": ["A1"]}
    line = {**LATHE, "model": "GENOS L250-E", "serial": " B2 "}
    row, same = _rows(_moved(items(line, {**line, "serial": "A1"}), told=[facts]))

    assert (row["model"], row["serials"]) == ("GENOS L250-E", ["A1", "B2"])
    assert same["serials"] == ["A1"]
