"""The table of `enduse lists`."""

import shutil
from collections.abc import Sequence
from dataclasses import asdict

from enduse.case.listing import ListState
from enduse.cli.output import Printer

_WIDE = 110


def print_states(states: Sequence[ListState], printer: Printer) -> None:
    """Whole states for a program; for a person what matters, and more of it on a wide terminal."""
    if printer.machine:
        printer.rows([asdict(it) for it in states], [])
        return
    wide = ["format", "snapshots", "checked"] if shutil.get_terminal_size().columns >= _WIDE else []
    columns = ["list", "snapshot", "age", "state", "entries", *wide]
    printer.rows(map(_row, states), columns, empty="No list is loaded.")


def _row(it: ListState) -> dict[str, object]:
    if it.state == "missing":
        return {"list": f"{it.name} ({it.format})", "state": it.state}
    age = f"{it.age_days:,} d"
    row = {"list": it.name, "snapshot": it.snapshot, "age": age, "state": it.state, "entries": it.entries}
    return {**row, "format": it.format, "snapshots": it.snapshots, "checked": it.checked}
