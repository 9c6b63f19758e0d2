"""Tables of Eurostat and UN Comtrade on small made-up sheets; every figure is invented."""

from datetime import date
from typing import Any

import pytest

from enduse.sources.converted import Counts

Rows = list[list[str]]


DATABROWSER: Rows = [
    ["Data extracted on 01/02/2023"],
    ["Dataset: ", "EU trade since 1988 by HS2-4-6 and CN8"],
    [""],
    ["PRODUCT [PRODUCT]", "", "Work holders [84662020]"],
    ["FLOW", "", "EXPORT"],
    ["INDICATORS", "", "VALUE_IN_EUROS"],
    [""],
    ["TIME", "TIME", "2022-01", "2022-02"],
    ["FREQ (Labels)", "FREQ (Labels)", "Monthly", "Monthly"],
    ["REPORTER (Labels)", "PARTNER (Labels)", "", ""],
    ["Austria", "Kazakhstan", ":", "120"],
    ["Germany (incl. German Democratic Republic 'DD' from 1991)", "Russian Federation (Russia)", "77", "5"],
    [""],
    ["Special value"],
    [":", "not available"],
]


def test_eurostat_workbook(tables: Any) -> None:
    columns = ("reporter", "partner", "goods_code", "flow", "month", "months", "value_eur", "cell")
    assert tables.cells(tables.given(DATABROWSER, sheet="Sheet 1"), *columns, layout="eurostat_databrowser") == [
        ("AT", "KZ", "84662020", "export", date(2022, 2, 1), 1, 120.0, "D11"),
        ("DE", "RU", "84662020", "export", date(2022, 1, 1), 1, 77.0, "C12"),
        ("DE", "RU", "84662020", "export", date(2022, 2, 1), 1, 5.0, "D12"),
    ]


def test_eurostat_workbook_skips_notes_and_missing_cells(tables: Any) -> None:
    _, found = tables.read(tables.given(DATABROWSER, sheet="Sheet 1"))
    assert found.counts == Counts(2, 2, 0, {"header": 3, "above the table": 5, "blank": 3, "note": 2})


@pytest.mark.parametrize("sheet", ["Summary", "Structure"])
def test_eurostat_tables_of_contents_are_left_out_by_name(tables: Any, sheet: str) -> None:
    rows = [["EU trade since 1988 by HS2-4-6 and CN8"], ["", "Dimension", "", "Position"]]
    used, found = tables.read(tables.given(rows, sheet=sheet))
    assert (used, found.counts.skipped) == ("eurostat_databrowser", {"table of contents": 2})


def test_eurostat_relational_view_in_every_spelling_of_the_period(tables: Any) -> None:
    given = tables.csv("""
REPORTER,PARTNER,PRODUCT,FLOW,STAT_PROCEDURE,PERIOD,VALUE_IN_EUR
"European Union - 27 countries (AT, BE)","Kyrgyzstan","Total","EXPORT","Total","Aug. 2024",50
"European Union (AT-01/1995)","Kyrgyzstan","TOTAL-Total","2-EXPORT","T-Total","201952-Jan.-Dec. 2019",60
"Union européenne - 27 pays (AT, BE)","Kirghizistan","Total","EXPORTATION","Total","Jan.-Dec. 2018",70
"Croatia","Kyrgyzstan","Total","IMPORT","Total","May. 2020",8
""")
    columns = ("reporter", "partner", "goods_code", "flow", "month", "months", "value_eur")
    assert tables.cells(given, *columns, layout="eurostat_relational") == [
        ("EU27_2020", "KG", "TOTAL", "export", date(2024, 8, 1), 1, 50.0),
        ("EU", "KG", "TOTAL", "export", date(2019, 1, 1), 12, 60.0),
        ("EU27_2020", "KG", "TOTAL", "export", date(2018, 1, 1), 12, 70.0),
        ("HR", "KG", "TOTAL", "import", date(2020, 5, 1), 1, 8.0),
    ]


def test_eurostat_bulk_file(tables: Any) -> None:
    given = tables.csv("""
DECLARANT,DECLARANT_ISO,PARTNER,PARTNER_ISO,TRADE_TYPE,PRODUCT_NC,FLOW,STAT_REGIME,SUPP_UNIT,PERIOD,VALUE_IN_EUROS,QUANTITY_IN_KG,SUP_QUANTITY
004,DE,0079,KZ,E,84581120,2,1,B,202201,1000,20,1
001,FR,0083,KG,E,84571010,1,1,B,202252,300,4,
""")
    columns = ("reporter", "partner", "goods_code", "flow", "month", "months", "value_eur", "net_kg")
    assert tables.cells(given, *columns, layout="eurostat_comext_bulk") == [
        ("DE", "KZ", "84581120", "export", date(2022, 1, 1), 1, 1000.0, 20.0),
        ("FR", "KG", "84571010", "import", date(2022, 1, 1), 12, 300.0, 4.0),
    ]


