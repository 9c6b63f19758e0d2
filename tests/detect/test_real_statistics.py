"""The published figures of a known route shift come out of the publisher's own file."""

import csv
from datetime import date
from pathlib import Path
from typing import Any

import ibis
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from enduse.detect import Ledger
from enduse.detect.typologies.hub_surge import in_statistics as hub_surges
from enduse.detect.typologies.route_shift_after_control_date import in_statistics as route_shifts
from enduse.text.countries import country_code

pytestmark = pytest.mark.slow
INVASION = date(2022, 2, 24)
EUROSTAT = "trade_eurostat_cis/eu27_export_cis7_cn8_ch82_84_2020-01_2022-11.parquet"


def coded(column: pa.ChunkedArray) -> pa.Array:
    names = column.combine_chunks().dictionary_encode()
    return pa.DictionaryArray.from_arrays(
        names.indices, pa.array([country_code(it) for it in names.dictionary.to_pylist()])
    ).dictionary_decode()


@pytest.fixture(scope="module")
def published(real_data: Path) -> Ledger:
    table = pq.read_table(real_data / EUROSTAT)
    codes, months = table["code"].to_pylist(), table["month"].to_pylist()
    empty = pa.nulls(len(table), pa.string())
    cells = pa.table(
        {
            "row_id": range(len(table)),
            "reporter": coded(table["reporter"]),
            "partner": coded(table["partner"]),
            "flow": ["export"] * len(table),
            "goods_code": codes,
            "hs6": [it[:6] if len(it) >= 6 else None for it in codes],
            "month": [int(it[:4]) * 12 + int(it[5:]) - 1 for it in months],
            "months": [1] * len(table),
            "value_eur": table["value"],
            "value_usd": table["value"],
            "publisher": ["Eurostat"] * len(table),
            "basis": empty,
        }
    )
    return Ledger(ibis.memtable(pa.table({})), ibis.memtable(cells), ibis.memtable(pa.table({})), lists(real_data))


def lists(real_data: Path) -> Any:
    text = (real_data / "control_lists/sanctions_hs6_master.csv").read_text(encoding="utf-8")
    rows = [it for it in csv.DictReader(text.splitlines()) if it["sanctioned"] == "1.0"]
    usual = {
        "authority": "EU",
        "list": "bans",
        "tier": None,
        "destinations": None,
        "end": None,
        "confidence": "derived",
    }
    dated = [{"goods_code": it["hs6"], "start": date.fromisoformat(it["sanction_date"]), **usual} for it in rows]
    kinds = {name: pa.date32() if name in ("start", "end") else pa.string() for name in (*dated[0], "citation")}
    return ibis.memtable(pa.Table.from_pylist(dated, schema=pa.schema(kinds)))


def test_the_route_shift_of_chapters_82_and_84(published: Ledger) -> None:
    rows = {row["subject_id"]: row for row in route_shifts(published, INVASION).to_pyarrow().to_pylist()}

    russia = rows["EU>RU"]
    hubs = {it["partner"]: (round(it["before"] / 1e6, 1), round(it["after"] / 1e6, 1)) for it in russia["hubs"]}
    assert (round(russia["before"] / 1e6, 1), round(russia["after"] / 1e6, 1)) == (6928.1, 1851.2)
    assert (hubs["KZ"], hubs["AM"], hubs["KG"]) == ((463.4, 971.3), (30.0, 157.6), (13.1, 82.6))


def test_work_holders_to_kazakhstan_are_among_the_first_five_lanes(published: Ledger) -> None:
    rows = hub_surges(published, INVASION).to_pyarrow().to_pylist()

    rows.sort(key=lambda it: (-it["strength"], -it["rank"]))
    first = {row["subject_id"]: row["ratio"] for row in rows[:5]}
    assert round(first["EU>KZ:84661031"]) == 157
    assert all(row["ratio"] for row in rows[:5])
