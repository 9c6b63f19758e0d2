"""What is known about each party before its name is compared with the names of others."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import ibis
import pyarrow as pa
from ibis.expr.types import Table

from enduse.resolve.persons import bare_person, kind_of
from enduse.text.names import NameKind, PreparedName, prepare
from enduse.text.names.tokens import RARE

MOST_NAMES = 3
"""Spellings of a party that are compared, the most frequent ones."""

_DISTINCTIVE = 0.6

_ENDINGS = frozenset(
    f"{stem}{end}"
    for stem in ("альн", "арн", "овальн", "ионн", "н", "ск", "ов", "ев")
    for end in ("ый", "ий", "ая", "ое", "ые", "ой")
)
"""What is left of an adjective made of a general word: it is nobody's own."""


@dataclass(frozen=True, slots=True)
class Profile:
    """One party as rows describe it.

    Attributes:
        anchor: Its registered number, else its name and country; see ``mentions``.
        names: Spellings, the most frequent first.
        countries: Stated, or that of the register.
        rows: How many times rows name it.
        candidates: How many numbered parties bear its name, where it has no number.
        kind: What it is.
        addresses: As written, those that few parties give, the most frequent first.
    """

    anchor: str
    names: tuple[str, ...]
    countries: frozenset[str]
    rows: int
    candidates: int = 0
    kind: NameKind = "company"
    addresses: tuple[str, ...] = ()

    @property
    def number(self) -> str:
        """The registered number with its scheme; empty where there is none."""
        return "" if self.anchor.startswith("name:") else self.anchor

    @property
    def prepared(self) -> tuple[PreparedName, ...]:
        """The names, ready to be compared."""
        if self.kind == "person":
            return tuple(prepare(bare_person(it), self.kind) for it in self.names[:MOST_NAMES])
        return tuple(prepare(it, self.kind) for it in self.names[:MOST_NAMES])


def is_distinctive(name: PreparedName) -> bool:
    """Does the name hold words that hardly any other company has, or only general ones and frequent ones?

    >>> is_distinctive(prepare("ООО Норвентстан")), is_distinctive(prepare("Machine Tool Trading LLC"))
    (True, False)
    >>> is_distinctive(prepare("Инструментальная компания"))
    False
    """
    own = (it for it in name.tokens if it.kind == RARE and it.text not in _ENDINGS)
    return sum(it.weight for it in own) >= _DISTINCTIVE


@dataclass(frozen=True)
class Profiles:
    """Many parties in columns, small in memory.

    Attributes:
        table: ``anchor``, ``names``, ``countries``, ``rows``, ``candidates``, ``addresses``, in the order of the
            anchors.
        kinds: Of each party; empty: all are companies.
    """

    table: pa.Table
    kinds: Sequence[NameKind] = ()

    def __len__(self) -> int:
        return int(self.table.num_rows)

    def at(self, place: int) -> Profile:
        """The party at a position."""
        return self.several([place])[0]

    def several(self, places: Sequence[int]) -> list[Profile]:
        """The parties at positions, in their order; quicker than one by one."""
        columns = [it.take(pa.array(places, pa.int64())).to_pylist() for it in self._columns]
        kinds: Sequence[NameKind] = [self.kinds[it] for it in places] if self.kinds else ["company"] * len(places)
        return [
            Profile(anchor, tuple(names), frozenset(countries), rows, candidates, kind, tuple(addresses))
            for anchor, names, countries, rows, candidates, addresses, kind in zip(*columns, kinds, strict=True)
        ]

    def persons(self) -> list[str]:
        """Anchors of the parties that are persons."""
        anchors = self.table["anchor"].to_pylist()
        return [anchor for anchor, kind in zip(anchors, self.kinds, strict=False) if kind == "person"]

    def names(self) -> Iterator[tuple[int, str, NameKind]]:
        """Positions with the spellings that are compared, and kinds."""
        column = self._columns[1]
        for start in range(0, len(self), _SLICE):
            for place, names in enumerate(column.slice(start, _SLICE).to_pylist(), start):
                kind: NameKind = self.kinds[place] if self.kinds else "company"
                for name in names[:MOST_NAMES]:
                    yield place, bare_person(name) if kind == "person" else name, kind

    @cached_property
    def _columns(self) -> tuple[pa.Array, ...]:
        return tuple(self.table[it].combine_chunks() for it in _COLUMNS)


_SLICE = 10_000
_COLUMNS = ("anchor", "names", "countries", "rows", "candidates", "addresses")
_SCHEMA = pa.schema(
    [
        ("anchor", pa.string()),
        ("names", pa.list_(pa.string())),
        ("countries", pa.list_(pa.string())),
        ("rows", pa.int64()),
        ("candidates", pa.int64()),
        ("addresses", pa.list_(pa.string())),
    ]
)


def profiles_of(parties: Sequence[Profile]) -> Profiles:
    """The same parties in columns."""
    rows = [{it: getattr(one, it) for it in _COLUMNS} for one in sorted(parties, key=lambda it: it.anchor)]
    lists = ("names", "addresses")
    listed = [{**it, **{of: list(it[of]) for of in lists}, "countries": sorted(it["countries"])} for it in rows]
    kinds = [it.kind for it in sorted(parties, key=lambda it: it.anchor)]
    return Profiles(pa.Table.from_pylist(listed, schema=_SCHEMA), kinds if set(kinds) - {"company"} else ())


def read_profiles(located: Table, addresses: Table | None = None, people: frozenset[str] = frozenset()) -> Profiles:
    """The parties of mentions.

    Args:
        located: As ``parties.located`` gives it.
        addresses: ``anchor`` and ``addresses``; None: none are known.
        people: Anchors of persons, whatever their names look like.
    """
    told = located.filter(located.own_anchor.notnull())
    whole = told.group_by(anchor="own_anchor").aggregate(
        rows=told.rows.sum().cast("int64"), candidates=told.candidates.max().cast("int64")
    )
    for of, target in (("name", "names"), ("place", "countries")):
        texts = told.filter(told[of] != "").group_by(anchor="own_anchor", text=told[of])
        counted = texts.aggregate(rows=told.rows.sum())
        ranked = counted.text.collect(order_by=[counted.rows.desc(), counted.text])
        listed = counted.group_by("anchor").aggregate(**{target: ranked})
        whole = whole.left_join(listed, "anchor").drop("anchor_right")
    if addresses is None:
        whole = whole.mutate(addresses=ibis.null("array<string>"))
    else:
        whole = whole.left_join(addresses, "anchor").drop("anchor_right")
    table = whole.select(*_COLUMNS).order_by("anchor").to_pyarrow()
    filled = pa.table([_filled(table[it]) for it in _COLUMNS], schema=_SCHEMA)
    return Profiles(filled, _kinds(filled, people))


def _kinds(parties: pa.Table, people: frozenset[str]) -> Sequence[NameKind]:
    """What each party is, by its most frequent spelling where it is not known for a person."""
    each = zip(parties["anchor"].to_pylist(), parties["names"].to_pylist(), strict=True)
    kinds: list[NameKind] = [
        "person" if anchor in people else kind_of(names[0]) if names else "company" for anchor, names in each
    ]
    return kinds if "person" in kinds else ()


def _filled(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """Empty lists where there is nothing."""
    if not pa.types.is_list(column.type) or not column.null_count:
        return column
    return pa.chunked_array([pa.array([it or [] for it in column.to_pylist()], column.type)])
