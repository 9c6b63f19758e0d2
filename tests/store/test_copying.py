"""A copy is what the hash names, however the bytes were moved."""

import hashlib
import os
from pathlib import Path

import pytest

from enduse.errors import UnreadableFile
from enduse.store.atomic import scratch_file
from enduse.store.copying import Stretch, copy_hashed, through_memory

MANY = os.urandom(1 << 20) * 40


@pytest.mark.parametrize("move", [None, through_memory])
@pytest.mark.parametrize("content", [b"", b"rows\n", MANY[:-7]])
def test_the_hash_is_that_of_the_copy(tmp_path: Path, content: bytes, move: Stretch | None) -> None:
    given = tmp_path / "a.csv"
    given.write_bytes(content)
    with scratch_file(tmp_path) as file:
        found = copy_hashed(given, file, move)
        assert Path(file.name).read_bytes() == content
    assert found == (hashlib.sha256(content).hexdigest(), len(content))


def test_a_file_of_another_disk_is_copied_through_memory(tmp_path: Path) -> None:
    given = Path("/proc/self/status")
    if not given.exists():
        pytest.skip("there is no /proc here, so no file whose size is not told")
    with scratch_file(tmp_path) as file:
        _, size = copy_hashed(given, file)
        assert Path(file.name).read_bytes().startswith(b"Name:")
    assert size > 100


def test_a_file_that_grows_while_it_is_copied_is_refused(tmp_path: Path) -> None:
    given = tmp_path / "a.csv"
    given.write_bytes(b"rows\n")

    def growing(source: int, target: int, most: int) -> int:
        moved = through_memory(source, target, most)
        if not moved:
            with given.open("ab") as file:
                file.write(b"more\n")
        return moved

    with scratch_file(tmp_path) as file, pytest.raises(UnreadableFile) as caught:
        copy_hashed(given, file, growing)
    assert caught.value.code == "E-CHANGED"
