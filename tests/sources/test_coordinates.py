import pytest

from enduse.sources.coordinates import Spot, read_flow, read_goods_code, read_spot
from enduse.sources.periods import Period


@pytest.mark.parametrize(
    ("text", "flow"),
    [
        ("EXPORT", "export"),
        ("2-EXPORT", "export"),
        ("EXPORTATION", "export"),
        ("Экспорт ", "export"),
        ("ИМПОРТ**", "import"),
        ("1-IMPORT", "import"),
        ("进口", "import"),
    ],
)
def test_a_flow_is_read_with_its_code_and_footnote(text: str, flow: str) -> None:
    assert read_flow(text) == flow


@pytest.mark.parametrize("text", ["Оборот", "Сальдо", "Re-export", "RX", ""])
def test_turnover_balance_and_re_exports_are_no_flow(text: str) -> None:
    assert read_flow(text) is None


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("84", "84"),
        ("8458.11", "845811"),
        ("84571010", "84571010"),
        ("25-СОЛЬ; СЕРА; ЗЕМЛИ", "25"),
        ("84 Machinery", "84"),
        ("ВСЕГО:", "TOTAL"),
        ("Total", "TOTAL"),
        ("TOTAL-Total", "TOTAL"),
        ("Бардыгы 2", "TOTAL"),
    ],
)
def test_a_goods_code_is_read_beside_its_name(text: str, code: str) -> None:
    assert read_goods_code(text) == code


@pytest.mark.parametrize(
    "text", ["01-24-Продовольственные товары", "68-70, 84-97-Машины", "0201-0204", "8457XXXX", "Cattle", "845"]
)
def test_groups_and_names_of_goods_have_no_code(text: str) -> None:
    assert read_goods_code(text) is None


def test_the_layouts_own_words_go_before_the_general_ones() -> None:
    words = {"partner": {"Европейский союз (ЕС)": "EU_UNSPECIFIED"}}
    assert read_spot("partner", "Европейский  союз (ЕС)", words) == Spot(partner="EU_UNSPECIFIED")
    assert read_spot("partner", "ЕС", words) == Spot(partner="EU")


def test_joined_spots_complete_each_other() -> None:
    spot = Spot(partner="RU", period=Period(2021)).joined(Spot(partner="KZ", flow="export", period=Period(None, 3, 1)))
    assert spot == Spot(partner="RU", flow="export", period=Period(2021, 3, 1))


def test_a_period_without_a_year_is_lacking() -> None:
    assert Spot(partner="RU", period=Period(None, 3, 1)).lacks(("partner", "flow", "period")) == ["flow", "period"]
