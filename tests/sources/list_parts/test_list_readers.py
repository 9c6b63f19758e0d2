"""Tables, XML and JSON of lists: whole or not at all."""

import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enduse.errors import UnreadableFile, UnsafeFile
from enduse.model.listing import BadRecord
from enduse.sources.list_parts.json import json_records
from enduse.sources.list_parts.tables import TableForm, TableRecord, read_table
from enduse.sources.list_parts.xml import root_of, walk
from enduse.sources.lists import ListFile


def of(data: bytes) -> ListFile:
    return ListFile("list.dat", len(data), lambda: io.BytesIO(data))


PLAIN = TableForm()


def refused_table(data: bytes, form: TableForm = PLAIN) -> str:
    with pytest.raises(UnreadableFile) as raised:
        read_table(of(data), form)
    return raised.value.code


def test_a_table_is_read_by_its_header() -> None:
    table = read_table(of("\ufeffName,Street Address\nÄ, 1 \n".encode()), TableForm(needs=("name",)))
    (record,) = table.records
    assert isinstance(record, TableRecord)
    assert (record.row, record["name"], record["street_address"], record["none"]) == (2, "Ä", "1", "")


def test_a_row_with_too_few_cells_is_set_aside() -> None:
    bad, good = read_table(of(b"a,b\n1\n1,2\n"), TableForm()).records
    assert isinstance(bad, BadRecord)
    assert (bad.row, bad.code, bad.raw) == (2, "R-LIST-CELLS", ("1",))
    assert isinstance(good, TableRecord)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "E-LIST-EMPTY"),
        (b"\x1a", "E-LIST-EMPTY"),
        (b"a,b\n", "E-LIST-EMPTY"),
        (b"a,b\n1,2\n3\n", "E-LIST-TRUNCATED"),
        (b"a,b\n1,2\n3,4", "E-LIST-TRUNCATED"),
        (b'a,b\n1,2\n3,"4', "E-LIST-TRUNCATED"),
        ("a,b\n1,é".encode()[:-1], "E-LIST-TRUNCATED"),
        (b"a,b\n1,\xe9\n3,4\n", "E-LIST-DAMAGED"),
        (b"a,b\n1,\0\n", "E-LIST-DAMAGED"),
        (b'a,b\n"1"x,2\n', "E-LIST-DAMAGED"),
    ],
)
def test_a_table_that_is_not_whole_is_refused(data: bytes, code: str) -> None:
    assert refused_table(data) == code


def test_a_table_without_its_header_is_refused() -> None:
    assert refused_table(b"x,y\n1,2\n", TableForm(needs=("name",))) == "E-LIST-DAMAGED"


def test_a_quoted_last_cell_may_end_the_file() -> None:
    assert len(read_table(of(b'a,b\n1,"2"'), TableForm()).records) == 1


def test_an_old_code_page_is_read_where_the_publisher_has_one() -> None:
    (record,) = read_table(of(b"a,b\nJos\xe9,2\n"), TableForm(legacy="cp1252")).records
    assert isinstance(record, TableRecord)
    assert record["a"] == "José"


XML = b'<?xml version="1.0"?><l:list xmlns:l="urn:x"><item id=" 7 "><name> A </name><name/></item><item/></l:list>'


def test_xml_records_are_walked_without_namespaces() -> None:
    (path, first), (_, second) = walk(of(XML), ["list/item"])
    assert (path, first.get("id"), first.values("name"), first.ordinal, second.ordinal) == (
        "list/item",
        "7",
        ("A",),
        1,
        2,
    )
    assert first.first("none").value("deeper") == ""
    assert root_of(XML) == ("list", ' xmlns:l="urn:x"')


@given(st.integers(1, len(XML) - 1))
def test_xml_that_is_cut_anywhere_is_refused(at: int) -> None:
    with pytest.raises(UnreadableFile) as raised:
        list(walk(of(XML[:at]), ["list/item"]))
    assert raised.value.code in ("E-LIST-TRUNCATED", "E-LIST-DAMAGED")


def test_an_unescaped_mark_is_damage_and_no_attack() -> None:
    with pytest.raises(UnreadableFile) as raised:
        list(walk(of(b"<list><item>Fable & Sons</item></list>"), ["list/item"]))
    assert raised.value.code == "E-LIST-DAMAGED"


@pytest.mark.parametrize(
    "doctype",
    [b'<!DOCTYPE l [<!ENTITY a "b">]>', b'<!DOCTYPE l [<!ENTITY % a SYSTEM "file:///etc/passwd"> %a;]>'],
)
def test_entities_are_refused(doctype: bytes) -> None:
    with pytest.raises(UnsafeFile) as raised:
        list(walk(of(doctype + b"<list><item>&a;</item></list>"), ["list/item"]))
    assert raised.value.code == "E-XML-ENTITY"


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8), lambda it: st.lists(it, max_size=3), max_leaves=5
)


@given(st.lists(JSON, max_size=5), st.sampled_from([None, 1]))
def test_json_records_are_those_that_json_reads(items: list[object], indent: int | None) -> None:
    text = json.dumps({"before": [1], "results": items, "after": {}}, indent=indent).encode()
    assert [it for _, it in json_records(of(text), "results")] == items
    assert [it for _, it in json_records(of(json.dumps(items, indent=indent).encode()))] == items


WHOLE = json.dumps({"total": 2, "results": [{"name": "Ä\\u00e4"}, {"name": "B", "n": [1, 2.5, None]}]}).encode()


@given(st.integers(1, len(WHOLE) - 1))
def test_json_that_is_cut_anywhere_is_refused(at: int) -> None:
    with pytest.raises(UnreadableFile) as raised:
        list(json_records(of(WHOLE[:at]), "results", "total"))
    assert raised.value.code == "E-LIST-TRUNCATED"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b" ", "E-LIST-EMPTY"),
        (b"[]", "E-LIST-DAMAGED"),
        (b'{"results": []} x', "E-LIST-DAMAGED"),
        (b'{"results": [1 2]}          ', "E-LIST-DAMAGED"),
        (b'{"total": 3, "results": [1]}', "E-LIST-COUNT"),
        (b'{"results": [\xff]}', "E-LIST-DAMAGED"),
    ],
)
def test_json_that_breaks_its_rules_is_refused(data: bytes, code: str) -> None:
    with pytest.raises(UnreadableFile) as raised:
        list(json_records(of(data), "results", "total"))
    assert raised.value.code == code
