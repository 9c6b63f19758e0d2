"""POST /match: who of the lists may be the entity of a query."""

from typing import Any

import httpx
import pytest

KESTREL = {"schema": "Company", "properties": {"name": ["Kestrel Spindle Works"], "country": ["ru"]}}


def asked(http: httpx.Client, query: dict[str, Any], dataset: str = "default", **params: Any) -> list[dict[str, Any]]:
    answer = http.post(f"/match/{dataset}", json={"queries": {"q": query}}, params=params)
    assert answer.status_code == 200, answer.text
    results: list[dict[str, Any]] = answer.json()["responses"]["q"]["results"]
    return results


def test_a_name_in_another_script_is_found_with_its_reasons(http: httpx.Client) -> None:
    found = asked(http, {"schema": "Company", "properties": {"name": "ООО «Норвенд Станко»"}})
    assert found[0]["match"]
    assert "norvend" in found[0]["caption"].casefold()
    assert found[0]["explanations"]["enduse"]["detail"]


def test_a_number_finds_an_entry_of_quite_another_name(http: httpx.Client) -> None:
    found = asked(http, {"schema": "Company", "properties": {"name": ["Zzyx"], "ogrnCode": ["1097799000122"]}})
    assert {it["id"] for it in found if it["match"]} == {"us-ofac-sdn-90001", "us-ofac-ssi-90001"}


def test_a_listed_address_answers_for_a_company_that_has_it(http: httpx.Client) -> None:
    address = "Unit 9, 9/F, Fable Tower, 9 Fable Street, Kowloon, Hong Kong"
    found = asked(http, {"schema": "Company", "properties": {"name": ["Quite Other Ltd"], "address": [address]}})
    assert [it["schema"] for it in found] == ["Address"]


def test_an_entry_that_is_no_longer_listed_is_told_and_is_no_match(http: httpx.Client) -> None:
    found = {it["datasets"][0]: it for it in asked(http, KESTREL)}
    delisted = next(it for name, it in found.items() if name.startswith("us_ofac_us_ofac_sdn"))
    assert (delisted["enduse"]["standing"], delisted["match"]) == ("no_longer", False)
    assert "topics" not in delisted["properties"]
    assert found["eu_consolidated_financial_sanctions"]["match"]


@pytest.mark.parametrize(
    ("dataset", "params", "datasets"),
    [
        ("eu_consolidated_financial_sanctions", {}, {"eu_consolidated_financial_sanctions"}),
        ("default", {"include_dataset": ["us_ofac_us_ofac_sdn"]}, {"us_ofac_us_ofac_sdn"}),
        ("all", {"exclude_dataset": ["us_ofac_us_ofac_sdn"]}, {"eu_consolidated_financial_sanctions"}),
    ],
)
def test_only_the_lists_that_are_meant_answer(
    http: httpx.Client, dataset: str, params: dict[str, Any], datasets: set[str]
) -> None:
    assert {it["datasets"][0] for it in asked(http, KESTREL, dataset, **params)} == datasets


def test_a_source_with_further_datasets_means_all_of_them(http: httpx.Client) -> None:
    found = asked(http, KESTREL, "us_ofac_us_ofac_sdn", include_dataset=["eu_consolidated_financial_sanctions"])
    assert len({it["datasets"][0] for it in found}) == 2


def test_filters_leave_out_what_they_say(http: httpx.Client) -> None:
    (only,) = asked(http, KESTREL, topics=["sanction"])
    assert only["id"] == "eu-consolidated-financial-sanctions-502"
    assert asked(http, KESTREL, topics=["sanction"], exclude_entity_ids=[only["id"]]) == []
    assert asked(http, KESTREL, exclude_schema=["LegalEntity"]) == []
    assert [it["id"] for it in asked(http, KESTREL, changed_since="2022-02-26", topics=["sanction"])] == [only["id"]]
    assert asked(http, KESTREL, changed_since="2025-01-01") == []


