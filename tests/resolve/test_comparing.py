"""Are two parties one?"""

from dataclasses import replace

from enduse.resolve.comparing import ASK, FEW_BEARERS, JOIN, SLIP, compare_profiles, compare_scored
from enduse.resolve.profiles import Profile


def party(name: str, country: str = "RU", anchor: str = "", rows: int = 1) -> Profile:
    return Profile(anchor or f"name:{country}:{name}", (name,), frozenset({country} - {""}), rows)


NORVENT = party("ООО «Норвентстан»", anchor="inn:9799001010")


def test_one_rare_name_in_two_scripts_is_sure() -> None:
    found = compare_profiles(NORVENT, party("NORVENTSTAN LLC"))

    assert found.sure
    assert found.names == ("ООО «Норвентстан»", "NORVENTSTAN LLC")
    assert "both are in RU" in found.reasons


def test_both_orders_say_the_same() -> None:
    one, other = compare_profiles(NORVENT, party("NORVENTSTAN")), compare_profiles(party("NORVENTSTAN"), NORVENT)

    assert (one.score, one.reasons, one.against) == (other.score, other.reasons, other.against)


def test_a_name_of_general_words_is_never_sure() -> None:
    found = compare_profiles(party("ООО Технология"), party("Tekhnologiya LLC"))

    assert not found.sure
    assert ASK <= found.score <= 0.5
    assert "general or frequent words" in found.words[-1]


def test_two_numbers_of_one_kind_are_two_parties() -> None:
    assert compare_profiles(NORVENT, replace(NORVENT, anchor="inn:9799001098")).score == 0.0
    assert compare_profiles(NORVENT, replace(NORVENT, anchor="id::9799001098")).score == 0.0


def test_a_number_of_another_kind_leaves_it_to_the_analyst() -> None:
    found = compare_profiles(NORVENT, replace(NORVENT, anchor="id:RU:K-77"))

    assert ASK <= found.score < 1
    assert not found.sure
    assert any("the numbers differ" in it for it in found.against)


def test_another_country_is_never_joined_without_asking() -> None:
    found = compare_profiles(NORVENT, party("NORVENTSTAN LLC", "TR"))

    assert not found.sure
    assert found.score < compare_profiles(NORVENT, party("NORVENTSTAN LLC")).score
    assert "the countries differ: RU and TR" in found.against


def test_a_country_that_is_not_stated_contradicts_nothing() -> None:
    assert compare_profiles(NORVENT, party("NORVENTSTAN LLC", "")).sure


def test_another_legal_form_is_never_joined_without_asking() -> None:
    assert not compare_profiles(NORVENT, party("АО «Норвентстан»")).sure


def test_a_word_that_is_only_alike_is_never_joined_without_asking() -> None:
    found = compare_profiles(NORVENT, party("ООО «Норвертстан»"))

    assert found.score >= ASK
    assert not found.sure


def test_a_spelling_that_rows_keep_to_is_less_likely_a_slip() -> None:
    slip, habit = party("ООО «Норвертстан»", rows=1), party("ООО «Норвертстан»", rows=40)
    large = replace(NORVENT, rows=50)

    assert compare_profiles(large, habit).score < compare_profiles(large, slip).score


def test_other_general_words_are_never_joined_without_asking() -> None:
    assert not compare_profiles(party("Norventstan Trade LLC"), party("Norventstan Electronics LLC")).sure


def test_a_frequent_part_forbids_joining_without_asking() -> None:
    found = compare_profiles(NORVENT, party("NORVENTSTAN LLC"), FEW_BEARERS + 1)

    assert not found.sure
    assert f"{FEW_BEARERS + 1} parties share" in found.against[0]


def test_a_name_that_three_numbered_parties_bear_is_one_of_them_at_most() -> None:
    torn = replace(party("NORVENTSTAN LLC"), candidates=3)

    found = compare_profiles(NORVENT, torn)

    assert found.score <= 0.34
    assert not found.sure


def test_a_person_is_no_company() -> None:
    assert compare_profiles(NORVENT, replace(NORVENT, anchor="name::x", kind="person")).score == 0.0


def test_a_score_from_elsewhere_meets_the_same_doubts() -> None:
    assert compare_scored(NORVENT, party("NORVENTSTAN LLC"), 0.97).sure
    assert not compare_scored(NORVENT, party("NORVENTSTAN LLC", "TR"), 0.97).sure
    assert compare_scored(NORVENT, replace(NORVENT, anchor="inn:9799001098"), 0.97).barred


def test_two_numbers_bar_a_pair_that_is_counted_all_the_same() -> None:
    found = compare_profiles(NORVENT, replace(NORVENT, anchor="inn:9799001098"))

    assert found.barred
    assert not found.open
    assert found.alike > 0.9


def test_one_letter_makes_a_slip_and_another_ending_does_not() -> None:
    slip, other = (compare_profiles(NORVENT, party(name)) for name in ("ООО «Норвертстан»", "ООО «Норвентстрой»"))

    assert SLIP in slip.marks
    assert SLIP not in other.marks


ADDRESS = "Россия, г. Примерск, ул. Образцовая, д. 7, оф. 12"


def test_one_address_lays_a_doubt_about_the_spelling_aside() -> None:
    slip = party("ООО «Норвертстан»")
    there = compare_profiles(replace(NORVENT, addresses=(ADDRESS,)), replace(slip, addresses=(ADDRESS,)))

    assert there.score > compare_profiles(NORVENT, slip).score
    assert there.strong
    assert there.against == ()


def test_another_address_speaks_against_it() -> None:
    slip = replace(party("ООО «Норвертстан»"), addresses=("Россия, г. Образцов, пр. Показательный, д. 90",))

    there = compare_profiles(replace(NORVENT, addresses=(ADDRESS,)), slip)

    assert there.score < compare_profiles(NORVENT, slip).score
    assert "the addresses differ" in there.reasons


PERSON = replace(party("ИП Примеров Пётр Образцович"), kind="person")


def test_a_person_is_one_across_scripts_when_the_whole_name_agrees() -> None:
    assert compare_profiles(PERSON, replace(party("PRIMEROV PETR OBRAZTSOVICH"), kind="person")).sure


def test_a_persons_short_name_is_never_joined_without_asking() -> None:
    one, other = (replace(party(name), kind="person") for name in ("Примеров Пётр", "PRIMEROV PETR"))

    found = compare_profiles(one, other)

    assert not found.sure
    assert "a person's short name tells nobody from his namesakes" in found.against


def test_a_trader_and_a_name_without_form_are_asked_about() -> None:
    found = compare_profiles(PERSON, party("Примеров Пётр Образцович"))

    assert found.open
    assert not found.sure


def test_unlike_names_are_not_even_asked_about() -> None:
    assert compare_profiles(NORVENT, party("Solvanek LLC")).score < ASK < JOIN


def test_a_common_name_is_the_less_likely_one_party_the_more_bear_it() -> None:
    few, many = (compare_profiles(party("ООО Технология"), party("Tekhnologiya LLC"), it) for it in (2, 27))

    assert (few.score, round(many.score, 3)) == (0.5, 0.038)
    assert few.open
    assert many.open
