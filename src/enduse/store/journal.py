"""The journal of one intake: which batches are safely on disk, so that a killed run can go on."""

import json
import os
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from io import BufferedWriter
from pathlib import Path
from typing import Any

from enduse.errors import Notice
from enduse.model.provenance import Place
from enduse.store.atomic import write_atomically


@dataclass(frozen=True)
class BatchCounts:
    """What became of the rows of one batch, or of several added up.

    Attributes:
        rows_read: Rows that a layout looked at: always ``rows_kept + rows_rejected``.
        rows_kept: Rows that went to the ledger.
        rows_rejected: Rows that did not, each with its reason in ``rejects``.
        skipped: Reason to number of rows that are no records.
        flags: Code to number of kept rows that carry it.
        notices: What the reader must know.
    """

    rows_read: int = 0
    rows_kept: int = 0
    rows_rejected: int = 0
    skipped: Mapping[str, int] = field(default_factory=dict)
    flags: Mapping[str, int] = field(default_factory=dict)
    notices: tuple[Notice, ...] = ()


def add_counts(counts: Iterable[BatchCounts]) -> BatchCounts:
    """All of them together; equal notices are kept once, reasons and codes come in the order of their names."""
    given = list(counts)
    skipped: Counter[str] = Counter()
    flags: Counter[str] = Counter()
    for it in given:
        skipped.update(it.skipped)
        flags.update(it.flags)
    return BatchCounts(
        sum(it.rows_read for it in given),
        sum(it.rows_kept for it in given),
        sum(it.rows_rejected for it in given),
        dict(sorted(skipped.items())),
        dict(sorted(flags.items())),
        tuple(dict.fromkeys(notice for it in given for notice in it.notices)),
    )


@dataclass(frozen=True)
class StagedPart:
    """A part that waits to be published."""

    table: str
    file: str
    rows: int
    bytes: int
    sha256: str


@dataclass(frozen=True)
class BatchRecord:
    """One line of the journal: a batch that is safely on disk."""

    place: Place
    first_row: int
    parts: tuple[StagedPart, ...]
    counts: BatchCounts


def print_record(record: BatchRecord) -> bytes:
    """The record as one line of JSON."""
    return (json.dumps(asdict(record), ensure_ascii=False) + "\n").encode("utf-8", "backslashreplace")


def parse_record(line: bytes) -> BatchRecord | None:
    """The record of one line, or None when the line was cut off by a kill."""
    try:
        spec: dict[str, Any] = json.loads(line)
        counts = spec["counts"]
        notices = tuple(Notice(**it) for it in counts["notices"])
        return BatchRecord(
            Place(**spec["place"]),
            spec["first_row"],
            tuple(StagedPart(**it) for it in spec["parts"]),
            BatchCounts(**{**counts, "notices": notices}),
        )
    except (ValueError, TypeError, KeyError):
        return None


@dataclass(frozen=True)
class Journal:
    """The file itself: its first line names the recipe, each further line a batch."""

    path: Path
    file: BufferedWriter

    def append(self, record: BatchRecord) -> None:
        """Note a batch whose parts are on disk."""
        self.file.write(print_record(record))
        self.file.flush()

    def close(self) -> None:
        """End writing; calling it twice changes nothing."""
        self.file.close()


def read_journal(path: Path, recipe: str) -> tuple[BatchRecord, ...] | None:
    """The batches noted so far; None when there is no journal, or one of another recipe."""
    if not path.exists():
        return None
    first, *lines = path.read_bytes().split(b"\n")
    if first != _first_line(recipe):
        return None
    return tuple(it for it in map(parse_record, lines) if it is not None)


def start_journal(path: Path, recipe: str, records: Iterable[BatchRecord]) -> Journal:
    """A journal that holds exactly ``records``, open for more."""
    write_atomically(path, b"".join([_first_line(recipe), b"\n", *map(print_record, records)]))
    return Journal(path, open(os.open(path, os.O_WRONLY | os.O_APPEND), "ab"))


def _first_line(recipe: str) -> bytes:
    return json.dumps({"recipe": recipe}).encode()