def test_a_person_is_not_offered_for_a_vessel_of_that_name(http: httpx.Client) -> None:
    assert asked(http, {"schema": "Person", "properties": {"name": ["Grey Heron"]}}) == []
    assert asked(http, {"schema": "Vessel", "properties": {"name": ["Grey Heron"], "imoNumber": "9000001"}})


def test_the_limit_cuts_the_results_and_the_total_tells_all(http: httpx.Client) -> None:
    answer = http.post("/match/default", json={"queries": {"q": KESTREL}}, params={"limit": 1}).json()
    told = answer["responses"]["q"]
    assert (len(told["results"]), told["total"]["value"]) == (1, 2)


def test_the_threshold_moves_the_match_and_the_cutoff_the_results(http: httpx.Client) -> None:
    query = {"schema": "Company", "properties": {"name": ["Kestrel Works"]}}
    scores = [it["score"] for it in asked(http, query, cutoff=0.1)]
    assert scores
    assert all(it["match"] is False for it in asked(http, query, threshold=1.0, cutoff=0.1))
    assert asked(http, query, cutoff=1.0) == []


def test_every_answer_says_which_lists_and_how_old_they_are(http: httpx.Client) -> None:
    told = http.post("/match/default", json={"queries": {}}).json()["enduse"]
    assert told["lists"] == 8
    assert told["oldest_snapshot"] == "2024-03-04"
    assert "us_ofac_sdn" in told["stale"]


@pytest.mark.parametrize(
    "name", ["", " ", "x", "🚂🚃", "\u202eabc", "a" * 10_000, "Кеstrеl Ѕріndlе", "\x00", "ა" * 300, "-", "'\"<>&%"]
)
def test_strange_names_are_answered(http: httpx.Client, name: str) -> None:
    assert isinstance(asked(http, {"schema": "LegalEntity", "properties": {"name": [name]}}), list)


@pytest.mark.parametrize(
    "properties",
    [
        {},
        {"name": []},
        {"name": [None, 3, {"x": 1}, ["y"]]},
        {"nonsense": ["x"]},
        {"country": ["zz"], "birthDate": "?"},
    ],
)
def test_strange_properties_are_answered(http: httpx.Client, properties: dict[str, Any]) -> None:
    assert asked(http, {"schema": "Person", "properties": properties}) == []


@pytest.mark.parametrize(
    ("status", "code", "path", "body", "params"),
    [
        (404, "E-SERVE-DATASET", "/match/nothing", {"queries": {}}, {}),
        (400, "E-SERVE-DATASET", "/match/default", {"queries": {}}, {"include_dataset": "nothing"}),
        (400, "E-SERVE-SCHEMA", "/match/default", {"queries": {"q": {"schema": "X", "properties": {}}}}, {}),
        (400, "E-SERVE-SCHEMA", "/match/default", {"queries": {}}, {"exclude_schema": "X"}),
        (400, "E-SERVE-ALGORITHM", "/match/default", {"queries": {}}, {"algorithm": "logic-v2"}),
        (400, "E-SERVE-BATCH", "/match/default", {"queries": {str(it): KESTREL for it in range(201)}}, {}),
    ],
)
def test_what_cannot_be_answered_is_said_with_a_code(
    http: httpx.Client, status: int, code: str, path: str, body: dict[str, Any], params: dict[str, str]
) -> None:
    answer = http.post(path, json=body, params=params)
    assert (answer.status_code, answer.json()["detail"].split()[0]) == (status, code)


@pytest.mark.parametrize("params", [{"limit": 501}, {"limit": -1}, {"threshold": "much"}, {"changed_since": "soon"}])
def test_wrong_parameters_are_named(http: httpx.Client, params: dict[str, Any]) -> None:
    answer = http.post("/match/default", json={"queries": {}}, params=params)
    assert answer.status_code == 422
    assert answer.json()["detail"][0]["loc"][-1] in params
