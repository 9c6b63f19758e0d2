"""Which control entries may cover a machine, in three values, with what is known, what is missing and what to ask."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Literal

from enduse.goods.entries.asking import Question, deciding_question
from enduse.goods.entries.conditions import Condition, Every, Margin, Missing, Opposite, Outcome, Shown
from enduse.goods.entries.deriving import derived
from enduse.goods.entries.reading import Entry, Force, entries
from enduse.goods.entries.truth import Truth
from enduse.goods.knowledge_table import CONFIDENCES, Confidence
from enduse.goods.parameters import parameters
from enduse.goods.specification import Specification

Answer = Literal["meets", "does not meet", "cannot tell"]

_WORDS: dict[Truth, Answer] = {True: "meets", False: "does not meet", None: "cannot tell"}
_KEPT = 512
"""Answers that are kept for equal specifications; of one, some 40 kB."""

WORDING = Missing("wording", why="the wording of the entry on that day is not held")


@dataclass(frozen=True, slots=True)
class EntryAnswer:
    """What one sub-entry says of a specification on a day.

    Attributes:
        entry: ``2B001``.
        sub: ``b.2``.
        title: What the sub-entry is about.
        regimes: Lists that hold this wording on the day; all that ever hold it where the wording of the day is missing.
        answer: meets, does not meet, cannot tell.
        sentence: The answer in words.
        known: What the answer rests on, or what is known already.
        missing: What is lacking; empty for the two definite answers.
        margins: How far axes are from limits; the best axis first.
        question: The one question that would settle most; empty for the two definite answers.
        settles: Would every answer to it settle the entry?
        exclusion: The note that leaves the machine out; empty otherwise.
        yields_to: Entries that come first in law where they are met as well.
        citation: Where to read the entry.
        evidence: Which copies were read.
        confidence: The lower one of the conditions and of their dates.
        notes: What a reader must know.
        criteria: Is what the entry demands fulfilled, whatever its exclusions say?
    """

    entry: str
    sub: str
    title: str
    regimes: tuple[str, ...]
    answer: Answer
    sentence: str
    known: tuple[Shown, ...]
    missing: tuple[Missing, ...]
    margins: tuple[Margin, ...]
    question: str
    settles: bool
    exclusion: str
    yields_to: tuple[str, ...]
    citation: str
    evidence: str
    confidence: Confidence
    notes: tuple[str, ...]
    criteria: Truth = None

    @property
    def name(self) -> str:
        """``2B001.b.2``."""
        return f"{self.entry}.{self.sub}" if self.sub else self.entry

    @property
    def near_miss(self) -> bool:
        """Is an axis worse than its limit by no more than the entry's technical note allows?"""
        return self.answer != "meets" and any(it.near for it in self.margins)


@lru_cache(maxsize=_KEPT)
def evaluate(specification: Specification, on: date, *, ask: bool = True) -> tuple[EntryAnswer, ...]:
    """What every sub-entry says of the specification on that day, in the order of their ids.

    More knowledge turns *cannot tell* into one of the other answers, and never one of those into the other.
    A machine that can do several things is tested against every sub-entry.

    Args:
        specification: What is known; see :func:`enduse.goods.specification.specified`.
        on: The day whose wording counts.
        ask: Look for the deciding questions, which takes ten times as long as the answers?
    """
    spec = derived(specification)
    return tuple(_answered(it, spec, on, ask=ask) for it in entries())


def next_question(answers: Iterable[EntryAnswer]) -> str:
    """The question to ask first: the one that most open sub-entries ask; the earlier one among equals.

    Empty where nothing is open. Entries whose wording of the day is not held do not count: no maker can answer that.
    """
    asked = [it.question for it in answers if it.question and WORDING not in it.missing]
    return max(dict.fromkeys(asked), key=asked.count, default="")


def answered(entry: Entry, specification: Specification, on: date) -> EntryAnswer:
    """What one sub-entry says."""
    return _answered(entry, derived(specification), on, ask=True)


def _answered(entry: Entry, spec: Specification, on: date, *, ask: bool) -> EntryAnswer:
    force = [it for it in entry.in_force if it.holds(on)]
    whole = condition_of(entry)
    outcome = whole.outcome(spec)
    if not force:
        text = f"Its wording of {on} is not held: what did {entry.name} say on that day?"
        question = Question(WORDING.name, text, settles=False)
        return _told(entry, force, spec, Outcome(None, outcome.used, (WORDING,), outcome.margins), question)
    asked = deciding_question(entry.criteria, whole, spec) if ask and outcome.truth is None else None
    return _told(entry, force, spec, outcome, asked)


def condition_of(entry: Entry) -> Condition:
    """What the entry demands, and that none of its exclusions holds."""
    return Every((entry.criteria, *(Opposite(it.when) for it in entry.exclusions)))


def _told(
    entry: Entry, force: list[Force], spec: Specification, outcome: Outcome, question: Question | None = None
) -> EntryAnswer:
    excluded = ""
    if outcome.truth is False and entry.criteria.outcome(spec).truth is not False:
        excluded = next((it.text for it in entry.exclusions if it.when.outcome(spec).truth is True), "")
    margins = tuple(sorted(dict.fromkeys(outcome.margins), key=lambda it: (it.excess_um, it.axis)))
    return EntryAnswer(
        entry=entry.entry,
        sub=entry.sub,
        title=entry.title,
        regimes=tuple(dict.fromkeys(name for it in force or entry.in_force for name in it.regimes)),
        answer=_WORDS[outcome.truth],
        sentence=_sentence(entry, outcome, excluded, margins),
        known=outcome.used,
        missing=outcome.missing,
        margins=margins,
        question=question.text if question else "",
        settles=question.settles if question else False,
        exclusion=excluded,
        yields_to=entry.yields_to,
        citation=entry.citation,
        evidence=entry.evidence,
        confidence=_lowest(entry.confidence, *(it.confidence for it in force)),
        notes=entry.notes,
        criteria=entry.criteria.outcome(spec).truth,
    )


def _sentence(entry: Entry, outcome: Outcome, excluded: str, margins: tuple[Margin, ...]) -> str:
    near = next((it for it in margins if it.near), None)
    close = f" Axis {near.axis} is only {near.excess_um:g} um above the limit of {near.limit_um:g} um." if near else ""
    if outcome.truth is True:
        first = f" Where {' or '.join(entry.yields_to)} is met too, that comes first." if entry.yields_to else ""
        return f"On what is known, it meets {entry.name} ({entry.title}).{first}"
    if outcome.truth is False:
        why = f": excluded, {excluded}" if excluded else f" ({entry.title})"
        return f"On what is known, it does not meet {entry.name}{why}.{close}"
    return f"Cannot tell about {entry.name} ({entry.title}), missing: {missing_words(outcome.missing)}.{close}"


def missing_words(missing: tuple[Missing, ...]) -> str:
    """What is missing in words, for a sentence; the axes that lack the same are named together."""
    axes: dict[tuple[str, str], list[str]] = {}
    for it in missing:
        axes.setdefault((it.name, it.why), []).append(it.axis)
    return ", ".join(_missing(name, why, [it for it in found if it]) for (name, why), found in axes.items())


def _missing(name: str, why: str, axes: list[str]) -> str:
    if name == WORDING.name:
        return why
    label = parameters()[name].label
    if axes:
        label += f" of {axes[0]}" if " " in axes[0] else f" of {'axis' if len(axes) == 1 else 'axes'} {', '.join(axes)}"
    return f"{label} ({why})" if why else label


def _lowest(*words: Confidence) -> Confidence:
    return min(words, key=CONFIDENCES.index)
