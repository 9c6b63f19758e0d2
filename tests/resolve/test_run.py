"""From a real ledger on disk to the tables that typologies read."""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest
from ibis.expr.types import Table

from enduse.model.ids import party_id, stable_key
from enduse.model.provenance import Place
from enduse.resolve.judgements import Judgements
from enduse.resolve.pairs import PAIRS
from enduse.resolve.report import ResolveReport
from enduse.resolve.run import FURTHER_TABLES, LEDGER_TABLES, build, open_ledger
from enduse.store.derived import DerivedStore
from enduse.store.journal import BatchCounts
from enduse.store.ledger import LedgerStore
from enduse.store.manifest import PlaceEntry, SourceEntry
from enduse.store.schema import TABLES
from enduse.store.snapshot import open_snapshot
from enduse.store.workspace import Workspace
from enduse.text.countries import country_code

Row = Mapping[str, Any]
INN = "9799001010"


@dataclass(frozen=True)
class Case:
    """A workspace in a temporary folder."""

    workspace: Workspace

    def add(self, name: str, table: str, rows: pa.Table | list[Row]) -> str:
        """Publish rows as the source ``name``; gives its id."""
        source_id = stable_key(name, length=64)
        if isinstance(rows, list):
            filled = [{"source_id": source_id, "row": number, **row} for number, row in enumerate(rows, 2)]
            rows = pa.Table.from_pylist(filled, schema=TABLES[table].arrow_schema())
        counts = BatchCounts(rows_read=rows.num_rows, rows_kept=rows.num_rows)
        place = PlaceEntry(None, None, "csv", "test", table, rows_read=rows.num_rows, rows_kept=rows.num_rows)
        with self._store().intake(source_id) as intake:
            intake.write_batch(Place(), 2, {table: rows}, counts)
            intake.publish(SourceEntry(source_id, name, 1, "2026-01-01T00:00:00+00:00", (place,)))
        return source_id

    @contextmanager
    def resolved(self, judgements: Judgements | None = None) -> Iterator[tuple[ResolveReport, dict[str, Table]]]:
        """Build everything and open it."""
        snapshot = open_snapshot(self._store())
        run = DerivedStore(self.workspace).begin()
        report = build(snapshot, run, judgements)
        done = run.commit({"ledger_version": report.ledger_version})
        tables = open_ledger(done)
        yield report, tables
        snapshot.close()
        tables["items"].get_backend().disconnect()

    def _store(self) -> LedgerStore:
        return LedgerStore(self.workspace, lambda: datetime(2026, 1, 1, tzinfo=UTC))


@pytest.fixture
def case(tmp_path: Path) -> Case:
    return Case(Workspace.create(tmp_path / "case"))


def _line(number: int, **more: Any) -> Row:
    return {
        "declaration_no": f"10216170/010622/{number:07}",
        "line_no": "1",
        "direction": "import",
        "declared_on": date(2022, 6, 1),
        "consignor": "Vektor Stan Trading LLC",
        "consignor_country": "AE",
        "consignee": "ООО «Ромашка-Стан»",
        "consignee_identifier": INN,
        "consignee_country": "RU",
        "origin": "TW",
        "dispatch": "TR",
        "goods_code": "8458112009",
        "trademark": "Fictional Lathes",
        "value": 100.0,
        "currency": "EUR",
        **more,
    }


