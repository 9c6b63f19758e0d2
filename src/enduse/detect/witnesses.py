"""Look up what findings cite: parties by id, and rows with the place they were read from."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain
from typing import Any, Protocol

import ibis
import numpy as np
import pyarrow as pa
from ibis.expr.types import Table

from enduse.detect import Ledger
from enduse.detect.finding import Evidence
from enduse.store.derived_tables import ID_BITS, table_of
from enduse.store.record_kinds import PARTY_ROLES
from enduse.store.schema import ROLES

_ROLES = frozenset({*ROLES, *chain.from_iterable(PARTY_ROLES.values())})
_PLACE = ("source_id", "member", "sheet", "row", "cell")


class EvidenceSource(Protocol):
    """Tells what the files behind the rows are called."""

    def source_name(self, source_id: str) -> str:
        """File name of the source with that hash."""
        ...


@dataclass(frozen=True)
class Party:
    """A resolved party as far as a finding prints it."""

    party_id: int
    anchor: str
    names: tuple[str, ...]
    country: str | None


def parties(ledger: Ledger, party_ids: Iterable[int]) -> dict[int, Party]:
    """The parties with these ids, in one query."""
    wanted = sorted(set(party_ids))
    if not wanted:
        return {}
    asked = ibis.memtable(pa.table({"party_id": pa.array(wanted, pa.int64())}))
    rows = ledger.parties.semi_join(asked, "party_id")
    found = rows.select("party_id", "anchor", "name", "names", "country").to_pyarrow().to_pylist()
    return {row["party_id"]: _party(row) for row in found}


def _party(row: Mapping[str, Any]) -> Party:
    others = tuple(sorted(set(row["names"] or ()) - {row["name"]}))
    first = (row["name"],) if row["name"] else ()
    return Party(row["party_id"], row["anchor"], first + others, row["country"])


def _by_table(row_ids: np.ndarray[Any, Any]) -> Iterator[tuple[str, np.ndarray[Any, Any]]]:
    """Names of tables with the ids that stand in them; ids of no table are left out."""
    for number in np.unique(row_ids >> ID_BITS):
        yield table_of(int(number) << ID_BITS), row_ids[row_ids >> ID_BITS == number]


def _read(ledger: Ledger, name: str, row_ids: np.ndarray[Any, Any]) -> pa.Table:
    table: Table = getattr(ledger, name)
    columns = [it for it in ("row_id", "value_usd", *_PLACE) if it in table.columns]
    who = [it for it in table.columns if it.endswith("_id") and it.removesuffix("_id") in _ROLES]
    asked = ibis.memtable(pa.table({"row_id": pa.array(row_ids, pa.int64())}))
    return table.select(*columns, *who).semi_join(asked, "row_id").to_pyarrow()


class Witnesses:
    """The rows that a set of findings cites, read once, whatever tables they stand in."""

    def __init__(self, ledger: Ledger, row_ids: Iterable[np.ndarray[Any, Any]], source: EvidenceSource) -> None:
        self._source = source
        wanted = np.unique(np.concatenate([np.empty(0, "int64"), *row_ids]))
        tables = [_read(ledger, name, ids) for name, ids in _by_table(wanted)]
        # In one piece: rows are taken out of it for every finding.
        rows = pa.concat_tables(tables, promote_options="default").sort_by("row_id") if tables else None
        self._rows = rows.combine_chunks() if rows is not None else None
        self._ids = self._rows["row_id"].to_numpy() if self._rows is not None else wanted
        self._values = self._column("value_usd")
        places = [it for it in _PLACE if it in self._rows.column_names] if self._rows is not None else []
        self._places = self._rows.select(places) if self._rows is not None else None

    def _column(self, name: str) -> np.ndarray[Any, Any]:
        if self._rows is None or name not in self._rows.column_names:
            return np.zeros(len(self._ids))
        column = self._rows[name].to_numpy(zero_copy_only=False)
        values: np.ndarray[Any, Any] = np.nan_to_num(np.asarray(column, dtype="float64"))
        return values

    def ordered(self, row_ids: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
        """The rows by value, the largest first; equal values in the order of the rows."""
        found = np.unique(row_ids)
        # Looked up, not compared with all: a run cites many more rows than one finding does.
        at = np.searchsorted(self._ids, found)
        known = at < len(self._ids)
        known[known] = self._ids[at[known]] == found[known]
        found, values = found[known], self._values[at[known]]
        by_value: np.ndarray[Any, Any] = found[np.lexsort((found, -values))]
        return by_value

    def evidence(self, row_ids: Iterable[int]) -> tuple[Evidence, ...]:
        """Where these rows were read, in the order asked for."""
        if self._places is None:
            return ()
        at = np.searchsorted(self._ids, np.fromiter(row_ids, "int64"))
        return tuple(self._line(row) for row in self._places.take(pa.array(at, pa.int64())).to_pylist())

    def _line(self, row: Mapping[str, Any]) -> Evidence:
        source_id = row.get("source_id") or ""
        name = self._source.source_name(source_id) if source_id else ""
        member = row.get("member")
        return Evidence(
            f"{name}/{member}" if member else name, source_id, row.get("sheet"), row.get("row"), row.get("cell")
        )

    def weights(self, row_ids: np.ndarray[Any, Any], role: str) -> dict[int, float]:
        """Value by party in one role over these rows."""
        name = f"{role}_id"
        if self._rows is None or name not in self._rows.column_names:
            return {}
        at = np.searchsorted(self._ids, row_ids)
        who = self._rows[name].take(pa.array(at, pa.int64()))
        named = who.is_valid().to_numpy(zero_copy_only=False)
        ids, which = np.unique(who.drop_null().to_numpy(), return_inverse=True)
        # Added in the order of the rows: sums in another order differ in their last bits, and equals in their order.
        sums = np.bincount(which, self._values[at][named], ids.size)
        return dict(zip(ids.tolist(), sums.tolist(), strict=True))
