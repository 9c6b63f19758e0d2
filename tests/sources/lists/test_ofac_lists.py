from collections.abc import Callable
from datetime import date

import pytest

from enduse.errors import UnreadableFile
from enduse.model.listing import Contact, Link, ListEntry, WrittenAddress, WrittenIdentifier, WrittenName
from enduse.sources.lists import ListFile
from enduse.sources.lists.ofac_sdn_csv import ofac_sdn_csv
from enduse.sources.lists.ofac_sdn_xml import ofac_sdn_xml

Entries = Callable[[str], list[ListEntry]]
MakeFile = Callable[..., ListFile]
FORMS = ["ofac_sdn_csv", "ofac_sdn_xml", "ofac_enhanced_xml", "ofac_advanced_xml"]
BLANKS = "-0- ," * 7
FIRM = f'1,"FABLE LLC",-0- ,"CUBA",{BLANKS}-0- \r\n'.encode()
END = b"\x1a"


@pytest.mark.parametrize("form", FORMS)
def test_every_form_tells_the_same_firm(form: str, entries: Entries) -> None:
    firm = next(it for it in entries(form) if it.list == "SDN")
    assert (firm.authority, firm.entry_id, firm.kind) == ("US-OFAC", "90001", "company")
    assert firm.names[0] == WrittenName("NORVEND STANKO LLC")
    assert WrittenName("NS", "weak") in firm.names
    assert WrittenIdentifier("INN", "9799001010", "RU") in firm.identifiers
    assert firm.addresses[0].country == "RU"
    assert Contact("web", "www.norvend.example") in firm.contacts
    assert firm.programmes[0] == "RUSSIA-EO14024"
    assert firm.more["Secondary sanctions risk"] == "See Section 11 of Executive Order 14024."


@pytest.mark.parametrize("form", FORMS)
def test_every_form_tells_the_same_person(form: str, entries: Entries) -> None:
    (person,) = (it for it in entries(form) if it.kind == "person")
    assert (person.kind, person.names[0].text, person.countries) == ("person", "VEKTORIN, Pavel Olegovich", ("RU",))
    assert person.births[0][:7] == "1971-03"


@pytest.mark.parametrize("form", ["ofac_sdn_csv", "ofac_sdn_xml", "ofac_advanced_xml"])
def test_a_ship_has_its_number(form: str, entries: Entries) -> None:
    (ship,) = (it for it in entries(form) if it.kind == "vessel")
    assert WrittenIdentifier("IMO", "9999993") in ship.identifiers


@pytest.mark.parametrize("form", ["ofac_enhanced_xml", "ofac_advanced_xml"])
def test_newer_forms_tell_the_owner_and_the_script(form: str, entries: Entries) -> None:
    firm = entries(form)[0]
    assert [(it.relation, it.entry_id) for it in firm.links] == [("owned_by", "90002")]
    assert WrittenName("НОРВЕНД СТАНКО", "alias", "Cyrl") in firm.names


@pytest.mark.parametrize("form", ["ofac_enhanced_xml", "ofac_advanced_xml"])
def test_a_party_on_two_lists_came_to_each_on_its_own_day(form: str, entries: Entries) -> None:
    days = {it.list: it.listed_on for it in entries(form) if it.entry_id == "90001"}
    assert days == {"SSI": date(2014, 7, 16), "SDN": date(2024, 2, 23)}


def test_the_advanced_form_tells_the_reasons_of_each_list_apart(entries: Entries) -> None:
    said = {it.list: (it.programmes[0], it.citation) for it in entries("ofac_advanced_xml") if it.entry_id == "90001"}
    assert said == {
        "SSI": ("UKRAINE-EO13662", "Executive Order 13662 (Ukraine)"),
        "SDN": ("RUSSIA-EO14024", "Executive Order 14024 (Russia)"),
    }


