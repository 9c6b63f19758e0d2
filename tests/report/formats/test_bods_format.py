"""BODS out: what leaves can be read again."""

import importlib
import io
import json
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from referencing import Registry, Resource

from enduse.model.relation import RegisterRecord, Relation
from enduse.report.formats.bods import BodsWritten, write_bods
from enduse.report.network_model import Network
from enduse.sources.lists import ListFile
from enduse.sources.registers.open_ownership_bods import fits, read

DAY = date(2024, 5, 2)


@pytest.fixture
def path(network: Network, tmp_path: Path) -> Path:
    path = tmp_path / "owners.json"
    assert write_bods(network, DAY, path) == BodsWritten(3, 1)
    return path


def statements(path: Path) -> list[dict[str, Any]]:
    told: list[dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))
    return told


def test_parties_stand_before_the_relations_that_name_them(path: Path) -> None:
    company, person, relation = statements(path)
    assert [it["recordType"] for it in (company, person, relation)] == ["entity", "person", "relationship"]
    assert relation["recordDetails"]["subject"] == company["recordId"]
    assert relation["recordDetails"]["interestedParty"] == person["recordId"]
    assert {it["declarationSubject"] for it in (company, person, relation)} == {company["recordId"]}


def test_a_statement_says_where_it_stands_and_who_says_so(path: Path) -> None:
    *_, relation = statements(path)
    assert relation["source"] == {
        "type": ["officialRegister"],
        "description": f"owners.json row 7 sha256:{'e' * 64}",
        "assertedBy": [{"name": "UK-PSC"}],
    }


def test_an_open_bound_stays_open(path: Path) -> None:
    (interest,) = statements(path)[2]["recordDetails"]["interests"]
    assert interest["share"] == {"exclusiveMinimum": 25.0, "maximum": 50.0}
    assert interest["directOrIndirect"] == "direct"


def test_our_reader_reads_the_same(path: Path) -> None:
    data = path.read_bytes()
    file = ListFile(path.name, len(data), lambda: io.BytesIO(data))
    assert fits(file)
    items = [*read(file).records]
    (relation,) = (it for it in items if isinstance(it, Relation))
    records = {it.record_id: it for it in items if isinstance(it, RegisterRecord)}
    assert (relation.kind, relation.low, relation.high) == ("shares", Fraction(1, 4), Fraction(1, 2))
    assert relation.low_excluded
    assert relation.start == date(2021, 5, 1)
    company = records[f"enduse-party-{'b' * 15}"]
    assert {it.value for it in company.identifiers} == {"0077012345", "00123"}


def test_it_is_valid_by_the_published_schema(path: Path) -> None:
    try:
        package = importlib.import_module("libcovebods")
    except ImportError:
        pytest.skip("the package libcovebods, which holds the schema of BODS 0.4, is not installed")
    folder = Path(str(package.__file__)).parent / "data" / "schema-0-4-0"
    parts = [json.loads((folder / it).read_text(encoding="utf-8")) for it in _PARTS]
    registry: Registry[Any] = Registry().with_resources((it["$id"], Resource.from_contents(it)) for it in parts)
    schema = jsonschema.Draft202012Validator(parts[0], registry=registry)
    assert [it.message for it in schema.iter_errors(statements(path))] == []


_PARTS = ("statement.json", "components.json", "entity-record.json", "person-record.json", "relationship-record.json")


def test_nothing_is_an_empty_list(network: Network, tmp_path: Path) -> None:
    bare = type(network)(network.nodes, (), network.sources, network.made)
    write_bods(bare, DAY, tmp_path / "none.json")
    assert statements(tmp_path / "none.json") == []
