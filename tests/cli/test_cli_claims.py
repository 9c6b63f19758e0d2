"""`enduse claims` as a user meets it."""

import csv
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Enduse = Callable[..., Any]


@pytest.fixture
def case(enduse: Enduse, tmp_path: Path) -> Path:
    enduse("init", "case", cwd=tmp_path)
    return tmp_path / "case"


def add(enduse: Enduse, case: Path, *words: str) -> Any:
    return enduse("claims", "add", *words, "--by", "Kim", "--json", cwd=case)


def test_a_claim_is_listed_and_shown_with_all_that_was_told(enduse: Enduse, case: Path) -> None:
    told = ("Works", "We stopped.", "--kind", "denial", "--says", "stopped", "--since", "2022-03", "--on", "2024-05")
    more = ("--publisher", "Herald", "--title", "Who?", "--from", "https://h.example", "--page", "3",
            "--language", "ko", "--quote", "중단했습니다", "--place", "Seoul", "--matter", "end",
            "--note", "by phone")  # fmt: skip
    (added,) = add(enduse, case, *told, *more).rows
    (shown,) = enduse("claims", "show", "c1", "--json", cwd=case).rows

    assert (added["claim"], added["says"], added["corroboration"]) == ("C1", "stopped", "single")
    assert (shown["quote"], shown["page"], shown["published"]) == ("중단했습니다", 3, "Herald, Who?, https://h.example")
    assert (shown["since"], shown["said_at"], shown["matter"], shown["note"]) == ("2022-03", "Seoul", "end", "by phone")
    assert shown["written"].endswith("by Kim")
    assert enduse("claims", "list", "Nobody", "--json", cwd=case).rows == []


@pytest.mark.parametrize(
    ("words", "exit", "code"),
    [
        (("Works",), 3, "E-CLAIM-FACT"),
        ((" ", "We stopped."), 3, "E-CLAIM-FACT"),
        (("Works", "x", "--kind", "rumour"), 3, "E-CLAIM-FACT"),
        (("Works", "x", "--on", "spring"), 3, "E-CLAIM-FACT"),
        (("Works", "x", "--value", "-1"), 3, "E-CLAIM-FACT"),
        (("Works", "x", "--evidence", "E9"), 2, "E-CLAIM-REFERS"),
        (("Works", "x", "--disputes", "c9"), 2, "E-CLAIM-REFERS"),
        (("Works", "x", "--kind", "authenticity", "--about", "a letter"), 2, "E-CLAIM-REFERS"),
    ],
)
def test_what_cannot_be_kept_is_refused_and_nothing_is_written(
    enduse: Enduse, case: Path, words: tuple[str, ...], exit: int, code: str
) -> None:
    done = add(enduse, case, *words)

    assert (done.returncode, code in done.stderr) == (exit, True)
    assert enduse("claims", "list", "--json", cwd=case).rows == []


def test_nothing_is_said_where_nothing_is(enduse: Enduse, case: Path) -> None:
    assert "No claims yet" in enduse("claims", "list", cwd=case, width=80).stderr
    for words in (("compare",), ("stories",), ("list", "--ties"), ("list", "--asked")):
        done = enduse("claims", *words, "--json", cwd=case)
        assert (done.returncode, done.rows) == (0, [])
    assert enduse("claims", "show", "C1", cwd=case).returncode == 2


def test_a_strangers_words_steer_neither_terminal_nor_spreadsheet(enduse: Enduse, case: Path) -> None:
    add(enduse, case, "=cmd|' /C calc'!A1", "Stopped \x1b[2J\x07 now.")
    shown = enduse("claims", "list", cwd=case, width=120).stdout
    enduse("claims", "list", "-o", "../c.csv", cwd=case)
    with (case.parent / "c.csv").open(encoding="utf-8-sig", newline="") as file:
        (row,) = csv.DictReader(file)

    assert not {"\x1b", "\x07"} & set(shown)
    assert row["speaker"].startswith("'=cmd")


def test_a_copy_withholds_what_is_personal_unless_asked(enduse: Enduse, case: Path) -> None:
    add(enduse, case, "Oleg Vymyshlenny", "My father owns it.", "--sensitivity", "personal")
    add(enduse, case, "Works", "We stopped.")
    (told,) = enduse("claims", "list", "-o", "../a.jsonl", "--json", cwd=case).rows
    enduse("claims", "list", "-o", "../b.jsonl", "--sensitive", cwd=case)
    closed, whole = ((case.parent / name).read_text(encoding="utf-8") for name in ("a.jsonl", "b.jsonl"))

    assert (told["claims"], told["withheld"]) == (2, 1)
    assert ("Oleg" in closed, "father" in closed, "We stopped." in closed) == (False, False, True)
    assert "Oleg Vymyshlenny" in whole
    assert enduse("claims", "list", "-o", "../x.pdf", cwd=case).returncode == 2


def test_a_request_goes_from_asking_to_answer(enduse: Enduse, case: Path) -> None:
    add(enduse, case, "Herald", "Works sold after the day.", "--about", "Works")
    (asked,) = enduse("claims", "ask", "Works", "--about", "c1", "--on", "2024-03-01", "-o", "../a.txt", "--by", "Kim",
                      "--json", cwd=case).rows  # fmt: skip
    assert (asked["request"], asked["deadline"], asked["state"]) == ("C2", "2024-03-15", "unanswered")
    early = enduse("claims", "answer", "C2", "answered", "--on", "2024-02-01", "--by", "Kim", cwd=case)
    assert (early.returncode, "E-CLAIM-BEFORE" in early.stderr) == (2, True)
    words = ("answered", "We did not.", "--on", "2024-03-20", "--who", "its lawyer", "--by", "Kim")
    (answered,) = enduse("claims", "answer", "C2", *words, "--json", cwd=case).rows
    assert (answered["state"], answered["on"], answered["replies"]) == (
        "answered", "2024-03-20", ["2024-03-20: We did not."],
    )  # fmt: skip
    (shown,) = enduse("claims", "show", "C2", "--json", cwd=case).rows
    assert shown["questions"][0].startswith("Is this right?")


def test_the_letter_of_an_earlier_request_is_the_same_letter(enduse: Enduse, case: Path) -> None:
    add(enduse, case, "Herald", "Works sold after the day.", "--about", "Works")
    enduse("claims", "ask", "Works", "--about", "C1", "-o", "../a.docx", "--sender", "Desk", "--by", "Kim", cwd=case)
    enduse("claims", "ask", "C2", "-o", "../b.docx", "--sender", "Desk", cwd=case)

    assert (case.parent / "a.docx").read_bytes() == (case.parent / "b.docx").read_bytes()
    assert len(enduse("claims", "list", "--asked", "--json", cwd=case).rows) == 1


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("--channel", "pigeon"), "E-CLAIM-FACT"),
        (("--purpose", "threat"), "E-CLAIM-FACT"),
        (("--on", "2024-03-02", "--deadline", "2024-03-01"), "E-CLAIM-FACT"),
        (("--about", "C9"), "E-CLAIM-REFERS"),
        (("-q", "Why?", "-l", "fr"), "E-LANGUAGE"),
        (("-o", "letter.xyz"), "E-PAPER-FORM"),
    ],
)
def test_a_wrong_request_is_refused_and_not_written(
    enduse: Enduse, case: Path, words: tuple[str, ...], code: str
) -> None:
    done = enduse("claims", "ask", "Works", *words, "--by", "Kim", cwd=case)

    assert (done.returncode != 0, code in done.stderr) == (True, True)
    assert enduse("claims", "list", "--asked", "--json", cwd=case).rows == []
