"""XML documents: one row for each record element, one column for each path of a leaf.

Columns are named by the path from the record to the leaf, ``Party/Name``; attributes ``Party/@id``; the record's
own text ``.``. Leaves that stand beside the record, higher up, have absolute paths, ``/Declaration/ID``.
A leaf that occurs several times in one record is joined by `` | `` and given once more for each occurrence,
``Party[2]/Name``. Namespaces are dropped to local names. Row 1 holds the column names.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any

from lxml import etree

from enduse.errors import Notice, UnreadableFile, UnsafeFile
from enduse.model.provenance import Place
from enduse.sources.reading import PendingBatch, RawBatch
from enduse.sources.reading.blob import Blob, blob_of_bytes
from enduse.sources.reading.limits import Limits
from enduse.sources.reading.rows import Cells, head_of, parsed, skipped, table_of

JOIN = " | "
_CHUNK_ROWS = 5_000
# Beyond the twentieth only the joined column is given, or long lists would make thousands of columns.
_TOO_HIGH = re.compile(r"\[(?:2[1-9]|[3-9]\d|\d{3,})\]")
_MOST_BESIDE = 50
_ENTITY = re.compile(rb"<!ENTITY|<\0!\0E\0N\0T\0I\0T\0Y|\0<\0!\0E\0N\0T\0I\0T\0Y")

# What the parser says of entities that grow; a tag may be called Entity as well.
_LOOP = re.compile(r"entity (?:reference )?loop|amplification", re.I)

_BAD_COMMENT = re.compile(r"[Cc]omment")
# A comment ends with its mark, or, where another one starts before that, at the first ">" that ends a line.
_COMMENT = re.compile(rb"<!--(?:(?!<!--).)*?--\s*>|<!--.*?>(?=\s*[\r\n])", re.S)

Values = dict[str, list[str]]


@dataclass(frozen=True)
class XmlSheet:
    """The records of an XML document; see ``reading.Sheet``.

    Attributes:
        names: Column names, in the order of their first occurrence.
        beside: The leaves of elements above the records, by the number of the element.
    """

    place: Place
    traits: Mapping[str, str]
    notices: tuple[Notice, ...]
    blob: Blob
    limits: Limits
    names: tuple[str, ...]
    beside: Mapping[int, Mapping[str, str]]
    kind: str = "xml"

    def with_records(self, path: str) -> "XmlSheet":
        """The same document cut at another element.

        Args:
            path: Local names joined by ``/``; the end of the full path suffices, ``GovernmentAgencyGoodsItem``.
                When no element has it, the whole document is one record.
        """
        return _surveyed(self.blob, self.place, self.limits, path)

    def head(self, rows: int = 200) -> list[list[str]]:
        """The column names and the first records as text."""
        return head_of((it.parse() for it in self._all()), rows)

    def batches(self, skip_rows: int = 0) -> Iterator[RawBatch]:
        """All rows after the first ``skip_rows``, in order."""
        return parsed(self, skip_rows)

    def chunks(self, skip_rows: int = 0) -> Iterator[PendingBatch]:
        """The same rows, cut but not yet a table."""
        return skipped(self._all(), skip_rows)

    def _all(self) -> Iterator[PendingBatch]:
        some: list[Mapping[str, str]] = [{name: name for name in self.names}]
        first = 1
        for record in _records(self.blob, self.traits["records"]):
            above = {name: value for at in record.above for name, value in self.beside.get(at, {}).items()}
            some.append({**above, **_flat(record.values)})
            if len(some) >= _CHUNK_ROWS:
                yield PendingBatch(first, len(some), 0, _Rows(first, tuple(some), self.names))
                first, some = first + len(some), []
        if some:
            yield PendingBatch(first, len(some), 0, _Rows(first, tuple(some), self.names))


def open_xml(blob: Blob, place: Place, limits: Limits) -> XmlSheet:
    """The document, with its record element found: the repeated one that holds most of the leaves, else the root.

    Raises:
        UnreadableFile: E-XML-DAMAGED, E-COLUMNS.
        UnsafeFile: E-XML-ENTITY.
    """
    if _ENTITY.search(blob.first(1 << 20)):
        raise _entities(blob)
    try:
        return _surveyed(blob, place, limits, _record_path(blob))
    except UnreadableFile as error:
        if not _BAD_COMMENT.search(error.message) or blob.size > limits.document_bytes:
            raise
    return _without_comments(blob, place, limits)


def _without_comments(blob: Blob, place: Place, limits: Limits) -> XmlSheet:
    """The document again, its comments blanked out: hand-made ones hold two hyphens or are not closed."""
    data = _COMMENT.sub(lambda found: re.sub(rb"[^\r\n]", b" ", found[0]), blob.first(blob.size))
    mended = blob_of_bytes(blob.name, data)
    sheet = _surveyed(mended, place, limits, _record_path(mended))
    said = (
        "A comment in the document breaks the rules of XML. Comments were passed over; elements are read as they are."
    )
    return replace(sheet, notices=(*sheet.notices, Notice("W-XML-COMMENT", said)))


@dataclass(frozen=True)
class _Rows:
    first_row: int
    records: tuple[Mapping[str, str], ...]
    names: tuple[str, ...]

    def __call__(self) -> RawBatch:
        rows: list[tuple[int, Cells]] = [
            (number, [record.get(name) for name in self.names])
            for number, record in enumerate(self.records, self.first_row)
        ]
        return RawBatch(table_of(rows, len(self.names)))


@dataclass(frozen=True)
class _Record:
    """One record: its leaves, and the numbers of the elements above it."""

    values: Values
    above: tuple[int, ...]


@dataclass
class _Open:
    """An element that is not yet closed and is no part of a record."""

    path: str
    number: int
    values: Values = field(default_factory=dict)
    holds_records: bool = False


@dataclass
class _Survey:
    """What a first walk through the document found out."""

    root: str = ""
    names: dict[str, None] = field(default_factory=dict)
    beside: dict[int, Values] = field(default_factory=dict)
    count: int = 0


def _surveyed(blob: Blob, place: Place, limits: Limits, path: str) -> XmlSheet:
    survey = _survey(blob, path)
    if path and not survey.count:
        path, survey = "", _survey(blob, "")
    most = [name for values in survey.beside.values() for name, found in values.items() if len(found) > _MOST_BESIDE]
    beside = {
        number: {name: JOIN.join(found) for name, found in values.items() if len(found) <= _MOST_BESIDE}
        for number, values in survey.beside.items()
    }
    names = (*{name: None for values in beside.values() for name in values}, *survey.names)
    if len(names) > limits.columns:
        raise UnreadableFile(
            f"{blob.name!r} has {len(names):,} different paths below {path or survey.root!r}, more than the "
            f"{limits.columns:,} columns a table may have. A layout with another `records` element is needed.",
            code="E-COLUMNS",
        )
    notices = tuple(_too_many(name) for name in dict.fromkeys(most))
    traits = {"root": survey.root, "records": path, "count": str(survey.count)}
    return XmlSheet(place, traits, notices, blob, limits, names, beside)


def _too_many(name: str) -> Notice:
    said = f"{name!r} stands beside the records more than {_MOST_BESIDE} times, so it is left out of their rows."
    return Notice(
        "W-XML-BESIDE", f"{said} If it is a table of its own, read it with a layout that names it in `records`."
    )


def _survey(blob: Blob, path: str) -> _Survey:
    survey = _Survey()
    for record in _records(blob, path, survey):
        survey.count += 1
        survey.names.update(dict.fromkeys(record.values))
    return survey


def _records(blob: Blob, path: str, survey: _Survey | None = None) -> Iterator[_Record]:
    """Every record of the document in one streaming walk; elements are let go as soon as they are read."""
    walk = _Walk(f"/{path}", survey or _Survey())
    for event, element in _events(blob):
        if event == "start":
            walk.enter(element)
            continue
        if walk.inside > 1:
            walk.inside -= 1
            continue
        if walk.inside == 1:
            walk.inside = 0
            yield _Record(_leaves(element), tuple(it.number for it in walk.stack))
        else:
            walk.leave(element)
        _let_go(element)


class _Walk:
    """Where a streaming walk stands: the open elements outside records, and how deep it is inside one."""

    def __init__(self, suffix: str, survey: _Survey) -> None:
        self.suffix, self.survey = suffix, survey
        self.stack: list[_Open] = []
        self.inside = 0
        self._numbers = 0

    def enter(self, element: Any) -> None:
        """An element starts."""
        if self.inside:
            self.inside += 1
            return
        name = _local(element.tag)
        path = f"{self.stack[-1].path if self.stack else ''}/{name}"
        self.survey.root = self.survey.root or name
        if path.endswith(self.suffix) or self.suffix == "/":
            self.inside = 1
            for it in self.stack:
                it.holds_records = True
            return
        self._numbers += 1
        self.stack.append(_Open(path, self._numbers))

    def leave(self, element: Any) -> None:
        """An element outside records ends: its leaves go to the nearest element that holds records."""
        ended = self.stack.pop()
        for name, value in element.attrib.items():
            _put(ended.values, f"{ended.path}/@{_local(name)}", value)
        if text := (element.text or "").strip():
            _put(ended.values, ended.path, text)
        if ended.holds_records or not self.stack:
            self.survey.beside[ended.number] = ended.values
            return
        above = self.stack[-1].values
        for name, found in ended.values.items():
            for value in found:
                _put(above, name, value)


def _put(values: Values, name: str, value: str) -> None:
    found = values.setdefault(name, [])
    if len(found) <= _MOST_BESIDE:
        found.append(value)


def _leaves(record: Any) -> Values:
    """Every text and attribute of a record by its path; repeated ones by their indexed path as well."""
    values: Values = {}
    waiting = [(record, "", "")]
    while waiting:
        element, plain, indexed = waiting.pop()
        for name, value in element.attrib.items():
            _add(values, f"{plain}/@{_local(name)}", f"{indexed}/@{_local(name)}", value)
        children = [child for child in element if isinstance(child.tag, str)]
        pieces = (element.text, *(child.tail for child in children))
        if text := " ".join(it.strip() for it in pieces if it and it.strip()):
            _add(values, plain or "/.", indexed or "/.", text)
        waiting += reversed(_steps(children, plain, indexed))
    return values


def _steps(children: list[Any], plain: str, indexed: str) -> list[tuple[Any, str, str]]:
    names = [_local(child.tag) for child in children]
    often, seen = Counter(names), Counter[str]()
    steps = []
    for child, name in zip(children, names, strict=True):
        seen[name] += 1
        index = f"[{seen[name]}]" if often[name] > 1 else ""
        steps.append((child, f"{plain}/{name}", f"{indexed}/{name}{index}"))
    return steps


def _add(values: Values, plain: str, indexed: str, value: str) -> None:
    values.setdefault(plain[1:], []).append(value)
    if indexed != plain and not _TOO_HIGH.search(indexed):
        values.setdefault(indexed[1:], []).append(value)


def _flat(values: Values) -> dict[str, str]:
    return {name: JOIN.join(found) for name, found in values.items()}


def _record_path(blob: Blob) -> str:
    """The repeated element that holds the most leaves, if that is half of them; else the root (empty)."""
    often, leaves, path = Counter[str](), Counter[str](), [""]
    parents: set[str] = set()
    for event, element in _events(blob):
        if event == "start":
            parents.add(path[-1])
            path.append(f"{path[-1]}/{_local(element.tag)}")
            often[path[-1]] += 1
            continue
        weight = (path[-1] not in parents or bool((element.text or "").strip())) + len(element.attrib)
        for above in path:
            leaves[above] += weight
        path.pop()
        _let_go(element)
    repeated = [it for it, count in often.items() if count > 1 and it in parents and leaves[it] * 2 >= leaves[""]]
    return max(repeated, key=lambda it: (leaves[it], -len(it)), default="")[1:]


def _events(blob: Blob) -> Iterator[tuple[str, Any]]:
    options = {"resolve_entities": False, "no_network": True, "huge_tree": False, "load_dtd": False}
    with blob.open() as reader:
        try:
            first = True
            for event, element in etree.iterparse(
                reader, events=("start", "end"), remove_comments=True, remove_pis=True, **options
            ):
                if first and _declares_entities(element):
                    raise _entities(blob)
                first = False
                yield event, element
        except etree.XMLSyntaxError as error:
            if _LOOP.search(str(error)):
                raise _entities(blob) from error
            raise UnreadableFile(
                f"The XML document {blob.name!r} is damaged or cut off: {error}. Nothing of it was kept. "
                "Download it again; if it was put together by hand, mend the place that is named.",
                code="E-XML-DAMAGED",
            ) from error


def _declares_entities(element: Any) -> bool:
    dtd = element.getroottree().docinfo.internalDTD
    return dtd is not None and any(True for _ in dtd.iterentities())


def _entities(blob: Blob) -> UnsafeFile:
    return UnsafeFile(
        f"The XML document {blob.name!r} declares entities of its own, which can blow up memory or read other files. "
        "No trade data needs them, so nothing of it was read. If you trust it, save it again without its DOCTYPE.",
        code="E-XML-ENTITY",
    )


def _let_go(element: Any) -> None:
    element.clear(keep_tail=True)
    parent = element.getparent()
    while parent is not None and element.getprevious() is not None:
        del parent[0]


@cache
def _local(tag: str) -> str:
    return tag.rsplit("}", 1)[-1]
