"""Tables of national statistics on small made-up sheets; every figure is invented."""

from collections import Counter
from datetime import date
from typing import Any

import pytest

Rows = list[list[str]]


KYRGYZ: Rows = [
    ["4.03.00.20: Импорт", "4.03.00.20: Географическое распределение импорта товаров", "4.03.00.20: Import", "", ""],
    ["(миң АКШ доллары)", "(тыс. долларов США)", "(thousand US dollars)", "", ""],
    ["", "", "", "2022", "2023 1"],
    ["Бардыгы", "Всего", "Total", "100", "120,5"],
    ["ЕС", "ЕС", "The EU", "11", "12"],
    ["ЕАЭБ", "ЕАЭС", "EAEU", "-", "31"],
    ["Европа", "Европа", "Europe", "20", "21"],
    ["Европа Бирлиги (ЕБ)", "Европейский союз (ЕС)", "European Union (EU)", "1", "-"],
    ["Армения", "Армения", "Armenia", "2", "3"],
    ["1 Алдын ала маалыматтар", "1 Предварительные данные", "1 Рreliminary data", "", ""],
]


def test_kyrgyz_trade_by_country(tables: Any) -> None:
    columns = ("partner", "flow", "month", "value_usd", "preliminary")
    found = tables.cells(tables.given(KYRGYZ), *columns, layout="kg_trade_by_country")
    assert found[:5] == [
        ("WORLD", "import", date(2022, 1, 1), 100_000.0, False),
        ("WORLD", "import", date(2023, 1, 1), 120_500.0, True),
        ("EU", "import", date(2022, 1, 1), 11_000.0, False),
        ("EU", "import", date(2023, 1, 1), 12_000.0, True),
        ("EAEU", "import", date(2023, 1, 1), 31_000.0, True),
    ]
    assert ("EU_UNSPECIFIED", "import", date(2022, 1, 1), 1_000.0, False) in found


def test_kyrgyz_exports_in_soms(tables: Any) -> None:
    rows = [
        ["4.03.00.17 экспорту", "4.03.00.17  Экспорт товаров по странам", "4.03.00.17 Export of goods by countries"],
        [" (миң сому)", " (тыс. сомов) ", "(thousand soms)"],
        ["Көрсөткүчтөр", "Наименование показателей", "Items", "2023"],
        ["Бардыгы 2", "Всего 2", "Total 2", "9"],
        ["өлкөлөр боюнча:", "по странам:", "By countries", ""],
        ["  КМШдан тышкары өлкөлөрү", "вне СНГ", "Out of CIS countries", "5"],
    ]
    columns = ("partner", "flow", "value", "currency", "value_usd")
    assert tables.cells(tables.given(rows), *columns, layout="kg_exports_cis") == [
        ("WORLD", "export", 9000.0, "KGS", None),
        ("OUT_CIS", "export", 5000.0, "KGS", None),
    ]


@pytest.mark.parametrize(
    ("title", "layout"),
    [
        ("4.03.00.10 Экспорт основных видов товаров", "kg_trade_by_commodity"),
        ("4.03.00.24: Экспорт товаров", "kg_trade_by_region"),
        ("4.03.00.28: Объем импорта товаров", "kg_trade_by_activity"),
    ],
)
def test_kyrgyz_tables_without_goods_codes_are_left_out_by_name(tables: Any, title: str, layout: str) -> None:
    chosen = tables.recognised(tables.given([[title], ["", "2022"], ["Cattle", "5"]]))
    assert (chosen.layout.id, chosen.layout.table) == (layout, "")


def test_kyrgyz_rates(tables: Any) -> None:
    rows = [
        ["4.02.00.01: курс", "4.02.00.01: Номинальный курс", "4.02.00.01: Par of exchange"],
        ["", "Наименование показателей", "Items", "2022"],
        ["АКШ доллары", "Доллар США", "US $", ""],
        ["Орточо", "  Средний за период", "Average for period", "84.5"],
        ["Аягында", "  На конец периода", "At the end of period", "85.5"],
    ]
    columns = ("currency", "per", "rate", "month", "months")
    assert tables.cells(tables.given(rows), *columns, layout="kg_fx_rates", table="fx_rates") == [
        ("KGS", "USD", 84.5, date(2022, 1, 1), 12),
        ("KGS", "USD", 85.5, date(2022, 12, 31), 0),
    ]


@pytest.mark.parametrize(("number", "flow"), [("1105", "export"), ("1176", "import")])
def test_uzbek_trade_by_country(tables: Any, number: str, flow: str) -> None:
    text = """
Code,Klassifikator,Klassifikator_ru,Klassifikator_en,2022,2023
268,Gruziya,Грузия,Georgia,1.5,2
0,Boshqa mamlakatlar,Другие страны,Other countries,3,4
"""
    given = tables.csv(text, f"sdmx_data_{number}.csv")
    assert tables.cells(given, "partner", "flow", "month", "value_usd", layout="uz_trade_by_country") == [
        ("GE", flow, date(2022, 1, 1), 1500.0),
        ("GE", flow, date(2023, 1, 1), 2000.0),
        ("UNDEFINED", flow, date(2022, 1, 1), 3000.0),
        ("UNDEFINED", flow, date(2023, 1, 1), 4000.0),
    ]


