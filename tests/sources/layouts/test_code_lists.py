"""Lists of goods codes on small made-up files."""

from datetime import date
from typing import Any

from enduse.model.provenance import Place
from enduse.sources.choose import View, choose
from enduse.sources.layout import bundled_layouts


def test_high_priority_list(tables: Any) -> None:
    given = tables.csv(
        "hs6,tier,list,published,source\n845710,4.B,Some list,2024-02-23,https://example.org", "chpl_2024.csv"
    )
    columns = ("authority", "list", "goods_code", "tier", "start", "end", "citation")
    assert tables.cells(given, *columns, layout="list_chpl", table="code_lists") == [
        ("CHPL", "Some list", "845710", "4.B", date(2024, 2, 23), None, "https://example.org")
    ]


EU_HS6 = """
hs6,sanction_date,sanctioned,partially_exempt,dual_use,category
010121,2022-03-15,1.0,0.0,,luxury
850110,2016-12-22,1.0,0.0,,military_tech
"""


def test_eu_bans_start_on_their_dates(tables: Any) -> None:
    columns = ("authority", "goods_code", "start", "destinations", "confidence")
    assert tables.cells(tables.csv(EU_HS6), *columns, layout="list_eu_russia_hs6", table="code_lists") == [
        ("EU", "010121", date(2022, 3, 15), "RU", "derived"),
        ("EU", "850110", date(2022, 12, 16), "RU", "derived"),
    ]


def test_a_code_without_a_ban_is_on_no_list(tables: Any) -> None:
    _, found = tables.read(tables.csv(EU_HS6 + "010130,,,,,non_sanctioned\n"))
    assert found.tables["code_lists"]["goods_code"].to_pylist() == ["010121", "850110"]
    assert found.counts.rows_rejected + sum(found.counts.skipped.values()) == 1


def test_eu_bans_by_cn8_have_no_dates(tables: Any) -> None:
    given = tables.csv('code,product\n84581120,"Lathes"', "export_sanctions_codes.csv")
    assert tables.cells(given, "goods_code", "start", layout="list_eu_russia_cn8", table="code_lists") == [
        ("84581120", None)
    ]


def test_a_file_of_codes_and_products_by_another_name_is_no_list_of_bans() -> None:
    view = View([["code", "product"], ["1", "Screws"]], Place(), "csv", "", "catalogue.csv")
    chosen = choose(view, bundled_layouts())
    assert chosen is None or chosen.layout.id != "list_eu_russia_cn8"
