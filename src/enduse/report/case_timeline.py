"""What happened when: moments of mixed sources in an order that no source contradicts, and none invents."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from graphlib import CycleError, TopologicalSorter
from typing import NamedTuple

from enduse.model.when import When

_EVER = date.max


@dataclass(frozen=True)
class Moment:
    """Something that happened, with who says so.

    Attributes:
        id: What names it: ``C5``, ``E3``, ``listing:...``; unique within a timeline.
        when: As precisely as its source tells.
        kind: goods, payment, contract, listing, control, event, claim, evidence ...
        text: One sentence.
        confidence: One of the six words.
        sources: Where it is told, for people: file and row, title, list.
        refs: ``C5``, ``E3``, keys of findings.
        row_ids: Rows of the run.
        parties: Names of those who have a part in it.
        after: Ids of moments that it surely followed, as a source tells.
    """

    id: str
    when: When
    kind: str
    text: str
    confidence: str = "recorded"
    sources: tuple[str, ...] = ()
    refs: tuple[str, ...] = ()
    row_ids: tuple[int, ...] = ()
    parties: tuple[str, ...] = ()
    after: tuple[str, ...] = ()


@dataclass(frozen=True)
class PlacedMoment:
    """A moment in its place.

    Attributes:
        certain: Did it surely come after the one before it in the list? Where not, their order is only for reading.
    """

    moment: Moment
    certain: bool


class _Key(NamedTuple):
    """Where a moment stands: its earliest day; ahead of that day where only its end is told; then the clock."""

    day: date
    dated: bool
    clock: str
    depth: int
    end: date


@dataclass
class _Placing:
    """Where each moment stands, and the moments that each surely followed."""

    keys: dict[str, _Key] = field(default_factory=dict)
    before: dict[str, set[str]] = field(default_factory=dict)


def timeline(moments: Iterable[Moment]) -> list[PlacedMoment]:
    """The moments in order, each once.

    None stands before another that was surely earlier, by its date or because a source says so. What nobody dated
    comes last. The same moment told by several sources is one, with all of them.
    """
    single = merged(moments)
    placing = _placing(single)
    ordered = sorted(single, key=lambda it: (*placing.keys[it.id], it.kind, it.text, it.id))
    return [
        PlacedMoment(it, bool(at) and _surely_after(it, ordered[at - 1], placing.before))
        for at, it in enumerate(ordered)
    ]


def merged(moments: Iterable[Moment]) -> list[Moment]:
    """The moments without those told twice: the same time, kind, words and parties."""
    found: dict[tuple[str, str, str, tuple[str, ...]], Moment] = {}
    names: dict[str, str] = {}
    for it in moments:
        said = " ".join(it.text.split()).casefold()
        key = (str(it.when), it.kind, said, tuple(sorted(name.casefold() for name in set(it.parties))))
        names[it.id] = found[key].id if key in found else it.id
        found[key] = _joined(found[key], it) if key in found else it
    return [replace(it, after=tuple(dict.fromkeys(names[a] for a in it.after if a in names))) for it in found.values()]


def contradicts(moment: Moment, others: Sequence[Moment]) -> bool:
    """Would the moment, by its date, come before one that it is said to have followed?"""
    placing = _placing(merged([*others, moment]))
    start, end = placing.keys[moment.id].day, moment.when.end
    known = {it.id: it for it in others}
    followed = [known[it] for it in placing.before[moment.id] if it in known]
    return any(moment.when.is_before(it.when) for it in followed) or bool(end and start >= end)


def _joined(one: Moment, two: Moment) -> Moment:
    def both(a: tuple[str, ...], b: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(dict.fromkeys((*a, *b)))

    return replace(
        one,
        sources=both(one.sources, two.sources),
        refs=both(one.refs, two.refs),
        row_ids=tuple(dict.fromkeys((*one.row_ids, *two.row_ids))),
        after=both(one.after, two.after),
    )


def _placing(moments: Sequence[Moment]) -> _Placing:
    by_id = {it.id: it for it in moments}
    followed = _without_circles({it.id: tuple(a for a in it.after if a in by_id) for it in moments})
    order = [*TopologicalSorter(followed).static_order()]
    placing = _Placing()
    for id in order:
        earlier = followed[id]
        placing.before[id] = {*earlier, *(far for it in earlier for far in placing.before[it])}
        placing.keys[id] = _key(by_id[id].when, [placing.keys[it] for it in earlier])
    for id in reversed(order):
        mine = placing.keys[id]
        for it in followed[id]:
            # What has no first day stands no later than what surely followed it.
            if not placing.keys[it].dated and placing.keys[it].day > mine.day:
                placing.keys[it] = placing.keys[it]._replace(day=mine.day)
    return placing


def _key(when: When, earlier: Sequence[_Key]) -> _Key:
    """A moment stands no earlier than the latest of those that it followed."""
    told = [(it.day, it.clock) for it in earlier if it.dated]
    if when.start:
        told.append((when.start, when.clock))
    day, clock = max(told) if told else (when.end or _EVER, "")
    return _Key(day, bool(told), clock, 1 + max((it.depth for it in earlier), default=-1), when.end or _EVER)


def _without_circles(followed: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    """The same without what would make a moment follow itself."""
    left = {id: tuple(it for it in earlier if it != id) for id, earlier in followed.items()}
    while True:
        try:
            TopologicalSorter(left).prepare()
        except CycleError as circle:
            earlier, later = circle.args[1][:2]
            left[later] = tuple(it for it in left[later] if it != earlier)
        else:
            return left


def _surely_after(it: Moment, earlier: Moment, before: Mapping[str, set[str]]) -> bool:
    return earlier.when.is_before(it.when) or earlier.id in before[it.id]
