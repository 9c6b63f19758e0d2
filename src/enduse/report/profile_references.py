"""Bundled tables that profiles cite: exits of brands, arms makers, weapon programmes, forwarders; each sourced."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

from enduse.detect.wording import plain
from enduse.model.profile import Reference
from enduse.report.profile_ground import Who
from enduse.text.company_names import normal_keys


@dataclass(frozen=True)
class Told:
    """One line of a bundled table.

    Attributes:
        id: ``brand_exits:HAAS``.
        names: By which its subject goes.
        what: In words, as published.
        since: First day, where it has one.
        source: Who published it, with title and day.
        confidence: ``seen`` or ``memory``.
        more: Further cells.
    """

    id: str
    names: tuple[str, ...]
    what: str
    since: date | None
    source: str
    confidence: str
    more: Mapping[str, Any]

    @property
    def reference(self) -> Reference:
        """What a profile cites."""
        known = "read in the source" if self.confidence == "seen" else "from memory, to be verified"
        return Reference(self.id, f"{self.what}. Source: {self.source}", f"{self.confidence} ({known})")

    def means(self, who: Who) -> bool:
        """Is it about that subject? By equal names only."""
        return any(who.means(it) for it in self.names)


TABLES: Mapping[str, tuple[str, str, str]] = {
    "brand_exits": ("exit", "brand", "exits_on"),
    "defence_plants": ("plant", "name", "published"),
    "weapon_programmes": ("programme", "name", "published"),
    "forwarders": ("forwarder", "name", "published"),
}
"""Bundled tables: the section of each, and the fields that hold the name and the day."""


@cache
def bundled(table: str) -> tuple[Told, ...]:
    """The lines of a bundled table, in their order."""
    section, title, day = TABLES[table]
    rows = tomllib.loads((files("enduse.data") / f"{table}.toml").read_text(encoding="utf-8"))[section]
    return tuple(_told(table, row, title, day) for row in rows)


def _told(table: str, row: Mapping[str, Any], title: str, day: str) -> Told:
    known = {title, day, "names", "what", "source", "confidence"}
    return Told(
        id=f"{table}:{row[title]}",
        names=(row[title], *row.get("names", ())),
        what=row["what"],
        since=row.get(day) if isinstance(row.get(day), date) else None,
        source=row["source"],
        confidence=row["confidence"],
        more={name: it for name, it in row.items() if name not in known},
    )


def about(table: str, who: Who) -> tuple[Told, ...]:
    """The lines of a bundled table about that subject."""
    return tuple(it for it in bundled(table) if it.means(who))


def named(table: str, text: str) -> Told | None:
    """The line whose subject goes by that name, in plain or normal form."""
    return _index(table).get(plain(text)) or next(
        (it for key in normal_keys([text]) if key and (it := _index(table).get(key))), None
    )


@cache
def _index(table: str) -> Mapping[str, Told]:
    found: dict[str, Told] = {}
    for it in bundled(table):
        for name in it.names:
            for key in (plain(name), *normal_keys([name])):
                if key:
                    found.setdefault(key, it)
    return found
