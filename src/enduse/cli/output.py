"""How results leave the program: a table on a terminal, JSON Lines in a pipe or with ``--json``."""

import json
import os
import re
import shutil
import sys
import textwrap
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

Row = Mapping[str, Any]
_CODE = re.compile(r"[EWR]-[A-Z0-9-]+  ")
_INSTANT = re.compile(r"^(\d{4}-\d\d-\d\d)T(\d\d:\d\d):\d\dZ$")


@dataclass
class Printer:
    """Writes data to stdout and everything else to stderr.

    Attributes:
        json: Write JSON Lines even on a terminal.
    """

    json: bool = False

    @property
    def machine(self) -> bool:
        """True when a program reads the output; ENDUSE_TABLE=1 asks for tables in a pipe, too."""
        return self.json or not (sys.stdout.isatty() or os.environ.get("ENDUSE_TABLE"))

    def rows(self, rows: Iterable[Row], columns: Sequence[str], *, empty: str = "nothing") -> None:
        """Print rows: whole objects for a program, the named columns for a person."""
        listed = list(rows)
        if self.machine:
            for row in listed:
                print(json.dumps(row, ensure_ascii=False, sort_keys=False, default=str))
        elif not listed:
            self.say(empty)
        else:
            _table(listed, columns)

    def text(self, text: str) -> None:
        """Print a text that is data, e.g. an explanation."""
        print(text)

    def prose(self, text: str) -> None:
        """Print sentences that are data; for a person no word is cut at the edge of the terminal."""
        print(text if self.machine else _wrapped(text))

    def say(self, text: str) -> None:
        """Print a message for a person, on stderr; on a terminal no word is cut at its edge."""
        print(_wrapped(text) if sys.stderr.isatty() else text, file=sys.stderr)


def counted(number: int, noun: str, plural: str = "") -> str:
    """A number with its noun: ``1 row``, ``3,065 rows``, ``2 companies``."""
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"


def _wrapped(text: str) -> str:
    """Each line of ``text`` in lines as wide as the terminal; what follows a code stands under its message."""
    width = shutil.get_terminal_size().columns
    return "\n".join(_wrapped_line(line, width) for line in text.split("\n"))


def _wrapped_line(line: str, width: int) -> str:
    code = _CODE.match(line)
    indent = " " * (code.end() if code and width >= 80 else 2)
    return textwrap.fill(
        line, width, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False, drop_whitespace=True
    )


def _table(rows: Sequence[Row], columns: Sequence[str]) -> None:
    from rich.console import Console
    from rich.markup import escape
    from rich.table import Table

    table = Table(box=None, pad_edge=False, header_style="bold")
    # What no row tells takes no room from what they do.
    columns = [it for it in columns if any(_cell(row.get(it)) for row in rows)]
    for column in columns:
        numeric = any(isinstance(row.get(column), int | float) for row in rows)
        table.add_column(column.replace("_", " "), justify="right" if numeric else "left", overflow="fold")
    for row in rows:
        # A name or a sentence may hold brackets; rich would take them for its own marks and drop them.
        table.add_row(*(escape(_cell(row.get(column))) for column in columns))
    Console().print(table)


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | float):
        return f"{value:,.2f}".rstrip("0").rstrip(".")
    if isinstance(value, list | tuple):
        return ", ".join(map(str, value))
    if isinstance(value, dict):
        return " · ".join(f"{name}: {part}" for name, part in value.items() if part not in (None, ""))
    return _INSTANT.sub(r"\1 \2", str(value))


@dataclass
class Progress:
    """Shows stage, rows, rows per second and time left on stderr, at most five times a second.

    On a terminal one line is rewritten; in a log a line appears every ten seconds.
    """

    clock: Callable[[], float] = time.monotonic
    stage: str = ""
    _started: float = field(default=0.0)
    _shown: float = field(default=0.0)
    _open: bool = field(default=False)

    def __call__(self, stage: str, rows: int, done: float | None = None) -> None:
        """Take note of progress.

        Args:
            stage: What is being done, e.g. ``"reading imports.csv"``.
            rows: Rows so far in this stage.
            done: Share of the stage that is done, 0 to 1, where it is known.
        """
        now = self.clock()
        if stage != self.stage:
            self.finish()
            self.stage, self._started, self._shown = stage, now, now
        terminal = sys.stderr.isatty()
        if now - self._shown < (0.2 if terminal else 10.0):
            return
        self._shown, self._open = now, terminal
        line = progress_line(stage, rows, now - self._started, done)
        print(f"\r\x1b[2K{line}" if terminal else line, end="" if terminal else "\n", file=sys.stderr, flush=True)

    def finish(self) -> None:
        """Leave the line, so that what follows starts a new one."""
        if self._open:
            print("\r\x1b[2K", end="", file=sys.stderr, flush=True)
        self._open = False


def progress_line(stage: str, rows: int, seconds: float, done: float | None) -> str:
    """One line of progress, e.g. ``reading x.csv · 184,000 rows · 92,000 rows/s · 61 % · 0:07 left``."""
    parts = [stage, f"{rows:,} rows"] if rows else [stage]
    if rows and seconds > 0.5:
        parts.append(f"{rows / seconds:,.0f} rows/s")
    if done is not None and done > 0.01:
        left = seconds * (1 - done) / done
        parts += [f"{done:.0%}", f"{int(left) // 60}:{int(left) % 60:02d} left"]
    return " · ".join(parts)
