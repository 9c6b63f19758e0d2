"""Tables of a case for notebooks: findings, and whatever a run works with."""

from collections.abc import Iterable

import pyarrow as pa
import pyarrow.compute as pc

from enduse.case.export_rows import LeavingRows
from enduse.detect.finding import Finding
from enduse.errors import UsageError
from enduse.model.ids import party_text
from enduse.report.shown import ShownTable
from enduse.store.derived_tables import RECORDS, is_party_column
from enduse.store.ledger import LedgerStore

TABLES = ("items", "statistics", "parties", *RECORDS)

_TEXT, _NUMBER = pa.string(), pa.float64()
_FINDINGS = pa.schema(
    [
        *((it, _TEXT) for it in ("key", "typology", "answer", "subject", "subject_id", "country", "headline")),
        ("strength", _NUMBER),
        ("confidence", _TEXT),
        ("start", pa.date32()),
        ("end", pa.date32()),
        ("value_usd", _NUMBER),
        ("evidence_count", pa.int64()),
    ]
)


def findings_table(findings: Iterable[Finding]) -> ShownTable:
    """Findings, one a row, in their order."""
    rows = [
        {
            "key": it.key,
            "typology": it.typology,
            "answer": it.answer,
            "subject": it.subject.names[0] if it.subject.names else it.subject.id,
            "subject_id": it.subject.id,
            "country": it.subject.country,
            "headline": it.headline,
            "strength": it.strength,
            "confidence": it.confidence,
            "start": it.start,
            "end": it.end,
            "value_usd": it.value_usd,
            "evidence_count": it.evidence_count,
        }
        for it in findings
    ]
    told = pa.schema([(it.name, _TEXT if pa.types.is_date(it.type) else it.type) for it in _FINDINGS])
    return ShownTable(pa.Table.from_pylist(rows, told).cast(_FINDINGS))


def run_table(store: LedgerStore, name: str) -> ShownTable:
    """A table of the last run with the file of each row by name; ids of parties are text.

    Raises:
        UsageError: ``E-TABLE-NAME``: there is no such table; ``E-NO-RUN``.
    """
    if name not in TABLES:
        raise UsageError(f"There is no table {name!r}; there are {', '.join(TABLES)}.", code="E-TABLE-NAME")
    held = LeavingRows.of(store, internal=True)
    rows = held.table(name, held.columns(name)) if "source_id" in held.columns(name) else held.told_parties()
    columns = {it: _plain(it, rows[it]) for it in rows.column_names}
    if "source_id" in columns:
        names = pc.dictionary_encode(rows["source_id"]).unify_dictionaries().combine_chunks()
        known = pa.array([held.names.get(it, it) for it in names.dictionary.to_pylist()], _TEXT)
        columns = {"file": known.take(names.indices), **columns}
    return ShownTable(pa.table(columns))


def _plain(name: str, column: pa.ChunkedArray) -> pa.ChunkedArray:
    if is_party_column(name) and pa.types.is_integer(column.type):
        return pa.array([None if it is None else party_text(it) for it in column.to_pylist()], _TEXT)
    return column
