"""What every test may ask for."""

import os
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def real_data() -> Path:
    """Real publishers' files; they are never part of the project."""
    root = Path(__file__).resolve().parents[1]
    folder = Path(os.environ.get("ENDUSE_TEST_DATA", root.parent / "shared" / "data"))
    if not (folder / "README.md").exists():
        pytest.skip(f"real publishers' files are not at {folder}; set ENDUSE_TEST_DATA to test against them")
    return folder
