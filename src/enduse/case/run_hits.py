"""The stage of a run that looks for its parties on the lists of the ledger."""

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from enduse.model.listing import Contact, EntityKind, WrittenAddress
from enduse.resolve.persons import has_form
from enduse.screen.kept import ready_screener
from enduse.screen.listed import Entries, all_snapshots, read_entries, snapshots_for
from enduse.screen.party_hits import PartyHit, PartyScreening, RunParty
from enduse.screen.party_numbers import numbers_of, unnamed_numbers
from enduse.store.derived import DerivedRun
from enduse.store.derived_tables import first_id, record_schema
from enduse.store.ledger import LedgerStore

_TOGETHER = 250
_MOST_NAMES, _MOST_ADDRESSES = 3, 4
_FAR = date.max


def write_hits(store: LedgerStore, run: DerivedRun, version: int) -> int:
    """Write the tables ``hits`` and ``held_lists`` of a run; gives the number of hits.

    The newest snapshot of every list speaks; what day matters is for the typologies to say.

    Args:
        store: The ledger.
        run: With the tables ``parties``, ``register`` and ``traits`` written.
        version: Of the ledger.
    """
    newest = snapshots_for(all_snapshots(store.manifest(version)), _FAR)
    if not newest:
        return 0
    entries = read_entries(store, newest, version)
    pq.write_table(_held(entries), run.path("held_lists"))
    screener = ready_screener(store.workspace, entries, newest, version)
    screening = PartyScreening(screener, unnamed_numbers(entries.rows["identifiers"].to_pylist()))
    for some in _batches(_parties(run)):
        screening.look(some)
    table = _table(screening.hits(), entries)
    pq.write_table(table, run.path("hits"))
    return int(table.num_rows)


def _batches(parties: Iterator[RunParty]) -> Iterator[list[RunParty]]:
    some: list[RunParty] = []
    for it in parties:
        some.append(it)
        if len(some) == _TOGETHER:
            yield some
            some = []
    if some:
        yield some


def _parties(run: DerivedRun) -> Iterator[RunParty]:
    """The parties of a run that can be looked for, in the order of their ids."""
    numbers, given = _registered(run), _given(run)
    with pq.ParquetFile(run.path("parties")) as file:
        for batch in file.iter_batches(columns=["party_id", "anchor", "names", "country", "identifiers", "kind"]):
            for row in batch.to_pylist():
                yield _party(row, numbers.get(row["party_id"], ()), given.get(row["party_id"], _NOTHING))


@dataclass(frozen=True)
class _Given:
    addresses: tuple[WrittenAddress, ...] = ()
    contacts: tuple[Contact, ...] = ()


_NOTHING = _Given()


def _party(row: Mapping[str, Any], registered: Sequence[str], given: _Given) -> RunParty:
    country = row["country"] or ""
    names = told_names(row["names"] or ())
    kind: EntityKind = "unknown"
    if row["kind"] == "person":
        kind = "person"
    elif any(map(has_form, names)):
        kind = "company"
    numbers = numbers_of(row["anchor"], row["identifiers"] or (), registered, country)
    return RunParty(row["party_id"], names, kind, country, numbers, given.addresses, given.contacts)


def told_names(names: Sequence[str]) -> tuple[str, ...]:
    """The most frequent spellings, and the first one of every script.

    >>> told_names(["ООО Альфаст", "Alfast LLC", "ALFAST", "Alfast", "阿法"])
    ('ООО Альфаст', 'Alfast LLC', 'ALFAST', '阿法')
    """
    first = {_script(it): it for it in reversed(names)}
    return tuple(dict.fromkeys((*names[:_MOST_NAMES], *(it for it in names if it in first.values()))))


def _script(text: str) -> str:
    return next((unicodedata.name(it, "").partition(" ")[0] for it in text if it.isalpha()), "")


def _registered(run: DerivedRun) -> dict[int, list[str]]:
    """Party to the numbers that registers give it."""
    found: dict[int, list[str]] = {}
    with pq.ParquetFile(run.path("register")) as file:
        for batch in file.iter_batches(columns=["party_id", "identifiers"]):
            for row in batch.to_pylist():
                if row["party_id"] is not None and row["identifiers"]:
                    found.setdefault(row["party_id"], []).extend(row["identifiers"])
    return found


def _given(run: DerivedRun) -> dict[int, _Given]:
    """Party to its addresses, those of most rows first, and its contacts."""
    wanted = [("kind", "in", ["address", "phone", "email", "domain"])]
    table = pq.read_table(
        run.path("traits"), columns=["party_id", "kind", "key", "written", "country", "rows"], filters=wanted
    )
    rows = table.sort_by([("party_id", "ascending"), ("rows", "descending"), ("key", "ascending")])
    found: dict[int, _Given] = {}
    for it in rows.to_pylist():
        known = found.get(it["party_id"], _NOTHING)
        if it["kind"] == "address":
            more = WrittenAddress(it["written"], it["country"] or "")
            found[it["party_id"]] = _Given((*known.addresses, more)[:_MOST_ADDRESSES], known.contacts)
        else:
            kinds = {"phone": "phone", "email": "email", "domain": "web"}
            contact = Contact(kinds[it["kind"]], it["key"])  # type: ignore[arg-type]
            found[it["party_id"]] = _Given(known.addresses, (*known.contacts, contact))
    return found


def _held(entries: Entries) -> pa.Table:
    """One row for each list, with the place of its first entry."""
    rows = entries.rows.select(["source_id", "member", "sheet", "row", "authority", "list", "snapshot"])
    lists: dict[tuple[str, str], dict[str, Any]] = {}
    for it in rows.to_pylist():
        kept = lists.setdefault((it["authority"], it["list"]), {**it, "entries": 0})
        kept["entries"] += 1
    start = first_id("held_lists") + 1
    found = [{"row_id": start + at, **lists[key]} for at, key in enumerate(sorted(lists))]
    return pa.Table.from_pylist(found, schema=record_schema("held_lists"))


def _table(hits: Sequence[PartyHit], entries: Entries) -> pa.Table:
    start = first_id("hits") + 1
    rows = [{"row_id": start + at, **_row(it, entries)} for at, it in enumerate(hits)]
    return pa.Table.from_pylist(rows, schema=record_schema("hits"))


def _row(hit: PartyHit, entries: Entries) -> dict[str, Any]:
    listed = entries[hit.at]
    entry = listed.entry
    place = entries.rows.slice(hit.at, 1).select(["source_id", "member", "sheet", "row"]).to_pylist()[0]
    return {
        **place,
        "party_id": hit.party.party_id,
        "authority": entry.authority,
        "list": entry.list,
        "entry_id": entry.entry_id,
        "listed_name": entry.names[0].text if entry.names else entry.addresses[0].text if entry.addresses else "",
        "listed_on": entry.listed_on,
        "delisted_on": entry.delisted_on,
        "programmes": list(entry.programmes),
        "by": hit.by,
        "score": hit.score,
        "reason": "; ".join(hit.reasons),
    }
