"""Answers about a spreadsheet of goods, line by line, and nomenclatures that are read from files for one question."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from enduse.errors import EnduseError
from enduse.goods.codes.reading import read_code_books
from enduse.goods.codes.suggesting import CodeIndex, index_codes
from enduse.goods.desk import GoodsAnswer, GoodsDesk, GoodsQuestion, HeldBooks
from enduse.model.nomenclature import CodeBooks
from enduse.sources.goods_table import GoodsColumns, GoodsRow, find_goods, given_goods_columns, read_goods_rows
from enduse.sources.reading import BadRow
from enduse.sources.reading.opening import open_source

_APART = "\n"


@dataclass(frozen=True)
class BooksOfFiles:
    """Nomenclatures read from files, besides those at hand. What a case holds is indexed once; this index is another.

    Attributes:
        files: Of nomenclatures.
        held: Those of a case.
    """

    files: Sequence[Path]
    held: HeldBooks | None = None

    @cached_property
    def books(self) -> CodeBooks:
        """The code books of the files and those at hand.

        Raises:
            InputError: A file cannot be used.
        """
        return read_code_books(self.files, self.held.books if self.held else CodeBooks())

    @cached_property
    def index(self) -> CodeIndex:
        """The index of their codes."""
        return index_codes(self.books)


@dataclass(frozen=True)
class AnsweredRow:
    """One line of a spreadsheet with its answer.

    Attributes:
        row: Number that a spreadsheet shows.
        cells: As written, by header.
        answer: None where the line could not be answered.
        problem: Why; empty where it could.
    """

    row: int
    cells: Mapping[str, str]
    answer: GoodsAnswer | None
    problem: str


def answer_rows(
    desk: GoodsDesk, path: Path, columns: str, usual: GoodsQuestion
) -> tuple[GoodsColumns, Iterator[AnsweredRow]]:
    """The columns of a spreadsheet, and the answer about every line of it, in order.

    Args:
        desk: Answers.
        path: The spreadsheet.
        columns: ``role=HEADER,...``; empty: the headers are read.
        usual: Gives the day where a line has none, and the answers that hold for all lines.

    Raises:
        UnknownLayout: ``E-GOODS-COLUMNS``: no column holds descriptions.
        UnreadableFile: The file cannot be read.
    """
    sheet, found = find_goods(open_source(path).sheets, given_goods_columns(columns))
    return found, (_answered(desk, it, usual) for it in read_goods_rows(sheet, found))


def _answered(desk: GoodsDesk, row: GoodsRow | BadRow, usual: GoodsQuestion) -> AnsweredRow:
    if isinstance(row, BadRow):
        return AnsweredRow(row.row, {}, None, row.reason)
    try:
        return AnsweredRow(row.row, row.cells, desk.answer(_asked(row, usual)), "")
    except EnduseError as error:
        return AnsweredRow(row.row, row.cells, None, f"{error.code}: {error.message}")


def _asked(row: GoodsRow, usual: GoodsQuestion) -> GoodsQuestion:
    texts = row.texts
    said = [texts.get(it) for it in ("description", "trademark", "manufacturer_text", "model")]
    if serial := texts.get("serial"):
        said.append(f"S/N {serial}")
    return GoodsQuestion(
        _APART.join(filter(None, said)),
        row.on or usual.on,
        texts.get("goods_code", ""),
        row.amounts.get("net_kg"),
        row.amounts.get("value_usd"),
        row.amounts.get("quantity"),
        usual.answers,
    )
