"""Streams of records: memory does not grow with the file, nothing is lost at the border of a piece."""

import io
import json
import tracemalloc
from collections.abc import Callable

import pytest

from enduse.errors import UnreadableFile
from enduse.model.listing import BadRecord
from enduse.sources.lists import ListFile
from enduse.sources.register_parts.streams import JsonRecord, json_records, table_records, xml_records


def made(data: bytes, name: str = "file") -> ListFile:
    return ListFile(name, len(data), lambda: io.BytesIO(data))


def values(file: ListFile) -> list[object]:
    return [it.value if isinstance(it, JsonRecord) else it for it in json_records(file)]


def test_a_list_is_read_over_the_border_of_its_pieces() -> None:
    objects = [{"n": at, "text": "ж" * (at % 7) * 30_000} for at in range(60)]
    data = json.dumps(objects, ensure_ascii=False, indent=1).encode()
    assert len(data) > 3 << 20
    assert values(made(data)) == objects


def test_lines_and_list_tell_the_same() -> None:
    objects = [{"a": 1}, {"b": ["x"]}]
    lines = "\n".join(map(json.dumps, objects)).encode()
    assert values(made(lines)) == values(made(json.dumps(objects).encode())) == objects


def test_a_mark_of_byte_order_is_no_part_of_the_first_record() -> None:
    assert values(made(b'\xef\xbb\xbf{"a": 1}\n')) == [{"a": 1}]
    assert values(made(b'\xef\xbb\xbf[{"a": 1}]')) == [{"a": 1}]


@pytest.mark.parametrize(
    "bad", [b"3", b'"x"', b"{", b"[1]", b"\xff\xfe", b'{"a": ' + b"9" * 5000 + b"}", b"[" * 90_000]
)
def test_a_line_that_is_no_object_costs_itself_only(bad: bytes) -> None:
    found = list(json_records(made(b'{"a": 1}\n' + bad + b'\n{"b": 2}\n')))
    assert [it.row for it in found] == [1, 2, 3]
    assert isinstance(found[1], BadRecord)


def test_an_element_of_a_list_that_is_no_object_costs_itself_only() -> None:
    found = list(json_records(made(b'[{"a": 1}, 3, null, {"b": 2}]')))
    assert [isinstance(it, BadRecord) for it in found] == [False, True, True, False]


@pytest.mark.parametrize("data", [b"[", b"[{}", b'[{"a": 1},', b"[{]", b"[\xff]"])
def test_a_list_that_does_not_end_is_refused(data: bytes) -> None:
    with pytest.raises(UnreadableFile, match="damaged or cut off"):
        list(json_records(made(data)))


def _peak(walk: Callable[[], object]) -> int:
    tracemalloc.start()
    walk()
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak


def test_memory_does_not_grow_with_the_number_of_records() -> None:
    data = b"[" + b",".join([b'{"name": "' + b"x" * 2_000 + b'"}'] * 10_000) + b"]"
    assert _peak(lambda: sum(1 for _ in json_records(made(data)))) < len(data) // 2


def test_an_xml_document_is_emptied_behind_the_reader() -> None:
    data = b"<r>" + b"<a><b>x</b></a>" * 20_000 + b"</r>"
    seen = [(row, element.findtext("b"), len(element.getparent())) for row, element in xml_records(made(data), "a")]
    assert [row for row, _, _ in seen] == list(range(1, 20_001))
    assert {text for _, text, _ in seen} == {"x"}
    assert max(size for _, _, size in seen) < 5_000


def test_a_quotation_mark_that_is_never_closed_is_refused() -> None:
    with pytest.raises(UnreadableFile, match="cannot be read to its end"):
        list(table_records(made(b'a,b\n1,"2\n3,4\n')))
