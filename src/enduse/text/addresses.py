"""Addresses in any script: what they share when rooms, spellings and order differ, and where they contradict.

The scores order candidates and carry their reasons; they were set by hand on examples and are not calibrated.
"""

from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from rapidfuzz.fuzz import ratio

from enduse.text.address_parts import Part, parts_of
from enduse.text.address_words import address_words
from enduse.text.countries import country_code

Level = Literal["room", "building", "street", "place", "none"]

_ALIKE = 85.0


@dataclass(frozen=True)
class AddressForm:
    """An address in parts, folded: Latin letters, no marks, usual spellings made one.

    Attributes:
        key: What two spellings of one address share, room and all; ``""`` for an empty text.
        street_key: The same without room, floor and building: street and house, or all words where no street is marked.
        street: Words of the street's name; empty where no word says what the street is.
        street_type: ``street``, ``road``, ``avenue`` ...; empty with ``street``.
        house: House number, or the box of a post office (``box12``). Where neither street nor house is told, the named
            or numbered building that stands for them (``tower``, ``b12``): "Office 1202, Sample Tower, Dubai".
        building: Building, block or tower.
        floor: Floor.
        room: Room, office, flat.
        city: Words that a mark calls a city.
        places: All other words: cities without a mark, districts, names of buildings.
        postcode: Postcode, without spaces.
        country: ISO alpha-2, given or read.
    """

    key: str
    street_key: str
    street: tuple[str, ...] = ()
    street_type: str = ""
    house: str = ""
    building: str = ""
    floor: str = ""
    room: str = ""
    city: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    postcode: str = ""
    country: str = ""

    @property
    def words(self) -> frozenset[str]:
        """All words, of the street and of places."""
        return frozenset((*self.street, *self.city, *self.places))


@dataclass(frozen=True)
class AddressMatch:
    """How alike two addresses are.

    Attributes:
        score: 0 to 1, not calibrated.
        reasons: Sentences, the most telling first.
        level: Down to what they agree: the room, the building, the street, the place.
    """

    score: float
    reasons: tuple[str, ...]
    level: Level


@lru_cache(maxsize=65_536)
def address_form(text: str, country: str = "") -> AddressForm:
    """The parts of an address.

    Args:
        text: As written.
        country: ISO alpha-2 where it is known from elsewhere.

    >>> form = address_form("Room 1202, 12/F, Bldg 3, No. 7 Sample Road, Shenzhen")
    >>> form.room, form.floor, form.building, form.house, form.street
    ('1202', '12', '3', '7', ('sample',))
    """
    told, parts = _without_country(list(parts_of(text)))
    single = {kind: _first(parts, kind) for kind in ("room", "floor", "building", "house", "postcode")}
    streets = [it for it in parts if it.kind == "street"]
    street = streets[0] if streets else Part("street", ())
    box, numbers = _first(parts, "box"), [it.values[0] for it in parts if it.kind == "number"]
    house = f"box{box}" if box else single["house"] or (numbers.pop(0) if numbers else "")
    room = single["room"] or (numbers.pop(0) if numbers and street.values else "")
    city = tuple(word for it in parts if it.kind == "city" for word in it.values)
    others = [it for it in parts if it.kind in ("word", "region", "district") or (it.kind == "street" and it != street)]
    places = tuple(dict.fromkeys(word for it in others for word in it.values))
    house = house or ("" if street.values else _named_building(places, single["building"], room))
    return AddressForm(
        key=" ".join([*sorted({*street.values, *city, *places}), *_labelled(house, single, room)]),
        street_key=" ".join([*(sorted(street.values) or sorted({*city, *places})), *([f"#{house}"] if house else [])]),
        street=street.values,
        street_type=street.type,
        house=house,
        building=single["building"],
        floor=single["floor"],
        room=room,
        city=city,
        places=places,
        postcode=single["postcode"],
        country=country or told,
    )


def compare_addresses(left: AddressForm, right: AddressForm) -> AddressMatch:
    """How alike two addresses are, and why.

    One house with two rooms is one building, not one address: thousands of firms share some. Silence on a part is no
    contradiction and no agreement.
    """
    if not (left.key and right.key):
        return AddressMatch(0.0, ("one of the two is empty",), "none")
    if left.country and right.country and left.country != right.country:
        return AddressMatch(0.01, (f"the countries differ: {left.country} and {right.country}",), "none")
    place, place_reasons = _places(left, right)
    street = _street(left, right)
    if street < _ALIKE:
        level: Level = "place" if place > 1 else "none"
        return AddressMatch(0.05 if level == "place" else 0.02, ("the streets differ", *place_reasons), level)
    base, level, reasons = _inside(left, right)
    return AddressMatch(min(0.99, round(base * min(place, 1.0) * street / 100, 3)), (*reasons, *place_reasons), level)


