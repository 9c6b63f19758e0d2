"""Pairs beside other pairs: a name that could be either of two parties is at most one of them."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace

from enduse.resolve.chance import chances
from enduse.resolve.comparing import TORN
from enduse.resolve.joining import Groups, Known
from enduse.resolve.judgements import Judgements
from enduse.resolve.likeness import Likeness


def rivals_told(every: Sequence[Likeness], known: Callable[[str], Known]) -> list[Likeness]:
    """The pairs; where a name could be either of two parties that are not one, nobody may join it without asking."""
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
            marks, against = (*pair.found.marks, TORN), (*pair.found.against, word)
            return replace(pair, found=replace(pair.found, against=against, marks=marks))
    return pair


def one_for_each(pairs: Iterable[Likeness], judgements: Judgements, groups: Groups) -> list[Likeness]:
    """What is still to be judged: each two groups once, by their likeliest pair."""
    seen = {_heads(pair, groups) for pair in judgements.verdicts}
    waiting = []
    for it in sorted(pairs, key=lambda it: (-it.found.score, it.left, it.right)):
        heads = _heads((it.left, it.right), groups)
        if heads[0] == heads[1] or heads in seen:
            continue
        seen.add(heads)
        waiting.append(it)
    return waiting


def second_look(pairs: Iterable[Likeness], said: tuple[Judgements, Groups], rows: Mapping[str, int]) -> list[Likeness]:
    """Pairs of groups that may be one, with what is known once the sure ones are joined.

    A name that has joined a number is as much barred from another number as the number itself, so chance is counted
    anew among the groups; and probabilities of rivals are shared out, for at most one of them is right.

    Args:
        pairs: Those that were not joined.
        said: The analyst's judgements, and the groups.
        rows: How many rows name each anchor.
    """
    judgements, groups = said
    of_group = _by_group(rows, groups)
    told = [
        replace(it, rows=min(of_group[groups.head(it.left)], of_group[groups.head(it.right)]))
        for it in one_for_each(pairs, judgements, groups)
    ]
    barred = [groups.two_numbers(it.left, it.right) for it in told]
    known = ((groups.of(head), number) for head, number in of_group.items())
    parties = ((bool(it.numbers), number, it.countries) for it, number in known)
    counted = chances(((it.found, it.rows, out) for it, out in zip(told, barred, strict=True)), parties)
    free = (it for it, out in zip(told, barred, strict=True) if not out)
    weighed = (replace(it, found=counted.corrected(it.found, it.rows)) for it in free)
    return _shared_out(list(weighed), groups)


def _by_group(rows: Mapping[str, int], groups: Groups) -> dict[str, int]:
    found: dict[str, int] = defaultdict(int)
    for anchor, number in rows.items():
        found[groups.head(anchor)] += number
    return found


def _shared_out(pairs: Sequence[Likeness], groups: Groups) -> list[Likeness]:
    """The pairs; a group that could be several, of which no two are one, is each of them with a part of the chance."""
    near: dict[str, list[tuple[str, float]]] = defaultdict(list)
    for it in pairs:
        left, right = groups.head(it.left), groups.head(it.right)
        near[left].append((right, it.found.score))
        near[right].append((left, it.found.score))
    return [_shared(it, near, groups) for it in pairs]


def _shared(pair: Likeness, near: Mapping[str, Sequence[tuple[str, float]]], groups: Groups) -> Likeness:
    sides = (groups.head(pair.left), groups.head(pair.right))
    whole = 1.0
    rival = ""
    for one, other in (sides, sides[::-1]):
        rivals = [(score, it) for it, score in near[one] if it != other and groups.two_numbers(it, other)]
        if rivals:
            whole = max(whole, pair.found.score + sum(score for score, _ in rivals))
            rival = rival or f"{one} could as well be {max(rivals)[1]}"
    if not rival:
        return pair
    marks, against = (*pair.found.marks, TORN), (*pair.found.against, rival)
    score = round(pair.found.score / whole, 6)
    return replace(pair, found=replace(pair.found, score=score, against=against, marks=marks))


def _heads(pair: tuple[str, str], groups: Groups) -> tuple[str, str]:
    one, other = sorted(groups.head(it) for it in pair)
    return one, other
