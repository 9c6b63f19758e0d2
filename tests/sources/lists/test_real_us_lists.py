"""The publishers' own files: counts are the file's own, taken here by the csv module and by lxml."""

import csv
import io
from collections import Counter
from collections.abc import Callable, Mapping
from datetime import date

import pytest
from lxml import etree

from enduse.errors import UnreadableFile
from enduse.model.listing import BadRecord, ListEntry
from enduse.sources.lists import ListFile, ListFormat

RealFile = Callable[..., ListFile]
MakeFile = Callable[..., ListFile]
Formats = Mapping[str, ListFormat]

OFAC_2019 = "sanctions_ofac/2019-01/sdn.csv.gz"
MENDED = {"add.csv": b"- \n"}
CONSOLIDATED = (
    "sanctions_ofac/consolidated_nonsdn/cons_prim.csv.gz",
    ("cons_alt.csv", "cons_add.csv", "cons_comments.csv"),
)
CSL = "sanctions_us_csl/consolidated_content_2022-04.csv.gz"
ENHANCED = "sanctions_ofac/2025-01/CONS_ENHANCED.ZIP"
TABLES = {
    "us_section_1286": "sanctions_us_special/section_1286.csv.gz",
    "us_section_353": "sanctions_us_special/section_353.csv.gz",
    "us_dod_1260h": "sanctions_us_special/dod_1260h.csv.gz",
    "us_bis_mieu": "sanctions_us_special/bis_mieu.csv",
    "china_sanctions": "sanctions_japan_china/cn_sanctions.csv.gz",
    "csl_csv": CSL,
}


def data_of(file: ListFile) -> bytes:
    with file.open() as reader:
        return reader.read()


def rows_of(file: ListFile) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data_of(file).decode().rstrip("\x1a"), newline="")))


def entries_of(format: ListFormat, file: ListFile) -> list[ListEntry]:
    found = list(format.read(file).records)
    assert [it for it in found if isinstance(it, BadRecord)] == []
    return [it for it in found if isinstance(it, ListEntry)]


@pytest.mark.parametrize(("id", "path"), TABLES.items())
def test_every_row_of_a_real_table_is_an_entry(id: str, path: str, formats: Formats, real_file: RealFile) -> None:
    file = real_file(path)
    assert [it.id for it in formats.values() if it.fits(file)] == [id]
    found = entries_of(formats[id], file)
    assert len(found) == len(rows_of(file)) - 1
    assert max(Counter((it.authority, it.list, it.entry_id) for it in found).values()) == 1


def test_the_sdn_list_of_2019_is_refused_with_its_cut_addresses(formats: Formats, real_file: RealFile) -> None:
    with pytest.raises(UnreadableFile) as raised:
        formats["ofac_sdn_csv"].read(real_file(OFAC_2019, ("alt.csv", "add.csv")))
    assert raised.value.code == "E-LIST-TRUNCATED"
    assert "add.csv" in raised.value.message


def test_the_sdn_list_of_2019_is_whole_when_its_last_row_is_mended(formats: Formats, real_file: RealFile) -> None:
    file = real_file(OFAC_2019, ("alt.csv", "add.csv"), MENDED)
    assert [it.id for it in formats.values() if it.fits(file)] == ["ofac_sdn_csv"]
    found = entries_of(formats["ofac_sdn_csv"], file)
    assert len(found) == len(rows_of(file)) == 7379
    aliases = {(row[0], " ".join(row[3].split())) for row in rows_of(file.beside["alt.csv"])}
    read = {(it.entry_id, name.text) for it in found for name in it.names}
    assert aliases - read == set()
    assert Counter(it.kind for it in found) == {"person": 3845, "company": 2994, "vessel": 323, "aircraft": 217}


