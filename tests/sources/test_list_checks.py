"""When a publisher was last asked is noted beside the lists and may be lost."""

from datetime import date
from pathlib import Path

import pytest

from enduse.sources.list_checks import note_check, read_checks
from enduse.store.workspace import Workspace


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return Workspace.create(tmp_path / "case")


def test_the_last_check_of_each_source_is_kept(workspace: Workspace) -> None:
    note_check(workspace, "a", date(2024, 1, 1))
    note_check(workspace, "b", date(2024, 1, 2))
    note_check(workspace, "a", date(2024, 1, 3))
    assert read_checks(workspace) == {"a": date(2024, 1, 3), "b": date(2024, 1, 2)}


@pytest.mark.parametrize("damage", [b"", b"{", b"[]", b'{"a": 5}', b'{"a": "never"}', b"\xff"])
def test_what_cannot_be_read_says_that_nobody_was_asked(workspace: Workspace, damage: bytes) -> None:
    note_check(workspace, "a", date(2024, 1, 1))
    (workspace.cache / "lists" / "checked.json").write_bytes(damage)
    assert read_checks(workspace) == {}
