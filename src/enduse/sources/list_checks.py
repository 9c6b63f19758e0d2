"""When a publisher was last asked whether there is a newer list: one that did not change has not gone stale."""

import json
from collections.abc import Mapping
from datetime import date

from enduse.store.atomic import write_atomically
from enduse.store.workspace import Workspace

Checks = Mapping[str, date]
"""Source of a snapshot to the last day on which its publisher still gave the same."""

_FILE = "checked.json"


def read_checks(workspace: Workspace) -> dict[str, date]:
    """What was noted; nothing where it is missing or unreadable: then lists are as old as their snapshots."""
    try:
        noted = json.loads((workspace.cache / "lists" / _FILE).read_bytes())
        return {str(source): date.fromisoformat(day) for source, day in noted.items()}
    except (OSError, ValueError, TypeError, AttributeError):
        return {}


def note_check(workspace: Workspace, source_id: str, today: date) -> None:
    """Note that the publisher gave, today, what this source holds."""
    noted = {**read_checks(workspace), source_id: today}
    path = workspace.cache / "lists" / _FILE
    path.parent.mkdir(parents=True, exist_ok=True)
    write_atomically(path, json.dumps({key: day.isoformat() for key, day in sorted(noted.items())}).encode())
