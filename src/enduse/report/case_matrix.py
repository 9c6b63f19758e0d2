"""Explanations against evidence, in the manner of an analysis of competing hypotheses.

An explanation ranks by how little speaks against it: what agrees with all of them decides nothing. Whatever has not
been weighed yet may still speak against, so an explanation is ahead only when that cannot overtake it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from enduse.model.case_book import Hypothesis, Pin, Weighing, facts_of
from enduse.model.case_judging import INCONSISTENT
from enduse.model.case_log import CaseEntry


@dataclass(frozen=True)
class WeighedCell:
    """How one item stands to one hypothesis; the newest weighing that holds.

    Attributes:
        verdict: One of ``model.case_judging.VERDICTS``.
        entry: The weighing, ``C12``.
        earlier: Weighings that it replaced.
    """

    verdict: str
    reason: str
    entry: str
    by: str
    at: str
    earlier: tuple[str, ...] = ()


@dataclass(frozen=True)
class MatrixItem:
    """One line of the matrix.

    Attributes:
        ref: ``E7``, ``C12`` or a finding's key.
        said: What it is, in words.
        cells: Hypothesis to what was weighed; what is missing was not weighed.
        separates: Share, 0 to 1, of the pairs of hypotheses that it tells apart: it speaks against just one of them.
    """

    ref: str
    said: str
    cells: Mapping[str, WeighedCell]
    separates: float = 0.0


@dataclass(frozen=True)
class RankedHypothesis:
    """One column, in its rank.

    Attributes:
        id: ``C3``.
        label: ``H1`` in the order of writing.
        against: Items that speak against it.
        open: Items that were not weighed against it.
    """

    id: str
    label: str
    text: str
    innocent: bool
    against: int
    open: int

    @property
    def most(self) -> int:
        """Items that can speak against it, once all are weighed."""
        return self.against + self.open


@dataclass(frozen=True)
class Matrix:
    """Hypotheses, the least contradicted first, against items.

    Attributes:
        leader: Id of the hypothesis that nothing unweighed can overtake; empty: the matrix cannot decide.
        decided_by: Items without any one of which nothing or something else would be ahead.
        verdict: What the matrix says, a sentence each.
    """

    hypotheses: tuple[RankedHypothesis, ...]
    items: tuple[MatrixItem, ...]
    leader: str = ""
    decided_by: tuple[str, ...] = ()
    verdict: tuple[str, ...] = ()


def matrix(entries: Sequence[CaseEntry], said: Mapping[str, str] | None = None) -> Matrix:
    """The matrix of a case.

    Args:
        entries: Those that hold, as ``CaseLog.entries`` gives them; other kinds are passed over.
        said: Reference to what it is, in words.
    """
    columns = {it.id: it for it in entries if it.kind == "hypothesis"}
    cells = _cells(entries, columns)
    rows = _rows(entries, cells, said or {})
    items = tuple(_with_weight(it, [*columns]) for it in rows)
    ranked = _ranked(columns, items)
    leader = _leader(ranked)
    decided = tuple(it.ref for it in items if leader and _leader(_ranked(columns, _without(items, it))) != leader)
    return Matrix(ranked, items, leader, decided, tuple(_verdict(ranked, items, leader, decided)))


def _cells(entries: Iterable[CaseEntry], columns: Mapping[str, CaseEntry]) -> dict[tuple[str, str], WeighedCell]:
    found: dict[tuple[str, str], WeighedCell] = {}
    for entry in entries:
        column = f"C{entry.refers}"
        if entry.kind != "weighing" or column not in columns:
            continue
        told = Weighing.from_facts(entry.facts)
        before = found.get((told.item, column))
        earlier = (*before.earlier, before.entry) if before else ()
        found[told.item, column] = WeighedCell(told.verdict, told.reason, entry.id, entry.by, entry.at, earlier)
    return found


def _rows(
    entries: Iterable[CaseEntry], cells: Mapping[tuple[str, str], WeighedCell], said: Mapping[str, str]
) -> list[MatrixItem]:
    """Pinned items in their order, then others that were weighed."""
    refs = dict[str, str]()
    for entry in entries:
        if entry.kind == "pin":
            pin = Pin.from_facts(entry.facts)
            refs.setdefault(pin.ref or entry.id, pin.said or str(pin.place or ""))
    for item, _column in cells:
        refs.setdefault(item, "")
    return [
        MatrixItem(ref, said.get(ref) or told, {column: it for (item, column), it in cells.items() if item == ref})
        for ref, told in refs.items()
    ]


def _with_weight(item: MatrixItem, columns: Sequence[str]) -> MatrixItem:
    pairs = [*combinations(columns, 2)]
    apart = sum(_speaks(item, one) and _weighed_not(item, two) or _speaks(item, two) and _weighed_not(item, one)
                for one, two in pairs)  # fmt: skip
    return MatrixItem(item.ref, item.said, item.cells, apart / len(pairs) if pairs else 0.0)


def _speaks(item: MatrixItem, column: str) -> bool:
    return column in item.cells and item.cells[column].verdict == INCONSISTENT


def _weighed_not(item: MatrixItem, column: str) -> bool:
    return column in item.cells and item.cells[column].verdict != INCONSISTENT


def _ranked(columns: Mapping[str, CaseEntry], items: Sequence[MatrixItem]) -> tuple[RankedHypothesis, ...]:
    found = []
    for number, (id, entry) in enumerate(columns.items(), 1):
        told = facts_of(entry)
        assert isinstance(told, Hypothesis)
        against = sum(_speaks(it, id) for it in items)
        left = sum(id not in it.cells for it in items)
        found.append(RankedHypothesis(id, f"H{number}", told.text, told.innocent, against, left))
    return tuple(sorted(found, key=lambda it: (it.against, it.open, int(it.label[1:]))))


def _leader(ranked: Sequence[RankedHypothesis]) -> str:
    """The one whose worst is better than the best of every other."""
    if len(ranked) < 2:
        return ""
    best = min(ranked, key=lambda it: it.most)
    return best.id if all(best.most < it.against for it in ranked if it.id != best.id) else ""


def _without(items: Iterable[MatrixItem], item: MatrixItem) -> tuple[MatrixItem, ...]:
    return tuple(it for it in items if it.ref != item.ref)


def _verdict(
    ranked: Sequence[RankedHypothesis], items: Sequence[MatrixItem], leader: str, decided: Sequence[str]
) -> Iterable[str]:
    if len(ranked) < 2:
        yield "The matrix cannot decide: it needs at least two hypotheses, a lawful one among them."
        return
    if not any(it.innocent for it in ranked):
        yield "None of the hypotheses is marked as lawful: write down the lawful explanations, too."
    if leader:
        yield _ahead(ranked, leader)
        yield _sensitivity(decided)
    else:
        yield _undecided(ranked, items)
    if idle := [it.ref for it in items if it.cells and not it.separates]:
        yield f"{_listed(idle)} {'tells' if len(idle) == 1 else 'tell'} no two hypotheses apart."


def _ahead(ranked: Sequence[RankedHypothesis], leader: str) -> str:
    first = next(it for it in ranked if it.id == leader)
    least = min(it.against for it in ranked if it.id != leader)
    return (
        f"Least speaks against {first.label}, {first.text!r}: {_counted(first.against)}, against every other at least "
        f"{least}. That ranks explanations; it proves none."
    )


def _sensitivity(decided: Sequence[str]) -> str:
    if not decided:
        return "No single item decides this: without any one of them the same hypothesis is ahead."
    one = len(decided) == 1
    return (
        f"It hangs on {_listed(decided)}: without {'it' if one else 'any one of them'} the matrix would not put the "
        "same hypothesis ahead. Check that first."
    )


def _undecided(ranked: Sequence[RankedHypothesis], items: Sequence[MatrixItem]) -> str:
    if not any(it.cells for it in items):
        return "The matrix cannot decide: nothing has been weighed yet."
    least = min(it.most for it in ranked)
    rivals = [it.label for it in ranked if it.against <= least]
    missing = sum(it.open for it in ranked)
    why = f" {_cells_missing(missing)}" if missing else ""
    return f"The matrix cannot decide between {_listed(rivals)}: what speaks against them does not differ enough.{why}"


def _cells_missing(count: int) -> str:
    return f"{count} {'cell is' if count == 1 else 'cells are'} still to be weighed."


def _counted(number: int) -> str:
    return "no item" if not number else "1 item" if number == 1 else f"{number} items"


def _listed(words: Sequence[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"
