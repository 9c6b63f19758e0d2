"""What a header says, in a dozen languages."""

import pytest

from enduse.sources.lexicon import generic_header, header_matches, known_header, never_named, unit_factor


@pytest.mark.parametrize(
    ("header", "target"),
    [
        ("КОД ТН ВЭД", "goods_code"),
        ("G33", "goods_code"),
        ("GTIP", "goods_code"),
        ("稅則號別", "goods_code"),
        ("Одержувач", "consignee"),
        ("境内收货人", "consignee"),
        ("수출화주(상호)", "consignor"),
        ("Menşe Ülke", "origin"),
        ("Контрактодержатель", "contract_holder"),
        ("Net weight (kg)", "net_kg"),
        ("País de origen", "origin"),
    ],
)
def test_known_headers_name_their_column(header: str, target: str) -> None:
    matches = header_matches("items", header)
    assert max(matches, key=lambda it: matches[it].score) == target
    assert matches[target].score >= 0.9


@pytest.mark.parametrize(
    ("header", "target"),
    [
        ("Стр. происх.", "origin"),
        ("Полное имя получателю", "consignee"),
        ("境内收货人名称", "consignee"),
        ("Вес нетто товара", "net_kg"),
    ],
)
def test_headers_that_hold_a_known_one_name_it_less_surely(header: str, target: str) -> None:
    assert 0.3 < header_matches("items", header)[target].score < 0.9


def test_a_unit_in_dollars_makes_a_value_a_value_in_dollars() -> None:
    assert header_matches("items", "离岸价(美元)")["value_usd"].score > 0.85
    assert "value_usd" not in header_matches("items", "离岸价")


@pytest.mark.parametrize("header", ["Цена за единицу, USD", "Unit price", "单价", "VAT amount", "Ставка пошлины"])
def test_a_price_for_one_unit_or_a_duty_is_no_value(header: str) -> None:
    assert never_named("value", header)
    assert not {"value", "value_usd"} & header_matches("items", header).keys()


def test_the_date_of_a_contract_is_not_the_day_of_declaration() -> None:
    assert "declared_on" not in header_matches("items", "Дата контракта")


def test_words_with_digits_must_be_equal() -> None:
    assert "manufacturer_text" not in header_matches("items", "G31_1")


@pytest.mark.parametrize(
    ("header", "target", "factor"),
    [
        ("Вес нетто, т", "net_kg", 1000.0),
        ("Вес нетто, кг", "net_kg", 1.0),
        ("Net weight (g)", "net_kg", 0.001),
        ("Стоимость, тыс. долл. США", "value_usd", 1000.0),
        ("Стоимость, тыс. долл. США", "net_kg", 1.0),
    ],
)
def test_other_units_are_converted(header: str, target: str, factor: float) -> None:
    assert unit_factor(target, header) == factor


def test_a_bare_tax_number_names_no_party() -> None:
    assert generic_header("Vergi No") == "identifier"
    assert generic_header("Адрес") == "address"
    assert generic_header("Вес") == ""


def test_nonsense_is_not_known() -> None:
    assert known_header("Qwertz uiop") == 0.0
