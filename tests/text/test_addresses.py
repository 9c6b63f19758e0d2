"""Addresses: spellings, scripts and order do not divide, houses and cities do, rooms are told apart."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enduse.text.addresses import AddressForm, AddressMatch, address_form, compare_addresses


def compared(left: str, right: str) -> AddressMatch:
    return compare_addresses(address_form(left), address_form(right))


@pytest.mark.parametrize(
    ("text", "room", "floor", "building", "house", "street"),
    [
        ("Room 1202, 12/F, Bldg 3, No. 7 Sample Road", "1202", "12", "3", "7", ("sample",)),
        ("RM1202 3/F BLOCK A, 7 SAMPLE RD.", "1202", "3", "a", "7", ("sample",)),
        ("ул. Станочная, д. 7, корп. 2, 5-й этаж, комн. 1202", "1202", "5", "2", "7", ("stanochnaia",)),
        ("Станочная улица, дом 7к2, оф.12", "12", "", "2", "7", ("stanochnaia",)),
        ("ul. Stanochnaya, d. 7, str. 2, pom. 5", "5", "", "2", "7", ("stanochnaia",)),
        ("样本路7号3栋12楼1202室", "1202", "12", "3", "7", ("iangben",)),
        ("Musterstraße 12a", "", "", "", "12a", ("muster",)),
        ("Carrera 75 No. 24C-15, Oficina No. 3", "3", "", "", "24c-15", ("75",)),
        ("12 High Street", "", "", "", "12", ("high",)),
        ("ул. 8 Марта, 5", "", "", "", "5", ("8", "marta")),
        ("P.O. Box 123", "", "", "", "box123", ()),
        ("Flat A, 9/F, Silver Tower, 11 Queen's Rd", "a", "9", "", "11", ("queens",)),
    ],
)
def test_every_part_is_told_apart(
    text: str, room: str, floor: str, building: str, house: str, street: tuple[str, ...]
) -> None:
    form = address_form(text)
    found = (form.room, form.floor, form.building, form.house, form.street)
    assert found == (room, floor, building, house, street)


def test_korean_parts_stand_before_their_marks() -> None:
    form = address_form("서울특별시 강남구 견본로 123, 4층 401호")
    assert (form.room, form.floor, form.house, form.street_type, len(form.street)) == ("401", "4", "123", "road", 1)


@pytest.mark.parametrize(
    ("left", "right"),
    [
        (
            "Room 1202, 12/F, Bldg 3, No. 7 Sample Road, Futian District, Shenzhen",
            "RM1202 12/F BLDG.3, 7 SAMPLE RD., SHENZHEN, CHINA",
        ),
        (
            "深圳市福田区样本北路1002号样本广场12楼1202室",
            "Room 1202, 12/F, Sample Plaza, No. 1002 Yangben North Road, Futian District, Shenzhen, China",
        ),
        ("г. Москва, ул. Станочная, д. 7, корп. 2, комн. 1202", "MOSCOW, STANOCHNAYA STR., 7, bld. 2, RM 1202"),
        (
            "600000, ОБЛАСТЬ УСЛОВНАЯ, Г. ПРИМЕРСК, УЛ. СТАНОЧНАЯ, Д. 7, КОРП. 2, ОФИС 12",
            "г. Примерск, Станочная улица, дом 7к2, оф.12",
        ),
        ("서울특별시 강남구 견본로 123, 4층 401호", "4F, 401, 123 Gyeonbon-ro, Gangnam-gu, Seoul"),
    ],
)
def test_one_room_in_two_spellings_is_one(left: str, right: str) -> None:
    match = compared(left, right)
    assert match.level == "room"
    assert match.score > 0.8


@pytest.mark.parametrize(
    ("left", "right", "said"),
    [
        ("7 Sample Road, Room 1, Shenzhen", "7 Sample Road, Room 2, Shenzhen", "room 1 and room 2"),
        ("7 Sample Road, Bldg 1, Shenzhen", "7 Sample Road, Bldg 2, Shenzhen", "building 1 and building 2"),
        ("7 Sample Road, Shenzhen", "7 Sample Road, Room 2, Shenzhen", "the room is told in one only"),
    ],
)
def test_another_room_of_one_house_is_the_same_building_only(left: str, right: str, said: str) -> None:
    match = compared(left, right)
    assert match.level == "building"
    assert match.score < compared(left, left).score
    assert said in match.reasons[0]


@pytest.mark.parametrize(
    ("left", "right", "said"),
    [
        ("ул. Станочная, 7, Тула", "ул. Станочная, 9, Тула", "house 7 and house 9"),
        ("ул. Станочная, 7, г. Тула", "ул. Станочная, 7, г. Омск", "cities differ"),
        ("7 Sample Road, Shenzhen", "7 Other Road, Shenzhen", "streets differ"),
    ],
)
def test_another_house_street_or_city_is_another_address(left: str, right: str, said: str) -> None:
    match = compared(left, right)
    assert match.score < 0.2
    assert any(said in it for it in match.reasons)


def test_one_street_name_in_two_towns_is_weak_also_where_no_word_marks_the_town() -> None:
    towns = compared("ул. Ленина, 5, Тула", "ул. Ленина, 5, Омск")
    silent = compared("ул. Ленина, 5", "ул. Ленина, 5, Омск")
    assert "no place in common" in towns.reasons
    assert towns.score < 0.3 < silent.score < compared("ул. Ленина, 5, Омск", "ул. Ленина, 5, Омск").score


def test_another_country_is_another_address() -> None:
    one, other = (address_form("7 Sample Road", country) for country in ("CN", "HK"))
    assert compare_addresses(one, other).reasons == ("the countries differ: CN and HK",)


def test_postcodes_are_read_and_speak() -> None:
    assert address_form("12 High St, London, SW1A 1AA").postcode == "sw1a1aa"
    assert address_form("115280, Москва").postcode == "115280"
    near = compared("115280, ул. Станочная, 7", "115280, Станочная ул., 7")
    far = compared("115280, ул. Станочная, 7", "630000, Станочная ул., 7")
    assert far.score < near.score
    assert "the postcodes differ" in far.reasons[1]


def test_words_in_common_without_a_street_or_a_house_are_weak() -> None:
    match = compared("Sample Tower, Free Zone, Dubai", "Free Zone, Dubai, Sample Tower")
    assert (match.level, match.score < 0.3) == ("place", True)


def test_the_street_key_has_no_room() -> None:
    one, other = address_form("Room 1, 7 Sample Road"), address_form("7 Sample Rd, 3/F, Room 2")
    assert one.street_key == other.street_key
    assert one.key != other.key


def test_a_country_at_the_end_is_read() -> None:
    assert address_form("7 Sample Road, Shenzhen, China").country == "CN"


def test_the_saint_in_front_is_no_street() -> None:
    match = compared("St. Petersburg, Primerny pr. 5", "Санкт-Петербург, Примерный проспект, 5")
    assert match.level == "building"


def test_silence_is_neither_agreement_nor_contradiction() -> None:
    assert compare_addresses(AddressForm("", ""), AddressForm("", "")).score == 0
    assert compared("ул. Станочная", "ул. Станочная, 7").level == "street"


@given(st.text(max_size=60), st.text(max_size=60))
def test_any_two_texts_are_answered_the_same_either_way(left: str, right: str) -> None:
    match, turned = compared(left, right), compared(right, left)
    assert 0 <= match.score < 1
    assert match.score == pytest.approx(turned.score, abs=0.02)
    assert match.reasons


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Office 119, Sample Tower 121, Dubai", "SAMPLE TOWER 121, OFF. 119, DUBAI"),
        ("Office 1202, Sample Tower, Dubai", "1202 Office, Sample Tower, Dubai"),
    ],
)
def test_a_named_building_stands_for_street_and_house_where_there_are_none(left: str, right: str) -> None:
    match = compared(left, right)
    assert match.level == "room"
    assert match.score > 0.9
    assert "same building" in match.reasons[0]


def test_another_office_or_another_tower_is_another_address() -> None:
    other = compared("Office 119, Sample Tower 121, Dubai", "Office 120, Sample Tower 121, Dubai")
    assert (other.level, other.score < 0.7) == ("building", True)
    for right in ("Office 119, Sample Tower 12, Dubai", "Office 119, Harbour Tower 121, Dubai"):
        assert compared("Office 119, Sample Tower 121, Dubai", right).score < 0.2


@pytest.mark.parametrize("text", ["Office 20, Tower 5, Dubai", "Office 20, Business Tower", "г. Примерск, корп. 2"])
def test_a_building_without_a_name_of_its_own_is_no_house(text: str) -> None:
    assert address_form(text).house == ""
