"""Screeners that are kept for the next time."""

from datetime import date
from pathlib import Path

import pytest

from enduse.model.listing import ListEntry, WrittenName
from enduse.screen import kept
from enduse.screen.kept import ready_screener
from enduse.screen.listed import ListedEntry, ListSnapshot
from enduse.screen.signs import Query
from enduse.store.workspace import Workspace

DAY = date(2026, 1, 2)


def snapshot(name: str) -> ListSnapshot:
    return ListSnapshot(name, "x", DAY, True, 1, "s1", "f", "p", "l")


def entries(*names: str) -> list[ListedEntry]:
    return [
        ListedEntry(
            ListEntry(1, authority="A", list="L", entry_id=it, kind="person", names=(WrittenName(it),)), snapshot("A L")
        )
        for it in names
    ]


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return Workspace.create(tmp_path)


def files(workspace: Workspace) -> list[Path]:
    return sorted((workspace.cache / "screen").glob("*.npz"))


def test_a_screener_is_made_once_and_answers_alike(workspace: Workspace) -> None:
    listed = entries("Aline Mortesque", "Anton Drozdovar")
    first = ready_screener(workspace, listed, [snapshot("A L")])
    (file,) = files(workspace)
    written = file.stat().st_mtime_ns
    again = ready_screener(workspace, listed, [snapshot("A L")])
    assert file.stat().st_mtime_ns == written
    query = Query(("Aline Mortesqe",))
    assert first.hits(query, DAY) == again.hits(query, DAY) != []


def test_a_damaged_file_is_made_anew(workspace: Workspace) -> None:
    listed = entries("Aline Mortesque")
    ready_screener(workspace, listed, [snapshot("A L")])
    (file,) = files(workspace)
    file.write_bytes(b"damaged")
    assert ready_screener(workspace, listed, [snapshot("A L")]).hits(Query(("Aline Mortesque",)), DAY)
    assert file.read_bytes() != b"damaged"


def test_only_the_last_few_are_kept(workspace: Workspace) -> None:
    for number in range(5):
        ready_screener(workspace, entries("Aline Mortesque"), [snapshot(f"A L{number}")])
    assert len(files(workspace)) == kept._KEPT
