"""Facts of single entries on the lists of Japan and in the files of OpenSanctions."""

import json
from collections.abc import Callable, Mapping
from datetime import date

import pytest

from enduse.errors import UnreadableFile
from enduse.model.listing import BadRecord, Link, ListEntry, WrittenAddress, WrittenIdentifier, WrittenName
from enduse.sources.lists import ListFile, ListFormat

Entries = Callable[[str], list[ListEntry]]
Formats = Mapping[str, ListFormat]
MakeFile = Callable[..., ListFile]

HEAD = "○ 輸出等に係る禁止措置\nの対象となるベラルーシ共和国の団体（告示第百四号）\n"


def test_japanese_concerns_become_programmes(entries: Entries) -> None:
    user = entries("japan_end_user_list_json")[0]
    assert user.programmes == ("WMD: missiles", "WMD: nuclear", "conventional weapons")


def test_a_name_run_together_with_its_country_is_set_free(entries: Entries) -> None:
    user = entries("japan_end_user_list_json")[1]
    assert user.names[0].text == "Sorrel Bay Trading Co., Ltd."
    assert user.countries == ("CN",)
    assert user.more["addresses"] == "People's Republic of China Sorrel Bay Trading Co., Ltd."


def test_the_workbook_of_the_end_user_list_gives_aliases_and_concerns(entries: Entries) -> None:
    first, second = entries("japan_end_user_list_xlsx")
    assert [it.text for it in first.names] == ["Ravenhold Optics", "Ravenhold Optic", "RO Works"]
    assert (first.countries, second.countries) == (("AF",), ("CN",))
    assert second.programmes == ("WMD: missiles", "WMD: nuclear", "conventional weapons")


def test_designated_entities_are_named_in_both_languages(entries: Entries) -> None:
    first = entries("japan_designated_entities")[0]
    assert first.names == (
        WrittenName("Kestrel Shipyard JSC", "primary", "en"),
        WrittenName("株式会社ケストレル造船所", "alias", "ja"),
    )
    assert first.more["指定日"] == "2022年03月01日"
    assert first.listed_on is None


def test_aliases_of_both_languages_are_found(entries: Entries) -> None:
    names = [it.text for it in entries("japan_designated_entities")[1].names]
    assert names == ["Halvik OOO", "有限責任会社ハルヴィク", "Halvik Zavod", "HZ Works"]


def test_several_addresses_of_one_entity_are_told_apart(entries: Entries) -> None:
    assert [it.country for it in entries("japan_designated_entities")[1].addresses] == ["RU", "TR"]


def test_a_record_glued_to_the_page_before_is_found(entries: Entries) -> None:
    glued = entries("japan_designated_entities")[2]
    assert (glued.row, glued.names[0].text) == (3, "Grey Heron Institute")
    assert "GHI Co. Ltd." in [it.text for it in glued.names]


def test_the_newer_form_of_aliases_is_read(entries: Entries) -> None:
    names = [it.text for it in entries("japan_designated_entities")[3].names]
    assert names[2:] == ["SMG社", "有限会社 SMG", "LLC Company SMG", "Kompaniya SMG"]


def test_a_number_inside_a_name_begins_no_record(formats: Formats, make_file: MakeFile) -> None:
    first = "１ ケストレル\n第 2 工場\nKestrel Plant\n所在地：Minsk, Belarus\n"
    text = f"{HEAD}{first}２ ハルヴィク\nHalvik\n所在地：Minsk, Belarus\n"
    found = formats["japan_designated_entities"].read(make_file("list.pdf.txt", text.encode())).records
    assert [it.names[0].text for it in found if isinstance(it, ListEntry)] == ["Kestrel Plant", "Halvik"]


def test_a_number_that_is_missing_is_not_passed_over(formats: Formats, make_file: MakeFile) -> None:
    text = f"{HEAD}１ ケストレル\nKestrel\n所在地：Minsk, Belarus\n３ ハルヴィク\nHalvik\n所在地：Minsk, Belarus\n"
    with pytest.raises(UnreadableFile, match="number 2 was found") as raised:
        list(formats["japan_designated_entities"].read(make_file("list.pdf.txt", text.encode())).records)
    assert raised.value.code == "E-LIST-DAMAGED"


def test_a_document_cut_before_the_last_address_is_refused(formats: Formats, make_file: MakeFile) -> None:
    text = f"{HEAD}１ ケストレル\nKestrel\n所在地：Minsk, Belarus\n２ ハルヴィク\nHal"
    with pytest.raises(UnreadableFile) as raised:
        list(formats["japan_designated_entities"].read(make_file("list.pdf.txt", text.encode())).records)
    assert raised.value.code == "E-LIST-TRUNCATED"


def test_the_pdf_holds_the_entries_of_its_text(entries: Entries) -> None:
    assert entries("japan_designated_entities_pdf") == entries("japan_designated_entities")


