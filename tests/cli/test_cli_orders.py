"""`enduse check`, `enduse order` and `enduse rules` as a user meets them."""

import io
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest

Enduse = Callable[..., Any]

ORDER = """
id = "2026-118"
on = 2026-11-22
seller = { name = "Hwaseong Lathe", country = "KR" }
buyer = { name = "Orient Tex Stanok", country = "UZ" }
goods = [{ description = "CNC turning centre", model = "SL2500", code = "845811", quantity = 1 }]
installation = false
"""
BARRED = ORDER.replace("UZ", "RU")


@pytest.fixture
def case(enduse: Enduse, tmp_path: Path) -> Path:
    enduse("init", "case", cwd=tmp_path)
    return tmp_path / "case"


def _write(folder: Path, text: str = ORDER) -> Path:
    (folder / "order.toml").write_text(text, encoding="utf-8")
    return folder / "order.toml"


def test_an_order_comes_to_an_outcome_with_parts_questions_and_versions(enduse: Enduse, tmp_path: Path) -> None:
    (row,) = enduse("check", _write(tmp_path), "--json", cwd=tmp_path).rows
    assert (row["schema"], row["order"], row["outcome"]) == ("enduse.determination/1", "2026-118", "HOLD")
    assert "Q37" in [it["id"] for it in row["parts"]]
    assert row["rules_version"]
    assert "no licence" in row["not_advice"]


def test_the_day_asked_for_decides_which_law_counts(enduse: Enduse, tmp_path: Path) -> None:
    answers = [
        enduse("check", _write(tmp_path, BARRED), "--on", day, "--json", cwd=tmp_path).rows[0]
        for day in ("2021-03-01", "2024-09-10")
    ]
    laws = [[it["id"] for it in row["parts"] if it["basis"] == "law" and it["gate"] == "G1"] for row in answers]
    assert laws[0] == []
    assert laws[1] != []
    assert (answers[1]["outcome"], answers[1]["policy"]) == ("LICENCE", "denial")


def test_an_order_may_come_through_a_pipe(enduse: Enduse, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO(ORDER))
    assert enduse("check", "-", "--json", cwd=tmp_path).rows[0]["order"] == "2026-118"


def test_the_example_is_an_order_once_buyer_and_goods_are_filled_in(enduse: Enduse, tmp_path: Path) -> None:
    example = enduse("check", "--example", cwd=tmp_path).stdout
    assert enduse("check", _write(tmp_path, example), cwd=tmp_path).returncode == 3
    filled = example.replace('buyer = { name = ""', 'buyer = { name = "Muster AS"')
    assert enduse("check", _write(tmp_path, filled), "--json", cwd=tmp_path).returncode == 0


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (("country = \"KR\"", "country = \"\""), "From which country is it exported?"),
        (("name = \"Orient Tex Stanok\"", "name = \"\""), "Who is the buyer?"),
        (("description = \"CNC turning centre\", model = \"SL2500\", code = \"845811\", ", ""), "What is sold"),
    ],
)  # fmt: skip
def test_an_order_that_lacks_what_is_needed_is_asked_about(
    enduse: Enduse, tmp_path: Path, change: tuple[str, str], said: str
) -> None:
    done = enduse("check", _write(tmp_path, ORDER.replace(*change)), cwd=tmp_path)
    assert done.returncode == 3
    assert "E-ORDER-NEEDED" in done.stderr
    assert said in done.stderr


def test_a_country_that_is_not_known_is_asked_about_and_the_order_examined(enduse: Enduse, tmp_path: Path) -> None:
    done = enduse("check", _write(tmp_path, ORDER.replace('"UZ"', '"Toshkent"')), "--json", cwd=tmp_path)
    assert "W-ORDER-COUNTRY" in done.stderr
    assert "Uzbekistan" in done.stderr
    assert done.rows[0]["problems"][0]["code"] == "W-ORDER-COUNTRY"


def test_a_terminal_shows_banner_reasons_and_questions(enduse: Enduse, tmp_path: Path) -> None:
    shown = enduse("check", _write(tmp_path), cwd=tmp_path, width=140).stdout
    assert "Ask before you ship." in shown
    assert "Not settled" in shown
    assert "Who owns and controls" in shown


