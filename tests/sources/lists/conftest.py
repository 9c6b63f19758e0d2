"""Fictional lists and real ones as `ListFile`s."""

import csv
import gzip
import io
import tomllib
import zipfile
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from enduse import registry
from enduse.model.listing import BadRecord, ListEntry
from enduse.sources import lists
from enduse.sources.ingest import IngestContext, ingest
from enduse.sources.lists import ListFile, ListFormat
from enduse.store.ledger import LedgerStore
from enduse.store.workspace import Workspace

FIXTURES = Path(__file__).resolve().parents[2] / "fixtures" / "lists"

Entries = Callable[[str], list[ListEntry]]
MakeFile = Callable[..., ListFile]
RealFile = Callable[..., ListFile]


def _file(name: str, data: bytes, beside: Mapping[str, bytes] | None = None) -> ListFile:
    others = {other: _file(other, content) for other, content in (beside or {}).items()}
    return ListFile(name, len(data), lambda: io.BytesIO(data), others)


def _workbook(text: str) -> bytes:
    made = io.BytesIO()
    with xlsxwriter.Workbook(made, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        for at, row in enumerate(csv.reader(io.StringIO(text))):
            sheet.write_row(at, 0, row)
    return made.getvalue()


def _content(folder: Path, name: str, sample: Mapping[str, Any]) -> bytes:
    if "from_csv" in sample and name == sample["file"]:
        return _workbook((folder / sample["from_csv"]).read_text(encoding="utf-8"))
    return (folder / name).read_bytes()


def _sample(id: str) -> ListFile:
    folder = FIXTURES / id
    said = tomllib.loads((folder / "expected.toml").read_text(encoding="utf-8"))["sample"][0]
    beside = {name: (folder / name).read_bytes() for name in said.get("beside", [])}
    return _file(said["file"], _content(folder, said["file"], said), beside)


@pytest.fixture
def make_file() -> MakeFile:
    """A list out of a name, its bytes and, by name, the bytes of the files beside it."""
    return _file


@pytest.fixture
def sample_content() -> Callable[[str, Mapping[str, Any]], ListFile]:
    """The file of one sample of ``expected.toml``."""

    def made(id: str, sample: Mapping[str, Any]) -> ListFile:
        folder = FIXTURES / id
        beside = {name: (folder / name).read_bytes() for name in sample.get("beside", [])}
        return _file(sample["file"], _content(folder, sample["file"], sample), beside)

    return made


@pytest.fixture
def formats() -> Mapping[str, ListFormat]:
    """Every list format by its id."""
    return registry.collect(lists, ListFormat)


@pytest.fixture
def entries(formats: Mapping[str, ListFormat]) -> Entries:
    """The entries of a format's first fictional sample."""

    def made(id: str) -> list[ListEntry]:
        return [it for it in formats[id].read(_sample(id)).records if not isinstance(it, BadRecord)]

    return made


@pytest.fixture
def real_file(real_data: Path) -> RealFile:
    """A publisher's file, unpacked; ``mend`` adds bytes to a file beside it."""

    def made(path: str, beside: tuple[str, ...] = (), mend: Mapping[str, bytes] | None = None) -> ListFile:
        main = real_data / path
        others = {name: _unpacked(main.parent / f"{name}.gz") + (mend or {}).get(name, b"") for name in beside}
        return _file(main.name.removesuffix(".gz").replace(".ZIP", ".XML"), _unpacked(main), others)

    return made


def _unpacked(path: Path) -> bytes:
    if path.suffix == ".gz":
        return gzip.decompress(path.read_bytes())
    if path.suffix == ".ZIP":
        with zipfile.ZipFile(path) as archive:
            return archive.read(archive.namelist()[0])
    return path.read_bytes()


@pytest.fixture
def desk_for_lists(tmp_path: Path) -> Callable[[str, str], list[tuple[str, str]]]:
    """Adds a file to a new case; gives the format and table of everything that was read from it."""

    def desk_for_lists(name: str, text: str) -> list[tuple[str, str]]:
        (tmp_path / name).write_text(text, encoding="utf-8")
        store = LedgerStore(Workspace.create(tmp_path / "case"), lambda: datetime(2026, 1, 1, 12, tzinfo=UTC))
        report = ingest(tmp_path / name, IngestContext(store, date(2026, 1, 1)))
        return [(it.layout, it.table) for it in report.entry.places]

    return desk_for_lists
