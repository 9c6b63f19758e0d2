"""Names, lists and words by which a customer of defence is known."""

import pytest

from enduse.detect.defence import bought_goods, name_sign, names_defence_order, workshop_goods


@pytest.mark.parametrize(
    "name",
    [
        "ФКУ «Войсковая часть 90001»",
        "в/ч 90001",
        "Командир войсковой части № 90001",
        "VOYSKOVAYA CHAST 90001 FKU",
        "Military Unit 90001",
        "ЦСН ФСБ России",
        "Министерство обороны Республики Беларусь",
        "Ministry of Defence",
        "Войсковая чaсть 90001",  # one Latin letter
    ],
)
def test_units_and_services_are_unmistakable(name: str) -> None:
    sign = name_sign([name])

    assert sign is not None
    assert sign.basis == "unit"


@pytest.mark.parametrize("name", ["Борский патронный завод", "Завод боеприпасов № 7", "Norvent Ammunition Plant"])
def test_words_of_arms_makers_say_less(name: str) -> None:
    sign = name_sign([name])

    assert sign is not None
    assert sign.basis == "words"


@pytest.mark.parametrize(
    "name",
    [
        "Часовой завод «Ракета»",
        "ООО «Запчасть 90001»",
        "Городская больница № 52",
        "Arms Hotel Ltd",
        "ООО «Военторг-Мебель»",
        "Вагоноремонтное депо № 62",
        "КБ «Рассвет»",
        "",
    ],
)
def test_others_are_left_alone(name: str) -> None:
    assert name_sign([name]) is None


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Оплата за инструмент, ГОЗ", True),
        ("ИГК 1921187313491442224000000", True),
        ("Возврат аванса", False),
        (None, False),
    ],
)
def test_the_state_defence_order_is_a_word_of_its_own(text: str | None, told: bool) -> None:
    assert names_defence_order(text) is told


def test_purposes_tell_machines_from_household_goods() -> None:
    texts = ("за станок токарный", "за хозяйственный инвентарь", "аванс по договору 5", "CNC lathe", "办公用品")

    assert [workshop_goods(it) for it in texts] == [True, False, None, True, False]


def test_subjects_of_contracts_tell_what_is_bought() -> None:
    texts = [
        "Поставка токарного станка с ЧПУ",
        "Поставка станка с ЧПУ",
        "Набор инструмента",
        "Ремонт кровли",
        "数控车床",
    ]

    assert bought_goods(texts) == ["machine", "machine", "tool", "other", "machine"]
