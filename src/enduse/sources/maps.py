"""Saved maps: an accepted proposal is a layout file in the workspace, found again for files of the same kind.

A file is of the same kind when most of the saved columns are found in it again, by header or by values, whatever
they are called and in whatever order they stand. ``docs/explanation/mapping.md`` tells how likeness is counted.
"""

import os
import re
import tempfile
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import MISSING, asdict, dataclass, fields
from functools import lru_cache
from pathlib import Path
from typing import Any

import tomli_w

from enduse.errors import BadPlugin, Notice
from enduse.sources.assignment import assign
from enduse.sources.choose import Chosen
from enduse.sources.header_rows import Header, find_header
from enduse.sources.layout import ColumnRule, Layout, Match, Terms, Writing, layout_of
from enduse.sources.lexicon import header_matches
from enduse.sources.profile import ColumnProfile, likeness, profile_columns
from enduse.sources.proposal import Proposal, lay_by_position
from enduse.text.headers import header_key

SAME_KIND = 0.6
"""Least mean likeness of the saved columns for a file to be of the same kind."""

_FOUND = 0.4
_FOUND_SHARE = 0.7
_BY_HEADER = 0.6
_BY_MEANING = 0.5
_BY_VALUES = 0.55
_VALUES_WEIGHT = 0.4
_MARGIN = 0.08
_NO_ID = re.compile(r"[^a-z0-9_]+")


@dataclass(frozen=True)
class SavedMap:
    """A layout file of the workspace with what its columns looked like when it was saved.

    Attributes:
        path: The file.
        layout: The layout it holds.
        headers: Headers of the file it was made from, in order; ``()`` when that had none.
        positions: Our column to its position in that file.
        profiles: Our column to what its values looked like.
    """

    path: Path
    layout: Layout
    headers: tuple[str, ...]
    positions: Mapping[str, int]
    profiles: Mapping[str, ColumnProfile]


@dataclass(frozen=True)
class SavedMatch:
    """A saved map laid over a file of the same kind.

    Attributes:
        chosen: Ready for conversion, by position.
        path: The saved map.
        likeness: Mean likeness of its columns, 0 to 1.
        differences: What is not as it was: renamed, moved, missing and new columns, in sentences.
    """

    chosen: Chosen
    path: Path
    likeness: float
    differences: tuple[str, ...]

    @property
    def notice(self) -> Notice:
        """What the user must know: which map reads the file, and what differs from the file it was made for."""
        differs = "; ".join(self.differences) if self.differences else "nothing differs"
        return Notice(
            "W-MAP-KNOWN",
            f"The saved map {self.path.name} reads this file (likeness {self.likeness:.0%}): {differs}.",
        )


def save_map(proposal: Proposal, folder: Path, name: str, title: str = "") -> Path:
    """The layout file that an accepted proposal becomes, written whole or not at all.

    Args:
        proposal: With the user's corrections.
        folder: ``maps/`` of the workspace.
        name: Becomes the id: small Latin letters, digits and underscores; a map of that id is replaced.
        title: For people.
    """
    id = _NO_ID.sub("_", name.casefold()).strip("_") or "map"
    spec = layout_spec(proposal.layout(id, title))
    spec["fingerprint"] = {
        "headers": [it.header for it in proposal.columns] if proposal.header_rows else [],
        "columns": {target: _print_of(it.position, it.profile) for target, it in proposal.mapped.items()},
    }
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{id}.toml"
    _write_whole(path, tomli_w.dumps(spec))
    return path


def read_maps(folder: Path) -> tuple[SavedMap, ...]:
    """Every saved map of a folder, by id; a layout file without a fingerprint is a plain layout and not here.

    Raises:
        BadPlugin: A file is no TOML, names no column of ours, or its fingerprint is ill formed.
    """
    found = [_read_map(path, path.stat().st_mtime_ns) for path in sorted(folder.glob("*.toml"))]
    return tuple(it for it in found if it)


def recognise_saved(head: Sequence[Sequence[str]], folder: Path) -> SavedMatch | None:
    """The saved map that reads the table whose first rows are ``head``, or None when no map is like enough."""
    saved = read_maps(folder)
    if not saved:
        return None
    header = find_header(head)
    records = [row for row in head[header.first_record :] if any(cell.strip() for cell in row)]
    profiles = profile_columns(records)
    matches = [it for one in saved if (it := _lay(one, header, profiles))]
    return max(matches, key=lambda it: it.likeness, default=None)


def layout_spec(layout: Layout) -> dict[str, Any]:
    """What a TOML file says to give this layout again; what is as by default is left out."""
    spec: dict[str, Any] = {}
    for field in fields(Layout):
        value = getattr(layout, field.name)
        if isinstance(value, Match | Writing | Terms):
            value = _without_defaults(value)
        elif field.name in {"columns", "derived"}:
            value = {rule.target: _rule_spec(rule) for rule in value}
        elif field.name == "skip":
            value = [_without_defaults(rule) for rule in value]
        if value or field.name in {"id", "title", "table", "about", "source"}:
            spec[field.name] = _plain(value)
    return spec


def _lay(saved: SavedMap, header: Header, profiles: Sequence[ColumnProfile]) -> SavedMatch | None:
    targets = list(saved.positions)
    if not targets or not profiles:
        return None
    gains = [[_gain(saved, target, header, at, column) for at, column in enumerate(profiles)] for target in targets]
    sure = {targets[row]: at for row, at in _sure_pairs(gains).items()}
    total = sum(gains[targets.index(target)][at] for target, at in sure.items()) / len(targets)
    if total < SAME_KIND or len(sure) < _FOUND_SHARE * len(targets):
        return None
    texts = tuple(header.texts[at] if at < len(header.texts) else "" for at in range(len(profiles)))
    chosen = lay_by_position(saved.layout, header.rows, texts, sure)
    return SavedMatch(chosen, saved.path, round(min(1.0, total), 3), tuple(_differences(saved, header, sure, texts)))


