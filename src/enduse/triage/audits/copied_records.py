"""Rows copied from one record with its label: the same fine figures again and again, under other firms."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

import numpy as np

from enduse.model.data_audit import AuditFinding, NotAudited, Told
from enduse.triage.audit_check import AuditCheck
from enduse.triage.audit_table import AuditColumn, AuditTable, Codes, agreement, joined
from enduse.triage.telling import told_by

_BELONGS: Final = 0.8
_VARIETY: Final = 0.05
_LEAST: Final = 0.75
_MORE_THAN_NEAR: Final = 0.05
_LEAST_COVERED: Final = 0.05
_SHOWN: Final = 3


def _run(table: AuditTable) -> Iterator[AuditFinding | NotAudited]:
    measures = [it for it in table.columns if it.continuous]
    if not measures:
        yield NotAudited("copied_records", "No column holds figures fine enough that rows rarely agree by chance.")
        return
    blocks = {tuple(it.name for it in block): block for block in (_copied(table, it) for it in measures)}
    # The block whose figures come back most: the others are parts of it, or noise.
    block = max(blocks.values(), key=lambda it: told_by(table.joined(it), table.label).auc)
    if found := _finding(table, block):
        yield found


def _copied(table: AuditTable, seed: AuditColumn) -> list[AuditColumn]:
    """The seed with all columns that come back with it: one record, as far as it was copied."""
    block = [seed]
    for _ in range(2):
        key = table.joined(block)
        block = [it for it in table.columns if it is seed or _belongs(it, key)]
    return block


def _belongs(column: AuditColumn, key: Codes) -> bool:
    chance, within = agreement(column.codes), agreement_within(column.codes, key)
    return within >= _BELONGS and within >= chance + (1 - chance) / 2


def agreement_within(codes: Codes, key: Codes) -> float:
    """Chance that a row agrees with another of the same key, over all rows that share their key; 0 where none does."""
    rows = np.bincount(key)[key]
    both = np.bincount(joined([key, codes], len(key)))[joined([key, codes], len(key))]
    shared = rows > 1
    return float(((both[shared] - 1) / (rows[shared] - 1)).mean()) if shared.any() else 0.0


def _finding(table: AuditTable, block: Sequence[AuditColumn]) -> AuditFinding | None:
    key = table.joined(block)
    alone = told_by(key, table.label)
    if alone.covered < _LEAST_COVERED or alone.low < _LEAST:
        return None
    near = joined([_near(it) for it in block], len(table))
    units = _units(table, block)
    strictest, unit = min(
        ((told_by(key, table.label, it.codes), it) for it in units), key=lambda it: it[0].low, default=(alone, None)
    )
    covered = replace(strictest, covered=alone.covered)
    # Rows of one tuple are never looked up for each other here: near means near, not the same.
    nearly = told_by(near, table.label, key)
    if covered.low < _LEAST or strictest.covered < _LEAST_COVERED or covered.auc < nearly.auc + _MORE_THAN_NEAR:
        return None
    return AuditFinding(
        "copied_records",
        "leak" if unit else "look",
        tuple(it.name for it in block),
        alone,
        _sentence(alone, nearly, unit),
        _examples(table, key),
    )


def _sentence(alone: Told, nearly: Told, unit: AuditColumn | None) -> str:
    said = (
        f"These columns come back together, to the last digit, in {alone.covered:.0%} of the rows, and the label with "
        f"them: looking up the exact tuple among other rows reaches an area of {alone.text}; figures that are only "
        f"near reach {nearly.auc:.3f}. "
    )
    if unit is None:
        return (
            said + "No column tells the firms apart, so regular trade of one firm may be the reason: look at the rows."
        )
    return said + (
        f"It holds when rows with the same {unit.name!r} are never looked up for each other, so it is no firm's "
        "regular trade: rows were copied from one record. A model learns to remember them."
    )


def _units(table: AuditTable, block: Sequence[AuditColumn]) -> list[AuditColumn]:
    """Columns that may name firms: of many values, each on more than one row, outside the block, and no days."""
    return [
        it
        for it in table.columns
        if it not in block
        and agreement(it.codes) < _VARIETY
        and it.figures is None
        and it.days is None
        and it.distinct <= len(table) / 2
    ]


def _near(column: AuditColumn) -> Codes:
    """Tenths of a fine figure; anything else as it is."""
    if not column.continuous or column.figures is None:
        return column.codes
    figures = column.figures
    edges = np.nanquantile(figures, np.linspace(0.1, 0.9, 9))
    return np.where(np.isnan(figures), len(edges) + 1, np.searchsorted(edges, figures)).astype(np.int64)


def _examples(table: AuditTable, key: Codes) -> tuple[int, ...]:
    # Of the training part, where there are two files: their rows bear the same numbers.
    shown = np.ones(len(table), dtype=bool) if table.part is None else table.part == 0
    common = np.bincount(key[shown & (table.label == 1)]).argmax()
    return tuple(int(it) for it in table.rows[shown & (key == common)][:_SHOWN])


CHECK = AuditCheck(
    "copied_records",
    "The same record many times, with its label, under other firms",
    "Copies whose figures were changed by a little noise.",
    _run,
)
