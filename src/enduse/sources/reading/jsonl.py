"""JSON Lines, and JSON documents that hold a list of objects.

Nested objects become columns with dotted names, ``address.city``; lists of plain values are joined by `` | ``;
objects in lists are joined likewise and given once more by position, ``owners[2].name``. Numbers keep the
digits they are written with. Row 1 holds the column names; the object of line 1 is row 2.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from enduse.errors import Notice, UnreadableFile
from enduse.model.provenance import Place
from enduse.sources.reading import BadRow, PendingBatch, RawBatch
from enduse.sources.reading.blob import Blob
from enduse.sources.reading.encoding import encoding_of
from enduse.sources.reading.limits import Limits
from enduse.sources.reading.rows import Cells, head_of, parsed, skipped, table_of

JOIN = " | "
_CHUNK_ROWS = 20_000
_MOST_INDEXED = 20
_SHOWN = 4_000


class _Number(str):
    """The digits of a JSON number, as written."""


@dataclass(frozen=True)
class JsonSheet:
    """Objects, one on each line or in one list; see ``reading.Sheet``.

    Attributes:
        objects: The objects of a document; None when each line of ``blob`` is one.
    """

    place: Place
    kind: str
    traits: Mapping[str, str]
    blob: Blob
    names: tuple[str, ...]
    numeric: frozenset[int]
    limits: Limits
    objects: tuple[Any, ...] | None = None
    notices: tuple[Notice, ...] = ()

    def head(self, rows: int = 200) -> list[list[str]]:
        """The column names and the first objects as text."""
        return head_of((it.parse() for it in self._all(max(2, rows))), rows)

    def batches(self, skip_rows: int = 0) -> Iterator[RawBatch]:
        """All rows after the first ``skip_rows``, in order."""
        return parsed(self, skip_rows)

    def chunks(self, skip_rows: int = 0) -> Iterator[PendingBatch]:
        """The same rows, cut but not parsed."""
        return skipped(self._all(_CHUNK_ROWS), skip_rows)

    def _all(self, chunk_rows: int) -> Iterator[PendingBatch]:
        titles = table_of([(1, self.names)], len(self.names))
        yield PendingBatch(1, 1, 0, lambda: RawBatch(titles))
        first, some = 2, []
        for value in self.objects if self.objects is not None else _lines(self.blob, self.limits):
            some.append(value)
            if len(some) >= chunk_rows:
                yield PendingBatch(first, len(some), 0, _Objects(first, tuple(some), self))
                first, some = first + len(some), []
        if some:
            yield PendingBatch(first, len(some), 0, _Objects(first, tuple(some), self))


def open_jsonl(blob: Blob, place: Place, limits: Limits) -> JsonSheet:
    """JSON Lines: the union of all keys is found in a first walk.

    Raises:
        UnreadableFile: E-COLUMNS; E-JSON when no line is an object.
    """
    names: dict[str, bool] = {}
    objects = 0
    for line in _lines(blob, limits):
        value = _object(line)
        if value is not None:
            objects += 1
            _note(names, value)
    if not objects:
        raise _no_objects(blob)
    return JsonSheet(
        place, "jsonl", {"encoding": "utf-8"}, blob, _checked(names, blob, limits), _numeric(names), limits
    )


def open_json(blob: Blob, place: Place, limits: Limits) -> JsonSheet:
    """The longest list of objects in a JSON document; the document itself when it holds none.

    Raises:
        UnreadableFile: E-JSON, E-TOO-LARGE, E-COLUMNS.
    """
    if blob.size > limits.document_bytes:
        raise UnreadableFile(
            f"The JSON document {blob.name!r} has {blob.size:,} bytes; one may have {limits.document_bytes:,}, "
            "because it must be held whole. Write it as JSON Lines, one object a line.",
            code="E-TOO-LARGE",
        )
    data = blob.first(blob.size)
    found = encoding_of(data, data.count(b"\n") + 1)
    try:
        document = _decoded(data.decode(found.codec).removeprefix("\ufeff"))
    except (ValueError, RecursionError) as error:
        if "Extra data" in str(error):
            # More than one document: lines so long that the second was not seen at first glance.
            return open_jsonl(blob, place, limits)
        raise UnreadableFile(
            f"The JSON document {blob.name!r} is damaged or cut off: {error}. Nothing of it was kept. "
            "Download it again.",
            code="E-JSON",
        ) from error
    path, objects = _longest_list(document)
    names: dict[str, bool] = {}
    for value in objects:
        if isinstance(value, dict):
            _note(names, value)
    if not names:
        raise _no_objects(blob)
    traits = {"encoding": found.name, "records": path}
    return JsonSheet(
        place, "jsonl", traits, blob, _checked(names, blob, limits), _numeric(names), limits, tuple(objects)
    )


@dataclass(frozen=True)
class _Objects:
    first_row: int
    values: tuple[Any, ...]
    sheet: JsonSheet

    def __call__(self) -> RawBatch:
        rows: list[tuple[int, Cells]] = []
        bad: list[BadRow] = []
        for number, given in enumerate(self.values, self.first_row):
            value = _object(given) if isinstance(given, bytes) else given
            if isinstance(value, dict):
                flat = flatten(value)
                rows.append((number, [flat.get(name) for name in self.sheet.names]))
            elif given == b"" or (isinstance(given, bytes) and not given.strip()):
                rows.append((number, ()))
            else:
                shown = given.decode("utf-8", "backslashreplace") if isinstance(given, bytes) else _shown(given)
                bad.append(BadRow(number, "R-JSON", "This is no JSON object, or it is cut off.", (shown[:_SHOWN],)))
        return RawBatch(table_of(rows, len(self.sheet.names)), tuple(bad), self.sheet.numeric)


def flatten(value: Mapping[str, Any]) -> dict[str, str | None]:
    """One object as column name to text; values of one name are joined by `` | ``.

    >>> flatten({"a": {"b": "x"}, "c": ["1", "2"]})
    {'a.b': 'x', 'c': '1 | 2'}
    """
    found: dict[str, list[str]] = {}
    for name, text in _walk(value, "", ""):
        found.setdefault(name, []).append(text)
    return {name: JOIN.join(texts) for name, texts in found.items()}


def _walk(value: Any, plain: str, indexed: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        dot = "." if plain else ""
        for key, inner in value.items():
            yield from _walk(inner, f"{plain}{dot}{key}", f"{indexed}{dot}{key}")
    elif isinstance(value, list):
        for at, inner in enumerate(value, 1):
            nested = isinstance(inner, dict | list)
            yield from _walk(inner, plain, f"{indexed}[{at}]" if nested else indexed)
    elif value is not None:
        text = {True: "TRUE", False: "FALSE"}[value] if isinstance(value, bool) else value
        yield plain, text
        if indexed != plain and not _beyond(indexed):
            yield indexed, text


def _beyond(name: str) -> bool:
    return any(part.split("]")[0].isdigit() and int(part.split("]")[0]) > _MOST_INDEXED for part in name.split("[")[1:])


def _shown(value: Any) -> str:
    return str(value) if isinstance(value, _Number) else json.dumps(value, ensure_ascii=False)


def _lines(blob: Blob, limits: Limits) -> Iterator[bytes]:
    with blob.open() as reader:
        for at, line in enumerate(iter(lambda: reader.readline(limits.line_bytes), b""), 1):
            if len(line) == limits.line_bytes:
                raise UnreadableFile(
                    f"Line {at} of {blob.name!r} is longer than {limits.line_bytes:,} bytes. "
                    "Check what the file is; JSON Lines have one object on each line.",
                    code="E-LONG-LINE",
                )
            yield line.removeprefix(b"\xef\xbb\xbf") if at == 1 else line


def _object(line: bytes) -> dict[str, Any] | None:
    try:
        value = _decoded(line.decode())
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, dict) else None


def _decoded(text: str) -> Any:
    return json.loads(text, parse_int=_Number, parse_float=_Number, parse_constant=lambda _: None)


def _note(names: dict[str, bool], value: Mapping[str, Any]) -> None:
    for name, text in _walk(value, "", ""):
        names[name] = names.get(name, False) or isinstance(text, _Number)
    for name, inner in value.items():
        # A key that is always empty is still a column.
        if not isinstance(inner, dict | list):
            names.setdefault(name, False)


def _numeric(names: Mapping[str, bool]) -> frozenset[int]:
    return frozenset(at for at, number in enumerate(names.values()) if number)


def _longest_list(document: Any) -> tuple[str, list[Any]]:
    """The list of objects with the most items, and the keys that lead to it; else the document itself."""
    waiting: list[tuple[str, Any]] = [("", document)]
    best: tuple[str, list[Any]] = ("", [document] if isinstance(document, dict) else [])
    while waiting:
        path, value = waiting.pop(0)
        if isinstance(value, list):
            if any(isinstance(it, dict) for it in value) and (len(value) > len(best[1]) or not path):
                best = (path, value)
        elif isinstance(value, dict):
            waiting += [(f"{path}.{key}".lstrip("."), inner) for key, inner in value.items()]
    return best


def _checked(names: Mapping[str, bool], blob: Blob, limits: Limits) -> tuple[str, ...]:
    if len(names) > limits.columns:
        raise UnreadableFile(
            f"{blob.name!r} has {len(names):,} different keys, more than the {limits.columns:,} columns a table may "
            "have: probably keys that are values. Turn them into a list of objects first.",
            code="E-COLUMNS",
        )
    return tuple(names)


def _no_objects(blob: Blob) -> UnreadableFile:
    return UnreadableFile(
        f"{blob.name!r} is JSON but holds no object with names and values, so there is no table in it.", code="E-JSON"
    )
