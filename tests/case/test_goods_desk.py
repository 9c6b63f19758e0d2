"""One goods line: text, code, lists and control entries together."""

from datetime import date
from pathlib import Path

import pytest

from enduse.case.goods_desk import answer_rows
from enduse.goods.desk import GoodsDesk, GoodsQuestion

DAY = date(2026, 5, 1)
FIVE_AXES = "Обрабатывающий центр с ЧПУ HERMLE C 42 U, новый"


def test_the_same_question_gets_the_same_answer_and_the_text_is_kept() -> None:
    desk, asked = GoodsDesk(), GoodsQuestion("  Станок  токарный\tс ЧПУ ", DAY, "8458.11")

    assert desk.answer(asked) == desk.answer(asked)
    assert desk.answer(asked).goods.text == asked.text


def test_text_against_code_is_told() -> None:
    answer = GoodsDesk().answer(GoodsQuestion("станок токарный с ЧПУ", DAY, "8422400008"))

    assert answer.disagreement
    assert answer.suggestions[0].code == "845811"


def test_a_priority_code_is_named_with_its_tier_and_day() -> None:
    listings = GoodsDesk().answer(GoodsQuestion("lathe", DAY, "8458112009")).listings

    assert any(it.authority == "CHPL" and it.tier for it in listings)


@pytest.mark.parametrize(("upr", "answer"), [("0.9", "meets"), ("0.91", "does not meet"), (None, "cannot tell")])
def test_the_user_s_answers_decide_an_entry(upr: str | None, answer: str) -> None:
    known = {
        "numerical_control": "yes", "contouring_axes": "5", "linear_axes": "3", "special_purpose": "none",
        "upr_standard": "ISO 230-2:2014",
        **{f"travel_{axis}_mm": "800" for axis in "xyz"},
    }  # fmt: skip
    known |= {f"upr_{axis}_um": upr for axis in "xyz"} if upr else {}
    entries = GoodsDesk().answer(GoodsQuestion(FIVE_AXES, DAY, answers=known)).entries

    assert {it.name: it.answer for it in entries}["2B001.b.2"] == answer


@pytest.mark.parametrize("text", ["", "яблоки свежие", "CNMG120408", "\x00\x01", "🦾" * 50])
def test_goods_that_no_entry_is_about_get_no_entries(text: str) -> None:
    assert GoodsDesk().answer(GoodsQuestion(text, DAY)).entries == ()


@pytest.mark.parametrize("code", ["84", "8458", "845811200", "8458 11 200 9", "8458.11.OO", "9999", "abc", "84581"])
def test_every_code_is_explained_or_refused_in_words(code: str) -> None:
    answer = GoodsDesk().answer(GoodsQuestion("lathe", DAY, code))

    assert answer.code is not None or answer.code_problem


def test_every_line_of_a_spreadsheet_is_answered_or_says_why(tmp_path: Path) -> None:
    path = tmp_path / "order.csv"
    path.write_text("Description,HS code,Net kg\nlathe TSUGAMI B0205-III,8458112009,2000\n,,\nspindle,xx,5\n", "utf-8")
    _columns, rows = answer_rows(GoodsDesk(), path, "", GoodsQuestion("", DAY))
    first, second = list(rows)

    assert (first.row, second.row) == (2, 4)
    assert first.answer is not None
    assert first.answer.goods.first("brand")
    assert second.answer is not None
    assert second.answer.code_problem
