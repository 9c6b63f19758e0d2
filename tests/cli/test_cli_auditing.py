"""`enduse audit-data`: what a person and a program see."""

import json
from pathlib import Path
from random import Random

import pytest
from typer.testing import CliRunner

from enduse.case.data_audit import AuditQuestion, audit_file
from enduse.cli.app import app
from enduse.cli.auditing import findings_text


@pytest.fixture
def leaky(tmp_path: Path) -> Path:
    chance = Random(1)
    lines = ["no,firm,outcome,hit"]
    for it in range(300):
        hit = int(chance.random() < 0.3)
        lines.append(f"{it},FIRM {chance.randint(1, 30)},{'seized' if hit else 'released'},{hit}")
    (tmp_path / "files.csv").write_text("\n".join(lines), encoding="utf-8")
    return tmp_path / "files.csv"


def test_a_leak_is_an_object_for_a_program(leaky: Path) -> None:
    done = CliRunner().invoke(app, ["audit-data", str(leaky), "--label", "hit", "--json"])

    assert done.exit_code == 0, done.output
    first = json.loads(done.stdout.splitlines()[0])
    assert (first["check"], first["level"], first["columns"]) == ("label_again", "leak", ["outcome"])
    assert '"level": "not assessable"' in done.stdout


@pytest.mark.parametrize(
    ("without", "wanted", "code"), [("", "leak", 10), ("outcome", "leak", 0), ("outcome", "look", 0)]
)
def test_the_exit_says_whether_the_data_may_be_used(leaky: Path, without: str, wanted: str, code: int) -> None:
    if without:
        lines = [it.split(",") for it in leaky.read_text(encoding="utf-8").splitlines()]
        leaky.write_text("\n".join(",".join([it[0], it[1], it[3]]) for it in lines), encoding="utf-8")

    done = CliRunner().invoke(app, ["audit-data", str(leaky), "--label", "hit", "--fail-on", wanted, "--json"])

    assert done.exit_code == code, done.output


def test_what_a_person_sees(leaky: Path) -> None:
    text = findings_text(audit_file(AuditQuestion(leaky, "hit")).audit)

    assert text.startswith("LEAK  'outcome' alone tells the label with an area of 1.000")
    assert "NOT ASSESSABLE  split_copies" in text
    assert max(map(len, text.splitlines())) <= 100
