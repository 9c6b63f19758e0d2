"""Orders that somebody wrote badly: `enduse check` asks a helpful question and guesses nothing."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest

Enduse = Callable[..., Any]

ORDER = """
on = 2024-06-03
seller = { name = "Nordamat", country = "KR" }
buyer = { name = "Baltanur Makina", country = "TR" }
goods = [{ description = "CNC horizontal lathe", code = "845811" }]
"""


@pytest.fixture
def check(enduse: Enduse, tmp_path: Path) -> Callable[..., Any]:
    """Checks the order with something written otherwise."""

    def checked(*change: str) -> Any:
        text = ORDER.replace(*change) if len(change) == 2 else ORDER + "".join(change)
        assert text != ORDER
        (tmp_path / "order.toml").write_text(text, encoding="utf-8")
        return enduse("check", "order.toml", "--json", cwd=tmp_path)

    return checked


def test_a_country_spelt_strangely_stays_open_and_is_asked_for(check: Callable[..., Any]) -> None:
    done = check('"TR"', '"Turkyie"')
    (row,) = done.rows
    assert [(it["code"], it["field"]) for it in row["problems"]] == [("W-ORDER-COUNTRY", "buyer.country")]
    assert "write TR" in row["problems"][0]["ask"]
    assert row["outcome"] == "HOLD"
    assert "TR" not in str([it for it in row["facts"] if it["name"] in ("destination", "countries")])


def test_a_country_that_nobody_knows_is_not_replaced(check: Callable[..., Any]) -> None:
    (row,) = check('"TR"', '"Qwxyz"').rows
    assert row["problems"][0]["seen"] == "Qwxyz"
    assert row["outcome"] == "HOLD"


def test_a_code_of_four_digits_is_asked_for_its_six(check: Callable[..., Any]) -> None:
    done = check('"845811"', '"8458"')
    assert "Which code is it?" in done.stderr
    (row,) = done.rows
    assert row["outcome"] == "HOLD"
    assert next(it["value"] for it in row["facts"] if it["name"] == "goods.priority_tier") is None


@pytest.mark.parametrize("day", ["1995-01-02", "2013-12-31"])
def test_a_day_before_every_rule_is_questioned(check: Callable[..., Any], day: str) -> None:
    (row,) = check("2024-06-03", day).rows
    assert any("before every rule of KR" in it for it in row["notices"])
    assert any("Is the day right?" in it for it in row["notices"])
    assert row["outcome"] == "HOLD"


def test_answers_that_contradict_each_other_are_both_shown_and_the_stricter_counts(check: Callable[..., Any]) -> None:
    (row,) = check('[[answers]]\nquestion = "Q11"\nvalue = "no"\n[[answers]]\nquestion = "Q11"\nvalue = "yes"\n').rows
    assert any("Q11 has contradictory answers" in it for it in row["notices"])
    assert row["outcome"] == "LICENCE"


def test_an_answer_that_is_none_of_its_question_is_refused_with_the_words_that_are(check: Callable[..., Any]) -> None:
    done = check('[answers]\nQ11 = "perhaps later"\n')
    assert done.returncode == 3
    assert "E-ANSWER" in done.stderr
    assert "military" in done.stderr


def test_an_order_without_goods_is_asked_what_is_sold(check: Callable[..., Any]) -> None:
    done = check('goods = [{ description = "CNC horizontal lathe", code = "845811" }]', "")
    assert done.returncode == 3
    assert "What is sold" in done.stderr


def test_a_list_of_orders_with_merged_cells_and_other_headers_is_read_row_by_row(
    enduse: Enduse, tmp_path: Path
) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["Auftragsliste Juni"])
    sheet.merge_cells("A1:F1")
    sheet.append(
        ["Auftragsnummer", "Land des Verkäufers", "Käufer", "Land des Käufers", "Warenbezeichnung", "Warennummer"]
    )
    sheet.append(["A1", "DE", "Orient Tex", "UZ", "CNC-Drehmaschine", "84581120"])
    sheet.append([None, None, None, None, "Spannfutter", "84662020"])
    sheet.append(["A2", "DE", "Baltanur", "TR", "", ""])
    for column in "ABCD":
        sheet.merge_cells(f"{column}3:{column}4")
    book.save(tmp_path / "orders.xlsx")
    done = enduse("check", "orders.xlsx", "-o", "checked.xlsx", "--json", cwd=tmp_path)
    (row,) = done.rows
    assert (row["orders"], row["rows"], row["not checked"]) == (2, 3, 1)
    shown = openpyxl.load_workbook(tmp_path / "checked.xlsx")["Orders"]
    assert "What is sold" in " ".join(str(it) for line in shown.iter_rows(values_only=True) for it in line)
