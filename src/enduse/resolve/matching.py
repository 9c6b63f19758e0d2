"""Parties that are one under several names: joined where that is sure, put to the analyst where it is likely."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from enduse.resolve.bulk import compared
from enduse.resolve.chance import chances
from enduse.resolve.joining import Groups, Known
from enduse.resolve.judgements import Judgements
from enduse.resolve.likeness import Likeness, likeness
from enduse.resolve.profiles import Profiles
from enduse.resolve.rivals import one_for_each, rivals_told, second_look

JOINED, OPEN = "joined", "open"
"""What became of a pair: joined without asking, or put to the analyst."""

ASK_OF_PERSONS = 0.85
"""Pairs with a person in them are put to the analyst from this probability on."""

Finder = Callable[[Profiles], Iterable["Likeness"]]
"""Gives the pairs of parties that may be one."""


@dataclass(frozen=True)
class Matching:
    """What comparing all parties came to.

    Attributes:
        stands_for: Anchor to the anchor of the party it is, judgements included.
        joined: Pairs that were joined without asking.
        open: Pairs for the analyst, the weightiest first.
        refused: Judgements that contradict others; see ``judgements.Replay``.
    """

    stands_for: Mapping[str, str]
    joined: tuple[Likeness, ...] = ()
    open: tuple[Likeness, ...] = ()


def likenesses(profiles: Profiles, workers: int = 0) -> Iterator[Likeness]:
    """Every pair of parties that may be one, or that only their numbers keep apart, by our own comparison of names.

    Args:
        profiles: The parties.
        workers: Processes that share the work; they change nothing else. 0: as many as pay.
    """
    for one, other, found in compared(profiles, workers):
        yield likeness(one, other, found)


def match(profiles: Profiles, judgements: Judgements, finder: Finder = likenesses) -> Matching:
    """Which parties are one, and which the analyst must look at.

    The analyst's judgements come first and win over everything; then what is sure, the surest first, unless it joins
    two registered numbers, two countries, or parties that were judged apart.

    Args:
        profiles: The parties.
        judgements: Over anchors of ``profiles`` and others.
        finder: Finds the pairs.
    """
    replayed = judgements.replay()
    groups = Groups(_known(profiles), judgements.not_same())
    for anchor, other in replayed.stands_for.items():
        groups.judge(anchor, other)
    rows = _rows(profiles)
    every = _counted(list(finder(profiles)), rows, groups.known)
    sure, rest = _parted(rivals_told(every, groups.known), judgements)
    joined, refused = _join(sure, groups)
    again = second_look([*rest, *refused], (judgements, groups), rows)
    more, waiting = _parted(again, judgements)
    later, refused = _join(more, groups)
    persons = frozenset(profiles.persons())
    asked = [it for it in (*waiting, *refused) if _worth_asking(it, persons)]
    queue = one_for_each(asked, judgements, groups)
    return Matching(groups.stands_for(), (*joined, *later), tuple(sorted(queue, key=_first_look)))


def _worth_asking(pair: Likeness, persons: frozenset[str]) -> bool:
    """Is it a likely slip, where a person is one of the two?

    A register of boards holds thousands of people who share a family name or a father's name; nobody can tell them
    apart one by one, and no trade hangs on it.
    """
    return pair.found.score >= ASK_OF_PERSONS or persons.isdisjoint((pair.left, pair.right))


def _first_look(pair: Likeness) -> tuple[float, str, str]:
    return -pair.weight, pair.left, pair.right


def _counted(pairs: Sequence[Likeness], rows: Mapping[str, int], known: Callable[[str], Known]) -> list[Likeness]:
    """The open pairs, and what chance makes of the sure ones in this ledger."""
    facts = ((known(anchor), number) for anchor, number in rows.items())
    parties = ((bool(it.numbers), number, it.countries) for it, number in facts)
    counted = chances(((it.found, it.rows, it.found.barred) for it in pairs), parties)
    told = (it for it in pairs if it.found.open)
    return [replace(it, found=counted.corrected(it.found, it.rows)) if it.found.sure else it for it in told]


def _rows(profiles: Profiles) -> dict[str, int]:
    return dict(zip(profiles.table["anchor"].to_pylist(), profiles.table["rows"].to_pylist(), strict=True))


def _parted(pairs: Iterable[Likeness], judgements: Judgements) -> tuple[list[Likeness], list[Likeness]]:
    """Pairs that may be joined without asking, the surest first, and the others."""
    sure, rest = list[Likeness](), list[Likeness]()
    for it in pairs:
        free = it.found.sure and (it.left, it.right) not in judgements.verdicts
        (sure if free else rest).append(it)
    return sorted(sure, key=lambda it: (-it.found.score, it.left, it.right)), rest


def _join(sure: Iterable[Likeness], groups: Groups) -> tuple[list[Likeness], list[Likeness]]:
    """Pairs that were joined, and those that a group did not let in, with its reason."""
    joined, refused = list[Likeness](), list[Likeness]()
    for it in sure:
        if refusal := groups.join(it.left, it.right):
            refused.append(replace(it, found=replace(it.found, against=(*it.found.against, refusal))))
        else:
            joined.append(it)
    return joined, refused


def _known(profiles: Profiles) -> Callable[[str], Known]:
    anchors, countries = profiles.table["anchor"].to_pylist(), profiles.table["countries"].to_pylist()
    places = {anchor: frozenset(told) for anchor, told in zip(anchors, countries, strict=True)}

    def known(anchor: str) -> Known:
        number = frozenset[str]() if anchor.startswith("name:") else frozenset({anchor})
        return Known(number, places.get(anchor, frozenset()))

    return known
