"""Countries side by side: the same questions, the same months, each line under one origin and one dispatch."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from math import fsum

import pytest

from enduse.model.period import Span, month_index
from enduse.model.profile import Number, Profile, ProfileTable, Section, cited_refs, cited_rows, numbers_of
from enduse.report.country_profile import CountryGround, country_profile
from enduse.report.country_profile_lines import Columns, TradeLine
from enduse.trace.control_dates import Marker

START = month_index(date(2022, 1, 1))
HUBS = {"TR": {"source": "a note", "evidence": "seen"}}
MEASURE = Marker(date(2022, 6, 1), "TW", "list amendment", "what it covers", "high")
Ground = Callable[..., CountryGround]

LINES = [
    TradeLine(1, START, "KR", "KR", "RU", "820770", "cutting_tool", "HANBIT", 100.0),
    TradeLine(2, START + 1, "TW", "CN", "RU", "845710", "machining_centre", "TAIJUN", 300.0),
    TradeLine(3, START + 13, "TW", "TR", "RU", "845710", "machining_centre", "TAIJUN", 200.0),
    TradeLine(4, START + 13, "DE", "", "RU", "846021", "grinding", "", 400.0),
    TradeLine(5, START + 2, "CN", "CN", "BY", "845811", "turning", "", 1000.0),
    TradeLine(6, START + 2, "", "TW", "RU", "845811", "", "", None),
    TradeLine(7, START + 3, "EU", "DE", "RU", "845811", "other", "", 50.0),
]


@pytest.fixture
def ground() -> Ground:
    def made(*asked: str, **changed: object) -> CountryGround:
        base = CountryGround(
            columns=Columns(asked or ("KR", "TW", "DE")),
            destinations=("RU", "BY"),
            period=Span(START, START + 14),
            on=date(2023, 3, 1),
            lines=LINES,
            measures={"TW": [MEASURE]},
            hubs=HUBS,
        )
        return replace(base, **changed)  # type: ignore[arg-type]

    return made


def _table(profile: Profile, section: str, at: int = 0) -> ProfileTable:
    return profile.section(section).tables[at]


def _values(table: ProfileTable, name: str) -> list[float | None]:
    line = next(it for it in table.lines if it.cells[0] == name)
    return [it.value if isinstance(it, Number) else None for it in line.cells[1:]]


def _words(section: Section) -> str:
    return " ".join("".join(str(part) for part in said.parts) for said in section.statements)


def test_every_table_of_countries_has_the_same_columns(ground: Ground) -> None:
    profile = country_profile(ground())
    for section, at in (("amounts", 0), ("amounts", 1), ("origin_dispatch", 0), ("routes", 0), ("goods", 0)):
        assert _table(profile, section, at).columns[1:] == ("KR", "TW", "DE")


def test_amounts_by_year_add_up_and_name_their_rows(ground: Ground) -> None:
    table = _table(country_profile(ground()), "amounts")
    assert _values(table, "2022") == [100, 300, 0]
    assert _values(table, "2023") == [0, 200, 400]
    assert _values(table, "all") == [100, 500, 400]
    tw = table.lines[-1].cells[2]
    assert isinstance(tw, Number)
    assert tw.rows == (2, 3)


def test_every_sum_and_share_is_what_its_rows_give(ground: Ground) -> None:
    worth = {it.row: it.worth for it in LINES}
    for section in country_profile(ground()).sections:
        for it in numbers_of(section):
            if it.how == "sum":
                assert it.value == pytest.approx(fsum(worth[row] for row in it.rows))
            if it.how == "share":
                assert it.value == pytest.approx(fsum(map(worth.get, it.rows)) / fsum(map(worth.get, it.base)))  # type: ignore[arg-type]
            if it.how == "count":
                assert it.value == len(it.rows)


def test_one_line_stands_under_its_origin_and_under_its_dispatch(ground: Ground) -> None:
    table = _table(country_profile(ground("TW", "CN")), "origin_dispatch")
    elsewhere = next(it for it in table.lines if it.cells[0] == "Made there, shipped elsewhere")
    shipped = next(it for it in table.lines if it.cells[0] == "Made elsewhere, shipped from there")
    (tw, cn) = (elsewhere.cells[1], shipped.cells[2])
    assert isinstance(tw, Number)
    assert isinstance(cn, Number)
    assert 2 in tw.rows
    assert cn.rows == (2,)


def test_a_place_of_dispatch_that_is_not_stated_is_said(ground: Ground) -> None:
    table = _table(country_profile(ground()), "origin_dispatch")
    assert _values(table, "Made there, place of dispatch not stated") == [0, 0, 400]


def test_routes_name_hubs_with_their_source(ground: Ground) -> None:
    profile = country_profile(ground())
    line = next(it for it in _table(profile, "routes").lines if it.cells[0] == "Türkiye (hub)")
    assert line.refs == ("hubs:TR",)
    assert {it.id: it.text for it in profile.references}["hubs:TR"] == "Türkiye: a note"
    tw = line.cells[2]
    assert isinstance(tw, Number)
    assert tw.value == pytest.approx(0.4)


def test_lines_without_value_are_counted_and_said(ground: Ground) -> None:
    said = country_profile(ground(undated=3)).section("amounts").statements
    words = [part for it in said for part in it.parts]
    assert Number(1, "lines", "count", (6,)) in words
    assert "3 have no date." in words


def test_goods_of_no_named_member_of_the_union_are_not_given_to_one(ground: Ground) -> None:
    assert "counted under none of its members" in _words(country_profile(ground()).section("amounts"))
    assert "none of its members" not in _words(country_profile(ground("KR", "TW")).section("amounts"))


def test_the_union_holds_its_members(ground: Ground) -> None:
    assert _values(_table(country_profile(ground("EU", "KR")), "amounts"), "all") == [450, 100]


def test_possible_parts_carry_sources_and_never_proof(ground: Ground) -> None:
    profile = country_profile(ground())
    section = profile.section("uses")
    assert "no proof" in _words(section)
    assert {it.confidence for it in section.statements} == {"possible"}
    named = {it.cells[0] for it in section.tables[0].lines}
    assert {"cutting tool", "machining centre", "grinding"} <= named
    assert all(it.refs for it in section.tables[0].lines)
    assert set(cited_refs(profile)) <= {it.id for it in profile.references}


def test_measures_are_those_of_the_time(ground: Ground) -> None:
    late = Marker(date(2024, 1, 1), "TW", "later", "", "high")
    section = country_profile(ground(measures={"TW": [MEASURE, late]})).section("measures")
    assert [it.cells[:2] for it in section.tables[0].lines] == [("2022-06-01", "TW")]


def test_a_country_without_a_line_is_said_and_not_called_innocent(ground: Ground) -> None:
    profile = country_profile(ground("CH", "KR"))
    assert "No goods line names Switzerland as origin." in _words(profile.section("amounts"))


def test_without_any_line_nothing_is_assessable(ground: Ground) -> None:
    profile = country_profile(ground(lines=[]))
    assert [it.id for it in profile.sections] == ["amounts"]
    assert profile.sections[0].not_assessable.startswith("No goods line goes to Russia and Belarus")


def test_no_sentence_says_more_than_is_known(ground: Ground) -> None:
    forbidden = re.compile(r"\b(guilty|clean|cleared|complicit|illegal|smuggl\w+|evad\w+)\b", re.IGNORECASE)
    profile = country_profile(ground())
    texts = [profile.title, *profile.unseen, *(it.text for it in profile.references)]
    for section in profile.sections:
        texts += [_words(section), section.title, section.not_assessable]
        texts += [table.note for table in section.tables]
    assert not [it for it in texts if forbidden.search(it)]


def test_every_row_that_is_cited_is_one_of_the_lines(ground: Ground) -> None:
    assert set(cited_rows(country_profile(ground()))) <= {it.row for it in LINES}
