"""Files of nomenclatures become code books: the format is recognised by what the tables hold."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from itertools import islice
from pathlib import Path

from enduse.errors import Notice, UnknownLayout, UnreadableFile
from enduse.model.nomenclature import CodeBook
from enduse.registry import collect
from enduse.sources import nomenclatures
from enduse.sources.nomenclatures import CodeBookFormat, CodeTable, Published
from enduse.sources.reading import FOOTNOTE, BadRow, Sheet
from enduse.sources.reading.opening import open_source

_HEAD_ROWS = 60
_CHAPTERS = frozenset(f"{it:02}" for it in range(1, 98)) - {"77"}
"""All chapters of the Harmonized System; the 77th is kept free."""

_SCRIPT = {"ru": ("а", "я"), "ko": ("가", "힣")}
_SAMPLE, _LEAST_IN_SCRIPT = 2_000, 0.8


@cache
def code_book_formats() -> Mapping[str, CodeBookFormat]:
    """Every format of a nomenclature that is known, by id."""
    return collect(nomenclatures, CodeBookFormat)


def format_of(sheet: Sheet, named: str | None = None) -> CodeBookFormat | None:
    """The format of a nomenclature that a table has (``named``: only that one is asked), or None."""
    table = CodeTable("", "", sheet.head(_HEAD_ROWS), lambda: iter(()))
    known = [it for it in code_book_formats().values() if named in (None, it.id)]
    return next((it for it in known if it.fits(table)), None)


def read_published(path: Path) -> tuple[Published, ...]:
    """What a file of a nomenclature holds, one item for each of its tables; whether it is whole is not looked at.

    Raises:
        UnknownLayout: E-CODEBOOK, no table of the file is of a format known here.
        UnreadableFile: The file cannot be read; see ``open_source``.
        UnsafeFile: See ``open_source``.
    """
    opened = open_source(path)
    many = len(opened.sheets) > 1
    forms = [(sheet, format_of(sheet)) for sheet in opened.sheets]
    known = tuple(read_sheet(sheet, form, book_name(opened.name, sheet, many)) for sheet, form in forms if form)
    if not known:
        raise no_nomenclature(opened.name)
    return known


def no_nomenclature(name: str) -> UnknownLayout:
    """The error that a file is no nomenclature."""
    return UnknownLayout(
        f"{name!r} is no nomenclature in a format known here ({', '.join(code_book_formats())}). "
        "Without it codes are explained from fewer sources. Save it as its publisher offers it, or add a file to "
        "enduse/sources/nomenclatures.",
        code="E-CODEBOOK",
    )


def book_name(file: str, sheet: Sheet, many: bool) -> str:
    """What a table of a file is called: the file or member, with the sheet where there are several."""
    name = (sheet.place.member or file).rpartition("/")[2]
    return f"{name}, sheet {sheet.place.sheet}" if many and sheet.place.sheet else name


def read_sheet(sheet: Sheet, form: CodeBookFormat, name: str) -> Published:
    """What one table holds; rows that could not be cut into cells are among the rejected."""
    walk = _Walk(sheet)
    found = form.read(CodeTable(name, sheet.place.sheet or "", sheet.head(_HEAD_ROWS), walk.rows))
    odd = Counter("notes below the table" if it.code == FOOTNOTE else it.reason for it in walk.bad)
    left_out = dict(Counter(found.book.left_out if found.book else found.left_out) + odd)
    rejected = (*found.rejected, *(it for it in walk.bad if it.code != FOOTNOTE))
    if found.book:
        return replace(found, book=replace(found.book, left_out=left_out), rejected=rejected)
    return replace(found, left_out=left_out, rejected=rejected)


def checked(found: Published, name: str) -> Published:
    """What a table holds, as far as it may be relied on: a part of a nomenclature is no complete list.

    Raises:
        UnreadableFile: E-CODEBOOK-EMPTY, no row has a code; E-CODEBOOK-TEXT, the texts were read in a wrong encoding;
            E-CODEBOOK-CUT, a correlation table lacks chapters or rows.
    """
    for step, rows in found.correlations.items():
        if missing := _CHAPTERS - {it.before[:2] for it in rows}:
            raise _cut(name, f"lacks {_chapters(sorted(missing))} from {step[0]} to {step[1]}")
    if found.correlations and found.rejected:
        first = found.rejected[0]
        raise _cut(
            name, f"has {len(found.rejected):,} rows that cannot be read, first row {first.row} ({first.reason})"
        )
    book = found.book
    if not (book and book.lines) and not found.correlations and _all_lost(found):
        raise UnreadableFile(
            f"No row of {name!r} holds a goods code, though its columns are those of a nomenclature. Nothing of it "
            "was taken. Download it again from its publisher.",
            code="E-CODEBOOK-EMPTY",
        )
    if book is None:
        return found
    _check_texts(book, name)
    return replace(found, book=_as_far_as_complete(book, len(found.rejected)))


def _all_lost(found: Published) -> bool:
    """Is there nothing but rejected rows, or no row at all? The table of sections has rows, and rightly no code."""
    left_out = found.book.left_out if found.book else found.left_out
    return len(found.rejected) == sum(left_out.values())


def _as_far_as_complete(book: CodeBook, rejected: int) -> CodeBook:
    """The book as a complete list of those lengths only of which it has every chapter, and no row was lost."""
    missing = {it: _CHAPTERS - {line.code[:2] for line in book.lines if len(line.code) == it} for it in book.lengths}
    lacking = sorted(frozenset().union(*missing.values()))
    if not missing or not (lacking or rejected):
        return book
    seen = f"has no code of {_chapters(lacking)}" if lacking else f"has {rejected:,} rows that could not be read"
    said = Notice(
        "W-CODEBOOK-PART",
        f"{book.name} is not a whole nomenclature: it {seen}. What it holds is used; a code that it does not hold is "
        "not called invalid. Where you meant to add the whole, the file is cut off or damaged: undo it and download "
        "it again.",
    )
    whole = frozenset(it for it, gone in missing.items() if not gone and not rejected)
    return replace(book, lengths=whole, notices=(*book.notices, said))


def _chapters(missing: Sequence[str]) -> str:
    shown = ", ".join(missing[:5])
    return f"chapter {shown}" if len(missing) == 1 else f"chapters {shown}{' ...' if len(missing) > 5 else ''}"


def _cut(name: str, seen: str) -> UnreadableFile:
    return UnreadableFile(
        f"The correlation table {name!r} {seen}: it is cut off or damaged. Compared with it, the same goods would look "
        "like others, so nothing of it was taken. Download it again.",
        code="E-CODEBOOK-CUT",
    )


def _check_texts(book: CodeBook, name: str) -> None:
    """Nothing, or the error that texts are not of the script of their language: they were read in a wrong encoding."""
    for language, (first, last) in _SCRIPT.items():
        texts = islice((line.texts[language] for line in book.lines if language in line.texts), _SAMPLE)
        letters = [it for text in texts for it in text.casefold() if not it.isascii() and not it.isspace()]
        written = sum(first <= it <= last or it == "ё" for it in letters)
        if letters and written < _LEAST_IN_SCRIPT * len(letters):
            raise UnreadableFile(
                f"The texts of {name!r} should be in {language!r} and begin with {''.join(letters[:20])!r}: the file "
                "was written or saved in another encoding than it is read in. Codes would be explained with nonsense, "
                "so nothing of it was taken. Download it again and do not open it in between.",
                code="E-CODEBOOK-TEXT",
            )


@dataclass
class _Walk:
    """Walks through a table; the rows that could not be cut into cells stay behind."""

    sheet: Sheet
    bad: list[BadRow] = field(default_factory=list)

    def rows(self) -> Iterator[tuple[int, Sequence[str]]]:
        self.bad.clear()
        for batch in self.sheet.batches():
            columns = [batch.table[name].to_pylist() for name in batch.table.column_names]
            numbers, *cells = columns
            for number, *row in zip(numbers, *cells, strict=True):
                yield int(number), [it or "" for it in row]
            self.bad += batch.bad
