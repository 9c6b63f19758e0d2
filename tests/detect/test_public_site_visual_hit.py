"""Machines seen at plants: which plants, and how sure."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from enduse.detect import Ledger
from enduse.detect.typologies.public_site_visual_hit import (
    STRENGTH,
    STRENGTH_UNSAID,
    STRENGTH_UNSURE_PLANT,
    by_site,
    how_sure,
)

BAN = date(2022, 2, 24)
Build = Callable[..., Ledger]
SEEN = {
    "on": "2022-09-10",
    "kind": "seen",
    "party_id": "plant",
    "brand": "Corinthian",
    "place_country": "RU",
    "reference": "film 12",
    "note": "name plate legible",
}
HIT = {
    "party_id": "plant",
    "authority": "US-BIS",
    "list": "Entity List",
    "programmes": ["Military end user"],
    "by": "identifier",
    "score": 1.0,
}
NO_REASON = {**HIT, "list": "List", "programmes": []}


def found(facts: Ledger) -> list[tuple[float, str]]:
    rows = by_site(facts, BAN).to_pyarrow().to_pylist()
    return [(row["strength"], row["confidence"]) for row in rows]


@pytest.mark.parametrize(
    ("note", "hit", "result"),
    [
        ("name plate legible", HIT, [(STRENGTH, "recorded")]),
        ("probably a lathe", HIT, [(STRENGTH, "probable")]),
        (None, HIT, [(STRENGTH_UNSAID, "possible")]),
        ("name plate legible", NO_REASON, [(STRENGTH_UNSURE_PLANT, "recorded")]),
        ("possibly of this brand", HIT, []),
        ("two machines planned, not delivered", HIT, []),
    ],
)
def test_the_note_and_the_list_say_how_sure_it_is(
    ledger: Build, note: str | None, hit: dict[str, Any], result: list[tuple[float, str]]
) -> None:
    assert found(ledger(events=[{**SEEN, "note": note}], hits=[hit])) == result


@pytest.mark.parametrize(
    ("more", "hits"),
    [
        ({"kind": "installed"}, [HIT]),
        ({"place_country": "DE"}, [HIT]),
        ({"brand": None}, [HIT]),
        ({}, []),
    ],
)
def test_other_events_places_and_plants_stay_silent(
    ledger: Build, more: dict[str, Any], hits: list[dict[str, Any]]
) -> None:
    assert found(ledger(events=[{**SEEN, **more}], hits=hits)) == []


def test_sightings_of_one_brand_are_one_finding(ledger: Build) -> None:
    again = {**SEEN, "brand": "CORINTHIAN", "note": "probably the same"}

    assert found(ledger(events=[SEEN, again], hits=[HIT])) == [(STRENGTH, "recorded")]


@pytest.mark.parametrize(
    ("note", "word"), [("很可能是车床", "probable"), ("可能是车床", None), ("шильдик читается", "recorded")]
)
def test_reads_notes_in_other_languages(note: str, word: str | None) -> None:
    assert how_sure(note) == word
