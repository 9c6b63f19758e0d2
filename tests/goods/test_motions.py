"""Contouring axes, and what stands beside a repeatability."""

import pytest

from enduse.goods.reading import read_goods


@pytest.mark.parametrize(
    "text",
    [
        "Станок фрезерный, 5-осевая одновременная обработка",
        "5-axis simultaneous machining centre",
        "full 5-axis machining center",
        "full five axis milling machine",
        "五轴联动加工中心",
        "五軸聯動加工中心",
        "동시5축 가공기",
        "同時5軸加工機",
        "Bearbeitungszentrum mit 5-Achs-Simultanbearbeitung",
    ],
)
def test_five_axes_at_once_are_contouring_axes(text: str) -> None:
    fact = read_goods(text).first("contouring_axes")
    assert fact is not None
    assert (fact.value, fact.confidence >= 0.8) == (5, True)


def test_five_axes_alone_say_nothing_of_contouring() -> None:
    assert read_goods("5-axis machining centre").first("contouring_axes") is None


def test_the_number_of_axes_is_no_model() -> None:
    assert read_goods("ЦЕНТР ОБРАБАТЫВАЮЩИЙ 5-ОСЕВОЙ").first("model") is None


@pytest.mark.parametrize(
    ("text", "note"),
    [
        ("machining centre, repeatability 0.8 um X axis, ISO 230-2:2014", "X; ISO 230-2:2014"),
        ("станок фрезерный, повторяемость 0,8 мкм по оси X", "X"),
        ("machining centre, repeatability X 0.8 um", "X"),
        ("加工中心 单向重复定位精度 0.8um X轴", "X; unidirectional"),
        ("lathe, UPR 0.9 um", "unidirectional"),
        ("станок, однонаправленная повторяемость (UPR) 0,0009 мм по оси Y", "Y; unidirectional"),
        ("lathe, repeatability (unidirectional) 0.9 um", "unidirectional"),
        ("lathe, bidirectional repeatability 3 um", ""),
        ("lathe, UPR of the maker unknown, repeatability 3 um", ""),
        ("lathe, repeatability 2 um, X axis travel 500 mm", ""),
    ],
)
def test_the_note_of_a_repeatability_names_axis_standard_and_direction(text: str, note: str) -> None:
    fact = read_goods(text).first("repeatability_um")
    assert fact is not None
    assert fact.note == note
