from collections.abc import Callable
from datetime import date

import pytest

from enduse.errors import UnreadableFile
from enduse.model.listing import Link, ListEntry, WrittenAddress, WrittenIdentifier, WrittenName
from enduse.sources.list_parts.bis import printed_parties
from enduse.sources.lists import ListFile
from enduse.sources.lists.csl_json import csl_json

Entries = Callable[[str], list[ListEntry]]
MakeFile = Callable[..., ListFile]


def test_the_lists_of_the_csl_are_told_apart(entries: Entries) -> None:
    found = [(it.authority, it.list) for it in entries("csl_csv")]
    assert found == [
        ("US-OFAC", "SDN"),
        ("US-OFAC", "SDN"),
        ("US-BIS", "Entity List"),
        ("US-BIS", "Entity List"),
        ("US-BIS", "DPL"),
    ]


def test_numbers_of_the_csl_have_scheme_and_country(entries: Entries) -> None:
    firm, person, *_ = entries("csl_csv")
    assert firm.identifiers == (WrittenIdentifier("INN", "9799001010", "RU"),)
    assert person.identifiers == (WrittenIdentifier("PASSPORT", "000000001", "RU"),)
    assert (person.births, person.countries) == (("1971-03-02", "1972"), ("RU", "BY"))


@pytest.mark.parametrize(("form", "at"), [("csl_csv", 3), ("csl_json", 1)])
def test_an_address_can_be_listed_without_a_name(entries: Entries, form: str, at: int) -> None:
    entry = entries(form)[at]
    assert (entry.kind, entry.names) == ("address", ())
    assert entry.addresses == (WrittenAddress("Unit 9, 9/F, Fable Tower, 9 Fable Street, Kowloon", "HK"),)


def test_a_denial_order_has_an_end(entries: Entries) -> None:
    denied = entries("csl_csv")[4]
    assert (denied.listed_on, denied.delisted_on) == (date(2020, 1, 2), date(2030, 1, 2))


def test_licence_policy_is_what_follows_from_an_entry(entries: Entries) -> None:
    firm = entries("csl_csv")[2]
    assert firm.programmes == ("Policy of denial",)
    assert firm.more["license_requirement"].startswith("For all items")
    assert [it.text for it in firm.names] == ["Fable Dynamics Co., Ltd.", "FD Shenzhen", "Fable Dyn."]


def test_a_page_of_a_search_is_not_the_whole_list(make_file: MakeFile) -> None:
    page = b'{"total": 9, "results": [{"id": "1", "source": "X (SDN) - Treasury Department", "name": "FABLE"}]}'
    with pytest.raises(UnreadableFile) as raised:
        list(csl_json.read(make_file("c.json", page)).records)
    assert raised.value.code == "E-LIST-COUNT"


def test_a_record_that_is_no_object_is_rejected(make_file: MakeFile) -> None:
    (bad,) = csl_json.read(make_file("c.json", b'{"results": ["FABLE"]}')).records
    assert not isinstance(bad, ListEntry)
    assert bad.code == "R-LIST-SHAPE"


def test_a_supplement_lists_addresses_too(entries: Entries) -> None:
    kinds = {it.kind: it for it in entries("bis_entity_list")}
    assert kinds["address"].names == ()
    assert kinds["address"].addresses[0].country == "HK"


def test_the_first_citation_gives_the_day(entries: Entries) -> None:
    assert entries("bis_entity_list")[0].listed_on == date(2023, 2, 27)


def test_a_blank_country_is_that_of_the_row_above(entries: Entries) -> None:
    assert entries("bis_entity_list")[1].more["country"] == "RUSSIA"


@pytest.mark.parametrize(
    ("text", "names", "addresses"),
    [
        ("Fable Co., Ltd., 1 Road, Minsk, Belarus", ["Fable Co., Ltd."], ["1 Road, Minsk, Belarus"]),
        (
            "Fable JSC, a.k.a., the following one alias: —Fable Rotor. 5 Road, Perm, Russia.",
            ["Fable JSC", "Fable Rotor"],
            ["5 Road, Perm, Russia"],
        ),
        (
            "Fable Inc., a.k.a., the following two aliases:\n—Fabl; and\n—Fable Co., Ltd.\n1 Road, Perm; and 2 Road",
            ["Fable Inc.", "Fabl", "Fable Co., Ltd."],
            ["1 Road, Perm", "2 Road"],
        ),
        ("Fable Institute", ["Fable Institute"], []),
    ],
)
def test_a_printed_cell_is_cut_into_names_and_addresses(text: str, names: list[str], addresses: list[str]) -> None:
    printed = printed_parties(text, "Russia")
    assert [it.text for it in printed.names] == names
    assert [it.text for it in printed.addresses] == addresses


