"""Files of registers as readers get them."""

import gzip
import io
from collections.abc import Callable
from pathlib import Path

import pytest

from enduse.model.event import MachineEvent
from enduse.model.listing import BadRecord
from enduse.model.relation import RegisterRecord, Relation
from enduse.sources.lists import ListFile
from enduse.sources.registers import RegisterFormat

FIXTURES = Path(__file__).parents[2] / "fixtures" / "registers"

Item = RegisterRecord | Relation | MachineEvent | BadRecord
Open = Callable[[str | Path], ListFile]
Made = Callable[[str, bytes], ListFile]
ReadAll = Callable[[RegisterFormat, ListFile], list[Item]]


@pytest.fixture
def made() -> Made:
    """A file with that name and these bytes."""

    def make(name: str, data: bytes) -> ListFile:
        return ListFile(name, len(data), lambda: io.BytesIO(data))

    return make


@pytest.fixture
def opened(made: Made) -> Open:
    """A fixture by its path, or any file; unpacked, and together with the mapping beside it."""

    def open(path: str | Path) -> ListFile:
        place = FIXTURES / path
        data = place.read_bytes()
        if place.suffix == ".gz":
            return made(place.stem, gzip.decompress(data))
        beside = {it.name: made(it.name, it.read_bytes()) for it in place.parent.glob("*.toml")}
        return ListFile(place.name, len(data), lambda: io.BytesIO(data), beside)

    return open


@pytest.fixture
def read_all() -> ReadAll:
    """Everything that a reader finds in a file."""
    return lambda register, file: list(register.read(file).records)
