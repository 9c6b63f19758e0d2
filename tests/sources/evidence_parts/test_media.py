"""Kinds of files by their bytes."""

import io

import pytest

from enduse.sources.evidence_parts.media import Media, harmless_name, media_of


@pytest.mark.parametrize(
    ("data", "name", "kind"),
    [
        (b"<!-- saved --><!DOCTYPE html><p>", "x", "text/html"),
        (b"\xef\xbb\xbf<html>", "x", "text/html"),
        ("<html>".encode("utf-16"), "x", "text/html"),
        (b"notes <script>x()</script>", "notes.txt", "text/html"),
        (b"plain words", "page.htm", "text/html"),
        (b"a < b and c > d", "notes.txt", "text/plain"),
        (b'<?xml version="1.0"?><svg onload="x()">', "logo.svg", "image/svg+xml"),
        (b"RIFF\0\0\0\0WEBPVP8 ", "x", "image/webp"),
        (b"\0\0\0\x14ftypqt  ", "x", "video/quicktime"),
        (b"\0\0\0\x14ftypheic", "x", "image/heic"),
        (b"\x1f\x8b\x08\0", "site.warc.gz", "application/warc"),
        (b"\x1f\x8b\x08\0", "table.csv.gz", "application/gzip"),
        (b"\0\1\2\3", "x.txt", "application/octet-stream"),
        (b"<html>\x01<script>x()</script>", "x", "text/html"),
        (b"\x01<script>x()</script>", "x.htm", "text/html"),
        (b"", "x.html", "text/plain"),
    ],
)
def test_bytes_tell_the_kind(data: bytes, name: str, kind: str) -> None:
    assert media_of(io.BytesIO(data), name).type == kind


def test_a_name_that_says_otherwise_is_told() -> None:
    assert media_of(io.BytesIO(b"\xff\xd8\xff\xe0"), "a.PDF") == Media("image/jpeg", "application/pdf")
    assert media_of(io.BytesIO(b"\0\0\0\x14ftypmp42"), "a.mov").claimed == ""
    assert media_of(io.BytesIO(b"%PDF-1.7"), "a.pdf").claimed == ""


def test_the_file_is_at_its_beginning_afterwards() -> None:
    file = io.BytesIO(b"%PDF-1.7")
    media_of(file, "a.pdf")
    assert file.tell() == 0


@pytest.mark.parametrize(
    ("name", "kind", "leaves"),
    [
        ("a.html", "application/pdf", "a.html.bin"),
        ("a.SVG", "application/octet-stream", "a.SVG.bin"),
        ("a.pdf", "application/pdf", "a.pdf"),
        ("a.html", "text/html", "a.html"),
    ],
)
def test_bytes_that_are_no_page_never_leave_under_the_name_of_one(name: str, kind: str, leaves: str) -> None:
    assert harmless_name(name, kind) == leaves
