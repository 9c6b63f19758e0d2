"""Lists published as JSON: the records of one array, one after the other."""

import json
import re
from collections.abc import Iterator
from typing import Any

from enduse.sources.list_parts.errors import WholeFile, damaged, empty, miscounted, truncated

_SPACE = re.compile(r"\s*")
_DECODER = json.JSONDecoder()


def json_records(file: WholeFile, key: str = "", count: str = "") -> Iterator[tuple[int, Any]]:
    """The items of the array with their ordinals from 1; each is parsed when it is asked for.

    Args:
        file: The list.
        key: Name of the array in the outer object; empty where the document is the array itself.
        count: Name of the number beside the array that says how many items there are; not demanded.

    Raises:
        UnreadableFile: E-LIST-EMPTY, E-LIST-TRUNCATED, E-LIST-DAMAGED, E-LIST-COUNT.
    """
    with file.open() as reader:
        data = reader.read()
    if not data.strip():
        raise empty(file.name)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise damaged(file.name, f"byte {error.start:,} is no UTF-8 text") from error
    yield from _Walk(file.name, text, key, count).items()


class _Walk:
    """Where a walk through a JSON text stands."""

    def __init__(self, name: str, text: str, key: str, count: str) -> None:
        self.name, self.text, self.key, self.count = name, text, key, count
        self.at = 0
        self.found = 0

    def items(self) -> Iterator[tuple[int, Any]]:
        """The items, and then the checks that only the end allows."""
        if self._next() == "[" and not self.key:
            yield from self._array()
        elif self._next() == "{" and self.key:
            yield from self._object()
        else:
            raise damaged(self.name, f"it begins with {self._next()!r}, which is not how this list is written")
        if self._next():
            raise damaged(self.name, f"something follows its end: {self.text[self.at : self.at + 20]!r}")

    def _object(self) -> Iterator[tuple[int, Any]]:
        self.at += 1
        said = None
        while self._next() != "}":
            name = self._value()
            self._step(":")
            if name == self.key and self._next() == "[":
                yield from self._array()
            else:
                value = self._value()
                said = value if name == self.count and isinstance(value, int) else said
            if self._next() != "}":
                self._step(",")
        self.at += 1
        if said is not None and said != self.found:
            raise miscounted(self.name, said, self.found)

    def _array(self) -> Iterator[tuple[int, Any]]:
        self.at += 1
        while self._next() != "]":
            self.found += 1
            yield self.found, self._value()
            if self._next() != "]":
                self._step(",")
        self.at += 1

    def _next(self) -> str:
        found = _SPACE.match(self.text, self.at)
        self.at = found.end() if found else self.at
        return self.text[self.at : self.at + 1]

    def _step(self, mark: str) -> None:
        if not (seen := self._next()):
            raise truncated(self.name, f"the JSON ends after {self.found:,} records")
        if seen != mark:
            raise damaged(self.name, f"{seen!r} stands where {mark!r} belongs, at letter {self.at:,}")
        self.at += 1

    def _value(self) -> Any:
        self._next()
        try:
            value, self.at = _DECODER.raw_decode(self.text, self.at)
        except json.JSONDecodeError as error:
            seen = f"the JSON breaks off after {self.found:,} records ({error.msg} at letter {error.pos:,})"
            cut = "Unterminated" in error.msg or len(self.text.rstrip()) - error.pos < 8
            raise (truncated if cut else damaged)(self.name, seen) from error
        except RecursionError as error:
            raise damaged(self.name, f"record {self.found + 1:,} is nested without end") from error
        return value
