"""What every reader of a register owes, including those written tomorrow."""

import io
import re
import tomllib
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enduse.errors import InputError
from enduse.model.listing import BadRecord
from enduse.model.messages import messages
from enduse.model.relation import RegisterRecord, Relation
from enduse.registry import collect
from enduse.sources import registers
from enduse.sources.lists import ListFile
from enduse.sources.registers import RegisterFormat

Item = RegisterRecord | Relation | BadRecord
Open = Callable[[str | Path], ListFile]
Made = Callable[[str, bytes], ListFile]
ReadAll = Callable[[RegisterFormat, ListFile], list[Item]]

FIXTURES = Path(__file__).parents[2] / "fixtures" / "registers"
ROWS: dict[str, list[int]] = tomllib.loads((FIXTURES / "expected.toml").read_text(encoding="utf-8"))["rows"]
ALL = collect(registers, RegisterFormat)
every_register = pytest.mark.parametrize("format", ALL.values(), ids=ALL)
every_file = pytest.mark.parametrize("path", ROWS)


def of(path: str) -> RegisterFormat:
    return ALL[path.partition("/")[0]]


@every_register
def test_says_where_its_facts_come_from(format: RegisterFormat) -> None:
    assert format.title
    assert format.publisher
    assert format.licence
    assert format.about
    assert re.search(r"seen|memory|our own", format.source)
    assert format.sensitivity in ("public", "personal")


@every_register
def test_has_a_fixture_and_the_name_of_its_file(format: RegisterFormat) -> None:
    assert any(path.startswith(f"{format.id}/") for path in ROWS)
    assert (Path(registers.__file__).parent / f"{format.id}.py").exists()


@every_file
def test_its_own_file_fits_it_and_no_other(path: str, opened: Open) -> None:
    assert [it.id for it in ALL.values() if it.fits(opened(path))] == [of(path).id]


@every_register
@pytest.mark.parametrize(
    "data", [b"", b"\0\1\2", b"a,b\n1,2\n", b"{}", b"[]", b"<a/>", b"<a", b'{"id": 1}', b"\xff\xfe<"]
)
def test_a_strange_file_does_not_fit(format: RegisterFormat, data: bytes, made: Made) -> None:
    assert not format.fits(made("strange", data))


@given(
    st.sampled_from([b"", b"[", b"{", b"<", b'<?xml version="1.0" encoding="x"?>', b'"LEI",']), st.binary(max_size=80)
)
def test_recognition_answers_for_any_bytes(start: bytes, rest: bytes) -> None:
    file = ListFile("any.csv", 0, lambda: io.BytesIO(start + rest))
    assert [it.id for it in ALL.values() if it.fits(file)] == []


@every_file
def test_every_record_gives_something(path: str, opened: Open, read_all: ReadAll) -> None:
    first, count = ROWS[path]
    assert {it.row for it in read_all(of(path), opened(path))} == set(range(first, first + count))


@every_file
def test_reads_the_same_twice(path: str, opened: Open, read_all: ReadAll) -> None:
    assert read_all(of(path), opened(path)) == read_all(of(path), opened(path))


@every_file
def test_a_person_has_no_address_and_no_day_of_birth(path: str, opened: Open, read_all: ReadAll) -> None:
    people = [it for it in read_all(of(path), opened(path)) if isinstance(it, RegisterRecord) and it.kind == "person"]
    assert all(it.personal for it in people)
    assert [it for it in people if it.addresses or it.contacts] == []
    assert [it.born for it in people if not re.fullmatch(r"(\d{4}(-\d{2})?)?", it.born)] == []
    assert {number.scheme for it in people for number in it.identifiers} & {"PASSPORT", "NATIONAL_ID"} == set()
    assert not people or of(path).sensitivity == "personal" or path.startswith("gleif")


@every_file
def test_nothing_that_is_left_out_stands_anywhere_else(path: str, opened: Open, read_all: ReadAll) -> None:
    told = repr(read_all(of(path), opened(path)))
    assert not re.search(r"Home Lane|Heimweg|N999|999999999|1971-03-02|02\.03\.1971|1978-07-21|МЖРФ|600001", told)


@every_file
def test_shares_lie_between_nought_and_one(path: str, opened: Open, read_all: ReadAll) -> None:
    shares = [it for it in read_all(of(path), opened(path)) if isinstance(it, Relation) and it.low is not None]
    assert [it for it in shares if it.low is None or it.high is None or not 0 <= it.low <= it.high <= 1] == []
    assert [it for it in shares if not isinstance(it.low, Fraction) or not isinstance(it.high, Fraction)] == []


@every_file
def test_nothing_ends_before_it_begins(path: str, opened: Open, read_all: ReadAll) -> None:
    spans = [(it.start, it.end) for it in read_all(of(path), opened(path)) if isinstance(it, Relation)]
    assert [it for it in spans if it[0] and it[1] and it[1] <= it[0]] == []


@every_file
def test_a_reason_can_be_explained(path: str, opened: Open, read_all: ReadAll) -> None:
    bad = [it for it in read_all(of(path), opened(path)) if isinstance(it, BadRecord)]
    assert {it.code for it in bad} <= set(messages())
    assert all(it.reason for it in bad)


@every_file
def test_a_record_id_means_one_thing(path: str, opened: Open, read_all: ReadAll) -> None:
    records = [it for it in read_all(of(path), opened(path)) if isinstance(it, RegisterRecord) and it.names]
    names = {(it.record_id, it.names) for it in records}
    assert len({id for id, _ in names}) == len(names)


@every_file
def test_a_file_that_is_cut_off_is_refused_or_says_what_it_lost(path: str, opened: Open, made: Made) -> None:
    format, whole = of(path), opened(path)
    data = whole.open().read()
    cut = ListFile(whole.name, len(data), made("", data[: len(data) * 2 // 3]).open, whole.beside)
    try:
        said = {it.code for it in format.read(cut).records if isinstance(it, BadRecord)}
    except InputError as error:
        said = {error.code}
    assert said & {"E-XML-DAMAGED", "E-JSON", "E-REG-TABLE", "R-JSON", "R-RAGGED"}
