"""Files of labelled rows, read for an audit."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from enduse.errors import UsageError
from enduse.model.data_audit import DataAudit
from enduse.sources.party_table import distinct
from enduse.sources.reading import Sheet
from enduse.sources.reading.opening import open_source
from enduse.triage.audit_table import AuditTable, audit_columns
from enduse.triage.auditing import audit

_DEEPEST: Final = 30
_YES: Final = frozenset({"1", "1.0", "yes", "y", "true", "t", "hit", "positive", "да", "是", "예", "ja"})
_NO: Final = frozenset({"0", "0.0", "no", "n", "false", "f", "none", "negative", "нет", "否", "아니오", "nein"})


@dataclass(frozen=True)
class AuditQuestion:
    """What is to be audited.

    Attributes:
        file: Labelled rows: the training part, where ``test`` is given.
        label: Header of the column with the label.
        positive: The text that means yes; empty: yes, 1, true and their like.
        split: Header of the column that names the part of a row; the part of the first row is the training part,
            unless one is called train.
        test: A second file with the test part.
    """

    file: Path
    label: str
    positive: str = ""
    split: str = ""
    test: Path | None = None


@dataclass(frozen=True)
class AuditedFile:
    """The audit, and how its files were read.

    Attributes:
        audit: What it says.
        read: Rows below the header.
        unreadable: Rows that could not be cut into cells; the audit does not know them.
    """

    audit: DataAudit
    read: int
    unreadable: int


def audit_file(question: AuditQuestion) -> AuditedFile:
    """Audit a file; rows read = rows audited + rows without a label + rows that could not be read.

    Raises:
        UsageError: ``E-AUDIT-COLUMN``: no such column; ``E-AUDIT-LABEL``: it does not say yes and no.
        UnreadableFile: The file cannot be read.
    """
    paths = [question.file, *([question.test] if question.test else [])]
    tables = [_read(it, question.label) for it in paths]
    headers = [it for it in tables[0].headers if all(it in other.headers for other in tables)]
    if question.split and question.split not in headers:
        raise _no_column(question.split, headers, question.file)
    cells = {name: [text for it in tables for text in it.column(name)] for name in headers}
    part = _parts(question, cells, [len(it.rows) for it in tables])
    label = _labels(cells.pop(question.label), question)
    cells.pop(question.split, None)
    known = label >= 0
    kept = {name: [text for text, has in zip(texts, known, strict=True) if has] for name, texts in cells.items()}
    rows = np.array([row for it in tables for row in it.rows], dtype=np.int64)
    table = AuditTable(
        audit_columns(kept), label[known], rows[known], part[known] if part is not None else None, int((~known).sum())
    )
    return AuditedFile(audit(table), len(rows) + sum(it.bad for it in tables), sum(it.bad for it in tables))


@dataclass(frozen=True)
class _Texts:
    headers: tuple[str, ...]
    lines: tuple[tuple[str, ...], ...]
    rows: tuple[int, ...]
    bad: int

    def column(self, name: str) -> Iterator[str]:
        at = self.headers.index(name)
        return (it[at] if at < len(it) else "" for it in self.lines)


def _read(path: Path, label: str) -> _Texts:
    """The sheet that has the label, from the row that names it on: titles may stand above the headers."""
    first = ()  # type: tuple[str, ...]
    for sheet in open_source(path).sheets:
        for at, row in enumerate(sheet.head(_DEEPEST), 1):
            headers = tuple(distinct(row))
            if label in headers:
                return _lines(sheet, at, headers)
            first = first or headers
    raise _no_column(label, first, path)


def _lines(sheet: Sheet, header_row: int, headers: tuple[str, ...]) -> _Texts:
    lines, rows, bad = list[tuple[str, ...]](), list[int](), 0
    for batch in sheet.batches(header_row):
        bad += len(batch.bad)
        columns = [batch.table[it].to_pylist() for it in batch.table.column_names if it != "row"]
        rows += batch.table["row"].to_pylist()
        lines += [tuple(it or "" for it in line) for line in zip(*columns, strict=True)]
    return _Texts(headers, tuple(lines), tuple(rows), bad)


def _no_column(name: str, headers: Sequence[str], path: Path) -> UsageError:
    return UsageError(
        f"{path.name!r} has no column {name!r}. Its columns: {', '.join(headers) or 'none'}.", code="E-AUDIT-COLUMN"
    )


def _labels(texts: Sequence[str], question: AuditQuestion) -> NDArray[np.int64]:
    """1, 0, or -1 where nothing is written."""
    wanted = {question.positive.casefold()} if question.positive else _YES
    seen = {it.strip().casefold() for it in texts} - {""}
    strange = seen - wanted - _NO
    if (strange and not question.positive) or not seen & wanted:
        shown = ", ".join(sorted(seen)[:8])
        raise UsageError(
            f"The column {question.label!r} holds {shown or 'nothing'}: that is not yes and no. Say with --positive "
            "which text means yes.",
            code="E-AUDIT-LABEL",
        )
    return np.array([-1 if not it.strip() else int(it.strip().casefold() in wanted) for it in texts], dtype=np.int64)


def _parts(question: AuditQuestion, cells: dict[str, list[str]], sizes: Sequence[int]) -> NDArray[np.int64] | None:
    if question.test:
        return np.repeat(np.arange(len(sizes)), sizes).astype(np.int64)
    if not question.split:
        return None
    texts = [it.strip() for it in cells[question.split]]
    training = next((it for it in texts if it.casefold().startswith("train")), texts[0] if texts else "")
    return np.array([0 if it == training else 1 for it in texts], dtype=np.int64)
