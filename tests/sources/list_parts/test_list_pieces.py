"""The pieces out of which entries are put together: days, numbers, places, names."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enduse.model.listing import BadRecord, Contact, ListEntry, WrittenAddress, WrittenIdentifier
from enduse.sources.list_parts.days import births_of, first_day, is_vague
from enduse.sources.list_parts.draft import EntryDraft
from enduse.sources.list_parts.europe_numbers import contacts_in, identifiers_in, identifiers_of, scheme_of
from enduse.sources.list_parts.places import nation_of, nation_with_remark, nations_in, place_at_end


def draft() -> EntryDraft:
    return EntryDraft(7, "EU", "Some List", "1")


def entry(made: EntryDraft) -> ListEntry:
    found = made.outcome()
    assert isinstance(found, ListEntry)
    return found


@pytest.mark.parametrize(
    ("text", "births"),
    [
        ("1959", ("1959",)),
        ("02/03/1960", ("1960-03-02",)),
        ("00/03/1960", ("1960-03",)),
        ("dd/mm/1945", ("1945",)),
        ("1968 (approximative)", ("1968",)),
        ("21.11.1964 or 1965", ("1964-11-21", "1965")),
        ("1958-02-22; 1959", ("1958-02-22", "1959")),
        ("31/02/1960", ()),
        ("30-35 years old", ()),
        ("(1) 01/02/1960. (2) dd/mm/1961.", ("1960-02-01", "1961")),
        ("1) 1960 2) 1961", ("1960", "1961")),
    ],
)
def test_births_are_read_as_lists_write_them(text: str, births: tuple[str, ...]) -> None:
    assert births_of(text) == births


@given(st.dates(min_value=date(1901, 1, 1), max_value=date(2030, 12, 31)))
def test_a_whole_day_of_birth_survives_each_way_of_writing(day: date) -> None:
    for written in (day.isoformat(), f"{day:%d/%m/%Y}", f"{day.day}.{day.month}.{day.year}"):
        assert births_of(written) == (day.isoformat(),)


@given(st.text(max_size=60))
def test_births_never_stumble_over_a_text(text: str) -> None:
    assert all(len(it) in (4, 7, 10) for it in births_of(text))


def test_the_first_day_is_the_earliest_of_those_that_are_days() -> None:
    assert first_day(["", "2012-02-21", "unknown", "16/06/2005"]) == date(2005, 6, 16)
    assert first_day(["", "unknown"]) is None


def test_vague_births_are_told() -> None:
    assert is_vague("1968 (approximative)")
    assert not is_vague("1968")


@pytest.mark.parametrize(
    ("label", "scheme"),
    [
        ("Tax ID/INN", "INN"),
        ("tax registration number", "TAX"),
        ("Main state registration number", "OGRN"),
        ("Numéro de passeport", "PASSPORT"),
        ("Afghan national identification card (tazkira) number", "NATIONAL_ID"),
        ("swiftbic SWIFT/BIC", "BIC"),
        ("regnumber Registration Number", "REG"),
        ("Voter", "OTHER"),
        ("", "OTHER"),
    ],
)
def test_the_scheme_is_told_by_the_words_beside_a_number(label: str, scheme: str) -> None:
    assert scheme_of(label) == scheme


def test_a_number_takes_the_country_named_beside_it() -> None:
    found = list(identifiers_of("registration", "190950894 (Belarus); 9799001010/979901001 (Russia)"))
    assert found[0].country == "BY"
    assert found[1:] == [WrittenIdentifier("INN", "9799001010", "RU"), WrittenIdentifier("KPP", "979901001", "RU")]


def test_numbered_numbers_are_told_apart_and_lose_the_word_imo() -> None:
    found = identifiers_of("imo", "(1) IMO9000001 (2) IMO number: 9000002")
    assert [(it.scheme, it.value) for it in found] == [("IMO", "9000001"), ("IMO", "9000002")]


def test_a_general_number_is_made_exact_only_where_the_country_agrees() -> None:
    assert next(identifiers_of("registration", "9799001010", "RU")).scheme == "INN"
    assert next(identifiers_of("registration", "9799001010", "KZ")).scheme == "REG"
    assert next(identifiers_of("registration", "9799001011", "RU")).scheme == "REG"


def test_a_label_before_the_number_is_taken_off() -> None:
    (found,) = identifiers_of("identity", "Passport: MP0000001.")
    assert (found.scheme, found.value) == ("PASSPORT", "MP0000001")


def test_numbers_in_a_sentence_are_found_by_their_scheme() -> None:
    text = "IMO number: 9000001. SWIFT/BIC: SQLTRSBG. Taxpayer identification number: 9799001010; OGRN 1029900000003"
    assert {it.scheme: it.value for it in identifiers_in(text)} == {
        "IMO": "9000001",
        "BIC": "SQLTRSBG",
        "INN": "9799001010",
        "OGRN": "1029900000003",
    }


def test_a_sentence_without_numbers_has_none() -> None:
    assert list(identifiers_in("The swift courier of the inn sold 9799001010 lathes")) == []


def test_contacts_in_a_sentence_keep_their_kind() -> None:
    text = "Tel. +93 79 0000000, see https://kestrel.example/a. Write to office@kestrel.example."
    assert set(contacts_in(text)) == {
        Contact("phone", "+93 79 0000000"),
        Contact("web", "https://kestrel.example/a"),
        Contact("email", "office@kestrel.example"),
    }


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Serbian", "RS"),
        ("イラン・イスラム共和国", "IR"),
        ("Iran (Islamic Republic of)", "IR"),
        ("former Soviet Union", ""),
        ("Congolese", ""),
        ("", ""),
    ],
)
def test_a_nation_is_told_or_nothing_is_said(text: str, code: str) -> None:
    assert nation_of(text) == code


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("1) Saudi Arabia 2) Qatar", ["SA", "QA"]),
        ("(1) Tunisian (2) Bosnian", ["TN", "BA"]),
        ("Russian, Belarusian", ["RU", "BY"]),
        ("Russian and something", []),
        ("", []),
    ],
)
def test_several_nations_are_all_told_or_none(text: str, codes: list[str]) -> None:
    assert nations_in(text) == codes


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Mill Str. 5, Minsk, 220013 Belarus", "BY"),
        ("Gomel region, Belarus, 247210", "BY"),
        ("12 Mill Road, Damascus, Syrian Arab Republic, as of September 2015", "SY"),
        ("Moscow, Bolshaya Yakimanka Str., 40", ""),
        ("P.O. Box 7", ""),
        ("", ""),
    ],
)
def test_the_country_of_an_address_stands_at_its_end(text: str, code: str) -> None:
    assert place_at_end(text) == code


def test_a_country_with_a_remark_is_told() -> None:
    assert nation_with_remark("United Kingdom, previous address") == "GB"


def test_a_name_said_twice_keeps_the_stronger_role() -> None:
    made = draft()
    made.name("Kestrel", "weak")
    made.name("Kestrel  ", "alias")
    made.name("Kestrel", "weak")
    assert [(it.text, it.role) for it in made.names.values()] == [("Kestrel", "alias")]


def test_where_no_name_is_primary_the_best_one_becomes_it() -> None:
    made = draft()
    made.name("KSW", "weak")
    made.name("Kestrel", "alias")
    assert [(it.text, it.role) for it in entry(made).names] == [("Kestrel", "primary"), ("KSW", "weak")]


def test_an_entry_without_a_name_is_rejected_with_its_texts() -> None:
    made = draft()
    made.remark("nobody")
    found = made.outcome()
    assert isinstance(found, BadRecord)
    assert (found.row, found.code) == (7, "R-LIST-NAME")
    assert "nobody" in found.raw


def test_an_address_without_a_name_is_an_entry() -> None:
    made = draft()
    made.kind = "address"
    made.address(["12 Mill Road", "Tver"], "Russia")
    assert entry(made).addresses == (WrittenAddress("12 Mill Road, Tver", "RU"),)


def test_mail_addresses_are_cut_at_commas_and_phones_are_not() -> None:
    made = draft()
    made.contact("email", "a@kestrel.example, b@kestrel.example; c@kestrel.example")
    made.contact("phone", "+7 000 00-00, 00-01")
    assert [it.value for it in made.contacts] == [
        "a@kestrel.example",
        "b@kestrel.example",
        "c@kestrel.example",
        "+7 000 00-00, 00-01",
    ]


def test_a_country_that_is_not_known_stays_in_the_address() -> None:
    made = draft()
    made.name("Kestrel")
    made.address(["12 Mill Road"], "Norvent")
    assert entry(made).addresses == (WrittenAddress("12 Mill Road, Norvent", ""),)


def test_a_day_of_listing_that_is_no_day_is_noted() -> None:
    made = draft()
    made.name("Kestrel")
    made.listed("spring 2022", "LISTED_ON")
    assert (entry(made).listed_on, entry(made).more) == (None, {"LISTED_ON": "spring 2022"})


def test_nothing_that_cannot_be_read_is_lost() -> None:
    made = draft()
    made.name("Kestrel")
    made.country("Norventian")
    made.birth("in the eighties")
    assert entry(made).more == {"nationality": "Norventian", "date of birth": "in the eighties"}
