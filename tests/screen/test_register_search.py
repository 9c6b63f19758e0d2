"""Who is meant: a number is certain, a name is possible where one company alone bears it."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from enduse.model.listing import WrittenIdentifier, WrittenName
from enduse.model.relation import PartyRef, RegisterRecord, Relation
from enduse.screen import register_search
from enduse.screen.holdings import RegisterRows
from enduse.screen.register_search import RegisterSearch
from enduse.screen.signs import Query

Told = Callable[..., RegisterRows]
INN = WrittenIdentifier("INN", "9799001010", "RU")
OTHER = WrittenIdentifier("INN", "9799001027", "RU")
FIRM = RegisterRecord(
    1, "R", "f", "company", (WrittenName('ООО "НОРВЕНСТАН"'), WrittenName("Norvenstan")), (INN,), countries=("RU",)
)


def test_a_number_is_found_in_any_scheme_that_means_it(told: Told) -> None:
    found = RegisterSearch(told(FIRM)).find(Query((), identifiers=(WrittenIdentifier("TAX", "9799001010", "RU"),)))
    assert (found.found_by, found.key) == ("number", "inn:9799001010")


@pytest.mark.parametrize("name", ["Norvenstan LLC", "НОРВЕНСТАН", "norvenstan"])
def test_a_name_is_found_in_any_legal_form_and_script(told: Told, name: str) -> None:
    found = RegisterSearch(told(FIRM)).find(Query((name,)))
    assert (found.found_by, found.key) == ("name", "inn:9799001010")


def test_a_name_that_several_bear_means_none_of_them(told: Told) -> None:
    twin = replace(FIRM, record_id="g", identifiers=(OTHER,))
    found = RegisterSearch(told(FIRM, twin)).find(Query(("Norvenstan",)))
    assert (found.found_by, found.key, len(found.candidates)) == ("several", "", 2)


def test_a_number_decides_between_two_of_one_name(told: Told) -> None:
    twin = replace(FIRM, record_id="g", identifiers=(OTHER,))
    found = RegisterSearch(told(FIRM, twin)).find(Query(("Norvenstan",), identifiers=(INN,)))
    assert (found.found_by, found.key) == ("number", "inn:9799001010")


def test_another_country_or_another_number_means_another_firm(told: Told) -> None:
    search = RegisterSearch(told(FIRM))
    assert search.find(Query(("Norvenstan",), countries=("KZ",))).found_by == "none"
    assert search.find(Query(("Norvenstan",), identifiers=(OTHER,))).found_by == "none"


def test_a_person_of_that_name_is_no_company(told: Told) -> None:
    person = RegisterRecord(1, "R", "p", "person", (WrittenName("Norvenstan"),), personal=True)
    assert RegisterSearch(told(person)).find(Query(("Norvenstan",))).found_by == "none"


def test_a_company_that_only_a_relation_names_is_found_with_its_holders(told: Told) -> None:
    relation = Relation(4, "R", PartyRef("a", None, "Ada"), PartyRef("x", None, "Norvenstan Ltd", "GB"), "shares")
    found = RegisterSearch(told(relation)).find(Query(("Norvenstan Limited",)))
    assert (found.key, len(found.parties.relations)) == ("R x", 1)


@pytest.mark.parametrize("name", ["", "!", "x" * 10_000, "🙂", "ООО"])
def test_a_name_that_names_nobody_finds_nobody(told: Told, name: str) -> None:
    assert RegisterSearch(told(FIRM)).find(Query((name,))).found_by == "none"


def test_an_empty_register_has_nobody(told: Told) -> None:
    assert RegisterSearch(told()).find(Query(("Norvenstan",), identifiers=(INN,))).found_by == "none"


def test_a_large_register_is_narrowed_down_by_words_first(told: Told, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(register_search, "_INDEXED", 1)
    others = [replace(FIRM, record_id=f"o{it}", identifiers=(), names=(WrittenName(f"Zavod {it}"),)) for it in range(5)]
    assert RegisterSearch(told(FIRM, *others)).find(Query(("Norvenstan OOO",))).key == "inn:9799001010"
