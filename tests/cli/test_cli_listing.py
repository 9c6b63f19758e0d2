"""`enduse lists` as a user meets it: stdout, stderr, exit status, and how it looks on a narrow terminal."""

import shutil
import threading
from collections.abc import Callable, Iterator
from datetime import date
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

UN = Path(__file__).parents[1] / "fixtures" / "lists" / "un_consolidated_xml" / "consolidated.xml"
WATCH = "ID,Name,Country\nW-1,Norvent GmbH,DE\nW-2,Bexil Optics,IT\n"


Enduse = Callable[..., Any]


class Quiet(SimpleHTTPRequestHandler):
    """Serves a folder and says nothing."""

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@pytest.fixture
def case(tmp_path: Path, enduse: Enduse) -> Path:
    assert enduse("init", "case", cwd=tmp_path).returncode == 0
    (tmp_path / "watch.csv").write_text(WATCH, encoding="utf-8")
    return tmp_path / "case"


@pytest.fixture
def mirrored(case: Path, tmp_path: Path) -> Iterator[Path]:
    """A case whose lists come from a server of the test, one of them from where there is nothing."""
    (tmp_path / "site").mkdir()
    shutil.copy(UN, tmp_path / "site" / "un.xml")
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(tmp_path / "site")))
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    address = f"http://127.0.0.1:{server.server_address[1]}"
    (case / "enduse.toml").write_text(
        '[lists]\nwanted = ["csl_csv", "un_consolidated_xml"]\nprivate = true\n[lists.urls]\n'
        f'csl_csv = "{address}/gone.csv"\nun_consolidated_xml = "{address}/un.xml"\n'
    )
    yield case
    server.shutdown()
    thread.join()
    server.server_close()


def test_update_brings_what_it_can_and_tells_by_its_status_that_one_failed(enduse: Enduse, mirrored: Path) -> None:
    done = enduse("lists", "update", cwd=mirrored)
    assert done.returncode == 4, done.stderr
    assert {it["format"]: it["state"] for it in done.rows} == {"csl_csv": "failed", "un_consolidated_xml": "updated"}
    assert "E-FETCH-STATUS" in done.stderr
    again = enduse("lists", "update", "un_consolidated_xml", cwd=mirrored)
    assert (again.returncode, again.rows[0]["state"]) == (0, "unchanged")


def test_require_fresh_exits_four_as_long_as_a_list_is_missing(enduse: Enduse, mirrored: Path) -> None:
    for words in (("lists", "--require-fresh"), ("screen", "--require-fresh", "Norvent")):
        done = enduse(*words, cwd=mirrored)
        assert (done.returncode, "E-LISTS-NONE" in done.stderr) == (4, True)
    enduse("lists", "update", cwd=mirrored)
    done = enduse("lists", "--require-fresh", cwd=mirrored)
    assert (done.returncode, "E-LISTS-MISSING" in done.stderr) == (4, True)
    settings = mirrored / "enduse.toml"
    settings.write_text(settings.read_text().replace('"csl_csv", ', ""))
    assert enduse("lists", "--require-fresh", cwd=mirrored).returncode == 0


def test_a_list_is_added_told_about_and_compared(enduse: Enduse, case: Path) -> None:
    done = enduse("lists", "add", "../watch.csv", "--name", "Ours", "--snapshot", "2024-01-01", cwd=case)
    assert done.returncode == 0, done.stderr
    assert done.rows[0] | {"file": ""} == {
        "file": "", "format": "watch_list", "snapshot": "2024-01-01", "entries": 2, "rejected": 0, "state": "added"
    }  # fmt: skip
    (case.parent / "later.csv").write_text(WATCH.replace("W-2", "W-3"), encoding="utf-8")
    enduse("lists", "add", "../later.csv", "--name", "Ours", "--snapshot", "2024-02-01", cwd=case)
    changes = enduse("lists", "diff", "watch_list@2024-01-01", "watch_list@2024-02-01", cwd=case).rows
    assert [(it["what"], it["entry_id"]) for it in changes] == [("removed", "W-2"), ("added", "W-3")]
    (state,) = [it for it in enduse("lists", cwd=case).rows if it["state"] != "missing"]
    assert (state["name"], state["snapshot"], state["snapshots"], state["state"]) == (
        "OWN Ours",
        "2024-02-01",
        2,
        # Nobody but the user can say that it is.
        "fresh",
    )


def test_a_record_that_was_not_taken_is_said_beside_the_table(enduse: Enduse, case: Path) -> None:
    (case.parent / "nameless.csv").write_text(WATCH + "W-9,,FR\n", encoding="utf-8")
    done = enduse("lists", "add", "../nameless.csv", "--name", "Nameless", cwd=case)
    assert (done.rows[0]["entries"], done.rows[0]["rejected"]) == (2, 1)
    assert "1 record was rejected; with its reason: enduse rejects" in done.stderr


@pytest.mark.parametrize(
    ("words", "status", "code"),
    [
        (("add", "../watch.csv"), 3, "E-LISTS-UNKNOWN"),
        (("add", "../nothing.xml"), 3, "E-FILE"),
        (("add", "../cut.xml"), 3, "E-LIST"),
        (("add", "../watch.csv", "--columns", "name=Firma"), 3, "E-PARTY-COLUMNS"),
        (("update", "no_such_list"), 2, "E-LISTS-FORMAT"),
        (("diff", "a@2024-01-01", "b"), 2, "E-LISTS-SNAPSHOT"),
    ],
)
def test_a_wrong_call_says_what_to_do(
    enduse: Enduse, case: Path, words: tuple[str, ...], status: int, code: str
) -> None:
    (case.parent / "cut.xml").write_bytes(UN.read_bytes()[:-40])
    done = enduse("lists", *words, cwd=case)
    assert done.returncode == status, done.stderr
    assert code in done.stderr
    assert "Traceback" not in done.stderr
    assert done.stdout == ""


@pytest.mark.parametrize("width", [80, 120])
def test_the_table_of_lists_fits_the_terminal_without_cut_words(enduse: Enduse, case: Path, width: int) -> None:
    today = date.today().isoformat()
    enduse("lists", "add", "../watch.csv", "--name", "Partners that our sales people asked about", cwd=case)
    shown = enduse("lists", cwd=case, width=width).stdout
    (line,) = [it for it in shown.splitlines() if "Partners" in it]
    assert max(map(len, shown.splitlines())) <= width
    assert today in line
    assert "fresh" in line


def test_formats_of_lists_and_registers_are_explained(enduse: Enduse, tmp_path: Path) -> None:
    lists = {it["format"]: it for it in enduse("explain", "lists", cwd=tmp_path).rows}
    assert lists["un_consolidated_xml"]["built_on"] == "seen"
    assert str(lists["un_consolidated_xml"]["address"]).startswith("https://")
    assert lists["ofac_sdn_csv"]["files"]
    assert "ru_egrul" in {it["format"] for it in enduse("explain", "registers", cwd=tmp_path).rows}
    page = enduse("explain", "un_consolidated_xml", cwd=tmp_path).stdout
    for word in ("Publisher:", "Licence:", "Source:", "Address:"):
        assert word in page
