"""The lists made ready, kept in the workspace's cache for the next time."""

from collections.abc import Sequence
from importlib.metadata import version

from enduse.model.ids import stable_key
from enduse.screen.listed import ListedEntry, ListSnapshot
from enduse.screen.screener import Screener, make_screener, open_screener, save_screener
from enduse.store.workspace import Workspace


def ready_screener(workspace: Workspace, entries: Sequence[ListedEntry], snapshots: Sequence[ListSnapshot]) -> Screener:
    """A screener of ``entries``, which are those of ``snapshots``: opened from ``cache/``, or made and kept there."""
    key = stable_key(version("enduse"), *((it.source_id, it.name) for it in snapshots))
    kept = workspace.cache / "screen" / f"{key}.npz"
    if (known := open_screener(entries, kept)) is not None:
        return known
    made = make_screener(entries)
    kept.parent.mkdir(parents=True, exist_ok=True)
    for old in kept.parent.glob("*.npz"):
        old.unlink(missing_ok=True)
    save_screener(made, kept)
    return made
