"""What no kept version of a ledger refers to: counted first, taken away only when asked."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from enduse.store.atomic import explained, make_durable
from enduse.store.derived import DerivedStore
from enduse.store.ledger import LedgerStore
from enduse.store.manifest import Manifest
from enduse.store.schema import TABLES
from enduse.store.sharing import alone

_ORIGINAL = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True)
class Surplus:
    """What a ledger holds beyond its kept versions.

    Attributes:
        kept: Versions that stay, oldest first.
        versions: Versions that vanish, oldest first: ``--at`` opens them no more.
        parts: Files of rows, relative to the ledger's folder, that no kept version names.
        originals: SHA-256 of the files that no kept version holds, each with its name; empty where none is known.
        bytes: Size of all that vanishes.
    """

    kept: tuple[int, ...]
    versions: tuple[int, ...]
    parts: tuple[str, ...]
    originals: tuple[tuple[str, str], ...]
    bytes: int

    @property
    def empty(self) -> bool:
        """Is there nothing to take away?"""
        return not (self.versions or self.parts or self.originals)


def surplus(store: LedgerStore, keep: int = 1) -> Surplus:
    """What goes when the newest ``keep`` versions stay; nothing is changed.

    The version that the current results were computed from stays, too: dossiers read its originals. The original of
    a file whose reading was stopped stays.

    Raises:
        SchemaTooNew: A newer enduse wrote a version; we cannot know what it needs.
        LedgerDamaged: A manifest or the current results cannot be read.
    """
    every = {it: store.log.read(it) for it in store.versions()}
    run = DerivedStore(store.workspace).current()
    computed = {int(run.info["ledger_version"])} if run else set()
    kept = tuple(sorted({*sorted(every)[-max(1, keep) :], *every.keys() & computed}))
    stay = [every[it] for it in kept]
    versions = tuple(it for it in every if it not in kept)
    parts = tuple(sorted(_parts_on_disk(store) - {part.path for it in stay for part in it.parts}))
    originals = _originals_on_disk(store) - {source.source_id for it in stay for source in it.sources}
    names = _names(every.values())
    gone = tuple(sorted((it, names.get(it, "")) for it in originals))
    return Surplus(kept, versions, parts, gone, _size(_paths(store, versions, parts, gone)))


def prune(store: LedgerStore, keep: int = 1) -> Surplus:
    """Take the surplus away, and say what it was.

    Versions go first, oldest first, then what they alone named: killed at any moment, it leaves no version without
    its rows, and the same command takes away the rest.

    Raises:
        StoreError: ``E-BUSY``: somebody reads or writes the ledger.
    """
    folder = store.workspace.versions
    with alone(folder):
        gone = surplus(store, keep)
        paths = list(_paths(store, gone.versions, gone.parts, gone.originals))
        with explained("removing old versions", folder):
            for path in paths[: len(gone.versions)]:
                path.unlink(missing_ok=True)
            # After a power cut a part must not be missing that a version still names.
            make_durable(folder)
            for path in paths[len(gone.versions) :]:
                path.unlink(missing_ok=True)
    return gone


def _parts_on_disk(store: LedgerStore) -> set[str]:
    with explained("listing the parts", store.workspace.ledger):
        folders = [store.workspace.ledger / name for name in TABLES]
        return {f"{it.parent.name}/{it.name}" for folder in folders for it in folder.glob("*.parquet")}


def _originals_on_disk(store: LedgerStore) -> set[str]:
    with explained("listing the originals", store.workspace.sources):
        names = {it.name for it in store.workspace.sources.iterdir() if _ORIGINAL.fullmatch(it.name)}
    return {it for it in names if not (store.workspace.staging / it).exists()}


def _names(manifests: Iterable[Manifest]) -> dict[str, str]:
    return {source.source_id: source.name for it in manifests for source in it.sources}


def _paths(
    store: LedgerStore, versions: Iterable[int], parts: Iterable[str], originals: Iterable[tuple[str, str]]
) -> Iterator[Path]:
    """Files in the order in which they go."""
    yield from (store.workspace.versions / f"{it}.json" for it in versions)
    yield from (store.workspace.ledger / it for it in parts)
    yield from (store.workspace.original(it) for it, _ in originals)


def _size(paths: Iterable[Path]) -> int:
    return sum(it.stat().st_size for it in paths if it.exists())
