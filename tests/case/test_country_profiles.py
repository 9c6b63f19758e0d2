"""Countries asked of a case: the months, the members of the Union, both sides' statistics, and what is refused."""

from datetime import date
from typing import Any

import pytest

from enduse.case import Case, RunOptions, create
from enduse.case.country_profiles import CountryProfiles, CountryQuestion
from enduse.case.model_tables import models_of_case
from enduse.errors import UsageError
from enduse.model.period import month_index
from enduse.model.profile import Number, Profile, cited_rows

pytestmark = pytest.mark.slow

HEAD = (
    "declaration_no,line_no,date,direction,consignor,consignee,"
    "country of origin,country of dispatch,country of destination,goods_code,description,trademark,value_usd\n"
)
LINES = """1,1,2022-05-01,import,FABLE LATHE CO,OOO ALFASTAN,TW,TW,RU,8458112009,CNC lathe model FL-20,FABLELATHE,9000
2,1,2022-06-11,import,FABLE LATHE CO,OOO ALFASTAN,TW,TR,RU,8458112009,CNC lathe model FL-20,FABLELATHE,8000
3,1,2022-06-12,import,NORDAMAT GMBH,OOO ALFASTAN,DE,DE,RU,8466930000,spindle for a machine tool,NORDAMAT,700
4,1,2022-07-12,import,NORDAMAT GMBH,OOO BETATOOL,DE,LT,BY,8457101000,machining centre,NORDAMAT,40000
5,1,2022-07-11,export,FABLE LATHE CO,OOO ALFASTAN,TW,TR,RU,8458112009,CNC lathe model FL-20,FABLELATHE,7900
6,1,2022-07-13,import,KERVANSA AS,ALMATY TOOLS,TW,TR,KZ,8458112009,lathe,,1
"""
CELLS = """month,reporter,partner,flow,hs6,value_usd,net_kg
2022-06,DE,RU,export,846693,650,10
2022-06,RU,DE,import,846693,700,10
2022-06,FR,RU,export,846693,90,10
2022-06,DE,KZ,export,846693,999,10
"""


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Case:
    folder = tmp_path_factory.mktemp("profiles")
    made = create(folder / "case")
    for name, text in (("lines.csv", HEAD + LINES), ("cells.csv", CELLS)):
        (folder / name).write_text(text, encoding="utf-8")
        made.add(folder / name)
    made.run(RunOptions(date(2023, 1, 1), ("third_country_transshipment",)))
    return made


@pytest.fixture(scope="module")
def desk(case: Case) -> CountryProfiles:
    return CountryProfiles(case.ledger)


def _cells(profile: Profile, section: str, name: str) -> list[Any]:
    (line, *_) = [it for it in profile.section(section).tables[0].lines if it.cells[0] == name]
    return [it.value if isinstance(it, Number) else it for it in line.cells[1:]]


def test_a_movement_that_both_sides_declare_counts_once(desk: CountryProfiles) -> None:
    assert _cells(desk.countries(CountryQuestion(("TW",))), "amounts", "all") == [17_000]


def test_names_and_codes_mean_the_same(desk: CountryProfiles) -> None:
    one = desk.countries(CountryQuestion(("Germany", "tw", "DE"), ("Russia", "by")))
    assert one.id == "DE,TW>RU,BY"
    assert _cells(one, "amounts", "all") == [40_700, 17_000]


def test_destinations_codes_and_months_narrow_the_same_lines(desk: CountryProfiles) -> None:
    asked = CountryQuestion(("DE", "TW"), ("RU",), "84", month_index(date(2022, 6, 1)), month_index(date(2022, 6, 1)))
    assert _cells(desk.countries(asked), "amounts", "all") == [700, 8_000]


def test_a_member_has_its_own_statistics_and_the_union_those_of_all(desk: CountryProfiles) -> None:
    asked = CountryQuestion(("DE",), first=month_index(date(2022, 5, 1)))
    assert _cells(desk.countries(asked), "published", "Published by the sender") == [650]
    union = desk.countries(CountryQuestion(("EU",), first=month_index(date(2022, 5, 1))))
    assert _cells(union, "published", "Published by the sender") == [740]


def test_a_pair_is_one_origin_and_one_destination(desk: CountryProfiles) -> None:
    profile = desk.pair(CountryQuestion(("DE",), ("RU",)))
    assert (profile.kind, profile.id, profile.title) == ("pair", "DE>RU", "Germany and Russia, 2022-05 to 2022-06")
    assert _cells(profile, "mirror", "2022") == [700, 650, 700]
    assert profile.sections[-1].id == "context"


def test_a_pair_with_statistics_only_says_what_is_missing(desk: CountryProfiles) -> None:
    profile = desk.pair(CountryQuestion(("FR",), ("RU",), first=month_index(date(2022, 5, 1))))
    assert "No goods line names France as origin." in "".join(
        str(part) for it in profile.section("amounts").statements for part in it.parts
    )
    assert _cells(profile, "mirror", "2022") == [None, 90, None]


def test_every_row_that_is_cited_has_a_place(desk: CountryProfiles) -> None:
    placed = desk.placed(desk.countries(CountryQuestion(("DE", "TW"))))
    assert {it.id for it in placed.places} == set(cited_rows(placed))
    assert {it.source for it in placed.places} == {"lines.csv", "cells.csv"}


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        (CountryQuestion(("Atlantis",)), "E-PROFILE-COUNTRY"),
        (CountryQuestion(()), "E-PROFILE-COUNTRY"),
        (CountryQuestion(("DE",), ()), "E-PROFILE-COUNTRY"),
        (CountryQuestion(("CIS",)), "E-PROFILE-COUNTRY"),
        (CountryQuestion(("DE",), ("FJ",)), "E-PROFILE-EMPTY"),
        (CountryQuestion(("DE",), ("RU",), "99"), "E-PROFILE-EMPTY"),
        (CountryQuestion(("DE",), first=month_index(date(2023, 1, 1))), "E-PROFILE-MONTHS"),
        (CountryQuestion(("DE",), last=month_index(date(2020, 1, 1))), "E-PROFILE-MONTHS"),
    ],
)
def test_what_cannot_be_answered_is_refused_with_a_code(
    desk: CountryProfiles, asked: CountryQuestion, code: str
) -> None:
    with pytest.raises(UsageError) as error:
        desk.countries(asked)
    assert error.value.code == code


def test_models_of_the_case_are_machines_with_brand_and_model(case: Case) -> None:
    (found,) = models_of_case(case.ledger)
    assert found.name == "FABLELATHE FL-20"
    assert found.usd == 9000 + 8000 + 7900
    assert len(found.rows) == 3
    assert models_of_case(case.ledger, "nordamat") == ()
