"""Coined firms and people of a country, each with what registers and letterheads say of them."""

import tomllib
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any

HERE = Path(__file__).parent

FATHERS = (
    "Борис:Boris",
    "Антон:Anton",
    "Павл:Pavl",
    "Леонид:Leonid",
    "Роман:Roman",
    "Марк:Mark",
    "Захар:Zakhar",
    "Ефим:Yefim",
)


@dataclass(frozen=True, slots=True)
class Party:
    """A firm or a person.

    Attributes:
        native: Its name in the letters of its country.
        latin: Its name in Latin letters.
        word: The coined word that its name stands on, in Latin letters.
        planted: It takes part in a scheme or in its honest look-alike.
    """

    pid: str
    kind: str
    country: str
    native: str
    latin: str
    word: str
    number: str
    address: str
    address_latin: str
    phone: str
    email: str
    domain: str
    founded: date
    activity: str
    planted: bool = False


@dataclass(frozen=True)
class Tongue:
    """How a country names its firms and people."""

    language: str
    syllables: Sequence[tuple[str, str]]
    shapes: Sequence[tuple[str, str]]
    cities: Sequence[tuple[str, str]]
    street: tuple[str, str]
    surnames: Sequence[tuple[str, str]]
    given: Sequence[tuple[str, str]]
    dial: str
    number: str


def both(text: str, mark: str = ":") -> tuple[str, str]:
    native, _, latin = text.partition(mark)
    return native, latin or native


def read_tongues() -> Mapping[str, Tongue]:
    raw = tomllib.loads((HERE / "names.toml").read_text("utf-8"))
    return {country: _tongue(it) for country, it in raw.items()}


def _tongue(it: Mapping[str, Any]) -> Tongue:
    many = {key: [both(part) for part in it[key].split("|")] for key in ("cities", "surnames", "given")}
    return Tongue(
        language=it["language"],
        syllables=[both(part) for part in it["syllables"].split()],
        shapes=[both(part, "|") for part in it["shapes"]],
        street=both(it["street"], "|"),
        dial=it["dial"],
        number=it["number"],
        **many,
    )


@dataclass(frozen=True)
class _Standing:
    founded: date
    activity: str
    planted: bool