def _rows(table: Table, *order: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = table.order_by(*order).to_pyarrow().to_pylist()
    return rows


def test_an_empty_ledger_gives_empty_tables_and_the_bundled_list(case: Case) -> None:
    with case.resolved() as (report, tables):
        assert (report.items.kept, report.cells.kept, report.code_list_rows) == (0, 0, 50)
        assert set(tables) == {*LEDGER_TABLES, *FURTHER_TABLES}
        assert report.notices() == ()


def test_two_dumps_of_the_same_declarations_count_once_and_both_stay_visible(case: Case) -> None:
    case.add("2022.csv", "items", [_line(1), _line(2)])
    newer = case.add("2022-full.csv", "items", [_line(2), _line(3)])

    with case.resolved() as (report, tables):
        (lost,) = _rows(tables["superseded"], "row_id")

        assert report.items.kept == 3
        assert (lost["kept_source_id"], lost["kept_row"]) == (newer, 2)
        assert len(_rows(tables["items"].filter(tables["items"].source_id == newer), "row_id")) == 2
        assert report.notices()[0].message.startswith("2022.csv: 1 lines that also stand in 2022-full.csv.")


def test_rows_kept_and_rows_that_gave_way_are_all_rows(case: Case) -> None:
    case.add("a.csv", "items", [_line(it) for it in (1, 1, 2, 3)])
    case.add("b.csv", "items", [_line(it) for it in (3, 4)])

    with case.resolved() as (report, _):
        assert report.items.kept + report.items.superseded == 6
        assert report.items.kept == 4


def test_the_lines_of_an_importer_lie_together(case: Case) -> None:
    firms = ("OOO Astra Fiction", "OOO Berkut Fiction", "OOO Vega Fiction")
    case.add("a.csv", "items", [_line(it, consignee=firms[it % 3], consignee_identifier=None) for it in range(9)])

    with case.resolved() as (_, tables):
        importers = tables["items"].to_pyarrow()["consignee_id"].to_pylist()

        assert importers == sorted(importers)
        assert len(set(importers)) == 3


def test_every_party_id_stands_in_the_table_of_parties(case: Case) -> None:
    case.add(
        "a.csv", "items", [_line(1), _line(2, consignor="VEKTOR STAN TRADING", contract_holder="Fictional Holding")]
    )

    with case.resolved() as (_, tables):
        known = {it["party_id"]: it for it in _rows(tables["parties"], "party_id")}
        first, second = _rows(tables["items"], "row_id")

        assert first["consignor_id"] == second["consignor_id"]
        assert known[first["consignee_id"]]["anchor"] == f"inn:{INN}"
        assert known[second["contract_holder_id"]]["name"] == "Fictional Holding"
        assert known[first["consignor_id"]]["mentions"] == 2


def test_ambiguous_names_are_counted_and_named(case: Case) -> None:
    name = "ООО «Ромашка-Стан»"
    case.add(
        "a.csv",
        "items",
        [_line(1), _line(2, consignee_identifier="9799001098"), _line(3, consignee_identifier=None, consignee=name)],
    )

    with case.resolved() as (report, tables):
        (named,) = report.parties.most_ambiguous

        assert (report.parties.ambiguous, named.name, named.parties, named.rows) == (1, name, 2, 1)
        assert len(_rows(tables["parties"].filter(tables["parties"].ambiguous), "party_id")) == 1
        assert "W-NAMES-AMBIGUOUS" in {it.code for it in report.notices()}


def test_a_judgement_moves_the_lines_of_a_name(case: Case) -> None:
    case.add("a.csv", "items", [_line(1)])
    line = {"left": "name:AE:vektorstantrading", "right": "id:AE:1234567", "verdict": "same"}

    with case.resolved(Judgements.parse([json.dumps(line)])) as (_, tables):
        (row,) = _rows(tables["items"], "row_id")

        assert row["consignor_id"] == party_id("id:AE:1234567")


def test_the_user_s_rates_convert_what_the_european_bank_does_not_quote(case: Case) -> None:
    case.add("a.csv", "items", [_line(1, currency="KGS"), _line(2, currency="AMD")])
    rate = {"currency": "KGS", "per": "USD", "rate": 80.0, "month": date(2022, 6, 1), "months": 1, "publisher": "NB"}
    case.add("rates.csv", "fx_rates", [rate])

    with case.resolved() as (report, tables):
        assert [it["value_usd"] for it in _rows(tables["items"], "row_id")] == [1.25, None]
        assert report.items.unconverted == {"AMD": 1}
        assert "AMD 1" in report.notices()[-1].message


def test_a_second_run_of_the_same_ledger_gives_the_same_tables(case: Case) -> None:
    case.add("a.csv", "items", [_line(it) for it in range(1, 6)])
    orders = {"items": "row_id", "parties": "party_id", "mentions": "name", "code_lists": "goods_code"}

    with case.resolved() as (_, tables):
        first = {name: _rows(tables[name], by) for name, by in orders.items()}
    with case.resolved() as (_, tables):
        assert {name: _rows(tables[name], by) for name, by in orders.items()} == first


def test_nothing_but_results_is_left_in_the_run(case: Case) -> None:
    case.add("a.csv", "items", [_line(1)])
    with case.resolved():
        current = DerivedStore(case.workspace).current()

    assert current is not None
    assert {it.stem for it in current.folder.iterdir()} == {*LEDGER_TABLES, *FURTHER_TABLES, PAIRS, "run"}


@pytest.fixture
def eurostat(real_data: Path) -> list[Row]:
    """The published cells of March to November 2021 and 2022 at CN8, as a ledger holds them."""
    path = real_data / "trade_eurostat_cis" / "eu27_export_cis7_cn8_ch82_84_2020-01_2022-11.parquet"
    raw = pq.read_table(path, filters=[("level", "==", "CN8"), ("month", ">=", "2021-03")])
    told = raw.filter(
        pc.and_(pc.is_valid(raw["value"]), pc.greater_equal(pc.utf8_slice_codeunits(raw["month"], 5), "03"))
    )
    return [
        {
            "reporter": country_code(it["reporter"]),
            "partner": country_code(it["partner"]),
            "flow": "export",
            "goods_code": it["code"],
            "month": date.fromisoformat(f"{it['month']}-01"),
            "months": 1,
            "value": it["value"],
            "currency": "EUR",
            "publisher": "Eurostat",
        }
        for it in told.to_pylist()
        if it["month"][5:] != "12"
    ]


@pytest.mark.slow
def test_a_file_added_twice_under_two_names_counts_once(case: Case, eurostat: list[Row]) -> None:
    case.add("eurostat.parquet", "statistics", eurostat)
    case.add("eurostat again.parquet", "statistics", eurostat)

    with case.resolved() as (report, tables):
        cells = tables["statistics"]
        spring = cells.filter(cells.partner == "RU", cells.goods_code.length() == 8)
        sums = spring.group_by(year=spring.month // 12).aggregate(eur=spring.value_eur.sum() / 1e6)
        found = {it["year"]: round(it["eur"], 1) for it in sums.to_pyarrow().to_pylist()}

        assert report.cells.kept == len(eurostat)
        assert [(it.equal, it.different) for it in report.cells.overlaps] == [(len(eurostat), 0)]
        assert [found[year] for year in (2021, 2022)] == [6928.1, 1851.2]
