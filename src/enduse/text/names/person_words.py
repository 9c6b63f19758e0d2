"""Words of people's names that need more than transliteration: titles, particles, forms of one given name."""

import tomllib
from functools import cache
from importlib.resources import files

from enduse.text.names.romanise import plain_arabic
from enduse.text.names.tables import words

TITLES = words("titles")
PARTICLES = words("particles")


@cache
def alike_names() -> dict[str, str]:
    """The first spelling of the group by every other spelling of one given name or family name."""
    table = tomllib.loads((files("enduse.data") / "names_people.toml").read_text(encoding="utf-8"))
    found: dict[str, str] = {}
    for group in table["groups"]:
        first, *_ = group.split()
        for other in group.split():
            found.setdefault(plain_arabic(other), first)
    return found
