"""Archives: every member has its place, and none gets out."""

import bz2
import gzip
import io
import lzma
import tarfile
import zipfile
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pytest

from enduse.errors import UnreadableFile, UnsafeFile
from enduse.model.provenance import Place
from enduse.sources.reading import Opened
from enduse.sources.reading.limits import Limits
from enduse.sources.reading.opening import open_source

Opener = Callable[..., Opened]
Reader = Callable[..., dict[int, tuple[str | None, ...]]]

TABLE = b"name,code\nlathe,8458\n"
OTHER = "Товар;Код\nСтанок;8459\n".encode("cp1251")


def zipped(members: dict[str, bytes]) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return held.getvalue()


def tarred(members: dict[str, bytes], links: dict[str, str] | None = None) -> bytes:
    held = io.BytesIO()
    with tarfile.open(fileobj=held, mode="w") as archive:
        for name, data in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
        for name, target in (links or {}).items():
            link = tarfile.TarInfo(name)
            link.type, link.linkname = tarfile.SYMTYPE, target
            archive.addfile(link)
    return held.getvalue()


PACKERS: dict[str, Callable[[bytes], bytes]] = {"gz": gzip.compress, "xz": lzma.compress, "bz2": bz2.compress}


@pytest.mark.parametrize("kind", ["gz", "xz", "bz2"])
def test_a_packed_file_is_the_table_itself(opened: Opener, rows_of: Reader, kind: str) -> None:
    (sheet,) = opened(PACKERS[kind](TABLE), f"table.csv.{kind}").sheets
    assert sheet.place == Place()
    assert rows_of(sheet)[2] == ("lathe", "8458")


def test_zstandard_is_read(opened: Opener, rows_of: Reader) -> None:
    held = pa.BufferOutputStream()
    with pa.CompressedOutputStream(held, "zstd") as stream:
        stream.write(TABLE)
    (sheet,) = opened(held.getvalue().to_pybytes(), "table.csv.zst").sheets
    assert rows_of(sheet)[2] == ("lathe", "8458")


@pytest.mark.parametrize("kind", ["zip", "tar", "tar.gz", "tar.xz", "tgz"])
def test_members_are_places(opened: Opener, rows_of: Reader, kind: str) -> None:
    members = {"a/one.csv": TABLE, "two.csv": OTHER}
    packed = zipped(members) if kind == "zip" else tarred(members)
    if kind != "zip" and kind != "tar":
        packed = PACKERS[{"tgz": "gz"}.get(kind, kind[4:])](packed)
    both = opened(packed, f"many.{kind}")
    assert [sheet.place for sheet in both.sheets] == [Place("a/one.csv"), Place("two.csv")]
    assert rows_of(both.sheets[1])[2] == ("Станок", "8459")
    assert rows_of(both.sheets[0])[2] == ("lathe", "8458")


def test_an_archive_in_an_archive_is_read_one_level_deep(opened: Opener) -> None:
    inner = zipped({"deep.csv": TABLE, "deeper.zip": zipped({"deepest.csv": TABLE})})
    found = opened(zipped({"inner.zip": inner, "packed.csv.gz": gzip.compress(TABLE)}), "outer.zip")
    assert [sheet.place.member for sheet in found.sheets] == ["inner.zip/deep.csv", "packed.csv.gz"]
    assert list(found.left_out) == ["inner.zip/deeper.zip"]


def test_a_member_that_cannot_be_read_does_not_hide_the_others(opened: Opener) -> None:
    found = opened(
        zipped({"bad.xml": b"<a><b></a>", "doc.pdf": b"%PDF-1.7", "empty.csv": b"", "ok.csv": TABLE}), "x.zip"
    )
    assert [sheet.place.member for sheet in found.sheets] == ["ok.csv"]
    assert {name: why.rsplit(" ", 1)[1] for name, why in found.left_out.items()} == {
        "bad.xml": "[E-XML-DAMAGED]",
        "doc.pdf": "[E-FILE]",
        "empty.csv": "[E-EMPTY]",
    }
    assert "PDF" in found.left_out["doc.pdf"]


def test_one_place_can_be_asked_for(tmp_path: Path) -> None:
    path = tmp_path / "many.zip"
    path.write_bytes(zipped({"one.csv": TABLE, "inner.zip": zipped({"two.csv": OTHER})}))
    found = open_source(path, only=Place("inner.zip/two.csv"))
    assert [sheet.place.member for sheet in found.sheets] == ["inner.zip/two.csv"]


