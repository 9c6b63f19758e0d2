"""Files of nomenclatures become code books without being added to a case."""

from collections.abc import Iterable
from pathlib import Path

from enduse.model.nomenclature import CodeBook, CodeBooks, Correlation
from enduse.sources.code_books import checked, read_published


def read_code_books(paths: Iterable[Path], books: CodeBooks | None = None) -> CodeBooks:
    """The code books of several files, added to those at hand.

    Raises:
        UnknownLayout: As ``read_published``.
        UnreadableFile: As ``read_published`` and ``checked``.
        UnsafeFile: As ``read_published``.
    """
    found = [checked(it, path.name) for path in paths for it in read_published(path)]
    new: list[CodeBook] = [it.book for it in found if it.book]
    rows: dict[tuple[str, str], tuple[Correlation, ...]] = {}
    for it in found:
        rows.update(it.correlations)
    return (books or CodeBooks()).with_more(new, rows)
