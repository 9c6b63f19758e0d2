"""Layouts: one TOML file says whose columns these are and how that publisher writes them."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from enduse.errors import BadPlugin
from enduse.store.schema import TABLES


@dataclass(frozen=True)
class ColumnRule:
    """Where one of our columns comes from.

    Attributes:
        target: Our column, e.g. ``"goods_code"``.
        headers: Spellings of the header, best first; compared by ``text.headers.header_key``.
        pattern: Regular expression; its first group is the value (None: the whole cell).
        join: Join every header that is present with a space, instead of taking the first.
        dates: ``strptime`` patterns of this column, instead of the layout's.
        keys: Header keys beside those of ``headers``, where a layout is made from the vocabulary.
        money: The header may name any currency ("Amount, RUB"); the amounts are then in it.
        after: The column right of which ``after_keys`` count, too: "ИНН" behind "Плательщик".
        after_keys: Header keys of a detail that names no party.
    """

    target: str
    headers: tuple[str, ...]
    pattern: str | None = None
    join: bool = False
    dates: tuple[str, ...] = ()
    keys: tuple[str, ...] = ()
    money: bool = False
    after: str = ""
    after_keys: tuple[str, ...] = ()


@dataclass(frozen=True)
class SkipRule:
    """Rows of a long table that are knowingly left out, counted under their reason.

    Attributes:
        header: The column that decides; a file without it skips nothing.
        pattern: Regular expression for its cells; an empty cell is ``""``.
        reason: Why these rows are no records.
        unless: Skip the rows that do *not* match.
    """

    header: str
    pattern: str
    reason: str
    unless: bool = False


@dataclass(frozen=True)
class Match:
    """How a file is recognised; every condition given must hold.

    Attributes:
        kinds: Kinds of file (``Sheet.kind``); empty means any.
        headers: Literal headers that must all be present.
        columns: Our columns for which a header must be present.
        some: Our columns of which ``at_least`` must have a header.
        at_least: How many of ``some``.
        title: Regular expression that some cell above the header (or the sheet's name) must match.
        root: Local name of the XML root element.
        minimum: Least share of the file's headers that the layout reads or ignores, 0 to 1.
        groups: Of each group of our columns one must have a header.
    """

    kinds: tuple[str, ...] = ()
    headers: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    some: tuple[str, ...] = ()
    at_least: int = 1
    title: str | None = None
    root: str | None = None
    minimum: float = 0.0
    groups: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True)
class Writing:
    """How this publisher writes values.

    Attributes:
        decimal: Decimal mark, ``","`` or ``"."``; empty: found out from the values.
        dates: ``strptime`` patterns, first that fits wins; empty: found out from the values.
        calendar: ``gregorian``, ``roc`` (109 is 2020) or ``buddhist`` (2563 is 2020).
        missing: Cells that mean "not available".
        factors: Our column to what its numbers are multiplied with, e.g. ``{"value": 1000}``.
    """

    decimal: str = ""
    dates: tuple[str, ...] = ()
    calendar: str = "gregorian"
    missing: tuple[str, ...] = ()
    factors: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class Terms:
    """Whose data it is and what may be done with it.

    Attributes:
        publisher: Who published it; empty when the layout serves many.
        licence: Licence or terms in a few words; empty when unknown.
        re_export: May its rows leave in an export?
        sensitivity: public, internal, personal or leaked.
    """

    publisher: str = ""
    licence: str = ""
    re_export: bool = True
    sensitivity: str = "public"


@dataclass(frozen=True)
class Layout:
    """How one publisher names and writes the columns of a file.

    Attributes:
        id: Snake-case; equal to the file name.
        title: For people.
        table: The ledger table its rows go to; empty for files that are recognised and knowingly left out
            (``about`` says why).
        about: What the file is, and what it does not hold.
        source: Where the layout's facts come from, with ``seen`` or ``memory``.
        match: How it is recognised.
        writing: How values are written.
        terms: Publisher, licence, sensitivity.
        columns: Where our columns come from.
        constants: Our column to a value that holds for every row.
        absent: Our column to the reason why this file cannot have it: said, never invented.
        ignore: Headers knowingly left out.
        pivot: For tables with periods across; see ``sources.pivot``. Empty for long tables.
        records: For XML: path of the element that is one record; see ``sources.reading.xml``.
        skip: Rows knowingly left out.
        derived: Where our column comes from when its own column is missing or its cell empty, e.g. the day
            from the declaration's number. Said in a notice.
        words: Our column to what its written values mean, e.g. ``{"direction": {"ИМ": "import"}}``.
        registers: Our identifier column to the country whose register gave the numbers, e.g. ``"RU"``: numbers of
            that country's shapes must keep its check digits.
        customs: Whose customs took the declarations, ISO alpha-2: the destination of its imports and the dispatch
            of its exports where the file has none of its own. Empty when the layout serves many.
        customs_others: Further states whose customs head their declarations so; see ``sources.territory``.
        vocabulary: Made from the names that we know, for any publisher: a header's unit ("thousand RUB") holds.
    """

    id: str
    title: str
    table: str
    about: str
    source: str
    match: Match
    writing: Writing
    terms: Terms
    columns: tuple[ColumnRule, ...]
    constants: Mapping[str, Any]
    absent: Mapping[str, str]
    ignore: tuple[str, ...]
    pivot: Mapping[str, Any]
    records: str = ""
    skip: tuple[SkipRule, ...] = ()
    derived: tuple[ColumnRule, ...] = ()
    words: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    registers: Mapping[str, str] = field(default_factory=dict)
    customs: str = ""
    customs_others: tuple[str, ...] = ()
    vocabulary: bool = False

    def __post_init__(self) -> None:
        if self.table and self.table not in TABLES:
            raise BadPlugin(f"Layout {self.id!r}: no table is called {self.table!r}; expected one of {sorted(TABLES)}.")
        known = {column.name for column in TABLES[self.table].columns} if self.table else set()
        rules = {rule.target for rule in (*self.columns, *self.derived)}
        targets = rules | {*self.constants, *self.absent, *self.words, *self.registers}
        if strangers := sorted(targets - known) if self.table else []:
            raise BadPlugin(f"Layout {self.id!r}: {self.table} has no column {', '.join(strangers)}.")


def read_layout(path: Path) -> Layout:
    """Read one layout file.

    Raises:
        BadPlugin: The file names a table or column that the ledger does not have, or lacks ``id``.
    """
    try:
        spec = tomllib.loads(path.read_text(encoding="utf-8"))
        return layout_of(spec)
    except (tomllib.TOMLDecodeError, KeyError, TypeError) as error:
        raise BadPlugin(f"{path.name} is no layout: {error!r}. See docs/how-to/add-a-layout.md.") from error


def layout_of(spec: Mapping[str, Any]) -> Layout:
    """Make a layout of what a TOML file says."""
    match: dict[str, Any] = _tuples(spec.get("match", {}))
    writing: dict[str, Any] = _tuples(spec.get("writing", {}))
    return Layout(
        id=spec["id"],
        title=spec["title"],
        table=spec["table"],
        about=spec["about"],
        source=spec["source"],
        match=Match(**match),
        writing=Writing(**writing),
        terms=Terms(**spec.get("terms", {})),
        columns=tuple(_rule(target, given) for target, given in spec.get("columns", {}).items()),
        constants=spec.get("constants", {}),
        absent=spec.get("absent", {}),
        ignore=tuple(spec.get("ignore", ())),
        pivot=spec.get("pivot", {}),
        records=spec.get("records", ""),
        skip=tuple(SkipRule(**rule) for rule in spec.get("skip", ())),
        derived=tuple(_rule(target, given) for target, given in spec.get("derived", {}).items()),
        words=spec.get("words", {}),
        registers=spec.get("registers", {}),
        customs=spec.get("customs", ""),
        customs_others=tuple(spec.get("customs_others", ())),
    )


def _tuples(given: Mapping[str, Any]) -> dict[str, Any]:
    return {key: tuple(value) if isinstance(value, list) else value for key, value in given.items()}


def _rule(target: str, given: Any) -> ColumnRule:
    if isinstance(given, str):
        return ColumnRule(target, (given,))
    if isinstance(given, list):
        return ColumnRule(target, tuple(given))
    return ColumnRule(target, **_tuples(given))


@cache
def bundled_layouts() -> tuple[Layout, ...]:
    """Every layout that ships with enduse, by id."""
    folder = Path(str(files("enduse.sources.layouts")))
    return tuple(read_layout(path) for path in sorted(folder.glob("*.toml")))
