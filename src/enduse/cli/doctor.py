"""What works on this machine, what is missing, and what that costs."""

import importlib.metadata
import os
import platform
import shutil
from importlib import import_module
from pathlib import Path
from typing import Any

NEEDED = ("duckdb", "ibis", "pyarrow", "python_calamine", "openpyxl", "xlsxwriter", "lxml", "babel", "stdnum", "jinja2")
PROGRAMS = {
    "soffice": "old Word files (.doc) of statistics offices cannot be read",
    "java": "the Spark engine cannot be used; DuckDB does the work",
}


def examine(folder: Path) -> list[dict[str, Any]]:
    """One row per thing looked at: ``what``, ``state`` (fine, missing, broken), ``detail``."""
    rows = [_row("Python", "fine", f"{platform.python_version()} on {platform.platform(terse=True)}")]
    rows += [_library(name) for name in NEEDED]
    rows += [_program(name, cost) for name, cost in PROGRAMS.items()]
    rows.append(_memory())
    rows.append(_disk(folder))
    rows.append(_workspace(folder))
    return rows


def _row(what: str, state: str, detail: str) -> dict[str, Any]:
    return {"what": what, "state": state, "detail": detail}


def _library(name: str) -> dict[str, Any]:
    try:
        import_module(name)
    except ImportError as error:
        return _row(name, "broken", f"cannot be imported ({error}); install enduse again")
    distribution = {"ibis": "ibis-framework", "stdnum": "python-stdnum"}.get(name, name.replace("_", "-"))
    return _row(name, "fine", importlib.metadata.version(distribution))


def _program(name: str, cost: str) -> dict[str, Any]:
    found = shutil.which(name)
    return _row(name, "fine", found) if found else _row(name, "missing", f"optional; without it {cost}")


def _memory() -> dict[str, Any]:
    if not hasattr(os, "sysconf") or "SC_PHYS_PAGES" not in os.sysconf_names:
        return _row("memory", "fine", "cannot be told on this system")
    total = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") / 2**30
    return _row("memory", "fine" if total >= 3 else "missing", f"{total:.1f} GiB; enduse keeps under 2 GB")


def _disk(folder: Path) -> dict[str, Any]:
    free = shutil.disk_usage(folder.resolve() if folder.exists() else Path.cwd()).free / 2**30
    return _row("disk", "fine" if free > 1 else "missing", f"{free:.1f} GiB free here")


def _workspace(folder: Path) -> dict[str, Any]:
    from enduse import case as cases
    from enduse.errors import EnduseError

    try:
        case = cases.open(folder)
        problems = case.verify()
    except EnduseError as error:
        state = "missing" if error.code == "E-WORKSPACE" else "broken"
        return _row("workspace", state, error.message)
    if problems:
        return _row("workspace", "broken", "; ".join(it["problem"] for it in problems[:3]))
    return _row("workspace", "fine", f"{case.root}, ledger version {case.version}")
