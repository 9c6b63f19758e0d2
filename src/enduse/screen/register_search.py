"""Which party of the registers is meant: by number, else by a name that only one company bears."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Literal

import pyarrow as pa
import pyarrow.compute as pc

from enduse.model.listing import WrittenIdentifier
from enduse.screen.holdings import Marks, RegisterRows, number_marks, plain
from enduse.screen.name_index import NameIndex, build_index
from enduse.screen.register_parties import Parties, RegisterParty, parties_of
from enduse.screen.screener import MATCH
from enduse.screen.signs import Query
from enduse.text.company_names import normal_form
from enduse.text.identifier_keys import identifier_key
from enduse.text.names import prepare

FoundBy = Literal["number", "name", "several", "none"]

_INDEXED = 50_000
"""More names are narrowed down by their words before they are compared; that misses other scripts."""
_LEAST_WORD = 4


@dataclass(frozen=True)
class Subject:
    """Who is meant, and everybody above.

    Attributes:
        found_by: ``number`` is certain; a ``name`` alone is not; ``several`` bear it; ``none`` is recorded.
        key: The party; empty where none or several are meant.
        score: Of a name: probability that it is meant.
        candidates: Those who are meant, as sentences call them.
        parties: The parties of all rows that bear on it.
    """

    found_by: FoundBy
    key: str
    score: float
    candidates: tuple[str, ...]
    parties: Parties


@dataclass(frozen=True)
class RegisterSearch:
    """The registers of a ledger, made ready for questions."""

    rows: RegisterRows

    def find(self, query: Query) -> Subject:
        """The company that the query means, with everybody above it."""
        if (found := self._by_number(query)) is not None:
            return found
        best: dict[str, float] = {}
        for text in query.names:
            for name, score in self._nearest(text):
                best[name] = max(score, best.get(name, 0.0))
        marks = Marks(names=frozenset(plain(it) for it in best))
        parties = parties_of(self.rows.above(marks)) if best else parties_of(self.rows.none())
        meant = {
            it.key: max(best[name] for name in it.names if name in best)
            for it in parties.of.values()
            if it.kind != "person" and any(name in best for name in it.names) and not _contradicts(query, it)
        }
        return _chosen(parties, _exact(query, parties, meant) or meant)

    def _by_number(self, query: Query) -> Subject | None:
        if not query.identifiers:
            return None
        wanted = _keys(query.identifiers)
        marks = frozenset(text for it in query.identifiers for text in number_marks(it.scheme, it.value, it.country))
        parties = parties_of(self.rows.above(Marks(numbers=marks)))
        meant = {it.key: 1.0 for it in parties.of.values() if wanted & _keys(it.identifiers)}
        found = _chosen(parties, meant)
        return replace(found, found_by="number") if found.key else found if meant else None

    def _nearest(self, text: str) -> list[tuple[str, float]]:
        index = self._index if self._index is not None else self._narrowed(text)
        near = index.nearest(prepare(text, "company"), 24, MATCH)
        return [(index.texts[it.at], it.score) for it in near]

    @cached_property
    def _names(self) -> pa.Array:
        """Names of companies, each once: those of records and those of what somebody holds."""
        rows, relations = self.rows.records, self.rows.relations
        companies = rows.filter(pc.not_equal(rows["kind"], "person"))["names"].combine_chunks()
        owned = pc.cast(relations["object_name"], pa.string()).combine_chunks()
        both = pa.concat_arrays([pc.cast(pc.list_flatten(companies), pa.string()), owned])
        return pc.drop_null(pc.unique(both))

    @cached_property
    def _index(self) -> NameIndex | None:
        few = len(self._names) <= _INDEXED
        return build_index([(it, "company") for it in self._names.to_pylist()]) if few else None

    def _narrowed(self, text: str) -> NameIndex:
        words = [it.upper() for it in normal_form(text).tokens if len(it) >= _LEAST_WORD] or [text.upper()]
        upper = pc.utf8_upper(self._names)
        mask = pc.match_substring(upper, max(words, key=len))
        return build_index([(it, "company") for it in self._names.filter(mask).to_pylist()[:_INDEXED]])


def _chosen(parties: Parties, meant: dict[str, float]) -> Subject:
    shown = tuple(sorted(parties.of[it].shown for it in meant))
    if len(meant) == 1:
        ((key, score),) = meant.items()
        return Subject("name", key, score, shown, parties)
    return Subject("several" if meant else "none", "", 0.0, shown, parties)


def _exact(query: Query, parties: Parties, meant: dict[str, float]) -> dict[str, float]:
    """Those of whom a name is the one asked for, not only alike."""
    asked = {normal_form(it).key or plain(it) for it in query.names}
    return {
        key: score
        for key, score in meant.items()
        if asked & {normal_form(it).key or plain(it) for it in parties.of[key].names}
    }


def _contradicts(query: Query, party: RegisterParty) -> bool:
    """Do country or number say that it is another one?"""
    if query.countries and party.countries and not set(query.countries) & set(party.countries):
        return True
    mine, yours = _keys(query.identifiers), _keys(party.identifiers)
    schemes = {it.partition(":")[0] for it in mine} & {it.partition(":")[0] for it in yours}
    return bool(schemes) and not mine & yours


def _keys(numbers: Iterable[WrittenIdentifier]) -> set[str]:
    found = (identifier_key(it.scheme, it.value, it.country).key for it in numbers)
    return {it for it in found if not it.startswith(("kpp:", "OTHER:"))}
