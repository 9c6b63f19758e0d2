"""The command as a user meets it: stdout, stderr and exit status."""

import json
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from enduse.cli import main


@dataclass(frozen=True)
class Done:
    """What a command left behind."""

    returncode: int
    stdout: str
    stderr: str

    @property
    def rows(self) -> list[dict[str, Any]]:
        """What stands on stdout, as a program reads it."""
        return [json.loads(line) for line in self.stdout.splitlines()]


Enduse = Callable[..., Done]


@pytest.fixture
def enduse(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Enduse:
    """Runs the command in a folder, as in a pipe."""
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    monkeypatch.setenv("ENDUSE_USER", "tester")

    def enduse(*words: str | Path, cwd: Path, width: int = 0) -> Done:
        monkeypatch.chdir(cwd)
        monkeypatch.setattr(sys, "argv", ["enduse", *map(str, words)])
        if width:
            monkeypatch.setenv("ENDUSE_TABLE", "1")
            monkeypatch.setenv("COLUMNS", str(width))
        with pytest.raises(SystemExit) as left:
            main()
        told = capsys.readouterr()
        return Done(int(left.value.code or 0), told.out, told.err)

    return enduse
