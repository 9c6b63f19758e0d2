"""Figures about whole economies: kept with unit and source, shown beside a series of machines, never mixed into it."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from importlib.resources import files
from pathlib import Path
from re import fullmatch
from typing import Any

from enduse.errors import UnreadableFile
from enduse.model.profile import Number, ProfileTable, Reference, Section, Statement, TableLine

_NEEDED = ("id", "pair", "title", "measure", "direction", "unit", "publisher", "points")
_BESIDE = (
    "These figures are of all goods and of whole economies. They stand beside the figures of this profile; they are "
    "never added to them, taken from them or divided by them."
)


@dataclass(frozen=True)
class ContextPoint:
    """One figure.

    Attributes:
        period: ``2023``, ``2023-07``.
        value: In the unit of its series.
        source: Where it was read.
        url: May be empty.
    """

    period: str
    value: float
    source: str
    url: str

    @property
    def start(self) -> date:
        """First day of the period."""
        year, _, month = self.period.partition("-")
        return date(int(year), int(month or 1), 1)


@dataclass(frozen=True)
class ContextSeries:
    """Figures of one measure for a pair of countries.

    Attributes:
        pair: Codes; of ``direction`` ``export`` goods go from the first to the second.
        measure: What is counted, e.g. ``two-way trade, all goods``.
        unit: E.g. ``billion USD``: never the unit of a goods line.
        evidence: ``seen`` or ``memory``.
        confidence: high, medium or low.
    """

    id: str
    pair: tuple[str, str]
    title: str
    measure: str
    direction: str
    unit: str
    publisher: str
    points: tuple[ContextPoint, ...]
    evidence: str
    confidence: str
    note: str = ""

    def concerns(self, one: str, other: str) -> bool:
        """Is it about these two, goods going from one to the other or both ways?"""
        return self.pair == (one, other) or (self.direction == "both" and self.pair == (other, one))


def context_series(extra: Path | None = None) -> tuple[ContextSeries, ...]:
    """The bundled series, then the user's own.

    Raises:
        UnreadableFile: ``E-CONTEXT``: the file is no such table, or a figure in it lacks its unit or source.
    """
    bundled = (files("enduse.data") / "context_series.toml").read_text(encoding="utf-8")
    return _read(bundled, "context_series.toml") + (_own(extra) if extra else ())


def _own(path: Path) -> tuple[ContextSeries, ...]:
    try:
        return _read(path.read_text(encoding="utf-8"), str(path))
    except (OSError, UnicodeDecodeError) as error:
        raise _unusable(str(path), str(error)) from error


def _read(text: str, name: str) -> tuple[ContextSeries, ...]:
    try:
        held = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise _unusable(name, str(error)) from error
    rows = held.get("series")
    if not isinstance(rows, list):
        raise _unusable(name, "it holds no [[series]]")
    return tuple(_series(it, name) for it in rows)


def _series(it: Any, name: str) -> ContextSeries:
    which = it.get("id", "without id") if isinstance(it, Mapping) else repr(it)
    lacking = [key for key in _NEEDED if not it.get(key)] if isinstance(it, Mapping) else list(_NEEDED)
    if lacking:
        raise _unusable(name, f"the series {which!r} lacks {', '.join(lacking)}")
    pair = tuple(map(str, it["pair"])) if isinstance(it["pair"], list) else ()
    if len(pair) != 2 or it["direction"] not in ("both", "export"):
        raise _unusable(name, f"the series {which!r} needs a pair of codes, and a direction that is both or export")
    if str(it["unit"]).upper() in ("USD", "EUR", "LINES"):
        # A unit that goods lines have as well would let a reader add the two up.
        raise _unusable(name, f"the series {which!r} has the unit {it['unit']!r}; say its size: million USD")
    points = tuple(_point(one, str(which), name) for one in it["points"])
    told = {key: str(it.get(key, "")) for key in ("title", "measure", "direction", "unit", "publisher", "note")}
    known = {"evidence": str(it.get("evidence", "")), "confidence": str(it.get("confidence", ""))}
    return ContextSeries(id=str(it["id"]), pair=(pair[0], pair[1]), points=points, **told, **known)


def _point(it: Any, series: str, name: str) -> ContextPoint:
    period, value = (it.get("period"), it.get("value")) if isinstance(it, Mapping) else (None, None)
    if (
        not isinstance(value, int | float)
        or isinstance(value, bool)
        or not fullmatch(r"[12]\d{3}(-(0[1-9]|1[0-2]))?", str(period))
    ):
        raise _unusable(name, f"a point of {series!r} needs a period such as 2023 or 2023-07 and a value: {it!r}")
    if not it.get("source"):
        raise _unusable(name, f"the point {period} of {series!r} names no source")
    return ContextPoint(str(period), float(value), str(it["source"]), str(it.get("url", "")))


def _unusable(name: str, why: str) -> UnreadableFile:
    return UnreadableFile(
        f"The context series in {name!r} cannot be used: {why}. A figure of a whole economy is shown only with its "
        "unit and its source. Write it as docs/how-to/profile-countries.md shows.",
        code="E-CONTEXT",
    )


def context_section(series: Sequence[ContextSeries], beside: str, on: date) -> tuple[Section, tuple[Reference, ...]]:
    """The section with its references.

    Args:
        series: Those about the pair.
        beside: Title of the section that they stand beside.
        on: Figures of periods that begin on this day or later are left out.
    """
    title = "Context: whole economies"
    told = [replace(it, points=tuple(one for one in it.points if one.start < on)) for it in series]
    series = [it for it in told if it.points]
    if not series:
        return Section("context", title, not_assessable="No context series is held for this pair."), ()
    lines = [_line(it, point) for it in series for point in it.points]
    references = tuple(_reference(it, point) for it in series for point in it.points)
    said = [Statement((_BESIDE,), "recorded"), Statement((f"They stand beside: {beside}.",), "recorded")]
    said += [Statement((f"{it.title}: {it.note}",), "recorded") for it in series if it.note]
    columns = ("Measure", "Period", "Figure", "Unit", "Source")
    table = ProfileTable("context", title, columns, tuple(lines))
    return Section("context", title, tuple(said), (table,)), references


def _line(it: ContextSeries, point: ContextPoint) -> TableLine:
    ref = _id(it, point)
    figure = Number(point.value, it.unit, "stated", refs=(ref,))
    source = f"{it.publisher}; {point.source}"
    return TableLine((f"{it.title} ({it.measure})", point.period, figure, it.unit, source), refs=(ref,))


def _reference(it: ContextSeries, point: ContextPoint) -> Reference:
    parts = (it.publisher, it.measure, f"{point.period}: {point.value:g} {it.unit}", point.source, point.url)
    sure = f"{it.evidence}, confidence {it.confidence}" if it.evidence else "as the user's file says"
    return Reference(_id(it, point), "; ".join(filter(None, parts)), sure)


def _id(it: ContextSeries, point: ContextPoint) -> str:
    return f"context_series:{it.id}:{point.period}"
