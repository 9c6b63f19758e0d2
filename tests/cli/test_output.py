import json
import sys

import pytest

from enduse.cli.output import Printer, Progress, counted, progress_line


def test_a_pipe_gets_whole_objects_as_json_lines(capsys: pytest.CaptureFixture[str]) -> None:
    Printer().rows([{"name": "ООО «Норвентстан»", "rows": 3}], ["name"])
    assert json.loads(capsys.readouterr().out) == {"name": "ООО «Норвентстан»", "rows": 3}


def test_nothing_is_said_on_stderr_so_that_a_pipe_stays_clean(capsys: pytest.CaptureFixture[str]) -> None:
    Printer(json=True).say("3 rows were rejected")
    captured = capsys.readouterr()
    assert (captured.out, captured.err) == ("", "3 rows were rejected\n")


def test_progress_tells_speed_share_and_time_left() -> None:
    line = progress_line("reading imports.csv", 184_000, 2.0, 0.61)
    assert line == "reading imports.csv · 184,000 rows · 92,000 rows/s · 61% · 0:01 left"


def test_progress_invents_no_speed_in_the_first_instant() -> None:
    assert progress_line("reading", 500, 0.01, None) == "reading · 500 rows"


def test_a_log_gets_a_line_every_ten_seconds(capsys: pytest.CaptureFixture[str]) -> None:
    times = iter([0.0, 1.0, 10.5, 11.0])  # the first call only starts the stage
    progress = Progress(clock=lambda: next(times))
    for rows in (0, 100, 2_100, 2_200):
        progress("reading", rows)
    assert capsys.readouterr().err == "reading · 2,100 rows · 200 rows/s\n"


def test_a_number_agrees_with_its_noun() -> None:
    assert [counted(1, "row"), counted(3065, "row"), counted(2, "company", "companies")] == [
        "1 row",
        "3,065 rows",
        "2 companies",
    ]


def test_a_table_is_printed_in_a_pipe_when_it_is_asked_for(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ENDUSE_TABLE", "1")
    Printer().rows([{"file": "a.csv", "rows": 1200, "raw": {"a": "x", "b": ""}}], ["file", "rows", "raw"])
    assert capsys.readouterr().out.split() == ["file", "rows", "raw", "a.csv", "1,200", "a:", "x"]


def test_on_a_terminal_no_word_of_a_message_is_cut(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True, raising=False)
    monkeypatch.setenv("COLUMNS", "80")
    words = "the file has no column for direction " * 4
    Printer().say(f"W-DERIVED  {words}")
    lines = capsys.readouterr().err.splitlines()
    assert max(map(len, lines)) <= 80
    assert " ".join(" ".join(lines).split()) == f"W-DERIVED {words}".strip()
    assert [it[:11] for it in lines] == ["W-DERIVED  ", " " * 11, " " * 11]


def test_a_column_that_no_row_fills_takes_no_room(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ENDUSE_TABLE", "1")
    rows = [{"file": "a.csv", "licence": "", "added_at": "2026-11-22T14:04:28Z", "rejected": 0}]
    Printer().rows(rows, ["file", "licence", "rejected", "added_at"])
    assert capsys.readouterr().out.split() == ["file", "rejected", "added", "at", "a.csv", "0", "2026-11-22", "14:04"]


def test_brackets_in_a_cell_are_printed_as_they_are(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("ENDUSE_TABLE", "1")
    Printer().rows([{"name": "Norvent [bold] LLC"}], ["name"])
    assert "Norvent [bold] LLC" in capsys.readouterr().out