def _book(folder: Path) -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (
        ["Order number", "Seller country", "Buyer", "Buyer country", "Description", "HS code", "Our note"],
        ["A1", "KR", "Orient Tex", "UZ", "CNC lathe", "845811", "=1+1"],
        ["A1", None, None, None, "chuck", "846620", ""],
        ["A2", "KR", "", "RU", "CNC lathe", "845811", ""],
    ):
        sheet.append(row)
    sheet["G2"].data_type = "s"
    book.save(folder / "orders.xlsx")
    return folder / "orders.xlsx"


def test_a_spreadsheet_comes_back_with_every_row_and_our_columns(enduse: Enduse, tmp_path: Path) -> None:
    done = enduse("check", _book(tmp_path), "-o", "checked.xlsx", "--json", cwd=tmp_path)
    (row,) = done.rows
    assert (row["orders"], row["rows"], row["not checked"]) == (2, 3, 1)
    book = openpyxl.load_workbook(tmp_path / "checked.xlsx")
    assert book.sheetnames == ["Orders", "Why", "Questions", "About"]
    lines = list(book["Orders"].iter_rows(values_only=True))
    assert [it[0] for it in lines] == ["Order number", "A1", "A1", "A2"] or lines[2][0] in (None, "")
    assert "Who is the buyer?" in " ".join(str(it) for it in lines[3])
    assert "Our note" in done.stderr
    assert book["Orders"]["G2"].data_type == "s", "what stood in a cell stays text"


def test_an_order_goes_from_desk_to_shipment(enduse: Enduse, case: Path) -> None:
    _write(case)
    enduse("order", "add", "order.toml", "--by", "Kim", "--json", cwd=case)
    same = enduse("order", "propose", "2026-118", "ship", "--by", "Kim", "--note", "n", cwd=case)
    assert same.returncode == 6, "a law that is not settled cannot be waved through"
    refused = enduse("order", "refuse", "2026-118", "--by", "Lee", "--note", "end user would not be named", cwd=case)
    assert refused.returncode == 0
    (row,) = enduse("order", "show", "2026-118", "--json", cwd=case).rows
    assert (row["state"], [it["by"] for it in row["steps"]]) == ("refused", ["Kim", "Lee"])
    assert enduse("order", "verify", cwd=case).returncode == 0


def test_a_refused_order_is_remembered_when_the_party_comes_back(enduse: Enduse, case: Path) -> None:
    enduse("order", "add", _write(case), "--by", "Kim", "--json", cwd=case)
    enduse("order", "refuse", "2026-118", "--by", "Lee", "--note", "end user would not be named", cwd=case)
    again = ORDER.replace("2026-118", "2026-140")
    (row,) = enduse("order", "add", _write(case, again), "--by", "Kim", "--json", cwd=case).rows
    notes = " ".join(note for party in row["parties"] for note in party["notes"])
    assert "end user would not be named" in notes
    assert "house_refused_before" in [it["id"] for it in row["parts"] if it["outcome"]]


def test_telling_it_more_mildly_is_shown_to_the_approver(enduse: Enduse, case: Path) -> None:
    enduse("order", "add", _write(case, ORDER + 'end_use = "shell bodies"\n'), "--by", "Kim", "--json", cwd=case)
    milder = ORDER + 'end_use = "furniture parts"\n'
    (row,) = enduse("order", "add", _write(case, milder), "--by", "Kim", "--json", cwd=case).rows
    assert "Another end use" in " ".join(row["softened"])


def test_a_blocked_party_is_met_with_the_decision(enduse: Enduse, case: Path) -> None:
    enduse(
        "order",
        "block",
        "Orient Tex Stanok",
        "--decision",
        "no answer on site visit",
        "--country",
        "UZ",
        "--since",
        "2026-01-01",
        cwd=case,
    )
    (row,) = enduse("order", "add", _write(case), "--by", "Kim", "--json", cwd=case).rows
    assert "no answer on site visit" in " ".join(note for party in row["parties"] for note in party["notes"])


def test_an_unknown_order_and_a_wrong_setting_say_what_there_is(enduse: Enduse, case: Path) -> None:
    assert "E-ORDER-UNKNOWN" in enduse("order", "show", "17", cwd=case).stderr
    assert "four_eyes" in enduse("order", "set", "approval", "one_eye", cwd=case).stderr


