"""Whether a text says that its machine has a numerical control."""

import pytest

from enduse.goods.reading import read_goods
from enduse.goods.specification import from_facts


def said(text: str) -> tuple[object, float] | None:
    fact = read_goods(text).first("numerical_control")
    return (fact.value, fact.confidence) if fact else None


@pytest.mark.parametrize(
    "text",
    [
        "СТАНОК ТОКАРНЫЙ С ЧПУ",
        "CTAHOK TOKAPHЫЙ C ЧПУ",
        "CNC lathe",
        "数控车床",
        "數控車床",
        "CNC 선반",
        "NC旋盤",
        "CNC-Drehmaschine",
        "cnc torna tezgahı",
        "numerically controlled milling machine",
    ],
)
def test_a_machine_with_numerical_control_is_told_in_every_language(text: str) -> None:
    assert said(text) == ("yes", 0.92)


@pytest.mark.parametrize(
    "text", ["станок токарный без ЧПУ", "lathe without CNC", "станок токарный с ручным управлением"]
)
def test_a_plain_denial_is_believed(text: str) -> None:
    assert said(text) == ("no", 0.9)


@pytest.mark.parametrize("text", ["Универсальный токарный станок", "普通车床", "manual milling machine", "범용 선반"])
def test_universal_is_a_weaker_denial(text: str) -> None:
    assert said(text) == ("no", 0.6)


def test_a_universal_machine_with_numerical_control_has_one() -> None:
    assert said("Станок токарный универсальный с ЧПУ") == ("yes", 0.92)
    assert said("CNC lathe with instruction manual") == ("yes", 0.92)


def test_a_text_that_says_both_is_doubtful() -> None:
    assert said("CNC lathe, shipped without CNC") == ("yes", 0.6)


@pytest.mark.parametrize(
    "text", ["шпиндель для станка с ЧПУ", "CNC lathe spindle", "bench drilling machine", "станок токарный", ""]
)
def test_nothing_is_said_of_parts_or_where_no_word_stands(text: str) -> None:
    assert said(text) is None


def test_the_words_answer_the_question_of_the_control_entries() -> None:
    known = from_facts(read_goods("数控车床").facts).values["numerical_control"]
    assert (known.value, known.origin) == (True, "text")


@pytest.mark.parametrize("text", ["станок токарный без ЧПУ", "Универсальный токарный станок"])
def test_a_machine_without_control_may_still_be_one_that_can_be_equipped(text: str) -> None:
    assert "numerical_control" not in from_facts(read_goods(text).facts).values
