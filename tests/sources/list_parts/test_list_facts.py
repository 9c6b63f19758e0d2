import pytest

from enduse.model.listing import Contact, Link, WrittenIdentifier, WrittenName
from enduse.sources.list_parts.facts import Fact, facts_of_remarks, gather
from enduse.sources.list_parts.numbers import identifier, scheme_of


def test_remarks_are_sorted_into_fields() -> None:
    said = gather(
        facts_of_remarks(
            "DOB 02 Mar 1971; alt. DOB circa 1972; POB Nowheregrad; nationality Russia; citizen Belarus; Gender Male; "
            "Passport 000001 (Russia) issued 01 Feb 2010; Telephone (7) 000; Fax 111; Email Address a@b.example; "
            "a.k.a. 'VP'; f.k.a. 'OLD'; Linked To: NORVEND STANKO."
        )
    )
    assert said.births == ("1971-03-02", "1972")
    assert said.countries == ("RU", "BY")
    assert said.identifiers == (WrittenIdentifier("PASSPORT", "000001", "RU"),)
    assert said.contacts == (Contact("phone", "(7) 000"), Contact("phone", "111"), Contact("email", "a@b.example"))
    assert said.names == (WrittenName("VP", "weak"), WrittenName("OLD", "former"))
    assert said.links == (Link("linked", name="NORVEND STANKO", note="Linked To"),)
    assert said.more == {"DOB": "circa 1972", "POB": "Nowheregrad", "Gender": "Male"}


def test_a_longer_label_hides_a_shorter_one() -> None:
    (fact,) = facts_of_remarks("Executive Order 14024 Directive Information - For more, see the link")
    assert fact == Fact("Executive Order 14024 Directive Information -", "For more, see the link")


def test_a_piece_without_label_is_left_to_the_remarks() -> None:
    assert facts_of_remarks("Brigadier General; all offices worldwide.") == ()


def test_several_values_of_one_label_are_kept() -> None:
    said = gather([Fact("Target Type", "Private Company"), Fact("Target Type", "Financial Institution")])
    assert said.more == {"Target Type": "Private Company; Financial Institution"}


def test_a_nationality_that_is_no_country_is_kept_as_written() -> None:
    assert gather([Fact("nationality", "Atlantis")]).more == {"nationality": "Atlantis"}


@pytest.mark.parametrize(
    ("label", "value", "country", "home", "scheme"),
    [
        ("Tax ID No.", "9799001010", "RU", "", "INN"),
        ("Tax ID No.", "9799001010", "", "RU", "INN"),
        ("Tax ID No.", "9799001010", "CY", "", "TAX"),
        ("Tax ID No.", "9799001011", "RU", "", "TAX"),
        ("Registration Number", "1097799000122", "RU", "", "OGRN"),
        ("Registration ID", "HE 000001", "CY", "", "REG"),
        ("Registration Number", "91999999MA0000000K", "", "", "USCC"),
        ("Unified Social Credit Code (USCC)", "91999999MA0000000K", "CN", "", "USCC"),
        ("Legal Entity Number", "529900T8BM49AURSDO55", "", "", "LEI"),
        ("Legal Entity Number", "12345", "", "", "REG"),
        ("Vessel Registration Identification", "IMO 9999993", "", "", "IMO"),
        ("Company Number", "IMO 5999999", "", "", "IMO_COMPANY"),
        ("Vessel Registration Identification", "unknown", "", "", "OTHER"),
        ("Diplomatic Passport", "D1", "", "", "PASSPORT"),
        ("Passport of somewhere", "D1", "", "", "PASSPORT"),
        ("SWIFT/BIC", "TESTRUMM", "", "", "BIC"),
        ("Never seen", "1", "", "", "OTHER"),
    ],
)
def test_a_number_has_its_scheme(label: str, value: str, country: str, home: str, scheme: str) -> None:
    found = identifier(label, value, country, home)
    assert (found.scheme, found.country) == (scheme, country)


def test_a_number_of_unknown_kind_keeps_its_label() -> None:
    said = gather([Fact("File Number", "77")])
    assert said.identifiers == (WrittenIdentifier("OTHER", "77"),)
    assert said.more == {"File Number": "77"}


def test_labels_are_compared_by_letters_and_digits() -> None:
    assert scheme_of("tax id no") == scheme_of("Tax ID No.") == "TAX"