def test_rules_are_shown_by_law_destination_and_code(enduse: Enduse, tmp_path: Path) -> None:
    rows = enduse("rules", "show", "--seller", "TW", "--to", "RU", "--on", "2023-01-04", "--json", cwd=tmp_path).rows
    assert rows
    assert {it["law"] for it in rows} == {"TW"}
    named = enduse("rules", "show", "--code", "8458.11", "--on", "2024-09-10", "--json", cwd=tmp_path).rows
    assert any(it["law"] == "KR" for it in named)


def test_the_difference_of_two_days_is_the_rule_between_them(enduse: Enduse, tmp_path: Path) -> None:
    rows = enduse("rules", "diff", "2024-02-23", "2024-02-24", "--json", cwd=tmp_path).rows
    assert any(it["law"] == "KR" and it["start"] == "2024-02-24" for it in rows)
    assert enduse("rules", "diff", "2024-02-25", "2024-02-25", "--json", cwd=tmp_path).rows == []


def test_an_ill_formed_rule_is_said_to_be_so(enduse: Enduse, tmp_path: Path) -> None:
    assert enduse("rules", "test", "--json", cwd=tmp_path).rows[0]["rules"] > 50
    (tmp_path / "mine.toml").write_text('id = "mine"\n', encoding="utf-8")
    done = enduse("rules", "test", "mine.toml", cwd=tmp_path)
    assert done.returncode == 1
    assert "E-RULE" in done.stderr


def test_a_rule_of_the_case_counts(enduse: Enduse, case: Path) -> None:
    (case / "rules").mkdir()
    (case / "rules" / "my_rule.toml").write_text(
        'id = "my_rule"\njurisdiction = "HOUSE"\ntitle = "Not to Utopia"\ngate = "G1"\noutcome = "HOLD"\n'
        'sentence = "We ask first."\n[[in_force]]\ncitation = "house"\nsource = "house"\nevidence = "seen"\n'
        'confidence = "high"\nwhen = { destination = "UZ" }\n',
        encoding="utf-8",
    )
    (row,) = enduse("order", "add", _write(case), "--by", "Kim", "--json", cwd=case).rows
    assert "my_rule" in [it["id"] for it in row["parts"]]


def test_a_check_in_a_case_knows_its_blocks_its_rules_and_its_earlier_orders(enduse: Enduse, case: Path) -> None:
    (before,) = enduse("check", _write(case), "--json", cwd=case).rows
    enduse("order", "block", "Orient Tex Stanok", "--country", "UZ", "--decision", "sold on", "--since", "2026-01-01",
           "--by", "Kim", cwd=case)  # fmt: skip
    enduse("order", "add", _write(case, ORDER.replace("2026-118", "2026-117")), "--by", "Kim", cwd=case)
    enduse("order", "refuse", "2026-117", "--note", "no answer", "--by", "Lee", cwd=case)
    (case / "rules").mkdir(exist_ok=True)
    rule = 'id = "nx"\njurisdiction = "KR"\ntitle = "Lathes"\ngate = "G1"\noutcome = "BLOCK"\nsentence = "No lathes."\n'
    span = '[[in_force]]\ncitation = "x"\nsource = "x"\nevidence = "seen"\nconfidence = "high"\n'
    (case / "rules" / "nx.toml").write_text(f'{rule}{span}when = {{ "goods.machine_tool" = true }}\n', "utf-8")
    (row,) = enduse("check", _write(case), "--json", cwd=case).rows
    ids = {it["id"] for it in row["parts"] if it["outcome"]} - {it["id"] for it in before["parts"] if it["outcome"]}
    assert {"nx", "house_refused_before"} <= ids
    assert any("sold on" in note for it in row["parties"] for note in it["notes"])


def test_what_was_asked_is_shown_with_its_day(enduse: Enduse, case: Path) -> None:
    enduse("order", "add", _write(case), "--by", "Kim", cwd=case)
    (asked,) = enduse("order", "ask", "2026-118", "--question", "q09", "--by", "Kim", "--json", cwd=case).rows
    (shown,) = enduse("order", "show", "2026-118", "--json", cwd=case).rows
    assert (asked["state"], asked["asked"]) == ("waiting for customer", "Q09")
    assert shown["awaited"] == ["Q09"]
    step = shown["steps"][-1]
    assert (step["by"], step["about"]) == ("Kim", f"Q09 until {asked['due']}")
