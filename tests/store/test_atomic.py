"""Tests of files that appear whole or not at all."""

import errno
import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from enduse.errors import DiskFull, StoreError
from enduse.store.atomic import (
    SCRATCH,
    adopt,
    explained,
    publish_exclusively,
    scratch_file,
    sweep,
    write_atomically,
)


def no_links(source: str, target: Path) -> None:
    """What a file system without hard links answers."""
    raise OSError(errno.EPERM, "Operation not permitted", source, None, str(target))


@pytest.mark.parametrize("link", [os.link, no_links])
def test_of_many_writers_of_one_name_exactly_one_wins_and_its_bytes_stand(tmp_path: Path, link: object) -> None:
    path = tmp_path / "7.json"
    texts = [f"writer {number}".encode() * 1000 for number in range(16)]
    with ThreadPoolExecutor(8) as pool:
        won = list(pool.map(lambda it: publish_exclusively(path, it, link), texts))  # type: ignore[arg-type]
    assert won.count(True) == 1
    assert path.read_bytes() == texts[won.index(True)]
    assert not list(tmp_path.glob(f"{SCRATCH}*"))


def test_an_error_while_linking_is_not_taken_for_a_lost_race(tmp_path: Path) -> None:
    def full(source: str, target: Path) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with pytest.raises(OSError, match="No space"):
        publish_exclusively(tmp_path / "7.json", b"x", full)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("link", [os.link, no_links])
def test_adopt_gives_the_same_bytes_a_second_name(tmp_path: Path, link: object) -> None:
    (tmp_path / "staged").write_bytes(b"rows")
    adopt(tmp_path / "staged", tmp_path / "part", link)  # type: ignore[arg-type]
    assert (tmp_path / "part").read_bytes() == (tmp_path / "staged").read_bytes() == b"rows"


def test_write_atomically_replaces_the_old_file(tmp_path: Path) -> None:
    write_atomically(tmp_path / "current", b"old")
    write_atomically(tmp_path / "current", b"new")
    assert (tmp_path / "current").read_bytes() == b"new"
    assert [it.name for it in tmp_path.iterdir()] == ["current"]


def test_sweep_takes_litter_but_not_a_file_that_is_being_written(tmp_path: Path) -> None:
    (tmp_path / f"{SCRATCH}1-dead").write_bytes(b"half")
    (tmp_path / "whole").write_bytes(b"")
    with scratch_file(tmp_path) as living:
        assert sweep(tmp_path) == 1
        assert Path(living.name).exists()
    assert [it.name for it in tmp_path.iterdir()] == ["whole"]


def test_a_scratch_file_is_gone_when_its_writer_fails(tmp_path: Path) -> None:
    def write() -> None:
        with scratch_file(tmp_path) as file:
            file.write(b"half")
            raise ValueError("bad row")

    with pytest.raises(ValueError, match="bad row"):
        write()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("number", "kind", "code"),
    [
        (errno.ENOSPC, DiskFull, "E-DISK"),
        (errno.EDQUOT, DiskFull, "E-DISK"),
        (errno.EROFS, StoreError, "E-READ-ONLY"),
        (errno.EACCES, StoreError, "E-READ-ONLY"),
        (errno.EIO, StoreError, "E-STORE"),
    ],
)
def test_an_error_of_the_file_system_says_what_to_do(number: int, kind: type[StoreError], code: str) -> None:
    with pytest.raises(kind, match="keeping the original") as caught, explained("keeping the original", Path("/x")):
        raise OSError(number, os.strerror(number))
    assert caught.value.code == code
