"""Entries as FollowTheMoney entities, and such entities as questions."""

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enduse.model.listing import (
    Contact,
    EntityKind,
    Link,
    ListEntry,
    NameRole,
    WrittenAddress,
    WrittenIdentifier,
    WrittenName,
)
from enduse.screen.ftm import PROPERTY_OF_SCHEME, FtmEntity, attached, entry_entity, holder_id
from enduse.screen.ftm_model import comparable, descendants, link_reverses, schemata, topics_of_list
from enduse.screen.ftm_query import kind_of, query_of
from enduse.screen.listed import ListedEntry, ListSnapshot

TODAY = date(2026, 11, 22)
SNAPSHOT = ListSnapshot("US-OFAC SDN", "x", date(2026, 11, 1), True, 1, "s", "f", "Invented publisher", "")
FIRM = ListEntry(
    7,
    "US-OFAC",
    "SDN",
    "90001",
    "company",
    (
        WrittenName("Norvend Stanko LLC"),
        WrittenName("НОРВЕНД СТАНКО", "alias", "ru"),
        WrittenName("NS", "weak"),
        WrittenName("Stankonor OOO", "former"),
    ),
    (WrittenIdentifier("INN", "9799001010", "RU"), WrittenIdentifier("UNP", "191061449", "BY")),
    (WrittenAddress("1 Zavodskaya ul., Nowheregrad", "RU"),),
    (Contact("web", "www.norvend.example"), Contact("email", "a@norvend.example")),
    ("RU",),
    programmes=("RUSSIA-EO14024", "Presumption of denial"),
    listed_on=date(2024, 2, 23),
    remarks="Fictional",
    links=(Link("owned_by", "90002", "", "Owned By"), Link("linked", "", "Fable Dynamics", "Linked To")),
    more={"source_list_url": "https://list.example/1"},
)


def entity(entry: ListEntry, today: date = TODAY) -> FtmEntity:
    return entry_entity(ListedEntry(entry, SNAPSHOT), "sdn-1", today)


def beside(entry: ListEntry) -> dict[str, list[FtmEntity]]:
    found: dict[str, list[FtmEntity]] = {}
    for it in attached(ListedEntry(entry, SNAPSHOT), "sdn-1", lambda it: f"sdn-{it}", TODAY):
        found.setdefault(it.schema, []).append(it)
    return found


def test_names_stand_by_their_role() -> None:
    told = entity(FIRM).properties
    assert (told["name"], told["alias"]) == (["Norvend Stanko LLC"], ["НОРВЕНД СТАНКО"])
    assert (told["weakAlias"], told["previousName"]) == (["NS"], ["Stankonor OOO"])


def test_numbers_places_programmes_and_topics_stand_in_their_properties() -> None:
    told = entity(FIRM).properties
    assert (told["innCode"], told["registrationNumber"], told["country"]) == (["9799001010"], ["191061449"], ["ru"])
    assert (told["programId"], told["program"]) == (["RUSSIA-EO14024"], ["Presumption of denial"])
    assert (told["topics"], told["sourceUrl"]) == (["sanction"], ["https://list.example/1"])


@pytest.mark.parametrize(
    ("listed_on", "delisted_on", "topics"),
    [
        (date(2024, 1, 1), None, ["sanction"]),
        (None, None, ["sanction"]),
        (date(2024, 1, 1), date(2026, 11, 22), []),
        (date(2024, 1, 1), date(2026, 11, 23), ["sanction"]),
        (date(2026, 11, 23), None, []),
    ],
)
def test_topics_hold_only_while_it_is_listed(
    listed_on: date | None, delisted_on: date | None, topics: list[str]
) -> None:
    entry = replace(FIRM, listed_on=listed_on, delisted_on=delisted_on)
    assert entity(entry).properties.get("topics", []) == topics


@pytest.mark.parametrize(
    ("kind", "name", "schema"),
    [
        ("company", "Norvend Stanko LLC", "Company"),
        ("company", "ООО «Норвенд»", "Company"),
        ("company", "Fable Liberation Front", "Organization"),
        ("person", "Perun Halvik", "Person"),
        ("vessel", "Grey Heron", "Vessel"),
        ("aircraft", "EK-30064", "Airplane"),
        ("unknown", "Fable", "LegalEntity"),
        ("address", "", "Address"),
    ],
)
def test_every_kind_has_its_schema_and_comes_back(kind: EntityKind, name: str, schema: str) -> None:
    entry = ListEntry(1, "X", "L", "1", kind, (WrittenName(name),) if name else (), addresses=(WrittenAddress("A 1"),))
    assert entity(entry).schema == schema
    assert kind_of(schema) == kind


def test_what_the_list_says_beside_the_entry_stands_next_to_it() -> None:
    found = beside(FIRM)
    (sanction,), (address,), (paper,) = found["Sanction"], found["Address"], found["Identification"]
    assert sanction.properties["listingDate"] == ["2024-02-23"]
    assert address.properties == {"full": ["1 Zavodskaya ul., Nowheregrad"], "country": ["ru"]}
    assert paper.properties["type"] == ["UNP"]
    assert found["Ownership"][0].properties["owner"] == ["sdn-90002"]
    assert found["LegalEntity"][0].caption == "Fable Dynamics"
    assert all(holder_id(it.id) == "sdn-1" for some in found.values() for it in some)


