"""Files are recognised by content; what cannot be read is named."""

import hashlib
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from enduse.errors import InputError, UnreadableFile
from enduse.sources.reading import Opened
from enduse.sources.reading.blob import blob_of_bytes
from enduse.sources.reading.opening import Identity, open_source
from enduse.sources.reading.recognising import recognise

Opener = Callable[..., Opened]


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"PAR1....", "parquet"),
        (b"\x1f\x8b\x08", "gz"),
        (b"\xfd7zXZ\x00", "xz"),
        (b"BZh9", "bz2"),
        (b"a;b\n", "csv"),
        (b'{"a":1}\n{"a":2}\n', "jsonl"),
        (b'{"a":1}', "json"),
        (b'{\n "a": 1\n}', "json"),
        (b'[{"a":1}]', "json"),
        (b"[ref],[name]\n1,2\n", "csv"),
        (b"<?xml version='1.0'?><a/>", "xml"),
        (b"<MetaData><a>1</a></MetaData>", "xml"),
        ("<?xml version='1.0' encoding='utf-16'?><a><b/></a>".encode("utf-16"), "xml"),
        (b"<!doctype HTML><html>", "html"),
        (b"<table><tr><td>1</td></tr></table>", "html"),
        (b"<5 kg;name\n1;2\n", "csv"),
        (b"", "empty"),
        (b"\x00\x01\x02\x03\x04\x05" * 50, "unknown"),
        ("Имя;Код\n".encode("utf-16-le"), "csv"),
    ],
)
def test_the_kind_is_in_the_bytes(data: bytes, kind: str) -> None:
    assert recognise(blob_of_bytes("file", data)).kind == kind


@pytest.mark.parametrize(
    ("data", "word"),
    [(b"%PDF-1.7", "PDF"), (b"Rar!\x1a", "RAR"), (b"<stata_dta><header>", "Stata"), (b"\x89PNG\r\n", "picture")],
)
def test_what_is_no_table_is_named_with_a_remedy(opened: Opener, data: bytes, word: str) -> None:
    with pytest.raises(UnreadableFile, match=word) as caught:
        opened(data, "file.dat")
    assert caught.value.code == "E-FILE"


def test_a_source_has_the_hash_and_size_of_its_bytes(opened: Opener) -> None:
    data = b"name,code\nlathe,8458\n"
    found = opened(data, "table.csv")
    assert (found.name, found.source_id, found.size) == ("table.csv", hashlib.sha256(data).hexdigest(), len(data))


def test_a_known_name_and_hash_are_taken(tmp_path: Path) -> None:
    path = tmp_path / "0a1b"
    path.write_bytes(b"name,code\nlathe,8458\n")
    found = open_source(path, identity=Identity("table.csv", "f" * 64))
    assert (found.name, found.source_id) == ("table.csv", "f" * 64)


def test_a_missing_file_is_said(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match="no file"):
        open_source(tmp_path / "none.csv")


@settings(max_examples=150, deadline=None)
@given(
    start=st.sampled_from(
        [b"", b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"PAR1", b"<a>", b"{", b"[", b"\x1f\x8b"]
    ),
    rest=st.binary(max_size=600),
)
def test_any_bytes_are_read_or_refused_in_our_own_words(
    tmp_path_factory: pytest.TempPathFactory, start: bytes, rest: bytes
) -> None:
    path = tmp_path_factory.mktemp("any") / "file.bin"
    path.write_bytes(start + rest)
    with suppress(InputError):
        for sheet in open_source(path).sheets:
            list(sheet.batches())
