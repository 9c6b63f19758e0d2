"""Names of a case, as people wrote them, and the parties of the last run that they mean: found anew for every run."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import ibis
import pyarrow as pa
from ibis.expr.types import Table

from enduse.model.ids import party_number, party_text
from enduse.text.company_names import normal_keys

_MOST_LISTED = 5


@dataclass(frozen=True)
class Written:
    """What is told of a party.

    Attributes:
        name: As written.
        number: Registered number, ``INN:7701000000`` or bare.
        anchor: Anchor of the party that it was found to be when it was written.
        also: Other names.
    """

    name: str
    number: str = ""
    anchor: str = ""
    also: tuple[str, ...] = ()


@dataclass(frozen=True)
class FoundParty:
    """What a name means in the last run.

    Attributes:
        party_id: The party; None: none, or several.
        how: ``number``, ``as before``, ``anchor``, ``name``, ``spelling`` (but for legal form and letters), or ``""``.
        note: Why there is none, or what to look at; empty otherwise.
        name: How the run calls it.
        country: Of the party.
        anchor: Of the party.
    """

    party_id: int | None = None
    how: str = ""
    note: str = ""
    name: str = ""
    country: str = ""
    anchor: str = ""


@dataclass(frozen=True)
class _Known:
    """Parties by lower-case anchor, number, spelling and normal form."""

    ids: Mapping[str, frozenset[int]]
    rows: Mapping[int, Mapping[str, str]]


def find_parties(parties: Table | None, asked: Sequence[Written]) -> list[FoundParty]:
    """What each means, in the same order; nothing is guessed: several parties of one name are none.

    Args:
        parties: As in ``detect.Ledger``; None: nothing was computed.
        asked: Names.
    """
    if parties is None:
        return [FoundParty(note="nothing was computed yet: enduse run") for _it in asked]
    exact = _exact(parties, asked)
    left = [it for it in asked if not any(exact.ids.get(key) for _how, key in _keys(it))]
    spelled = _spelled(parties, left) if left else _Known({}, {})
    return [_found(it, exact, spelled) for it in asked]


def name_key(name: str) -> str:
    """What equal names share: without legal form, case and script."""
    return normal_keys([name])[0] or " ".join(name.casefold().split())


def _found(it: Written, exact: _Known, spelled: _Known) -> FoundParty:
    for how, key in _keys(it):
        if ids := exact.ids.get(key):
            return _one(ids, how, exact.rows)
    for key in normal_keys([it.name, *it.also]):
        if key and (ids := spelled.ids.get(key)):
            return _one(ids, "spelling", spelled.rows)
    return FoundParty(note="no party of the last run goes by that name")


def _one(ids: frozenset[int], how: str, rows: Mapping[int, Mapping[str, str]]) -> FoundParty:
    if len(ids) > 1:
        told = [f"{rows[it]['name']} ({rows[it]['country'] or '?'}, {party_text(it)})" for it in sorted(ids)]
        more = f" and {len(told) - _MOST_LISTED} more" if len(told) > _MOST_LISTED else ""
        note = f"{len(ids)} parties go by that name: {'; '.join(told[:_MOST_LISTED])}{more}. Give a number."
        return FoundParty(None, "", note)
    (id,) = ids
    row = rows[id]
    return FoundParty(id, how, "", row["name"], row["country"], row["anchor"])


def _keys(it: Written) -> Iterable[tuple[str, str]]:
    number = it.number.partition(":")[2].strip() or it.number.strip()
    if number:
        yield "number", f"number {number.casefold()}"
    if it.anchor:
        yield "as before", f"anchor {it.anchor.casefold()}"
    for name in (it.name, *it.also):
        if party_number(name) is not None:
            yield "number", f"id {name.casefold()}"
        yield "anchor", f"anchor {name.casefold()}"
        yield "name", f"name {' '.join(name.split()).casefold()}"


def _exact(parties: Table, asked: Sequence[Written]) -> _Known:
    """Parties whose anchor, number or spelling is one of those asked for."""
    keys = sorted({key for it in asked for _how, key in _keys(it)})
    wanted = ibis.memtable(pa.table({"key": pa.array(keys, pa.string())}))
    told = parties.select("party_id", "anchor", "name", "names", "identifiers")
    each = ibis.union(
        told.select("party_id", key=ibis.literal("anchor ") + told.anchor.lower()),
        told.select("party_id", key=ibis.literal("name ") + told.name.lower()),
        told.select("party_id", key=ibis.literal("name ") + told.names.unnest().lower()),
        told.select("party_id", key=ibis.literal("number ") + told.identifiers.unnest().lower()),
    )
    found: dict[str, set[int]] = defaultdict(set)
    for row in each.semi_join(wanted, "key").distinct().to_pyarrow().to_pylist():
        found[row["key"]].add(row["party_id"])
    for key in keys:
        if key.startswith("id ") and (number := party_number(key[3:])) is not None:
            found[key].add(number)
    rows = _rows(parties, {it for ids in found.values() for it in ids})
    return _Known({key: frozenset(it for it in ids if it in rows) for key, ids in found.items()}, rows)


def _spelled(parties: Table, asked: Sequence[Written]) -> _Known:
    """Parties one of whose spellings has the normal form of a name."""
    wanted = {key for it in asked for key in normal_keys([it.name, *it.also]) if key}
    rows = parties.select("party_id", name=parties.names.unnest()).to_pyarrow()
    found: dict[str, set[int]] = defaultdict(set)
    for id, key in zip(rows["party_id"].to_pylist(), normal_keys(rows["name"].to_pylist()), strict=True):
        if key in wanted:
            found[key].add(id)
    return _Known({key: frozenset(it) for key, it in found.items()}, _rows(parties, set().union(*found.values())))


def _rows(parties: Table, ids: set[int]) -> dict[int, dict[str, str]]:
    if not ids:
        return {}
    wanted = ibis.memtable(pa.table({"party_id": pa.array(sorted(ids), pa.int64())}))
    rows = parties.semi_join(wanted, "party_id").select("party_id", "name", "anchor", "country").to_pyarrow()
    return {
        it["party_id"]: {"name": it["name"] or it["anchor"], "country": it["country"] or "", "anchor": it["anchor"]}
        for it in rows.to_pylist()
    }
