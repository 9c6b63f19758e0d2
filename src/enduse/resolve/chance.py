"""How often pairs are alike by chance in this very ledger, counted on pairs that are certainly two parties.

Two parties with different registered numbers are two, however alike their names are. Within a country numbers have
nothing to do with names. So where many such pairs are alike in one way, parties without numbers are alike in that way
by chance as well, and what speaks for them is worth less than a model that was fitted elsewhere says. Where hardly any
are, it is worth more. Pairs are counted by grade: what speaks against them, how many bear the name, how many rows keep
to it.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from enduse.resolve.comparing import (
    ABROAD,
    ALIKE,
    ALONE,
    COUNTRY,
    FORM,
    GENERAL_ALONE,
    HABIT_ROWS,
    JOIN,
    PARTLY,
    SLIP,
    Comparison,
    less,
    sober,
)

Grade = tuple[tuple[str, ...], bool, int | None, bool | None]
"""Marks, do both stand in many rows, class of the number of bearers, are the names much alike? None: whichever."""

_PATIENT = frozenset({ALIKE, SLIP, PARTLY, FORM})
"""What a count may overrule; other doubts are no matter of chance."""

_COUNTED = _PATIENT | {ALONE, GENERAL_ALONE, COUNTRY}
_BEARERS = (2, 4, 12)
_MUCH = 0.85
_LEAST_PAIRS = 60
_BELIEF = 25.0
_LEAST_JOINED = 0.995
_LEAST_KEPT = 0.9
_MOST, _LEAST = 0.995, 0.01
_NEVER, _MOST_EACH = 1e9, 30.0


def _whole(rows: int) -> Grade:
    """The grade of all pairs."""
    return ("*",), rows >= HABIT_ROWS, None, None


@dataclass(frozen=True)
class Tally:
    """Pairs of one grade.

    Attributes:
        pairs: Pairs that may be one.
        trust: Sum of their probabilities before counting.
        barred: Pairs that only their numbers keep apart.
    """

    pairs: int = 0
    trust: float = 0.0
    barred: int = 0


@dataclass(frozen=True)
class Chances:
    """What was counted.

    Attributes:
        tallies: By country and grade.
        each: By country and whether both stand in many rows: pairs of any two parties, not both numbered, for one
            pair of two numbered ones.
    """

    tallies: Mapping[tuple[str, Grade], Tally]
    each: Mapping[tuple[str, bool], float]

    def corrected(self, found: Comparison, rows: int) -> Comparison:
        """The comparison with what the counts say; the same where too few were counted."""
        each = self.each.get((found.country, rows >= HABIT_ROWS), _NEVER)
        if found.common or not _COUNTED.issuperset(found.marks) or each > _MOST_EACH:
            return found if found.sure else sober(found)
        tallies = (self.tallies.get((found.country, it), Tally()) for it in grades_of(found, rows))
        tally = next((it for it in tallies if it.pairs + it.barred >= _LEAST_PAIRS and it.pairs), None)
        if tally:
            return _told(found, tally, each)
        return found if found.sure else self._usual(sober(found), rows, each)

    def _usual(self, found: Comparison, rows: int, each: float) -> Comparison:
        """The comparison of a seldom grade, as much less likely as pairs of all grades together turned out to be."""
        whole = self.tallies.get((found.country, _whole(rows)), Tally())
        if whole.pairs + whole.barred < _LEAST_PAIRS or not whole.pairs:
            return found
        hoped = whole.trust / whole.pairs
        share = max(_LEAST, 1.0 - each * whole.barred / whole.pairs)
        odds = share * (1.0 - hoped) / max(1e-6, hoped * (1.0 - share))
        return replace(found, score=less(found.score, odds)) if odds < 1.0 else found


def _told(found: Comparison, tally: Tally, each: float) -> Comparison:
    by_chance = min(float(tally.pairs), each * tally.barred)
    word = f"of {tally.pairs:,} pairs so alike in this ledger some {by_chance:,.0f} are so by chance"
    # As many more or fewer barred pairs may stand there by luck.
    luck = 2.0 * tally.barred**0.5
    if found.sure:
        at_best = 1.0 - each * (tally.barred - luck) / tally.pairs
        return replace(found, against=(word,)) if at_best < _LEAST_KEPT else found
    score = (_BELIEF * tally.trust / tally.pairs + tally.pairs - by_chance) / (_BELIEF + tally.pairs)
    told = replace(found, score=round(min(_MOST, max(_LEAST, score)), 6))
    at_worst = 1.0 - each * (tally.barred + luck + 1.0) / tally.pairs
    if at_worst >= _LEAST_JOINED and _PATIENT.issuperset(found.marks):
        return replace(told, against=(), reasons=(*found.reasons, *found.against, word), score=max(JOIN, told.score))
    return replace(told, reasons=(*found.reasons, word))


def grades_of(found: Comparison, rows: int) -> tuple[Grade, ...]:
    """The grades of a pair, whose party with fewer rows has so many; the finest first."""
    marks, much = tuple(sorted(found.marks)), found.alike >= _MUCH
    bearers, often = sum(found.bearers > it for it in _BEARERS), rows >= HABIT_ROWS
    return (marks, often, bearers, much), (marks, often, None, much), (marks, often, None, None)


Bearer = tuple[bool, int, frozenset[str]]
"""A party: has it a number, how many rows name it, its countries."""


def chances(pairs: Iterable[tuple[Comparison, int, bool]], parties: Iterable[Bearer]) -> Chances:
    """What the pairs of a ledger count up to.

    Args:
        pairs: Comparisons, the rows of the party that has fewer, and whether two numbers keep the parties apart.
        parties: All.
    """
    counted: dict[tuple[str, Grade], list[float]] = defaultdict(lambda: [0, 0.0, 0])
    for found, rows, barred in pairs:
        trust = 0.0 if barred else sober(found).score
        for grade in (*grades_of(found, rows), _whole(rows)) if found.country else ():
            row = counted[found.country, grade]
            row[0] += not barred
            row[1] += trust
            row[2] += barred
    tallies = {grade: Tally(int(pairs), trust, int(barred)) for grade, (pairs, trust, barred) in counted.items()}
    return Chances(tallies, _each(parties))


def _each(parties: Iterable[Bearer]) -> dict[tuple[str, bool], float]:
    counts: dict[str, Counter[tuple[bool, bool]]] = defaultdict(Counter)
    for numbered, rows, countries in parties:
        for place in (min(countries), ABROAD) if len(countries) == 1 else ():
            counts[place][numbered, rows >= HABIT_ROWS] += 1
    found = {}
    for country, of in counts.items():
        often, both = of[True, True] + of[False, True], of[True, True]
        every, ours = of.total(), both + of[True, False]
        found[country, False] = _ratio(every**2 - often**2, ours**2 - both**2)
        found[country, True] = _ratio(often**2, both**2)
    return found


def _ratio(every: int, numbered: int) -> float:
    return (every - numbered) / numbered if numbered else _NEVER
