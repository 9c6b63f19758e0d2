"""Facts of single entries on the lists of the UN, the EU, the UK and Switzerland."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

import pytest

from enduse.errors import UnreadableFile
from enduse.model.listing import Contact, ListEntry, WrittenAddress, WrittenIdentifier, WrittenName
from enduse.sources.lists import ListFile, ListFormat

Entries = Callable[[str], list[ListEntry]]
Formats = Mapping[str, ListFormat]
MakeFile = Callable[..., ListFile]
SampleContent = Callable[[str, Mapping[str, Any]], ListFile]

EU_FORMATS = ("eu_fsf_xml_1_0", "eu_fsf_xml_1_1", "eu_fsf_csv_1_0", "eu_fsf_csv_1_1")
UK_FORMATS = ("uk_sanctions_list_csv", "uk_sanctions_list_ods", "uk_sanctions_list_xml")


def texts(entry: ListEntry, role: str) -> list[str]:
    return [it.text for it in entry.names if it.role == role]


def test_un_names_come_in_both_scripts_with_their_quality(entries: Entries) -> None:
    person = entries("un_consolidated_xml")[0]
    assert texts(person, "primary") == ["ORSO VELMIRAN TESK"]
    assert texts(person, "alias") == ["Орсо Вельмиран Теск", "Orso Tesk"]
    assert texts(person, "weak") == ["Grey Falcon"]


def test_un_former_names_are_told_from_aliases(entries: Entries) -> None:
    firm = entries("un_consolidated_xml")[1]
    assert (texts(firm, "alias"), texts(firm, "former")) == (["SQL Works"], ["North Quay Lathes"])


def test_un_births_hold_spans_vague_years_and_those_of_aliases(entries: Entries) -> None:
    person = entries("un_consolidated_xml")[0]
    assert set(person.births) == {"1957", "1958", "1959", "1961", "1958-02-22"}
    assert person.more["INDIVIDUAL_DATE_OF_BIRTH"] == "approximately 1961"


def test_un_facts_of_an_entry(entries: Entries) -> None:
    person = entries("un_consolidated_xml")[0]
    assert person.listed_on == date(2015, 4, 7)
    assert person.addresses == (WrittenAddress("4 Quay Lane, Belgrade", "RS"),)
    assert set(person.identifiers) == {
        WrittenIdentifier("PASSPORT", "ZZ0000001", "RS"),
        WrittenIdentifier("IMO", "9000001"),
    }
    assert person.contacts == (Contact("email", "office@velmiran.example"),)
    assert person.more["DESIGNATION"] == "Director of the yard; Colonel"


@pytest.mark.parametrize("id", EU_FORMATS)
def test_the_formats_of_the_eu_list_agree_on_who_is_listed(entries: Entries, id: str) -> None:
    person, firm = entries(id)
    assert [(it.entry_id, it.names[0].text, it.kind) for it in (person, firm)] == [
        ("501", "Perun Halvik", "person"),
        ("502", "Kestrel Spindle Works", "company"),
    ]
    assert person.countries == ("RS",)
    assert WrittenIdentifier("PASSPORT", "ZZ0000002", "RS") in person.identifiers
    assert "1959" in {it[:4] for it in person.births}


def test_eu_listing_counts_from_the_earliest_act_cited(entries: Entries) -> None:
    # The entry cites an act of 2012, its name one of 2005.
    assert entries("eu_fsf_xml_1_0")[0].listed_on == date(2005, 6, 16)


def test_eu_listing_counts_from_the_day_of_designation(entries: Entries) -> None:
    assert entries("eu_fsf_xml_1_1")[1].listed_on == date(2022, 3, 1)


def test_eu_names_carry_their_language(entries: Entries) -> None:
    assert WrittenName("Péroun Halvique", "alias", "fr") in entries("eu_fsf_xml_1_0")[0].names
    assert WrittenName("Перун Хальвик", "alias", "ru") in entries("eu_fsf_xml_1_1")[0].names


@pytest.mark.parametrize("id", ["eu_fsf_xml_1_1", "eu_fsf_csv_1_1"])
def test_eu_aliases_of_low_quality_are_weak(entries: Entries, id: str) -> None:
    assert texts(entries(id)[0], "weak") == ["The Turner"]


def test_an_unknown_number_is_no_identifier(entries: Entries) -> None:
    person = entries("eu_fsf_xml_1_0")[0]
    assert {it.value for it in person.identifiers} == {"ZZ0000002", "9799001010"}
    assert "UNKNOWN (other-Other identification number)" in person.more["identification"]


def test_a_phone_in_the_remark_of_an_address_is_found(entries: Entries) -> None:
    assert Contact("phone", "042-681 20 81") in entries("eu_fsf_csv_1_0")[1].contacts


def test_eu_contacts_of_an_address_keep_their_kind(entries: Entries) -> None:
    found = {it.kind: it.value for it in entries("eu_fsf_xml_1_1")[1].contacts}
    assert found == {"phone": "+7 000 000", "web": "www.kestrel.example", "email": "office@kestrel.example"}


def test_a_cell_with_the_delimiter_inside_stays_whole(entries: Entries) -> None:
    assert entries("eu_fsf_csv_1_0")[0].more["function"] == "Former turner; director"


def test_lines_wrapped_in_quotes_hold_the_same_entries(formats: Formats, sample_content: SampleContent) -> None:
    read = formats["eu_fsf_csv_1_0"].read
    plain = list(read(sample_content("eu_fsf_csv_1_0", {"file": "global.csv"})).records)
    wrapped = list(read(sample_content("eu_fsf_csv_1_0", {"file": "wrapped.csv"})).records)
    assert [it.row for it in plain] == [it.row for it in wrapped]
    assert [it.births for it in plain if isinstance(it, ListEntry)] == [
        it.births for it in wrapped if isinstance(it, ListEntry)
    ]


def test_lost_letters_are_told(formats: Formats, sample_content: SampleContent) -> None:
    read = formats["eu_fsf_csv_1_0"].read
    assert read(sample_content("eu_fsf_csv_1_0", {"file": "global.csv"})).notices == ()
    (notice,) = read(sample_content("eu_fsf_csv_1_0", {"file": "wrapped.csv"})).notices
    assert notice.code == "W-LIST-LETTERS"
    assert notice.message.startswith("1 names")


def test_a_name_without_a_letter_is_noted_and_is_no_name(formats: Formats, make_file: MakeFile) -> None:
    header = "Date_file;Entity_logical_id;Subject_type;Naal_logical_id;Naal_wholename"
    data = f"{header}\n04/07/2018;1;E;2;???? ??????\n04/07/2018;1;E;3;Kestrel\n".encode()
    (entry,) = formats["eu_fsf_csv_1_0"].read(make_file("global.csv", data)).records
    assert isinstance(entry, ListEntry)
    assert [it.text for it in entry.names] == ["Kestrel"]
    assert entry.more["names without letters"] == "???? ??????"


def test_an_annex_gives_programme_measure_and_citation(entries: Entries) -> None:
    firm = entries("eu_journal")[0]
    assert (firm.list, firm.citation) == ("833/2014 Annex IV", "Regulation 833/2014, Annex IV")
    assert firm.programmes == ("EU-RUS", "Export control")
    assert firm.listed_on == date(2014, 9, 12)
    assert firm.entry_id == "32014R0833:IV:7"


def test_an_annex_number_with_its_label_is_told(entries: Entries) -> None:
    assert entries("eu_journal")[0].identifiers == (WrittenIdentifier("INN", "9799001010", "RU"),)


def test_a_short_name_in_brackets_is_a_name_too(entries: Entries) -> None:
    assert texts(entries("eu_journal")[0], "alias") == [
        "Акционерное Общество «Кестрел Станки» (АО «Кестрел Станки»)",
        "Акционерное Общество «Кестрел Станки»",
        "АО «Кестрел Станки»",
        "Kestrel Machine Tools",
    ]


def test_an_annex_without_numbers_is_told_by_name(entries: Entries) -> None:
    assert entries("eu_journal")[2].entry_id == "32014R0833:III:Bank of Norvent"


def test_addresses_of_an_annex_are_cut_and_placed(entries: Entries) -> None:
    assert [it.country for it in entries("eu_journal")[0].addresses] == ["RU", "TR"]


def test_nationalities_are_told_from_adjectives(entries: Entries) -> None:
    assert entries("eu_journal")[3].countries == ("RU", "BY")


def test_former_names_of_a_vessel_are_former(entries: Entries) -> None:
    vessel = entries("eu_journal")[1]
    assert texts(vessel, "former") == ["White Heron", "Blue Heron"]
    assert vessel.identifiers == (WrittenIdentifier("IMO", "9000001"),)


def test_a_date_with_the_month_in_words_is_read(entries: Entries) -> None:
    assert entries("eu_journal")[1].listed_on == date(2025, 3, 17)


def test_rows_of_one_group_are_one_entry(entries: Entries) -> None:
    person = entries("uk_ofsi_csv")[0]
    assert (person.row, person.entry_id) == (3, "90001")
    assert texts(person, "primary") == ["Perun HALVIK"]
    assert (texts(person, "alias"), texts(person, "former")) == (["Peroun HALVIK"], ["Old TURNER"])
    assert person.births == ("1959", "1960-03-02")
    assert person.countries == ("RS", "RU")


def test_numbered_passports_in_one_cell_are_two(entries: Entries) -> None:
    found = entries("uk_ofsi_csv")[0].identifiers
    assert [(it.scheme, it.value, it.country) for it in found] == [
        ("PASSPORT", "ZZ0000002", "RS"),
        ("PASSPORT", "ZZ0000003", ""),
    ]


def test_numbers_in_a_remark_are_found(entries: Entries) -> None:
    found = {it.scheme: it.value for it in entries("uk_ofsi_csv")[1].identifiers}
    assert found == {"IMO": "9000001", "MMSI": "400000001"}


@pytest.mark.parametrize("id", UK_FORMATS)
def test_the_formats_of_the_uk_list_agree(entries: Entries, id: str) -> None:
    person, firm, ship = entries(id)
    assert [it.entry_id for it in (person, firm, ship)] == ["NVT0001", "NVT0002", "NVT0003"]
    assert texts(person, "primary") == ["Perun HALVIK"]
    assert (texts(person, "weak"), texts(person, "alias")) == (["TURNER"], ["Перун Хальвик"])
    assert (person.births, person.countries, person.listed_on) == (("1959",), ("RS",), date(2022, 3, 16))
    assert person.programmes == ("The Norvent (Sanctions) Regulations 2020", "Asset freeze", "Travel Ban")
    assert firm.addresses == (WrittenAddress("12 Mill Road, Tver", "RU"),)
    assert firm.identifiers == (WrittenIdentifier("INN", "9799001010"),)
    assert [(it.relation, it.name) for it in firm.links] == [("owned_by", "Kestrel Holding")]
    assert ship.identifiers == (WrittenIdentifier("IMO", "9000001"),)
    assert [(it.relation, it.name) for it in ship.links] == [("owned_by", "Heron Maritime")]


def test_swiss_names_come_in_each_spelling(entries: Entries) -> None:
    person = entries("swiss_seco_xml")[0]
    assert person.names[:3] == (
        WrittenName("Halvik Perun", "primary", ""),
        WrittenName("Хальвик Перун", "alias", "Cyrl"),
        WrittenName("Khalvik Perun", "alias", "Latn"),
    )
    assert texts(person, "weak") == ["The Turner"]


def test_swiss_places_that_stand_at_the_end_are_filled_in(entries: Entries) -> None:
    person = entries("swiss_seco_xml")[0]
    assert person.addresses == (WrittenAddress("4 Quay Lane, 11000, Belgrade, Old town", "RS"),)
    assert person.more["place-of-birth"] == "Nis, RS"


UK_HEADER = "Report Date: 15/01/2026\nUnique ID,Name 6,Name type,Regime Name,Sanctions Imposed,Last Updated\n"


def test_a_british_entry_is_told_by_what_is_imposed_on_it(formats: Formats, make_file: MakeFile) -> None:
    rows = "N1,KESTREL,Primary Name,Norvent,,\nN1,KSW,Alias,Norvent,Asset freeze|Travel Ban,\n"
    rows += "N2,HERON,Primary Name,Norvent,,\n"
    read = formats["uk_sanctions_list_csv"].read(make_file("UK-Sanctions-List.csv", (UK_HEADER + rows).encode()))
    told = {it.entry_id: it.programmes for it in read.records if isinstance(it, ListEntry)}
    assert told == {"N1": ("Norvent", "Asset freeze", "Travel Ban"), "N2": ("Norvent", "Measures not stated")}


def test_british_measures_may_be_marked_with_yes_and_no(formats: Formats, make_file: MakeFile) -> None:
    data = (
        "<Designations><Designation><UniqueID>N1</UniqueID><Names><Name><Name6>KESTREL</Name6></Name></Names>"
        "<RegimeName>Norvent</RegimeName><SanctionsImposedIndicators><AssetFreeze>true</AssetFreeze>"
        "<TravelBan>false</TravelBan></SanctionsImposedIndicators></Designation></Designations>"
    )
    (entry,) = formats["uk_sanctions_list_xml"].read(make_file("uk.xml", data.encode())).records
    assert isinstance(entry, ListEntry)
    assert entry.programmes == ("Norvent", "Asset freeze")


def test_swiss_programmes_are_named_in_english(entries: Entries) -> None:
    assert entries("swiss_seco_xml")[0].programmes == ("Norvent", "Restrictions on named individuals and entities")


def test_swiss_entries_that_were_taken_off_say_when(entries: Entries) -> None:
    listed, taken_off, _ = entries("swiss_seco_xml")
    assert (listed.listed_on, listed.delisted_on) == (date(2022, 2, 26), None)
    assert (taken_off.listed_on, taken_off.delisted_on) == (date(2022, 2, 26), date(2024, 9, 15))


def test_swiss_links_name_the_other_entry(entries: Entries) -> None:
    assert [(it.entry_id, it.note) for it in entries("swiss_seco_xml")[0].links] == [("5010", "owner")]


def test_a_swiss_list_of_changes_is_refused(formats: Formats, make_file: MakeFile) -> None:
    from_list = b'<swiss-sanctions-list list-type="delta" date="2026-01-15"><target ssid="1"/></swiss-sanctions-list>'
    with pytest.raises(Exception, match="no whole list"):
        formats["swiss_seco_xml"].read(make_file("delta.xml", from_list))


def test_the_page_of_the_consolidated_text_gives_annex_iv_alone_and_whole(entries: Entries) -> None:
    found = entries("eu_consolidated_html")
    assert [(it.list, it.entry_id, it.names[0].text) for it in found] == [
        ("833/2014 Annex IV", "32014R0833:IV:1", "JSC Norvent Spindle"),
        ("833/2014 Annex IV", "32014R0833:IV:57", "Kestrel Lathe Trading FZE"),
        ("833/2014 Annex IV", "32014R0833:IV:921", "Tesk & Söhne Werkzeug"),
    ]
    assert [it.listed_on for it in found] == [date(2014, 9, 12), date(2024, 2, 24), date(2025, 7, 20)]


def test_its_cells_are_names_numbers_addresses_and_contacts(entries: Entries) -> None:
    firm, trader, _ = entries("eu_consolidated_html")
    assert texts(firm, "alias") == [
        "АО «Норвент Шпиндель» (АО «Норвент»)",
        "АО «Норвент Шпиндель»",
        "АО «Норвент»",
        "Norvent Shpindel",
    ]
    assert texts(firm, "former") == ["Zavod Nr. 7"]
    assert firm.identifiers == (WrittenIdentifier("INN", "9799001010", "RU"),)
    assert [it.country for it in firm.addresses] == ["RU", "RU"]
    assert Contact("phone", "+ 7 (495) 000-00-02") in firm.contacts
    assert (trader.countries, [it.country for it in trader.addresses]) == (("AE",), ["AE"])
    assert trader.more == {"Director": "A. Orso"}


def test_a_page_without_that_annex_is_refused(formats: Formats, make_file: MakeFile) -> None:
    page = b"<html><head><title>02014R0833-20250720</title></head><body><p>ANNEX IV</p></body></html>"
    with pytest.raises(UnreadableFile, match="ANNEX IV"):
        formats["eu_consolidated_html"].read(make_file("page.html", page))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
def test_a_page_that_lost_its_encoding_is_read_in_its_letters(
    formats: Formats, make_file: MakeFile, encoding: str
) -> None:
    row = "<tr><td>1</td><td><p>Velmora</p><p>Local name: Вельмора</p></td><td></td><td>1.2.2024</td></tr>"
    table = f"<p class='title-annex-1'>ANNEX IV</p><table>{row}</table>"
    page = f"<html><title>02014R0833-20250720</title><body>{table}</body></html>".encode(encoding)
    (entry,) = formats["eu_consolidated_html"].read(make_file("page.html", page)).records
    assert isinstance(entry, ListEntry)
    assert texts(entry, "alias") == ["Вельмора"]
