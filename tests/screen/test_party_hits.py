"""Which parties of a run may be on a list, when nobody looks at each pair."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pytest

from enduse.model.listing import EntityKind, ListEntry, WrittenAddress, WrittenIdentifier, WrittenName
from enduse.screen.listed import ListedEntry, ListSnapshot
from enduse.screen.party_hits import (
    ABROAD,
    CROWD,
    LEAST,
    PARTIAL,
    PERSON,
    PartyHit,
    PartyScreening,
    RunParty,
    match_names,
)
from enduse.screen.party_numbers import Numbers, numbers_of, unnamed_numbers
from enduse.screen.screener import MATCH, make_screener
from enduse.sources.written import identifier_text

SNAPSHOT = ListSnapshot("EU Test List", "eu_fsf_xml_1_1", date(2024, 5, 30), True, 9, "a" * 64, "x.xml", "EU", "")
INN, OTHER_INN = "9799001010", "9799001098"
HERE = "353722, г. Примерск, ул. Образцовая, д. 120, оф. 14"


def entry(*names: str, kind: EntityKind = "company", country: str = "RU") -> ListEntry:
    return ListEntry(1, "EU", "Test List", "", kind, tuple(map(WrittenName, names)), countries=(country,))


VEKTORNIK = entry("Vektornik JSC", "АО «Векторник»")
WITH_NUMBER = replace(VEKTORNIK, identifiers=(WrittenIdentifier("INN", INN, "RU"),))
AT_HOME = replace(VEKTORNIK, addresses=(WrittenAddress(HERE, "RU"),))


def party(number: int, *names: str, inn: str = "", country: str = "RU", kind: EntityKind = "unknown") -> RunParty:
    numbers = numbers_of(f"inn:{inn}", (), (), country) if inn else Numbers()
    return RunParty(number, names, kind, country, numbers)


def at_home(it: RunParty) -> RunParty:
    return replace(it, addresses=(WrittenAddress(HERE, "RU"),))


def look(entries: Sequence[ListEntry], *parties: RunParty) -> list[PartyHit]:
    numbered = [replace(it, row=at, entry_id=f"E{at}") for at, it in enumerate(entries, 1)]
    unnamed = unnamed_numbers([list(map(identifier_text, it.identifiers)) for it in numbered])
    screening = PartyScreening(make_screener([ListedEntry(it, SNAPSHOT) for it in numbered]), unnamed)
    screening.look(parties)
    return screening.hits()


def test_a_number_in_common_is_the_party_whatever_the_name() -> None:
    (hit,) = look([WITH_NUMBER], party(1, "ООО «Совсем Другое»", inn=INN))

    assert (hit.by, hit.reasons) == ("identifier", (f"both have the INN {INN}",))
    assert hit.score >= 0.95


def test_a_number_of_unknown_kind_is_compared_digit_by_digit_within_the_country() -> None:
    unknown = replace(VEKTORNIK, identifiers=(WrittenIdentifier("", f"{INN[:4]} {INN[4:]}", "RU"),))

    assert [it.by for it in look([unknown], party(1, "X", inn=INN))] == ["identifier"]
    assert look([replace(unknown, countries=("KZ",))], party(1, "X", inn=INN)) == []


@pytest.mark.parametrize("name", ["АО «ВЕКТОРНИК»", "VEKTORNIK JSC", "Векторник"])
def test_the_same_rare_name_in_the_same_country_is_a_match(name: str) -> None:
    (hit,) = look([VEKTORNIK], party(1, name))

    assert hit.by == "name"
    assert hit.score >= MATCH


def test_a_namesake_with_another_number_is_somebody_else() -> None:
    assert look([WITH_NUMBER], party(1, "АО «Векторник»", inn=OTHER_INN)) == []


def test_a_namesake_abroad_is_a_weak_lead() -> None:
    (hit,) = look([VEKTORNIK], party(1, "Vektornik JSC", country="RS"))

    assert LEAST <= hit.score <= ABROAD


@pytest.mark.parametrize("name", ["Machine Tool Trading LLC", "Инструментальная компания"])
def test_a_name_of_general_words_is_no_hit(name: str) -> None:
    assert look([entry(name)], party(1, name)) == []


@pytest.mark.parametrize("name", ["АО «Векторин»", "АО «Вектросник Плюс»"])
def test_names_that_are_only_near_are_no_match(name: str) -> None:
    assert all(it.score <= PARTIAL for it in look([VEKTORNIK], party(1, name)))


def test_a_word_more_or_another_legal_form_is_a_lead_and_no_match() -> None:
    for name in ("АО «Векторник Снаб»", "ООО «Векторник»"):
        assert all(it.score <= PARTIAL for it in look([VEKTORNIK], party(1, name)))


def test_parties_of_one_name_share_what_it_says() -> None:
    alone = look([VEKTORNIK], party(1, "АО «Векторник»", inn=INN))
    both = look([VEKTORNIK], party(1, "АО «Векторник»", inn=INN), party(2, "АО «Векторник»", inn=OTHER_INN))

    assert [it.party.party_id for it in alone] == [1]
    assert all(it.score <= 0.5 for it in both)


def test_a_name_says_nothing_where_another_party_bears_the_entry_s_number() -> None:
    found = look([WITH_NUMBER], party(1, "АО «Векторник»", inn=INN), party(2, "Vektornik JSC", country="RU"))

    assert {it.party.party_id: it.by for it in found if it.score >= MATCH} == {1: "identifier"}


def test_an_address_in_common_bears_out_a_name() -> None:
    (hit,) = look([AT_HOME], at_home(party(1, "АО «Векторник»", country="RU")))

    assert hit.score > MATCH
    assert any("addresses agree" in it for it in hit.reasons)


def test_another_party_at_the_address_is_told_as_such_and_weakly() -> None:
    (hit,) = look([AT_HOME], at_home(party(1, "ООО «Совсем Другое»")))

    assert hit.by == "address"
    assert hit.score < MATCH


def test_who_stands_at_an_address_that_is_listed_itself_is_the_one_listed() -> None:
    place = ListEntry(1, "US", "Entity List", "E1", "address", (), addresses=(WrittenAddress(HERE, "RU"),))
    found = look([place], *(at_home(party(it, f"ООО «Фирма{it}»")) for it in range(1, 9)))

    assert {it.by for it in found} == {"address"}
    assert len(found) == 8
    assert all(it.score >= MATCH for it in found)


def test_a_business_centre_bears_out_nothing() -> None:
    crowd = [at_home(party(it, f"ООО «Разнобой{it}»")) for it in range(2, CROWD + 6)]
    found = look([AT_HOME], at_home(party(1, "ООО «Векторник Снаб»")), *crowd)

    assert all(it.score <= PARTIAL for it in found if it.by == "name")
    assert all(it.score < 0.1 for it in found if it.by == "address")


def test_a_person_s_name_tells_nobody_from_his_namesakes() -> None:
    listed = entry("Образцов Пётр Иванович", kind="unknown")
    (hit,) = look([listed], party(1, "Образцов Пётр Иванович", kind="person"))

    assert hit.score <= PERSON
    assert match_names("Образцов Пётр", "person", "Пётр Образцов", "unknown").most == 0.0


def test_the_order_of_parties_does_not_matter() -> None:
    parties = [party(1, "АО «Векторник»", inn=INN), party(2, "Vektornik JSC"), at_home(party(3, "ООО «Иное»"))]
    entries = [WITH_NUMBER, AT_HOME]

    assert look(entries, *parties) == look(entries, *reversed(parties))
