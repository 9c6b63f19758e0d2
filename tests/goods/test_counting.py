"""Numbers in words."""

import pytest

from enduse.goods.reading import read_goods


def quantity(text: str) -> tuple[object, str] | None:
    fact = read_goods(text).first("quantity")
    return (fact.value, text[fact.start : fact.end]) if fact else None


@pytest.mark.parametrize(
    ("text", "value", "written"),
    [
        ("три токарных станка", 3, "три"),
        ("Два фрезерных станка с ЧПУ", 2, "Два"),
        ("two CNC lathes", 2, "two"),
        ("zwei Drehmaschinen", 2, "zwei"),
        ("iki adet torna tezgahı", 2, "iki"),
        ("数控车床两台", 2, "两"),
        ("两台数控车床", 2, "两"),
        ("數控車床十二台", 12, "十二"),
        ("数控车床二十台", 20, "二十"),
        ("CNC 선반 두 대", 2, "두"),
    ],
)
def test_a_number_in_words_counts_the_goods(text: str, value: int, written: str) -> None:
    assert quantity(text) == (value, written)


@pytest.mark.parametrize(
    "text", ["two axis lathe", "two spindle lathe", "第二台车床", "vertical lathe with two turrets"]
)
def test_other_numbers_in_words_count_nothing(text: str) -> None:
    assert quantity(text) is None


def test_a_number_in_figures_goes_before_one_in_words() -> None:
    assert quantity("two lathes, 3 pcs") == (3, "3")
