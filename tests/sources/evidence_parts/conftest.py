"""Small pieces of evidence, made on the spot."""

import gzip
import io
from collections.abc import Callable, Sequence

import pytest
from PIL import Image, ImageDraw
from pypdf import PdfWriter

MakeWarc = Callable[[Sequence[tuple[str, str, str, bytes]]], bytes]


@pytest.fixture
def make_warc() -> MakeWarc:
    """A packed web archive of answers: address, instant, media type, body."""

    def make(answers: Sequence[tuple[str, str, str, bytes]]) -> bytes:
        return b"".join(gzip.compress(_answer(*it)) for it in answers)

    return make


def _answer(url: str, captured: str, kind: str, body: bytes) -> bytes:
    http = f"HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body
    told = {"WARC-Type": "response", "WARC-Target-URI": url, "WARC-Date": captured, "WARC-Record-ID": "<urn:x:1>"}
    told |= {"Content-Type": "application/http; msgtype=response", "Content-Length": str(len(http))}
    head = "".join(f"{name}: {value}\r\n" for name, value in told.items())
    return f"WARC/1.0\r\n{head}\r\n".encode() + http + b"\r\n\r\n"


@pytest.fixture
def photograph() -> bytes:
    """A JPEG with a position, a camera and an instant in its hidden marks."""
    image = Image.new("RGB", (160, 120), "white")
    ImageDraw.Draw(image).rectangle((20, 20, 90, 100), fill="black")
    exif = Image.Exif()
    exif[0x010F] = "CameraMaker"
    exif[0x0132] = "2024:03:01 12:30:00"
    exif.get_ifd(0x8825)[1] = "N"
    exif.get_ifd(0x8825)[2] = (55.0, 45.0, 7.0)
    out = io.BytesIO()
    image.save(out, "JPEG", exif=exif, comment=b"private remark")
    return out.getvalue()


@pytest.fixture
def empty_pdf() -> bytes:
    """Two pages without text, as a scan has."""
    writer, out = PdfWriter(), io.BytesIO()
    for _ in range(2):
        writer.add_blank_page(200, 200)
    writer.write(out)
    return out.getvalue()


@pytest.fixture
def text_pdf() -> bytes:
    """Two pages with text."""
    return _pdf(["First page: five axes", "Second page: end user"])


def _pdf(texts: Sequence[str]) -> bytes:
    kids = " ".join(f"{4 + 2 * n} 0 R" for n in range(len(texts)))
    parts = ["<</Type/Catalog/Pages 2 0 R>>", f"<</Type/Pages/Kids[{kids}]/Count {len(texts)}>>"]
    parts.append("<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>")
    for n, text in enumerate(texts):
        told = f"BT /F1 12 Tf 20 100 Td ({text}) Tj ET"
        resources = "/Resources<</Font<</F1 3 0 R>>>>/MediaBox[0 0 300 200]"
        parts.append(f"<</Type/Page/Parent 2 0 R{resources}/Contents {5 + 2 * n} 0 R>>")
        parts.append(f"<</Length {len(told)}>>stream\n{told}\nendstream")
    out, places = b"%PDF-1.4\n", list[int]()
    for number, part in enumerate(parts, 1):
        places.append(len(out))
        out += f"{number} 0 obj{part}endobj\n".encode()
    table = "".join(f"{it:010} 00000 n \n" for it in places)
    tail = f"xref\n0 {len(parts) + 1}\n0000000000 65535 f \n{table}trailer<</Root 1 0 R/Size {len(parts) + 1}>>\n"
    return out + f"{tail}startxref\n{len(out)}\n%%EOF".encode()