def test_a_former_name_is_told_from_an_alias() -> None:
    printed = printed_parties("Beta, f.k.a. Alpha. 5 Street, Minsk, Belarus.", "Belarus")
    assert printed.names == (WrittenName("Beta"), WrittenName("Alpha", "former"))


def test_a_state_without_country_is_american(entries: Entries) -> None:
    assert [it.addresses[0].country for it in entries("bis_dpl")] == ["US", "US", "DE"]


def test_an_end_by_month_is_over_the_day_after_it(entries: Entries) -> None:
    assert entries("us_section_353")[0].delisted_on == date(2024, 1, 1)


def test_a_year_of_report_is_no_day_of_listing(entries: Entries) -> None:
    found = entries("us_section_1286")
    assert [it.listed_on for it in found] == [None, None]
    assert found[0].more["report_date"] == "2023"


def test_a_subsidiary_names_its_parent(entries: Entries) -> None:
    parent, subsidiary = entries("us_dod_1260h")
    assert parent.links == ()
    assert subsidiary.links == (Link("owned_by", name="Fable Group Co., Ltd.", note="Parent Name"),)
    assert (parent.listed_on, parent.delisted_on) == (date(2022, 10, 5), date(2025, 1, 7))


def test_chinese_names_stand_beside_english_ones(entries: Entries) -> None:
    firm, person = entries("china_sanctions")
    assert WrittenName("寓言无人机公司", "alias", "zh") in firm.names
    assert (firm.list, firm.listed_on, firm.addresses[0].country) == ("UEL", date(2024, 12, 2), "US")
    assert (person.kind, person.delisted_on) == ("person", date(2023, 7, 13))


def test_canadas_country_is_a_regime_and_no_nationality(entries: Entries) -> None:
    person, firm, ship = entries("canada_sema")
    assert (person.countries, person.programmes) == ((), ("SEMA, Russia",))
    assert (person.names[0].text, person.births) == ("Vektorin, Pavel Olegovich", ("1971-03-02",))
    assert [it.text for it in firm.names] == ["Norvend Stanko LLC", "Fable Works Co., Ltd.", "Stankonor"]
    assert (ship.identifiers, ship.births) == ((WrittenIdentifier("IMO", "9999993"),), ())


def test_australias_rows_of_one_reference_are_one_entry(entries: Entries) -> None:
    person, firm, ship = entries("australia_dfat")
    assert [(it.text, it.role) for it in person.names] == [
        ("Pavel Olegovich VEKTORIN", "primary"),
        ("Paul VEKTORIN", "weak"),
        ("Павел ВЕКТОРИН", "alias"),
    ]
    assert (person.entry_id, person.births) == ("8001", ("1971-03-02", "1972"))
    assert [it.country for it in person.addresses] == ["RU", "BY"]
    assert "travel ban" in person.programmes
    assert ship.identifiers == (WrittenIdentifier("IMO", "9999993"),)
    assert (firm.countries, firm.listed_on) == (("RU",), date(2022, 3, 18))


def test_ukraines_decrees_give_days_and_numbers(entries: Entries) -> None:
    firm, person = entries("ukraine_nsdc")
    assert {it.scheme for it in firm.identifiers} == {"INN", "OGRN"}
    assert (firm.listed_on, firm.delisted_on, firm.programmes) == (date(2024, 1, 5), date(2034, 1, 5), ("001/2024",))
    assert [it.text for it in person.names][:2] == ["Векторін Павло Олегович", "Векторин Павел Олегович"]


def test_the_code_of_regulations_holds_three_lists(entries: Entries) -> None:
    found = entries("bis_ecfr_part_744")
    assert [it.list for it in found] == ["Entity List", "Entity List", "Entity List", "UVL", "MEU"]
    assert [it.text for it in found[0].names] == [
        "Norvend Stanko LLC",
        "Norvend Machine Tools Co., Ltd.",
        "Stankonor OOO",
    ]
    assert found[0].addresses == (WrittenAddress("1 Zavodskaya Street, Nowheregrad, Russia", "RU"),)
    assert (found[1].more["country"], found[3].listed_on) == ("RUSSIA", date(2022, 2, 8))
    assert [it.row for it in found] == [1, 2, 3, 5, 6]
