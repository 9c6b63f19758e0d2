"""Control entries from ``data/goods/entries/*.toml``: every file there but the two that explain words."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

from enduse.errors import BadPlugin
from enduse.goods.entries.conditions import (
    Band,
    Bounds,
    Condition,
    Every,
    Flag,
    Number,
    OneAxis,
    Opposite,
    Some,
    Word,
)
from enduse.goods.knowledge_table import CONFIDENCES, Confidence
from enduse.goods.parameters import parameters

_NEEDED = ("id", "entry", "sub", "title", "criteria", "in_force", "citation", "evidence", "confidence")
_OPTIONAL = ("exclusions", "yields_to", "notes")
_BOUNDS = {"gte": ("low", False), "gt": ("low", True), "lte": ("high", False), "lt": ("high", True)}
_TABLES = ("parameters.toml", "kinds.toml")


@dataclass(frozen=True, slots=True)
class Force:
    """In which regimes a wording stands on which days.

    Attributes:
        regimes: Names of lists: WA, EU, GB, NO, US, ...
        start: The first day.
        end: The day after the last one; None while it stands.
        evidence: seen or memory.
        confidence: That the wording was this one on these days.
    """

    regimes: tuple[str, ...]
    start: date
    end: date | None
    evidence: str
    confidence: Confidence

    def holds(self, on: date) -> bool:
        """Is ``on`` one of these days?"""
        return self.start <= on and (self.end is None or on < self.end)


@dataclass(frozen=True, slots=True)
class Exclusion:
    """What a note of the entry leaves out."""

    text: str
    when: Condition


@dataclass(frozen=True, slots=True)
class Entry:
    """One sub-entry of a list with its wording as conditions.

    Attributes:
        id: Unique; also orders the answers.
        entry: ``2B001``.
        sub: ``b.2``; empty for an entry without parts.
        title: What it is about, in our own words.
        criteria: What it demands.
        exclusions: What its notes leave out.
        in_force: Where and when this wording stands.
        yields_to: Entries that come first: what they cover is not covered here in law.
        citation: Where to read it.
        evidence: Which copies were read; ``memory`` where none.
        confidence: In the conditions as they stand here.
        notes: What a reader must know.
    """

    id: str
    entry: str
    sub: str
    title: str
    criteria: Condition
    exclusions: tuple[Exclusion, ...]
    in_force: tuple[Force, ...]
    yields_to: tuple[str, ...]
    citation: str
    evidence: str
    confidence: Confidence
    notes: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """``2B001.b.2``."""
        return f"{self.entry}.{self.sub}" if self.sub else self.entry


@cache
def entries() -> tuple[Entry, ...]:
    """Every sub-entry, in the order of the ids.

    Raises:
        BadPlugin: A file of entries is ill formed (``E-GOODS-ENTRY``).
    """
    found: dict[str, Entry] = {}
    folder = files("enduse.data") / "goods" / "entries"
    for file in sorted(folder.iterdir(), key=lambda it: it.name):
        if not file.name.endswith(".toml") or file.name in _TABLES:
            continue
        for entry in read_entries(file.read_text(encoding="utf-8"), file.name):
            if found.setdefault(entry.id, entry) is not entry:
                raise _bad(file.name, entry.id, "this id is already taken")
    return tuple(found[it] for it in sorted(found))


def read_entries(text: str, file: str) -> tuple[Entry, ...]:
    """The entries of one file.

    Raises:
        BadPlugin: It is ill formed (``E-GOODS-ENTRY``).
    """
    try:
        tables = tomllib.loads(text).get("entry", [])
    except tomllib.TOMLDecodeError as reason:
        raise _bad(file, "", str(reason)) from reason
    return tuple(_entry(it, file) for it in tables)


def _entry(table: Mapping[str, Any], file: str) -> Entry:
    id = str(table.get("id", ""))
    lacking = [it for it in _NEEDED if it not in table]
    strange = [it for it in table if it not in (*_NEEDED, *_OPTIONAL)]
    if lacking or strange:
        raise _bad(file, id, f"it lacks {lacking or 'nothing'} and has unknown {strange or 'nothing'}")
    if table["confidence"] not in CONFIDENCES:
        raise _bad(file, id, f"confidence {table['confidence']!r} is none of {', '.join(CONFIDENCES)}")
    try:
        return Entry(
            id=id,
            entry=table["entry"],
            sub=table["sub"],
            title=table["title"],
            criteria=_condition(table["criteria"]),
            exclusions=tuple(Exclusion(it["text"], _condition(it["when"])) for it in table.get("exclusions", ())),
            in_force=tuple(_force(it) for it in table["in_force"]),
            yields_to=tuple(table.get("yields_to", ())),
            citation=table["citation"],
            evidence=table["evidence"],
            confidence=table["confidence"],
            notes=tuple(table.get("notes", ())),
        )
    except (KeyError, TypeError, ValueError) as reason:
        raise _bad(file, id, f"{type(reason).__name__} {reason}") from reason


def _force(table: Mapping[str, Any]) -> Force:
    start, end = table["start"], table.get("end")
    if not isinstance(start, date) or (end is not None and end <= start):
        raise ValueError(f"span {start} to {end}")
    if table["confidence"] not in CONFIDENCES:
        raise ValueError(f"confidence {table['confidence']!r}")
    return Force(tuple(table["regimes"]), start, end, table["evidence"], table["confidence"])


def _condition(table: Any) -> Condition:
    if isinstance(table, str):
        return Flag(_known(table, "flag"))
    if len(table) == 1 and (word := next(iter(table))) in ("every", "some", "not"):
        return _compound(word, table[word])
    if "axis" in table:
        return _one_axis(table)
    if "one_of" in table:
        name = _known(table["is"], "word")
        if strange := set(table["one_of"]) - set(parameters()[name].words):
            raise ValueError(f"{name}: unknown words {strange}")
        return Word(name, tuple(table["one_of"]))
    return Number(_known(table["is"], "number"), _limits({it: table[it] for it in table if it != "is"}))


def _compound(word: str, parts: Any) -> Condition:
    if word == "not":
        return Opposite(_condition(parts))
    if not parts:
        raise ValueError(f"{word} of nothing")
    found = tuple(_condition(it) for it in parts)
    return Every(found) if word == "every" else Some(found)


def _one_axis(table: Mapping[str, Any]) -> OneAxis:
    """Bands follow one another: each reaches from its own travel to that of the next."""
    bands = table["bands"]
    edges = [float(it.get("from_m", 0)) for it in bands]
    if edges != sorted(set(edges)) or not edges:
        raise ValueError(f"bands must rise: {edges}")
    found = []
    for band, start, end in zip(bands, edges, [*edges[1:], None], strict=True):
        travel = Bounds(low=start * 1000, high=None if end is None else end * 1000, open_high=True)
        limit = _limits({it: band[it] for it in band if it in _BOUNDS})
        if strange := set(band) - {"from_m", "near", *_BOUNDS}:
            raise ValueError(f"unknown in a band: {strange}")
        found.append(Band(travel, limit, float(band.get("near", 0))))
    return OneAxis(_known(table["axis"], "axis"), table["standard"], tuple(found), tuple(table.get("only", ())))


def _limits(table: Mapping[str, Any]) -> Bounds:
    if not table or set(table) - set(_BOUNDS):
        raise ValueError(f"limits must be of {', '.join(_BOUNDS)}: {dict(table)}")
    said: dict[str, Any] = {}
    for word, value in table.items():
        side, is_open = _BOUNDS[word]
        said |= {side: float(value), f"open_{side}": is_open}
    return Bounds(**said)


def _known(name: str, kind: str) -> str:
    parameter = parameters().get(name)
    if parameter is None or parameter.kind != kind:
        raise ValueError(f"{name!r} is no {kind} of parameters.toml")
    return name


def _bad(file: str, id: str, reason: str) -> BadPlugin:
    return BadPlugin(
        f"{file}: control entry {id!r} cannot be read: {reason}. An answer could rest on a wrong entry, so none is "
        f"given. Correct the file; docs/explanation/control-entries.md says what it may hold.",
        code="E-GOODS-ENTRY",
    )