def test_russian_months_by_country(tables: Any) -> None:
    rows = [
        ["К содержанию", "", ""],
        ["Импорт Российской Федерации из основных стран", "", ""],
        ["(млн доллалов США)", "", ""],
        ["", "Китaй", "Республикa \nКорея"],
        ["2021", "", ""],
        ["  январь", "1.5", "…"],
        ["  февраль", "2", "3"],
    ]
    assert tables.cells(
        tables.given(rows, sheet="Импорт"),
        "partner",
        "flow",
        "month",
        "value_usd",
        layout="ru_trade_by_country_monthly",
    ) == [
        ("CN", "import", date(2021, 1, 1), 1_500_000.0),
        ("CN", "import", date(2021, 2, 1), 2_000_000.0),
        ("KR", "import", date(2021, 2, 1), 3_000_000.0),
    ]


def test_russian_years_with_cis_partners(tables: Any) -> None:
    rows = [
        ["Основные показатели Российской Федерации", ""],
        ["(по данным ФТС России)", "(млн долларов США)"],
        ["", "2010"],
        ["Экспорт ", "9"],
        [" со странами СНГ", "4"],
        ["Армения", "1"],
        ["Импорт", "8"],
    ]
    assert tables.cells(
        tables.given(rows, sheet="2010"), "flow", "partner", "value_usd", layout="ru_trade_cis_yearly"
    ) == [
        ("export", "WORLD", 9e6),
        ("export", "CIS", 4e6),
        ("export", "AM", 1e6),
        ("import", "WORLD", 8e6),
    ]


TOTALS: Rows = [
    ["", "", "", "    В С Е Г О"],
    ["", "", "", "  (миллионов долларов США)"],
    ["", "2020 год", "", "", "2021 год", "", "", "2021 г. в % к 2020 г.", "Сальдо"],
    ["", "Оборот", "Экспорт", "Импорт", "Оборот", "Экспорт", "Импорт", "Оборот", "2021 г."],
    ["Январь-февраль", "6", "4", "2", "3", "2", "1", "50", "1"],
    ["", "", "", "  П О   М Е С Я Ц А М"],
    ["", "2020 год", "", "", "2021 год", "", "", "2021 г. в % к 2020 г.", "Сальдо"],
    ["", "Оборот", "Экспорт", "Импорт", "Оборот", "Экспорт", "Импорт", "Оборот", "2021 г."],
    [""],
    ["Январь", "3", "2", "1", "3", "2", "1", "100", "1"],
    ["Февраль", "3", "2", "1", "0.0", "0.0", "0.0", "0.0", "0"],
    ["", "", "", "  П О   К В А Р Т А Л А М"],
    ["I квартал", "6", "4", "2", "3", "2", "1", "50", "1"],
]


def test_russian_totals_by_month_leave_out_sums_and_what_is_not_yet_published(tables: Any) -> None:
    assert tables.cells(tables.given(TOTALS), "flow", "month", "value_usd", layout="ru_trade_totals_monthly") == [
        ("export", date(2020, 1, 1), 2e6),
        ("import", date(2020, 1, 1), 1e6),
        ("export", date(2021, 1, 1), 2e6),
        ("import", date(2021, 1, 1), 1e6),
        ("export", date(2020, 2, 1), 2e6),
        ("import", date(2020, 2, 1), 1e6),
    ]


def test_russian_trade_outside_the_cis(tables: Any) -> None:
    rows = [["", "", "", "СТРАНЫ  ДАЛЬНЕГО ЗАРУБЕЖЬЯ"], *TOTALS[1:]]
    found = tables.cells(tables.given(rows), "partner", "flow", layout="ru_trade_far_abroad_monthly")
    assert Counter(found) == {("OUT_CIS", "export"): 3, ("OUT_CIS", "import"): 3}


def test_russian_trade_by_continent_for_part_of_a_year(tables: Any) -> None:
    rows = [
        ["Экспорт и импорт товаров Российской Федерации по группам стран\n(млрд. долл. США)"],
        ["", "Экспорт", "", "", "Импорт", "", ""],
        [
            "",
            "Январь-апрель 2023",
            "Январь-апрель 2024",
            "темп роста, %",
            "Январь-апрель 2023",
            "Январь-апрель 2024",
            "темп",
        ],
        ["Весь мир", "1.5", "2", "133", "3", "4", "133"],
        ["в том числе:", "0", "0", "0", "", "", "0"],
        ["АЗИЯ", "1", "1", "100", "2", "2", "100"],
    ]
    found = tables.cells(
        tables.given(rows), "partner", "flow", "month", "months", "value_usd", layout="ru_trade_by_continent"
    )
    assert found[:2] == [
        ("WORLD", "export", date(2023, 1, 1), 4, 1.5e9),
        ("WORLD", "export", date(2024, 1, 1), 4, 2e9),
    ]
    assert len(found) == 8


