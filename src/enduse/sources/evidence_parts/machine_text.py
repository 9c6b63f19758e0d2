"""Text in pictures, read by Tesseract where it is installed."""

import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Self

LANGUAGES: Final = {"ru": "rus", "uk": "ukr", "zh": "chi_sim", "ko": "kor", "en": "eng", "de": "deu", "ja": "jpn"}
_USUAL = ("rus", "chi_sim", "kor", "eng")
_SECONDS = 120


@dataclass(frozen=True)
class Tesseract:
    """The reader of this machine.

    Attributes:
        program: Path; empty: it is not installed.
        version: As it says.
        languages: Installed ones, in its own codes.
    """

    program: str = ""
    version: str = ""
    languages: tuple[str, ...] = ()

    @classmethod
    def found(cls) -> Self:
        """What is installed here."""
        program = shutil.which("tesseract") or ""
        if not program:
            return cls()
        version = _said([program, "--version"]).partition("\n")[0].removeprefix("tesseract").strip()
        listed = _said([program, "--list-langs"]).splitlines()[1:]
        return cls(program, version, tuple(it.strip() for it in listed if it.strip()))

    def fitting(self, language: str) -> tuple[str, ...]:
        """Which of the installed languages to read by: those told, else the usual four; English always last."""
        told = [LANGUAGES[it.strip()] for it in language.lower().split(",") if it.strip() in LANGUAGES]
        wanted = [*dict.fromkeys([*told, "eng"])] if told else [*_USUAL]
        return tuple(it for it in wanted if it in self.languages)

    def read(self, png: bytes, languages: Sequence[str]) -> str:
        """The text; empty where nothing was read in time."""
        command = [self.program, "stdin", "stdout", "-l", "+".join(languages)]
        try:
            done = subprocess.run(command, input=png, capture_output=True, timeout=_SECONDS, check=False)
        except (OSError, subprocess.TimeoutExpired):
            return ""
        return done.stdout.decode("utf-8", "replace").strip() if done.returncode == 0 else ""


def _said(command: list[str]) -> str:
    try:
        done = subprocess.run(command, capture_output=True, timeout=_SECONDS, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return (done.stdout or done.stderr).decode("utf-8", "replace")
