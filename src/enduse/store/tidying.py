"""Litter of killed processes: found by the locks that nobody holds any more."""

import shutil

from enduse.errors import StoreError
from enduse.store.atomic import explained, sweep
from enduse.store.intake import source_lock
from enduse.store.manifest import Manifest
from enduse.store.workspace import Workspace


def tidy(workspace: Workspace, manifest: Manifest) -> int:
    """Remove unfinished files and the staging of sources that are published; how many there were.

    Args:
        workspace: Whose.
        manifest: The newest one. Staging of sources that it does not hold stays: a stopped run will go on from it.
    """
    with explained("clearing litter", workspace.root):
        folders = (workspace.sources, workspace.versions, workspace.derived, workspace.maps, workspace.root)
        tables = [it for it in workspace.ledger.iterdir() if it.is_dir()]
        removed = sum(sweep(it) for it in (*folders, *tables))
        for source in manifest.sources:
            removed += _clear_staging(workspace, source.source_id)
    return removed


def _clear_staging(workspace: Workspace, source_id: str) -> int:
    folder = workspace.staging / source_id
    if not folder.exists():
        return 0
    try:
        held = source_lock(workspace, source_id)
    except StoreError:
        return 0
    try:
        shutil.rmtree(folder)
    finally:
        held.release()
    return 1
