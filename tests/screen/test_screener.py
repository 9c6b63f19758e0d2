"""Entries that a party may be, how probably, and why."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from enduse.model.listing import Contact, EntityKind, ListEntry, WrittenAddress, WrittenIdentifier, WrittenName
from enduse.screen.listed import ListedEntry, ListSnapshot
from enduse.screen.screener import MATCH, Hit, Screener, make_screener, open_screener, save_screener
from enduse.screen.signs import Query

TODAY = date(2024, 6, 1)
SNAPSHOT = ListSnapshot("EU Test List", "eu_fsf_xml_1_1", date(2024, 5, 30), True, 9, "a" * 64, "x.xml", "EU", "")


def entry(entry_id: str, *names: str, kind: EntityKind = "company") -> ListEntry:
    return ListEntry(int(entry_id), "EU", "Test List", entry_id, kind, tuple(map(WrittenName, names)))


ENTRIES = (
    replace(
        entry("1", "OOO Vektor Stan", "ООО «Вектор Стан»", "维克托机床有限公司"),
        countries=("RU",),
        identifiers=(WrittenIdentifier("INN", "9799001010", "RU"),),
        contacts=(Contact("phone", "+7 495 123-45-67"), Contact("web", "www.vektorstan-example.ru")),
        listed_on=date(2022, 3, 15),
    ),
    replace(entry("2", "Company AMG LLC", "ООО «Компания АМГ»", "Arbat Machinery Group"), countries=("RU",)),
    replace(entry("3", "Mari Machine-Building Plant", "Марийский машиностроительный завод"), countries=("RU",)),
    replace(
        entry("4", kind="address"),
        addresses=(WrittenAddress("Flat 1204, 12/F, Lucky Dragon Centre, 48 Bute Street, Mong Kok", "HK"),),
    ),
    replace(entry("5", "NORDA STAR", kind="vessel"), identifiers=(WrittenIdentifier("IMO", "1234567"),)),
    replace(entry("6", "PETRENKO, Ivan Ostapovych", kind="person"), births=("1971-03-02",), countries=("UA",)),
    replace(entry("7", "Tekhnosvet JSC"), delisted_on=date(2023, 1, 1), listed_on=date(2015, 1, 1)),
    replace(entry("8", "Bexil Optics GmbH"), addresses=(WrittenAddress("Hafenstr. 12, 20457 Hamburg", "DE"),)),
)
LISTED = tuple(ListedEntry(it, SNAPSHOT) for it in ENTRIES)


@pytest.fixture(scope="module")
def screener() -> Screener:
    return make_screener(LISTED)


def ids(hits: list[Hit], least: float = MATCH) -> list[str]:
    return [it.listed.entry.entry_id for it in hits if it.score >= least]


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("Vektor Stan", "1"),
        ("вектор стан, ооо", "1"),
        ("维克托机床", "1"),
        ("VEKTOR-STAN LLC", "1"),
        ("Vеktоr Stаn", "1"),  # е, о and а are Cyrillic
        ("\u202bVektor\u200b Stan\u202c", "1"),
        ("AMG", "2"),
        ("АМG", "2"),  # А and М are Cyrillic
        ("Tekhnosvet", "7"),
    ],
)
def test_a_listed_name_is_found_however_it_is_written(screener: Screener, name: str, found: str) -> None:
    assert ids(screener.hits(Query((name,)), TODAY))[:1] == [found]


@pytest.mark.parametrize(
    "name",
    [
        "Pizzeria AMG",
        "AMG Ristorante e Pizzeria",
        "I Machine",
        "I Machine Technology",
        "Norda Bakery",
        "Hafen Optik Hamburg",
    ],
)
def test_a_look_alike_stays_quiet(screener: Screener, name: str) -> None:
    assert ids(screener.hits(Query((name,), "company"), TODAY)) == []


@pytest.mark.parametrize("name", ["", "🙂", "-", "Ж", "x" * 10_000, "\u202e", "\0", "''' OR 1=1"])
def test_a_hostile_name_is_answered(screener: Screener, name: str) -> None:
    assert ids(screener.hits(Query((name,)), TODAY)) == []


@settings(max_examples=60)
@given(st.text(max_size=60))
def test_every_answer_is_a_probability_with_reasons_and_stands_in_order(screener_text: str) -> None:
    hits = SCREENER.hits(Query((screener_text,)), TODAY)
    assert all(0 <= it.score < 1 and it.reasons for it in hits)
    assert [it.score for it in hits] == sorted((it.score for it in hits), reverse=True)


SCREENER = make_screener(LISTED)


def test_a_number_in_common_decides_whatever_the_names(screener: Screener) -> None:
    number = WrittenIdentifier("INN", "9799001010", "RU")
    (hit,) = screener.hits(Query(("Entirely Different Name",), identifiers=(number,)), TODAY)
    assert (hit.listed.entry.entry_id, hit.match) == ("1", True)
    assert hit.reasons[0] == "both have the INN 9799001010"


def test_another_number_of_the_scheme_speaks_against_the_same_name(screener: Screener) -> None:
    other = Query(("Vektor Stan",), identifiers=(WrittenIdentifier("INN", "7707083893", "RU"),))
    (with_other,), (without,) = screener.hits(other, TODAY), screener.hits(Query(("Vektor Stan",)), TODAY)
    assert with_other.score < without.score
    assert any("INN differs" in it for it in with_other.reasons)


def test_a_vessel_is_found_by_its_imo_number_under_a_new_name(screener: Screener) -> None:
    number = WrittenIdentifier("IMO", "IMO 1234567")
    (hit,) = screener.hits(Query(("LUCKY WAVE",), "vessel", identifiers=(number,)), TODAY)
    assert (hit.listed.entry.entry_id, hit.match) == ("5", True)


@pytest.mark.parametrize("room", ["Flat 1204, 12/F, ", "Unit 1204, ", ""])
def test_an_entry_that_is_an_address_is_met_by_whoever_is_there(screener: Screener, room: str) -> None:
    there = WrittenAddress(f"{room}Lucky Dragon Centre, 48 Bute Street, Mong Kok", "HK")
    (hit,) = screener.hits(Query(("Sunny Parts Ltd",), "company", addresses=(there,)), TODAY)
    assert (hit.listed.entry.entry_id, hit.match, hit.name) == ("4", True, "")


def test_the_next_house_is_another_address(screener: Screener) -> None:
    near = WrittenAddress("Lucky Dragon Centre, 50 Bute Street, Mong Kok", "HK")
    assert ids(screener.hits(Query(("Sunny Parts Ltd",), addresses=(near,)), TODAY)) == []


def test_an_address_in_common_with_a_firm_is_shown_but_no_match(screener: Screener) -> None:
    house = WrittenAddress("Hafenstraße 12, 20457 Hamburg", "DE")
    (hit,) = screener.hits(Query(("Corda Reederei",), addresses=(house,)), TODAY, least=0.3)
    assert (hit.listed.entry.entry_id, hit.match) == ("8", False)


@pytest.mark.parametrize(
    "contact", [Contact("phone", "8 (495) 123 45 67"), Contact("email", "info@vektorstan-example.ru")]
)
def test_a_phone_or_a_site_in_common_is_shown(screener: Screener, contact: Contact) -> None:
    hits = screener.hits(Query(("Corda Logistics",), contacts=(contact,), countries=("RU",)), TODAY)
    assert ids(hits, 0.0) == ["1"]
    assert any(it.startswith("the same ") for it in hits[0].reasons)


@pytest.mark.parametrize(("born", "match"), [("1971-03-02", True), ("1985-07-09", False)])
def test_the_day_of_birth_speaks_for_and_against_a_namesake(screener: Screener, born: str, match: bool) -> None:
    hits = screener.hits(Query(("Ivan Petrenko",), "person", births=(born,)), TODAY)
    assert (ids(hits) == ["6"]) is match


@pytest.mark.parametrize(
    ("day", "standing", "match"),
    [
        (date(2022, 3, 14), "not_yet", False),
        (date(2022, 3, 15), "listed", True),
    ],
)
def test_who_was_listed_only_later_is_shown_but_no_match(
    screener: Screener, day: date, standing: str, match: bool
) -> None:
    (hit,) = screener.hits(Query(("Vektor Stan",), on=day), TODAY)
    assert (hit.standing, hit.match) == (standing, match)
    assert hit.score >= MATCH


def test_who_is_no_longer_listed_is_no_match(screener: Screener) -> None:
    (hit,) = screener.hits(Query(("Tekhnosvet",)), TODAY)
    assert (hit.standing, hit.match) == ("no_longer", False)


def test_a_kept_screener_answers_as_the_one_that_was_made(screener: Screener, tmp_path: Path) -> None:
    save_screener(screener, tmp_path / "kept.npz")
    again = open_screener(LISTED, tmp_path / "kept.npz")
    assert again is not None
    for it in ("Vektor Stan", "АМГ", "Petrenko"):
        assert again.hits(Query((it,)), TODAY) == screener.hits(Query((it,)), TODAY)


@pytest.mark.parametrize("damage", [b"", b"PK\x03\x04 cut", b"no archive at all"])
def test_a_damaged_kept_screener_is_made_anew(tmp_path: Path, damage: bytes) -> None:
    (tmp_path / "kept.npz").write_bytes(damage)
    assert open_screener(LISTED, tmp_path / "kept.npz") is None


def test_a_cut_kept_screener_is_made_anew(screener: Screener, tmp_path: Path) -> None:
    save_screener(screener, tmp_path / "kept.npz")
    whole = (tmp_path / "kept.npz").read_bytes()
    (tmp_path / "kept.npz").write_bytes(whole[: len(whole) // 2])
    assert open_screener(LISTED, tmp_path / "kept.npz") is None


NAMES = ("Vektor Stan", "Company AMG", "Mari plant", "Petrenko Ivan", "Norda Star", "Bexil", "Tekhnosvet", "Zorvex")


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("country", ["", "RU"])
def test_asking_for_more_brings_the_same_hits_without_the_weaker_ones(
    screener: Screener, name: str, country: str
) -> None:
    query = Query((name,), countries=(country,) if country else ())
    every = screener.hits(query, TODAY, 0.3)
    assert screener.hits(query, TODAY, 0.5) == [it for it in every if it.score >= 0.5]


@pytest.mark.parametrize("least", [0.1, 0.3, 0.4, 0.85])
def test_questions_asked_together_are_answered_as_one_by_one(screener: Screener, least: float) -> None:
    queries = [Query((it,), kind) for it in NAMES for kind in ("unknown", "company", "person")]
    queries += [
        Query(NAMES[:3]),
        Query(()),
        Query(("Bexil",), countries=("DE",)),
        Query(("Petrenko",), births=("1971",)),
    ]
    before = [screener.hits(it, TODAY, least) for it in queries]
    assert make_screener(LISTED).hits_each(queries, TODAY, least) == before
    assert any(before)


def test_no_questions_have_no_answers(screener: Screener) -> None:
    assert screener.hits_each([], TODAY) == []


@pytest.mark.parametrize("name", ["Mari plant", "Company AMG", "Tekhnosvet"])
def test_a_hit_that_its_country_lifts_to_the_score_asked_for_is_found(screener: Screener, name: str) -> None:
    query = Query((name,), countries=("RU",))
    for hit in screener.hits(query, TODAY, 0.0):
        assert hit.score < 0.3 or hit in screener.hits(query, TODAY, hit.score - 0.001)


def test_a_weak_name_with_the_same_day_of_birth_is_a_hit_where_the_name_alone_is_none(screener: Screener) -> None:
    weak = Query(("Petrenka Iwan Karol",), "person")
    born = replace(weak, births=("1971-03-02",))
    alone = [it.score for it in screener.hits(weak, TODAY, 0.0) if it.listed.entry.entry_id == "6"]
    with_birth = [it.score for it in screener.hits(born, TODAY, 0.3) if it.listed.entry.entry_id == "6"]
    assert alone[0] < with_birth[0]
