"""Registered numbers of the parties of a run beside those of list entries: the same, other ones, or silence."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from enduse.screen.signs import Traits
from enduse.text.identifier_keys import identifier_key, schemes_of
from enduse.text.identifiers import recognise

_NOT_TELLING = ("kpp", "OTHER")
_SHORTEST = 7


@dataclass(frozen=True)
class Numbers:
    """The numbers of one party.

    Attributes:
        keys: ``inn:7701234567`` where the scheme is known.
        bare: Letters and digits only, of every number, long enough to be nobody else's.
    """

    keys: frozenset[str] = frozenset()
    bare: frozenset[str] = frozenset()


def numbers_of(anchor: str, written: Iterable[str], registered: Iterable[str], country: str) -> Numbers:
    """What is known of a party's numbers.

    Args:
        anchor: Of the party; see ``resolve.mentions``.
        written: As rows write them.
        registered: As registers have them, each as ``SCHEME|country|value``.
        country: ISO alpha-2 of the party, else empty.
    """
    keys, bare = set[str](), set[str]()
    if not anchor.startswith(("name:", "id:")):
        keys.add(anchor)
        bare.add(bare_number(anchor.partition(":")[2]))
    for text in written:
        bare.add(bare_number(text))
        keys.update(f"{it.scheme}:{it.value}" for it in recognise(text, country or None) if it.checked)
    for text in registered:
        scheme, where, value = text.split("|", 2)
        bare.add(bare_number(value))
        key = identifier_key(scheme, value, where or country)
        if key.strong:
            keys.add(key.key)
    told = (it for it in keys if it.partition(":")[0] not in _NOT_TELLING)
    return Numbers(frozenset(told), frozenset(it for it in bare if is_telling(it)))


def bare_number(text: str) -> str:
    """Letters and digits only, in capitals."""
    return "".join(it for it in text.upper() if it.isalnum())


def is_telling(bare: str) -> bool:
    """Is the number long enough, and more than one letter or digit again and again?"""
    return len(bare) >= _SHORTEST and len(set(bare)) > 2 and sum(map(str.isdigit, bare)) >= _SHORTEST - 2


def unnamed_numbers(identifiers: Iterable[Sequence[str] | None]) -> dict[str, list[int]]:
    """Numbers of entries for which the list names no scheme that we know, to the positions of the entries.

    Args:
        identifiers: Of each entry, each as ``SCHEME|country|value``.
    """
    found: dict[str, list[int]] = defaultdict(list)
    for at, texts in enumerate(identifiers):
        for text in texts or ():
            scheme, country, value = text.split("|", 2)
            if not schemes_of(scheme, country) and is_telling(bare := bare_number(value)):
                found[bare].append(at)
    return dict(found)


def numbers_differ(party: Numbers, entry: Traits, country: str) -> str:
    """Two numbers of one scheme of which none is the same, in words; empty where the numbers say nothing.

    Args:
        party: The party's.
        entry: Of the entry.
        country: Of the party, else empty.
    """
    ours, theirs = _by_scheme(party.keys), _by_scheme(it.key for it in entry.numbers if it.strong)
    for scheme in sorted(ours.keys() & theirs.keys()):
        if not ours[scheme] & theirs[scheme]:
            return f"the {scheme.upper()} differs: {min(ours[scheme])} and {min(theirs[scheme])}"
    if country and entry.countries and country not in entry.countries:
        return ""
    unnamed = {it.key.rpartition(":")[2] for it in entry.numbers if it.key.startswith("OTHER:")}
    if not unnamed or unnamed & party.bare:
        return ""
    alike = [(a, b) for a in sorted(party.bare) for b in sorted(unnamed) if a.isdigit() and _same_shape(a, b)]
    return f"the numbers differ: {alike[0][0]} and {alike[0][1]}" if alike else ""


def _same_shape(left: str, right: str) -> bool:
    return len(left) == len(right) and right.isdigit()


def _by_scheme(keys: Iterable[str]) -> Mapping[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for key in keys:
        scheme, _, value = key.partition(":")
        if ":" not in value and scheme not in _NOT_TELLING:
            found[scheme].add(value)
    return found
