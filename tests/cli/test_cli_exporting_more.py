"""`enduse export`, as the command is registered."""

import json
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from enduse import case as cases
from enduse.case import RunOptions
from enduse.cli.exporting_more import export_more

LINES = """declaration_no,line_no,date,direction,consignor,consignee,origin,destination,goods_code,description,value_usd
1,1,2022-05-01,import,FABLE LATHE CO,OOO ALFASTAN,TW,RU,0458112009,lathe,9000
2,1,2022-05-01,import,FABLE LATHE CO,,TW,RU,0458112009,lathe,9000
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("cli_exports")
    (folder / "lines.csv").write_text(LINES, encoding="utf-8")
    made = cases.create(folder / "case")
    made.add(folder / "lines.csv")
    made.run(RunOptions())
    return folder


@pytest.fixture
def app() -> typer.Typer:
    app = typer.Typer()
    app.command("export")(export_more)
    return app


def test_a_network_says_what_was_written_and_what_is_not_in_it(app: typer.Typer, folder: Path) -> None:
    done = CliRunner().invoke(app, ["network", "-o", str(folder / "n.gexf"), "-C", str(folder / "case"), "--json"])

    assert done.exit_code == 0, done.output
    assert json.loads(done.stdout) == {"export": "network", "written": 3, "file": str(folder / "n.gexf")}
    assert "W-EXPORT-ENDS  1 goods lines" in done.stderr


def test_tables_go_to_a_folder_and_the_older_tables_still_go_to_a_file(app: typer.Typer, folder: Path) -> None:
    words = ["-C", str(folder / "case"), "--json"]
    tables = CliRunner().invoke(app, ["tables", "-o", str(folder / "out"), "--as", "parquet", *words])
    goods = CliRunner().invoke(app, ["goods", "--csv", str(folder / "goods.csv"), *words])

    assert {"items.parquet", "parties.parquet", "sources.parquet"} <= {it.name for it in (folder / "out").iterdir()}
    assert [json.loads(it)["table"] for it in tables.stdout.splitlines()][-1] == "sources"
    assert json.loads(goods.stdout)["rows"] == 2
