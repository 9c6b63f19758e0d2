"""Several accuracies of one text, each with its axis."""

import pytest

from enduse.goods.reading import read_goods
from enduse.goods.specification import from_facts

Found = list[tuple[str, float, str]]


def _stated(text: str) -> Found:
    facts = [it for it in read_goods(text).facts if it.name in ("repeatability_um", "positioning_accuracy_um")]
    return [(it.note.partition(";")[0], float(it.value), text[it.start : it.end]) for it in facts]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("machining centre, repeatability X 0.8, Y 1.0 um", [("X", 0.8, "0.8"), ("Y", 1.0, "1.0")]),
        ("lathe, repeatability X axis: 0.0009 mm; Z axis: 0.0012 mm", [("X", 0.9, "0.0009"), ("Z", 1.2, "0.0012")]),
        ("positioning accuracy 5 um in X, 6 um in Y", [("X", 5, "5"), ("Y", 6, "6")]),
        ("positioning accuracy 0.005 mm (X axis), 0.006 mm (Y axis)", [("X", 5, "0.005"), ("Y", 6, "0.006")]),
        (
            "центр обрабатывающий, точность позиционирования по осям X/Y/Z: 0,005/0,006/0,008 мм",
            [("X", 5, "0,005"), ("Y", 6, "0,006"), ("Z", 8, "0,008")],
        ),
        ("加工中心 重复定位精度 X轴0.8微米 Y轴1.0微米", [("X", 0.8, "0.8"), ("Y", 1.0, "1.0")]),
    ],
)
def test_each_axis_has_its_own_figure(text: str, found: Found) -> None:
    assert _stated(text) == found


def test_one_figure_for_several_axes_holds_for_each_of_them() -> None:
    assert _stated("станок, повторяемость по осям X, Y, Z 0.003 мм") == [(it, 3.0, "0.003") for it in "XYZ"]


def test_a_travel_behind_an_accuracy_is_no_accuracy() -> None:
    text = "станок фрезерный, повторяемость X 0.003 мм, X 500 Y 400 Z 300 мм"

    assert _stated(text) == [("X", 3.0, "0.003")]
    assert [it.value for it in read_goods(text).facts if it.name.startswith("travel")] == [500, 400, 300]


def test_an_accuracy_is_no_travel() -> None:
    facts = read_goods("центр обрабатывающий, точность позиционирования по осям X/Y/Z: 0,005/0,006/0,008 мм").facts

    assert [it for it in facts if it.name.startswith("travel")] == []


def test_every_axis_takes_its_figure_and_the_standard_to_the_specification() -> None:
    read = read_goods("5-axis machining centre, repeatability X 0.8, Y 1.0 um (ISO 230-2:2014)")
    axes = {axis.name: [(str(it.value), it.standard) for it in axis.accuracies] for axis in from_facts(read.facts).axes}

    assert axes == {"x": [("0.8", "ISO 230-2:2014")], "y": [("1", "ISO 230-2:2014")]}