def test_every_link_names_a_neighbour_that_exists_or_another_entry() -> None:
    found = [it for some in beside(FIRM).values() for it in some]
    ids = {it.id for it in found} | {"sdn-1", "sdn-90002"}
    for it in found:
        for name, values in it.properties.items():
            if schemata()[it.schema].properties[name].type == "entity":
                assert set(values) <= ids


TEXTS = st.text(st.characters(blacklist_categories=("Cs", "Cc", "Z")), min_size=1, max_size=12)
CODES = st.sampled_from(["RU", "CN", "BY", "AE"])
ENTRIES = st.builds(
    ListEntry,
    st.just(1),
    st.just("US-OFAC"),
    st.just("SDN"),
    TEXTS,
    st.sampled_from([it for it in get_args(EntityKind) if it != "address"]),
    st.lists(st.builds(WrittenName, TEXTS, st.sampled_from(get_args(NameRole))), min_size=1, max_size=4).map(tuple),
    st.lists(st.builds(WrittenIdentifier, st.sampled_from([*PROPERTY_OF_SCHEME, "UNP"]), TEXTS), max_size=3).map(tuple),
    st.lists(st.builds(WrittenAddress, TEXTS, CODES), max_size=2).map(tuple),
    countries=st.lists(CODES, unique=True, max_size=2).map(tuple),
    births=st.lists(st.sampled_from(["1971", "1971-03", "1971-03-02"]), unique=True, max_size=2).map(tuple),
)


@given(ENTRIES)
def test_an_entity_asks_for_what_its_entry_says(entry: ListEntry) -> None:
    told = entity(entry)
    query = query_of(told.schema, told.properties)
    assert set(query.names) == {it.text for it in entry.names}
    assert {it.text for it in query.addresses} == {it.text for it in entry.addresses}
    assert set(query.countries) == {*entry.countries, *(it.country for it in entry.addresses)}
    assert {it.value.removeprefix("IMO") for it in query.identifiers} == {
        it.value.removeprefix("IMO") for it in entry.identifiers
    }
    assert set(query.births) == (set(entry.births) if entry.kind == "person" else set())


@given(ENTRIES)
def test_only_properties_of_the_schema_are_used(entry: ListEntry) -> None:
    for it in (entity(entry), *(one for some in beside(entry).values() for one in some)):
        assert set(it.properties) <= set(schemata()[it.schema].properties)


@given(st.dictionaries(TEXTS, st.one_of(st.none(), TEXTS, st.lists(st.one_of(TEXTS, st.integers(), st.none())))))
def test_any_properties_are_a_question(properties: Mapping[str, object]) -> None:
    assert query_of("Person", properties).kind == "person"


def test_names_in_parts_are_put_together_and_countries_read_in_words() -> None:
    query = query_of(
        "Person", {"firstName": "Perun", "lastName": ["Halvik"], "nationality": "Serbia", "birthDate": 1959}
    )
    assert (query.names, query.countries, query.births) == (("Perun Halvik",), ("RS",), ("1959",))


def test_what_is_looked_for_may_be_listed_more_generally() -> None:
    assert {"Company", "Organization", "LegalEntity"} <= comparable("Company")
    assert "Person" in comparable("LegalEntity")
    assert "Person" not in comparable("Company")
    assert comparable("Thing") >= descendants("LegalEntity")


def test_links_are_known_from_the_other_end() -> None:
    assert link_reverses("Company")["sanctions"] == ("Sanction", "entity")
    assert "ownershipAsset" not in link_reverses("Person")


@pytest.mark.parametrize(
    ("name", "topics"),
    [
        ("EU 833/2014 Annex IV", ("export.control",)),
        ("EU 833/2014 Annex IVb", ("sanction",)),
        ("JP Export ban: RU", ("export.control",)),
        ("Our own list", ("poi",)),
    ],
)
def test_the_list_says_what_standing_on_it_means(name: str, topics: tuple[str, ...]) -> None:
    assert topics_of_list(name) == topics


_VALIDATE = """
import json, sys
from followthemoney import model
told = json.load(sys.stdin)
for it in told["entities"]:
    model.get_proxy(it, cleaned=False).schema.validate(it)
    proxy = model.get_proxy(it, cleaned=False)
    assert {name: sorted(values) for name, values in proxy.to_dict()["properties"].items()} == {
        name: sorted(values) for name, values in it["properties"].items()
    }, it
for name, properties in told["schemata"].items():
    schema = model.get(name)
    for word, (label, kind, range, reverse) in properties.items():
        known = schema.properties[word]
        assert (known.label, known.type.name) == (label, kind), (name, word)
        assert not range or known.range.name == range, (name, word)
        assert not reverse or known.reverse.name == reverse, (name, word)
"""


def test_the_package_followthemoney_takes_our_entities_and_knows_our_model() -> None:
    python = os.environ.get("ENDUSE_FTM_PYTHON", sys.executable)
    if subprocess.run([python, "-c", "import followthemoney"], capture_output=True).returncode:
        pytest.skip(
            "followthemoney (extra `ftm`, needs ICU) is not installed; ENDUSE_FTM_PYTHON may name a Python with it"
        )
    entities = [entity(FIRM), *(it for some in beside(FIRM).values() for it in some)]
    told = {
        "entities": [{"id": it.id, "schema": it.schema, "properties": it.properties} for it in entities],
        "schemata": {
            name: {p.name: (p.label, p.type, p.range, p.reverse) for p in it.properties.values()}
            for name, it in schemata().items()
        },
    }
    done = subprocess.run([python, "-c", _VALIDATE], input=json.dumps(told), capture_output=True, text=True)
    assert done.returncode == 0, done.stderr[-2000:]
