"""What holds for every list format, tomorrow's included; tests/fixtures/lists/README.md describes the samples."""

import io
import re
import tomllib
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from enduse import registry
from enduse.errors import UnreadableFile, UnsafeFile
from enduse.model.listing import BadRecord, ListEntry
from enduse.model.messages import messages
from enduse.sources import lists
from enduse.sources.lists import ListFile, ListFormat
from enduse.text.countries import is_country

FIXTURES = Path(__file__).resolve().parents[2] / "fixtures" / "lists"
FORMATS = registry.collect(lists, ListFormat)
SampleContent = Callable[[str, Mapping[str, Any]], ListFile]


def samples(id: str) -> list[dict[str, Any]]:
    path = FIXTURES / id / "expected.toml"
    return tomllib.loads(path.read_text(encoding="utf-8"))["sample"] if path.exists() else []


SAMPLES = [pytest.param(id, it, id=f"{id}-{it['file']}") for id in FORMATS for it in samples(id)]
every_format = pytest.mark.parametrize("format", FORMATS.values(), ids=FORMATS.keys())
every_sample = pytest.mark.parametrize(("id", "sample"), SAMPLES)


def records(id: str, file: ListFile) -> list[ListEntry | BadRecord]:
    return list(FORMATS[id].read(file).records)


def altered(file: ListFile, data: bytes) -> ListFile:
    return replace(file, size=len(data), open=lambda: io.BytesIO(data))


@every_format
def test_it_says_what_it_is(format: ListFormat) -> None:
    said = (format.title, format.publisher, format.licence, format.about)
    assert all(len(it) > 3 for it in said)
    assert re.match(r"seen|memory", format.source)


@every_format
def test_its_id_is_the_name_of_its_file(format: ListFormat) -> None:
    assert (Path(lists.__file__).parent / f"{format.id}.py").exists()


@every_format
def test_it_has_a_fictional_sample(format: ListFormat) -> None:
    assert samples(format.id) != []


@every_sample
def test_only_its_own_format_takes_a_sample(id: str, sample: dict[str, Any], sample_content: SampleContent) -> None:
    file = sample_content(id, sample)
    assert [it.id for it in FORMATS.values() if it.fits(file)] == [id]


@pytest.mark.parametrize(
    "data", [b"", b"\n", b"a,b\n1,2\n", b"<html><body/></html>", b"{}", b"[1]", b"PK\x03\x04", b"\0" * 99]
)
@every_format
def test_it_refuses_what_is_no_list(format: ListFormat, data: bytes) -> None:
    assert not format.fits(ListFile("file.dat", len(data), lambda: io.BytesIO(data)))


@every_sample
def test_every_record_becomes_an_entry_or_a_reason(
    id: str, sample: dict[str, Any], sample_content: SampleContent
) -> None:
    found = records(id, sample_content(id, sample))
    bad = [it for it in found if isinstance(it, BadRecord)]
    assert (len(found) - len(bad), len(bad)) == (sample["entries"], sample.get("rejected", 0)), bad


@every_sample
def test_the_kinds_are_those_of_the_sample(id: str, sample: dict[str, Any], sample_content: SampleContent) -> None:
    found = records(id, sample_content(id, sample))
    kinds = Counter(it.kind for it in found if isinstance(it, ListEntry))
    assert "kinds" not in sample or dict(kinds) == sample["kinds"]


@every_sample
def test_the_day_of_the_snapshot_is_read(id: str, sample: dict[str, Any], sample_content: SampleContent) -> None:
    assert FORMATS[id].read(sample_content(id, sample)).snapshot == sample.get("snapshot")


@every_sample
def test_reading_twice_gives_the_same(id: str, sample: dict[str, Any], sample_content: SampleContent) -> None:
    file = sample_content(id, sample)
    assert records(id, file) == records(id, file)


@every_sample
def test_an_entry_can_be_named_found_and_placed(id: str, sample: dict[str, Any], sample_content: SampleContent) -> None:
    for it in records(id, sample_content(id, sample)):
        if isinstance(it, ListEntry):
            assert it.row > 0
            assert it.authority
            assert it.list
            assert it.entry_id
            assert it.names or (it.kind == "address" and it.addresses)
            assert all(name.text == " ".join(name.text.split()) for name in it.names)
            assert all(name.text for name in it.names)


@every_sample
def test_the_primary_name_stands_first(id: str, sample: dict[str, Any], sample_content: SampleContent) -> None:
    for it in records(id, sample_content(id, sample)):
        if isinstance(it, ListEntry) and it.names:
            assert it.names[0].role == "primary"


@every_sample
def test_ids_are_used_once(id: str, sample: dict[str, Any], sample_content: SampleContent) -> None:
    found = [it for it in records(id, sample_content(id, sample)) if isinstance(it, ListEntry)]
    often = Counter((it.authority, it.list, it.entry_id) for it in found)
    assert [key for key, count in often.items() if count > 1] == []


@every_sample
def test_countries_and_births_have_their_form(id: str, sample: dict[str, Any], sample_content: SampleContent) -> None:
    for it in records(id, sample_content(id, sample)):
        if isinstance(it, ListEntry):
            codes = {*it.countries, *(a.country for a in it.addresses), *(n.country for n in it.identifiers)} - {""}
            assert [code for code in codes if not is_country(code)] == []
            assert [birth for birth in it.births if not re.fullmatch(r"\d{4}(-\d\d(-\d\d)?)?", birth)] == []
            assert all(number.scheme == number.scheme.upper() and number.value for number in it.identifiers)


@every_sample
def test_a_reason_can_be_explained(id: str, sample: dict[str, Any], sample_content: SampleContent) -> None:
    reading = FORMATS[id].read(sample_content(id, sample))
    codes = {it.code for it in reading.records if isinstance(it, BadRecord)} | {it.code for it in reading.notices}
    assert codes <= set(messages())


@pytest.mark.parametrize("share", [0.35, 0.6, 0.83, 0.97])
@every_sample
def test_a_cut_file_is_refused(id: str, sample: dict[str, Any], sample_content: SampleContent, share: float) -> None:
    file = sample_content(id, sample)
    if not sample.get("cut", True):
        pytest.skip(sample["why"])
    with file.open() as reader:
        data = reader.read()
    # Into the middle of a cell: a cut just behind a whole row cannot be seen.
    cut = data[: int(len(data) * share)].rstrip(b'\r\n\t "-0')[:-1]
    with pytest.raises(UnreadableFile) as raised:
        records(id, altered(file, cut))
    assert raised.value.code.startswith("E-LIST-")
    assert raised.value.code in messages()


@every_sample
def test_an_empty_file_is_refused(id: str, sample: dict[str, Any], sample_content: SampleContent) -> None:
    with pytest.raises(UnreadableFile) as raised:
        records(id, altered(sample_content(id, sample), b""))
    assert raised.value.code.startswith("E-LIST-")


@every_sample
def test_xml_with_entities_is_refused(id: str, sample: dict[str, Any], sample_content: SampleContent) -> None:
    file = sample_content(id, sample)
    with file.open() as reader:
        text = reader.read()
    if not re.search(r"\.xml$", file.name, re.I):
        pytest.skip("it is no XML")
    declared = re.sub(rb"(<\?xml.*?\?>)", rb'\1<!DOCTYPE x [<!ENTITY bomb "boom">]>', text, count=1, flags=re.S)
    assert declared != text
    with pytest.raises(UnsafeFile) as raised:
        records(id, altered(file, declared))
    assert raised.value.code == "E-XML-ENTITY"
