"""The facade: one workspace, the main path, nothing else."""

from pathlib import Path

from enduse.case.case import Case
from enduse.case.listing import ListOptions
from enduse.case.running import RunOptions, RunReport
from enduse.detect import Typology
from enduse.detect.runner import all_typologies
from enduse.store.workspace import Workspace

__all__ = ["Case", "ListOptions", "RunOptions", "RunReport", "create", "known_typologies", "open"]


def create(folder: Path | str) -> Case:
    """Make ``folder`` a workspace and open it; an existing workspace is opened as it is.

    Raises:
        UsageError: ``E-WORKSPACE-FILLED``: the folder holds other files.
    """
    return Case(Workspace.create(Path(folder)))


def open(folder: Path | str = ".") -> Case:
    """Open the workspace in ``folder`` or the nearest one above it.

    Raises:
        NotAWorkspace: There is none.
    """
    return Case(Workspace.find(Path(folder)))


def known_typologies() -> dict[str, Typology]:
    """Every typology by id, those of third parties included."""
    return all_typologies()
