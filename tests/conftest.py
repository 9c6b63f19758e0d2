"""What every test may ask for."""

import os
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import settings

# Speed is measured in bench/, never by a test: a machine that does something else as well must not fail one.
settings.register_profile("enduse", deadline=None)
settings.load_profile("enduse")


@pytest.fixture(scope="session")
def real_data() -> Path:
    """Real publishers' files; they are never part of the project."""
    root = Path(__file__).resolve().parents[1]
    folder = Path(os.environ.get("ENDUSE_TEST_DATA", root.parent / "shared" / "data"))
    if not (folder / "README.md").exists():
        pytest.skip(f"real publishers' files are not at {folder}; set ENDUSE_TEST_DATA to test against them")
    return folder


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Callable[[str], Path]]:
    """Makes a file system in memory of the size that is asked for (``"4m"``); ``remount`` options change it later."""
    root = tmp_path / "disk"

    def made(size: str) -> Path:
        root.mkdir()
        try:
            done = subprocess.run(
                ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(root)], capture_output=True
            )
        except FileNotFoundError:
            pytest.skip("there is no mount command to make a small disk with")
        if done.returncode:
            pytest.skip(f"we may not mount a small disk: {done.stderr.decode(errors='replace').strip()}")
        return root

    yield made
    if root.is_mount():
        subprocess.run(["umount", "--lazy", str(root)], check=True)
