"""A saved page as text, and as a page that can do nothing: scripts never run, nothing is fetched."""

import email
import re
from collections.abc import Iterator
from html import escape

from lxml import etree, html

from enduse.sources.reading.encoding import encoding_of

_SILENT = frozenset({"script", "style", "noscript", "template", "iframe", "object", "embed", "svg", "head", "applet"})
_BLOCKS = frozenset(
    {
        "address", "article", "aside", "blockquote", "br", "dd", "div", "dl", "dt", "fieldset", "figcaption", "figure",
        "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main", "nav", "ol", "option", "p",
        "pre", "section", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul", "title",
    }
)  # fmt: skip
_KEPT = frozenset(
    {
        "b", "blockquote", "br", "code", "dd", "div", "dl", "dt", "em", "h1", "h2", "h3", "h4", "h5", "h6", "i", "li",
        "ol", "p", "pre", "section", "small", "span", "strong", "sub", "sup", "table", "tbody", "td", "tfoot", "th",
        "thead", "tr", "u", "ul",
    }
)  # fmt: skip
_CHARSET = re.compile(rb"""<meta[^>]{0,200}charset\s*=\s*["']?\s*([\w-]+)""", re.I)
_MHTML = re.compile(rb"(?:[\w-]+:[^\n]*\n(?:[ \t][^\n]*\n)*){1,40}\r?\n", re.I)
_SPACE = re.compile(r"\s+")
_POLICY = "default-src 'none'; style-src 'unsafe-inline'"


def page_lines(data: bytes, charset: str = "") -> tuple[str, list[str]]:
    """Title and visible lines of a page, in the order of the page; blank ones left out.

    Args:
        data: The page.
        charset: What the server said; empty: what the page says, else as its letters make likely.
    """
    root = _tree(data, charset)
    if root is None:
        return "", []
    title = root.findtext(".//title") or ""
    body = root.find("body")
    text = "".join(_text(root if body is None else body))
    lines = (" ".join(it.split()) for it in text.split("\n"))
    return " ".join(title.split()), [it for it in lines if it]


def inert_page(data: bytes, charset: str = "") -> str:
    """The page with its text and its order, and nothing that acts: no scripts, attributes, pictures or links."""
    title, _ = page_lines(data, charset)
    root = _tree(data, charset)
    body = None if root is None else root.find("body")
    inner = "" if root is None else "".join(_marked(root if body is None else body))
    head = f'<meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="{_POLICY}">'
    return f"<!doctype html><html><head>{head}<title>{escape(title)}</title></head><body>{inner}</body></html>\n"


def _tree(data: bytes, charset: str) -> etree._Element | None:
    text = decoded(*_unwrapped(data, charset))
    # A declared encoding in a text that is decoded already is refused by the parser.
    text = re.sub(r"^\s*<\?xml[^>]*\?>", "", text).replace("\0", "")
    if not text.strip():
        return None
    parser = html.HTMLParser(huge_tree=True, no_network=True, remove_comments=True, remove_pis=True)
    try:
        return html.document_fromstring(text, parser=parser)
    except (etree.LxmlError, ValueError):
        return None


def _unwrapped(data: bytes, charset: str) -> tuple[bytes, str]:
    """The page inside a page saved with its pictures as one file (MHTML); any other as it is."""
    if not _MHTML.match(data):
        return data, charset
    for part in email.message_from_bytes(data).walk():
        inner = part.get_payload(decode=True)
        if part.get_content_type() == "text/html" and isinstance(inner, bytes):
            return inner, str(part.get_content_charset() or "")
    return data, charset


def decoded(data: bytes, charset: str = "") -> str:
    """A text in the encoding that was told; else as UTF-8; else as its letters make likely."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace")
    told = _CHARSET.search(data[:4096])
    for name in (charset, told[1].decode("ascii", "replace") if told else "", "utf-8-sig"):
        try:
            if name:
                return data.decode(name)
        except (UnicodeDecodeError, LookupError):
            continue
    return data.decode(encoding_of(data, data.count(b"\n") + 1).codec, "replace")


def _text(root: etree._Element) -> Iterator[str]:
    for event, it in _walk(root):
        # A line's end in the source is a space; blocks alone begin lines.
        yield "\n" if it.tag in _BLOCKS else " " if it.tag in _SILENT else ""
        if event == "start":
            yield _SPACE.sub(" ", it.text or "")
        elif it is not root:
            yield _SPACE.sub(" ", it.tail or "")


def _marked(root: etree._Element) -> Iterator[str]:
    for event, it in _walk(root):
        tag = it.tag if it.tag in _KEPT else ""
        if event == "start":
            yield f"<{tag}>" if tag else ""
            yield escape(it.text or "")
        else:
            yield f"</{tag}>" if tag and tag != "br" else ""
            yield escape(it.tail or "") if it is not root else ""


def _walk(root: etree._Element) -> Iterator[tuple[str, etree._Element]]:
    """Start and end of each visible element; a silent one only ends, so that what follows it is kept.

    Iterative: pages nested thousands deep are attacks on the stack.
    """
    stack: list[tuple[str, etree._Element]] = [("start", root)]
    while stack:
        event, it = stack.pop()
        if event == "end" or not isinstance(it.tag, str) or (it.tag in _SILENT and it is not root):
            yield "end", it
            continue
        yield "start", it
        stack.append(("end", it))
        stack.extend(("start", child) for child in reversed(it))
