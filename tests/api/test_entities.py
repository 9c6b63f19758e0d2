"""GET /entities: an entity, what stands next to it, and that ids are stable and safe."""

import re
from typing import Any

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from enduse.api.naming import dataset_names, entity_ids

FIRM, OWNER = "us-ofac-sdn-90001", "us-ofac-sdn-90002"


def fetched(http: httpx.Client, path: str) -> dict[str, Any]:
    answer = http.get(path)
    assert answer.status_code == 200, answer.text
    told: dict[str, Any] = answer.json()
    return told


def test_an_entity_says_where_it_was_read(http: httpx.Client) -> None:
    told = fetched(http, f"/entities/{FIRM}")
    assert (told["schema"], told["caption"], told["target"]) == ("Company", "NORVEND STANKO LLC", True)
    assert told["enduse"]["row"] == 1
    assert len(told["enduse"]["source_id"]) == 64


def test_its_designation_addresses_and_owner_stand_inside_it(http: httpx.Client) -> None:
    properties = fetched(http, f"/entities/{FIRM}")["properties"]
    assert properties["sanctions"][0]["properties"]["listingDate"] == ["2024-02-23"]
    assert properties["addressEntity"][0]["properties"]["country"] == ["ru"]
    (ownership,) = properties["ownershipAsset"]
    assert ownership["properties"]["owner"][0]["id"] == OWNER


def test_without_nesting_links_are_ids(http: httpx.Client) -> None:
    properties = fetched(http, f"/entities/{FIRM}?nested=false")["properties"]
    assert all(isinstance(it, str) for values in properties.values() for it in values)


def test_a_link_is_seen_from_both_ends(http: httpx.Client) -> None:
    near = fetched(http, f"/entities/{OWNER}/adjacent")["adjacent"]
    assets = [it["properties"]["asset"][0]["id"] for it in near["ownershipOwner"]["results"]]
    assert FIRM in assets


def test_what_stands_beside_an_entity_can_be_fetched_by_its_own_id(http: httpx.Client) -> None:
    near = fetched(http, f"/entities/{FIRM}/adjacent")["adjacent"]
    assert {"sanctions", "addressEntity", "ownershipAsset", "identification"} <= set(near)
    for page in near.values():
        for it in page["results"]:
            assert fetched(http, f"/entities/{it['id']}")["id"] == it["id"]


def test_somebody_named_in_a_link_alone_is_an_entity(http: httpx.Client) -> None:
    (family,) = fetched(http, "/search/default?q=Perun&datasets=opensanctions_eu_fsf_gb_fcdo_sanctions")["results"]
    near = fetched(http, f"/entities/{family['id']}/adjacent/familyPerson")
    (relative,) = near["results"][0]["properties"]["relative"]
    assert relative["caption"] == "Mira Halvik"
    assert fetched(http, f"/entities/{relative['id']}")["schema"] == "LegalEntity"


def test_pages_of_neighbours_are_cut_and_counted(http: httpx.Client) -> None:
    told = fetched(http, f"/entities/{FIRM}/adjacent/identification?limit=1&offset=5&sort=caption:desc")
    assert (told["results"], told["limit"], told["offset"]) == ([], 1, 5)
    assert told["total"]["value"] >= 1


@pytest.mark.parametrize("id", ["nobody", "a.b.c", f"{FIRM}.address.0000000000", "..", "%2e%2e%2f", "x" * 5_000])
def test_an_id_that_nobody_has_is_said_to_be_unknown(http: httpx.Client, id: str) -> None:
    answer = http.get(f"/entities/{id}")
    assert answer.status_code == 404
    assert "detail" in answer.json()


@given(st.lists(st.tuples(st.sampled_from(["a", "b_c"]), st.text(max_size=200)), max_size=20))
def test_ids_are_unique_and_need_no_escaping(parts: list[tuple[str, str]]) -> None:
    found = list(entity_ids(parts))
    assert len(set(found)) == len(parts)
    # What the package followthemoney takes for an id.
    assert all(re.fullmatch(r"[0-9a-zA-Z]([0-9a-zA-Z.-]*[0-9a-zA-Z])?", it) for it in found)
    assert list(entity_ids(parts)) == found


@given(st.lists(st.text(max_size=40), unique=True, max_size=12))
def test_names_of_datasets_are_unique_whatever_the_lists_are_called(lists: list[str]) -> None:
    names = dataset_names(lists)
    assert len(set(names.values())) == len(lists)
    assert not {"default", "all"} & set(names.values())
    assert dataset_names(reversed(lists)) == names
