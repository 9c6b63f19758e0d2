"""Relatives of listed people, as far as records say so or let it be guessed as ``screen.family`` does."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import ibis
from ibis import _
from ibis.expr.types import Table

from enduse.detect import Ledger
from enduse.detect.boards import PART, busy_people, seats
from enduse.detect.people import people_among
from enduse.detect.scope import computed
from enduse.screen.family import Person, probable_kin
from enduse.screen.stakes import Kinship

FAMILY = "family"
_NOTED = (FAMILY, "linked")
_WORDS = (
    r"spouse|wife|husband|brother|sister|\bson\b|daughter|супруг|жена|муж\b|брат|сестра|\bсын|дочь|дружина|чоловік|"
    r"\beşi|kardeş|ehefrau|ehemann|ehegatt|esposa|esposo|épou|配偶|妻|丈夫|배우자|아내|남편"
)
"""Words by which a register calls a relative, in the note of a relation."""
_PATRONYM = re.compile(r"(?:вич|вна|ична|vich|vna|ichna|vych|ovna|oglu|ogly|oğlu|кызы|qizi|kyzy)$", re.IGNORECASE)


@dataclass(frozen=True)
class Family:
    """Kinships, and the rows they rest on.

    Attributes:
        kin: With party ids as text for keys; recorded ones first.
        rows: Rows behind each pair of keys.
    """

    kin: tuple[Kinship, ...]
    rows: Mapping[frozenset[str], tuple[int, ...]]


def family_of(ledger: Ledger, listed: Table, most_sharing: int, most_firms: int) -> Family:
    """The relatives of listed people.

    Args:
        ledger: Its ``relations``, ``traits`` and ``parties``.
        listed: ``computed``, with ``party_id``.
        most_sharing: An address or number that more parties give says nothing of a family.
        most_firms: Who has a part in more firms than this is left out of guesses.
    """
    recorded = [*_recorded(ledger, listed), *_of_the_owner(ledger, listed)]
    guessed = _guessed(ledger, listed, [it for it, _row in recorded], (most_sharing, most_firms))
    rows: dict[frozenset[str], tuple[int, ...]] = {}
    for it, row_ids in (*((it, (row,)) for it, row in recorded), *guessed):
        pair = frozenset((it.person, it.relative))
        rows[pair] = tuple(sorted({*rows.get(pair, ()), *row_ids}))
    return Family((*(it for it, _row in recorded), *(it for it, _rows in guessed)), rows)


def _recorded(ledger: Ledger, listed: Table) -> list[tuple[Kinship, int]]:
    rows = ledger.relations.filter(_.kind == FAMILY, _.subject_id.notnull(), _.object_id.notnull())
    theirs = ibis.union(
        rows.semi_join(listed, rows.subject_id == listed.party_id),
        rows.semi_join(listed, rows.object_id == listed.party_id),
        distinct=False,
    )
    found = {it["row_id"]: it for it in theirs.to_pyarrow().to_pylist()}
    return [(_kinship(found[key]), key) for key in sorted(found)]


def _of_the_owner(ledger: Ledger, listed: Table) -> list[tuple[Kinship, int]]:
    """Relatives that a register notes beside the company instead of beside its owner: "spouse of the owner"."""
    noted = ledger.relations.filter(_.kind.isin(_NOTED), _.note.lower().re_search(_WORDS), _.subject_id.notnull())
    owners = ledger.relations.filter(_.kind == "shares").semi_join(listed, _.subject_id == listed.party_id)
    owners = owners.select(firm_id="object_id", owner_id="subject_id").distinct()
    rows = noted.join(owners, noted.object_id == owners.firm_id).to_pyarrow().to_pylist()
    told = [(it, it["row_id"]) for it in rows if it["owner_id"] != it["subject_id"]]
    told.sort(key=lambda it: (it[1], it[0]["owner_id"]))
    # The note names no one: a firm may have several owners.
    return [(replace(_kinship({**it, "object_id": it["owner_id"]}), confidence="probable"), row) for it, row in told]


def _kinship(row: Mapping[str, Any]) -> Kinship:
    said = f"{row['register'] or 'record'}, row {row['row']}"
    return Kinship(
        person=str(row["subject_id"]),
        relative=str(row["object_id"]),
        kind=row["note"] or "relative",
        reasons=(f"recorded in {said}",),
        start=row["start"],
        end=row["end"],
        source=said,
    )


def _guessed(
    ledger: Ledger, listed: Table, recorded: Iterable[Kinship], most: tuple[int, int]
) -> list[tuple[Kinship, tuple[int, ...]]]:
    """Kinships between a listed person and somebody who shares a rare address or number with that person's firms."""
    most_sharing, most_firms = most
    marks = _marks(ledger, listed, most_sharing, most_firms)
    names = people_among(ledger, (row["person_id"] for row in marks))
    theirs: dict[int, list[dict[str, Any]]] = {}
    for row in marks:
        theirs.setdefault(row["person_id"], []).append(row)
    people = [_person(key, name, theirs[key]) for key, name in sorted(names.items())]
    known = {str(it) for it in listed.to_pyarrow()["party_id"].to_pylist()}
    found = []
    for it in probable_kin(people, recorded):
        if (it.person in known) != (it.relative in known):
            both = (*theirs[int(it.person)], *theirs[int(it.relative)])
            found.append((it, tuple(sorted({row["row_id"] for row in both}))))
    return found


