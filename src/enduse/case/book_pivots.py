"""From one party to others in a few steps: brand, supplier, owner, payer, plant, each step with what says so."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from enduse.case.book_ties import Node, Tie, turned

MOST_OF_A_KIND = 10
"""Ties of one kind that are followed from one party; how many were left out is said."""

_MOST_FOLLOWED = 40
_SURE = ("recorded", "derived", "probable", "possible", "alleged", "denied")


@dataclass(frozen=True)
class Pivot:
    """A party that can be reached.

    Attributes:
        node: Who or what.
        ways: What it is to the one asked for, step by step: ``supplier``, ``owner`` ...
        ties: The steps; of one step all that ties the two.
    """

    node: Node
    ways: tuple[str, ...]
    ties: tuple[tuple[Tie, ...], ...]

    @property
    def steps(self) -> int:
        """How many."""
        return len(self.ties)


@dataclass(frozen=True)
class Pivots:
    """What can be reached from a party.

    Attributes:
        start: The party.
        found: The nearest first, then the surest.
        left_out: Kind to the number of ties that were not followed or listed.
    """

    start: Node
    found: tuple[Pivot, ...]
    left_out: Mapping[str, int]


Look = Callable[[Sequence[Node]], Iterable[Tie]]
"""Gives the ties that rows tell of some nodes."""


def pivots(start: Node, written: Sequence[Tie], look: Look, steps: int = 2) -> Pivots:
    """Everything within so many steps.

    Args:
        start: From whom.
        written: Ties that entries of the case tell; both ways.
        look: Ties of the ledger.
        steps: How many.
    """
    both = [*written, *map(turned, written)]
    reached: dict[str, Pivot] = {start.key: Pivot(start, (), ())}
    left_out: dict[str, int] = defaultdict(int)
    edge = [start]
    for _step in range(steps):
        keys = {it.key for it in edge}
        ties = [*(it for it in both if it.one.key in keys), *look(edge)]
        fresh = _grouped(ties, reached, left_out)
        reached.update({it.node.key: it for it in fresh})
        edge = sorted((it.node for it in fresh), key=lambda node: _rank(reached[node.key]))
        if len(edge) > _MOST_FOLLOWED:
            left_out["not followed"] += len(edge) - _MOST_FOLLOWED
            edge = edge[:_MOST_FOLLOWED]
    found = sorted((it for it in reached.values() if it.steps), key=_rank)
    return Pivots(start, tuple(found), dict(left_out))


def _grouped(ties: Iterable[Tie], reached: Mapping[str, Pivot], left_out: dict[str, int]) -> list[Pivot]:
    """One pivot for each new node, by the surest of its ways; of one kind only the most told from each node."""
    by_end: dict[tuple[str, str], list[Tie]] = defaultdict(list)
    for it in ties:
        if it.other.key not in reached:
            by_end[it.one.key, it.other.key].append(it)
    counts: dict[tuple[str, str], int] = defaultdict(int)
    found: dict[str, Pivot] = {}
    for (one, other), some in sorted(by_end.items(), key=lambda it: (_weight(it[1]), it[0])):
        some.sort(key=lambda it: (_SURE.index(it.confidence), -it.rows, it.kind, it.words))
        kind = some[0].kind
        counts[one, kind] += 1
        if counts[one, kind] > MOST_OF_A_KIND:
            left_out[kind] += 1
            continue
        before = reached[one]
        made = Pivot(some[0].other, (*before.ways, kind), (*before.ties, tuple(some)))
        if other not in found or _rank(made) < _rank(found[other]):
            found[other] = made
    return list(found.values())


def _weight(ties: Sequence[Tie]) -> tuple[bool, int, int]:
    """Entries of people first, then by confidence and by the number of rows."""
    return (
        not any(it.refs for it in ties),
        min(_SURE.index(it.confidence) for it in ties),
        -max(it.rows for it in ties),
    )


def _rank(it: Pivot) -> tuple[int, bool, int, int, str, str]:
    worst = max((min(_SURE.index(tie.confidence) for tie in step) for step in it.ties), default=0)
    rows = sum(tie.rows for step in it.ties for tie in step)
    # That two bought one brand ties them least of all.
    return (it.steps, "brand" in it.ways[:-1], worst, -rows, it.ways[-1] if it.ways else "", it.node.key)
