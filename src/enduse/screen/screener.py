"""Is this party on a list? The entries it may be, how probably, and why."""

import io
import zipfile
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from math import exp, log
from pathlib import Path
from typing import overload

import numpy as np
from numpy.typing import NDArray

from enduse.screen.listed import Entries, ListedEntry, Standing
from enduse.screen.name_index import NameIndex, Near, Search, build_index, in_one_kind, index_of_arrays
from enduse.screen.postings import Postings, post
from enduse.screen.signs import (
    Query,
    Sign,
    Traits,
    address_keys,
    certain,
    role_sign,
    same_number,
    sign,
    signs,
    traits_of,
)
from enduse.store.atomic import write_atomically
from enduse.text.names import NameKind, compare_prepared, prepare

MATCH = 0.85
"""A hit at or above this score is called a match; see docs/explanation/screening.md for what that costs and finds."""

_LEAST = 0.1
# A screening asks for those that may be the party, a search for the fifty likeliest however unlikely.
_SCREENED = 0.3
_FULL, _SEARCHED = 24, 60
# Entries that an address or a contact finds, too, may have names so much less like (log-odds).
_FOUND_BY = 2.0
_MOST = 0.999


@dataclass(frozen=True)
class Hit:
    """An entry that may be the party.

    Attributes:
        listed: The entry and its snapshot.
        score: Probability that they are one party, 0 to 1.
        name: The entry's name that is nearest; empty where the names did not matter.
        reasons: Why, the weightiest first; those against it among them. Put into words when somebody looks.
        standing: Was it listed on the day that was asked for?
    """

    listed: ListedEntry
    score: float
    name: str
    reasons: Sequence[str]
    standing: Standing

    @property
    def match(self) -> bool:
        """At or above the threshold, and not known to be listed only later or no longer."""
        return self.score >= MATCH and self.standing in ("listed", "unknown")


@dataclass
class Screener:
    """Lists made ready for many questions. Not to be asked by two threads at once.

    Attributes:
        entries: Those that are looked through.
        index: Their names.
        owners: For each name of the index its entry, and which of the entry's names it is.
        keys: Numbers, addresses and contacts to entries.
    """

    entries: Sequence[ListedEntry]
    index: NameIndex
    owners: NDArray[np.int32]
    keys: Postings
    _traits: dict[int, Traits] = field(default_factory=dict)

    def traits(self, at: int) -> Traits:
        """An entry's numbers, addresses and contacts."""
        if (known := self._traits.get(at)) is None:
            known = self._traits[at] = traits_of(self.entries[at].entry)
        return known

    def hits(self, query: Query, today: date, least: float = _LEAST) -> list[Hit]:
        """Entries that may be the party, the likeliest first; one hit an entry.

        Args:
            query: Who is looked for.
            today: The day for which it is asked where the query has none.
            least: Scores below are left out.
        """
        return self.hits_each([query], today, least)[0]

    def hits_each(self, queries: Sequence[Query], today: date, least: float = _LEAST) -> list[list[Hit]]:
        """The same for each of many, which is much faster than one by one: a few hundred at a time."""
        named = self.named_each(queries, least)
        if isinstance(self.entries, Entries):
            self.entries.make({at for found in named for at in found})
        return [self._hits(it, names, today, least) for it, names in zip(queries, named, strict=True)]

    def named_each(self, queries: Sequence[Query], least: float = _LEAST) -> list[dict[int, "Named"]]:
        """For each question the entries that its names find, by position, with the nearest name of each.

        Args:
            queries: Who is looked for.
            least: Entries whose names cannot reach this score are left out.
        """
        full = _FULL if least >= _SCREENED else _SEARCHED
        searches = [
            (at, text, Search(prepare(text, name_kind(it.kind)), full, _least_of_names(it, least)))
            for at, it in enumerate(queries)
            for text in it.names
        ]
        named: list[dict[int, Named]] = [{} for _ in queries]
        for (at, text, _), near in zip(searches, self.index.nearest_each([it for *_, it in searches]), strict=True):
            self._put_best(named[at], text, near)
        return named

    def _hits(self, query: Query, names: dict[int, "Named"], today: date, least: float) -> list[Hit]:
        asked, day = traits_of(query), query.on or today
        shared = {at for key in search_keys(asked) for at in self.keys.of(key).tolist()}
        found = [self._hit(_Pair(at, names.get(at), asked, query, day), least) for at in sorted(names.keys() | shared)]
        kept = [it for it in found if it is not None]
        return sorted(kept, key=lambda it: (-it.score, it.listed.snapshot.name, it.listed.entry.entry_id))

    def _put_best(self, best: dict[int, "Named"], text: str, found: Sequence[Near]) -> None:
        """Keep the best of each entry's names."""
        for near in found:
            at, which = self.owners[near.at].tolist()
            if at not in best or near.score > best[at].score:
                best[at] = Named(near.score, which, text)

    def _hit(self, pair: "_Pair", least: float) -> Hit | None:
        """The hit, or None where it is below ``least``."""
        listed, named = self.entries[pair.at], pair.named
        entry, theirs = listed.entry, self.traits(pair.at)
        further = signs(pair.asked, theirs)
        score = 0.0
        if named is not None:
            further += role_sign(entry.names[named.which])
            score = shifted(named.score, further)
        if number := same_number(pair.asked, theirs):
            score = max(score, number[0])
        score = round(min(max(score, _without_names(further, entry.kind)), _MOST), 4)
        if score < least:
            return None
        name = "" if named is None else entry.names[named.which].text
        kinds = pair.query.kind, entry.kind
        both = None if named is None else _Names(named.text, kinds[0], name, kinds[1])
        reasons = _Reasons(number[1] if number else "", both, tuple(it.reason for it in further))
        return Hit(listed, score, name, reasons, listed.standing(pair.day))


