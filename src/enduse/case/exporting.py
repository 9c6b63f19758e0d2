"""What a run worked out, as tables for other programs."""

import csv
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from enduse.case.export_links import LINKS, link_rows
from enduse.case.export_parties import PARTIES, party_rows
from enduse.case.running import current_run
from enduse.case.tracing_epcis import export_events
from enduse.errors import UsageError
from enduse.store.atomic import explained, scratch_file
from enduse.store.ledger import LedgerStore

GOODS = (
    *("file", "row", "complete_or_part", "kind", "used", "year", "brand", "model", "serial"),
    *("part_type", "tool_type", "condition", "contradictions"),
)
_NEEDED = ("whole", "kind", "condition", "made_year", "brand", "model", "serials", "part_type", "tool_type")
_AT_ONCE = 50_000


def export_table(store: LedgerStore, table: str, target: Path) -> int:
    """Write one table of the current run as CSV (UTF-8), whole or not at all; gives the number of rows.

    Args:
        store: The ledger.
        table: ``goods``: what each goods line's description says; ``parties``: who each party of each row is;
            ``links``: which two lines are the same goods; ``epcis``: events of machines, as JSON-LD.
        target: The file; one that is there is replaced.

    Raises:
        UsageError: No such table; ``E-NO-RUN``: nothing was computed yet.
    """
    if table == "epcis":
        return export_events(store, target)
    rows = {"goods": (GOODS, _goods), "parties": (PARTIES, party_rows), "links": (LINKS, link_rows)}
    if table not in rows:
        raise UsageError(f"{table!r} cannot be exported; there are {', '.join(rows)} and epcis.")
    columns, make = rows[table]
    path = current_run(store.workspace).path("items")
    names = {it.source_id: it.name for it in store.manifest().sources}
    count = 0
    with explained("writing an export", target), scratch_file(target.parent) as draft:
        with Path(draft.name).open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, columns)
            writer.writeheader()
            for row in make(path, names):
                writer.writerow(row)
                count += 1
        Path(draft.name).replace(target)
    return count


def _lines(path: Path, names: Mapping[str, str], columns: tuple[str, ...]) -> Iterator[dict[str, Any]]:
    with pq.ParquetFile(path) as items:
        for batch in items.iter_batches(_AT_ONCE, columns=["source_id", "member", "row", *columns]):
            for row in batch.to_pylist():
                name = names.get(row["source_id"], row["source_id"])
                yield {**row, "file": f"{name}/{row['member']}" if row["member"] else name}


def _goods(path: Path, names: Mapping[str, str]) -> Iterator[dict[str, Any]]:
    for row in _lines(path, names, (*_NEEDED, "contradictions")):
        used = {"used": "yes", "refurbished": "yes", "new": "no"}.get(row["condition"] or "", "")
        yield {
            **{it: row[it] for it in GOODS if it in row},
            "complete_or_part": "tool" if row["kind"] == "cutting_tool" else row["whole"],
            "used": used,
            "year": row["made_year"],
            "serial": "|".join(row["serials"] or ()),
            "contradictions": "|".join(row["contradictions"] or ()),
        }
