"""How lists that rules ask about come into a case."""

import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files


def steps_to_load(lists: Iterable[str]) -> str:
    """The lists with what to do about each, in one sentence.

    Args:
        lists: Authority and list, or an authority alone, as rules name them.
    """
    told = dict[str, list[str]]()
    for it in lists:
        told.setdefault(step_for(it), []).append(it)
    return "; ".join(f"{', '.join(names)} ({step})" for step, names in told.items())


def step_for(name: str) -> str:
    """What to do about one list, by the longest beginning of its name that the table knows."""
    known = max((it for it in _steps() if f"{name} ".startswith(f"{it} ")), key=len, default="")
    return _steps().get(known, "`enduse lists add FILE`")


@cache
def _steps() -> Mapping[str, str]:
    return tomllib.loads((files("enduse.data") / "list_steps.toml").read_text(encoding="utf-8"))
