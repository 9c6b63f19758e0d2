"""Unknown files: headers and values must agree, and what cannot be told is said. All firms are invented."""

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from enduse.sources.proposal import Proposal
from enduse.sources.propose import FLOOR, propose
from enduse.text.identifiers import SCHEMES

Rows = list[list[str]]


def number(body: int, scheme: str = "inn") -> str:
    """A made-up registered number whose check digit holds."""
    check = SCHEMES[scheme].check
    assert check
    fits = [f"{body}{digit}" for digit in range(10) if check(f"{body}{digit}")]
    return fits[0] if fits else number(body + 1, scheme)


def column(make: Callable[[int], str]) -> list[str]:
    return [make(at) for at in range(24)]


VALUES: dict[str, list[str]] = {
    "declaration_no": column(lambda at: f"10702070/{at % 28 + 1:02d}0322/00{at:05d}"),
    "declared_on": column(lambda at: f"{at % 28 + 1:02d}.03.2022"),
    "consignor": column(lambda at: f"QINGLAN{at % 5} MACHINERY CO., LTD."),
    "consignee": column(lambda at: f'ООО "РЕЗЕЦ-{at % 7}"'),
    "consignee_identifier": column(lambda at: number(770100000 + at % 7 * 10)),
    "origin": column(lambda at: ("ТАЙВАНЬ (КИТАЙ)", "ЯПОНИЯ", "КИТАЙ")[at % 3]),
    "dispatch": column(lambda at: ("КИТАЙ", "ТУРЦИЯ")[at % 2]),
    "goods_code": column(lambda at: ("8458112009", "8457101000", "8466103800")[at % 3]),
    "description": column(lambda at: f"станок токарный с ЧПУ, мод. R-{at}, новый, 2021 г.в."),
    "net_kg": column(lambda at: f"{1000 + at * 37},5"),
    "value_usd": column(lambda at: f"{91000 + at * 113},25"),
    "currency": column(lambda at: ("USD", "EUR", "CNY")[at % 3]),
    "value": column(lambda at: f"{81000 + at * 97},75"),
    "delivery_terms": column(lambda at: ("FOB", "CIP МОСКВА")[at % 2]),
}

HEADERS: dict[str, dict[str, str]] = {
    "russian, other words than usual": {
        "consignee": "Грузополучатель",
        "goods_code": "ТНВЭД",
        "declaration_no": "№ ДТ",
        "consignor": "Грузоотправитель",
        "declared_on": "Дата декларации",
        "origin": "Стр. происх.",
        "dispatch": "Страна отправки",
        "consignee_identifier": "ИНН импортера",
        "net_kg": "Нетто, кг",
        "value_usd": "Стат. стоимость ($)",
        "description": "Наименование и характеристики товаров",
    },
    "spanish": {
        "declared_on": "Fecha de despacho",
        "declaration_no": "Número de declaración",
        "consignor": "Exportador",
        "consignee": "Importador",
        "goods_code": "Posición arancelaria",
        "description": "Descripción de la mercancía",
        "origin": "País de origen",
        "dispatch": "País de procedencia",
        "net_kg": "Peso neto (kg)",
        "value_usd": "Valor FOB USD",
    },
    "german": {
        "declaration_no": "Anmeldenummer",
        "declared_on": "Datum",
        "consignor": "Versender",
        "consignee": "Empfänger",
        "goods_code": "Warennummer",
        "origin": "Ursprungsland",
        "dispatch": "Versendungsland",
        "description": "Warenbezeichnung",
        "net_kg": "Eigenmasse (kg)",
        "currency": "Währung",
        "value": "Rechnungsbetrag",
    },
    "uzbek": {
        "goods_code": "TIF TN kodi",
        "declared_on": "Sana",
        "consignor": "Yuboruvchi",
        "consignee": "Qabul qiluvchi",
        "description": "Tovar nomi",
        "declaration_no": "Deklaratsiya raqami",
        "origin": "Ishlab chiqarilgan mamlakat",
    },
    "kazakh and russian": {
        "declaration_no": "Декларация нөмірі",
        "consignee": "Алушы / Получатель",
        "consignor": "Жөнелтуші / Отправитель",
        "goods_code": "СЭҚ ТН коды",
        "description": "Тауар атауы",
        "declared_on": "Тіркеу күні",
        "dispatch": "Жөнелтілген елі",
    },
    "english, a database's names": {
        "value_usd": "FOB_USD",
        "goods_code": "HS_CODE",
        "consignee": "IMPORTER_NAME",
        "consignor": "EXPORTER_NAME",
        "consignee_identifier": "IMPORTER_ID",
        "declaration_no": "DECLARATION_NO",
        "description": "PRODUCT_DESC",
        "origin": "ORIGIN_COUNTRY",
        "net_kg": "NET_WEIGHT_KG",
        "declared_on": "ENTRY_DATE",
    },
    "chinese": {
        "declared_on": "申报日期",
        "goods_code": "商品编码",
        "consignee": "境内收货人名称",
        "consignor": "境外发货人",
        "description": "商品名称及规格型号",
        "origin": "原产国(地区)",
        "dispatch": "启运国(地区)",
        "net_kg": "净重(千克)",
        "value_usd": "总价(美元)",
    },
}


