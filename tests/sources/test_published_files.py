"""Published tables as their publishers made them: read where the files are at hand, else skipped."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pytest

from enduse.sources.choose import Chosen
from enduse.sources.convert import convert
from enduse.sources.converted import Converted, Counts
from enduse.sources.layout import bundled_layouts
from enduse.sources.pivot import convert_pivot
from enduse.sources.plan import Evidence, Setting, evidence_of, plan_sheet
from enduse.sources.reading import RawBatch
from enduse.sources.reading.opening import open_source
from enduse.sources.recognise import recognise_sheet

pytestmark = pytest.mark.slow

TODAY = date(2026, 1, 1)


def converted(batches: list[RawBatch], chosen: Chosen, setting: Setting) -> Iterable[Converted]:
    if chosen.layout.pivot:
        yield convert_pivot(batches, setting.place, chosen.layout, setting.file_name, setting.source_id)
        return
    plan = plan_sheet(chosen, sum((evidence_of(it, chosen) for it in batches), Evidence()), setting)
    yield from (convert(it, plan) for it in batches)


@dataclass
class Archive:
    """Everything that one source gave."""

    tables: dict[str, pa.Table] = field(default_factory=dict)
    layouts: Counter[str] = field(default_factory=Counter)
    unknown: list[str] = field(default_factory=list)
    counts: dict[str, Counts] = field(default_factory=dict)


def read_all(path: Path) -> Archive:
    opened = open_source(path)
    archive, parts = Archive(), defaultdict(list)
    for sheet in opened.sheets:
        found = recognise_sheet(sheet, bundled_layouts(), opened.name)
        if found is None:
            archive.unknown.append(str(sheet.place))
            continue
        layout = found.chosen.layout
        archive.layouts[layout.id] += 1
        if not layout.table:
            continue
        batches = list(found.sheet.batches(found.chosen.skip_rows))
        for part in converted(batches, found.chosen, Setting(opened.source_id, sheet.place, opened.name, TODAY)):
            archive.counts[layout.id] = archive.counts.get(layout.id, Counts()) + part.counts
            for name, table in part.tables.items():
                parts[name].append(table)
    archive.tables = {name: pa.concat_tables(tables) for name, tables in parts.items()}
    return archive


def only(table: pa.Table, **wanted: object) -> pa.Table:
    for name, value in wanted.items():
        table = table.filter(pc.equal(table[name], pa.scalar(value)))
    return table


def by_year(table: pa.Table, measure: str) -> Mapping[int, float]:
    """Millions by year, to one decimal."""
    sums: Counter[int] = Counter()
    for row in table.select(["month", measure]).to_pylist():
        sums[row["month"].year] += row[measure]
    return {year: round(value / 1e6, 1) for year, value in sums.items()}


@pytest.fixture(scope="module")
def mirror(real_data: Path) -> Archive:
    return read_all(real_data / "trade_mirror_cis" / "mirror_files.tar.xz")


def test_every_table_of_the_mirror_files_is_recognised(mirror: Archive) -> None:
    # Word pages are read only where LibreOffice is installed.
    assert mirror.unknown == []
    assert mirror.layouts["eurostat_relational"] == 287
    assert mirror.layouts["ru_trade_cis_yearly"] == 29
    assert {name for name in mirror.layouts if not next(it for it in bundled_layouts() if it.id == name).table} == {
        "kg_trade_by_commodity",
        "kg_trade_by_region",
        "kg_trade_by_activity",
    }


def test_no_row_of_the_mirror_files_is_rejected(mirror: Archive) -> None:
    assert {name: it.rows_rejected for name, it in mirror.counts.items() if it.rows_rejected} == {}


def test_eu_exports_to_kyrgyzstan_as_eurostat_reports_them(mirror: Archive) -> None:
    cells = only(
        mirror.tables["statistics"], reporter="EU27_2020", partner="KG", flow="export", publisher="Eurostat", months=1
    )
    years = by_year(cells, "value_eur")
    assert {year: years[year] for year in (2021, 2022, 2023)} == {2021: 263.2, 2022: 1170.9, 2023: 2733.8}


def test_kyrgyz_imports_from_the_eu_as_kyrgyzstan_reports_them(mirror: Archive) -> None:
    cells = only(mirror.tables["statistics"], reporter="KG", partner="EU", flow="import")
    years = by_year(cells, "value_usd")
    assert {year: years[year] for year in (2021, 2022, 2023)} == {2021: 289.5, 2022: 526.9, 2023: 964.6}
    assert only(cells, preliminary=True)["month"].to_pylist() == [date(2023, 1, 1)]


def test_the_union_of_27_is_the_sum_of_its_members(mirror: Archive) -> None:
    cells = only(
        mirror.tables["statistics"], partner="KG", flow="export", publisher="Eurostat", month=date(2022, 6, 1), months=1
    )
    values = {row["reporter"]: row["value_eur"] for row in cells.to_pylist()}
    members = sum(value for code, value in values.items() if len(code) == 2 and code not in ("EU", "EA", "GB"))
    assert {"EU27_2020", "EU", "EA", "EA20"} <= set(values)
    assert members == pytest.approx(values["EU27_2020"])


@pytest.mark.parametrize(("flow", "germany"), [("import", 985.5), ("export", 86.8)])
def test_uzbek_files_tell_exports_from_imports(mirror: Archive, flow: str, germany: float) -> None:
    cells = only(mirror.tables["statistics"], reporter="UZ", partner="DE", flow=flow, month=date(2023, 1, 1))
    assert round(cells["value_usd"][0].as_py() / 1e6, 1) == germany


def test_russian_imports_from_china_in_december_2021(mirror: Archive) -> None:
    cells = only(
        mirror.tables["statistics"], reporter="RU", partner="CN", flow="import", month=date(2021, 12, 1), months=1
    )
    assert cells.select(["value_usd", "sheet", "cell"]).to_pylist() == [
        {"value_usd": 8_216_738_260.0, "sheet": "Импорт", "cell": "B213"}
    ]


def test_the_som_is_priced_every_year(mirror: Archive) -> None:
    rates = only(mirror.tables["fx_rates"], per="USD", months=12)
    assert {row["month"].year: row["rate"] for row in rates.to_pylist()}[2023] == pytest.approx(87.8561)


CIS7 = {"RU": (6928.1, 1851.2), "KZ": (463.4, 971.3), "AM": (30.0, 157.6), "KG": (13.1, 82.6)}


@pytest.fixture(scope="module")
def eurostat(real_data: Path) -> Archive:
    name = "eu27_export_cis7_cn8_ch82_84_2020-01_2022-11.parquet"
    return read_all(real_data / "trade_eurostat_cis" / name)


@pytest.mark.parametrize("partner", CIS7)
def test_eu_machines_and_tools_to_march_november(eurostat: Archive, partner: str) -> None:
    cells = only(eurostat.tables["statistics"], partner=partner)
    cells = cells.filter(pc.equal(pc.utf8_length(cells["goods_code"]), 8))
    months = cells.filter(pc.is_in(pc.month(cells["month"]), pa.array(range(3, 12))))
    years = by_year(months, "value_eur")
    assert (years[2021], years[2022]) == CIS7[partner]


def keyed(table: pa.Table) -> dict[tuple[Any, ...], float]:
    names = ("reporter", "partner", "goods_code", "month")
    return {tuple(row[name] for name in names): row["value_eur"] for row in table.to_pylist()}


def test_the_workbook_gives_the_figures_of_the_parquet_file(real_data: Path, eurostat: Archive) -> None:
    book = read_all(real_data / "trade_eurostat_cis" / "raw" / "16_4606143_spreadsheet.xlsx")
    assert (book.layouts, book.unknown) == ({"eurostat_databrowser": 112}, [])
    from_book = keyed(book.tables["statistics"])
    products = {key[2] for key in from_book}
    from_parquet = {key: value for key, value in keyed(eurostat.tables["statistics"]).items() if key[2] in products}
    shared = {key: value for key, value in from_book.items() if key[2][:2] in ("82", "84")}
    assert len(shared) > 50_000
    assert shared == from_parquet


def test_total_trade_holds_both_flows_of_all_goods(real_data: Path) -> None:
    book = read_all(real_data / "trade_eurostat_cis" / "eu_total_trade.xlsx")
    kinds = {(row["goods_code"], row["flow"]) for row in book.tables["statistics"].to_pylist()}
    assert kinds == {("27", "import"), ("27", "export"), ("TOTAL", "import"), ("TOTAL", "export")}


def test_the_eu_list_has_its_2304_codes_none_before_the_war(real_data: Path) -> None:
    found = read_all(real_data / "control_lists" / "sanctions_hs6_master.csv")
    table = found.tables["code_lists"]
    starts = Counter(table["start"].to_pylist())
    assert (table.num_rows, starts[date(2022, 12, 16)], min(starts)) == (2304, 19, date(2022, 2, 25))


def test_the_priority_list_has_fifty_codes(real_data: Path) -> None:
    table = read_all(real_data / "control_lists" / "chpl_2024-02-23.csv").tables["code_lists"]
    assert (table.num_rows, set(table["tier"].to_pylist())) == (50, {"1", "2", "3.A", "3.B", "4.A", "4.B"})
