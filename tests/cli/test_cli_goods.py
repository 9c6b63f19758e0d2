"""`enduse goods` as a user meets it: stdout, stderr, exit status and files."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest

Enduse = Callable[..., Any]
LATHE = "Станок токарный с ЧПУ TSUGAMI B0205-III, 2005 г.в., б/у, сер. № 1234"


def test_a_description_is_one_object_with_facts_code_lists_and_entries(enduse: Enduse, tmp_path: Path) -> None:
    done = enduse("goods", LATHE, "--code", "8458112009", "--on", "2026-05-01", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    (answer,) = done.rows
    facts = {it["name"]: it for it in answer["facts"]}
    assert (answer["schema"], answer["text"], answer["code"]["code"]) == ("enduse.goods/1", LATHE, "8458112009")
    assert (facts["brand"]["value"], facts["year"]["value"], facts["condition"]["value"]) == ("Tsugami", 2005, "used")
    assert all(it["read"] == LATHE[it["start"] : it["end"]] for it in facts.values() if it["start"] >= 0)
    assert {it["authority"] for it in answer["listings"]} >= {"CHPL", "EU", "TW"}
    assert {it["answer"] for it in answer["entries"]} == {"cannot tell", "does not meet"}


def test_a_person_sees_tables_and_what_to_ask(enduse: Enduse, tmp_path: Path) -> None:
    done = enduse("goods", LATHE, "--on", "2026-05-01", cwd=tmp_path, width=100)
    assert done.returncode == 0, done.stderr
    assert "TSUGAMI" in done.stdout
    assert "Ask first: " in done.stdout
    assert "no list of codes makes a machine controlled" in done.stdout


@pytest.mark.parametrize("ending", ["xlsx", "csv"])
def test_a_spreadsheet_comes_back_with_every_line_and_our_columns(enduse: Enduse, tmp_path: Path, ending: str) -> None:
    (tmp_path / "order.csv").write_text(
        f"No,Description,HS code\n1,{LATHE.replace(',', ' ')},8458112009\n2,,\n3,=cmd|x,\n"
    )
    done = enduse("goods", "order.csv", "-o", f"out.{ending}", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert done.rows[0]["lines"] == 3
    if ending == "csv":
        assert "'=cmd|x" in (tmp_path / "out.csv").read_text(encoding="utf-8-sig")
        assert "TSUGAMI" in (tmp_path / "out.facts.csv").read_text(encoding="utf-8-sig")
        return
    book = openpyxl.load_workbook(tmp_path / "out.xlsx")
    rows = list(book["Goods"].values)
    first = dict(zip(rows[0], rows[1], strict=True))
    assert (first["No"], first["brand"], first["serial"], first["row"]) == ("1", "Tsugami", "1234", 2)
    assert len(rows) == 4
    assert book["Facts"].max_row > 5


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ((), "description"),
        (("nothing.csv", "-o", "x.csv"), "no file"),
        (("order.csv",), "-o"),
        (("lathe", "--known", "upr"), "parameter=value"),
        (("lathe", "--known", "upr_x_um=wide"), "upr_x_um"),
        (("lathe", "--machines", "nothing.csv"), "nothing.csv"),
        (("lathe", "--book", "order.csv"), "nomenclature"),
    ],
)
def test_what_cannot_be_used_is_said(enduse: Enduse, tmp_path: Path, words: tuple[str, ...], said: str) -> None:
    (tmp_path / "order.csv").write_text("A,B\n1,2\n")
    done = enduse("goods", *words, cwd=tmp_path)
    assert done.returncode in (2, 3), done.stdout
    assert said in done.stderr
    assert "E-" in done.stderr


@pytest.fixture
def in_case(enduse: Enduse, tmp_path: Path) -> Path:
    """A case that holds a coined nomenclature of two chapters."""
    rows = [
        "id,text,parent,isLeaf,aggrlevel",
        "TOTAL,Total - All H6 commodities,#,0,0",
        "84,84 - Coined machines,TOTAL,0,2",
        "845811,845811 - Coined lathes,8458,1,6",
    ]
    (tmp_path / "hs.csv").write_text("\n".join(rows) + "\n")
    assert enduse("init", "case", cwd=tmp_path).returncode == 0
    done = enduse("add", "hs.csv", "-C", "case", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "W-CODEBOOK-PART" in done.stderr
    return tmp_path / "case"


def texts_of(done: Any) -> set[str]:
    assert done.returncode == 0, done.stderr
    (answer,) = done.rows
    return {text["text"] for level in answer["code"]["levels"] for text in level["texts"]}


def test_in_a_case_codes_are_explained_by_what_was_added(enduse: Enduse, in_case: Path) -> None:
    asked = ("goods", "lathe", "--code", "845811", "--on", "2026-05-01")
    assert "Coined lathes" in texts_of(enduse(*asked, cwd=in_case))
    assert "Coined lathes" in texts_of(enduse(*asked, "--case", in_case, cwd=in_case.parent))
    assert "Coined lathes" not in texts_of(enduse(*asked, cwd=in_case.parent))


def test_undone_nomenclatures_are_used_no_more(enduse: Enduse, in_case: Path) -> None:
    assert enduse("undo", "hs.csv", cwd=in_case).returncode == 0
    assert "Coined lathes" not in texts_of(enduse("goods", "lathe", "--code", "845811", cwd=in_case))


def test_a_folder_that_is_no_case_is_said(enduse: Enduse, tmp_path: Path) -> None:
    done = enduse("goods", "lathe", "--case", tmp_path / "nowhere", cwd=tmp_path)
    assert done.returncode == 2
    assert "E-WORKSPACE" in done.stderr


def test_one_description_is_answered_without_the_libraries_of_tables() -> None:
    code = "import sys, enduse.cli.goods; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert {"ibis", "duckdb", "pyarrow", "pandas", "openpyxl"} & set(done.stdout.split()) == set()


def test_formats_of_nomenclatures_are_explained(enduse: Enduse, tmp_path: Path) -> None:
    formats = {it["format"]: it for it in enduse("explain", "nomenclatures", cwd=tmp_path).rows}

    assert formats["tnved_fts"]["built_on"] == "seen"
    assert "Federal Customs Service" in enduse("explain", "tnved_fts", cwd=tmp_path).stdout