@dataclass(frozen=True, slots=True)
class Named:
    """The best of an entry's names.

    Attributes:
        score: What the names say.
        which: Of the entry's names.
        text: The query's name that it was compared with.
    """

    score: float
    which: int
    text: str


@dataclass(frozen=True, slots=True)
class _Pair:
    """An entry, the best of its names, and who is looked for on which day."""

    at: int
    named: Named | None
    asked: Traits
    query: Query
    day: date


@dataclass(frozen=True, slots=True)
class _Names:
    """Two names that were compared, each with the kind of its bearer."""

    asked: str
    kind: str
    listed: str
    listed_kind: str


@dataclass(frozen=True)
class _Reasons(Sequence[str]):
    """Reasons that are put into words when they are first read: that costs more than the score, and most are not."""

    number: str
    names: _Names | None
    further: tuple[str, ...]

    @cached_property
    def _told(self) -> tuple[str, ...]:
        first = (self.number,) if self.number else ()
        return tuple(dict.fromkeys((*first, *(_reasons(self.names) if self.names else ()), *self.further)))

    def __len__(self) -> int:
        return len(self._told)

    @overload
    def __getitem__(self, at: int) -> str: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[str]: ...
    def __getitem__(self, at: int | slice) -> str | Sequence[str]:
        return self._told[at]


def make_screener(entries: Sequence[ListedEntry]) -> Screener:
    """Lists made ready; ``save_screener`` keeps the work for the next time."""
    names: list[tuple[str, NameKind]] = []
    owners: list[tuple[int, int]] = []
    by_key: dict[str, list[int]] = defaultdict(list)
    for at, it in enumerate(entries):
        for which, name in enumerate(it.entry.names):
            owners.append((at, which))
            names.append((name.text, name_kind(it.entry.kind)))
        for key in sorted(search_keys(traits_of(it.entry))):
            by_key[key].append(at)
    owned = np.array(owners, np.int32).reshape(len(owners), 2)
    return Screener(entries, build_index(names), owned, post(by_key))


def save_screener(screener: Screener, path: Path) -> None:
    """Keep what was made ready; a reader sees the whole file or none."""
    arrays = {**screener.index.arrays(), "owners": screener.owners, **screener.keys.arrays("key")}
    packed = io.BytesIO()
    np.savez(packed, allow_pickle=False, **arrays)
    write_atomically(path, packed.getvalue())


def open_screener(entries: Sequence[ListedEntry], path: Path) -> Screener | None:
    """What ``save_screener`` kept for the same entries; None where there is nothing that can be used."""
    try:
        # Numpy leaves a damaged file open that it opened itself.
        with path.open("rb") as file, np.load(file, allow_pickle=False) as arrays:
            keys = Postings.from_arrays(arrays, "key")
            return Screener(entries, index_of_arrays(arrays), arrays["owners"].astype(np.int32), keys)
    except (OSError, EOFError, KeyError, ValueError, zipfile.BadZipFile):
        return None


def name_kind(kind: str) -> NameKind:
    """How names of such bearers are compared."""
    kinds: dict[str, NameKind] = {"company": "company", "person": "person", "vessel": "vessel", "aircraft": "vessel"}
    return kinds.get(kind, "unknown")


def _least_of_names(query: Query, least: float) -> float:
    """Names below this do not reach ``least``, except by signs so strong that the entry is found by them, too."""
    more = sign("birth_day_agrees", "").log_odds if query.births else 0.0
    if query.countries or any(it.country for it in query.addresses):
        more += sign("country_agrees", "").log_odds
    if query.addresses or query.contacts:
        more += _FOUND_BY
    return shifted(least, (Sign("", -more, ""),)) if more and least > 0.0 else least


def _reasons(names: _Names) -> tuple[str, ...]:
    """What two names say, in words."""
    asked, listed = prepare(names.asked, name_kind(names.kind)), prepare(names.listed, name_kind(names.listed_kind))
    return compare_prepared(*in_one_kind(asked, listed)).reasons


def shifted(score: float, further: Iterable[Sign]) -> float:
    """The probability with the log-odds of further signs added."""
    clipped = min(max(score, 1e-4), 1 - 1e-4)
    odds = log(clipped / (1 - clipped)) + sum(it.log_odds for it in further)
    return 1 / (1 + exp(-odds))


def _without_names(further: Sequence[Sign], kind: str) -> float:
    """What an address or a contact in common says by itself; for an entry that is an address it is the match."""
    names = {it.name for it in further}
    if kind == "address" and names & {"room_agrees", "house_agrees", "building_agrees"}:
        return certain("number_unchecked")
    alone = {"room_agrees": "address_alone", "contact_agrees": "contact_alone", "house_agrees": "house_alone"}
    return max((certain(alone[it]) for it in names & alone.keys()), default=0.0)


def search_keys(traits: Traits) -> set[str]:
    """By what else than names a record finds others: numbers, addresses down to the house, contacts."""
    numbers = {f"number {it.key}" for it in traits.numbers if it.strong}
    return numbers | {f"address {it}" for it in address_keys(traits)} | set(traits.contacts)
