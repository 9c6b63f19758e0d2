"""Stakes with their rows, what newer files of a register end, possible identities, who acts together."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from enduse.model.listing import ListEntry, WrittenIdentifier, WrittenName
from enduse.model.relation import PartyRef, RegisterRecord, Relation
from enduse.screen.ground import Question
from enduse.screen.holdings import RegisterRows
from enduse.screen.listed import ListedEntry, ListSnapshot
from enduse.screen.ownership import Assessment, assess_ownership
from enduse.screen.ownership_facts import LOOKALIKE, Facts, Match, facts_of, lists_meant, with_matches
from enduse.screen.register_parties import parties_of
from enduse.screen.screener import Hit

Told = Callable[..., RegisterRows]
JUNE, JULY = date(2024, 6, 1), date(2024, 7, 1)
DAY = date(2025, 10, 15)
SDN = ListSnapshot("US-OFAC SDN", "sdn", date(2025, 1, 1), True, 1, "list", "sdn.xml", "OFAC", "")


def shares(owner: str, owned: str, percent: int, **more: object) -> Relation:
    share = Fraction(percent, 100)
    return Relation(7, "R", PartyRef(owner), PartyRef(owned), "shares", low=share, high=share, **more)  # type: ignore[arg-type]


def person(record: str) -> RegisterRecord:
    return RegisterRecord(1, "R", record, "person", (WrittenName("Ada Sampleton"),), personal=True)


def facts(rows: RegisterRows) -> Facts:
    return facts_of(parties_of(rows))


def match(party: str, certain: bool, authority: str = "US-OFAC", name: str = "SDN") -> Match:
    entry = ListEntry(1, authority, name, "7", "person", (WrittenName("Pavel Orlov"),), listed_on=date(2022, 3, 1))
    return Match(party, Hit(ListedEntry(entry, SDN), 0.9, "Pavel Orlov", (), "listed"), certain, "match by name 0.90")


def asked(known: Facts, subject: str = "R X", law: str = "US-OFAC") -> Assessment:
    question = Question(
        DAY, (subject,), (law,), arrangements=known.arrangements, people=known.people, unexplained=known.unexplained
    )
    return assess_ownership(known.stakes, known.listed, question)[0]


def test_a_stake_tells_register_file_and_row(told: Told) -> None:
    (stake,) = facts(told((JUNE, shares("A", "X", 50)))).stakes
    assert stake.origin == "R (sha-2024-06-01.xml), row 7"


def test_a_holder_whom_the_newer_file_does_not_name_has_gone_by_its_day(told: Told) -> None:
    known = facts(told((JUNE, shares("A", "X", 100)), (JULY, shares("B", "X", 100))))
    assert {(it.owner, it.end) for it in known.stakes} == {("R A", JULY), ("R B", None)}


def test_a_holder_whom_both_files_name_stays_and_is_one_holding(told: Told) -> None:
    known = with_matches(facts(told((JUNE, shares("A", "X", 60)), (JULY, shares("A", "X", 60)))), [match("R A", True)])
    found = asked(known)
    assert (found.answer, found.bounds[0].text, found.notices) == ("owned", "60 % to 100 %", ())


def test_a_share_that_the_newer_file_tells_differently_counts_as_it_tells(told: Told) -> None:
    rows = told(
        person("A"),
        person("B"),
        (JUNE, shares("A", "X", 60)),
        (JULY, shares("A", "X", 40)),
        (JULY, shares("B", "X", 60)),
    )
    known = with_matches(facts(rows), [match("R A", True)])
    assert (asked(known).answer, asked(known).bounds[0].text) == ("not_owned", "40 %")


def test_a_newer_file_about_another_company_ends_nothing(told: Told) -> None:
    known = facts(told((JUNE, shares("A", "X", 100)), (JULY, shares("B", "Y", 100))))
    assert [it.end for it in known.stakes] == [None, None]


def test_a_certain_match_makes_owned_and_a_match_by_name_possibly_owned(told: Told) -> None:
    known = facts(told(shares("A", "X", 60), shares("B", "X", 40)))
    assert asked(with_matches(known, [match("R A", True)])).answer == "owned"
    found = asked(with_matches(known, [match("R A", False)]))
    assert found.answer == "possibly_owned"
    assert "The answer depends on this: R A is only possibly the listed party (match by name 0.90)." in found.sentences


def test_a_company_matched_by_its_own_name_is_possibly_listed_itself(told: Told) -> None:
    found = asked(with_matches(facts(told(shares("B", "X", 100))), [match("R X", False)]))
    assert found.answer == "possibly_owned"
    assert any("only possibly the listed party itself (match by name 0.90)" in it for it in found.sentences)


def test_an_entry_of_several_authorities_lists_is_one_of_each(told: Told) -> None:
    known = with_matches(
        facts(told(person("A"), person("B"), shares("A", "X", 60), shares("B", "X", 40))),
        [match("R A", True, "OpenSanctions", "eu_fsf, us_ofac_sdn")],
    )
    assert [asked(known, law=it).answer for it in ("US-OFAC", "EU", "UK")] == ["owned", "owned", "not_owned"]


@pytest.mark.parametrize(
    ("authority", "name", "meant"),
    [
        ("US-OFAC", "SDN", [("US-OFAC", "SDN")]),
        ("OpenSanctions", "gb_fcdo_sanctions", [("UK", "UK Sanctions List")]),
        ("OpenSanctions", "some_other", [("OpenSanctions", "some_other")]),
    ],
)
def test_a_collection_of_lists_stands_for_those_it_names(authority: str, name: str, meant: list[object]) -> None:
    assert lists_meant(authority, name) == meant


def test_a_company_held_by_one_of_whom_nothing_is_recorded_is_not_assessable(told: Told) -> None:
    cyprus = RegisterRecord(1, "R", "A", "company", (WrittenName("Norvent Holding"),))
    assert asked(facts(told(cyprus, shares("A", "H", 100), shares("H", "X", 100)))).answer == "not_assessable"


def test_a_company_held_by_recorded_persons_is_not_owned(told: Told) -> None:
    assert asked(facts(told(person("A"), shares("A", "H", 100), shares("H", "X", 100)))).answer == "not_owned"


def test_a_small_holder_of_whom_nothing_is_recorded_does_not_open_the_answer(told: Told) -> None:
    assert asked(facts(told(person("A"), shares("A", "X", 60), shares("B", "X", 40)))).answer == "not_owned"


def test_a_listed_minority_beside_an_unexplained_majority_is_not_called_not_owned(told: Told) -> None:
    known = with_matches(facts(told(shares("A", "X", 10), shares("B", "X", 90))), [match("R A", True)])
    assert asked(known).answer == "not_assessable"


def test_a_path_over_a_name_alone_is_possible_and_says_so(told: Told) -> None:
    number = (WrittenIdentifier("REG", "HE 7", "CY"),)
    numbered = RegisterRecord(1, "CY", "c", "company", (WrittenName("Norvent Holding Ltd"),), number, countries=("CY",))
    bare = PartyRef("", None, "NORVENT HOLDING LTD", "CY")
    whole = Fraction(1)
    rows = told(
        numbered,
        Relation(2, "CY", PartyRef("p"), PartyRef("c"), "shares", low=whole, high=whole),
        Relation(3, "R", bare, PartyRef("X"), "shares", low=whole, high=whole),
    )
    found = asked(with_matches(facts(rows), [match("CY p", True)]))
    assert found.answer == "possibly_owned"
    assert any(LOOKALIKE in it for it in found.sentences)


def test_holders_act_together_where_the_register_says_so(told: Told) -> None:
    rows = told(
        shares("A", "X", 30, note="party to a shareholders' agreement"),
        shares("B", "X", 30, note="party to a shareholders' agreement"),
        shares("C", "X", 40),
    )
    known = with_matches(facts(rows), [match("R A", True, "UK", "UK Sanctions List")])
    assert [it.parties for it in known.arrangements] == [("R A", "R B")]
    assert asked(known, law="UK").answer == "owned"
    assert asked(replace(known, arrangements=()), law="UK").answer != "owned"


def test_one_member_alone_is_no_arrangement(told: Told) -> None:
    assert facts(told(shares("A", "X", 30, note="acting in concert"))).arrangements == ()


def test_family_is_taken_from_the_register(told: Told) -> None:
    kin = Relation(5, "R", PartyRef("A"), PartyRef("W"), "family", note="wife")
    (link,) = facts(told(shares("W", "X", 60), kin)).kin
    assert (link.person, link.relative, link.kind, link.confidence) == ("R A", "R W", "wife", "recorded")
