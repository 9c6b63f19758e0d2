"""GET /search: a few words of a person, filters and counts."""

from typing import Any

import httpx
import pytest

from enduse.api.word_index import index_words, query_words
from enduse.model.listing import ListEntry, WrittenName


def names(http: httpx.Client, **params: Any) -> list[str]:
    answer = http.get("/search/default", params=params)
    assert answer.status_code == 200, answer.text
    return [it["caption"] for it in answer.json()["results"]]


def found(text: str, *entries: str) -> list[int]:
    made = [ListEntry(at, "X", "L", f"id{at}", "company", (WrittenName(it),)) for at, it in enumerate(entries)]
    places: list[int] = index_words(made).find(text).tolist()
    return places


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("", [0, 1, 2]),
        ("kestrel", [0, 1]),
        ("KESTREL works", [0]),
        ("kestrel -works", [1]),
        ("works OR 机床", [0, 2]),
        ("kest*", [0, 1]),
        ("易络", [2]),
        ("易床", []),
        ("kestrel AND mill", [1]),
        ("id2", [2]),
        ("nobody", []),
    ],
)
def test_words_find_the_entries_that_have_them(text: str, places: list[int]) -> None:
    assert found(text, "Kestrel Works", "Kestrel Mill", "易络机床") == places


def test_latin_letters_find_names_of_other_scripts() -> None:
    assert found("kestrel", "Кестрел") == [0]
    assert found("кестрел", "Кестрел") == [0]


def test_one_sign_of_an_unspaced_script_is_a_word() -> None:
    assert query_words("易 a-b") == ["易", "a", "b"]


def test_nearest_names_come_first(http: httpx.Client) -> None:
    assert names(http, q="kestrel spindle works")[0] == "Kestrel Spindle Works"
    assert names(http, q="fable institute")[0] == "Fable Institute"


def test_alike_names_are_found_only_when_that_is_asked_for(http: httpx.Client) -> None:
    assert names(http, q="Kestrell Spindel Werks") == []
    assert "Kestrel Spindle Works" in names(http, q="Kestrell Spindel Werks", fuzzy=True)


@pytest.mark.parametrize(
    ("params", "captions"),
    [
        ({"schema": "Vessel"}, {"Grey Heron"}),
        ({"countries": ["pa"]}, {"Grey Heron"}),
        ({"topics": ["export.control"], "schema": "Address"}, {"89a41805f2c8f049"}),
        ({"datasets": ["un_un_sc_sanctions"]}, {"Grey Heron"}),
        ({"filter": ["properties.imoNumber:imo9000001"], "schema": "Vessel"}, {"Grey Heron"}),
        ({"filter": ["countries:pa"]}, {"Grey Heron"}),
        ({"countries": ["ru", "by"], "filter_op": "AND"}, {"Norvend Stanko LLC"}),
        ({"q": "heron", "exclude_schema": ["Asset"]}, set()),
        ({"q": "heron", "target": False}, set()),
        ({"q": "norvend", "changed_since": "2024-01-01"}, {"NORVEND STANKO LLC"}),
    ],
)
def test_filters_leave_what_they_say(http: httpx.Client, params: dict[str, Any], captions: set[str]) -> None:
    got = set(names(http, **params))
    if "Address" in str(params):
        assert got == {"Unit 9, 9/F, Fable Tower, 9 Fable Street, Kowloon, Hong Kong"}
    else:
        assert got == captions


def test_counts_cover_the_whole_answer_and_pages_cut_it(http: httpx.Client) -> None:
    params: dict[str, Any] = {
        "limit": 2,
        "offset": 1,
        "sort": "caption:asc",
        "facets": ["countries", "schema", "datasets", "topics"],
    }
    told = http.get("/search/default", params=params).json()
    assert (len(told["results"]), told["total"]["value"]) == (2, 14)
    assert sum(it["count"] for it in told["facets"]["schema"]["values"]) == 14
    assert {"name": "pa", "label": "Panama", "count": 1} in told["facets"]["countries"]["values"]
    captions = [it["caption"].casefold() for it in told["results"]]
    assert captions == sorted(captions)


@pytest.mark.parametrize("params", [{"sort": "nothing:asc"}, {"filter": "nothing:1"}, {"filter": "nothing"}])
def test_unknown_fields_are_named(http: httpx.Client, params: dict[str, str]) -> None:
    answer = http.get("/search/default", params=params)
    assert answer.status_code == 400
    assert answer.json()["detail"].startswith("E-SERVE-FIELD")
    assert "nothing" in answer.json()["detail"]
