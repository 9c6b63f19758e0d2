"""Members of archives whose bytes stand in the ledger already."""

import zipfile
from pathlib import Path

import pytest

from enduse.sources.reading import Opened
from enduse.sources.reading.opening import open_source
from enduse.sources.twins import MEMBER_TRAIT, holder_of, single_out
from enduse.store.manifest import PlaceEntry, SourceEntry


@pytest.fixture
def archive(tmp_path: Path) -> Opened:
    path = tmp_path / "dump.zip"
    with zipfile.ZipFile(path, "w") as zipped:
        for name, text in {"a.csv": "x,y\n1,2\n", "b.csv": "x,y\n3,4\n", "again.csv": "x,y\n1,2\n"}.items():
            zipped.writestr(name, text)
    return open_source(path)


def entry(name: str, source_id: str, member_hash: str = "") -> SourceEntry:
    traits = {MEMBER_TRAIT: member_hash} if member_hash else {}
    return SourceEntry(source_id, name, 1, "", (PlaceEntry("m.csv", None, "csv", "x", "items", traits),))


def test_of_equal_members_the_first_is_read(archive: Opened) -> None:
    singled = single_out(archive, [])
    assert [it.place.member for it in singled.sheets] == ["a.csv", "b.csv"]
    assert list(singled.left_out) == ["again.csv"]
    assert "'a.csv'" in singled.left_out["again.csv"]


def test_a_member_that_was_added_as_a_file_or_in_another_archive_is_left_out(archive: Opened) -> None:
    hashes = single_out(archive, []).hashes
    known = [entry("plain.csv", hashes["a.csv"]), entry("old.zip", "z" * 64, hashes["b.csv"])]
    singled = single_out(archive, known)
    assert singled.sheets == ()
    assert "'plain.csv'" in singled.left_out["a.csv"]
    assert "'m.csv' of 'old.zip'" in singled.left_out["b.csv"]


def test_the_holder_of_a_file_that_came_inside_an_archive_is_found() -> None:
    old = entry("old.zip", "z" * 64, "h" * 64)
    assert holder_of("h" * 64, [old]) == (old, "m.csv")
    assert holder_of("z" * 64, [old]) is None
