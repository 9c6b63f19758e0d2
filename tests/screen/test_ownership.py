"""What an answer prints, and what it says of gaps, contradictions, votes, transfers."""

from datetime import date
from fractions import Fraction

import pytest

from enduse.errors import UsageError
from enduse.model.listing import ListEntry, WrittenIdentifier, WrittenName
from enduse.model.relation import PartyRef, Relation
from enduse.screen.ground import Question
from enduse.screen.ownership import Assessment, assess_ownership, needs_hold
from enduse.screen.stakes import Kinship, Listed, Stake, kinships_of, listings_of, stakes_of

SINCE = date(2022, 3, 1)
DAY = date(2025, 10, 15)
HALF = Fraction(1, 2)


def held(owner: str, owned: str, percent: int, **more: object) -> Stake:
    share = Fraction(percent, 100)
    return Stake(owner, owned, low=share, high=share, register="EGRUL", row=3, **more)  # type: ignore[arg-type]


def sdn(party: str, *programmes: str, start: date | None = SINCE) -> Listed:
    return Listed(party, "US-OFAC", "SDN", programmes, start)


def one(stakes: list[Stake], listed: list[Listed], law: str, question: Question | None = None) -> Assessment:
    asked = question or Question(DAY, ("X",), (law,), rest_unlisted=True)
    return assess_ownership(stakes, listed, asked)[0]


def kinds(found: Assessment) -> set[str]:
    return {it.kind for it in found.flags}


def test_an_answer_prints_its_path_with_shares_days_and_sources() -> None:
    stakes = [held("A", "H", 60, start=date(2020, 1, 1)), held("H", "X", 50, start=date(2021, 5, 1))]
    names = {"A": "Orlov", "H": "Vektor Holding", "X": "Vektor Stan"}
    question = Question(DAY, ("X",), ("US-OFAC",), rest_unlisted=True, names=names)
    found = one(stakes, [sdn("A")], "US-OFAC", question)
    assert (
        "Path: Orlov: 60 % of Vektor Holding [EGRUL, row 3, since 2020-01-01]; "
        "Vektor Holding: 50 % of Vektor Stan [EGRUL, row 3, since 2021-05-01]." in found.sentences
    )


def test_an_answer_begins_with_law_day_and_outcome() -> None:
    found = one([held("A", "X", 50)], [sdn("A")], "US-OFAC")
    assert found.sentences[0] == "US-OFAC, 2025-10-15: X is owned by listed parties under this rule (blocked)."


def test_shares_along_a_path_are_multiplied_for_information_only() -> None:
    found = one([held("A", "H", 50), held("H", "X", 50)], [sdn("A")], "US-OFAC")
    assert (found.answer, found.paths[0].economic_low) == ("owned", Fraction(1, 4))


def test_every_listed_owner_has_a_path() -> None:
    stakes = [held("A", "X", 30), held("B", "H", 50), held("H", "X", 30)]
    found = one(stakes, [sdn("A"), sdn("B")], "US-OFAC")
    assert [[it.owner for it in path.steps] for path in found.paths] == [["A"], ["B", "H"]]


def test_a_path_never_runs_in_a_circle() -> None:
    stakes = [held("A", "X", 50), held("X", "H", 100), held("H", "X", 20)]
    found = one(stakes, [sdn("A")], "US-OFAC")
    assert ([[it.owner for it in path.steps] for path in found.paths], found.more_paths) == ([["A"]], False)


def test_more_paths_than_can_be_read_are_counted_not_shown() -> None:
    stakes = [it for n in range(30) for it in (held("A", f"H{n}", 100), held(f"H{n}", "X", 3))]
    found = one(stakes, [sdn("A")], "US-OFAC")
    assert (len(found.paths), found.more_paths) == (20, True)


def test_a_listed_company_is_listed_whoever_owns_it() -> None:
    assert one([held("C", "X", 100)], [sdn("X")], "US-OFAC").answer == "listed"


def test_an_unverified_law_says_what_the_last_known_one_would_say_and_holds() -> None:
    question = Question(date(2026, 12, 1), ("X",), ("US-BIS",))
    found = one([held("A", "X", 60)], [Listed("A", "US-BIS", "Entity List", (), SINCE)], "US-BIS", question)
    assert (found.answer, found.would_be, "red_flag_29" in kinds(found)) == ("unknown", "owned", True)
    assert needs_hold(found)


def test_lists_that_the_affiliates_rule_leaves_out_make_nobody_restricted() -> None:
    for name in ("Unverified List", "Denied Persons List"):
        listed = [Listed("A", "US-BIS", name, (), SINCE)]
        assert one([held("A", "X", 100)], listed, "US-BIS").outcome == "not_restricted"