def test_remarks_go_on_in_the_file_of_comments(entries: Entries) -> None:
    firm = entries("ofac_sdn_csv")[0]
    assert firm.links == (Link("linked", name="VEKTORIN, Pavel Olegovich", note="Linked To"),)
    assert Contact("email", "office@norvend.example") in firm.contacts


def test_a_space_at_the_joint_of_remarks_is_kept(entries: Entries) -> None:
    person = entries("ofac_consolidated_csv")[1]
    assert person.identifiers == (WrittenIdentifier("OKPO", "00000002", "RU"),)
    assert person.births == ("1962",)


def test_aliases_and_addresses_come_from_the_files_beside(entries: Entries) -> None:
    firm = entries("ofac_sdn_csv")[0]
    assert WrittenName("STANKONOR OOO", "former") in firm.names
    assert firm.addresses[1] == WrittenAddress("Belarus", "BY")


def test_without_the_files_beside_it_says_what_is_missing(make_file: MakeFile) -> None:
    reading = ofac_sdn_csv.read(make_file("sdn.csv", FIRM + END))
    assert [it.code for it in reading.notices] == ["W-LIST-PART"]
    assert len(list(reading.records)) == 1


def test_a_file_without_its_end_mark_is_doubted(make_file: MakeFile) -> None:
    assert "W-LIST-END" in [it.code for it in ofac_sdn_csv.read(make_file("sdn.csv", FIRM)).notices]


def test_an_alias_of_an_unknown_entry_tells_of_a_cut_list(make_file: MakeFile) -> None:
    beside = {"alt.csv": b'1,1,"aka","FABLE",-0- \r\n2,2,"aka","OTHER",-0- \r\n' + END}
    with pytest.raises(UnreadableFile) as raised:
        ofac_sdn_csv.read(make_file("sdn.csv", FIRM + END, beside))
    assert raised.value.code == "E-LIST-PARTS"


@pytest.mark.parametrize("last", [b"-0", b"-", b""])
def test_a_null_that_is_not_whole_tells_of_a_cut_file(make_file: MakeFile, last: bytes) -> None:
    beside = {"add.csv": b'1,1,-0- ,"Moscow","Russia",' + last}
    with pytest.raises(UnreadableFile) as raised:
        ofac_sdn_csv.read(make_file("sdn.csv", FIRM + END, beside))
    assert raised.value.code == "E-LIST-TRUNCATED"


def test_an_entry_without_a_number_is_rejected(make_file: MakeFile) -> None:
    (bad,) = ofac_sdn_csv.read(make_file("sdn.csv", FIRM.replace(b"1,", b"x,", 1) + END)).records
    assert not isinstance(bad, ListEntry)
    assert bad.code == "R-LIST-ID"


def test_a_wrong_number_of_records_is_refused(make_file: MakeFile) -> None:
    text = (
        "<sdnList><publshInformation><Record_Count>2</Record_Count></publshInformation>"
        "<sdnEntry><uid>1</uid><lastName>FABLE</lastName><sdnType>Entity</sdnType></sdnEntry></sdnList>"
    )
    with pytest.raises(UnreadableFile) as raised:
        ofac_sdn_xml.read(make_file("sdn.xml", text.encode()))
    assert raised.value.code == "E-LIST-COUNT"


def test_consolidated_xml_is_told_by_its_name(make_file: MakeFile) -> None:
    text = (
        "<sdnList><sdnEntry><uid>1</uid><lastName>FABLE</lastName><sdnType>Entity</sdnType>"
        "<programList><program>NS-PLC</program></programList></sdnEntry></sdnList>"
    )
    (entry,) = ofac_sdn_xml.read(make_file("consolidated.xml", text.encode())).records
    assert isinstance(entry, ListEntry)
    assert entry.list == "Consolidated non-SDN"


def test_a_document_that_is_not_valid_says_so(entries: Entries) -> None:
    assert entries("ofac_enhanced_xml")[0].more["Passport, not valid"] == "X0"
    assert entries("ofac_advanced_xml")[2].more["Passport, fraudulent"] == "000000001"
