"""The tutorial notebook runs from top to bottom and shows what its text says."""

import subprocess
import sys
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

NOTEBOOK = Path(__file__).resolve().parents[1] / "docs" / "tutorials" / "notebook.ipynb"
# It has no types.
nbformat = import_module("nbformat")
# In a process of its own: the client's event loop and our "warnings are errors" do not go together.
RUN = """
import sys, nbformat
from nbclient import NotebookClient
notebook = nbformat.read(sys.argv[1], as_version=4)
NotebookClient(notebook, timeout=600, kernel_name="python3").execute(cwd=sys.argv[2])
nbformat.write(notebook, sys.argv[3])
"""


@pytest.fixture(scope="module")
def executed(tmp_path_factory: pytest.TempPathFactory) -> list[Any]:
    folder = tmp_path_factory.mktemp("notebook")
    words: list[str | Path] = [sys.executable, "-W", "ignore", "-c", RUN, NOTEBOOK, folder, folder / "done.ipynb"]
    done = subprocess.run(words, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr[-3000:]
    cells: list[Any] = nbformat.read(folder / "done.ipynb", as_version=4).cells
    return cells


def _shown(cells: list[Any], code: str, kind: str = "text/plain") -> str:
    (cell,) = [it for it in cells if it.cell_type == "code" and it.source.splitlines()[-1].startswith(code)]
    return str(cell.outputs[-1].data.get(kind, ""))


@pytest.mark.slow
def test_the_notebook_shows_what_it_says(executed: list[Any]) -> None:
    assert _shown(executed, "report.rows_read") == "(24, 24, 0)"
    assert "VIMETRAL" in _shown(executed, "found[0]", "text/html")
    assert _shown(executed, 'row["source"]').startswith("('lines.csv', ")
    assert "'dispatch': 'TR', 'value_usd_sum': 1440000.0" in _shown(executed, "arrow.group_by").replace("\n", "")
    assert _shown(executed, "check.good") == "(True, (), ())"
    assert _shown(executed, "[it.code") == "['E-PACK-DAMAGED']"


@pytest.mark.slow
@pytest.mark.parametrize("code", ["case", "run", "found[0]", "case.findings_table()"])
def test_objects_show_themselves(executed: list[Any], code: str) -> None:
    shown = [str(it.outputs[-1].data.get("text/html", "")) for it in executed
             if it.cell_type == "code" and it.source.splitlines()[-1] == code]  # fmt: skip
    assert [it.startswith(("<p><strong>", "<table>")) for it in shown] == [True]
    assert "<script" not in shown[0]


def test_the_notebook_is_kept_without_results() -> None:
    cells = nbformat.read(NOTEBOOK, as_version=4).cells
    assert [it for it in cells if it.cell_type == "code" and (it.outputs or it.execution_count)] == []
