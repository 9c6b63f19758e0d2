"""The lists made ready, kept in the workspace's cache for the next time."""

from collections.abc import Sequence
from functools import cache
from hashlib import blake2b
from importlib.resources import files
from pathlib import Path

from enduse.model.ids import stable_key
from enduse.screen.listed import ListedEntry, ListSnapshot
from enduse.screen.screener import Screener, make_screener, open_screener, save_screener
from enduse.store.ledger import LedgerStore
from enduse.store.workspace import Workspace

_KEPT = 3
"""So many are kept: of all lists, and of a few choices of them."""


def ready_screener(
    workspace: Workspace, entries: Sequence[ListedEntry], snapshots: Sequence[ListSnapshot], version: int | None = None
) -> Screener:
    """A screener that was opened from ``cache/``, or made and kept there.

    Args:
        workspace: Where the lists are.
        entries: Those of ``snapshots``.
        snapshots: What is asked.
        version: Of the ledger; None: the newest.
    """
    manifest = LedgerStore(workspace).manifest(version)
    sources = {it.source_id for it in snapshots}
    # The same file may have been taken in anew, read otherwise: its parts then have other hashes.
    parts = [it.sha256 for it in manifest.of_table("listings") if not sources.isdisjoint(it.source_ids)]
    key = stable_key(_names_code(), *parts, *((it.source_id, it.name) for it in snapshots))
    kept = workspace.cache / "screen" / f"{key}.npz"
    if (known := open_screener(entries, kept)) is not None:
        return known
    made = make_screener(entries)
    kept.parent.mkdir(parents=True, exist_ok=True)
    save_screener(made, kept)
    for old in sorted(kept.parent.glob("*.npz"), key=_made_at, reverse=True)[_KEPT:]:
        old.unlink(missing_ok=True)
    return made


def _made_at(path: Path) -> int:
    """When a file was written; another process may have removed it by now."""
    try:
        return path.stat().st_mtime_ns
    except OSError:
        return 0


@cache
def _names_code() -> str:
    """A hash of what makes an index: one that was made by other code or other words would miss names in silence."""
    folders = (files("enduse.text"), files("enduse.text.names"), files("enduse.screen"), files("enduse.data"))
    found = (it for folder in folders for it in folder.iterdir() if it.is_file())
    digest = blake2b(digest_size=16)
    for it in sorted(found, key=lambda it: it.name):
        digest.update(it.read_bytes())
    return digest.hexdigest()
