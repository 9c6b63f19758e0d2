"""Whom or what a dossier is about: a company, a lane, a brand or a country, however the reader names it."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from ibis.expr.types import BooleanValue, Table

from enduse.detect import Ledger
from enduse.errors import UnknownSubject
from enduse.model.ids import party_number, party_text
from enduse.report.model import SubjectNote
from enduse.report.wording import listed, place_name
from enduse.text.company_names import normal_keys
from enduse.text.countries import is_country, place_of

_LANE = re.compile(r"^(?P<route>[A-Za-z0-9_]+(?:\s*>\s*[A-Za-z0-9_]+){1,2})(?:\s*:\s*(?P<code>\d{2,12}))?$")
_PREFIX = re.compile(r"^(company|party|brand|country|lane):\s*(.+)$", re.IGNORECASE | re.DOTALL)
_NEAREST = 6


def find_subject(text: str, ledger: Ledger) -> SubjectNote:
    """The one subject that ``text`` names.

    Read in this order: a lane (``EU>KZ:84661031``, ``TW>CN>RU:8458``); a party id, an anchor (``inn:77...``)
    or a registered number; an exact spelling of a company, brand or country; the normal form of a company's
    name. A prefix (``company:``, ``brand:``, ``country:``, ``lane:``) settles which is meant.

    Raises:
        UnknownSubject: Nothing goes by that name (``E-SUBJECT``; the nearest names are listed), or several
            things do (``E-SUBJECT-MANY``).
    """
    kind, asked = _asked(text)
    if kind in {"", "lane"} and (lane := _LANE.match(asked)):
        return _lane(lane)
    found = _exact(asked, ledger, kind)
    if not found and kind in {"", "company"}:
        found = _by_normal_form(asked, ledger)
    if len(found) == 1:
        return found[0]
    if found:
        raise _several(text, found)
    raise _unknown(text, ledger)


def _asked(text: str) -> tuple[str, str]:
    if prefixed := _PREFIX.match(text.strip()):
        kind = prefixed[1].lower()
        return ("company" if kind == "party" else kind), prefixed[2].strip()
    return "", " ".join(text.split())


def _lane(found: re.Match[str]) -> SubjectNote:
    route = [it.strip().upper() for it in found["route"].split(">")]
    code = found["code"] or ""
    names = [place_name(it) for it in route]
    made = f"Made in {names[0]}, shipped from {names[1]} to {names[2]}" if len(route) == 3 else " to ".join(names)
    title = f"{made}, code {code}" if code else made
    identity = f"{'>'.join(route)}:{code}" if code else ">".join(route)
    return SubjectNote("lane", identity, title, (), "", ())


def _exact(asked: str, ledger: Ledger, kind: str) -> list[SubjectNote]:
    found: list[SubjectNote] = []
    if kind in {"", "company"}:
        found += _parties(ledger.parties, _named(ledger.parties, asked))
    if kind in {"", "brand"} and _holds(ledger.items, ledger.items.brand == asked.upper()):
        found.append(SubjectNote("brand", asked.upper(), f"Brand {asked.upper()}", (), "", ()))
    if kind in {"", "country"} and (country := _country(asked)):
        found.append(country)
    return found


def _country(asked: str) -> SubjectNote | None:
    place = place_of(asked.upper() if len(asked) == 2 else asked)
    if not place.code or not (is_country(place.code) or place.kind == "group"):
        return None
    return SubjectNote("country", place.code, place_name(place.code), (), place.code, ())


def _holds(table: Table, wanted: BooleanValue) -> bool:
    return bool(table.filter(wanted).limit(1).count().to_pyarrow().as_py())


def _named(parties: Table, asked: str) -> BooleanValue:
    """Party id, anchor, number, or a recorded spelling of the name; case does not matter."""
    number = asked.partition(":")[2] or asked
    spellings = parties.select("party_id", spelling=parties.names.unnest())
    spelled = parties.party_id.isin(spellings.filter(spellings.spelling.lower() == asked.lower()).party_id)
    return (
        (parties.party_id == party_number(asked) if party_number(asked) is not None else False)
        | (parties.anchor.lower() == asked.lower())
        | (parties.name.lower() == asked.lower())
        | spelled
        | (parties.identifiers.contains(number) if number.isalnum() and len(number) > 4 else False)
    )


def _parties(parties: Table, wanted: BooleanValue) -> list[SubjectNote]:
    rows = parties.filter(wanted).order_by([parties.mentions.desc(), parties.party_id]).limit(50)
    return [company_note(row) for row in rows.to_pyarrow().to_pylist()]


def company_note(row: Mapping[str, Any]) -> SubjectNote:
    """A row of ``parties`` as a subject."""
    names = tuple(dict.fromkeys(row["names"] or ()))
    numbers = tuple(dict.fromkeys(row["identifiers"] or ()))
    title, country = row["name"] or row["anchor"], row["country"] or ""
    return SubjectNote("company", party_text(row["party_id"]), title, names, country, numbers, row["anchor"])


def _by_normal_form(asked: str, ledger: Ledger) -> list[SubjectNote]:
    (key,) = normal_keys([asked])
    if not key:
        return []
    ids = [party for party, name in _spellings(ledger.parties) if name == key]
    return _parties(ledger.parties, ledger.parties.party_id.isin(sorted(set(ids)))) if ids else []


def _spellings(parties: Table) -> Iterable[tuple[int, str]]:
    """Party id and normal form of every recorded spelling."""
    rows = parties.select("party_id", name=parties.names.unnest()).to_pyarrow()
    names: Sequence[str] = rows["name"].to_pylist()
    return zip(rows["party_id"].to_pylist(), normal_keys(names), strict=True)


def _several(text: str, found: Sequence[SubjectNote]) -> UnknownSubject:
    choices = listed((_choice(it) for it in found), 8)
    return UnknownSubject(
        f"{text!r} names {len(found)} subjects: {choices}. A dossier is about one. "
        "Name it by what stands before the equals sign.",
        code="E-SUBJECT-MANY",
    )


def _choice(note: SubjectNote) -> str:
    number = f", {note.identifiers[0]}" if note.identifiers else ""
    where = f", {note.country}" if note.country and note.kind == "company" else ""
    return f"{note.kind}:{note.anchor or note.id} = {note.title}{where}{number}"


def _unknown(text: str, ledger: Ledger) -> UnknownSubject:
    near = _nearest(text, ledger)
    hint = f"The nearest names are {listed((repr(it) for it in near), _NEAREST)}. " if near else ""
    return UnknownSubject(
        f"No company, brand, country or lane in the ledger goes by {text!r}. {hint}"
        "Use a spelling that stands in a file, a registered number (inn:7701234567), or a lane (EU>KZ:84661031)."
    )


def _nearest(text: str, ledger: Ledger) -> list[str]:
    """Names that share the most three-letter pieces with ``text``, in writing or in normal form."""
    rows = ledger.parties.select(name=ledger.parties.names.unnest()).distinct().order_by("name").to_pyarrow()
    brands = ledger.items.filter(ledger.items.brand.notnull()).select("brand").distinct().order_by("brand")
    names = [*rows["name"].to_pylist(), *brands.to_pyarrow()["brand"].to_pylist()]
    wanted = [_pieces(text.casefold()), _pieces(normal_keys([text])[0])]
    keys = normal_keys(names)
    scored = [
        (max(_likeness(wanted[0], name.casefold()), _likeness(wanted[1], key)), name)
        for name, key in zip(names, keys, strict=True)
    ]
    best = sorted((it for it in scored if it[0] >= 0.25), key=lambda it: (-it[0], it[1]))
    return [name for _, name in best[:_NEAREST]]


def _pieces(text: str) -> frozenset[str]:
    return frozenset(text[at : at + 3] for at in range(max(1, len(text) - 2))) if text else frozenset()


def _likeness(wanted: frozenset[str], name: str) -> float:
    pieces = _pieces(name)
    return len(wanted & pieces) / len(wanted | pieces) if wanted and pieces else 0.0
