from collections.abc import Iterable
from datetime import date
from pathlib import Path

import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from enduse.goods.codes.explaining import explain_code
from enduse.goods.codes.tables import HeldTables, held_books
from enduse.model.nomenclature import CodeBook, CodeBooks, CodeLine, Correlation
from enduse.model.provenance import Place
from enduse.sources.book_intake import book_tables
from enduse.sources.nomenclatures import Published

DAYS = st.none() | st.dates(date(1990, 1, 1), date(2030, 1, 1))
TEXTS = st.dictionaries(st.sampled_from(["en", "ru", "ko"]), st.text(min_size=1, max_size=20), max_size=3)
STEP = ("HS2017", "HS2022")


def held(*files: Published, order: Iterable[int] | None = None) -> CodeBooks:
    """The files as the ledger gives them back, each from a source of its own; ``order``: in which they were added."""
    made = [book_tables(it, "coined", (str(at), Place(None, f"s{at}"))) for at, it in enumerate(files)]
    names = ("code_books", "code_lines", "code_correlations")
    tables = (pa.concat_tables([it[name] for it in made]) for name in names)
    return held_books(HeldTables(*tables), [str(it) for it in order or range(len(files))])


@st.composite
def books(draw: st.DrawFn) -> CodeBook:
    name = draw(st.sampled_from(["a.csv", "b.csv"]))
    drawn = draw(st.lists(st.tuples(st.sampled_from(["84", "8458", "845811"]), TEXTS, DAYS, DAYS), max_size=5))
    lines = tuple(CodeLine(code, texts, start, end, row) for row, (code, texts, start, end) in enumerate(drawn, 2))
    return CodeBook(name, "HS2022", lines, frozenset({2, 4}), draw(DAYS), draw(DAYS), "coined")


@given(st.lists(books(), min_size=1, max_size=3))
def test_what_was_kept_comes_back_as_it_was(before: list[CodeBook]) -> None:
    after = held(*map(Published, before)).books
    assert [(it.name, it.edition, it.lengths, it.start, it.end, it.source) for it in after] == [
        (it.name, it.edition, it.lengths, it.start, it.end, it.source) for it in before
    ]
    for back, book in zip(after, before, strict=True):
        assert list(back.lines) == list(book.lines)
        assert [back.lines[at] for at in range(len(back.lines))] == list(book.lines)
        assert dict(back.by_code) == dict(book.by_code)


def test_a_code_that_is_not_there_is_not_found(books: CodeBooks) -> None:
    found = held(*map(Published, books.books)).books[0].by_code
    assert "845811" in found
    assert "999999" not in found
    assert found.get("999999", ()) == ()


def test_two_lines_from_one_row_stay_two() -> None:
    lines = (CodeLine("845811", {"ko": "a"}, row=2), CodeLine("845811", {"ko": "b"}, row=2))
    (after,) = held(Published(CodeBook("x", "HSK", lines))).books
    assert tuple(after.lines) == lines


def test_of_two_correlation_tables_of_one_step_the_later_is_taken() -> None:
    old, new = (Published(None, {STEP: (Correlation(it, it, "1:1", 2),)}) for it in ("845610", "845811"))
    assert held(old, new).correlations == new.correlations
    assert held(old, new, order=(1, 0)).correlations == old.correlations


def test_books_come_in_the_order_in_which_they_were_added() -> None:
    first, second = (Published(CodeBook(it, "HSK", ())) for it in ("first", "second"))
    assert [it.name for it in held(first, second, order=(1, 0)).books] == ["second", "first"]


def test_kept_books_explain_as_the_files_do(books: CodeBooks) -> None:
    after = held(*map(Published, books.books))
    for code, on in (("845811", date(2023, 1, 1)), ("8458112000", date(2026, 2, 1)), ("8400", date(2005, 1, 1))):
        assert explain_code(code, on, (), after) == explain_code(code, on, (), books)


def test_real_books_survive(real_books: CodeBooks, real_data: Path) -> None:
    after = held(*map(Published, real_books.books))
    assert [tuple(it.lines) for it in after.books] == [tuple(it.lines) for it in real_books.books]
