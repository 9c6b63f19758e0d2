"""Records of the LEI system, CSV or XML, as one flat form: the column names of the golden copy."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from enduse.model.listing import BadRecord
from enduse.sources.lists import ListFile
from enduse.sources.register_parts.fields import day_of
from enduse.sources.register_parts.gleif_json import json_cells, list_word
from enduse.sources.register_parts.streams import (
    TableRecord,
    local_name,
    table_header,
    table_records,
    xml_records,
    xml_root,
)

_LISTS = frozenset(
    {
        "OtherEntityName",
        "TransliteratedOtherEntityName",
        "SuccessorEntity",
        "RelationshipPeriod",
        "RelationshipQualifier",
        "RelationshipQuantifier",
        "OtherAddress",
        "TransliteratedOtherAddress",
        "AdditionalAddressLine",
        "LegalEntityEvent",
    }
)
# The golden copy in CSV leaves out the element that only holds a list of others.
_HOLDERS: Mapping[str, str] = {
    "RelationshipPeriods.RelationshipPeriod": "Period",
    "RelationshipQualifiers.RelationshipQualifier": "Qualifiers",
    "RelationshipQuantifiers.RelationshipQuantifier": "Quantifiers",
}


@dataclass(frozen=True)
class GleifKind:
    """One kind of records, by what tells its files.

    Attributes:
        root: Of the XML.
        element: A record in the XML.
        column: That only its table has.
        keys: With which a record of the golden copy in JSON begins.
        resource: Their type in the answers of the LEI search, api.gleif.org; empty where it gives none.
    """

    root: str
    element: str
    column: str
    keys: tuple[str, ...]
    resource: str = ""


def is_gleif(file: ListFile, kind: GleifKind) -> bool:
    """Is the file XML with that root, JSON with such records, or a table with that column?"""
    start = _start(file)
    if start == b"<":
        return xml_root(file)[0] == kind.root
    return bool(list_word(file, kind.keys, kind.resource)) if start == b"{" else kind.column in table_header(file)


def gleif_records(file: ListFile, kind: GleifKind) -> Iterator[TableRecord | BadRecord]:
    """Every record, flat: ``Entity.LegalName``, ``Entity.OtherEntityNames.OtherEntityName.1``, ``...1.type``."""
    start = _start(file)
    if start == b"{":
        yield from json_cells(file, list_word(file, kind.keys, kind.resource), (_LISTS, _HOLDERS))
    elif start != b"<":
        yield from table_records(file)
    else:
        for row, node in xml_records(file, kind.element):
            cells: dict[str, str] = {}
            _flatten(node, "", cells)
            yield TableRecord(row, cells)


def _start(file: ListFile) -> bytes:
    return file.head(64).lstrip(b"\xef\xbb\xbf \t\r\n")[:1]


def content_date(file: ListFile) -> date | None:
    """The day that the header of the XML names, or the first eight digits of the file's name."""
    head = file.head().decode("utf-8", "replace")
    start = head.find("ContentDate>")
    if start >= 0:
        return day_of(head[start + 12 : start + 22])
    digits = file.name[:8]
    return day_of(f"{digits[:4]}-{digits[4:6]}-{digits[6:]}") if digits.isdecimal() else None


def numbered(cells: Mapping[str, str], stem: str) -> Iterator[str]:
    """The stems ``stem.1``, ``stem.2`` ... under which something is written."""
    for at in range(1, 200):
        one = f"{stem}.{at}"
        if one not in cells and not any(key.startswith(f"{one}.") for key in cells):
            return
        if cells.get(one) or any(value for key, value in cells.items() if key.startswith(f"{one}.")):
            yield one


def _flatten(node: Any, stem: str, cells: dict[str, str]) -> None:
    count: Counter[str] = Counter()
    for child in node:
        name = local_name(child)
        if not name:
            continue
        count[name] += 1
        path = f"{stem}.{name}" if stem else name
        for written, short in _HOLDERS.items():
            path = path.removesuffix(written) + short if path.endswith(written) else path
        if name in _LISTS or count[name] > 1:
            path = f"{path}.{count[name]}"
        for key, value in child.attrib.items():
            cells[f"{path}.{'xmllang' if key.endswith('}lang') else key}"] = value
        if child.text and child.text.strip():
            cells[path] = " ".join(child.text.split())
        _flatten(child, path, cells)
