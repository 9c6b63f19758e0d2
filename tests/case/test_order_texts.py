"""The words of an order are read in seven languages, and a denial is no confession."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enduse.case.order_texts import (
    countries_named,
    military_use,
    region_of,
    software_types,
    speaks_of_weapons,
    wmd_use,
)


@pytest.mark.parametrize(
    "text",
    [
        "Turning of artillery shells",
        "Изготовление боеприпасов",
        "포탄 가공",
        "Fertigung von Munition",
        "军工零件加工",
        "防衛産業向け部品",
        "mühimmat üretimi",
    ],
)
def test_military_work_is_read_in_seven_languages(text: str) -> None:
    assert military_use(text).truth is True


@pytest.mark.parametrize(
    "text",
    ["Not for military use", "Не для военных целей", "군사용 아님", "nicht für militärische Zwecke", "不用于军事"],
)
def test_a_denial_is_no_military_work(text: str) -> None:
    assert military_use(text).truth is False


def test_what_one_sentence_says_another_does_not_take_back() -> None:
    assert military_use("Ammunition is turned. No resale is planned.").truth is True


@pytest.mark.parametrize("text", ["Aerospace brackets", "Детали для дронов", "항공 부품", "航空零件"])
def test_what_lawful_work_shares_is_a_question(text: str) -> None:
    assert military_use(text).truth is None


@pytest.mark.parametrize("text", ["Valve bodies of brass for water pumps", "Корпуса кранов из латуни", ""])
def test_plain_work_is_neither(text: str) -> None:
    assert (military_use(text).truth, wmd_use(text).truth) == (False, False)


@pytest.mark.parametrize(
    "text", ["Ballistic missile casings", "Корпуса ракет", "미사일 부품", "导弹壳体", "ミサイル部品"]
)
def test_missiles_are_read(text: str) -> None:
    assert wmd_use(text).truth is True


def test_a_power_station_is_a_question() -> None:
    assert wmd_use("Spare parts for a nuclear power station").truth is None


@pytest.mark.parametrize(
    ("address", "country", "found"),
    [
        ("ul. Lenina 1, Simferopol", "RU", (True, "Crimea")),
        ("Севастополь, ул. Ленина 1", "UA", (True, "Crimea")),
        ("Donetsk, Rostov region", "RU", None),
        ("г. Донецк, ДНР", "RU", (True, "Donetsk")),
        ("Zaporizhzhia, Soborny 1", "UA", (None, "Zaporizhzhia")),
        ("Kyiv, Khreshchatyk 1", "UA", None),
        ("Krymska 5, Praha", "CZ", None),
    ],
)
def test_occupied_regions_are_told_from_their_namesakes(
    address: str, country: str, found: tuple[bool | None, str] | None
) -> None:
    said = region_of(address, country)
    assert (said and (said.truth, said.words)) == found


def test_a_clause_that_forbids_is_told_from_a_plan_to_sell() -> None:
    assert countries_named(["For our customers in Russia"])["RU"].truth is True
    assert countries_named(["Not for re-export to Russia or Belarus"])["RU"].truth is False
    assert countries_named(["Для рынка Казахстана"]) == {}


@pytest.mark.parametrize(
    ("text", "types"),
    [
        ("Firmware update for the CNC control", ("cnc_operation", "update")),
        ("CAM postprocessor", ("cam",)),
        ("5 축 옵션 잠금 해제", ("unlock",)),
        ("Office chairs", ()),
    ],
)
def test_kinds_of_software_are_read(text: str, types: tuple[str, ...]) -> None:
    assert software_types(text) == types


def test_reasons_of_lists_that_name_such_weapons_are_read() -> None:
    assert speaks_of_weapons(["NPWMD"])
    assert not speaks_of_weapons(["RUSSIA-EO14024"])


@given(st.text(max_size=200))
def test_any_text_is_read(text: str) -> None:
    assert military_use(text).truth in (True, False, None)
    assert wmd_use(text).truth in (True, False, None)
    assert set(countries_named([text])) <= {"RU", "BY"}
    region_of(text, "UA")


@given(st.text(alphabet=st.characters(exclude_categories=["L", "N", "Mn", "Mc"]), max_size=20))
def test_what_stands_in_a_clause_of_its_own_takes_nothing_back(noise: str) -> None:
    assert military_use(f"Turning of ammunition. {noise}").truth is True