def sheet(headers: dict[str, str], values: dict[str, list[str]] = VALUES) -> Rows:
    targets = list(headers)
    return [[headers[it] for it in targets], *[[values[it][at] for it in targets] for at in range(24)]]


def meanings(proposal: Proposal | None) -> dict[str, str | None]:
    assert proposal is not None
    return {it.header: it.target for it in proposal.columns}


def codes(proposal: Proposal | None) -> list[str]:
    assert proposal is not None
    return [it.code for it in proposal.notices]


@pytest.mark.parametrize("name", HEADERS)
def test_maps_an_unknown_file_of_declarations(name: str) -> None:
    headers = HEADERS[name]
    assert meanings(propose(sheet(headers))) == {text: target for target, text in headers.items()}


@settings(max_examples=8, deadline=None)
@given(st.permutations(list(HEADERS["russian, other words than usual"])))
def test_the_order_of_columns_does_not_count(order: list[str]) -> None:
    headers = HEADERS["russian, other words than usual"]
    turned = {target: headers[target] for target in order}
    assert meanings(propose(sheet(turned))) == {text: target for target, text in headers.items()}


def test_a_header_that_values_contradict_is_not_believed() -> None:
    headers = {**HEADERS["german"], "goods_code": "Empfänger", "consignee": "Warennummer"}
    found = propose(sheet(headers))
    assert meanings(found)["Warennummer"] != "goods_code"
    assert meanings(found)["Empfänger"] != "consignee"
    assert found
    said = [it.message for it in found.notices if it.code == "W-MAP-VALUES"]
    assert any("'Warennummer' is named like goods_code" in it and "РЕЗЕЦ-0" in it for it in said)


def test_a_file_without_a_header_is_mapped_from_its_values() -> None:
    found = propose(sheet({it: it for it in VALUES})[1:], "march.csv")
    assert found
    assert found.header_rows == ()
    told = {target: it.position for target, it in found.mapped.items()}
    right = {target: at for at, target in enumerate(VALUES)}
    sure = ("declaration_no", "declared_on", "goods_code", "consignee_identifier", "consignee", "consignor", "currency")
    assert {it: told[it] for it in sure} == {it: right[it] for it in sure}
    assert "origin" not in told
    assert "dispatch" not in told
    assert "W-MAP-HEADLESS" in codes(found)
    assert {it.target for it in found.missing} >= {"origin", "dispatch"}


def test_without_a_header_the_registered_party_of_an_export_is_the_consignor() -> None:
    found = propose(sheet({it: it for it in VALUES})[1:], "export_2022.csv")
    assert found
    assert found.mapped["consignor"].position == list(VALUES).index("consignee")


def test_says_which_needed_column_is_missing_and_what_comes_near() -> None:
    headers = {it: text for it, text in HEADERS["spanish"].items() if it != "consignee"}
    found = propose(sheet({**headers, "consignee": "Zzyzx"}))
    assert found
    (need,) = [it for it in found.missing if it.target == "consignee"]
    assert need.needed_for == "company pages, patterns, dossiers"
    assert [it.header for it in need.candidates][:1] == ["Zzyzx"]
    assert any(it.code == "W-MAP-NEED" and "'Zzyzx'" in it.message for it in found.notices)


def test_a_bare_tax_number_belongs_to_the_party_before_it() -> None:
    headers = {"goods_code": "GTİP", "consignor": "İhracatçı", "consignee_identifier": "Vergi No", "consignee": "Alıcı"}
    found = propose(sheet({**headers, "declared_on": "Tescil Tarihi"}))
    assert meanings(found)["Vergi No"] == "consignor_identifier"


def test_one_countrys_numbers_are_said_to_be_of_its_register() -> None:
    found = propose(sheet(HEADERS["russian, other words than usual"]))
    assert found
    assert found.registers == {"consignee_identifier": "RU"}


