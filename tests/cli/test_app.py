"""The command line as a user meets it: what it prints, where, and with which exit status."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

EXAMPLE = Path(__file__).resolve().parents[2] / "examples" / "norventstan"

pytestmark = pytest.mark.slow


def enduse(*words: str | Path, cwd: Path) -> subprocess.CompletedProcess[str]:
    """Run the command in a pipe, as a script would."""
    environment = {**os.environ, "PYTHONUTF8": "1"}
    code = "from enduse.cli import main; main()"
    command = [sys.executable, "-W", "error::DeprecationWarning:enduse", "-c", code, *map(str, words)]
    return subprocess.run(command, cwd=cwd, env=environment, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("cli")
    assert enduse("init", "case", cwd=folder).returncode == 0
    return folder / "case"


def test_stdout_carries_data_only_and_every_row_is_accounted_for(workspace: Path) -> None:
    done = enduse("add", EXAMPLE / "imports_2023.csv", EXAMPLE / "statistics.csv", cwd=workspace)
    assert done.returncode == 0, done.stderr
    reports = [json.loads(line) for line in done.stdout.splitlines()]
    assert [(it["rows_read"], it["rows_kept"], it["rows_rejected"]) for it in reports] == [(251, 250, 1), (360, 360, 0)]
    assert "1 row was rejected" in done.stderr


def test_strict_tells_by_its_exit_status_that_rows_were_rejected(tmp_path: Path) -> None:
    enduse("init", "case", cwd=tmp_path)
    assert enduse("add", "--strict", EXAMPLE / "imports_2023.csv", cwd=tmp_path / "case").returncode == 5


def test_run_findings_and_show_follow_one_another(workspace: Path) -> None:
    ran = enduse("run", "--watershed", "2022-02-24", cwd=workspace)
    assert ran.returncode == 0, ran.stderr
    assert json.loads(ran.stdout)["found"] > 0
    listed = [json.loads(line) for line in enduse("findings", "--top", "2", cwd=workspace).stdout.splitlines()]
    assert len(listed) == 2
    assert listed[0]["schema"] == "enduse.finding/1"
    shown = enduse("show", listed[0]["key"], "--evidence", cwd=workspace)
    rows = [json.loads(line) for line in shown.stdout.splitlines()]
    assert len(rows) == listed[0]["evidence_count"]
    assert {"source", "sha256", "row", "raw"} <= set(rows[0])
    ranked = [json.loads(line) for line in enduse("findings", "--subjects", cwd=workspace).stdout.splitlines()]
    assert [it["strength"] for it in ranked] == sorted((it["strength"] for it in ranked), reverse=True)
    of_first = next(it for it in ranked if listed[0]["key"] in {one["key"] for one in it["findings"]})
    assert of_first["strength"] >= listed[0]["strength"]


def test_fail_on_turns_a_strong_finding_into_an_exit_status(workspace: Path) -> None:
    assert enduse("run", "--watershed", "2022-02-24", "--fail-on", "0.2", cwd=workspace).returncode == 10


@pytest.mark.parametrize(
    ("words", "status", "code"),
    [
        (["run"], 2, "E-WORKSPACE"),
        (["add", "nothing.csv"], 2, "E-WORKSPACE"),
        (["explain", "NO-SUCH-THING"], 2, "E-USAGE"),
        (["findings", "--top", "many"], 2, ""),
    ],
)
def test_a_wrong_call_says_what_to_do(tmp_path: Path, words: list[str], status: int, code: str) -> None:
    done = enduse(*words, cwd=tmp_path)
    assert done.returncode == status
    assert code in done.stderr
    assert "Traceback" not in done.stderr
    assert done.stdout == ""


def test_an_unknown_subject_offers_the_nearest_names(workspace: Path) -> None:
    done = enduse("show", "Норвенстан", cwd=workspace)
    assert done.returncode == 2
    assert "E-SUBJECT" in done.stderr
    assert "Норвентстан" in done.stderr


def test_doctor_finds_this_installation_whole(tmp_path: Path) -> None:
    done = enduse("doctor", cwd=tmp_path)
    assert done.returncode == 0, done.stdout
    states = {row["what"]: row["state"] for row in map(json.loads, done.stdout.splitlines())}
    assert states["duckdb"] == states["pyarrow"] == "fine"


def test_explain_expands_codes_and_typologies(tmp_path: Path) -> None:
    assert "enduse init" in enduse("explain", "e-workspace", cwd=tmp_path).stdout
    page = enduse("explain", "hub_surge", cwd=tmp_path).stdout
    for heading in ("Innocent explanations", "What it cannot see", "What would settle it", "Described by"):
        assert heading in page


def test_shell_completion_is_offered(tmp_path: Path) -> None:
    done = enduse("--help", cwd=tmp_path)
    assert "--install-completion" in done.stdout
