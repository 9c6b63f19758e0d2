"""What two records say about each other besides their names."""

from dataclasses import replace

import pytest

from enduse.model.listing import Contact, ListEntry, WrittenAddress, WrittenIdentifier, WrittenName
from enduse.screen.signs import Query, address_keys, contact_keys, role_sign, same_number, signs, traits_of

FIRM = ListEntry(1, "EU", "Test List", "7", "company", (WrittenName("Vektor Stan OOO"),))
INN = WrittenIdentifier("INN", "9799001010", "RU")
HOUSE = WrittenAddress("12 Harbour Street, Office 5, Limassol", "CY")


def told(query: Query, entry: ListEntry) -> dict[str, float]:
    return {it.name: it.log_odds for it in signs(traits_of(query), traits_of(entry))}


def test_nothing_known_says_nothing() -> None:
    assert told(Query(("Vektor Stan",)), FIRM) == {}


@pytest.mark.parametrize(
    ("country", "name", "speaks_for"), [("RU", "country_agrees", True), ("TR", "country_differs", False)]
)
def test_a_country_speaks_for_or_against(country: str, name: str, speaks_for: bool) -> None:
    found = told(Query(("X",), countries=(country,)), replace(FIRM, countries=("RU",)))
    assert list(found) == [name]
    assert (found[name] > 0) is speaks_for


def test_the_country_of_an_address_counts() -> None:
    assert list(told(Query(("X",), countries=("CY",)), replace(FIRM, addresses=(HOUSE,)))) == ["country_agrees"]


@pytest.mark.parametrize(
    ("ours", "name"),
    [("1971-03-02", "birth_day_agrees"), ("1971", "birth_year_agrees"), ("1980-01-01", "birth_differs")],
)
def test_births_are_compared_as_far_as_both_are_known(ours: str, name: str) -> None:
    person = replace(FIRM, kind="person", births=("1971-03-02",))
    assert list(told(Query(("X",), "person", births=(ours,)), person)) == [name]


@pytest.mark.parametrize(
    ("asked", "listed", "speaks"),
    [
        ("company", "person", True),
        ("person", "vessel", True),
        ("company", "company", False),
        ("unknown", "person", False),
        ("company", "unknown", False),
        ("company", "address", False),
    ],
)
def test_a_kind_speaks_against_another_but_an_address_is_anybodys(asked: str, listed: str, speaks: bool) -> None:
    query, entry = Query(("X",), asked), replace(FIRM, kind=listed)  # type: ignore[arg-type]
    assert (list(told(query, entry)) == ["kind_differs"]) is speaks


def test_a_sentence_about_kinds_reads_as_english() -> None:
    (sign,) = signs(traits_of(Query(("X",), "company")), traits_of(replace(FIRM, kind="aircraft")))
    assert sign.reason == "a company was looked for, the entry is an aircraft"


def test_a_number_whose_digits_hold_is_surer_than_one_without_check_digits() -> None:
    checked = same_number(traits_of(Query((), identifiers=(INN,))), traits_of(replace(FIRM, identifiers=(INN,))))
    plain = WrittenIdentifier("REG", "HRB 4711", "DE")
    other = same_number(
        traits_of(Query((), identifiers=(plain,))),
        traits_of(replace(FIRM, identifiers=(replace(plain, value="hrb-4711"),))),
    )
    assert checked is not None
    assert other is not None
    assert checked[0] > other[0]
    assert "INN 9799001010" in checked[1]


@pytest.mark.parametrize(
    ("scheme", "value"),
    [("INN", "9799001011"), ("KPP", "770101001"), ("OTHER", "12345")],
)
def test_a_slip_a_branch_number_and_one_of_unknown_kind_decide_nothing(scheme: str, value: str) -> None:
    number = WrittenIdentifier(scheme, value, "RU")
    assert (
        same_number(traits_of(Query((), identifiers=(number,))), traits_of(replace(FIRM, identifiers=(number,))))
        is None
    )


def test_two_numbers_of_one_scheme_that_differ_speak_against() -> None:
    other = WrittenIdentifier("INN", "7707083893", "RU")
    found = told(Query(("X",), identifiers=(other,)), replace(FIRM, identifiers=(INN,)))
    assert found["number_differs"] < -2


@pytest.mark.parametrize(
    ("ours", "name"),
    [
        ("Limassol, Harbour Street 12, office 5", "room_agrees"),
        ("Harbour Str. 12, Limassol", "building_agrees"),
        ("Harbour Street 12, office 9, Limassol", "building_agrees"),
    ],
)
def test_an_address_agrees_as_far_as_its_parts_do(ours: str, name: str) -> None:
    found = told(Query(("X",), addresses=(WrittenAddress(ours, "CY"),)), replace(FIRM, addresses=(HOUSE,)))
    assert name in found


@pytest.mark.parametrize("ours", ["Harbour Street 14, Limassol", "Harbour Street 12, Paphos", "Limassol"])
def test_another_house_of_the_street_or_town_says_nothing(ours: str) -> None:
    found = told(Query(("X",), addresses=(WrittenAddress(ours, "CY"),)), replace(FIRM, addresses=(HOUSE,)))
    assert set(found) == {"country_agrees"}


def test_a_house_of_which_neither_says_more_is_more_than_a_building() -> None:
    house = replace(HOUSE, text="12 Harbour Street, Limassol")
    whole = told(Query(("X",), addresses=(house,)), replace(FIRM, addresses=(house,)))
    part = told(Query(("X",), addresses=(HOUSE,)), replace(FIRM, addresses=(house,)))
    assert whole["house_agrees"] > part["building_agrees"]


def test_an_address_without_a_house_number_is_no_key() -> None:
    assert address_keys(traits_of(Query((), addresses=(WrittenAddress("Limassol", "CY"),)))) == frozenset()


def test_writings_of_one_phone_and_the_site_of_an_address_meet() -> None:
    ours = contact_keys((Contact("phone", "+7 (495) 123-45-67"), Contact("email", "Sales@norvent.example.ru")))
    theirs = contact_keys(
        (Contact("phone", "8 495 123 45 67"), Contact("web", "https://www.norvent.example.ru/x")), "RU"
    )
    assert len(ours & theirs) == 2


def test_a_free_mail_host_is_nobodys_site() -> None:
    assert contact_keys((Contact("email", "vektor@gmail.com"),)) == {"email vektor@gmail.com"}


@pytest.mark.parametrize(("role", "signs_told"), [("primary", 0), ("alias", 0), ("weak", 1), ("former", 1)])
def test_a_weak_alias_and_a_former_name_weigh_less(role: str, signs_told: int) -> None:
    found = role_sign(WrittenName("VS", role))  # type: ignore[arg-type]
    assert len(found) == signs_told
    assert all(it.log_odds < 0 for it in found)
