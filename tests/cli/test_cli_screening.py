"""`enduse screen` as a user meets it: stdout, stderr and exit status."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from enduse import case as cases
from enduse.case import ListOptions

WATCH = """ID,Name,Country,INN,Since
0123456789abcdef0123456789abcdef01234567,OOO Vektor Stan,RU,9799001010,2022-03-15
W-2,Company AMG LLC,RU,,2024-01-10
"""


Enduse = Callable[..., Any]


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("screening")
    with (cases.create(folder / "case").workspace.root / "enduse.toml").open("a", encoding="utf-8") as settings:
        settings.write("\n[lists]\nown_stale_days = 7\n")
    case = cases.open(folder / "case")
    (folder / "watch.csv").write_text(WATCH, encoding="utf-8")
    case.add_list(folder / "watch.csv", ListOptions(date(2024, 5, 30), name="Ours"))
    return folder / "case"


def test_a_hit_is_one_object_with_its_list_and_day(enduse: Enduse, case: Path) -> None:
    done = enduse("screen", "Вектор Стан", cwd=case)
    assert done.returncode == 0, done.stderr
    (hit,) = done.rows
    assert (hit["match"], hit["list"], hit["listed_on"], hit["snapshot"]) == (
        True, "OWN Ours", "2022-03-15", "2024-05-30"
    )  # fmt: skip
    assert hit["reasons"]
    assert "W-LIST-OLD" in done.stderr


def test_no_hit_is_one_object_that_names_the_lists_and_clears_nobody(enduse: Enduse, case: Path) -> None:
    done = enduse("screen", "Torneria Corda", cwd=case)
    (answer,) = done.rows
    assert answer == {
        "query": "Torneria Corda", "match": False, "score": 0.0, "reasons": [],
        "lists": [{"list": "OWN Ours", "snapshot": "2024-05-30"}],
    }  # fmt: skip
    assert "not a licence or a clearance" in done.stderr


@pytest.mark.parametrize(
    ("words", "status"),
    [
        (("Vektor Stan", "--fail-on-match"), 10),
        (("Torneria Corda", "--fail-on-match"), 0),
        (("Vektor Stan", "--fail-on-match", "--on", "2022-03-14"), 0),
        (("--id", "inn:9799001010", "--fail-on-match"), 10),
        (("Vektor Stan", "--require-fresh"), 4),
        (("Vektor Stan", "--list", "no such list"), 4),
        (("🙂",), 2),
        ((), 2),
        (("GmbH",), 2),
        (("Vektor", "--kind", "firm"), 2),
        (("Vektor", "--country", "Narnia"), 2),
        (("Vektor", "--id", "9799001010"), 2),
        (("Vektor", "--contact", "fax:1"), 2),
        (("../watch.csv",), 2),
        (("nothing.csv", "-o", "x.xlsx"), 2),
        (("../watch.csv", "-o", "../watch.csv"), 2),
        (("../watch.csv", "-o", "x.pdf"), 2),
        (("Ж" * 300,), 0),
        (("x" * 10_000,), 0),
    ],
)
def test_the_exit_status_tells(enduse: Enduse, case: Path, words: tuple[str, ...], status: int) -> None:
    done = enduse("screen", *words, cwd=case)
    assert done.returncode == status, done.stderr
    assert "Traceback" not in done.stderr
    assert "E-INTERNAL" not in done.stderr


def test_a_day_before_the_first_snapshot_is_answered_with_a_warning(enduse: Enduse, case: Path) -> None:
    assert "W-LIST-LATER" in enduse("screen", "Vektor Stan", "--on", "2023-01-01", cwd=case).stderr
    assert "W-LIST-LATER" not in enduse("screen", "Vektor Stan", "--on", "2024-05-30", cwd=case).stderr


def test_a_country_may_be_given_by_its_name(enduse: Enduse, case: Path) -> None:
    (hit,) = enduse("screen", "Vektor Stan", "--country", "Russia", cwd=case).rows
    assert "the same country: RU" in hit["reasons"]


def test_a_spreadsheet_comes_back_and_a_decision_about_a_line_holds(enduse: Enduse, case: Path) -> None:
    (case / "customers.csv").write_text("No,Name,Land\nK-1,Norvent GmbH,DE\nK-2,AMG,IT\n,,\n", encoding="utf-8")
    done = enduse("screen", "customers.csv", "-o", "out.xlsx", "--fail-on-match", cwd=case)
    assert (done.returncode, done.rows[0]["lines"]) == (10, 2)
    book = openpyxl.load_workbook(case / "out.xlsx")
    assert [it.value for it in book["Screened"]["E"]] == ["match", "no", "yes"]
    words = ("--row", "3", "--decide", "not_same", "--entry", "W-2", "--note", "a pizzeria")
    made = enduse("screen", "customers.csv", *words, cwd=case)
    assert made.returncode == 0, made.stderr
    assert made.rows[0] | {"at": ""} == {
        "asked": "id:K-2", "entry": "OWN Ours|W-2", "verdict": "not_same", "by": "tester", "at": ""
    }  # fmt: skip
    again = enduse("screen", "customers.csv", "-o", "out.csv", "--fail-on-match", cwd=case)
    assert (again.returncode, again.rows[0]["matches"]) == (0, 0)


@pytest.mark.parametrize("verdict", ["clean", "perhaps"])
def test_an_unknown_verdict_is_refused(enduse: Enduse, case: Path, verdict: str) -> None:
    done = enduse("screen", "AMG", "--decide", verdict, "--entry", "W-2", cwd=case)
    assert (done.returncode, "not_same" in done.stderr) == (2, True)


@pytest.mark.parametrize("width", [80, 120])
def test_the_table_of_hits_fits_and_a_long_id_is_shown_by_its_beginning(enduse: Enduse, case: Path, width: int) -> None:
    shown = enduse("screen", "Vektor Stan", cwd=case, width=width).stdout
    assert max(map(len, shown.splitlines())) <= width
    assert "01234567…" in shown
    made = enduse("screen", "Vektor Stan", "--decide", "same", "--entry", "01234567", cwd=case)
    assert made.returncode == 0, made.stderr
