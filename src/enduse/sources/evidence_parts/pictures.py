"""Pictures: size, a hash that survives scaling, what their hidden marks tell, and a copy without those marks."""

import io
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import BinaryIO

from PIL import Image, ImageOps, UnidentifiedImageError

from enduse.errors import UnreadableFile

MOST_PIXELS = 120_000_000
_GPS, _TAKEN, _CAMERA_TAKEN, _CAMERA, _ORIENTATION = 0x8825, 0x0132, 0x9003, 0x8769, 0x0112
_DAMAGE = (UnidentifiedImageError, OSError, ValueError, SyntaxError, TypeError, KeyError, IndexError, ArithmeticError)


@dataclass(frozen=True)
class Picture:
    """What is seen of a picture without looking at it.

    Attributes:
        width: Pixels.
        height: Pixels.
        look: Difference hash of 64 bits, 16 hexadecimal digits: pictures that look alike differ in few bits.
        taken: What the camera says, as written; empty: nothing.
        tells_place: Does it carry a position?
    """

    width: int
    height: int
    look: str
    taken: str
    tells_place: bool


def picture_of(file: BinaryIO, name: str) -> Picture:
    """Size and marks of a picture.

    Raises:
        UnreadableFile: ``E-EVIDENCE-IMAGE``: damaged, of an unknown kind, or too many pixels.
    """
    with _opened(file, name) as image:
        exif = image.getexif()
        taken = exif.get_ifd(_CAMERA).get(_CAMERA_TAKEN) or exif.get(_TAKEN) or ""
        place = bool(exif.get_ifd(_GPS)) or b"exif:GPS" in _xmp(image)
        return Picture(image.width, image.height, look_of(image), str(taken), place)


def look_of(image: Image.Image) -> str:
    """Difference hash: is each of 8 x 8 cells brighter than the one to its right?"""
    small = ImageOps.exif_transpose(image).convert("L").resize((9, 8), Image.Resampling.LANCZOS)
    cells = small.tobytes()
    bits = [cells[9 * row + column] > cells[9 * row + column + 1] for row in range(8) for column in range(8)]
    return f"{sum(bit << (63 - place) for place, bit in enumerate(bits)):016x}"


def looks_apart(one: str, other: str) -> int:
    """Bits in which two looks differ, 0 to 64; up to about 10 the pictures are most often the same."""
    return (int(one, 16) ^ int(other, 16)).bit_count()


def without_marks(file: BinaryIO, name: str) -> bytes:
    """The picture as it looks, without position, camera, comments or preview: a JPEG stays one, others are PNG.

    Raises:
        UnreadableFile: ``E-EVIDENCE-IMAGE``.
    """
    out = io.BytesIO()
    with _opened(file, name) as image:
        kind = image.format
        turned = ImageOps.exif_transpose(image)
        # Only pixels go over: a new picture has no hidden parts.
        plain = turned.convert("RGB" if kind == "JPEG" or not _clear(turned) else "RGBA")
        fresh = Image.frombytes(plain.mode, plain.size, plain.tobytes())
        if kind == "JPEG":
            fresh.save(out, "JPEG", quality=95)
        else:
            fresh.save(out, "PNG")
    return out.getvalue()


def as_png(data: bytes, name: str) -> bytes:
    """The pixels alone, so that no other program has to read a file of a stranger."""
    return without_marks(io.BytesIO(data), name) if not data.startswith(b"\xff\xd8") else _png(data, name)


def _png(data: bytes, name: str) -> bytes:
    out = io.BytesIO()
    with _opened(io.BytesIO(data), name) as image:
        ImageOps.exif_transpose(image).convert("RGB").save(out, "PNG")
    return out.getvalue()


def _clear(image: Image.Image) -> bool:
    return image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info


def _xmp(image: Image.Image) -> bytes:
    told = image.info.get("xmp") or image.info.get("XML:com.adobe.xmp") or b""
    return told if isinstance(told, bytes) else str(told).encode()


@contextmanager
def _opened(file: BinaryIO, name: str) -> Iterator[Image.Image]:
    file.seek(0)
    try:
        with warnings.catch_warnings():
            # Its own warning of size comes at the first look; ours is the limit that counts.
            warnings.simplefilter("ignore")
            with Image.open(file) as image:
                if image.width * image.height > MOST_PIXELS:
                    raise ValueError(f"{image.width:,} x {image.height:,} pixels are more than {MOST_PIXELS:,}")
                image.load()
                yield image
    except (*_DAMAGE, Image.DecompressionBombError) as error:
        raise UnreadableFile(
            f"The picture {name!r} cannot be read ({str(error)[:200]}); its bytes are kept as they are. Where it is "
            "damaged, ask for a whole copy and add that too.",
            code="E-EVIDENCE-IMAGE",
        ) from error