def test_births_and_numbers_are_read_out_of_real_remarks(formats: Formats, real_file: RealFile) -> None:
    found = entries_of(formats["ofac_sdn_csv"], real_file(OFAC_2019, ("alt.csv", "add.csv"), MENDED))
    with_birth = [it for it in found if "DOB " in it.remarks]
    assert [it.entry_id for it in with_birth if not it.births and "DOB" not in it.more] == []
    assert sum(bool(it.births) for it in with_birth) / len(with_birth) > 0.99
    ships = [it for it in found if "IMO " in it.remarks and it.kind == "vessel"]
    assert len(ships) > 300
    # Two ships' numbers have five digits there, so they are no IMO numbers.
    without = [it for it in ships if "IMO" not in {number.scheme for number in it.identifiers}]
    assert [it.more["Vessel Registration Identification"] for it in without] == ["IMO 15411", "IMO 04714"]


def test_the_two_forms_of_the_consolidated_list_agree(formats: Formats, real_file: RealFile) -> None:
    path, beside = CONSOLIDATED
    legacy = {it.entry_id: it for it in entries_of(formats["ofac_consolidated_csv"], real_file(path, beside))}
    enhanced = {it.entry_id: it for it in entries_of(formats["ofac_enhanced_xml"], real_file(ENHANCED))}
    common = legacy.keys() & enhanced.keys()
    assert len(common) == 442
    # The files are some months apart: a few entries were really changed.
    for part in (
        lambda it: it.names[0],
        lambda it: {number.value for number in it.identifiers},
        lambda it: set(it.contacts),
        lambda it: it.births,
        lambda it: {link.name for link in it.links},
        lambda it: it.kind,
    ):
        assert sum(part(legacy[it]) != part(enhanced[it]) for it in common) <= 10


def test_every_entity_of_the_enhanced_list_is_an_entry(formats: Formats, real_file: RealFile) -> None:
    file = real_file(ENHANCED)
    root = etree.fromstring(data_of(file))
    found = entries_of(formats["ofac_enhanced_xml"], file)
    once = {it.row: it for it in found}
    assert len(once) == len(root.findall(".//{*}entity")) == 443
    assert sum(len(it.links) for it in once.values()) == len(root.findall(".//{*}relationship"))
    assert sum(len(it.names) for it in once.values()) >= len({it.get("id") for it in root.findall(".//{*}name[@id]")})
    # One entry for each list a party is on; "Consolidated List" is only the file's name for all of them.
    lists = [
        it for it in root.findall(".//{*}entity/{*}sanctionsLists/{*}sanctionsList") if it.text != "Consolidated List"
    ]
    assert len(found) == len(lists)
    assert formats["ofac_enhanced_xml"].read(file).snapshot == date(2025, 1, 10)
    assert all(it.listed_on for it in found)


def test_the_csl_holds_its_thirteen_lists(formats: Formats, real_file: RealFile) -> None:
    file = real_file(CSL)
    found = entries_of(formats["csl_csv"], file)
    counts = Counter(it.list for it in found)
    assert (counts["SDN"], counts["Entity List"], counts["DPL"], counts["UVL"], counts["MEU"]) == (
        10026,
        2001,
        462,
        201,
        71,
    )
    assert len(counts) == len({row[1] for row in rows_of(file)[1:]}) == 13
    assert {it.authority for it in found} == {"US-OFAC", "US-BIS", "US-STATE"}


@pytest.mark.slow
@pytest.mark.parametrize("id", ["csl_csv", "us_section_1286", "china_sanctions"])
@pytest.mark.parametrize("at", [0.1, 0.25, 0.5, 0.75, 0.9, 0.999])
def test_a_real_table_that_is_cut_is_refused(
    id: str, at: float, formats: Formats, real_file: RealFile, make_file: MakeFile
) -> None:
    file = real_file(TABLES[id])
    data = data_of(file)
    cut = data[: int(len(data) * at)].rstrip(b'\r\n", ')[:-1]
    with pytest.raises(UnreadableFile) as raised:
        formats[id].read(make_file(file.name, cut))
    assert raised.value.code in ("E-LIST-TRUNCATED", "E-LIST-DAMAGED")
