from datetime import date
from typing import Any

import ibis
import pyarrow as pa
import pytest
from ibis.expr.types import Table

from enduse.trace.series import first_whole_month, is_member, movements, year_on_year

_TEXTS = ("reporter", "partner", "flow", "goods_code", "publisher")


def cells(*rows: tuple[str, str, str, float], **more: Any) -> Table:
    """Monthly exports of March 2021: reporter, partner, goods code, value."""
    usual = {"flow": "export", "month": 2021 * 12 + 2, "months": 1, "publisher": "office", **more}
    table = [
        {"row_id": i, "reporter": a, "partner": b, "goods_code": code, "value_eur": v, "value_usd": v * 2, **usual}
        for i, (a, b, code, v) in enumerate(rows)
    ]
    whole: Table = ibis.memtable(pa.Table.from_pylist(table))
    return whole


def kept(table: Table, flow: Any = "export") -> list[tuple[str, str, str, float]]:
    rows = movements(table, flow).to_pyarrow().to_pylist()
    return sorted((row["exporter"], row["importer"], row["goods_code"], row["amount"]) for row in rows)


def test_members_are_the_union_and_others_themselves() -> None:
    found = kept(cells(("DE", "KZ", "84581120", 5.0), ("TW", "KZ", "84581120", 5.0)))

    assert found == [("EU", "KZ", "84581120", 5.0), ("TW", "KZ", "84581120", 10.0)]


def test_a_published_total_replaces_its_members() -> None:
    found = kept(
        cells(("DE", "KZ", "84581120", 5.0), ("EU27_2020", "KZ", "84581120", 9.0), ("EU", "KZ", "84581120", 8.0))
    )

    assert found == [("EU", "KZ", "84581120", 9.0)]


def test_the_most_detailed_level_of_a_chapter_stays() -> None:
    found = kept(cells(("TW", "KZ", "8458", 5.0), ("TW", "KZ", "84581120", 5.0), ("TW", "KZ", "8207", 1.0)))

    assert [code for _a, _b, code, _v in found] == ["8207", "84581120"]


def test_all_goods_are_a_scope_of_their_own() -> None:
    found = movements(cells(("TW", "KZ", "TOTAL", 9.0), ("TW", "KZ", "84581120", 5.0)), "export")

    assert sorted(found.to_pyarrow()["scope"].to_pylist()) == ["TOTAL", "goods"]


def test_one_publisher_is_heard() -> None:
    one, two = cells(("TW", "KZ", "84581120", 5.0)), cells(("TW", "KZ", "84581120", 5.0), publisher="another")

    assert len(kept(one.union(two))) == 1


def test_cells_of_an_unnamed_publisher_count() -> None:
    table = cells(("TW", "KZ", "84581120", 5.0))

    assert len(kept(table.mutate(publisher=ibis.null("string")))) == 1


def test_on_the_importers_side_the_union_is_the_partner() -> None:
    assert kept(cells(("KG", "DE", "TOTAL", 5.0), flow="import"), "import") == [("EU", "KG", "TOTAL", 5.0)]


@pytest.mark.parametrize(
    ("country", "on", "member"), [("GB", "2020-01", True), ("GB", "2020-02", False), ("HR", "2013-06", False)]
)
def test_membership_has_dates(country: str, on: str, member: bool) -> None:
    year, month = map(int, on.split("-"))
    table = ibis.memtable(pa.table({"who": [country], "month": [year * 12 + month - 1]}))

    assert table.select(it=is_member(table.who, table.month)).to_pyarrow()["it"].to_pylist() == [member]


@pytest.mark.parametrize(("day", "index"), [("2022-03-01", 24266), ("2022-02-24", 24266), ("2022-03-02", 24267)])
def test_the_first_whole_month_begins_on_or_after_the_day(day: str, index: int) -> None:
    assert first_whole_month(date.fromisoformat(day)) == index


def test_windows_end_with_the_records_and_hold_the_same_months() -> None:
    table = ibis.memtable(pa.table({"who": ["a"] * 21, "month": list(range(100, 121)), "first_month": [112] * 21}))

    rows = year_on_year(table, ["who"]).to_pyarrow()

    late = dict(zip(rows["month"].to_pylist(), rows["late"].to_pylist(), strict=True))
    assert sorted(k for k, v in late.items() if v) == list(range(112, 121))
    assert sorted(k for k, v in late.items() if not v) == list(range(100, 109))