def test_a_pdf_that_breaks_its_rules_is_refused(formats: Formats, make_file: MakeFile) -> None:
    data = b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog\nstartxref\n9\n%%EOF\n"
    with pytest.raises(UnreadableFile) as raised:
        formats["japan_designated_entities_pdf"].read(make_file("list.pdf", data))
    assert raised.value.code == "E-LIST-DAMAGED"


def test_a_pdf_of_something_else_is_no_list(formats: Formats, make_file: MakeFile) -> None:
    assert not formats["japan_designated_entities_pdf"].fits(make_file("x.pdf", b"%PDF-1.4\nnothing\n%%EOF\n"))


def test_sanctions_and_addresses_are_put_to_their_entity(entries: Entries) -> None:
    firm = entries("opensanctions_ftm")[0]
    assert firm.programmes == ("US-RUS",)
    assert firm.addresses == (WrittenAddress("12 Mill Road, Tver", "RU"),)
    assert (firm.listed_on, firm.delisted_on) == (date(2022, 2, 25), date(2024, 6, 1))
    assert firm.citation == "https://list.example/1"


def test_an_entry_is_listed_until_its_last_sanction_has_ended(formats: Formats, make_file: MakeFile) -> None:
    def record(id: str, schema: str, **properties: list[str]) -> str:
        return json.dumps({"id": id, "schema": schema, "properties": properties, "datasets": ["eu_fsf"]})

    party = record("a", "Company", name=["Kestrel"], topics=["sanction"])
    ended = record("s", "Sanction", entity=["a"], startDate=["2020-01-01"], endDate=["2021-01-01"])
    going_on = record("t", "Sanction", entity=["a"], startDate=["2019-01-01"])
    data = "".join(f"{it}\n" for it in (party, ended, going_on)).encode()
    (entry,) = formats["opensanctions_ftm"].read(make_file("entities.ftm.json", data)).records
    assert isinstance(entry, ListEntry)
    assert (entry.listed_on, entry.delisted_on) == (date(2019, 1, 1), None)


def test_one_authority_is_named_and_several_are_not(entries: Entries) -> None:
    assert [it.authority for it in entries("opensanctions_ftm")] == ["US-OFAC", "OpenSanctions", "UN"]


def test_links_name_the_entry_or_whoever_is_not_listed(entries: Entries) -> None:
    firm, person, _ = entries("opensanctions_ftm")
    assert firm.links == (Link("owned_by", "NK-2", note="51"),)
    assert person.links == (Link("owner_of", "NK-1", note="51"), Link("family_of", name="Mira Halvik", note="sister"))


def test_a_relative_is_not_listed(formats: Formats, make_file: MakeFile) -> None:
    record = {
        "id": "NK-9",
        "schema": "Person",
        "properties": {"name": ["Mira"]},
        "datasets": ["eu_fsf"],
        "target": False,
    }
    data = f"{json.dumps(record)}\n".encode()
    (found,) = formats["opensanctions_ftm"].read(make_file("entities.ftm.json", data)).records
    assert isinstance(found, BadRecord)
    assert found.code == "R-LIST-LINKED"


def test_records_that_are_no_parties_are_counted(formats: Formats, make_file: MakeFile) -> None:
    party = {
        "id": "a",
        "schema": "Company",
        "properties": {"name": ["Kestrel"], "topics": ["sanction"]},
        "datasets": ["x"],
    }
    other = {"id": "b", "schema": "Address", "properties": {"full": ["Tver"]}, "datasets": ["x"]}
    data = "".join(f"{json.dumps(it)}\n" for it in (party, other)).encode()
    (notice,) = formats["opensanctions_ftm"].read(make_file("entities.ftm.json", data)).notices
    assert notice.message.startswith("1 records")


def test_a_document_of_its_own_becomes_a_number(entries: Entries) -> None:
    assert entries("opensanctions_ftm")[1].identifiers == (WrittenIdentifier("PASSPORT", "ZZ0000002", "RS"),)


def test_statements_make_the_special_schema_and_keep_the_language(entries: Entries) -> None:
    firm = entries("opensanctions_statements")[0]
    assert firm.more["schema"] == "Company"
    assert firm.names == (WrittenName("Kestrel Spindle Works", "primary", "en"), WrittenName("Кестрел", "alias", "ru"))
    assert firm.identifiers == (WrittenIdentifier("INN", "9799001010", "RU"),)
    assert firm.listed_on == date(2022, 2, 26)


def test_statements_of_two_lists_make_one_entry(entries: Entries) -> None:
    person = entries("opensanctions_statements")[1]
    assert (person.authority, person.list) == ("OpenSanctions", "eu_fsf, gb_fcdo_sanctions")
    assert person.links == (Link("family_of", name="Mira Halvik", note="Family"),)


def test_simple_targets_give_days_apart_from_programmes(entries: Entries) -> None:
    firm, person, ship = entries("opensanctions_simple")
    assert (firm.listed_on, firm.programmes) == (date(2022, 2, 26), ("US-RUS", "EU-RUS", "Article 3"))
    assert person.births == ("1959-03-02", "1960")
    assert ship.identifiers == (WrittenIdentifier("IMO", "9000001"),)
