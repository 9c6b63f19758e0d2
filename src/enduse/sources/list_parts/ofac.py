"""What the formats of OFAC share: kinds, names of its lists, roles of aliases, words for relations."""

import re
from collections.abc import Iterable
from datetime import date

from enduse.model.listing import EntityKind, NameRole

AUTHORITY = "US-OFAC"
PUBLISHER = "US Treasury, Office of Foreign Assets Control"
LICENCE = "US Government work, public domain (17 USC 105)"
EXPORTS = "https://sanctionslistservice.ofac.treas.gov/api/PublicationPreview/exports/"
SDN = "SDN"
CONSOLIDATED = "Consolidated non-SDN"

NOT_SDN_PROGRAMMES = frozenset(
    "NS-PLC FSE-IR FSE-SY UKRAINE-EO13662 CMIC-EO13959 561-RELATED BURMA-EO14014 CAATSA-RUSSIA MBS".split()  # noqa: SIM905
)
"""Programmes by which the head of a consolidated (non-SDN) file is told from that of the SDN list."""

_LIST_NAMES = {
    "sdn list": SDN,
    "non-sdn palestinian legislative council list": "NS-PLC",
    "fse list": "FSE",
    "sectoral sanctions identifications list": "SSI",
    "capta list": "CAPTA",
    "non-sdn menu-based sanctions list": "NS-MBS",
    "non-sdn cmic list": "NS-CMIC",
    "consolidated list": CONSOLIDATED,
}
_KINDS: dict[str, EntityKind] = {
    "individual": "person",
    "entity": "company",
    "": "company",
    "vessel": "vessel",
    "aircraft": "aircraft",
}
_RELATIONS = (
    ("owned or controlled by", "owned_by"),
    ("owns, controls", "owner_of"),
    ("acting for", "acts_for"),
    ("family", "family_of"),
    ("property in the interest of", "owned_by"),
)
_BRACKETS = re.compile(r"[\[\]]+|;")


def kind_of(text: str) -> EntityKind:
    """What OFAC's word means; a record without one is an entity that is no person and no ship."""
    return _KINDS.get(text.strip().casefold(), "unknown")


def programmes_of(text: str) -> tuple[str, ...]:
    """The programmes of a cell such as ``"NPWMD] [IFSR"``."""
    return tuple(dict.fromkeys(it.strip() for it in _BRACKETS.split(text) if it.strip()))


def role_of(alias_type: str, weak: bool) -> NameRole:
    """``a.k.a.`` and ``n.k.a.`` are aliases, ``f.k.a.`` is a former name; a low quality alias is weak."""
    if weak:
        return "weak"
    return "former" if alias_type.strip().casefold().startswith("f") else "alias"


def by_list(stays: Iterable[tuple[str, date | None]]) -> dict[str, date | None]:
    """The lists a party is on, by short name, each with its first day.

    "Consolidated" is left out where another list is named: it only says that the party stands in that file.

    Args:
        stays: OFAC's name of a list and the day the party was put on it.
    """
    found: dict[str, date | None] = {}
    for text, day in stays:
        name = _LIST_NAMES.get(text.strip().casefold(), text.strip())
        before = found.get(name)
        found[name] = min(it for it in (before, day) if it) if before or day else None
    exact = {name: day for name, day in found.items() if name and name != CONSOLIDATED}
    return exact or ({CONSOLIDATED: found[CONSOLIDATED]} if CONSOLIDATED in found else {SDN: None})


def relation_of(text: str) -> str:
    """OFAC's words for a relation as a ``Link.relation``."""
    said = text.casefold()
    return next((relation for words, relation in _RELATIONS if words in said), "linked")


def is_consolidated(name: str, programmes: Iterable[str]) -> bool:
    """Is a file the consolidated list of those that are not on the SDN list?

    Args:
        name: File name; both lists keep their publisher's names as a rule.
        programmes: Of each record in the head, as written.
    """
    if name.casefold().startswith(("cons", "sdn")):
        return name.casefold().startswith("cons")
    heads = [{it.upper().replace(" ", "") for it in programmes_of(text)} for text in programmes]
    return bool(heads) and all(it & NOT_SDN_PROGRAMMES for it in heads)
