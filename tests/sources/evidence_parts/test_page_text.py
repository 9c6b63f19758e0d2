"""Pages as text, and as pages that can do nothing."""

import base64

import pytest

from enduse.sources.evidence_parts.page_text import inert_page, page_lines

HOSTILE = """<html><head><title>Dealer &amp; Co</title><script>alert(1)</script></head>
<body onload="steal()"><h1>Lathes</h1><p>We sell <b>new</b> lathes.</p>tail<script src="https://evil.example/x.js">run()</script>
after<iframe src="https://evil.example"></iframe><a href="javascript:go()">link</a><img src="https://evil.example/p.png"
onerror="x()"><svg onload="y()"><text>svg</text></svg><style>p{background:url(https://evil.example)}</style></body></html>"""


def test_a_page_becomes_its_visible_lines() -> None:
    title, lines = page_lines(HOSTILE.encode())
    assert title == "Dealer & Co"
    assert lines == ["Lathes", "We sell new lathes.", "tail after link"]


def test_an_inert_page_can_do_nothing() -> None:
    page = inert_page(HOSTILE.encode())
    assert "We sell <b>new</b> lathes." in page
    for word in ("<script", "evil.example", "onload", "onerror", "javascript:", "<iframe", "<svg", "<img", "href"):
        assert word not in page.lower()
    assert "default-src 'none'" in page


def test_text_that_looks_like_markup_stays_text() -> None:
    assert "<script>" not in inert_page(b"<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>")


@pytest.mark.parametrize("codec", ["utf-8", "cp1251", "utf-16"])
def test_cyrillic_is_read_in_the_usual_encodings(codec: str) -> None:
    assert page_lines("<html><body><p>Станки</p></body></html>".encode(codec))[1] == ["Станки"]


def test_the_page_names_its_own_encoding() -> None:
    page = '<html><head><meta charset="euc-kr"></head><body>공작기계</body></html>'.encode("euc-kr")
    assert page_lines(page)[1] == ["공작기계"]


@pytest.mark.parametrize("data", [b"", b"   ", b"\x00\x00", b"<!-- only a comment -->"])
def test_a_page_of_nothing_has_no_lines(data: bytes) -> None:
    assert page_lines(data) == ("", [])


def test_a_page_nested_deep_is_read_and_one_nested_too_deep_does_not_exhaust_us() -> None:
    assert page_lines(b"<div>" * 1_000 + b"in the deep" + b"</div>" * 1_000)[1] == ["in the deep"]
    assert inert_page(b"<div>" * 20_000 + b"in the deep" + b"</div>" * 20_000).endswith("</html>\n")


def test_a_page_that_names_no_encoding_is_read_by_its_letters() -> None:
    words = "数控机床 五轴加工中心 我们销售新的车床和铣床 联系我们 公司地址 上海市"
    assert page_lines(f"<p>{words}</p>".encode("gb18030"))[1] == [words]


def test_a_page_saved_with_its_pictures_is_unwrapped() -> None:
    page = base64.b64encode("<p>Станки</p><script>x()</script>".encode("cp1251"))
    saved = (
        b'From: <Saved by a browser>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n\tboundary="b"\r\n\r\n'
        b"--b\r\nContent-Type: text/html; charset=windows-1251\r\nContent-Transfer-Encoding: base64\r\n\r\n" + page
    ) + b"\r\n--b\r\nContent-Type: image/png\r\n\r\n\x89PNG\r\n--b--\r\n"
    assert page_lines(saved)[1] == ["Станки"]
    assert "x()" not in inert_page(saved)
