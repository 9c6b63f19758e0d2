"""Whether a stated end use says anything."""

import pytest

from enduse.decide.end_use_text import read_end_use


@pytest.mark.parametrize(
    "text",
    [
        "brass valve bodies for household water meters",
        "Корпуса насосов из чугуна для систем отопления",
        "가정용 수도 계량기의 황동 밸브 몸체를 가공합니다",
        "加工家用水表的黄铜阀体和管接头，材料为黄铜棒",
        "家庭用水道メーターの黄銅製バルブ本体の切削加工",
        "Ventilkörper aus Messing für Haushaltswasserzähler",
    ],
)
def test_parts_trade_or_material_make_it_specific(text: str) -> None:
    assert read_end_use(text) == "specific"


@pytest.mark.parametrize(
    "text",
    [
        "general industrial use for the production of various metal parts",
        "for own production needs only, civil purposes, not military",
        "для собственных нужд предприятия, обработка металла",
        "일반 산업용 금속 부품 가공 및 생산 목적으로 사용합니다",
        "仅用于民用工业生产，用于各种金属零件的加工",
        "für den eigenen Bedarf, allgemeine Metallbearbeitung",
    ],
)
def test_what_fits_any_buyer_is_boilerplate(text: str) -> None:
    assert read_end_use(text) == "boilerplate"


@pytest.mark.parametrize(("letters", "word"), [(39, "short"), (40, "boilerplate")])
def test_forty_letters_part_short_from_long(letters: int, word: str) -> None:
    assert read_end_use("x" * letters) == word


def test_sixteen_letters_of_chinese_are_as_long_as_forty() -> None:
    assert read_end_use("黄铜阀体黄铜阀体黄铜阀体黄铜阀体") == "specific"
    assert read_end_use("黄铜阀体黄铜阀体黄铜阀体黄铜阀") == "short"


def test_nothing_is_short() -> None:
    assert read_end_use("") == "short"
