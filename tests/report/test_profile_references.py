"""Bundled tables that profiles cite: each line with its source, and no name that means two."""

import re
from datetime import date
from pathlib import Path

import pytest

import enduse
from enduse.detect.wording import plain
from enduse.report.profile_ground import Who
from enduse.report.profile_references import TABLES, about, bundled, named

PROFILES = sorted((Path(enduse.__file__).parent / "report").glob("profile_*.py"))


@pytest.mark.parametrize("table", TABLES)
def test_every_line_has_a_source_a_day_and_says_how_it_is_known(table: str) -> None:
    for it in bundled(table):
        assert it.source
        assert it.confidence in ("seen", "memory")
        assert it.since is not None
        assert it.since < date(2026, 12, 31)
        assert "http" in it.source or "article" in it.source or it.confidence == "memory"
        assert it.reference.text.startswith(it.what)


@pytest.mark.parametrize("table", TABLES)
def test_no_name_means_two_lines(table: str) -> None:
    names = [(plain(name), it.id) for it in bundled(table) for name in {plain(name) for name in it.names}]
    assert len({name for name, _ in names}) == len(names)


def test_programmes_and_plants_name_one_another() -> None:
    plants = {it.names[0]: it for it in bundled("defence_plants")}
    for programme in bundled("weapon_programmes"):
        for plant in programme.more["plants"]:
            assert programme.names[0] in plants[plant].more["programmes"]


def test_a_plant_is_found_by_its_whole_name_only() -> None:
    found = named("defence_plants", "АО «ММЗ «АВАНГАРД»")
    assert found is not None
    assert "S-400" in found.what
    assert named("defence_plants", "Авангард") is None
    assert about("forwarders", Who("DHL Logistics of Ostrela", "x")) == ()


@pytest.mark.parametrize("path", PROFILES, ids=lambda it: it.name)
def test_no_sentence_of_a_profile_gives_anybody_a_part_by_association(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert not re.search(
        r"\b(complicit\w*|guilty|accomplice\w*|evad\w+|cleared|culprit\w*|smuggl\w+)\b", text, re.IGNORECASE
    )
