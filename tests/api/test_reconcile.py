"""The OpenRefine Reconciliation API 0.2."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest
from jsonschema import Draft7Validator
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT7

Check = Callable[[str, Any], None]
ENTITY = "us-ofac-sdn-90001"


@pytest.fixture(scope="module")
def folder(real_data: Path) -> Path:
    return real_data / "api_specs" / "recon_spec" / "0.2"


@pytest.fixture(scope="module")
def conforms(folder: Path) -> Check:
    """Raises when an object is not as the schema of that name says."""
    schemas = {it.stem: json.loads(it.read_text()) for it in (folder / "schemas").glob("*.json")}
    registry: Registry[Any] = Registry().with_resources(
        (it["$id"], Resource.from_contents(it, default_specification=DRAFT7)) for it in schemas.values()
    )

    def check(name: str, told: Any) -> None:
        Draft7Validator(schemas[name], registry=registry).validate(told)

    return check


def reconciled(http: httpx.Client, queries: dict[str, Any], path: str = "/reconcile") -> dict[str, Any]:
    answer = http.post(path, data={"queries": json.dumps(queries)})
    assert answer.status_code == 200, answer.text
    told: dict[str, Any] = answer.json()
    return told


@pytest.mark.parametrize("path", ["/reconcile", "/reconcile/default", "/reconcile/eu_consolidated_financial_sanctions"])
def test_the_manifest_is_one(http: httpx.Client, conforms: Check, path: str) -> None:
    conforms("manifest", http.get(path).json())


def test_a_batch_is_answered_by_form_and_by_address(http: httpx.Client, conforms: Check) -> None:
    queries = {"q0": {"query": "Kestrel Spindle Works", "limit": 2}, "q1": {"query": "Nobody of that name"}}
    by_form = reconciled(http, queries)
    conforms("reconciliation-result-batch", by_form)
    assert by_form == http.get("/reconcile", params={"queries": json.dumps(queries)}).json()
    assert by_form["q0"]["result"][0]["name"] == "Kestrel Spindle Works"
    assert by_form["q1"]["result"] == []


def test_types_and_properties_narrow_the_answer(http: httpx.Client) -> None:
    queries = {
        "person": {"query": "Kestrel Spindle Works", "type": "Person"},
        "unknown": {"query": "Kestrel Spindle Works", "type": "Q5"},
        "number": {"properties": [{"pid": "ogrnCode", "v": ["1097799000122", {"id": "x", "name": "y"}]}]},
    }
    found = reconciled(http, queries)
    assert found["person"]["result"] == found["unknown"]["result"] == []
    assert {it["id"] for it in found["number"]["result"]} == {ENTITY, "us-ofac-ssi-90001"}


def test_one_list_answers_for_itself(http: httpx.Client) -> None:
    path = "/reconcile/eu_consolidated_financial_sanctions"
    (only,) = reconciled(http, {"q": {"query": "Kestrel Spindle Works"}}, path)["q"]["result"]
    assert only["id"] == "eu-consolidated-financial-sanctions-502"
    assert only["match"] is True


def test_every_valid_query_batch_of_the_specification_is_answered(
    http: httpx.Client, folder: Path, conforms: Check
) -> None:
    for file in sorted((folder / "examples" / "reconciliation-query-batch" / "valid").glob("*.json")):
        conforms("reconciliation-result-batch", reconciled(http, json.loads(file.read_text())))


def test_suggestions_complete_what_is_typed(http: httpx.Client, conforms: Check) -> None:
    entities = http.get("/reconcile/default/suggest/entity", params={"prefix": "kestrel spi"}).json()
    conforms("suggest-entities-response", entities)
    assert {it["name"] for it in entities["result"]} == {"Kestrel Spindle Works"}
    types = http.get("/reconcile/default/suggest/type", params={"prefix": "Comp"}).json()
    conforms("suggest-types-response", types)
    assert types["result"] == [{"id": "Company", "name": "Company"}]
    properties = http.get("/reconcile/default/suggest/property", params={"prefix": "inn"}).json()
    conforms("suggest-properties-response", properties)
    assert [it["id"] for it in properties["result"]] == ["innCode"]
    assert http.get("/reconcile/default/suggest/entity").json() == {"result": []}


def test_data_is_extended_with_texts_and_entities(http: httpx.Client, conforms: Check) -> None:
    wanted = {
        "ids": [ENTITY, "nobody"],
        "properties": [{"id": "alias"}, {"id": "sanctions"}, {"id": "name", "settings": {"limit": "1"}}],
    }
    told = http.post("/reconcile/default", data={"extend": json.dumps(wanted)}).json()
    conforms("data-extension-response", told)
    assert told["rows"][ENTITY]["alias"] == [{"str": "НОРВЕНД СТАНКО"}]
    assert told["rows"][ENTITY]["sanctions"][0]["id"].startswith(f"{ENTITY}.sanction")
    assert told["rows"]["nobody"]["alias"] == []
    proposed = http.get("/reconcile/default/extend/propose", params={"type": "Company", "limit": 3}).json()
    conforms("data-extension-property-proposal", proposed)
    assert len(proposed["properties"]) == 3


def test_flyouts_and_previews_show_an_entity(http: httpx.Client) -> None:
    for what, id in (("entity", ENTITY), ("type", "Company"), ("property", "innCode")):
        told = http.get(f"/reconcile/default/flyout/{what}", params={"id": id}).json()
        assert told["id"] == id
        assert told["html"].startswith("<p>")
    page = http.get("/reconcile/default/preview", params={"id": ENTITY})
    assert "NORVEND STANKO LLC" in page.text
    assert "script" not in page.text
    assert "default-src 'none'" in page.headers["content-security-policy"]


@pytest.mark.parametrize(
    ("method", "path", "params", "status"),
    [
        ("GET", "/reconcile/nothing", {}, 404),
        ("GET", "/reconcile", {"queries": "{"}, 400),
        ("GET", "/reconcile", {"queries": "[]"}, 400),
        ("GET", "/reconcile", {"queries": '{"q": 3}'}, 400),
        ("GET", "/reconcile", {"extend": '{"ids": 3}'}, 400),
        ("GET", "/reconcile/default/preview", {"id": "nobody"}, 404),
        ("GET", "/reconcile/default/flyout/entity", {"id": "nobody"}, 404),
        ("GET", "/reconcile/default/flyout/nothing", {"id": "x"}, 404),
        ("GET", "/reconcile/default/extend/propose", {"type": "Nothing"}, 400),
    ],
)
def test_what_cannot_be_answered_is_said(
    http: httpx.Client, method: str, path: str, params: dict[str, str], status: int
) -> None:
    answer = http.request(method, path, params=params)
    assert answer.status_code == status
    assert re.match("E-SERVE-[A-Z]+ ", answer.json()["detail"])


def test_a_body_that_is_no_form_is_refused(http: httpx.Client) -> None:
    assert http.post("/reconcile", json={"queries": {}}).status_code == 400
