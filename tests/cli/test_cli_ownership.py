"""`enduse screen --ownership` as a user meets it."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from enduse.case import create

FIXTURES = Path(__file__).resolve().parents[1] / "fixtures"

pytestmark = pytest.mark.slow


def enduse(*words: str | Path, cwd: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the command in a pipe, as a script would."""
    code = "from enduse.cli import main; main()"
    known = {**os.environ, "PYTHONUTF8": "1", **environment}
    command = [sys.executable, "-c", code, "screen", *map(str, words)]
    return subprocess.run(command, cwd=cwd, env=known, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    case = create(tmp_path_factory.mktemp("cli") / "case")
    case.add(FIXTURES / "registers/ru_egrul/companies_cp1251.xml")
    case.add_list(FIXTURES / "lists/csl_csv/consolidated.csv")
    return case.root


def test_a_program_gets_one_object_for_each_law(workspace: Path) -> None:
    done = enduse("Primerstanok", "--ownership", "--law", "us-ofac,EU", "--on", "2025-10-15", cwd=workspace)
    told = [json.loads(line) for line in done.stdout.splitlines()]
    assert [(it["law"], it["found_by"]) for it in told] == [("US-OFAC", "name"), ("EU", "name")]
    assert "by its name alone" in done.stderr


def test_a_person_gets_the_answer_of_each_law_in_sentences(workspace: Path) -> None:
    done = enduse("--id", "inn:9799001058", "--country", "RU", "--ownership", cwd=workspace, ENDUSE_TABLE="1")
    assert done.returncode == 0, done.stderr
    assert "US-OFAC, " in done.stdout
    assert "Rule: Blocked persons' holdings are added up" in done.stdout


def test_a_listed_owner_is_an_exit_status_where_that_is_asked_for(workspace: Path) -> None:
    words = ("--id", "inn:9799001010", "--country", "RU", "--ownership", "--on", "2025-10-15", "--fail-on-match")
    assert enduse(*words, cwd=workspace).returncode == 10


def test_everybody_is_listed_with_what_cannot_be_told(workspace: Path) -> None:
    done = enduse("--ownership", "--all", "--on", "2025-10-15", cwd=workspace)
    assert done.returncode == 0, done.stderr
    assert "no list of EU, UK is loaded" in done.stderr
    assert all({"subject", "law", "answer"} <= json.loads(line).keys() for line in done.stdout.splitlines())


@pytest.mark.parametrize(
    ("words", "code"),
    [(("X", "--law", "EU"), "E-USAGE"), (("X", "--ownership", "--law", "MOON"), "E-OWN-QUESTION")],
)
def test_a_wrong_question_is_refused(workspace: Path, words: tuple[str, ...], code: str) -> None:
    done = enduse(*words, cwd=workspace)
    assert (done.returncode, code in done.stderr, done.stdout) == (2, True, "")
