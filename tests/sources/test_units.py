import pytest

from enduse.sources.units import Unit, read_unit

UNITS = {
    "(тыс. долларов США)": Unit("value", 1e3, "USD"),
    "  (миң АКШ доллары)": Unit("value", 1e3, "USD"),
    "(million US dollars)": Unit("value", 1e6, "USD"),
    "(млн доллалов США)": Unit("value", 1e6, "USD"),
    "Экспорт и импорт\n(млрд. долл. США)": Unit("value", 1e9, "USD"),
    "(thousand soms)": Unit("value", 1e3, "KGS"),
    "тыс. тонн": Unit("net_kg", 1e6),
    "VALUE_IN_EUROS": Unit("value", 1.0, "EUR"),
    "QUANTITY_IN_100KG": Unit("net_kg", 100.0),
}


@pytest.mark.parametrize(("text", "unit"), UNITS.items())
def test_a_unit_is_read_in_the_languages_of_the_publishers(text: str, unit: Unit) -> None:
    assert read_unit(text) == unit


@pytest.mark.parametrize("text", ["Всего", "million", "Сомали", "Items", ""])
def test_a_text_without_currency_or_mass_names_no_unit(text: str) -> None:
    assert read_unit(text) is None
