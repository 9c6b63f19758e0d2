"""What the server serves: one version of the lists, made ready; it never changes, a newer one takes its place."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from enduse.api.held import HeldEntries
from enduse.api.naming import COLLECTIONS, dataset_names, entity_ids
from enduse.api.word_index import WordIndex, index_words
from enduse.screen.ftm import schema_name
from enduse.screen.ftm_model import topics_of_list
from enduse.screen.kept import ready_screener
from enduse.screen.listed import ListSnapshot, all_snapshots, read_entries, snapshots_for, stale
from enduse.screen.scoping import narrowed
from enduse.screen.screener import Screener
from enduse.screen.signs import Query
from enduse.sources.list_checks import read_checks
from enduse.store.ledger import LedgerStore

_SCOPES = 8
_PART = 500


@dataclass(frozen=True, slots=True)
class Card:
    """What is looked up of an entry without making it.

    Attributes:
        id: Of the entity.
        dataset: Of its list.
        schema: Of the entity.
        countries: ISO alpha-2, lower case.
        changed: The last day on which it is known to have changed, ISO 8601; empty where the list does not say.
        active: Is it listed on the day of the holding, as far as is known?
    """

    id: str
    dataset: str
    schema: str
    countries: tuple[str, ...]
    changed: str
    active: bool


@dataclass
class Holding:
    """One version of the lists.

    Attributes:
        version: Of the ledger.
        day: For which the snapshots speak, and for which it is asked.
        snapshots: The lists by the name of their dataset.
        stale: Datasets whose snapshot is older than the settings allow.
        entries: The entries.
        screener: Finds them; to be asked by one thread at a time.
        cards: What is looked up of each entry.
        warm: Is everything ready that questions need? Else the first ones wait some milliseconds longer.
    """

    version: int
    day: date
    snapshots: Mapping[str, ListSnapshot]
    stale: tuple[str, ...]
    entries: HeldEntries
    screener: Screener
    cards: list[Card]
    warm: bool = False
    _scopes: dict[frozenset[str], Screener] = field(default_factory=dict)

    @cached_property
    def at_id(self) -> dict[str, int]:
        """Id of an entity to the position of its entry."""
        return {it.id: at for at, it in enumerate(self.cards)}

    @cached_property
    def by_entry(self) -> dict[tuple[str, str], int]:
        """Dataset, or file, and the publisher's id to the position of the entry; of several lists the first."""
        self.entries.make_all()
        found: dict[tuple[str, str], int] = {}
        for at, it in enumerate(self.entries):
            found.setdefault((self.cards[at].dataset, it.entry.entry_id), at)
            found.setdefault((it.snapshot.source_id, it.entry.entry_id), at)
        return found

    def linked(self, at: int, entry_id: str) -> int | None:
        """The entry that a link of another names: of the same list, else of the same file."""
        if not entry_id:
            return None
        near = self.by_entry.get((self.cards[at].dataset, entry_id))
        return self.by_entry.get((self.entries[at].snapshot.source_id, entry_id)) if near is None else near

    @cached_property
    def linking(self) -> dict[int, list[int]]:
        """Position of an entry to those that name it in their links."""
        found: dict[int, list[int]] = {}
        for at, it in enumerate(self.entries):
            for other in dict.fromkeys(self.linked(at, link.entry_id) for link in it.entry.links):
                if other is not None and other != at:
                    found.setdefault(other, []).append(at)
        return found

    @cached_property
    def words(self) -> WordIndex:
        """The entries by their words."""
        self.entries.make_all()
        return index_words(it.entry for it in self.entries)

    @cached_property
    def counts(self) -> dict[str, int]:
        """Entries of each dataset."""
        found = dict.fromkeys(self.snapshots, 0)
        for it in self.cards:
            found[it.dataset] += 1
        return found

    def topics(self, at: int) -> tuple[str, ...]:
        """What the entry's standing means; nothing where it is not listed on the day."""
        card = self.cards[at]
        return topics_of_list(self.snapshots[card.dataset].name) if card.active else ()

    def knows(self, dataset: str) -> bool:
        """Is it a list or a collection?"""
        return dataset in COLLECTIONS or dataset in self.snapshots

    def scope(self, dataset: str, include: Iterable[str], exclude: Iterable[str]) -> frozenset[str]:
        """The datasets that a request means."""
        every = frozenset(self.snapshots)
        meant = every if dataset in COLLECTIONS else frozenset({dataset})
        if chosen := frozenset(include):
            # The client sends the first of several data sets in the address and the others here.
            meant = (
                every & chosen if dataset in COLLECTIONS and not chosen & set(COLLECTIONS) else meant | every & chosen
            )
        return meant - frozenset(exclude)

    def screener_of(self, scope: frozenset[str]) -> Screener:
        """A screener of some datasets; the last few are kept."""
        if len(scope) == len(self.snapshots):
            return self.screener
        if (known := self._scopes.get(scope)) is None:
            while len(self._scopes) >= _SCOPES:
                self._scopes.pop(next(iter(self._scopes)))
            known = self._scopes[scope] = narrowed(self.screener, self._mask(scope))
        return known

    @property
    def searchable(self) -> bool:
        """Are the words laid out? That takes a second, and memory that matching does not need."""
        return "words" in self.__dict__

    def lay_out_words(self) -> None:
        """Make ready what searches look in; touches nothing that questions change."""
        _ = self.words

    def prepare(self, start: int, count: int) -> None:
        """Make so many entries.

        Their names are made ready when they are compared: of all of them that would take 200 MB and seven seconds,
        and a question compares a few. So it is with their addresses and numbers.
        """
        self.entries.make(start, count)

    def rehearse(self, at: int) -> None:
        """Ask for an entry by all it has, so that the tables are read that the first real question would wait for."""
        it = self.entries[at].entry
        names = tuple(name.text for name in it.names[:1])
        known = (it.identifiers, it.addresses, it.contacts, it.countries, it.births)
        self.screener.hits(Query(names, it.kind, None, *known), self.day)

    def _mask(self, scope: frozenset[str]) -> NDArray[np.bool_]:
        return np.fromiter((it.dataset in scope for it in self.cards), np.bool_, len(self.cards))


