"""Groups of anchors that are one party: what the analyst said first, then what is sure, the surest first."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

Pair = tuple[str, str]

MOST_JOINED = 40
"""Anchors of one party that are joined without asking; a longer chain of likenesses goes to the analyst."""


@dataclass(frozen=True)
class Known:
    """What forbids joining an anchor with another.

    Attributes:
        numbers: Registered numbers.
        countries: Stated ones.
    """

    numbers: frozenset[str] = frozenset()
    countries: frozenset[str] = frozenset()

    def plus(self, other: "Known") -> "Known":
        """What is known about both together."""
        return Known(self.numbers | other.numbers, self.countries | other.countries)

    def refusal(self, other: "Known") -> str:
        """Why the two may not be one, in words; empty when they may."""
        if self.numbers and other.numbers and not self.numbers & other.numbers:
            return f"this would join the numbers {_said(self.numbers | other.numbers)}"
        if self.countries and other.countries and not self.countries & other.countries:
            return f"this would join parties of {_said(self.countries | other.countries)}"
        return ""


def _said(texts: Iterable[str]) -> str:
    return ", ".join(sorted(texts)[:4])


@dataclass
class Groups:
    """Anchors in groups; each group knows its members and what forbids adding others.

    Attributes:
        known: Gives what is known about a single anchor.
        apart: Pairs, in alphabetical order, that the analyst wants apart.
    """

    known: Callable[[str], Known]
    apart: frozenset[Pair] = frozenset()
    _group: dict[str, str] = field(default_factory=dict)
    _members: dict[str, list[str]] = field(default_factory=dict)
    _known: dict[str, Known] = field(default_factory=dict)
    _kept: dict[str, set[str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for one, other in self.apart:
            self._kept.setdefault(one, set()).add(other)
            self._kept.setdefault(other, set()).add(one)

    def head(self, anchor: str) -> str:
        """The group of an anchor, named by one of its members."""
        return self._group.get(anchor, anchor)

    def judge(self, one: str, other: str) -> None:
        """Join two anchors whatever is known about them: the analyst said so."""
        self._unite(self.head(one), self.head(other))

    def join(self, one: str, other: str) -> str:
        """Join two anchors, or say in words why not."""
        left, right = self.head(one), self.head(other)
        if left == right:
            return ""
        ours, theirs = self._of(left), self._of(right)
        if len(ours) + len(theirs) > MOST_JOINED:
            return f"this would join more than {MOST_JOINED} spellings"
        if any(not self._kept.get(it, set()).isdisjoint(theirs) for it in ours):
            return "this would join parties that were judged not to be the same"
        if refusal := self._know(left).refusal(self._know(right)):
            return refusal
        self._unite(left, right)
        return ""

    def of(self, anchor: str) -> Known:
        """What is known about the group of an anchor."""
        return self._know(self.head(anchor))

    def two_numbers(self, one: str, other: str) -> bool:
        """Do the groups of two anchors have different registered numbers?"""
        ours, theirs = self.of(one).numbers, self.of(other).numbers
        return bool(ours and theirs) and ours.isdisjoint(theirs)

    def stands_for(self) -> dict[str, str]:
        """Anchor to the anchor that its group is called by, for those that are called by another."""
        found: dict[str, str] = {}
        for members in self._members.values():
            first = foremost(members)
            found.update({it: first for it in members if it != first})
        return dict(sorted(found.items()))

    def _of(self, head: str) -> list[str]:
        return self._members.get(head, [head])

    def _know(self, head: str) -> Known:
        return self._known.get(head) or self.known(head)

    def _unite(self, left: str, right: str) -> None:
        if left == right:
            return
        known = self._know(left).plus(self._know(right))
        if len(self._of(left)) < len(self._of(right)):
            left, right = right, left
        self._members[left] = [*self._of(left), *self._of(right)]
        self._group.update(dict.fromkeys(self._of(right), left))
        self._members.pop(right, None)
        self._known.pop(right, None)
        self._known[left] = known


def foremost(anchors: Iterable[str]) -> str:
    """The anchor that a party is called by: a registered number before a name, never the other way round."""
    return min(anchors, key=lambda it: (it.startswith("name:"), it.startswith("id:"), it))
