"""What an order comes to: every part of the answer, the outcome now, and how far open questions can move it."""

from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from enduse.decide.facts import Fact
from enduse.decide.outcomes import Basis, Outcome, strictest

Answer = Literal["yes", "no", "unknown"]


@dataclass(frozen=True)
class Lack:
    """Something that is not known and would decide a part.

    Attributes:
        fact: Name in the catalogue of facts; empty for an unanswered question.
        about: Party or line.
        questions: Whose answers would tell it.
        sentence: What is missing, in words.
    """

    fact: str
    about: str
    questions: tuple[str, ...]
    sentence: str = ""


@dataclass(frozen=True)
class Part:
    """What one rule or question says of the order.

    Attributes:
        id: Of the rule or question.
        kind: ``rule`` or ``question``.
        gate: ``G1`` ... or the question's group.
        jurisdiction: Whose law; ``HOUSE`` for policy.
        title: Of the rule, or the question's text.
        answer: Does it apply?
        now: What it requires as things stand; empty: nothing.
        possible: What it may yet require, all answers considered; includes ``now``.
        least: What it requires if everything open is answered in the seller's favour.
        basis: Law or policy.
        licence_policy: How licences are decided, where it asks for one.
        sentence: In words, with what it rests on.
        about: Parties and lines that it applies, or may apply, to.
        rests_on: Facts behind it.
        lacks: What would decide it, or bring what it misses; empty where it is decided.
        deniers: Sets of questions of which favourable answers would leave only ``least``, the smallest first.
        adjusted: The reason for which a house rule was changed; empty otherwise.
    """

    id: str
    kind: Literal["rule", "question"]
    gate: str
    jurisdiction: str
    title: str
    answer: Answer
    now: tuple[Outcome, ...]
    possible: tuple[Outcome, ...]
    least: tuple[Outcome, ...]
    basis: Basis
    sentence: str
    licence_policy: str = ""
    citation: str = ""
    source: str = ""
    evidence: str = ""
    confidence: str = ""
    start: date | None = None
    end: date | None = None
    about: tuple[str, ...] = ()
    rests_on: tuple[Fact, ...] = ()
    lacks: tuple[Lack, ...] = ()
    deniers: tuple[frozenset[str], ...] = ()
    adjusted: str = ""


@dataclass(frozen=True)
class Ask:
    """A question worth asking.

    Attributes:
        question: ``Q01`` ...
        best: The outcome if it alone were answered most favourably.
        worst: The strictest that its answers may lead to.
        parts: Ids of the parts that it may decide.
        needed: Without it the outcome cannot become milder.
        missing: What exactly is lacking: parameters, parties, lines.
    """

    question: str
    best: Outcome
    worst: Outcome
    parts: tuple[str, ...]
    needed: bool
    missing: tuple[str, ...] = ()


@dataclass(frozen=True)
class Determination:
    """The answer about one order on one day.

    Attributes:
        order_id: The order's number.
        on: Whose law.
        parts: Every rule in force that applies or may apply and every question that says something; strictest first.
        asks: The smallest set of questions that can change the outcome, the weightiest first.
        more_asks: Other open questions that could make it stricter, the weightiest first.
        notices: What the reader must know: contradictions, lists not loaded, jurisdictions without rules.
        rules_version: Hash of the rules used.
        examined: Ids of the rules in force that do not apply.
    """

    order_id: str
    on: date
    parts: tuple[Part, ...]
    asks: tuple[Ask, ...] = ()
    more_asks: tuple[Ask, ...] = ()
    notices: tuple[str, ...] = ()
    rules_version: str = ""
    examined: tuple[str, ...] = field(default=())

    @property
    def outcome(self) -> Outcome:
        """As things stand."""
        return strictest(it for part in self.parts for it in part.now)

    @property
    def strictest_possible(self) -> Outcome:
        """If all that is open is answered against the seller."""
        return strictest(it for part in self.parts for it in (*part.now, *part.possible))

    @property
    def mildest_possible(self) -> Outcome:
        """If all that is open is answered in the seller's favour."""
        return strictest(it for part in self.parts for it in part.least)

    @property
    def licence_policy(self) -> str:
        """How licences are decided by the parts that ask for one: ``denial`` before any other."""
        said = [it.licence_policy for it in self.parts if Outcome.LICENCE in it.now and it.licence_policy]
        return "denial" if "denial" in said else next(iter(said), "")

    @property
    def deciding(self) -> tuple[Part, ...]:
        """The parts that say what the outcome says."""
        return tuple(it for it in self.parts if self.outcome in it.now)
