"""Parties that are one under several names: joined where that is sure, put to the analyst where it is likely."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from enduse.resolve.blocking import near_pairs
from enduse.resolve.comparing import Comparison, compare_profiles
from enduse.resolve.joining import Groups, Known
from enduse.resolve.judgements import Judgements
from enduse.resolve.profiles import Profile, Profiles

JOINED, OPEN = "joined", "open"
"""What became of a pair: joined without asking, or put to the analyst."""

Finder = Callable[[Profiles], Iterable["Likeness"]]
"""Gives the pairs of parties that may be one."""


@dataclass(frozen=True, slots=True)
class Likeness:
    """Two parties that may be one.

    Attributes:
        left: Anchor.
        right: Anchor; ``left < right``.
        found: What speaks for and against it.
        rows: How many times rows name the party that fewer rows name: so many would change hands.
    """

    left: str
    right: str
    found: Comparison
    rows: int

    @property
    def weight(self) -> float:
        """Probability times the rows that would change hands: what the analyst sees first."""
        return self.found.score * self.rows


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


def likenesses(profiles: Profiles) -> Iterator[Likeness]:
    """Every pair of parties that may be one, by our own comparison of names."""
    near = near_pairs(profiles)
    for left, right, bearers in zip(near.left.tolist(), near.right.tolist(), near.bearers.tolist(), strict=True):
        one, other = profiles.at(left), profiles.at(right)
        found = compare_profiles(one, other, bearers)
        if found.open:
            yield likeness(one, other, found)


def likeness(one: Profile, other: Profile, found: Comparison) -> Likeness:
    """The pair in the order of its anchors."""
    left, right = sorted((one.anchor, other.anchor))
    names = found.names if left == one.anchor else (found.names[1], found.names[0])
    return Likeness(left, right, replace(found, names=names), min(one.rows, other.rows))


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
    every = _rivals_told(finder(profiles), groups.known)
    every.sort(key=lambda it: (-it.found.score, it.left, it.right))
    joined, rest = list[Likeness](), list[Likeness]()
    for it in every:
        verdict = judgements.verdicts.get((it.left, it.right))
        if verdict or not it.found.sure:
            rest.append(it)
        elif refusal := groups.join(it.left, it.right):
            rest.append(replace(it, found=replace(it.found, against=(*it.found.against, refusal))))
        else:
            joined.append(it)
    return Matching(groups.stands_for(), tuple(joined), tuple(_queue(rest, judgements, groups)))


def _rivals_told(pairs: Iterable[Likeness], known: Callable[[str], Known]) -> list[Likeness]:
    """The pairs; where a name could be either of two parties that are not one, nobody may join it without asking."""
    every = list(pairs)
    partners: dict[str, list[str]] = defaultdict(list)
    for it in every:
        if it.found.sure:
            partners[it.left].append(it.right)
            partners[it.right].append(it.left)
    torn = {anchor: rivals for anchor, near in partners.items() if (rivals := _rivals(near, known))}
    return [_torn(it, torn) if it.found.sure else it for it in every]


def _rivals(near: Sequence[str], known: Callable[[str], Known]) -> tuple[str, ...]:
    """Those that may not be one with another of them, whatever is found out."""
    if len(near) < 2:
        return ()
    facts = {it: known(it) for it in sorted(near)}
    return tuple(it for it, own in facts.items() if any(own.refusal(other) for other in facts.values()))


def _torn(pair: Likeness, torn: Mapping[str, Sequence[str]]) -> Likeness:
    for one, other in ((pair.left, pair.right), (pair.right, pair.left)):
        rivals = [it for it in torn.get(one, ()) if it != other]
        if other in torn.get(one, ()) and rivals:
            word = f"{one} could as well be {rivals[0]}"
            return replace(pair, found=replace(pair.found, against=(*pair.found.against, word)))
    return pair


def _queue(rest: Sequence[Likeness], judgements: Judgements, groups: Groups) -> list[Likeness]:
    """What is still to be judged: each two groups once, by their likeliest pair."""
    seen = {_heads(pair, groups) for pair in judgements.verdicts}
    waiting = []
    for it in rest:
        heads = _heads((it.left, it.right), groups)
        if heads[0] == heads[1] or heads in seen:
            continue
        seen.add(heads)
        waiting.append(it)
    return sorted(waiting, key=lambda it: (-it.weight, it.left, it.right))


def _heads(pair: tuple[str, str], groups: Groups) -> tuple[str, str]:
    one, other = sorted(groups.head(it) for it in pair)
    return one, other


def _known(profiles: Profiles) -> Callable[[str], Known]:
    places = {anchor: place for place, anchor in enumerate(profiles.table["anchor"].to_pylist())}

    def known(anchor: str) -> Known:
        place = places.get(anchor)
        if place is None:
            return Known(frozenset() if anchor.startswith("name:") else frozenset({anchor}))
        party = profiles.at(place)
        return Known(frozenset({party.number} - {""}), party.countries)

    return known
