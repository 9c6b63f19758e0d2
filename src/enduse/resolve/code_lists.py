"""Control, ban and priority lists: those of the ledger, and bundled ones where the ledger has none."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

import ibis
import pyarrow as pa
from ibis.expr.types import Table

from enduse.resolve.numbering import with_source_rank
from enduse.store.schema import CODE_LISTS

BUNDLED = ("chpl",)
"""Files of ``enduse/data`` that hold a list; each row's ``source_id`` is ``bundled:<name>``."""

_SAME = ("authority", "list", "goods_code", "tier", "destinations", "start", "end")


def code_lists(added: Table, order: Mapping[str, int]) -> Table:
    """The rows of the ledger, each once, and the bundled lists of every authority that the ledger lacks.

    A list that the user added replaces the bundled one of the same authority, also when it is older: the
    analyst chose it.
    """
    authorities = set(added.select("authority").distinct().to_pyarrow()["authority"].to_pylist())
    bundled = [row for row in bundled_rows() if row["authority"] not in authorities]
    once = _once(added, order)
    own = ibis.memtable(pa.Table.from_pylist(bundled, schema=CODE_LISTS.arrow_schema()))
    return once.union(own.select(*once.columns))


@cache
def bundled_rows() -> tuple[Mapping[str, Any], ...]:
    """The rows of the bundled lists in the form of the ledger's ``code_lists``; ``row`` is the line of the file."""
    return tuple(row for name in BUNDLED for row in _rows_of(name))


def _rows_of(name: str) -> list[Mapping[str, Any]]:
    text = (files("enduse.data") / f"{name}.toml").read_text(encoding="utf-8")
    spec = tomllib.loads(text)
    lines = {line.split('"')[1]: number for number, line in enumerate(text.splitlines(), 1) if line.startswith('  "')}
    common = spec["common"]
    return [
        {
            "source_id": f"bundled:{name}",
            "row": lines[code],
            "authority": common["authority"],
            "list": common["list"],
            "goods_code": code,
            "hs_edition": common["hs_edition"],
            "tier": tier["tier"],
            "destinations": common["destinations"],
            "start": tier.get("start"),
            "citation": common["citation"],
            "confidence": common["confidence"],
        }
        for tier in spec["tiers"]
        for code in tier["codes"]
    ]


def _once(added: Table, order: Mapping[str, int]) -> Table:
    """A list added twice (or two copies of it) counts once; the source added last stands."""
    table = with_source_rank(added, order)
    best = [table.source_rank.desc(), table.source_id, table.member, table.sheet, table.row]
    window = ibis.window(group_by=_SAME, order_by=best)
    ranked = table.mutate(place=ibis.row_number().over(window))
    return ranked.filter(ranked.place == 0).drop("source_rank", "place")
