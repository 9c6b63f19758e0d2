"""A few coined lines of nomenclatures, and the real ones where they are at hand."""

from datetime import date
from pathlib import Path

import pytest

from enduse.goods.codes.reading import read_code_books
from enduse.model.nomenclature import CodeBook, CodeBooks, CodeLine, Correlation

SIX = frozenset({2, 4, 6})


@pytest.fixture
def books() -> CodeBooks:
    """HS2012 to HS2022 for lasers and lathes, TN VED with days, the tariff of one year."""
    old = ("84", "8456", "845610", "8458", "845811")
    new = ("84", "8456", "845611", "845612", "8458", "845811")
    hs = [
        CodeBook(f"{edition}.xlsx", edition, tuple(CodeLine(it, {"en": f"{it} in words"}) for it in codes), SIX)
        for edition, codes in (("HS2012", old), ("HS2017", new), ("HS2022", (*new, "8549", "854921")))
    ]
    spans = (
        CodeLine("8458", {"ru": "СТАНКИ ТОКАРНЫЕ:"}, date(2012, 1, 1), date(2012, 8, 23), 5),
        CodeLine("8458", {"ru": "СТАНКИ ТОКАРНЫЕ"}, date(2012, 8, 23), None, 6),
        CodeLine("8400", {"ru": "СНЯТАЯ ПОЗИЦИЯ"}, date(2002, 1, 1), date(2007, 1, 1), 7),
    )
    tnved = CodeBook("TNVED3.TXT", "TNVED", spans, frozenset({4}), date(2002, 1, 1), date(2022, 8, 12), "customs")
    lines = (CodeLine("8458112000", {}, row=9),)
    tariff = CodeBook("tariff.json", "TNVED", lines, frozenset({10}), date(2026, 1, 1), date(2026, 6, 19), "tariff")
    rows = {
        ("HS2012", "HS2017"): (
            Correlation("845610", "845611", "n:1", 2),
            Correlation("845610", "845612", "n:1", 3),
            Correlation("845811", "845811", "1:1", 4),
        ),
        ("HS2017", "HS2022"): (
            Correlation("845611", "845611", "n:1", 5),
            Correlation("845611", "854921", "n:n", 6),
            Correlation("845612", "845612", "1:1", 7),
            Correlation("845811", "845811", "n:1", 8),
            Correlation("845811", "854921", "n:n", 9),
        ),
    }
    return CodeBooks((*hs, tnved, tariff), rows)


@pytest.fixture(scope="session")
def real_books(real_data: Path) -> CodeBooks:
    """The publishers' own files."""
    folder = real_data / "nomenclature"
    wanted = [
        *sorted(folder.glob("hs*.xlsx")), *sorted(folder.glob("hs*.csv.gz")), *sorted(folder.glob("tnved_fts/*")),
        folder / "korea_hsk_2025.csv.gz", *sorted(folder.glob("eaeu*")),
    ]  # fmt: skip
    return read_code_books(wanted)
