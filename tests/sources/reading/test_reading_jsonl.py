"""JSON Lines and documents: every key a column, numbers as written."""

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from enduse.errors import UnreadableFile
from enduse.sources.reading import Opened
from enduse.sources.reading.jsonl import flatten
from enduse.sources.reading.limits import Limits

Opener = Callable[..., Opened]
Reader = Callable[..., dict[int, tuple[str | None, ...]]]


def test_the_columns_are_the_union_of_the_keys(opened: Opener, rows_of: Reader) -> None:
    (sheet,) = opened(b'{"a":"x","n":{"b":1.50}}\n{"c":null,"a":"y"}\n', "made.jsonl").sheets
    assert rows_of(sheet) == {1: ("a", "n.b", "c"), 2: ("x", "1.50", None), 3: ("y", None, None)}


def test_numbers_keep_their_digits_and_are_named(opened: Opener) -> None:
    (sheet,) = opened(b'{"code":8457101000,"value":1e3,"text":"0123"}\n{"code":1}\n', "made.jsonl").sheets
    assert sheet.head()[1] == ["8457101000", "1e3", "0123"]
    assert [it.stored_as_number for it in sheet.batches()][-1] == {0, 1}


def test_lists_are_joined_and_objects_in_them_indexed() -> None:
    assert flatten({"owners": [{"name": "A", "share": True}, {"name": "B"}], "codes": ["1", "2"]}) == {
        "owners.name": "A | B",
        "owners[1].name": "A",
        "owners.share": "TRUE",
        "owners[1].share": "TRUE",
        "owners[2].name": "B",
        "codes": "1 | 2",
    }


def test_a_cut_off_line_is_set_apart_and_blank_lines_count(opened: Opener, rows_of: Reader) -> None:
    (sheet,) = opened(b'{"a":"x"}\n\n{"a":"y"}\n{"a":"z', "made.jsonl").sheets
    assert rows_of(sheet) == {1: ("a",), 2: ("x",), 3: (None,), 4: ("y",)}
    assert [(it.row, it.code) for batch in sheet.batches() for it in batch.bad] == [(5, "R-JSON")]


def test_a_document_gives_its_longest_list_of_objects(opened: Opener, rows_of: Reader) -> None:
    data = b'{"about":{"by":"x"},"data":{"rows":[{"a":"1"},{"a":"2"},5]},"few":[{"b":"1"}]}'
    (sheet,) = opened(data, "made.json").sheets
    assert sheet.traits["records"] == "data.rows"
    assert rows_of(sheet) == {1: ("a",), 2: ("1",), 3: ("2",)}
    assert [(it.row, it.cells) for batch in sheet.batches() for it in batch.bad] == [(4, ("5",))]


def test_a_pretty_printed_list_is_a_document(opened: Opener, rows_of: Reader) -> None:
    (sheet,) = opened('[\n  {\n    "товар": "станок"\n  }\n]\n'.encode(), "made.json").sheets
    assert rows_of(sheet) == {1: ("товар",), 2: ("станок",)}


@pytest.mark.parametrize("data", [b'{"a": [1, 2', b"[1, 2, 3]", b'["a"]', b'{"a":' * 100_000])
def test_json_without_a_table_is_refused(opened: Opener, data: bytes) -> None:
    with pytest.raises(UnreadableFile) as caught:
        opened(data, "made.json")
    assert caught.value.code == "E-JSON"


def test_too_many_keys_are_refused(opened: Opener) -> None:
    data = b"".join(b'{"k%d":"x"}\n' % at for at in range(50))
    with pytest.raises(UnreadableFile) as caught:
        opened(data, "made.jsonl", Limits(columns=10))
    assert caught.value.code == "E-COLUMNS"


def test_a_large_document_is_refused(opened: Opener) -> None:
    with pytest.raises(UnreadableFile) as caught:
        opened(b'[{"a":"x"},\n{"a":"y"}]', "made.json", Limits(document_bytes=10))
    assert caught.value.code == "E-TOO-LARGE"


plain = st.dictionaries(st.sampled_from("abcd"), st.text(min_size=1, max_size=5), max_size=4)


@settings(max_examples=50)
@given(plain)
def test_a_flat_object_is_its_own_row(value: dict[str, str]) -> None:
    assert flatten(value) == value
