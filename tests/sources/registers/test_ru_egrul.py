"""ЕГРЮЛ: founders' shares in every form, directors, own share, joint-stock companies, numbers and days."""

from collections.abc import Callable
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest
from lxml import etree

from enduse.errors import UnsafeFile
from enduse.model.listing import BadRecord, WrittenIdentifier
from enduse.model.relation import RegisterRecord, Relation
from enduse.sources.lists import ListFile
from enduse.sources.registers import RegisterFormat
from enduse.sources.registers.ru_egrul import REGISTER

Item = RegisterRecord | Relation | BadRecord
Open = Callable[[str | Path], ListFile]
Made = Callable[[str, bytes], ListFile]
ReadAll = Callable[[RegisterFormat, ListFile], list[Item]]


@pytest.fixture
def items(opened: Open, read_all: ReadAll) -> list[Item]:
    return read_all(REGISTER, opened("ru_egrul/companies_cp1251.xml"))


@pytest.fixture
def shares(items: list[Item]) -> list[Relation]:
    return [it for it in items if isinstance(it, Relation) and it.kind == "shares"]


def record(items: list[Item], id: str) -> RegisterRecord:
    return next(it for it in items if isinstance(it, RegisterRecord) and it.record_id == id)


def relations(items: list[Item], kind: str) -> list[Relation]:
    return [it for it in items if isinstance(it, Relation) and it.kind == kind]


def test_a_company_has_its_names_numbers_address_and_first_day(items: list[Item]) -> None:
    company = record(items, "1207700000015")
    assert [it.text for it in company.names] == [
        'ОБЩЕСТВО С ОГРАНИЧЕННОЙ ОТВЕТСТВЕННОСТЬЮ "ПРИМЕРСТАНОК"',
        'ООО "ПРИМЕРСТАНОК"',
    ]
    assert company.identifiers == (
        WrittenIdentifier("OGRN", "1207700000015", "RU"),
        WrittenIdentifier("INN", "9799001010", "RU"),
        WrittenIdentifier("KPP", "979901001", "RU"),
    )
    assert [it.text for it in company.addresses] == [
        "600000, ОБЛАСТЬ УСЛОВНАЯ, Г. ПРИМЕРСК, УЛ. СТАНОЧНАЯ, Д. 7, КОРП. 2, ОФИС 12"
    ]
    assert company.contacts[0].value == "office@primerstanok.example"
    assert company.founded_on == date(2020, 2, 3)
    assert company.status == "active"
    assert company.activities == ("28.41",)


def test_simple_percent_and_decimal_fractions_are_exact_and_make_the_whole(shares: list[Relation]) -> None:
    of_company = [it for it in shares if it.object.record_id == "1207700000015"]
    assert [it.low for it in of_company] == [
        Fraction(1, 3),
        Fraction(1, 4),
        Fraction(1, 4),
        Fraction(1, 12),
        Fraction(1, 12),
    ]
    assert sum(it.low or 0 for it in of_company) == 1
    assert all(it.low == it.high and it.start == date(2020, 5, 12) for it in of_company)


def test_a_share_without_a_size_is_worked_out_from_its_nominal_value_and_says_so(shares: list[Relation]) -> None:
    (unnamed,) = [it for it in shares if not it.subject.name]
    assert unnamed.low == Fraction(2500, 30000)
    assert "worked out from its nominal value" in unnamed.note


def test_the_companys_own_share_is_treasury(shares: list[Relation]) -> None:
    (own,) = [it for it in shares if it.treasury]
    assert own.subject == own.object
    assert own.low == Fraction(1, 12)


def test_a_founder_whom_the_register_hides_is_unknown_not_left_out(items: list[Item]) -> None:
    (unknown,) = [it for it in items if isinstance(it, RegisterRecord) and not it.names]
    assert (unknown.kind, unknown.personal) == ("person", True)
    assert unknown.more["why_unknown"] == "the register does not disclose it"


def test_a_foreign_founder_keeps_country_and_number(items: list[Item]) -> None:
    (foreign,) = [it for it in items if isinstance(it, RegisterRecord) and it.countries == ("CY",)]
    assert foreign.identifiers == (WrittenIdentifier("REG", "HE 000001", "CY"),)
    assert [it.text for it in foreign.names] == ["SAMPLE HOLDING LIMITED", "Sample Holding Ltd"]
    assert [it.text for it in foreign.addresses] == ["1 Sample Avenue, Limassol"]


