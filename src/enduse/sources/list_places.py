"""How the manifest tells which snapshots of which lists the ledger holds."""

import json
from collections.abc import Iterator

from enduse.store.manifest import Manifest, PlaceEntry, SourceEntry

SNAPSHOT = "snapshot"
"""The trait of a place that says the day of the list's snapshot, ISO 8601."""

LIST, REGISTER = "list", "register"
"""Kinds of places."""

STATED = "stated"
"""The trait of a place that says whether the publisher states that day: yes or no."""

LISTS = "lists"
"""The trait of a place that says how many entries each list has, as a JSON object."""


def snapshots(manifest: Manifest) -> Iterator[tuple[SourceEntry, PlaceEntry]]:
    """Every snapshot of every list that a version of the ledger holds, in the order they were added."""
    return ((source, it) for source in manifest.sources for it in source.places if it.kind == LIST)


def sizes_of(place: PlaceEntry) -> dict[str, int]:
    """List to how many entries of it a snapshot holds."""
    sizes: dict[str, int] = json.loads(place.traits.get(LISTS, "{}"))
    return sizes
