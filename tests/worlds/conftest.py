"""Small worlds of each family, made once."""

from collections.abc import Callable
from pathlib import Path

import pytest
from bench.worlds.making import Order, make

ROWS = 3_000


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Path]:
    """The folder of a small world: family, seed, intensity; made once in a session."""
    kept: dict[tuple[str, int, float], Path] = {}

    def one(family: str, seed: int = 1, intensity: float = 1.0) -> Path:
        key = (family, seed, intensity)
        if key not in kept:
            kept[key] = make(tmp_path_factory.mktemp("world"), Order(family, seed, ROWS, intensity))
        return kept[key]

    return one
