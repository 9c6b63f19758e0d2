"""Pictures: what they tell, and what they do not tell when they leave the house."""

import io
import struct
import zlib

import pytest
from PIL import Image

from enduse.errors import UnreadableFile
from enduse.sources.evidence_parts.pictures import looks_apart, picture_of, without_marks


def _with(data: bytes, **how: object) -> bytes:
    out = io.BytesIO()
    with Image.open(io.BytesIO(data)) as image:
        image.save(out, **how)  # type: ignore[arg-type]
    return out.getvalue()


def test_size_instant_and_place_are_seen(photograph: bytes) -> None:
    seen = picture_of(io.BytesIO(photograph), "p.jpg")
    assert (seen.width, seen.height, seen.taken, seen.tells_place) == (160, 120, "2024:03:01 12:30:00", True)


def test_a_scaled_copy_looks_alike_and_another_picture_does_not(photograph: bytes) -> None:
    with Image.open(io.BytesIO(photograph)) as image:
        small, other = io.BytesIO(), io.BytesIO()
        image.resize((80, 60)).save(small, "PNG")
        image.transpose(Image.Transpose.FLIP_LEFT_RIGHT).save(other, "PNG")
    one, scaled, mirrored = (
        picture_of(it, "p").look for it in (io.BytesIO(photograph), small, other)
    )  # fmt: skip
    assert looks_apart(one, scaled) <= 4
    assert looks_apart(one, mirrored) > 10


def test_what_leaves_the_house_tells_no_place_camera_or_remark(photograph: bytes) -> None:
    plain = without_marks(io.BytesIO(photograph), "p.jpg")
    seen = picture_of(io.BytesIO(plain), "p.jpg")
    assert (seen.tells_place, seen.taken, seen.width, seen.height) == (False, "", 160, 120)
    for word in (b"CameraMaker", b"private remark", b"Exif", b"2024:03:01"):
        assert word in photograph
        assert word not in plain


def test_a_turned_photograph_stays_turned(photograph: bytes) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    plain = without_marks(io.BytesIO(_with(photograph, format="JPEG", exif=exif)), "p.jpg")
    assert picture_of(io.BytesIO(plain), "p.jpg").width == 120


@pytest.mark.parametrize("kind", ["PNG", "GIF", "TIFF", "WEBP"])
def test_other_kinds_leave_as_png(photograph: bytes, kind: str) -> None:
    plain = without_marks(io.BytesIO(_with(photograph, format=kind)), "p")
    assert plain.startswith(b"\x89PNG")
    assert b"eXIf" not in plain


def test_a_picture_with_too_many_pixels_is_refused_before_it_is_opened() -> None:
    head = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)
    chunk = struct.pack(">I", 13) + b"IHDR" + head + struct.pack(">I", zlib.crc32(b"IHDR" + head))
    with pytest.raises(UnreadableFile) as error:
        picture_of(io.BytesIO(b"\x89PNG\r\n\x1a\n" + chunk), "bomb.png")
    assert error.value.code == "E-EVIDENCE-IMAGE"


@pytest.mark.parametrize("data", [b"", b"\xff\xd8\xff", b"no picture", b"GIF89a\x00"])
def test_damage_is_said(data: bytes) -> None:
    with pytest.raises(UnreadableFile):
        picture_of(io.BytesIO(data), "p.jpg")
