"""A nomenclature goes into the ledger, whole or not at all."""

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pyarrow as pa

from enduse.model.nomenclature import CodeBook
from enduse.model.provenance import Place
from enduse.sources.code_books import checked, read_sheet
from enduse.sources.layout import Terms
from enduse.sources.nomenclatures import CodeBookFormat, Published
from enduse.sources.reading import BadRow, Sheet
from enduse.store.intake import Intake
from enduse.store.journal import BatchCounts
from enduse.store.manifest import PlaceEntry
from enduse.store.schema import TABLES

_FIRST = 1
# Files of these kinds carry the names of their columns; they have no row that is a header.
_OWN_NAMES = frozenset({"parquet", "jsonl", "xml"})


@dataclass(frozen=True)
class FoundBook:
    """A table that is a nomenclature.

    Attributes:
        sheet: The table.
        format: What reads it.
        name: What it is called in answers.
    """

    sheet: Sheet
    format: CodeBookFormat
    name: str

    @property
    def terms(self) -> Terms:
        """Publisher and licence; nomenclatures are public."""
        return Terms(self.format.publisher, self.format.licence, True, "public")


def load_book(found: FoundBook, intake: Intake, member_traits: Mapping[str, str]) -> PlaceEntry:
    """Stage a nomenclature; gives what the manifest says of it.

    Raises:
        UnreadableFile: It is damaged, cut or read in a wrong encoding: nothing of it is taken. See ``checked``.
    """
    sheet, form = found.sheet, found.format
    published = checked(read_sheet(sheet, form, found.name), found.name)
    rows = {it.row for it in published.book.lines} if published.book else _correlated(published)
    rejected = {it.row for it in published.rejected}
    skipped = _skipped(published, headed=form.headed and sheet.kind not in _OWN_NAMES)
    counts = BatchCounts(len(rows | rejected), len(rows), len(rejected - rows), skipped, {}, ())
    intake.write_batch(sheet.place, _FIRST, book_tables(published, form.id, (intake.source_id, sheet.place)), counts)
    headed = {"header_rows": "1-1" if "header" in skipped else ""}
    return PlaceEntry(
        sheet.place.member,
        sheet.place.sheet,
        sheet.kind,
        form.id,
        "code_lines" if published.book else "code_correlations",
        {**sheet.traits, **headed, **member_traits},
        counts.rows_read,
        counts.rows_kept,
        counts.rows_rejected,
        skipped,
        notices=(*sheet.notices, *(published.book.notices if published.book else ())),
    )


def book_tables(published: Published, format_id: str, at: tuple[str, Place]) -> dict[str, pa.Table]:
    """The ledger's rows of one table of a nomenclature.

    Args:
        published: What the table holds.
        format_id: What read it.
        at: The source and the place in it.
    """
    source_id, place = at
    here = {"source_id": source_id, "member": place.member, "sheet": place.sheet}
    book = published.book
    rows: dict[str, list[dict[str, Any]]] = {
        "code_books": [{**here, **_head(book, format_id)}] if book else [],
        "code_lines": [{**here, **it} for it in _lines(book)] if book else [],
        "code_correlations": [{**here, **it} for it in _correlations(published)],
        "rejects": [{**here, **_reject(it)} for it in published.rejected],
    }
    return {name: pa.Table.from_pylist(these, TABLES[name].arrow_schema()) for name, these in rows.items()}


def _skipped(published: Published, *, headed: bool) -> dict[str, int]:
    """Rows that are no code lines and need not be, by kind: those that were left out and not rejected."""
    left_out = published.book.left_out if published.book else published.left_out
    rest = Counter(left_out) - Counter(it.reason for it in published.rejected)
    return dict(rest) | ({"header": 1} if headed else {})


def _correlated(published: Published) -> set[int]:
    return {it.row for rows in published.correlations.values() for it in rows}


def _head(book: CodeBook, format_id: str) -> dict[str, Any]:
    return {
        "row": _FIRST,
        "book": book.name,
        "format": format_id,
        "edition": book.edition,
        "lengths": [str(it) for it in sorted(book.lengths)],
        "start": book.start,
        "end": book.end,
        "publication": book.source,
    }


def _lines(book: CodeBook) -> Iterator[dict[str, Any]]:
    for number, line in enumerate(book.lines, 1):
        said = {"row": line.row, "edition": book.edition, "line": number, "code": line.code}
        said |= {"start": line.start, "end": line.end}
        for language, text in line.texts.items():
            yield said | {"language": language, "text": text}
        if not line.texts:
            yield said


def _correlations(published: Published) -> Iterator[dict[str, Any]]:
    for (older, newer), rows in published.correlations.items():
        for it in rows:
            said = {"before": it.before, "after": it.after, "relation": it.relation}
            yield {"row": it.row, "older": older, "newer": newer, **said}


def _reject(it: BadRow) -> dict[str, Any]:
    return {"row": it.row, "code": it.code, "reason": it.reason, "raw": json.dumps(it.cells, ensure_ascii=False)}