def test_russian_structure_gives_its_total_only(tables: Any) -> None:
    rows = [
        ["Экспорт и импорт товаров Российской Федерации\n(млрд. долл. США)"],
        ["", "Экспорт", "", "Импорт", ""],
        ["", "январь-апрель 2024", "темп роста, %", "январь-апрель 2024", "темп роста, %"],
        ["Всего", "2", "100", "4", "100"],
        ["68-70, 84-97-Машины,оборудование", "1", "100", "2", "100"],
    ]
    assert tables.cells(
        tables.given(rows), "goods_code", "flow", "months", "value_usd", layout="ru_trade_structure"
    ) == [
        ("TOTAL", "export", 4, 2e9),
        ("TOTAL", "import", 4, 4e9),
    ]


def test_russian_trade_by_chapter(tables: Any) -> None:
    rows = [
        ["Внешняя торговля Российской Федерации по товарам"],
        ["(миллионов долларов США)"],
        ["", "Январь - декабрь 2021 г.", "", "", "ТЕМПЫ РОСТА, %"],
        ["", "ОБОРОТ", "ЭКСПОРТ", "ИМПОРТ", "ОБОРОТ"],
        ["ВСЕГО", "5", "3", "2", "100"],
        ["01-24-Продовольственные товары", "3", "2", "1", "100"],
        ["84-РЕАКТОРЫ ЯДЕРНЫЕ, КОТЛЫ", "2", "0.5", "1.5", "100"],
    ]
    assert tables.cells(
        tables.given(rows), "goods_code", "flow", "months", "value_usd", layout="ru_trade_by_chapter"
    ) == [
        ("TOTAL", "export", 12, 3e6),
        ("TOTAL", "import", 12, 2e6),
        ("84", "export", 12, 0.5e6),
        ("84", "import", 12, 1.5e6),
    ]


def test_russian_imports_of_main_goods_leave_out_ranges_and_masses(tables: Any) -> None:
    rows = [
        ["Импорт  России  важнейших  товаров "],
        ["Код ", "Наименование", "январь - январь 2022", "", "Темп роста", "", "январь 2022", ""],
        ["ТН ВЭД", "товара", "тыс.", "млн.", "вес", "стоимость", "тыс.", "млн."],
        ["", "", "тонн", "долл.США", "", "", "тонн", "долл.США"],
        ["", "ВСЕГО:", "-", "9", "-", "1", "-", "9"],
        ["0201-0204", "МЯСО", "1", "2", "3", "4", "1", "2"],
        ["8207", "ИНСТРУМЕНТЫ", "2.4", "5", "6", "7", "2.4", "5"],
    ]
    columns = ("goods_code", "flow", "month", "months", "value_usd", "net_kg")
    assert tables.cells(tables.given(rows), *columns, layout="ru_imports_main_goods") == [
        ("TOTAL", "import", date(2022, 1, 1), 1, 9e6, None),
        ("8207", "import", date(2022, 1, 1), 1, 5e6, None),
    ]


def test_russian_page_in_word(tables: Any) -> None:
    rows = [
        ["", "Экспорт", "", "Импорт", ""],
        ["", "январь- октябрь 2023 г.", "в % к соответ-ствующему", "январь- октябрь 2023 г.", "в % к"],
        ["Всего", "351,1", "71,2", "235,5", "115,6"],
        ["в том числе: Европа", "72,0", "30,9", "65,3", "89,8"],
        ["Океания", "0,0", "2,1", "0,1", "37,0"],
    ]
    found = tables.cells(
        tables.given(rows, kind="doc"), "partner", "flow", "months", "value_usd", layout="ru_trade_word_continents"
    )
    assert found[:3] == [
        ("WORLD", "export", 10, 351.1e9),
        ("WORLD", "import", 10, 235.5e9),
        ("EUROPE", "export", 10, 72e9),
    ]


def test_russian_page_in_word_by_goods(tables: Any) -> None:
    rows = [
        ["", "Экспорт", "Импорт"],
        ["", "I квартал 2024 г.", "I квартал 2024 г."],
        ["Всего", "1,5", "2,5"],
        ["Минеральные продукты", "1,0", "0,5"],
    ]
    found = tables.cells(
        tables.given(rows, kind="doc"), "goods_code", "flow", "months", "value_usd", layout="ru_trade_word_goods"
    )
    assert found == [("TOTAL", "export", 3, 1.5e9), ("TOTAL", "import", 3, 2.5e9)]
