"""The nomenclatures that a case holds, and the index that is kept of them."""

import csv
import os
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from enduse.case.case import Case
from enduse.case.goods_desk import BooksOfFiles
from enduse.case.nomenclature import Nomenclature
from enduse.errors import StoreError
from enduse.goods.desk import GoodsDesk, GoodsQuestion
from enduse.store.manifest import print_manifest
from enduse.store.schema import SCHEMA_VERSION
from enduse.store.workspace import Workspace

DAY = date(2023, 5, 1)
Write = Callable[[str, str], Path]


@pytest.fixture
def case(tmp_path: Path) -> Case:
    return Case(Workspace.create(tmp_path / "case"))


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """A file of HS2022 with one code in every chapter, and 845811 with a text that is given."""

    def write(name: str, text: str) -> Path:
        codes = [f"{it:02}{end}" for it in range(1, 98) if it != 77 for end in ("", "01", "0110")]
        codes += ["8458", "845811", "8549", "854921"]
        header = ["id", "text", "parent", "isLeaf", "aggrlevel", "standardUnitAbbr"]
        rows = [header, ["TOTAL", "Total - All H6 commodities", "#", "0", "0", ""]]
        rows += [[it, f"{it} - {text if it == '845811' else 'Coined'}", "#", "0", str(len(it)), ""] for it in codes]
        with (tmp_path / name).open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows(rows)
        return tmp_path / name

    return write


def kept(case: Case) -> list[Path]:
    return sorted((case.workspace.cache / "goods").glob("*.index"))


def label(case: Case) -> str:
    return Nomenclature(case.ledger).index.labels["845811"]


def test_a_case_explains_codes_by_what_was_added(case: Case, write: Write) -> None:
    case.add(write("hs.csv", "Coined lathes"))
    answer = GoodsDesk(held=Nomenclature(case.ledger)).answer(GoodsQuestion("lathe", DAY, "845811"))
    assert answer.code is not None
    assert answer.code.valid
    assert "Coined lathes" in [it.text for level in answer.code.levels for it in level.texts]


def test_an_empty_case_answers_in_our_own_words(case: Case) -> None:
    asked = GoodsQuestion("станок токарный с ЧПУ", DAY, "845811")
    assert GoodsDesk(held=Nomenclature(case.ledger)).answer(asked) == GoodsDesk().answer(asked)


def test_files_beside_the_case_are_used_as_well(case: Case, write: Write, tmp_path: Path) -> None:
    case.add(write("hs.csv", "Coined lathes"))
    more = tmp_path / "cn.csv"
    more.write_text("code,product\n84581120,Coined turning centres\n", encoding="utf-8")
    answer = GoodsDesk(held=BooksOfFiles((more,), Nomenclature(case.ledger))).answer(
        GoodsQuestion("lathe", DAY, "84581120")
    )
    assert answer.code is not None
    texts = {it.text for level in answer.code.levels for it in level.texts}
    assert {"Coined lathes", "Coined turning centres"} <= texts


def test_files_beside_the_case_are_in_the_index_of_that_question_only(case: Case, write: Write, tmp_path: Path) -> None:
    case.add(write("hs.csv", "Coined lathes"))
    more = tmp_path / "cn.csv"
    more.write_text("code,product\n84581120,Kumquat presses\n", encoding="utf-8")
    with_it = GoodsDesk(held=BooksOfFiles((more,), Nomenclature(case.ledger))).answer(GoodsQuestion("kumquat", DAY))
    without = GoodsDesk(held=Nomenclature(case.ledger)).answer(GoodsQuestion("kumquat", DAY))
    assert [it.code for it in with_it.suggestions] == ["845811"]
    assert without.suggestions == ()


def test_the_index_is_made_once_and_opened_the_next_time(case: Case, write: Write) -> None:
    case.add(write("hs.csv", "Coined lathes"))
    first = Nomenclature(case.ledger).index
    (file,) = kept(case)
    before = file.stat().st_mtime_ns
    second = Nomenclature(case.ledger).index
    assert {term: dict(it) for term, it in second.postings.items()} == first.postings
    assert [it.stat().st_mtime_ns for it in kept(case)] == [before]


def test_what_is_added_is_in_the_next_index_and_what_is_undone_is_not(case: Case, write: Write) -> None:
    case.add(write("hs.csv", "Coined lathes"))
    assert label(case) == "Coined lathes"
    case.undo("hs.csv")
    case.add(write("other.csv", "Coined turning machines"))
    assert label(case) == "Coined turning machines"
    case.undo("other.csv")
    assert label(case) not in {"Coined lathes", "Coined turning machines"}


def test_another_kind_of_source_makes_no_new_index(case: Case, write: Write, tmp_path: Path) -> None:
    case.add(write("hs.csv", "Coined lathes"))
    label(case)
    before = kept(case)
    codes = tmp_path / "export_sanctions_codes.csv"
    codes.write_text("code,product\n84581120,Coined turning centres\n", encoding="utf-8")
    assert case.add(codes).entry.places[0].table == "code_lists"
    label(case)
    assert kept(case) == before


def test_a_compacted_ledger_gives_the_same_books_in_the_same_order(case: Case, write: Write) -> None:
    for number in range(3):
        case.add(write(f"hs{number}.csv", f"Coined lathes {number}"))
    before = [(it.name, list(it.lines)) for it in Nomenclature(case.ledger).books.books]
    case.compact()
    assert len(case.ledger.manifest().of_table("code_lines")) == 1
    assert [(it.name, list(it.lines)) for it in Nomenclature(case.ledger).books.books] == before


@pytest.mark.parametrize("spoil", [lambda it: it[: len(it) // 2], lambda it: b"", lambda it: it[:-1] + b"?"])
def test_a_damaged_index_is_made_anew(case: Case, write: Write, spoil: Callable[[bytes], bytes]) -> None:
    case.add(write("hs.csv", "Coined lathes"))
    label(case)
    (file,) = kept(case)
    whole = file.read_bytes()
    file.write_bytes(spoil(whole))
    assert label(case) == "Coined lathes"
    assert file.read_bytes() == whole


@pytest.fixture
def blocked(case: Case) -> Path:
    """A case in whose cache nothing can be kept."""
    (case.workspace.cache / "goods").write_text("in the way")
    return case.workspace.cache / "goods"


def test_an_index_that_cannot_be_kept_is_used_all_the_same(case: Case, write: Write, blocked: Path) -> None:
    case.add(write("hs.csv", "Coined lathes"))
    assert label(case) == "Coined lathes"


def test_only_a_few_indexes_are_kept(case: Case, write: Write) -> None:
    for number in range(5):
        case.add(write(f"hs{number}.csv", f"Coined lathes {number}"))
        label(case)
        for at, file in enumerate(kept(case)):
            os.utime(file, ns=(at, at))
    assert len(kept(case)) == 3


def test_a_ledger_of_an_older_schema_says_what_to_run_and_is_migrated(case: Case, write: Write) -> None:
    case.add(write("hs.csv", "Coined lathes"))
    case.undo("hs.csv")
    manifest = case.workspace.versions / "2.json"
    today = f'"schema_version": {SCHEMA_VERSION}'.encode()
    manifest.write_bytes(print_manifest(case.ledger.manifest()).replace(today, b'"schema_version": 2'))
    with pytest.raises(StoreError, match="enduse migrate") as caught:
        _ = Nomenclature(case.ledger).books
    assert caught.value.code == "E-SCHEMA-OLD"
    case.migrate()
    case.add(write("hs.csv", "Coined lathes"))
    assert label(case) == "Coined lathes"
