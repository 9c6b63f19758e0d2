"""`enduse order papers` and `enduse order certificate` as they are typed."""

import json
import subprocess
import sys
from datetime import date
from hashlib import sha256
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from enduse.case import create
from enduse.case.order_flow import OrderFlow
from enduse.cli.order_papers import certificate, papers
from enduse.model.order import Order, OrderLine, OrderParty

APP = typer.Typer()
APP.command("papers")(papers)
APP.command("certificate")(certificate)
PARTIES = (OrderParty("seller", "Nordlicht GmbH", "DE"), OrderParty("buyer", "Orient Teks", "UZ"))
ORDER = Order("118", date(2026, 11, 22), PARTIES, (OrderLine(1, "CNC lathe", model="SL2500", code="845811"),), "UZ")


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = create(tmp_path_factory.mktemp("cli_papers") / "case")
    OrderFlow(made.ledger).examine(ORDER, "Kim")
    return made.root


def typed(*words: str | Path) -> str:
    done = CliRunner().invoke(APP, [str(it) for it in words], catch_exceptions=False)
    assert done.exit_code == 0
    return done.stdout


def test_without_a_file_the_text_is_printed(case: Path) -> None:
    said = typed("papers", "118", "letter", "--question", "q09", "-l", "de", "--due", "2026-12-05", "-C", case)
    assert "5. Dezember 2026" in said
    assert "[Q09]" in said


def test_several_files_are_written_and_named(case: Path, tmp_path: Path) -> None:
    files = [tmp_path / f"record.{it}" for it in ("pdf", "json", "md")]
    said = typed("papers", "118", "record", "-C", case, *(word for it in files for word in ("-o", it)))
    assert [json.loads(it)["file"] for it in said.splitlines()] == [str(it) for it in files]
    assert files[0].read_bytes().startswith(b"%PDF")
    assert sha256(files[1].read_bytes()).hexdigest() in files[2].read_text("utf-8")


def test_a_certificate_is_checked_and_not_kept(case: Path, tmp_path: Path) -> None:
    (tmp_path / "c.toml").write_text('issuer = "Orient Teks"\n', "utf-8")
    rows = [json.loads(it) for it in typed("certificate", tmp_path / "c.toml", "118", "-C", case).splitlines() if it]
    told = {it["check"]: it["result"] for it in rows if "check" in it}
    assert told["signatory"] == "look at this"
    assert told["age of issuer"] == "not assessable"
    assert not (case / "desk").exists()


def test_the_commands_load_nothing_heavy_before_they_run() -> None:
    heavy = {"typst", "docx", "sqlalchemy", "babel", "lxml", "pypdf"}
    said = "import sys, enduse.cli.order_papers; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", said], capture_output=True, text=True, check=True)
    assert heavy & set(done.stdout.split()) == set()