def _gain(saved: SavedMap, target: str, header: Header, position: int, column: ColumnProfile) -> float:
    """How sure a column is the saved one, 0 to 1: its name counts most, then what its name means, then its values."""
    like = likeness(saved.profiles[target], column)
    same_place = position == saved.positions[target]
    if not (header.rows and saved.headers):
        return like * (_BY_HEADER + _VALUES_WEIGHT if same_place else _BY_VALUES) if not header.rows else 0.0
    text = header.texts[position] if position < len(header.texts) else ""
    old = saved.headers[saved.positions[target]]
    if header_key(text) == header_key(old):
        return _BY_HEADER + _VALUES_WEIGHT * like
    if header_key(text) in {header_key(it) for it in saved.headers}:
        return 0.0  # A column that has another meaning by its own name.
    meant = header_matches(saved.layout.table, text).get(target)
    if meant and meant.score >= _BY_MEANING:
        return _BY_MEANING * meant.score + _VALUES_WEIGHT * like
    return _BY_VALUES * like**2 if column.filled else 0.0


def _sure_pairs(gains: Sequence[Sequence[float]]) -> dict[int, int]:
    """Saved column to column of the file, where there is no doubt.

    Told by values alone, a column must be clearly the best of those not told by their names: two renamed columns of
    countries are not told apart.
    """
    pairs = {row: at for row, at in enumerate(assign(gains)) if at is not None and gains[row][at] >= _FOUND}
    settled = {row: at for row, at in pairs.items() if gains[row][at] > _BY_VALUES}
    taken = set(settled.values())
    sure = dict(settled)
    for row, at in pairs.items():
        rivals = [gain for other, gain in enumerate(gains[row]) if other != at and other not in taken]
        claims = [line[at] for other, line in enumerate(gains) if other != row and other not in settled]
        if row not in settled and gains[row][at] - max([*rivals, *claims], default=0.0) >= _MARGIN:
            sure[row] = at
    return sure


def _differences(saved: SavedMap, header: Header, found: Mapping[str, int], texts: Sequence[str]) -> list[str]:
    said = []
    if header.rows and saved.headers:
        for target, at in found.items():
            old = saved.headers[saved.positions[target]]
            if header_key(old) != header_key(texts[at]):
                said.append(f"{target} was {old!r} and is now {texts[at]!r}")
    order = sorted(found, key=lambda it: saved.positions[it])
    if [found[it] for it in order] != sorted(found.values()):
        said.append("columns stand in another order")
    for target in saved.positions:
        if target not in found:
            old = saved.headers[saved.positions[target]] if saved.headers else f"column {saved.positions[target] + 1}"
            said.append(f"{target} ({old!r}) was not found")
    known = {header_key(it) for it in saved.headers}
    new = [
        text
        for at, text in enumerate(texts)
        if text and at not in set(found.values()) and header_key(text) not in known
    ]
    if header.rows and new:
        said.append(f"new columns, kept as they are: {', '.join(map(repr, new))}")
    return said


@lru_cache(maxsize=256)
def _read_map(path: Path, changed_at: int) -> SavedMap | None:
    """One file; ``changed_at`` lets the cache forget a file that was written again."""
    try:
        spec = tomllib.loads(path.read_text(encoding="utf-8"))
        print_ = spec.get("fingerprint")
        if print_ is None:
            return None
        columns = print_["columns"]
        return SavedMap(
            path=path,
            layout=layout_of(spec),
            headers=tuple(print_["headers"]),
            positions={target: int(it["position"]) for target, it in columns.items()},
            profiles={target: _profile_of(it) for target, it in columns.items()},
        )
    except (tomllib.TOMLDecodeError, KeyError, TypeError, ValueError) as error:
        raise BadPlugin(
            f"{path.name} is no saved map: {error!r}. No file can be read with it. "
            "Correct it, or delete it and accept the proposal again."
        ) from error


def _print_of(position: int, profile: ColumnProfile) -> dict[str, Any]:
    return {
        "position": position,
        "filled": round(profile.filled, 4),
        "distinct": round(profile.distinct, 4),
        "length": round(profile.length, 2),
        "shares": {name: share for name, share in sorted(profile.shares.items()) if share >= 0.01},
    }


def _profile_of(spec: Mapping[str, Any]) -> ColumnProfile:
    shares = {str(name): float(share) for name, share in spec["shares"].items()}
    return ColumnProfile(float(spec["filled"]), float(spec["distinct"]), shares, float(spec["length"]))


def _rule_spec(rule: ColumnRule) -> Any:
    spec = {name: value for name, value in _without_defaults(rule).items() if name != "target"}
    return spec["headers"] if set(spec) == {"headers"} else spec


def _without_defaults(value: Any) -> dict[str, Any]:
    defaults = {it.name: it.default for it in fields(value) if it.default is not MISSING}
    return {
        name: given
        for name, given in asdict(value).items()
        if given not in ((), {}) and given != defaults.get(name, MISSING)
    }


def _plain(value: Any) -> Any:
    """Lists for tuples and plain dicts for mappings: what a TOML writer takes."""
    if isinstance(value, Mapping):
        return {str(key): _plain(it) for key, it in value.items()}
    return [_plain(it) for it in value] if isinstance(value, tuple | list) else value


def _write_whole(path: Path, text: str) -> None:
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".saving-", suffix=".tmp")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        os.replace(name, path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