@pytest.mark.parametrize(("name", "direction"), [("imports_2022.csv", "import"), ("Экспорт 2022.xlsx", "export")])
def test_the_files_name_tells_the_direction_and_a_notice_says_so(name: str, direction: str) -> None:
    found = propose(sheet(HEADERS["uzbek"]), name)
    assert found
    assert found.constants == {"direction": direction}
    assert "W-MAP-DIRECTION" in codes(found)


def test_no_direction_is_invented() -> None:
    found = propose(sheet(HEADERS["german"]), "daten.csv")
    assert found
    assert found.constants == {}


def test_years_of_the_republic_are_told_from_the_values() -> None:
    values = {**VALUES, "declared_on": column(lambda at: f"111/03/{at % 28 + 1:02d}")}
    found = propose(sheet({**HEADERS["chinese"], "declared_on": "出口日期"}, values))
    assert found
    assert found.calendar == "roc"
    assert found.layout("x").writing.calendar == "roc"


def test_tonnes_become_kilograms_by_a_factor() -> None:
    found = propose(sheet({**HEADERS["russian, other words than usual"], "net_kg": "Вес нетто, т"}))
    assert found
    assert found.layout("x").writing.factors == {"net_kg": 1000.0}


def test_statistics_are_told_from_declarations() -> None:
    rows = [["Reporter", "Partner", "Flow", "Period", "Commodity code", "Trade value (US$)"]]
    rows += [
        ["TW", ("RU", "KZ")[at % 2], "Export", f"2022-{at % 12 + 1:02d}", "845811", str(1000 + at)] for at in range(24)
    ]
    found = propose(rows)
    assert found
    assert found.table == "statistics"
    assert list(meanings(found).values()) == ["reporter", "partner", "flow", "month", "goods_code", "value_usd"]


def test_code_lists_and_rates_are_recognised() -> None:
    listed = propose([["HS6", "Tier", "Effective date"], *[[f"84{at + 10}10", "1", "2022-03-15"] for at in range(20)]])
    rates = propose(
        [["Currency", "Date", "Rate"], *[["KGS", f"2022-{at % 12 + 1:02d}-01", "84,25"] for at in range(20)]]
    )
    assert listed
    assert rates
    assert (listed.table, list(meanings(listed).values())) == ("code_lists", ["goods_code", "tier", "start"])
    assert (rates.table, list(meanings(rates).values())) == ("fx_rates", ["currency", "month", "rate"])


def test_payments_are_no_declarations() -> None:
    rows = [["Дата", "Плательщик", "ИНН плательщика", "Сумма, руб.", "Назначение платежа"]]
    rows += [
        [f"{at + 1:02d}.03.2022", f"ООО «Резец-{at}»", number(770100000 + at), "100,50", "Оплата по договору"]
        for at in range(20)
    ]
    assert propose(rows) is None


@pytest.mark.parametrize(
    "head", [[], [[""]], [["Номер ДТ", "Дата", "Получатель"]], [["just", "words"], ["and", "more"]]]
)
def test_nothing_is_proposed_for_nothing(head: Rows) -> None:
    assert propose(head) is None


@given(st.lists(st.lists(st.text(max_size=8), max_size=4), max_size=6))
@settings(max_examples=40, deadline=None)
def test_any_rows_get_an_answer(head: Rows) -> None:
    found = propose(head)
    assert found is None or all(it.confidence >= FLOOR for it in found.columns if it.target)


def test_every_column_is_shown_with_its_confidence_reason_and_samples() -> None:
    found = propose(sheet({**HEADERS["german"], "net_kg": "Bemerkung"}))
    assert found
    assert [it.position for it in found.columns] == list(range(len(HEADERS["german"])))
    assert all(0 <= it.confidence <= 1 and it.why and len(it.samples) <= 5 for it in found.columns)
    left = next(it for it in found.columns if it.header == "Bemerkung")
    assert (left.target, left.samples[0]) == (None, "1000,5")
    assert "kept as it is" in left.why


def test_a_proposal_is_laid_over_its_sheet_by_position() -> None:
    found = propose([["Список за март"], [], *sheet(HEADERS["german"])])
    assert found
    chosen = found.chosen(found.layout("german_extract"))
    assert (chosen.header_rows, chosen.skip_rows) == ((3,), 3)
    assert chosen.columns["goods_code"] == (list(HEADERS["german"]).index("goods_code"),)