def test_the_state_is_a_founder_and_the_body_that_acts_for_it_is_told(items: list[Item]) -> None:
    (body,) = relations(items, "represents")
    assert (body.subject.record_id, body.note) == ("1027700000037", "exercises the rights of УСЛОВНАЯ ОБЛАСТЬ")


def test_one_person_in_two_roles_is_one_record(items: list[Item]) -> None:
    (person,) = [it for it in items if isinstance(it, RegisterRecord) and it.personal and it.names]
    assert person.names[0].text == "ПРИМЕРОВ ЛЕВ ИЛЬИЧ"
    assert person.born == "1971-03"
    assert person.identifiers == (WrittenIdentifier("INN", "979900100123", "RU"),)


def test_directors_managing_companies_branches_and_predecessors(items: list[Item]) -> None:
    director, manager = relations(items, "directs")
    assert (director.subject.name, director.start) == ("ПРИМЕРОВ ЛЕВ ИЛЬИЧ", date(2020, 2, 3))
    assert manager.subject.record_id == "1207700000026"
    (branch,) = relations(items, "branch")
    assert (branch.subject.record_id, branch.object.name) == ("1207700000015", "ФИЛИАЛ ПРИМЕРСТАНОК СЕВЕР")
    (successor,) = relations(items, "successor")
    assert (successor.subject.record_id, successor.object.record_id) == ("1207700000015", "1037700000012")


def test_a_founder_of_a_joint_stock_company_is_no_holder_of_today(items: list[Item]) -> None:
    (founder,) = relations(items, "linked")
    assert founder.object.record_id == "1207700000048"
    assert founder.low is None
    assert "not in this register" in founder.note


def test_the_sole_holder_of_a_joint_stock_company_is_one(shares: list[Relation]) -> None:
    (sole,) = [it for it in shares if it.object.record_id == "1207700000059"]
    assert sole.low == 1


def test_a_liquidated_company_has_its_last_day(items: list[Item]) -> None:
    ended = record(items, "1207700000048")
    assert (ended.status, ended.dissolved_on) == ("dissolved", date(2023, 12, 29))
    assert {it.end for it in relations(items, "linked")} == {date(2023, 12, 29)}


def test_a_company_without_a_number_is_refused(items: list[Item]) -> None:
    assert [(it.row, it.code) for it in items if isinstance(it, BadRecord)] == [(4, "R-REG-NOBODY")]


def test_whatever_part_is_missing_the_reader_answers(opened: Open, made: Made, read_all: ReadAll) -> None:
    whole = opened("ru_egrul/companies_cp1251.xml").open().read()
    for at, _ in enumerate(etree.fromstring(whole).iter()):
        root = etree.fromstring(whole)
        part = list(root.iter())[at]
        for key in list(part.attrib):
            del part.attrib[key]
        for child in list(part):
            part.remove(child)
        companies = sum(1 for it in root.iter("СвЮЛ"))
        data = etree.tostring(root, encoding="windows-1251")
        assert isinstance(data, bytes)
        items = read_all(REGISTER, made("less.xml", data))
        assert {it.row for it in items} == set(range(1, companies + 1))


def test_entities_in_the_document_are_refused(made: Made, read_all: ReadAll) -> None:
    bomb = '<!DOCTYPE a [<!ENTITY b "c">]><Файл ТипИнф="ЕГРЮЛ"><СвЮЛ>&b;</СвЮЛ></Файл>'
    with pytest.raises(UnsafeFile, match="defines entities"):
        read_all(REGISTER, made("bomb.xml", bomb.encode()))


def test_reads_the_published_extract(real_data: Path, opened: Open, read_all: ReadAll) -> None:
    file = opened(real_data / "registry_egrul_redacted" / "egrul_4.06_12_companies_redacted.xml")
    items = read_all(REGISTER, file)
    assert REGISTER.fits(file)
    assert REGISTER.read(file).snapshot == date(2025, 11, 27)
    assert len([it for it in items if isinstance(it, RegisterRecord) and it.kind == "company"]) == 12
    shares = relations(items, "shares")
    assert len(shares) == 23
    assert len([it for it in shares if it.treasury]) == 4
    sums = {row: sum(it.low or 0 for it in shares if it.row == row) for row in {it.row for it in shares}}
    assert set(sums.values()) == {1}
