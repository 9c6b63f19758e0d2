"""Annex IV of Regulation (EU) No 833/2014 as EUR-Lex shows the consolidated text: a web page, saved as it is."""

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

from lxml import etree

from enduse.model.listing import BadRecord, ListEntry, NameRole
from enduse.sources.list_parts.annex_names import annex_name
from enduse.sources.list_parts.draft import EntryDraft
from enduse.sources.list_parts.errors import damaged, empty, truncated
from enduse.sources.list_parts.values import day_of
from enduse.sources.lists import ListFile, ListFormat, ListReading

_ACT = re.compile(rb"0?2014R0833")
_DAY = re.compile(rb"02014R0833-(\d{8})|02014R0833\W{1,12}[A-Z]{2}\W{1,12}(\d{2}\.\d{2}\.\d{4})")
_TITLE = re.compile(r"[^\W\d_]{4,12} ([IVXL]+[A-Za-z]*)")
_MARKS = re.compile(r"►(?:B|[ACM]\d+)? ?|◄ ?|▼(?:B|[ACM]\d+)?(?: —+)?")
_LABELLED = re.compile(r"([^:(][^:]{1,39}):(?!//)\s*(.*)")
_NUMBER = re.compile(r"(\d+)\.?")
_CELLS = 4
_FORMER = ("former", "previous")


def _fits(file: ListFile) -> bool:
    head = file.head()
    return b"<html" in head[:4096].lower() and bool(_ACT.search(head))


def _read(file: ListFile) -> ListReading:
    with file.open() as reader:
        data = reader.read()
    if not data.strip():
        raise empty(file.name)
    if b"</html>" not in data[-4096:].lower():
        raise truncated(file.name, "the page has no end")
    # No entity is resolved and nothing is fetched: HTML's own names of letters are all that the parser knows.
    parser = etree.HTMLParser(no_network=True, huge_tree=True, encoding="utf-8" if _is_utf8(data) else None)
    root = etree.fromstring(data, parser)
    records = list(_records(root))
    if not any(isinstance(it, ListEntry) for it in records):
        raise damaged(
            file.name,
            "no table of numbered parties stands under the heading ANNEX IV; save the page of the consolidated text "
            "(EUR-Lex, 'HTML', one language) as it is",
        )
    return ListReading(records, _day(data))


def _is_utf8(data: bytes) -> bool:
    """A saved page may have lost the line that says so, and would then be read letter by letter wrong."""
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _day(data: bytes) -> date | None:
    found = _DAY.search(data)
    if not found:
        return None
    packed, dotted = (it.decode() if it else "" for it in found.groups())
    return date.fromisoformat(packed) if packed else day_of(dotted)


def _records(root: Any) -> Iterator[ListEntry | BadRecord]:
    inside, row = False, 0
    for element in root.iter("p", "tr"):
        if element.tag == "p":
            title = _TITLE.fullmatch(_text(element)) if "title-annex-1" in (element.get("class") or "") else None
            inside = title[1] == "IV" if title else inside
        elif inside:
            cells = [it for it in element if it.tag in ("td", "th")]
            told = [_lines(it) for it in cells]
            if _is_marker(told) or (len(cells) == _CELLS and not row and not _NUMBER.fullmatch(" ".join(told[0]))):
                continue
            row += 1
            yield _entry(row, told)


def _is_marker(cells: list[list[str]]) -> bool:
    """A line that only says which act changed what follows."""
    return not any(cells)


def _entry(row: int, cells: list[list[str]]) -> ListEntry | BadRecord:
    number = _NUMBER.fullmatch(" ".join(cells[0])) if cells else None
    if len(cells) != _CELLS or number is None:
        raw = tuple("\n".join(it) for it in cells)
        said = f"Annex IV has {_CELLS} columns, the first a number; this row has {len(cells)}."
        return BadRecord(row, "R-LIST-CELLS", said, raw)
    draft = EntryDraft(row, "EU", "833/2014 Annex IV", f"32014R0833:IV:{number[1]}")
    draft.kind = "company"
    draft.listed(" ".join(cells[3]), "Date of listing")
    draft.programme("EU-RUS")
    draft.programme("Export control")
    draft.cite("Regulation 833/2014, Annex IV")
    _names(draft, _joined(cells[1]))
    for line in _joined(cells[2], "Address"):
        _fact(draft, line)
    return draft.outcome()


def _names(draft: EntryDraft, lines: list[str]) -> None:
    for at, line in enumerate(lines):
        label = _LABELLED.fullmatch(line) if at else None
        if label is None:
            annex_name(draft, line, "alias" if at else "primary")
            continue
        role: NameRole = "former" if any(it in label[1].casefold() for it in _FORMER) else "alias"
        for text in label[2].split(";"):
            annex_name(draft, text.strip(), role)


def _fact(draft: EntryDraft, line: str) -> None:
    label = _LABELLED.fullmatch(line)
    if label is None:
        draft.note("Identifying information", line)
        return
    said, text = label[1].strip().casefold(), label[2]
    if said.startswith("address"):
        for it in text.split(";"):
            draft.address([it])
    elif said.startswith("registration"):
        home = next((it.country for it in draft.addresses if it.country), "")
        draft.numbers("registration", text, home)
        if "(" in text:
            draft.note(label[1], text)
    elif said.startswith("place of registration"):
        draft.country(text, label[1])
    elif kind := next((it for it, words in _CONTACTS.items() if said.startswith(words)), ""):
        draft.contact(kind, text)
    else:
        draft.note(label[1], text)


_CONTACTS = {"phone": ("phone", "telephone", "tel"), "email": ("email", "e-mail"), "web": ("website", "web site")}


def _joined(lines: list[str], first: str = "") -> list[str]:
    """Lines with those that go on without a label of their own; a bare first line gets the label ``first``."""
    whole = list[str]()
    for line in lines:
        if _LABELLED.fullmatch(line) or not whole:
            bare = bool(first) and not _LABELLED.fullmatch(line)
            whole.append(f"{first}: {line}" if bare else line)
        else:
            whole[-1] += f" {line}"
    return whole


def _lines(cell: Any) -> list[str]:
    """The paragraphs of a cell, or its text where it has none."""
    inner = list(cell.iter("p")) or [cell]
    return [text for it in inner if (text := _text(it))]


def _text(element: Any) -> str:
    return " ".join(_MARKS.sub("", "".join(element.itertext())).split())


eu_consolidated_html = ListFormat(
    id="eu_consolidated_html",
    title="EU Regulation 833/2014, consolidated text (EUR-Lex, HTML): Annex IV",
    publisher="Publications Office of the European Union (EUR-Lex)",
    licence="reuse allowed (Decision 2011/833/EU, CC BY 4.0)",
    about="The parties of Annex IV (military-industrial complex, third-country suppliers) with their day of listing, "
    "as they stand in the consolidated text of a day. Only Annex IV is read; who was taken off before is not in it. "
    "Entry ids are those of eu_journal: CELEX number, annex and number in the annex.",
    source="memory: the form of the page is known from a public reader of it, the page itself was not at hand",
    fits=_fits,
    read=_read,
)
