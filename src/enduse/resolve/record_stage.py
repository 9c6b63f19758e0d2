"""The stage of a run that writes all tables beside goods lines and statistics."""

from collections.abc import Mapping
from itertools import chain

import ibis
from ibis.expr.types import Table

from enduse.resolve.bench import Bench
from enduse.resolve.declared_rates import known_values, rows_by_declarations
from enduse.resolve.records import (
    RecordLookups,
    names_nobody,
    priced,
    records,
    registered,
    wanted_record_rates,
    with_named_ends,
)
from enduse.resolve.traits import (
    distinct_texts,
    given_by_records,
    given_by_registers,
    heads_of,
    keys_schema,
    placed_texts,
    trait_keys,
    traits,
)
from enduse.store.derived_tables import RECORDS, no_rows
from enduse.store.record_kinds import DAY_OF, PARTY_ROLES
from enduse.store.schema import TABLES

_NAMED_ENDS = "scratch_relations"
_VALUED = ("payments", "tenders", "orders")
_BEHIND = {**{it: it for it in RECORDS}, "register": "register_records"}


def build_records(bench: Bench, given: Table) -> dict[str, int]:
    """Write the tables of ``RECORDS``, empty ones included; ``hits`` and ``held_lists`` are filled by others.

    Gives the number of rows whose dollars come of declarations, by table.

    Args:
        bench: With the tables ``items``, ``mentions`` and ``parties`` written.
        given: Addresses that goods lines give, as ``traits.given_by_items`` has them.
    """
    held = {it: bench.snapshot.table(of) for it, of in _BEHIND.items() if of in TABLES and bench.snapshot.files(of)}
    if "relations" in held:
        held["relations"] = relations_of(bench)
    lookups = _lookups(bench, held)
    made = {it: records(it, table, lookups) for it, table in held.items()}
    kept = {it: bench.keep(made.get(it, no_rows(it)), it) for it in RECORDS if it != "traits"}
    bench.tell("addresses, phones and accounts")
    bench.keep(_traits(bench, held, given, [kept[it] for it in held]), "traits")
    return {it: number for it in _VALUED if (number := rows_by_declarations(kept[it]))}


def relations_of(bench: Bench) -> Table:
    """The ledger's relations with a name at both ends wherever a record of a register has one."""
    table = bench.snapshot.table("relations")
    if bench.run.path(_NAMED_ENDS).exists():
        return bench.kept(_NAMED_ENDS)
    bare = table.filter(names_nobody(table, "subject") | names_nobody(table, "object")).limit(1)
    if not bench.recorded(("register_records",)) or not bare.count().to_pyarrow().as_py():
        return table
    return bench.keep(with_named_ends(table, bench.snapshot.table("register_records")), _NAMED_ENDS)


def _lookups(bench: Bench, held: Mapping[str, Table]) -> RecordLookups:
    wanted = [wanted_record_rates(priced(it, held[it]), DAY_OF[it]) for it in _VALUED if it in held]
    rates = bench.snapshot.table("fx_rates").to_pyarrow(), bench.order
    worth = known_values(bench.snapshot.table("items"), frozenset(chain.from_iterable(wanted)), rates)
    return RecordLookups(bench.kept("mentions"), worth, bench.order)


def _traits(bench: Bench, held: Mapping[str, Table], given: Table, rows: list[Table]) -> Table:
    each = [given, *(given_by_records(it, held[it], bench.order) for it in PARTY_ROLES if it in held)]
    if "register" in held:
        each.append(given_by_registers(registered(held["register"], bench.order)))
    every = ibis.union(*each) if len(each) > 1 else given
    told = bench.scratch(placed_texts(every, bench.kept("mentions"), bench.kept("parties")), "told")
    keys = bench.read_by_batches(distinct_texts(told), trait_keys, ("scratch_trait_keys", keys_schema()))
    heads = [heads_of(it) for it in (bench.kept("items"), *rows)]
    return traits(told, keys, ibis.union(*heads) if len(heads) > 1 else heads[0])
