"""Packs as bytes: every byte is checked, and nothing of a stranger's archive is unpacked."""

import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enduse.errors import InputError, UnreadableFile, UnsafeFile
from enduse.store.pack_zip import looks_like_pack, open_pack, write_pack

FILES: list[tuple[str, bytes | Path]] = [
    ("manifest.json", b"{}"), ("rows/items.csv", b"a,b\n1,2\n"), ("empty.txt", b"")
]  # fmt: skip


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    write_pack(tmp_path / "p.zip", FILES)
    return tmp_path / "p.zip"


def _code(path: Path) -> str:
    with pytest.raises(InputError) as seen:
        open_pack(path)
    return seen.value.code


def test_what_was_written_is_read(pack: Path) -> None:
    opened = open_pack(pack)
    assert {name: opened.read(name) for name in opened.files} == dict(FILES)


def test_any_program_opens_it(pack: Path) -> None:
    with zipfile.ZipFile(pack) as archive:
        assert archive.testzip() is None
        assert {it: archive.read(it) for it in archive.namelist()} == dict(FILES)


def test_the_same_files_give_the_same_bytes(pack: Path, tmp_path: Path) -> None:
    (tmp_path / "rows").write_bytes(b"a,b\n1,2\n")
    again = [(name, tmp_path / "rows" if name.startswith("rows/") else data) for name, data in FILES]
    digest = write_pack(tmp_path / "q.zip", again)
    assert (tmp_path / "q.zip").read_bytes() == pack.read_bytes()
    assert digest == write_pack(pack, FILES)


def test_every_flipped_bit_is_found_wherever_it_is(pack: Path, tmp_path: Path) -> None:
    whole, bad = pack.read_bytes(), tmp_path / "bad.zip"
    unseen = []
    for bit in range(len(whole) * 8):
        flipped = bytearray(whole)
        flipped[bit // 8] ^= 1 << bit % 8
        bad.write_bytes(flipped)
        try:
            open_pack(bad)
        except InputError:
            continue
        unseen.append(bit)
    assert unseen == []


@given(cut=st.integers(0, 400), more=st.binary(max_size=20))
def test_what_is_cut_off_or_put_behind_is_found(
    tmp_path_factory: pytest.TempPathFactory, cut: int, more: bytes
) -> None:
    path = tmp_path_factory.mktemp("cut") / "p.zip"
    write_pack(path, FILES)
    whole = path.read_bytes()
    path.write_bytes(whole[: max(0, len(whole) - cut)] + more)
    if path.read_bytes() == whole:
        open_pack(path)
    else:
        assert _code(path).startswith("E-PACK")


def test_a_bomb_is_refused_unopened(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "b.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("manifest.json", b"0" * 50_000_000)
    assert _code(tmp_path / "b.zip") == "E-PACK-PACKED"


@pytest.mark.parametrize("name", ["../evil", "/etc/x", "a/../../x", "C:\\x", ".hidden", "a//b", "x" * 300, "ё"])
def test_a_name_that_escapes_is_refused(tmp_path: Path, name: str) -> None:
    with zipfile.ZipFile(tmp_path / "n.zip", "w") as archive:
        archive.writestr(zipfile.ZipInfo(name), b"x")
    with pytest.raises(UnsafeFile) as seen:
        open_pack(tmp_path / "n.zip")
    assert seen.value.code == "E-PACK-NAMES"


@pytest.mark.parametrize("twin", ["manifest.json", "MANIFEST.json"])
def test_one_name_twice_is_refused(tmp_path: Path, twin: str) -> None:
    write_pack(tmp_path / "t.zip", [("manifest.json", b"{}"), (twin, b"[]")])
    assert _code(tmp_path / "t.zip") == "E-PACK-NAMES"


def test_a_pack_that_was_packed_anew_is_no_longer_the_pack(pack: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "again.zip", "w") as archive:
        for name, data in FILES:
            archive.writestr(name, data if isinstance(data, bytes) else b"")
    assert _code(tmp_path / "again.zip") == "E-PACK-DAMAGED"


def test_no_half_pack_is_left_behind(pack: Path) -> None:
    before = pack.read_bytes()
    with pytest.raises(ValueError, match="no name"):
        write_pack(pack, [("manifest.json", b"{}"), ("../x", b"")])
    assert (pack.read_bytes(), [it.name for it in pack.parent.iterdir()]) == (before, ["p.zip"])


def test_other_files_do_not_look_like_packs(pack: Path, tmp_path: Path) -> None:
    (tmp_path / "x.csv").write_text("a;b", encoding="utf-8")
    with zipfile.ZipFile(tmp_path / "y.zip", "w") as archive:
        archive.writestr("rows.csv", b"a;b")
    told = {it.name: looks_like_pack(it, "manifest.json") for it in tmp_path.iterdir()}
    assert told == {"p.zip": True, "x.csv": False, "y.zip": False}


def test_a_missing_file_of_a_pack_is_said(pack: Path) -> None:
    with pytest.raises(UnreadableFile, match="'nothing' is missing"):
        open_pack(pack).read("nothing")
