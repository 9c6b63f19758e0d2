"""What every code means: errors (E), warnings (W), flags (F) and reasons to reject a row (R)."""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True)
class Message:
    """The long form of one code.

    Attributes:
        code: E-… stops, W-… warns, F-… marks a row, R-… says why a row was rejected.
        title: A few words.
        means: What happened and why it matters.
        do: What to do now.
    """

    code: str
    title: str
    means: str
    do: str


@cache
def messages() -> dict[str, Message]:
    """Every code that enduse can print, in order, from ``data/messages/*.toml``."""
    folder = files("enduse.data") / "messages"
    found: dict[str, Message] = {}
    for file in sorted(folder.iterdir(), key=lambda it: it.name):
        if file.name.endswith(".toml"):
            for code, entry in tomllib.loads(file.read_text(encoding="utf-8")).items():
                found[code] = Message(code, entry["title"], entry["means"], entry["do"])
    return dict(sorted(found.items()))