class People:
    """Makes parties; no two firms of one world stand on the same coined word."""

    def __init__(self, seed: int) -> None:
        self.tongues = read_tongues()
        self.random = Random(f"people-{seed}")
        self.words: set[str] = set()
        self.made = 0
        self.firms: list[Party] = []

    def word(self, country: str) -> tuple[str, str]:
        """A word nobody has yet, in both spellings."""
        parts = self.tongues[country].syllables
        for length in (3, 3, 3, 3, 4, 4, 4, 5, 5, 6, 7, 8):
            chosen = [self.random.choice(parts) for _ in range(length)]
            native, latin = ("".join(it).capitalize() for it in zip(*chosen, strict=True))
            if latin not in self.words:
                self.words.add(latin)
                return native, latin
        raise ValueError(f"no free word is left for {country!r}; give it more syllables in names.toml")

    def firm(self, country: str, founded: date, activity: str = "trade", planted: bool = False) -> Party:
        """A firm with a name of its own, an address, a phone and a site."""
        tongue = self.tongues[country]
        native, latin = self.word(country)
        shape = self.random.choice(tongue.shapes)
        loud = sum(c.isupper() for c in shape[1]) > sum(c.islower() for c in shape[1])
        names = (shape[0].format(native), shape[1].format(latin.upper() if loud else latin), latin)
        self.firms.append(self._party("company", country, names, _Standing(founded, activity, planted)))
        return self.firms[-1]

    def replace(self, party: Party, **other: Any) -> Party:
        """The same firm with something changed, from now on."""
        new = like(party, **other)
        for i in range(len(self.firms) - 1, -1, -1):
            if self.firms[i].pid == new.pid:
                self.firms[i] = new
                break
        return new

    def person(self, country: str, planted: bool = False) -> Party:
        """A person; people may share a name, never a number."""
        tongue = self.tongues[country]
        family, given = self._surname(tongue), self.random.choice(tongue.given)
        names = self._full(country, family, given)
        born = date(1955, 1, 1) + timedelta(days=self.random.randrange(14_000))
        return self._party("person", country, (names[0], names[1], family[1]), _Standing(born, "", planted))

    def _surname(self, tongue: Tongue) -> tuple[str, str]:
        """Mostly rare ones: namesakes exist, but are few."""
        if self.random.random() < 0.15:
            return self.random.choice(tongue.surnames)
        end = self.random.choice(("ов:ov", "ин:in", "ев:ev")) if tongue.language == "ru" else ":"
        parts = [*(self.random.choice(tongue.syllables) for _ in range(2)), both(end) if end != ":" else ("", "")]
        native, latin = ("".join(it).capitalize() for it in zip(*parts, strict=True))
        return native, latin

    def _full(self, country: str, family: tuple[str, str], given: tuple[str, str]) -> list[str]:
        """The full name in both spellings."""
        language = self.tongues[country].language
        if language == "ru":
            father, end = both(self.random.choice(FATHERS)), both(self.random.choice(("ович:ovich", "евич:evich")))
            return [f"{family[i]} {given[i]} {father[i]}{end[i]}" for i in (0, 1)]
        together = language in ("ja", "ko", "zh", "zh_Hant")
        return [f"{family[0]}{given[0]}" if together else f"{given[0]} {family[0]}", f"{given[1]} {family[1]}"]

    def _party(self, kind: str, country: str, names: tuple[str, str, str], standing: _Standing) -> Party:
        self.made += 1
        native, latin, word = names
        address = self.address(country)
        site = "".join(c for c in word.lower() if c.isascii() and c.isalnum()) + f"{self.made % 97}.example"
        return Party(
            pid=f"{kind[0].upper()}{self.made:07d}",
            kind=kind,
            country=country,
            native=native,
            latin=plain(latin),
            word=plain(word),
            number=self.digits(self.tongues[country].number) if kind == "company" else "",
            address=address[0],
            address_latin=plain(address[1]),
            phone=self.phone(country),
            email=f"{self.random.choice(('info', 'sales', 'office'))}@{site}",
            domain=site,
            founded=standing.founded,
            activity=standing.activity,
            planted=standing.planted,
        )

    def address(self, country: str) -> tuple[str, str]:
        tongue, chance = self.tongues[country], self.random
        city, house, room = chance.choice(tongue.cities), chance.randrange(1, 190), chance.randrange(1, 240)
        word = [chance.choice(tongue.syllables) for _ in range(2)]
        said = ["".join(it).capitalize() for it in zip(*word, strict=True)]
        texts = [tongue.street[i].format(city=city[i], word=said[i], house=house, room=room) for i in (0, 1)]
        return texts[0], texts[1]

    def phone(self, country: str) -> str:
        rest = "".join(str(self.random.randrange(10)) for _ in range(9))
        return f"{self.tongues[country].dial} {rest[:3]} {rest[3:6]} {rest[6:]}"

    def digits(self, pattern: str) -> str:
        """The pattern with a digit for every #; a Russian tax number gets its check digit."""
        text = "".join(str(self.random.randrange(10)) if c == "#" else c for c in pattern)
        return text[:9] + checked(text) if pattern == "77########" else text


def plain(text: str) -> str:
    """The text in letters that every file can hold."""
    folded = unicodedata.normalize("NFKD", text.translate({ord("ı"): "i", ord("đ"): "dj", ord("ß"): "ss"}))
    return "".join(c for c in folded if not unicodedata.combining(c))


def checked(text: str) -> str:
    """The tenth digit of a Russian tax number."""
    return str(sum(int(c) * w for c, w in zip(text, (2, 4, 10, 3, 5, 9, 4, 6, 8), strict=False)) % 11 % 10)


def like(party: Party, **other: Any) -> Party:
    """The same party with something changed."""
    return replace(party, **other)