def _marks(ledger: Ledger, listed: Table, most_sharing: int, most_firms: int) -> list[dict[str, Any]]:
    """Rare traits of listed people and their firms, with all people who give them or have a part in who gives them."""
    owned = computed(seats(ledger, PART, listed.rename(person_id="party_id")).select(party_id="firm_id").distinct())
    around = computed(ibis.union(listed.select("party_id"), owned, distinct=True))
    traits = ledger.traits.filter(_.kind != "house").select("party_id", "kind", "key", "row_id")
    keys = computed(traits.semi_join(around, "party_id").select("kind", "key").distinct())
    near = computed(traits.semi_join(keys, ["kind", "key"]))
    counts = near.group_by("kind", "key").agg(sharing=_.party_id.nunique())
    rare = computed(near.semi_join(counts.filter(counts.sharing <= most_sharing), ["kind", "key"]))
    parts = seats(ledger, PART).anti_join(busy_people(ledger, most_firms), "person_id").select("person_id", "firm_id")
    through = rare.join(parts.distinct(), rare.party_id == parts.firm_id).select("person_id", "kind", "key", "row_id")
    own = rare.rename(person_id="party_id").select("person_id", "kind", "key", "row_id")
    rows: list[dict[str, Any]] = ibis.union(own, through, distinct=True).to_pyarrow().to_pylist()
    return sorted(rows, key=lambda it: (it["person_id"], it["kind"], it["key"], it["row_id"]))


def _person(key: int, name: str, marks: Iterable[Mapping[str, Any]]) -> Person:
    surname, given, patronymic = name_parts(name)
    shared = frozenset(f"{it['kind']}:{it['key']}" for it in marks)
    return Person(str(key), surname, given, patronymic, shared)


def name_parts(name: str) -> tuple[str, str, str]:
    """Surname, given name and patronymic; the surname stands first unless a patronymic tells otherwise.

    >>> name_parts("Примеров Пример Примерович"), name_parts("Primer Primerovich Primerov")
    (('Примеров', 'Пример', 'Примерович'), ('Primerov', 'Primer', 'Primerovich'))
    """
    words = name.replace(",", " ").split()
    at = next((place for place, word in enumerate(words) if place and _PATRONYM.search(word)), None)
    if at is None:
        plain = "," not in name and words and words[0].isascii()
        first, rest = (words[-1:], words[:-1]) if plain else (words[:1], words[1:])
        return " ".join(first), " ".join(rest), ""
    if at == 1 and len(words) > 2:
        return words[2], words[0], words[1]
    return words[0], words[at - 1] if at > 1 else "", words[at]
