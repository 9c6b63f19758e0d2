"""The smallest set of questions that can change an outcome, and what else could make it stricter."""

from collections.abc import Iterable, Sequence

from enduse.decide.determination import Ask, Part
from enduse.decide.outcomes import Outcome, strictest


def smallest_set(parts: Sequence[Part]) -> frozenset[str]:
    """The fewest questions of which favourable answers could make the outcome milder; empty where none can.

    Every part that says what the outcome says must give way; each offers the sets of questions that would do it. A part
    that waits for no customer (a list to be loaded, law that nobody verified) is left to whom it waits for.
    Exact: a search over the parts' alternatives that gives up a branch as soon as it is no smaller than the best.
    """
    outcome = _outcome(parts)
    if outcome is Outcome.OK:
        return frozenset()
    holding = [it for it in parts if outcome in it.now]
    if any(strictest(it.least) >= outcome or not (it.deniers or it.answer == "unknown") for it in holding):
        return frozenset()
    holding = [it for it in holding if it.deniers]
    ordered = sorted({it.deniers for it in holding}, key=len)
    found = _search(ordered, frozenset(), None)
    return found or frozenset()


def _search(
    groups: Sequence[Sequence[frozenset[str]]], chosen: frozenset[str], best: frozenset[str] | None
) -> frozenset[str] | None:
    if best is not None and len(chosen) >= len(best):
        return best
    open_ = [it for it in groups if not any(one <= chosen for one in it)]
    if not open_:
        return chosen
    # The part with the fewest ways out first: it decides most.
    for one in min(open_, key=len):
        best = _search(open_, chosen | one, best)
    return best


def asks(parts: Sequence[Part]) -> tuple[tuple[Ask, ...], tuple[Ask, ...]]:
    """The smallest set first, then every other open question that could make the outcome stricter.

    Both the weightiest first: by how far the answers can move the outcome, then by how many parts they decide.
    """
    needed = smallest_set(parts)
    outcome = _outcome(parts)
    decided = dict[str, list[Part]]()
    for part in parts:
        for it in dict.fromkeys(_questions(part)):
            decided.setdefault(it, []).append(part)
    every = [_ask(it, parts, several, it in needed) for it, several in decided.items()]
    ordered = sorted(every, key=lambda it: (int(it.best) - int(it.worst), -len(it.parts), it.question))
    first = tuple(it for it in ordered if it.needed)
    return first, tuple(it for it in ordered if not it.needed and it.worst > outcome)


def _questions(part: Part) -> Iterable[str]:
    yield from (it for lack in part.lacks for it in lack.questions[:1])
    yield from (it for one in part.deniers for it in sorted(one))


def _ask(question: str, parts: Sequence[Part], decided: Sequence[Part], needed: bool) -> Ask:
    settled = {it.id for it in decided if frozenset((question,)) in it.deniers}
    best = strictest(it for part in parts for it in (part.least if part.id in settled else part.now))
    worst = strictest((_outcome(parts), *(it for part in decided for it in part.possible)))
    missing = dict.fromkeys(
        f"{lack.about}: {lack.sentence}" if lack.about else lack.sentence
        for part in decided
        for lack in part.lacks
        if lack.fact and question in lack.questions[:1]
    )
    return Ask(question, best, worst, tuple(it.id for it in decided), needed, tuple(missing))


def _outcome(parts: Iterable[Part]) -> Outcome:
    return strictest(it for part in parts for it in part.now)