def test_eurostat_cells_in_long_form(tables: Any) -> None:
    given = tables.given(
        [
            ["reporter", "partner", "code", "level", "flow", "indicator", "month", "value"],
            ["Austria", "Belarus (Belorussia)", "82022000", "CN8", "EXPORT", "VALUE_IN_EUROS", "2020-01", "4.5"],
            ["Austria", "Belarus (Belorussia)", "8202", "HS4", "EXPORT", "VALUE_IN_EUROS", "2020-01", "4.5"],
        ],
        "cells.parquet",
        kind="parquet",
    )
    columns = ("reporter", "partner", "goods_code", "month", "months", "value", "currency", "value_eur", "publisher")
    day = date(2020, 1, 1)
    assert tables.cells(given, *columns, layout="eurostat_comext_long") == [
        ("AT", "BY", "82022000", day, 1, 4.5, "EUR", 4.5, "Eurostat"),
        ("AT", "BY", "8202", day, 1, 4.5, "EUR", 4.5, "Eurostat"),
    ]


COMTRADE = """
typeCode,freqCode,refYear,refMonth,period,reporterCode,reporterISO,flowCode,partnerCode,partnerISO,partner2Code,classificationCode,cmdCode,customsCode,motCode,qtyUnitAbbr,qty,netWgt,cifvalue,fobvalue,primaryValue
C,M,2022,3,202203,792,TUR,X,643,RUS,0,H6,845811,C00,0,u,2,900,,12000,12000
C,A,2021,52,2021,51,ARM,M,276,DEU,0,H5,8457,C00,0,u,1,50,700,,700
"""


def test_un_comtrade(tables: Any) -> None:
    columns = ("reporter", "partner", "flow", "goods_code", "hs_edition", "month", "months", "value_usd", "net_kg")
    assert tables.cells(tables.csv(COMTRADE), *columns, layout="un_comtrade") == [
        ("TR", "RU", "export", "845811", "HS2022", date(2022, 3, 1), 1, 12000.0, 900.0),
        ("AM", "DE", "import", "8457", "HS2017", date(2021, 1, 1), 12, 700.0, 50.0),
    ]


def test_un_comtrade_in_its_classic_form(tables: Any) -> None:
    given = tables.csv("""
Classification,Year,Period,Trade Flow,Reporter,Partner,Commodity Code,Commodity,Netweight (kg),Trade Value (US$)
H4,2016,2016,Import,Georgia,World,845811,Lathes,70,900
H5,2019,201904,Export,Georgia,Armenia,84,Machinery,5,60
""")
    columns = ("reporter", "partner", "flow", "goods_code", "hs_edition", "month", "months", "value_usd", "net_kg")
    assert tables.cells(given, *columns, layout="un_comtrade_classic") == [
        ("GE", "WORLD", "import", "845811", "HS2012", date(2016, 1, 1), 12, 900.0, 70.0),
        ("GE", "AM", "export", "84", "HS2017", date(2019, 4, 1), 1, 60.0, 5.0),
    ]


def test_plain_monthly_statistics(tables: Any) -> None:
    given = tables.csv("month,reporter,partner,flow,hs6,value_usd,net_kg\n2021-01,TW,RU,export,846221,267101,18454")
    columns = ("reporter", "partner", "flow", "goods_code", "month", "value_usd", "currency", "net_kg")
    assert tables.cells(given, *columns, layout="trade_statistics_long") == [
        ("TW", "RU", "export", "846221", date(2021, 1, 1), 267101.0, "USD", 18454.0)
    ]


def test_totals_of_goods_and_of_partners_are_published_cells(tables: Any) -> None:
    given = tables.csv(COMTRADE + "C,M,2022,3,202203,792,TUR,X,0,W00,0,H6,TOTAL,C00,0,,,,,50,50\n")
    _, found = tables.read(given)
    last = found.tables["statistics"].to_pylist()[-1]
    assert (last["partner"], last["goods_code"], last["value_usd"]) == ("WORLD", "TOTAL", 50.0)


def test_parts_of_a_published_sum_are_left_out_with_their_reason(tables: Any) -> None:
    parts = (
        "C,M,2022,3,202203,792,TUR,RX,643,RUS,0,H6,845811,C00,0,,,,,5,5\n"
        "C,M,2022,3,202203,792,TUR,X,643,RUS,0,H6,845811,C04,0,,,,,6,6\n"
        "C,M,2022,3,202203,792,TUR,X,643,RUS,276,H6,845811,C00,0,,,,,7,7\n"
    )
    _, found = tables.read(tables.csv(COMTRADE + parts))
    assert found.counts.rows_kept == 2
    assert found.counts.skipped == {
        "re-exports and re-imports, parts of exports and imports": 1,
        "line by customs procedure, part of its sum": 1,
        "line by second partner, part of its sum": 1,
    }


def test_a_published_cell_about_an_unknown_partner_is_rejected(tables: Any) -> None:
    given = tables.csv(COMTRADE + "C,M,2022,3,202203,792,TUR,X,999,QQQ,0,H6,845811,C00,0,,,,,5,5\n")
    _, found = tables.read(given)
    (reject,) = found.tables["rejects"].to_pylist()
    assert (reject["row"], reject["code"]) == (4, "R-STAT-LABEL")