def _inside(left: AddressForm, right: AddressForm) -> tuple[float, Level, tuple[str, ...]]:
    """Score, level and reasons of two addresses in one street."""
    if left.street_type and right.street_type and left.street_type != right.street_type and left.house != right.house:
        return 0.1, "street", (f"a {left.street_type} and a {right.street_type} of one name",)
    if left.house and right.house and left.house != right.house:
        return 0.12, "street", (f"same street, house {left.house} and house {right.house}",)
    if not (left.street or right.street or (left.house and right.house)):
        return 0.25, "place", ("words in common, but no street and no house",)
    if not (left.house and right.house):
        return 0.5, "street", ("same street, the house is not told in both",)
    same = _same_house(left)
    for kind, a, b in (("building", left.building, right.building), ("floor", left.floor, right.floor)):
        if a and b and a != b:
            return 0.45, "building", (f"{same}, {kind} {a} and {kind} {b}",)
    if left.room and right.room and left.room != right.room:
        return 0.55, "building", (f"{same}, room {left.room} and room {right.room}",)
    if left.room and left.room == right.room:
        return 0.97, "room", (f"{same}, room {left.room}",)
    if left.room or right.room:
        return 0.8, "building", (f"{same}, the room is told in one only",)
    return 0.9, "building", (f"{same}, no room told",)


def _same_house(one: AddressForm) -> str:
    if one.house.startswith("box"):
        return f"same post box {one.house[3:]}"
    return f"same street and house {one.house}" if one.house[:1].isdigit() else f"same building {' '.join(one.places)}"


def _street(left: AddressForm, right: AddressForm) -> float:
    """Likeness of the streets, 0 to 100; where one has no marked street, whether its words hold the other's."""
    if left.street and right.street:
        return _alike(left.street, right.street)
    if left.street or right.street:
        named, free = (left.street, right.words) if left.street else (right.street, left.words)
        return 95.0 * _held(named, free)
    fewer, more = sorted((left.words, right.words), key=len)
    return 95.0 * _held(tuple(fewer), more) if len(fewer) > 1 or left.postcode == right.postcode else 0.0


def _alike(left: tuple[str, ...], right: tuple[str, ...]) -> float:
    """Likeness whatever the order and the spaces; numbers in names must agree."""
    if {it for it in left if it[0].isdigit()} != {it for it in right if it[0].isdigit()}:
        return 0.0
    return max(ratio("".join(left), "".join(right)), ratio("".join(sorted(left)), "".join(sorted(right))))


def _held(words: tuple[str, ...], among: frozenset[str]) -> float:
    whole = "".join(words)
    if any(ratio(whole, it) >= _ALIKE for it in among):
        return 1.0
    return sum(any(ratio(word, it) >= _ALIKE for it in among) for word in words) / len(words) if words else 0.0


def _places(left: AddressForm, right: AddressForm) -> tuple[float, tuple[str, ...]]:
    """A factor for the score: above 1 where a place agrees, below where places or postcodes contradict."""
    if left.city and right.city and not _shared(left.city, right.city):
        return 0.15, (f"the cities differ: {' '.join(left.city)} and {' '.join(right.city)}",)
    if left.postcode and left.postcode == right.postcode:
        return 1.2, (f"same postcode {left.postcode}",)
    around = (left.city + left.places, right.city + right.places)
    shared = _shared(*around)
    if left.postcode and right.postcode and left.postcode[:3] != right.postcode[:3]:
        return (0.7 if shared else 0.3), (f"the postcodes differ: {left.postcode} and {right.postcode}",)
    if shared:
        return 1.1, (f"same place: {' '.join(sorted(shared))}",)
    # Every town has a Lenin street: without a place in common the street says little.
    return (0.3, ("no place in common",)) if all(around) else (0.7, ("the place is not told in both",))


def _shared(left: tuple[str, ...], right: tuple[str, ...]) -> set[str]:
    return {a for a in left for b in right if _same_place(a, b)}


def _same_place(left: str, right: str) -> bool:
    """Alike, or one within the other: Chinese writes city and district without a space."""
    short, long = sorted((left, right), key=len)
    return len(short) > 2 and (ratio(left, right) >= _ALIKE or (len(short) > 4 and short in long))


def _named_building(places: tuple[str, ...], number: str, room: str) -> str:
    """The building that stands for street and house; empty where it has no name of its own besides the town's."""
    if number:
        return f"b{number}" if len(places) > 1 else ""
    named = [it for it in places if it in address_words().buildings]
    return named[0] if named and room and len(places) > len(named) + 1 else ""


def _first(parts: list[Part], kind: str) -> str:
    return next((it.values[0] for it in parts if it.kind == kind), "")


def _labelled(house: str, single: dict[str, str], room: str) -> list[str]:
    told = (("#", house), ("b", single["building"]), ("f", single["floor"]), ("r", room))
    return [f"{mark}:{value}" for mark, value in told if value]


def _without_country(parts: list[Part]) -> tuple[str, list[Part]]:
    """The country that a bare word names, and the parts without it."""
    for part in reversed(parts):
        if part.kind == "word" and len(part.values[0]) > 3 and (code := country_code(part.values[0])):
            return code, [it for it in parts if it is not part]
    return "", parts
