"""Tests of the workspace folder and its settings."""

from datetime import date
from pathlib import Path

import pytest

from enduse.errors import NotAWorkspace, UsageError
from enduse.store.workspace import Workspace, WorkspaceConfig


def test_create_makes_the_folders_and_an_empty_list_of_judgements(tmp_path: Path) -> None:
    made = Workspace.create(tmp_path / "case")
    assert all(it.is_dir() for it in (made.sources, made.versions, made.staging, made.maps, made.derived, made.cache))
    assert made.judgements.read_bytes() == b""
    assert made.config == WorkspaceConfig()


def test_create_on_a_workspace_changes_nothing(tmp_path: Path) -> None:
    made = Workspace.create(tmp_path)
    (tmp_path / "enduse.toml").write_text('title = "Lathes"\n')
    made.judgements.write_text("{}\n")
    again = Workspace.create(tmp_path)
    assert again.config.title == "Lathes"
    assert made.judgements.read_text() == "{}\n"


def test_create_refuses_a_folder_with_other_files_and_leaves_it_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "letters.txt").write_text("mine")
    with pytest.raises(UsageError, match=r"letters\.txt") as caught:
        Workspace.create(tmp_path)
    assert caught.value.code == "E-WORKSPACE-FILLED"
    assert [it.name for it in tmp_path.iterdir()] == ["letters.txt"]


def test_create_accepts_a_folder_that_holds_only_hidden_files(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    assert Workspace.create(tmp_path).root == tmp_path


def test_create_refuses_a_file(tmp_path: Path) -> None:
    (tmp_path / "case").write_text("")
    with pytest.raises(UsageError, match="is a file"):
        Workspace.create(tmp_path / "case")


def test_find_walks_up_to_the_nearest_workspace(tmp_path: Path) -> None:
    Workspace.create(tmp_path / "outer")
    inner = Workspace.create(tmp_path / "outer" / "inner")
    deep = inner.maps / "a" / "b"
    deep.mkdir(parents=True)
    assert Workspace.find(deep).root == inner.root


def test_find_outside_a_workspace_says_how_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(NotAWorkspace, match="enduse init"):
        Workspace.find(tmp_path)


def test_settings_are_read(tmp_path: Path) -> None:
    Workspace.create(tmp_path)
    (tmp_path / "enduse.toml").write_text("watershed = 2022-02-24\nmemory_mb = 512\n")
    assert Workspace.open(tmp_path).config == WorkspaceConfig(watershed=date(2022, 2, 24), memory_mb=512)


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("watershd = 2022-02-24", "'watershd'"),
        ('memory_mb = "1 GB"', "'1 GB'"),
        ("memory_mb = 1", "at least 64"),
        ("threads = true", "True"),
        ("watershed = 2022-02-24T10:00:00Z", "watershed"),
        ("title = ", "TOML"),
        ('title = "\xff"', "TOML"),
    ],
)
def test_a_setting_we_do_not_understand_is_an_error_that_names_it(tmp_path: Path, text: str, named: str) -> None:
    Workspace.create(tmp_path)
    (tmp_path / "enduse.toml").write_bytes(text.encode("latin-1"))
    with pytest.raises(UsageError, match=named) as caught:
        Workspace.open(tmp_path)
    assert caught.value.code == "E-CONFIG"
