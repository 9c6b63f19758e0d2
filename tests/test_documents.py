"""The documents say what happens: sessions and Python in them are run, and links lead somewhere."""

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PAGES = sorted([ROOT / "README.md", *(ROOT / "docs").rglob("*.md")])
SESSION = re.compile(r"```console\n(.*?)```", re.DOTALL)
PYTHON = re.compile(r"```python\n(.*?)```", re.DOTALL)
LINK = re.compile(r"\]\(([^)#:]+)(?:#[^)]*)?\)")


def page(path: Path) -> str:
    return str(path.relative_to(ROOT))


def run(words: list[str], folder: Path) -> str:
    """What a command prints, as on a terminal 100 columns wide; trailing spaces do not count."""
    environment = {**os.environ, "ENDUSE_TABLE": "1", "COLUMNS": "100", "PYTHONUTF8": "1"}
    done = subprocess.run(words, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    assert "Traceback" not in done.stderr, done.stderr
    return "\n".join(line.rstrip() for line in done.stdout.splitlines()).strip()


def agrees(shown: str, printed: str) -> bool:
    """Is ``printed`` what is shown, where a line ``...`` stands for any lines?"""
    parts = [re.escape(part.strip()) for part in re.split(r"^\.\.\.$", shown, flags=re.MULTILINE)]
    return re.fullmatch(r"\s*.*?\s*".join(parts), printed, re.DOTALL) is not None


def commands(session: str) -> list[tuple[str, str]]:
    found = re.findall(r"^\$ (.*)\n((?:(?!\$ ).*\n?)*)", session, re.MULTILINE)
    return [(command, "\n".join(line.rstrip() for line in shown.splitlines()).strip()) for command, shown in found]


@pytest.mark.slow
@pytest.mark.parametrize("path", [it for it in PAGES if SESSION.search(it.read_text(encoding="utf-8"))], ids=page)
def test_a_session_prints_what_the_page_shows(path: Path, tmp_path: Path) -> None:
    (tmp_path / "examples").symlink_to(ROOT / "examples")
    here = tmp_path
    for session in SESSION.findall(path.read_text(encoding="utf-8")):
        for command, shown in commands(session):
            words = shlex.split(command)
            if words[0] == "cd":
                here = here / words[1]
            elif words[0] == "enduse":
                printed = run([sys.executable, "-c", "from enduse.cli import main; main()", *words[1:]], here)
                assert agrees(shown, printed), f"{command}\n--- the page shows\n{shown}\n--- it prints\n{printed}"


@pytest.mark.slow
def test_the_python_of_the_readme_runs(tmp_path: Path) -> None:
    (tmp_path / "examples").symlink_to(ROOT / "examples")
    (code,) = PYTHON.findall((ROOT / "README.md").read_text(encoding="utf-8"))
    shown = re.findall(r"# > (.*)", code)
    assert run([sys.executable, "-c", code], tmp_path).splitlines() == shown


@pytest.mark.parametrize("path", PAGES, ids=page)
def test_links_between_pages_lead_somewhere(path: Path) -> None:
    links = LINK.findall(path.read_text(encoding="utf-8"))
    assert [it for it in links if not (path.parent / it).exists()] == []


def test_an_ellipsis_stands_for_any_lines_and_nothing_else() -> None:
    assert agrees("one\n...\nfour", "one\ntwo\nthree\nfour")
    assert not agrees("one\nfour", "one\ntwo\nfour")
    assert commands("$ a b\nx\n\ny\n$ c\n") == [("a b", "x\n\ny"), ("c", "")]