@pytest.mark.parametrize("name", ["../evil.csv", "/etc/evil.csv", "a/../../evil.csv", "..\\evil.csv", "C:\\evil.csv"])
@pytest.mark.parametrize("pack", [zipped, tarred])
def test_names_that_point_outside_are_refused(
    opened: Opener, pack: Callable[[dict[str, bytes]], bytes], name: str
) -> None:
    with pytest.raises(UnsafeFile) as caught:
        opened(pack({"ok.csv": TABLE, name: TABLE}), "evil.bin")
    assert caught.value.code == "E-PATH"


def test_links_are_never_followed(opened: Opener) -> None:
    found = opened(tarred({"ok.csv": TABLE}, {"link.csv": "/etc/passwd"}), "evil.tar")
    assert [sheet.place.member for sheet in found.sheets] == ["ok.csv"]
    assert "link" in found.left_out["link.csv"]


SMALL = Limits(ratio=100, ratio_floor_bytes=1_000_000)


@pytest.mark.parametrize(
    "bomb",
    [
        gzip.compress(b"a,b\n" + b"0" * 5_000_000),
        lzma.compress(b"a,b\n" + b"0" * 5_000_000),
        zipped({"zeros.csv": b"0" * 5_000_000}),
        zipped({"inner.zip": zipped({"zeros.csv": b"0" * 5_000_000})}),
        gzip.compress(gzip.compress(b"0" * 5_000_000)),
    ],
)
def test_bombs_are_refused(opened: Opener, bomb: bytes) -> None:
    with pytest.raises(UnsafeFile) as caught:
        opened(bomb, "bomb.bin", SMALL)
    assert caught.value.code == "E-BOMB"


def test_too_much_in_all_is_refused_even_at_a_modest_ratio(opened: Opener) -> None:
    with pytest.raises(UnsafeFile) as caught:
        opened(zipped({"a.csv": TABLE * 10, "b.csv": TABLE * 10}), "x.zip", Limits(unpacked_bytes=300))
    assert caught.value.code == "E-BOMB"


def test_too_many_members_are_refused(opened: Opener) -> None:
    with pytest.raises(UnsafeFile) as caught:
        opened(zipped({f"{at}.csv": TABLE for at in range(20)}), "x.zip", Limits(members=10))
    assert caught.value.code == "E-BOMB"


def test_a_gz_inside_a_gz_is_not_unpacked_for_ever(opened: Opener) -> None:
    data = TABLE
    for _ in range(30):
        data = gzip.compress(data)
    found = opened(data, "matryoshka.gz")
    assert found.sheets == ()
    assert len(found.left_out) == 1


@pytest.mark.parametrize(
    "data",
    [zipped({"a.csv": TABLE * 50})[:-30], gzip.compress(TABLE)[:-9], lzma.compress(TABLE)[:-9]],
    ids=["zip", "gz", "xz"],
)
def test_cut_off_archives_are_called_damaged(opened: Opener, data: bytes) -> None:
    with pytest.raises(UnreadableFile) as caught:
        opened(data, "cut.bin")
    assert caught.value.code == "E-ZIP-DAMAGED"


def test_a_locked_zip_is_called_locked(opened: Opener) -> None:
    data = bytearray(zipped({"a.csv": TABLE}))
    # The flag "encrypted", in the member's own header and in the list of contents.
    data[6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1
    with pytest.raises(UnreadableFile) as caught:
        opened(bytes(data), "secret.zip")
    assert caught.value.code == "E-ZIP-LOCKED"


def test_russian_names_of_old_zips_are_readable(opened: Opener) -> None:
    data = zipped({"xxxxxx.csv": TABLE}).replace(b"xxxxxx.csv", "данные.csv".encode("cp866"))
    assert opened(data, "old.zip").sheets[0].place.member == "данные.csv"


def test_nothing_is_left_in_the_scratch_folder(tmp_path: Path) -> None:
    path = tmp_path / "many.zip"
    path.write_bytes(zipped({"one.csv": TABLE}))
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    found = open_source(path, scratch=scratch)
    assert list(scratch.iterdir()) == []
    assert found.sheets[0].head()[1] == ["lathe", "8458"]