def test_the_affiliates_rule_adds_up_over_lists_and_names_all_owners() -> None:
    listed = [Listed("A", "US-BIS", "Entity List", (), SINCE), sdn("B", "RUSSIA-EO14024")]
    listed.append(Listed("D", "US-BIS", "MEU List", (), SINCE))
    stakes = [held("A", "X", 20), held("B", "X", 20), held("D", "X", 10)]
    found = one(stakes, listed, "US-BIS")
    assert found.outcome == "restricted"
    assert any(it.startswith("Of several listed owners, the most restrictive") for it in found.sentences)


def test_an_sdn_of_another_programme_does_not_count_for_the_affiliates_rule() -> None:
    assert one([held("A", "X", 100)], [sdn("A", "CUBA")], "US-BIS").outcome == "not_restricted"


def test_an_sdn_whose_programme_is_not_recorded_may_count() -> None:
    assert one([held("A", "X", 100)], [sdn("A")], "US-BIS").outcome == "possibly_restricted"


def test_a_list_that_is_no_asset_freeze_makes_nobody_owned_for_the_eu() -> None:
    listed = [Listed("A", "EU", "833/2014 Annex IV", (), SINCE)]
    assert one([held("A", "X", 100)], listed, "EU").answer == "not_owned"


def test_more_than_the_whole_is_said() -> None:
    found = one([held("A", "X", 60), held("C", "X", 60)], [sdn("A")], "US-OFAC")
    assert [it.code for it in found.notices] == ["W-OWN-OVER"]


def test_registers_that_differ_are_said() -> None:
    stakes = [held("A", "X", 40), Stake("A", "X", low=HALF, high=HALF, register="GLEIF")]
    assert [it.code for it in one(stakes, [sdn("A")], "US-OFAC").notices] == ["W-OWN-DIFFER"]


def test_lots_of_one_owner_are_added_up() -> None:
    stakes = [held("A", "X", 30, lot="ordinary"), held("A", "X", 20, lot="preferred")]
    assert one(stakes, [sdn("A")], "US-OFAC").bounds[0].text == "50 %"


@pytest.mark.parametrize("percent", [-5, 101, 5000])
def test_a_share_that_cannot_be_is_unknown_and_said(percent: int) -> None:
    found = one([held("A", "X", percent)], [sdn("A")], "US-OFAC")
    assert (found.answer, [it.code for it in found.notices]) == ("possibly_owned", ["W-OWN-SHARE"])


def test_a_listing_without_a_first_day_counts_and_is_said() -> None:
    found = one([held("A", "X", 60)], [sdn("A", start=None)], "US-OFAC")
    assert (found.answer, [it.code for it in found.notices]) == ("owned", ["W-OWN-LISTED-SINCE"])


def test_contradictions_of_other_companies_are_not_said() -> None:
    stakes = [held("A", "X", 60), held("C", "Y", 60), held("D", "Y", 60), held("X", "Y", 1)]
    assert one(stakes, [sdn("A")], "US-OFAC").notices == ()


def test_a_holder_whose_owners_are_not_recorded_is_pointed_out_unless_it_is_a_person() -> None:
    stakes = [held("A", "X", 30), held("C", "X", 70)]
    person = Question(DAY, ("X",), ("US-OFAC",), people=frozenset({"A", "C"}))
    assert "owners_unrecorded" in kinds(one(stakes, [sdn("A")], "US-OFAC"))
    assert "owners_unrecorded" not in kinds(one(stakes, [sdn("A")], "US-OFAC", person))


def test_what_has_no_recorded_holder_is_said() -> None:
    found = one([held("A", "X", 30)], [sdn("A")], "US-OFAC", Question(DAY, ("X",), ("US-OFAC",)))
    assert "Sign (derived): 70 % of X has no recorded holder." in found.sentences


def test_a_transfer_shortly_before_the_listing_is_an_eu_sign_and_names_who_took_over() -> None:
    stakes = [held("A", "X", 60, end=date(2022, 2, 1)), held("W", "X", 60, start=date(2022, 2, 1))]
    found = one(stakes, [Listed("A", "EU", "269/2014", (), SINCE)], "EU")
    (flag,) = [it for it in found.flags if it.kind == "transfer_before_listing"]
    assert flag.sentence == (
        "A gave up 60 % of X on 2022-02-01, 28 days before its listing (EU, 269/2014, 2022-03-01; EGRUL, row 3). "
        "About then began the holding of W in it."
    )
    assert found.outcome == "control_flag"


def test_who_came_long_after_a_transfer_did_not_take_over() -> None:
    stakes = [held("A", "X", 60, end=date(2022, 2, 1)), held("C", "X", 60, start=date(2023, 2, 1))]
    found = one(stakes, [Listed("A", "EU", "269/2014", (), SINCE)], "EU")
    assert [it.sentence for it in found.flags if "About then" in it.sentence] == []


