"""GLEIF: CSV and XML tell the same, the end node is the parent, consolidation is no share."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from enduse.model.listing import BadRecord
from enduse.model.relation import RegisterRecord, Relation
from enduse.sources.lists import ListFile
from enduse.sources.registers import RegisterFormat
from enduse.sources.registers.gleif_exceptions import REGISTER as EXCEPTIONS
from enduse.sources.registers.gleif_level_1 import REGISTER as LEVEL_1
from enduse.sources.registers.gleif_level_2 import REGISTER as LEVEL_2

Item = RegisterRecord | Relation | BadRecord
Open = Callable[[str | Path], ListFile]
ReadAll = Callable[[RegisterFormat, ListFile], list[Item]]


def test_an_entity_has_its_names_number_and_address(opened: Open, read_all: ReadAll) -> None:
    entity = read_all(LEVEL_1, opened("gleif_level_1/20240301-golden.csv"))[0]
    assert isinstance(entity, RegisterRecord)
    assert [(it.text, it.role, it.language) for it in entity.names] == [
        ("Norvent Muster GmbH", "primary", "de"),
        ("Norvent Alt GmbH", "former", ""),
        ("Norvent Muster", "alias", ""),
    ]
    assert [(it.scheme, it.value) for it in entity.identifiers] == [("LEI", "529900SAMPLE00000134"), ("REG", "HRB 1")]
    assert entity.addresses[0].text == "Musterstr. 1, Musterstadt, BW, 70000"
    assert (entity.status, entity.countries, entity.founded_on) == ("active", ("DE",), date(2001, 2, 3))


def test_xml_tells_the_same_as_the_table(opened: Open, read_all: ReadAll) -> None:
    table = read_all(LEVEL_1, opened("gleif_level_1/20240301-golden.csv"))[0]
    document = read_all(LEVEL_1, opened("gleif_level_1/lei_cdf_3_1.xml"))[0]
    assert isinstance(table, RegisterRecord)
    assert isinstance(document, RegisterRecord)
    assert document.identifiers == table.identifiers
    assert document.addresses == table.addresses[:1]
    assert [it.text for it in document.names] == ["Norvent Muster GmbH", "Norvent Alt GmbH", "Norvent Tools"]


@pytest.mark.parametrize(
    ("document", "table"),
    [
        ("gleif_level_1/golden.json", "gleif_level_1/lei_cdf_3_1.xml"),
        ("gleif_level_2/golden.json", "gleif_level_2/rr_cdf_2_1.xml"),
    ],
)
def test_the_golden_copy_in_json_tells_what_its_xml_tells(
    document: str, table: str, opened: Open, read_all: ReadAll
) -> None:
    format = LEVEL_1 if "level_1" in document else LEVEL_2
    assert read_all(format, opened(document)) == read_all(format, opened(table))


def test_an_answer_of_the_lei_search_tells_the_same_entity(opened: Open, read_all: ReadAll) -> None:
    entity, successor = read_all(LEVEL_1, opened("gleif_level_1/search_answer.json"))
    assert isinstance(entity, RegisterRecord)
    assert [(it.text, it.role) for it in entity.names] == [
        ("Norvent Muster GmbH", "primary"),
        ("Norvent Alt GmbH", "former"),
    ]
    assert [(it.scheme, it.value) for it in entity.identifiers] == [("LEI", "529900SAMPLE00000134"), ("REG", "HRB 1")]
    assert entity.addresses[0].text == "Musterstr. 1, Musterstadt, BW, 70000"
    assert (entity.status, entity.countries, entity.founded_on) == ("active", ("DE",), date(2001, 2, 3))
    assert isinstance(successor, Relation)
    assert successor.subject.name == "Norvent Neu SE"


def test_why_no_parent_is_named_is_read_from_json_too(opened: Open, read_all: ReadAll) -> None:
    (told,) = read_all(EXCEPTIONS, opened("gleif_exceptions/golden.json"))
    assert isinstance(told, RegisterRecord)
    assert told.more["why_unknown"] == "NATURAL_PERSONS"


def test_the_successor_is_the_subject(opened: Open, read_all: ReadAll) -> None:
    (known,) = [it for it in read_all(LEVEL_1, opened("gleif_level_1/20240301-golden.csv")) if isinstance(it, Relation)]
    assert (known.subject.record_id, known.object.record_id) == ("529900SAMPLE00000134", "529900SAMPLE00000231")
    (named,) = [it for it in read_all(LEVEL_1, opened("gleif_level_1/lei_cdf_3_1.xml")) if isinstance(it, Relation)]
    assert named.subject.name == "Norvent Neu SE"


def test_the_parent_controls_the_child_without_a_share(opened: Open, read_all: ReadAll) -> None:
    direct, fund, bad = read_all(LEVEL_2, opened("gleif_level_2/20240301-rr.csv"))
    assert isinstance(direct, Relation)
    assert (direct.subject.record_id, direct.object.record_id) == ("529900SAMPLE00000231", "529900SAMPLE00000134")
    assert (direct.kind, direct.direct, direct.low) == ("controls", True, None)
    assert (direct.start, direct.end) == (date(2015, 6, 1), None)
    assert isinstance(fund, Relation)
    assert (fund.kind, fund.end) == ("linked", date(2023, 2, 1))
    assert isinstance(bad, BadRecord)


def test_the_ultimate_parent_is_not_direct(opened: Open, read_all: ReadAll) -> None:
    (ultimate,) = read_all(LEVEL_2, opened("gleif_level_2/rr_cdf_2_1.xml"))
    assert isinstance(ultimate, Relation)
    assert (ultimate.kind, ultimate.direct) == ("controls", False)
    assert (ultimate.start, ultimate.end) == (date(2015, 6, 1), date(2023, 6, 1))


def test_why_no_parent_is_told_is_kept(opened: Open, read_all: ReadAll) -> None:
    _, ultimate, bad = read_all(EXCEPTIONS, opened("gleif_exceptions/20240301-repex.csv"))
    assert isinstance(ultimate, RegisterRecord)
    assert ultimate.more == {
        "no_parent_told": "ULTIMATE_ACCOUNTING_CONSOLIDATION_PARENT",
        "why_unknown": "NON_PUBLIC | NO_KNOWN_PERSON",
        "reference": "see letter",
    }
    assert isinstance(bad, BadRecord)
    (document,) = read_all(EXCEPTIONS, opened("gleif_exceptions/repex.xml"))
    assert isinstance(document, RegisterRecord)
    assert document.more["why_unknown"] == "NON_CONSOLIDATING"


def test_the_day_of_the_file_is_in_its_header_or_name(opened: Open) -> None:
    assert LEVEL_1.read(opened("gleif_level_1/lei_cdf_3_1.xml")).snapshot == date(2024, 3, 1)
    assert LEVEL_2.read(opened("gleif_level_2/20240301-rr.csv")).snapshot == date(2024, 3, 1)
