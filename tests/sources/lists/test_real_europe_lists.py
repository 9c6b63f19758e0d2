"""Publishers' real files of the EU, the UN, the UK and Japan: every record is accounted for."""

import csv
import gzip
import io
import json
import re
from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from enduse.model.listing import BadRecord, ListEntry
from enduse.sources.list_parts.meti import meti_records, names_of, plain_text
from enduse.sources.lists import ListFile, ListFormat

Formats = Mapping[str, ListFormat]
RealFile = Callable[..., ListFile]

pytestmark = pytest.mark.slow

UN = "sanctions_un/2026-02/UN_consolidated.xml.gz"
EU_XML = "sanctions_eu/2016-02/EU_data.xml.gz"
EU_CSV = "sanctions_eu/2018-07/EUSanctionsShort.csv.gz"
ANNEX = "sanctions_eu/2026/32014R0833_consolidated.csv.gz"
BELARUS = "sanctions_eu/2026/32006R0765_consolidated.csv.gz"
OFSI = "sanctions_uk/2018-04/sanctionsconlist.csv.gz"
USERS = "sanctions_japan_china/jp_end_user_list.json.gz"
RUSSIA_BAN = "sanctions_japan_china/meti_russia/250912_list_russia_tokutei.pdf.txt.gz"
BELARUS_BAN = "sanctions_japan_china/meti_russia/list_belarus_tokutei.pdf.txt.gz"
FORMAT_OF = {
    UN: "un_consolidated_xml",
    EU_XML: "eu_fsf_xml_1_0",
    EU_CSV: "eu_fsf_csv_1_0",
    ANNEX: "eu_journal",
    BELARUS: "eu_journal",
    OFSI: "uk_ofsi_csv",
    USERS: "japan_end_user_list_json",
    RUSSIA_BAN: "japan_designated_entities",
    BELARUS_BAN: "japan_designated_entities",
}
every_file = pytest.mark.parametrize("path", FORMAT_OF)


def text_of(folder: Path, path: str, encoding: str = "utf-8") -> str:
    return gzip.decompress((folder / path).read_bytes()).decode(encoding)


def own_count(folder: Path, path: str) -> int:
    """How many records the file has, counted without our reader."""
    if path == UN:
        return len(re.findall(r"<(?:INDIVIDUAL|ENTITY)>", text_of(folder, path)))
    if path == EU_XML:
        return text_of(folder, path).count("<ENTITY ")
    if path == EU_CSV:
        return len({line.split(";")[1] for line in text_of(folder, path, "cp1252").splitlines()[1:]})
    if path == OFSI:
        rows = list(csv.reader(io.StringIO(text_of(folder, path, "cp1252"))))[2:]
        return len({row[-1] for row in rows})
    if path == USERS:
        return len(json.loads(text_of(folder, path)))
    if path in (RUSSIA_BAN, BELARUS_BAN):
        return len(re.findall(r"所\s*在\s*地\s*[：:]", text_of(folder, path)))
    return len(list(csv.reader(io.StringIO(text_of(folder, path))))) - 1


@every_file
def test_every_record_of_a_real_list_is_read(formats: Formats, real_file: RealFile, real_data: Path, path: str) -> None:
    found = list(formats[FORMAT_OF[path]].read(real_file(path)).records)
    assert len(found) == own_count(real_data, path)
    assert [it for it in found if isinstance(it, BadRecord)] == []


@every_file
def test_a_real_list_is_recognised_by_one_format(formats: Formats, real_file: RealFile, path: str) -> None:
    assert [it.id for it in formats.values() if it.fits(real_file(path))] == [FORMAT_OF[path]]


@every_file
def test_ids_of_a_real_list_are_used_once(formats: Formats, real_file: RealFile, path: str) -> None:
    found = formats[FORMAT_OF[path]].read(real_file(path)).records
    often = Counter((it.list, it.entry_id) for it in found if isinstance(it, ListEntry))
    assert [key for key, count in often.items() if count > 1] == []


def entries_of(formats: Formats, real_file: RealFile, path: str) -> list[ListEntry]:
    return [it for it in formats[FORMAT_OF[path]].read(real_file(path)).records if isinstance(it, ListEntry)]


def test_the_annex_of_export_control_has_its_numbers(formats: Formats, real_file: RealFile) -> None:
    annex = [it for it in entries_of(formats, real_file, ANNEX) if it.list == "833/2014 Annex IV"]
    assert len(annex) == 921
    assert sum(any(number.scheme == "INN" for number in it.identifiers) for it in annex) > 650
    assert all(it.listed_on for it in annex)


def test_real_un_names_in_the_original_script_are_kept(formats: Formats, real_file: RealFile, real_data: Path) -> None:
    written = set(re.findall(r"<NAME_ORIGINAL_SCRIPT>\s*([^<]*?)\s*<", text_of(real_data, UN))) - {""}
    kept = {name.text for it in entries_of(formats, real_file, UN) for name in it.names}
    assert len(written) == 378
    assert {" ".join(it.split()) for it in written} <= kept


def test_most_addresses_of_real_lists_are_placed(formats: Formats, real_file: RealFile) -> None:
    # The list of the UK leaves the country of many addresses out.
    for path, least in ((UN, 0.93), (EU_XML, 0.99), (ANNEX, 0.96), (OFSI, 0.88), (RUSSIA_BAN, 0.99)):
        found = [address for it in entries_of(formats, real_file, path) for address in it.addresses]
        assert sum(bool(it.country) for it in found) / len(found) > least


def test_real_records_of_the_export_ban_have_the_aliases_they_state(real_data: Path) -> None:
    for path, records in ((RUSSIA_BAN, 561), (BELARUS_BAN, 27)):
        found = [names_of(it) for it in meti_records(plain_text(text_of(real_data, path)))]
        assert len(found) == records
        assert all(it.english and it.japanese and it.addresses for it in found)
        assert [it for it in found if it.stated > len(it.aliases)] == []


def test_the_real_excerpt_with_lost_letters_says_so(formats: Formats, real_file: RealFile) -> None:
    codes = {it.code for it in formats["eu_fsf_csv_1_0"].read(real_file(EU_CSV)).notices}
    assert codes == {"W-LIST-ENCODING", "W-LIST-LETTERS"}


def test_a_real_list_cut_in_half_is_refused(formats: Formats, real_file: RealFile) -> None:
    whole = real_file(UN)
    with whole.open() as reader:
        data = reader.read()
    cut = ListFile(whole.name, len(data) // 2, lambda: io.BytesIO(data[: len(data) // 2]))
    with pytest.raises(Exception, match="cut off"):
        list(formats["un_consolidated_xml"].read(cut).records)
