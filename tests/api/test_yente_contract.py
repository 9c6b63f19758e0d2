"""Our answers, and what we take, against yente's own description of its interface."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

Specification = dict[str, Any]
ENTITY = "us-ofac-sdn-90001"


@pytest.fixture(scope="module")
def specification(real_data: Path) -> Specification:
    told: Specification = json.loads((real_data / "api_specs" / "yente_openapi_5.5.0.json").read_text())
    return told


@pytest.fixture(scope="module")
def conforms(specification: Specification) -> Callable[[str, str, httpx.Response], None]:
    """Raises when an answer is not as the specification says for that path and method."""

    def check(path: str, method: str, answer: httpx.Response) -> None:
        told = specification["paths"][path][method]["responses"][str(answer.status_code)]
        schema = {**told["content"]["application/json"]["schema"], "components": specification["components"]}
        Draft202012Validator(schema).validate(answer.json())

    return check


@pytest.mark.parametrize(
    ("path", "asked"),
    [
        ("/search/{dataset}", "/search/default?q=works&facets=countries&facets=genders&facets=identifiers"),
        ("/search/{dataset}", "/search/all"),
        ("/search/{dataset}", "/search/default?q=nobody+at+all&fuzzy=true&simple=true&sort=name:desc"),
        ("/search/{dataset}", "/search/default?limit=-1"),
        ("/search/{dataset}", "/search/default?sort=nothing"),
        ("/entities/{entity_id}", f"/entities/{ENTITY}"),
        ("/entities/{entity_id}", f"/entities/{ENTITY}?nested=false"),
        ("/entities/{entity_id}", "/entities/nobody"),
        ("/entities/{entity_id}/adjacent", f"/entities/{ENTITY}/adjacent"),
        ("/entities/{entity_id}/adjacent", "/entities/nobody/adjacent"),
        ("/entities/{entity_id}/adjacent/{property_name}", f"/entities/{ENTITY}/adjacent/sanctions?limit=1"),
        ("/entities/{entity_id}/adjacent/{property_name}", f"/entities/{ENTITY}/adjacent/nothing"),
        ("/reconcile/{dataset}", "/reconcile/default"),
        ("/reconcile/{dataset}", "/reconcile/us_ofac_sdn"),
        ("/healthz", "/healthz"),
        ("/readyz", "/readyz"),
        ("/catalog", "/catalog"),
        ("/algorithms", "/algorithms"),
    ],
)
def test_answers_are_as_yente_describes_them(
    http: httpx.Client, conforms: Callable[[str, str, httpx.Response], None], path: str, asked: str
) -> None:
    conforms(path, "get", http.get(asked))


@pytest.mark.parametrize("query", [{}, {"algorithm": "logic-v1"}, {"limit": "x"}])
def test_matches_are_as_yente_describes_them(
    http: httpx.Client, conforms: Callable[[str, str, httpx.Response], None], query: dict[str, str]
) -> None:
    body = {"queries": {"q": {"schema": "Person", "properties": {"name": ["Perun Halvik"]}}}}
    conforms("/match/{dataset}", "post", http.post("/match/default", json=body, params=query))


def test_updatez_refuses_as_yente_does(
    http: httpx.Client, conforms: Callable[[str, str, httpx.Response], None]
) -> None:
    conforms("/updatez", "post", http.post("/updatez", params={"token": "guess"}))


def test_every_path_and_parameter_of_yente_is_taken(http: httpx.Client, specification: Specification) -> None:
    ours = http.get("/openapi.json").json()["paths"]
    lacking = [
        (path, method, it["name"])
        for path, methods in specification["paths"].items()
        for method, told in methods.items()
        for it in told.get("parameters", [{"name": ""}])
        if it["name"] not in {"", *(own["name"] for own in ours[path][method].get("parameters", ()))}
    ]
    assert lacking == []


TEXT = st.text(max_size=30)
VALUES = st.one_of(TEXT, st.lists(st.one_of(TEXT, st.integers(), st.none(), st.booleans()), max_size=3))
NAMES = st.sampled_from(["name", "alias", "country", "birthDate", "innCode", "address", "phone", "email", "website"])
QUERIES = st.fixed_dictionaries(
    {
        "schema": st.sampled_from(["Person", "Company", "LegalEntity", "Vessel", "Address", "Thing", "Sanction", "?"]),
        "properties": st.dictionaries(st.one_of(NAMES, TEXT), VALUES, max_size=4),
    }
)


@pytest.mark.slow
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(queries=st.dictionaries(TEXT, QUERIES, max_size=2), limit=st.integers(-5, 600), threshold=st.floats(-1, 2))
def test_whatever_is_asked_is_answered_as_yente_describes_it(
    http: httpx.Client,
    conforms: Callable[[str, str, httpx.Response], None],
    queries: dict[str, Any],
    limit: int,
    threshold: float,
) -> None:
    params: dict[str, Any] = {"limit": limit, "threshold": threshold}
    answer = http.post("/match/default", content=json.dumps({"queries": queries}), params=params)
    assert answer.status_code in (200, 400, 422)
    conforms("/match/{dataset}", "post", answer)


@pytest.mark.slow
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    params=st.dictionaries(
        st.sampled_from(
            [
                "q",
                "schema",
                "include_dataset",
                "countries",
                "topics",
                "filter",
                "sort",
                "facets",
                "offset",
                "fuzzy",
                "filter_op",
            ]
        ),
        st.one_of(
            TEXT, st.sampled_from(["Company", "name:asc", "properties.name:k", "AND", "countries:ru", "true", "3"])
        ),
        max_size=4,
    )
)
def test_whatever_is_searched_is_answered_as_yente_describes_it(
    http: httpx.Client, conforms: Callable[[str, str, httpx.Response], None], params: dict[str, str]
) -> None:
    answer = http.get("/search/default", params=params)
    assert answer.status_code in (200, 400, 422)
    conforms("/search/{dataset}", "get", answer)
