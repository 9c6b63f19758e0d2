"""One firm under several registered numbers: a register's record that holds them all says so."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

import ibis
import pyarrow as pa
from ibis.expr.types import Table

from enduse.text.identifier_keys import identifier_key

_RECORD = ("source_id", "row", "record_id")
_FIRST = ("inn", "ogrn", "uscc", "lei")


def bridges(registers: Table, numbers: pa.Table) -> dict[str, str]:
    """Anchor to the anchor of the same firm that stands for it.

    Only numbers that rows really use are looked at. A number that two records join to different firms joins none.

    Args:
        registers: Ledger ``register_records``.
        numbers: As ``mentions.registered_anchors`` gives them.
    """
    groups: dict[tuple[Any, ...], list[str]] = defaultdict(list)
    used = frozenset(it for it in numbers["registered"].to_pylist() if it)
    for row in _several(registers, numbers):
        scheme, country, value = row["text"].split("|", 2)
        anchor = _anchor(scheme, value, country or row["country"] or "")
        if anchor in used:
            groups[tuple(row[it] for it in _RECORD)].append(anchor)
    return _agreed(groups.values())


def bridged(numbers: pa.Table, bridge: Mapping[str, str]) -> pa.Table:
    """``numbers`` with every anchor replaced by the one that stands for it."""
    told = [bridge.get(it, it) for it in numbers["registered"].to_pylist()]
    place = numbers.column_names.index("registered")
    return numbers.set_column(place, "registered", pa.array(told, pa.string()))


def _several(registers: Table, numbers: pa.Table) -> list[dict[str, Any]]:
    """Numbers of records of which rows use more than one."""
    many = registers.filter(registers.identifiers.length() > 1)
    each = many.select(*_RECORD, country=many.countries[0], text=many.identifiers.unnest())
    valued = each.mutate(value=each.text.split("|")[2])
    used = ibis.memtable(numbers.select(["identifier"])).distinct()
    found = valued.semi_join(used, valued.value == used.identifier)
    several = found.group_by(*_RECORD).having(found.value.nunique() > 1).aggregate(numbers=found.count())
    kept = found.semi_join(several, list(_RECORD)).order_by(*_RECORD, "text")
    rows: list[dict[str, Any]] = kept.to_pyarrow().to_pylist()
    return rows


def _anchor(scheme: str, value: str, country: str) -> str:
    key = identifier_key(scheme, value, country)
    if not key.strong:
        return ""
    known, _, rest = key.key.partition(":")
    # Of a scheme that we do not know an anchor has the country and the value only.
    return f"id:{rest}" if known.isupper() else key.key


def _agreed(groups: Iterable[list[str]]) -> dict[str, str]:
    found: dict[str, set[str]] = defaultdict(set)
    for anchors in groups:
        first = min(anchors, key=lambda it: (_rank(it), it))
        for it in set(anchors) - {first}:
            found[it].add(first)
    sure = {it: min(firsts) for it, firsts in found.items() if len(firsts) == 1}
    return {it: first for it, first in sure.items() if first not in found}


def _rank(anchor: str) -> int:
    scheme = anchor.partition(":")[0]
    return _FIRST.index(scheme) if scheme in _FIRST else len(_FIRST)
