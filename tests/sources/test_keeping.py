"""The original is kept before it is read, and nothing is published before it is safe."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from enduse.errors import UnreadableFile, UnsafeFile
from enduse.sources.keeping import keeping
from enduse.store.ledger import LedgerStore
from enduse.store.workspace import Workspace


@pytest.fixture
def store(tmp_path: Path) -> LedgerStore:
    return LedgerStore(Workspace.create(tmp_path / "case"), lambda: datetime(2024, 3, 1, tzinfo=UTC))


@pytest.fixture
def given(tmp_path: Path) -> Path:
    path = tmp_path / "a.csv"
    path.write_bytes(b"one,two\n")
    return path


def nothing() -> None:
    """What is done meanwhile."""


def test_rows_are_read_from_what_is_kept(store: LedgerStore, given: Path) -> None:
    with keeping(given, store, nothing) as original:
        given.write_bytes(b"three,four\n")
        assert original.path == store.workspace.original(original.source_id)
        assert (original.path.read_bytes(), original.size) == (b"one,two\n", 8)


def test_an_original_that_another_process_released_is_kept_again(store: LedgerStore, given: Path) -> None:
    with keeping(given, store, nothing) as original:
        assert store.release_original(original.source_id)
        original.settle()
        assert original.path.read_bytes() == b"one,two\n"


def test_a_refused_file_is_not_kept(store: LedgerStore, given: Path) -> None:
    with pytest.raises(UnsafeFile), keeping(given, store, nothing) as original:
        raise UnsafeFile("refused")
    assert not original.path.exists()


def test_a_file_that_is_not_there_is_refused(store: LedgerStore, tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile), keeping(tmp_path / "none.csv", store, nothing):
        pass


def test_what_is_done_meanwhile_is_done_when_reading_begins(store: LedgerStore, given: Path) -> None:
    done: list[str] = []
    with keeping(given, store, lambda: done.append("formats loaded")):
        assert done == ["formats loaded"]


def test_a_file_is_not_kept_when_what_was_done_meanwhile_failed(store: LedgerStore, given: Path) -> None:
    def fail() -> None:
        raise UnsafeFile("a layout is damaged")

    with pytest.raises(UnsafeFile, match="a layout is damaged"), keeping(given, store, fail):
        pass
    assert not [it for it in store.workspace.root.joinpath("sources").rglob("*") if it.is_file()]
