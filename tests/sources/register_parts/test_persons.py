"""Of a person only what may be kept is kept."""

from enduse.model.listing import WrittenIdentifier
from enduse.sources.register_parts.persons import kept_identifiers, month_of_birth, nationality_code


def test_papers_of_a_person_are_dropped_and_numbers_of_a_company_are_not() -> None:
    given = [WrittenIdentifier("PASSPORT", "1"), WrittenIdentifier("INN", "2"), WrittenIdentifier("NATIONAL_ID", "3")]
    assert [it.value for it in kept_identifiers(given, personal=True)] == ["2"]
    assert [it.value for it in kept_identifiers(given, personal=False)] == ["1", "2", "3"]


def test_a_day_of_birth_becomes_a_month() -> None:
    assert [month_of_birth(it) for it in ("1971-03-02", "02.03.1971", "1971-03", "1971", "in 1971")] == [
        "1971-03",
        "1971-03",
        "1971-03",
        "1971",
        "",
    ]


def test_nationalities_are_words_or_countries() -> None:
    assert [nationality_code(it) for it in ("Russian", "KZ", "Cyprus", "martian")] == ["RU", "KZ", "CY", ""]