@pytest.mark.parametrize(("ended", "seen"), [(date(2021, 9, 2), True), (date(2021, 9, 1), False)])
def test_a_transfer_counts_as_near_within_180_days(ended: date, seen: bool) -> None:
    found = one([held("A", "X", 60, end=ended)], [Listed("A", "EU", "269/2014", (), SINCE)], "EU")
    assert ("transfer_before_listing" in kinds(found)) == seen


def test_a_transfer_after_the_listing_asks_for_proof() -> None:
    found = one([held("A", "X", 60, end=date(2023, 1, 1)), held("C", "X", 60)], [sdn("A")], "US-OFAC")
    (flag,) = [it for it in found.flags if it.kind == "transfer_after_listing"]
    assert flag.sentence.endswith("Ask for proof that the transfer is real.")


def test_a_holding_that_a_later_entry_carries_on_is_no_transfer() -> None:
    stakes = [held("A", "X", 20, end=date(2022, 2, 1)), held("A", "X", 20, start=date(2022, 2, 1))]
    found = one(stakes, [Listed("A", "EU", "269/2014", (), SINCE)], "EU")
    assert not {"transfer_before_listing", "transfer_after_listing"} & kinds(found)


def test_a_transfer_that_lies_after_the_day_asked_for_is_not_known_yet() -> None:
    question = Question(date(2022, 6, 1), ("X",), ("US-OFAC",))
    found = one([held("A", "X", 20, end=date(2022, 7, 1))], [sdn("A")], "US-OFAC", question)
    assert "transfer_after_listing" not in kinds(found)


def test_without_subjects_every_company_that_a_listed_party_reaches_is_answered() -> None:
    stakes = [held("A", "H", 50), held("H", "X", 50), held("C", "Z", 100)]
    found = assess_ownership(stakes, [sdn("A")], Question(DAY, (), ("US-OFAC",), rest_unlisted=True))
    assert [(it.subject, it.outcome) for it in found] == [("H", "blocked"), ("X", "blocked")]


def test_a_jurisdiction_without_rules_is_refused() -> None:
    with pytest.raises(UsageError, match="'CH'") as caught:
        assess_ownership([], [], Question(DAY, ("X",), ("CH",)))
    assert caught.value.code == "E-OWN-QUESTION"


def test_nothing_recorded_is_not_assessable_and_holds() -> None:
    found = one([], [], "EU", Question(DAY, ("X",), ("EU",)))
    assert (found.answer, needs_hold(found)) == ("not_assessable", True)


def test_a_clear_answer_needs_no_hold() -> None:
    found = one([held("C", "X", 100)], [sdn("A")], "US-OFAC")
    assert not needs_hold(found)


def test_relations_of_a_register_become_stakes_and_kinships() -> None:
    person, firm = PartyRef(name="Orlova"), PartyRef(identifier=WrittenIdentifier("INN", "7700000000"))
    relations = [
        Relation(1, "EGRUL", person, firm, "shares", HALF, HALF, low_excluded=True),
        Relation(2, "EGRUL", person, firm, "directs"),
        Relation(3, "EGRUL", person, firm, "successor"),
        Relation(4, "CIVIL", person, PartyRef(name="Orlov"), "family", note="spouse"),
    ]

    def key(ref: PartyRef) -> str:
        return ref.identifier.value if ref.identifier else ref.name

    stakes = list(stakes_of(relations, key, "0" * 64))
    assert [(it.owner, it.owned, it.kind, it.low_excluded) for it in stakes] == [
        ("Orlova", "7700000000", "shares", True),
        ("Orlova", "7700000000", "directs", False),
    ]
    assert list(kinships_of(relations, key)) == [
        Kinship("Orlova", "Orlov", "spouse", "recorded", ("recorded in CIVIL, row 4",), source="CIVIL, row 4")
    ]


def test_entries_of_a_list_become_listings() -> None:
    names = (WrittenName("Orlov"),)
    entry = ListEntry(7, "EU", "269/2014", "EU.1", "person", names, listed_on=SINCE, citation="OJ L 1")
    assert list(listings_of([entry], lambda it: it.entry_id)) == [
        Listed("EU.1", "EU", "269/2014", (), SINCE, None, "OJ L 1")
    ]


def test_companies_with_odd_numbers_of_pieces_are_exact() -> None:
    stakes = [Stake("A", "X", low=Fraction(3961, 7919), high=Fraction(3961, 7919)), held("A", "Y", 49)]
    found = one(stakes, [sdn("A")], "US-OFAC")
    assert (found.answer, found.bounds[0].low) == ("owned", Fraction(3961, 7919))
