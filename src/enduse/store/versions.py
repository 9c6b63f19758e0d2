"""The versions of a ledger: a row of manifests, each published whole by exactly one writer."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from enduse.errors import SchemaTooNew, StoreError, UsageError, WriteConflict
from enduse.store.atomic import explained, publish_exclusively
from enduse.store.manifest import EMPTY, Manifest, parse_manifest, print_manifest
from enduse.store.schema import SCHEMA_VERSION

Clock = Callable[[], datetime]
Change = Callable[[Manifest], Manifest | None]
"""The next manifest made of the last one; None when there is nothing to change.

It may be called again with a newer manifest, when another writer published first.
"""

_NAME = re.compile(r"([1-9]\d*)\.json")
_TRIES = 200


def instant(clock: Clock) -> str:
    """The clock's time as UTC text, whole seconds: ``2024-03-01T12:00:00Z``."""
    return clock().astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


@dataclass(frozen=True)
class Versions:
    """The folder ``ledger/versions``."""

    folder: Path
    clock: Clock

    def all(self) -> tuple[int, ...]:
        """Every version that can be opened, oldest first."""
        with explained("listing the versions", self.folder):
            names = (_NAME.fullmatch(it.name) for it in self.folder.iterdir())
            return tuple(sorted(int(it[1]) for it in names if it))

    def current(self) -> int:
        """The newest version; 0 for an empty ledger."""
        return max(self.all(), default=0)

    def read(self, at: int | None = None) -> Manifest:
        """The manifest of version ``at`` (None: the newest), of any schema up to ours.

        Raises:
            UsageError: ``E-VERSION``: there is no such version.
            SchemaTooNew: A newer enduse wrote it.
            LedgerDamaged: The file is no manifest.
        """
        at = self.current() if at is None else at
        if at == 0:
            return EMPTY
        path = self._path(at)
        if not path.exists():
            raise self._unknown(at)
        with explained("reading the manifest", path):
            manifest = parse_manifest(path.read_bytes(), path.name)
        if manifest.schema_version > SCHEMA_VERSION:
            raise SchemaTooNew(
                f"Version {at} of this ledger has schema {manifest.schema_version}; this enduse knows schemas up to "
                f"{SCHEMA_VERSION}. Read with the wrong columns it would mislead. Install a newer enduse."
            )
        return manifest

    def _path(self, version: int) -> Path:
        return self.folder / f"{version}.json"

    def _unknown(self, at: int) -> UsageError:
        there = self.all()
        if there and 0 < at < there[-1]:
            left = ", ".join(map(str, there[:-1][-5:]))
            return UsageError(
                f"Version {at} of this ledger was removed to save room (`enduse compact --prune`). The newest is "
                f"{there[-1]}{f'; of the older ones there are {left}' if left else ''}. Give one of these.",
                code="E-VERSION",
            )
        span = f"it holds versions {there[0]} to {there[-1]}" if there else "it is still empty"
        return UsageError(f"This ledger has no version {at}; {span}. Give one of these.", code="E-VERSION")

    def publish(self, change: Change) -> Manifest:
        """Publish the next version; where another writer was first, on top of theirs.

        Returns:
            The published manifest, or the current one where ``change`` found nothing to do.

        Raises:
            WriteConflict: Others published first, again and again.
        """
        for _ in range(_TRIES):
            base = self.read()
            wanted = change(base)
            if wanted is None:
                return base
            manifest = replace(wanted, version=base.version + 1, created_at=instant(self.clock))
            path = self._path(manifest.version)
            with explained("publishing a version", path):
                if publish_exclusively(path, print_manifest(manifest)):
                    return manifest
        raise WriteConflict(
            f"Other processes published {_TRIES} versions while this one waited for its turn; nothing of ours was "
            "published and nothing was lost. Run the same command again when they have ended."
        )


def require_schema(manifest: Manifest) -> Manifest:
    """The manifest itself, when its parts have today's columns.

    Raises:
        StoreError: ``E-SCHEMA-OLD``.
    """
    if manifest.version and manifest.schema_version < SCHEMA_VERSION:
        raise StoreError(
            f"Version {manifest.version} of this ledger has schema {manifest.schema_version}; this enduse reads schema "
            f"{SCHEMA_VERSION}. Its columns differ, so we do not guess. Run `enduse migrate`: it writes a new version "
            "and leaves the old one as it is.",
            code="E-SCHEMA-OLD",
        )
    return manifest
