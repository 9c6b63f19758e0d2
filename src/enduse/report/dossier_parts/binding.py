"""Portions of a PDF bound into one: links across portions, bookmarks, and the foot of every page."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from typing import Any, Self

from pypdf import PageObject, PdfReader, PdfWriter
from pypdf.generic import (
    ArrayObject,
    DictionaryObject,
    FloatObject,
    NameObject,
    NullObject,
    StreamObject,
    TextStringObject,
)

TO, AT = "enduse://to/", "enduse://at/"
"""How portions write links and the places that they lead to; neither is left in the bound file."""


@dataclass(frozen=True)
class Place:
    """A page, counted from 0 over all portions, and a height on it."""

    page: int
    top: float


@dataclass(frozen=True)
class Told:
    """What the bound file says of itself.

    Attributes:
        bookmarks: Level, words and anchor of each heading.
    """

    title: str
    language: str
    at: datetime
    bookmarks: tuple[tuple[int, str, str], ...]


def places(portions: Sequence[bytes]) -> tuple[dict[str, Place], int]:
    """Where each anchor stands, and how many pages there are."""
    found: dict[str, Place] = {}
    before = 0
    for portion in portions:
        pages = PdfReader(BytesIO(portion)).pages
        for number, page in enumerate(pages):
            for link, address in _links(page):
                if address.startswith(AT):
                    top = float(link["/Rect"][3])
                    found.setdefault(address.removeprefix(AT), Place(before + number, top))
        before += len(pages)
    return found, before


def bound(portions: Sequence[bytes], feet: bytes, known: Mapping[str, Place], told: Told) -> bytes:
    """The portions as one file.

    Args:
        portions: In order.
        feet: As many pages as they have, each with nothing but its foot.
        known: As ``places`` gives it.
        told: What the file says of itself.
    """
    writer = PdfWriter()
    for portion in portions:
        writer.append(BytesIO(portion), import_outline=False)
    targets = [page.indirect_reference for page in writer.pages]
    stamp = _Stamp.of(writer)
    for page, foot in zip(writer.pages, PdfReader(BytesIO(feet)).pages, strict=True):
        _join(page, known, targets)
        stamp.put(page, foot)
    _bookmarks(writer, known, told)
    _say(writer, told)
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


@dataclass(frozen=True)
class _Stamp:
    """Puts a foot on a page as a drawing of its own: what stands on the page stays compressed as it is."""

    writer: PdfWriter
    before: Any
    after: Any

    @classmethod
    def of(cls, writer: PdfWriter) -> Self:
        before, after = StreamObject(), StreamObject()
        # The page's own state ends before the foot begins.
        before.set_data(b"q\n")
        after.set_data(b"\nQ q /EnduseFoot Do Q\n")
        return cls(writer, writer._add_object(before), writer._add_object(after))

    def put(self, page: PageObject, foot: PageObject) -> None:
        drawn = StreamObject()
        content = foot.get_contents()
        # An empty dictionary is false, and so is the stream of a page.
        drawn.set_data(content.get_data() if content is not None else b"")
        drawn = drawn.flate_encode()
        drawn[NameObject("/Type")], drawn[NameObject("/Subtype")] = NameObject("/XObject"), NameObject("/Form")
        drawn[NameObject("/BBox")] = ArrayObject([FloatObject(it) for it in foot.mediabox])
        drawn[NameObject("/Resources")] = foot["/Resources"].clone(self.writer)
        resources: Any = page["/Resources"].get_object()
        forms = resources.setdefault(NameObject("/XObject"), DictionaryObject()).get_object()
        forms[NameObject("/EnduseFoot")] = self.writer._add_object(drawn)
        own = page.raw_get("/Contents")
        held = own.get_object()
        parts = list(held) if isinstance(held, ArrayObject) else [own]
        page[NameObject("/Contents")] = ArrayObject([self.before, *parts, self.after])


def _links(page: PageObject) -> Iterator[tuple[Any, str]]:
    for it in page.get("/Annots", ()):
        link = it.get_object()
        address = str(link.get("/A", {}).get("/URI", ""))
        if address.startswith((TO, AT)):
            yield link, address


def _join(page: PageObject, known: Mapping[str, Place], targets: Sequence[Any]) -> None:
    """Links lead to their page; the marks of places go."""
    if "/Annots" not in page:
        return
    kept = ArrayObject()
    ours = {id(link): address for link, address in _links(page)}
    for it in page.get("/Annots", ()):
        link = it.get_object()
        address = ours.get(id(link), "")
        place = known.get(address.removeprefix(TO)) if address.startswith(TO) else None
        if address and place is None:
            continue
        if place:
            spot = [targets[place.page], NameObject("/XYZ"), NullObject(), FloatObject(place.top), NullObject()]
            link[NameObject("/Dest")] = ArrayObject(spot)
            del link["/A"]
        kept.append(it)
    page[NameObject("/Annots")] = kept


def _bookmarks(writer: PdfWriter, known: Mapping[str, Place], told: Told) -> None:
    above: Any = None
    for level, words, anchor in told.bookmarks:
        if anchor not in known:
            continue
        parent = above if level > 1 else None
        entry = writer.add_outline_item(title=words, page_number=known[anchor].page, parent=parent)
        above = entry if level == 1 else above


def _say(writer: PdfWriter, told: Told) -> None:
    day = f"D:{told.at:%Y%m%d%H%M%S}Z"
    writer.add_metadata({"/Title": told.title, "/CreationDate": day, "/ModDate": day})
    root = writer.root_object
    root[NameObject("/Lang")] = TextStringObject(told.language)
    root[NameObject("/ViewerPreferences")] = DictionaryObject()
