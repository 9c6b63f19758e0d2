"""Publishers' own files are read without an unexplained row."""

from pathlib import Path

import pytest

from enduse.model.provenance import Place
from enduse.sources.reading.opening import open_source
from enduse.sources.reading.raw import raw_rows
from enduse.sources.reading.xml import XmlSheet

# File, tables, rows in all, rows that cannot be cut.
FILES = [
    ("customs_korea_synthetic/df_syn_train_eng.csv.gz", 1, 37_386, 0),
    ("customs_ru_form_synthetic/declarations.jsonl", 1, 121, 0),
    ("sanctions_us_csl/consolidated_content_2022-04.csv.gz", 1, 14_161, 0),
    ("sanctions_uk/2018-04/sanctionsconlist.csv.gz", 1, 9_489, 0),
    ("sanctions_ofac/2019-01/sdn.csv.gz", 1, 7_379, 0),
    ("sanctions_eu/2016-02/EU_data.xml.gz", 1, 596, 0),
    ("nomenclature/tnved_fts/TNVED3.TXT.gz", 1, 6_592, 0),
    ("registry_egrul_redacted/egrul_4.06_12_companies_redacted.xml", 1, 13, 0),
    ("trade_eurostat_cis/raw/16_4606143_spreadsheet.xlsx", 112, 22_641, 0),
    ("trade_eurostat_cis/eu27_export_cis7_cn8_ch82_84_2020-01_2022-11.parquet", 1, 197_528, 0),
    ("procurement_zakupki/44fz_xml.tar.xz", 69, 575, 0),
]


@pytest.mark.slow
@pytest.mark.parametrize(("name", "tables", "rows", "bad"), FILES)
def test_every_row_is_read(real_data: Path, name: str, tables: int, rows: int, bad: int) -> None:
    opened = open_source(real_data / name)
    batches = [batch for sheet in opened.sheets for batch in sheet.batches()]
    assert len(opened.sheets) == tables
    assert sum(it.table.num_rows for it in batches) == rows
    assert sum(len(it.bad) for it in batches) == bad


@pytest.mark.slow
def test_every_declaration_of_the_uk_samples_is_read(real_data: Path) -> None:
    opened = open_source(real_data / "customs_uk_cds_samples/cds_xml_examples.tar.xz")
    assert (len(opened.sheets), dict(opened.left_out)) == (822, {})
    assert all(isinstance(sheet, XmlSheet) for sheet in opened.sheets)


@pytest.mark.slow
def test_every_member_of_the_mirror_tables_is_a_table_or_has_a_reason(real_data: Path) -> None:
    opened = open_source(real_data / "trade_mirror_cis/mirror_files.tar.xz")
    members = {sheet.place.member for sheet in opened.sheets} | {it.split(" › ")[0] for it in opened.left_out}
    assert len(members) == 326
    reasons = [why for why in opened.left_out.values() if why != "It is empty."]
    assert all("LibreOffice" in why for why in reasons)
    assert sum(len(batch.bad) for sheet in opened.sheets for batch in sheet.batches()) == 0


@pytest.mark.slow
def test_the_tariff_of_2022_is_told_from_its_letters(real_data: Path) -> None:
    (sheet,) = open_source(real_data / "nomenclature/tnved_fts/TNVED3.TXT.gz").sheets
    assert (sheet.traits["encoding"], sheet.traits["delimiter"]) == ("cp866", "|")


@pytest.mark.slow
def test_evidence_from_a_packed_table_comes_back(real_data: Path, tmp_path: Path) -> None:
    path = real_data / "customs_korea_synthetic/df_syn_train_eng.csv.gz"
    (cells,) = raw_rows(path, Place(), [37_386]).values()
    assert len(cells) == 22
