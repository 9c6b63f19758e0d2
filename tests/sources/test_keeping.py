"""The original of a large file is kept beside its reading, and nothing is published before it is safe."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from enduse.errors import UnreadableFile
from enduse.sources.keeping import keeping
from enduse.store.ledger import LedgerStore
from enduse.store.workspace import Workspace


@pytest.fixture
def store(tmp_path: Path) -> LedgerStore:
    return LedgerStore(Workspace.create(tmp_path / "case"), lambda: datetime(2024, 3, 1, tzinfo=UTC))


@pytest.mark.parametrize("large_bytes", [0, 1_000])
def test_the_original_is_kept_once_settled(store: LedgerStore, tmp_path: Path, large_bytes: int) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"one,two\n")
    with keeping(path, store, large_bytes) as original:
        original.settle()
        assert store.workspace.original(original.source_id).read_bytes() == b"one,two\n"
        assert original.size == 8


def test_a_file_that_changes_meanwhile_is_refused(store: LedgerStore, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"one,two\n")
    with keeping(path, store, large_bytes=0) as original:
        path.write_bytes(b"one,two\nthree,four\n")
        with pytest.raises(UnreadableFile) as caught:
            original.settle()
    assert caught.value.code == "E-CHANGED"


@pytest.mark.parametrize("large_bytes", [0, 1_000])
def test_a_file_that_is_not_there_is_refused(store: LedgerStore, tmp_path: Path, large_bytes: int) -> None:
    with pytest.raises(UnreadableFile), keeping(tmp_path / "none.csv", store, large_bytes):
        pass
