"""Lists and registers are recognised, packed or not, and told from other tables."""

import gzip
import lzma
import zipfile
from pathlib import Path

import pytest

from enduse.sources.publications import (
    Publication,
    bundle,
    find_publication,
    list_formats,
    mapping_of,
    register_formats,
    siblings,
    whole_of,
)
from enduse.sources.reading.blob import blob_of
from enduse.sources.reading.limits import Limits

FIXTURES = Path(__file__).parents[1] / "fixtures"
UN = FIXTURES / "lists" / "un_consolidated_xml" / "consolidated.xml"
SDN = FIXTURES / "lists" / "ofac_sdn_csv"


def found(path: Path, named: str | None = None) -> Publication | None:
    return find_publication(blob_of(path), Limits(), named)


def format_of(path: Path) -> str:
    publication = found(path)
    return publication.format.id if publication else ""


def test_a_list_is_recognised_by_what_it_holds_not_by_its_name(tmp_path: Path) -> None:
    (tmp_path / "download(3).dat").write_bytes(UN.read_bytes())
    assert format_of(tmp_path / "download(3).dat") == "un_consolidated_xml"


def test_a_register_is_recognised() -> None:
    assert format_of(next((FIXTURES / "registers" / "ru_egrul").glob("*.xml"))) == "ru_egrul"


@pytest.mark.parametrize("packing", ["gz", "xz", "zip"])
def test_a_packed_list_is_recognised(tmp_path: Path, packing: str) -> None:
    packed = tmp_path / f"consolidated.xml.{packing}"
    if packing == "zip":
        with zipfile.ZipFile(packed, "w") as archive:
            archive.write(UN, "folder/consolidated.xml")
            archive.writestr("readme.txt", "terms of use")
    else:
        packed.write_bytes((gzip if packing == "gz" else lzma).compress(UN.read_bytes()))
    publication = found(packed)
    assert publication is not None
    assert publication.format.id == "un_consolidated_xml"
    assert publication.file.head(5) == b"<?xml"


@pytest.mark.parametrize("content", [b"a,b\n1,2\n", b"<html><body>log in</body></html>", b"{}", b""])
def test_another_file_is_no_list(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "consolidated.xml").write_bytes(content)
    assert found(tmp_path / "consolidated.xml") is None


@pytest.mark.parametrize("content", [b"\x1f\x8b cut", b"PK\x03\x04 cut"])
def test_a_damaged_archive_is_left_to_whoever_opens_tables(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "x.bin").write_bytes(content)
    assert found(tmp_path / "x.bin") is None


def test_a_format_that_is_named_is_taken_without_looking(tmp_path: Path) -> None:
    (tmp_path / "x.txt").write_bytes(b"whatever")
    publication = found(tmp_path / "x.txt", "un_consolidated_xml")
    assert publication is not None
    assert publication.format.id == "un_consolidated_xml"


def test_the_files_of_one_list_find_each_other_in_their_order(tmp_path: Path) -> None:
    for name in ("ALT.CSV", "sdn.csv", "add.csv", "unrelated.csv"):
        (tmp_path / name).write_bytes(b"1")
    expected = ["sdn.csv", "add.csv", "ALT.CSV"]
    for name in ("ALT.CSV", "sdn.csv"):
        assert sorted(it.name for it in siblings(tmp_path / name)) == sorted(expected)
    assert siblings(tmp_path / "unrelated.csv") == ()


def test_an_alias_file_without_its_primary_file_is_no_list(tmp_path: Path) -> None:
    (tmp_path / "alt.csv").write_bytes(b"1")
    (tmp_path / "add.csv").write_bytes(b"1")
    assert siblings(tmp_path / "alt.csv") == ()


def test_a_bundle_of_the_same_files_has_the_same_bytes(tmp_path: Path) -> None:
    files = {name: Path(SDN / name) for name in ("sdn.csv", "alt.csv")}
    packed = tmp_path / "sdn.csv.gz"
    packed.write_bytes(gzip.compress(files["sdn.csv"].read_bytes(), mtime=77))
    again = {"sdn.csv.gz": packed, "alt.csv": files["alt.csv"]}
    assert bundle(files, Limits()) == bundle(again, Limits())


MAPPING = '[columns]\nowner = "Inhaber"\nowned = "Firma"\n'


def test_a_table_of_owners_is_bundled_with_the_mapping_beside_it(tmp_path: Path) -> None:
    (tmp_path / "Owners.csv").write_text("Inhaber,Firma\nA,B\n")
    (tmp_path / "Owners.toml").write_text(MAPPING)
    with whole_of(tmp_path / "Owners.csv", Limits()) as given:
        publication = found(given)
    assert publication is not None
    assert (publication.format.id, publication.member) == ("owners_table", "owners.csv")


def test_a_toml_file_of_another_kind_is_no_mapping(tmp_path: Path) -> None:
    (tmp_path / "owners.csv").write_text("Inhaber,Firma\nA,B\n")
    (tmp_path / "owners.toml").write_text("[tool]\nx = 1\n")
    assert mapping_of(tmp_path / "owners.csv") is None


def test_a_mapping_in_the_folder_of_maps_reads_tables_that_have_all_its_columns(tmp_path: Path) -> None:
    maps = tmp_path / "maps"
    maps.mkdir()
    (maps / "holdings.toml").write_text(MAPPING)
    (maps / "wider.toml").write_text(MAPPING + 'share = "Anteil"\n')
    (tmp_path / "a.csv").write_text("Firma,Inhaber\nB,A\n")
    (tmp_path / "b.csv").write_text("Firma,Anteil,Inhaber\nB,9 %,A\n")
    (tmp_path / "c.csv").write_text("Firma,Preis\nB,9\n")
    told = {name: mapping_of(tmp_path / name, maps) for name in ("a.csv", "b.csv", "c.csv")}
    assert {name: it.stem if it else "" for name, it in told.items()} == {
        "a.csv": "holdings",
        "b.csv": "wider",
        "c.csv": "",
    }
    with whole_of(tmp_path / "b.csv", Limits(), maps) as given:
        publication = found(given)
    assert publication is not None
    assert set(publication.file.beside) == {"b.toml"}


def test_a_single_file_is_given_as_it_is(tmp_path: Path) -> None:
    with whole_of(UN, Limits()) as given:
        assert given == UN
    with whole_of(tmp_path / "missing", Limits()) as given:
        assert given == tmp_path / "missing"


def test_no_list_and_no_register_share_an_id() -> None:
    assert not list_formats().keys() & register_formats().keys()
