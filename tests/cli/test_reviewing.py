"""The review on a real pseudo-terminal, and in a script."""

import fcntl
import json
import os
import pty
import re
import select
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from rich.cells import cell_len
from rich.console import Console

from enduse.case import RunOptions, create
from enduse.case.reviewing import ReviewPair, Side
from enduse.cli.review_screen import KEYS, View, marked_names, page

HEADER = (
    "Регистрационный номер ДТ;№ товара;Дата регистрации;Отправитель;Получатель;ИНН получателя;"
    "Страна происхождения;Страна отправления;Код ТН ВЭД;Описание и характеристика товара;Статистическая стоимость, USD"
)
FIRMS = (("ООО Технология", "9799001010"), ("Tekhnologiya LLC", ""), ("ООО «Норвертстан»", ""), ("Norventstan LLC", ""))
_ESCAPES = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A case in which two pairs wait."""
    folder = tmp_path_factory.mktemp("review")
    lines = [
        f"10965570/{at:02}0123/000{at};1;{at:02}.01.2023;Tirvasenko Ltd;{name};{number};"
        f"ТУРЦИЯ;ТУРЦИЯ;8457101000;lathe;{at}00"
        for at, (name, number) in enumerate(FIRMS, 1)
    ]
    file = folder / "a.csv"
    file.write_text("\n".join([HEADER, *lines]) + "\n", encoding="utf-8")
    case = create(folder / "case")
    case.add(file)
    case.run(RunOptions(only=("hub_surge",)))
    return case.root


@pytest.fixture
def case(workspace: Path) -> Iterator[Path]:
    yield workspace
    (workspace / "judgements.jsonl").unlink(missing_ok=True)


def enduse(*words: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    """Run the command in a pipe, as a script would."""
    environment = {**os.environ, "PYTHONUTF8": "1", "ENDUSE_USER": "analyst"}
    code = "from enduse.cli import main; main()"
    return subprocess.run(
        [sys.executable, "-c", code, *words], cwd=cwd, env=environment, capture_output=True, text=True, check=False
    )


@dataclass
class Terminal:
    """A program on a pseudo-terminal."""

    handle: int
    seen: str = ""

    def until(self, text: str, seconds: float = 60.0) -> str:
        """Everything that appeared until ``text`` did, without colours."""
        end = time.monotonic() + seconds
        fresh = ""
        while text not in _plain(fresh):
            assert time.monotonic() < end, f"{text!r} never appeared; the screen holds {_plain(self.seen)[-2000:]}"
            if select.select([self.handle], [], [], 0.5)[0]:
                fresh += self._read()
        return fresh

    def press(self, keys: str) -> None:
        os.write(self.handle, keys.encode())

    def _read(self) -> str:
        try:
            read = os.read(self.handle, 65_536).decode("utf-8", "replace")
        except OSError:
            # Linux says so when the other end is closed.
            read = ""
        self.seen += read
        return read


def _plain(text: str) -> str:
    return " ".join(_ESCAPES.sub("", text).split())


@contextmanager
def terminal(case: Path, *words: str, columns: int = 80, **environment: str) -> Iterator[Terminal]:
    """``enduse review`` on a terminal of 30 lines."""
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 30, columns, 0, 0))
    settings = {k: v for k, v in os.environ.items() if k not in ("COLUMNS", "LINES", "NO_COLOR")}
    settings |= {"TERM": "xterm-256color", "PYTHONUTF8": "1", **environment}
    code = "from enduse.cli import main; main()"
    running = subprocess.Popen(
        [sys.executable, "-c", code, "review", *words],
        cwd=case,
        env=settings,
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
    )
    os.close(theirs)
    try:
        yield Terminal(ours)
    finally:
        running.kill()
        running.wait()
        os.close(ours)


def verdicts(case: Path) -> list[str]:
    path = case / "judgements.jsonl"
    return [json.loads(it)["verdict"] for it in path.read_text().splitlines()] if path.exists() else []


@pytest.mark.slow
@pytest.mark.parametrize("columns", [80, 120])
def test_keys_judge_undo_and_move(case: Path, columns: int) -> None:
    with terminal(case, columns=columns) as shown:
        shown.until("1 of 2")
        shown.press("j")
        shown.until("2 of 2")
        shown.press("\x1b[A")
        shown.until("1 of 2")
        shown.press("n")
        shown.until("Kept: two parties")
        shown.press("z")
        shown.until("Taken back.")
        shown.press("u")
        shown.until("Kept: unsure")
        shown.press("q")
        shown.until("1 judgement kept. Apply: enduse run")
    assert verdicts(case) == ["not_same", "retracted", "unsure"]


@pytest.mark.slow
def test_blind_mode_tells_the_probability_after_the_answer(case: Path) -> None:
    with terminal(case, "--blind") as shown:
        assert "%" not in _plain(shown.until("1 of 2 · probability hidden")).partition("Why they")[0]
        shown.press("y")
        shown.until("The probability was")
    assert verdicts(case) == ["same"]


@pytest.mark.slow
def test_search_help_and_rows_open_and_close(case: Path) -> None:
    with terminal(case, columns=120) as shown:
        shown.until("1 of 2")
        shown.press("/")
        shown.until("Search")
        shown.press("норв\r")
        shown.until("1 of 1")
        shown.press("l")
        assert "a.csv" in _plain(shown.until("Any key goes back."))
        shown.press(" ")
        shown.until("1 of 1")
        shown.press("?")
        shown.until("Any key goes on.")
        shown.press(" ")
        shown.until("1 of 1")
        shown.press("x")
        shown.until("No such key: x.")


@pytest.mark.slow
def test_without_colour_words_that_differ_are_still_underlined(case: Path) -> None:
    with terminal(case, NO_COLOR="1") as shown:
        shown.until("1 of 2")
        shown.press("/")
        shown.until("Search")
        shown.press("норв\r")
        screen = shown.until("q quit") if "q quit" not in shown.seen else shown.until("1 of 1") + shown.until("quit")
    assert not re.search(r"\x1b\[(?:\d+;)*(?:3[0-7]|9[0-7]|38)(?:;\d+)*m", shown.seen)
    assert re.search(r"\x1b\[(?:\d+;)*4(?:;\d+)*m", screen)


@pytest.mark.slow
def test_a_script_lists_decides_and_takes_back(case: Path) -> None:
    listed = [json.loads(it) for it in enduse("review", "--json", cwd=case).stdout.splitlines()]
    assert len(listed) == 2
    first = listed[0]
    said = enduse("review", "--decide", "same", first["left"]["anchor"], first["right"]["anchor"], cwd=case)
    assert said.returncode == 0, said.stderr
    assert json.loads(said.stdout)["by"] == "analyst"
    assert len(enduse("review", cwd=case).stdout.splitlines()) == 1
    assert json.loads(enduse("review", "--undo", cwd=case).stdout)["verdict"] == "retracted"
    assert len(enduse("review", cwd=case).stdout.splitlines()) == 2


@pytest.mark.slow
def test_a_wrong_verdict_or_party_exits_with_two(case: Path) -> None:
    wrong = enduse("review", "--decide", "maybe", "a", "b", cwd=case)
    unknown = enduse("review", "--decide", "same", "nobody", "Norventstan LLC", cwd=case)

    assert (wrong.returncode, unknown.returncode) == (2, 2)
    assert "E-REVIEW-VERDICT" in wrong.stderr
    assert "E-REVIEW-PARTY" in unknown.stderr
    assert verdicts(case) == []


def pair(left: str, right: str) -> ReviewPair:
    sides = [
        Side(f"name:RU:{it}", it, (it, f"{it} and more of it"), "RU", ("9799001010",), 3, 5.0) for it in (left, right)
    ]
    return ReviewPair(sides[0], sides[1], 0.9, ("they are alike",), ("a rare word is only alike",), "open", 3, 2.7)


@pytest.fixture
def drawn() -> Callable[[View, int], str]:
    def draw(view: View, width: int) -> str:
        console = Console(width=width, force_terminal=False, highlight=False)
        with console.capture() as text:
            console.print(page(view, width))
        return text.get()

    return draw


@pytest.mark.parametrize("width", [60, 80, 120])
def test_nothing_is_wider_than_the_terminal_and_nothing_is_lost(drawn: Callable[[View, int], str], width: int) -> None:
    long = "Общество с ограниченной ответственностью Научно-производственное объединение Норвентстан " * 2
    text = drawn(View([pair(long, "深圳市诺文特斯坦精密机械有限公司" * 3)]), width)

    assert max(map(cell_len, text.splitlines())) <= width
    assert "Норвентстан" in text
    assert all(re.search(rf"(?<!\S){re.escape(key)}\s", text) for key, _, _ in KEYS)


def test_the_top_says_in_words_why_the_two_were_paired(drawn: Callable[[View, int], str]) -> None:
    lines = drawn(View([pair("Norventstan", "Norvertstan")]), 80).splitlines()

    assert lines[0].startswith("1 of 1 · probability 90% · 3 rows")
    assert "Why they were paired: they are alike" in lines
    assert "Why nobody joined them: a rare word is only alike" in lines


def test_an_empty_queue_says_so(drawn: Callable[[View, int], str]) -> None:
    assert "No pair waits for you." in drawn(View([]), 80)
    assert "No pair holds 'x'." in drawn(View([], search="x"), 80)


@pytest.mark.parametrize(
    ("left", "right", "marked"),
    [
        ("Norventstan Trade LLC", "Norventstan Electronics LLC", ({"Trade"}, {"Electronics"})),
        ("ООО «Норвентстан»", "NORVENTSTAN LLC", (set(), set())),
        ("Norventstan LLC", "Norventstan Solvanek LLC", (set(), {"Solvanek"})),
        ("", "???", (set(), set())),
    ],
)
def test_only_words_that_differ_are_marked(left: str, right: str, marked: tuple[set[str], set[str]]) -> None:
    found = [{it.plain[span.start : span.end] for span in it.spans} for it in marked_names(left, right)]

    assert tuple(found) == marked
