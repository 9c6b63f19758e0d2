"""Chains of custody out of tables: rows of a few machines through memory, one machine after the other."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from ibis.expr.types import Table

from enduse.trace.custody import Chain, Fact, chain, machines
from enduse.trace.custody_doubts import with_doubts
from enduse.trace.custody_rows import Ban
from enduse.trace.serial_keys import Numbered, shown


@dataclass(frozen=True)
class KeptChain:
    """A chain and the key under which its rows are found."""

    key: str
    chain: Chain


def read_chains(rows: Table, parties: Table, ban: Ban) -> Iterator[KeptChain]:
    """The chain of every machine of ``rows``, by the key of its number.

    Args:
        rows: As ``trace.custody_rows.sightings``, of the machines wanted only.
        parties: As in ``detect.Ledger``; tells where a party is at home.
        ban: Where the machines must not be.
    """
    homes = parties.select(party_id=parties.party_id, party_country=parties.country)
    placed = rows.left_join(homes, "party_id").drop("party_id_right")
    # Spark hands whole numbers over as floats where some are null: ids of 60 bits would lose their last digits.
    texts = placed.mutate(party_id=placed.party_id.cast("string"), sender_id=placed.sender_id.cast("string"))
    told = texts.order_by("key", "row_id").to_pyarrow()
    listed = (row for batch in told.to_batches(max_chunksize=10_000) for row in batch.to_pylist())
    for key, some in groupby(listed, key=lambda row: str(row["key"])):
        yield from chains_of(key, some, ban)


def chains_of(key: str, rows: Iterable[Mapping[str, Any]], ban: Ban) -> Iterator[KeptChain]:
    """The chains of the machines that share one key."""
    for facts in machines(Fact.of(_with_numbers(row)) for row in rows):
        yield KeptChain(key, chain(with_doubts(facts, named(facts)), ban))


def _with_numbers(row: Mapping[str, Any]) -> Mapping[str, Any]:
    ids = {it: int(row[it]) for it in ("party_id", "sender_id") if row[it] is not None}
    return {**row, **ids}


def named(facts: Iterable[Fact]) -> Numbered:
    """What the machine is called by most of its rows."""
    listed = list(facts)
    brands = [it.brand for it in listed if it.brand]
    models = [it.model for it in listed if it.model]
    return Numbered(
        shown(it.serial for it in listed),
        max(sorted(set(brands)), key=brands.count, default=None),
        max(sorted(set(models)), key=models.count, default=None),
    )