def open_holding(store: LedgerStore, today: date) -> Holding:
    """The newest version of the lists, ready to be asked; without entries where there is no list."""
    manifest = store.manifest()
    speaking = snapshots_for(all_snapshots(manifest), today)
    names = dataset_names(it.name for it in speaking)
    read = read_entries(store, speaking, manifest.version)
    cards = list(_cards(read.rows, names, today))
    entries = HeldEntries.of(read)
    old = stale(speaking, today, store.workspace.config.lists, read_checks(store.workspace))
    return Holding(
        manifest.version,
        today,
        {names[it.name]: it for it in speaking},
        tuple(names[it.name] for it in old),
        entries,
        ready_screener(store.workspace, entries, speaking),
        cards,
    )


_COLUMNS = [
    "authority",
    "list",
    "kind",
    "names",
    "identifiers",
    "countries",
    "address_countries",
    "listed_on",
    "delisted_on",
    "more",
]


def _cards(rows: Any, names: Mapping[str, str], today: date) -> Iterator[Card]:
    """The cards of all rows; a part of the rows at a time, for as Python objects they are many times as large."""
    ids = entity_ids(
        (names[f"{who} {what}"], entry_id)
        for part in _parts(rows)
        for who, what, entry_id in zip(*(part[it].to_pylist() for it in ("authority", "list", "entry_id")), strict=True)
    )
    for part in _parts(rows):
        columns = [part[it].to_pylist() for it in _COLUMNS]
        for who, what, *told in zip(*columns, strict=True):
            yield _card(next(ids), names[f"{who} {what}"], told, today)


def _parts(rows: Any) -> Iterator[Any]:
    return (rows.slice(start, _PART) for start in range(0, rows.num_rows, _PART))


def _card(id: str, dataset: str, told: list[Any], today: date) -> Card:
    kind, names, numbers, countries, places, listed_on, delisted_on, more = told
    schemes = frozenset(it.partition("|")[0] for it in numbers or ())
    stated = more.partition('"schema": "')[2].partition('"')[0] if more else ""
    changed = max((it for it in (listed_on, delisted_on) if it and it <= today), default=None)
    return Card(
        id,
        dataset,
        schema_name(kind, names[0] if names else "", schemes, stated),
        tuple(dict.fromkeys(it.lower() for it in (*(countries or ()), *(places or ())) if it)),
        changed.isoformat() if changed else "",
        not (delisted_on and delisted_on <= today) and not (listed_on and listed_on > today),
    )
