"""The questions of due diligence: what each answer requires by the house's policy, and which facts it tells.

The catalogue is ``data/questions.toml``; the texts in five languages are ``data/question_texts/*.toml``.
"""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

from enduse.decide.conditions import Condition, Place, read_condition
from enduse.decide.determination import Lack, Part
from enduse.decide.facts import Fact, FactSheet, Truths, fact_kinds
from enduse.decide.outcomes import Outcome, no_prohibition, strictest
from enduse.errors import InputError
from enduse.goods.entries.truth import Truth
from enduse.model.order import Adjustment


@dataclass(frozen=True)
class Question:
    """One question.

    Attributes:
        id: ``Q01`` ...
        group: ``end_user``, ``payment`` ...
        type: Kind of answer: bool, date, text, document ...
        answers: Answer word to what it requires.
        missing: What an unanswered question requires, where it is relevant.
        sets: Answer word to the facts that it tells.
        relevant: When it must be asked at all; None: always.
        typologies: Patterns it is about.
        text: In English.
        why: Why it matters, in English.
        good: What a good answer looks like, in English.
        source: Where the red flag or duty stands.
        open: Answer words that leave it open: they say what is lacking, and a fuller answer takes their place.
        together: Groups of words that do not contradict each other.
    """

    id: str
    group: str
    type: str
    answers: Mapping[str, tuple[Outcome, ...]]
    missing: tuple[Outcome, ...]
    sets: Mapping[str, Mapping[str, Any]]
    relevant: Condition | None
    typologies: tuple[str, ...]
    text: str
    why: str = ""
    good: str = ""
    source: str = ""
    open: frozenset[str] = frozenset()
    together: frozenset[str] = frozenset()

    def is_relevant(self, sheet: FactSheet) -> bool:
        """Must it be asked? It must unless a fact says that it need not."""
        if self.relevant is None:
            return True
        scopes = {fact_kinds()[name].scope for name in self.relevant.names()}
        lines = sheet.lines if "goods" in scopes else ()
        parties = sheet.parties if "party" in scopes else ()
        places = (Place(sheet, line, party) for line in lines or ("",) for party in parties or ("",))
        return any(self.relevant.told(it).truth is not False for it in places)

    @property
    def worst(self) -> Outcome:
        """The strictest that an answer, or none, requires."""
        return strictest((*self.missing, *(it for said in self.answers.values() for it in said)))

    @property
    def best(self) -> tuple[Outcome, ...]:
        """What the most favourable answer requires."""
        return min(self.answers.values(), key=lambda said: (strictest(said), len(said)))

    def agree(self, words: Iterable[str]) -> bool:
        """Can all of these answers be true at once?"""
        full = {it for it in words if it not in self.open}
        return len(full) < 2 or full <= self.together


@dataclass(frozen=True)
class Reply:
    """What is known in answer to a question.

    Attributes:
        question: ``Q01`` ...
        value: One of its answer words.
        sentence: How it is known.
        by: ``order``, ``answer`` or ``records``.
        about: Party or line; empty: the order.
        sources: Files and rows behind it.
    """

    question: str
    value: str
    sentence: str
    by: str = "answer"
    about: str = ""
    sources: tuple[str, ...] = ()

    @property
    def is_open(self) -> bool:
        """Does it say only what is lacking?"""
        return self.value in questions()[self.question].open

    @property
    def requires(self) -> tuple[Outcome, ...]:
        """What the answer word requires."""
        return questions()[self.question].answers[self.value]


@cache
def questions() -> Mapping[str, Question]:
    """The catalogue, in the order of the ids."""
    text = (files("enduse.data") / "questions.toml").read_text(encoding="utf-8")
    return MappingProxyType({id: _question(id, row) for id, row in sorted(tomllib.loads(text).items())})


def _question(id: str, row: Mapping[str, Any]) -> Question:
    return Question(
        id=id,
        group=row["group"],
        type=row["type"],
        answers={word: _outcomes(said) for word, said in row["answers"].items()},
        missing=_outcomes(row.get("missing", [])),
        sets=row.get("sets", {}),
        relevant=read_condition(row["relevant"], f"question {id}") if "relevant" in row else None,
        typologies=tuple(row.get("typologies", ())),
        text=row["text"],
        why=row["why"],
        good=row["good"],
        source=row["source"],
        open=frozenset(row.get("open", ())),
        together=frozenset(row.get("together", ())),
    )


def _outcomes(names: Iterable[str]) -> tuple[Outcome, ...]:
    """A house rule never prohibits: what would be BLOCK holds."""
    return tuple(sorted({no_prohibition(Outcome[it]) for it in names}, reverse=True))


def counted_replies(replies: Iterable[Reply]) -> tuple[Reply, ...]:
    """The replies that count: one that only names a lack gives way to a fuller one about the same.

    Raises:
        InputError: ``E-ANSWER``: a question or an answer word that the catalogue does not know.
    """
    given = [_known(it) for it in replies]
    full = {(it.question, it.about) for it in given if not it.is_open}
    return tuple(
        it for it in given if not it.is_open or not {(it.question, it.about), (it.question, "")} & full
    )  # fmt: skip


def _known(reply: Reply) -> Reply:
    question = questions().get(reply.question)
    if question is None or reply.value not in question.answers:
        allowed = f"one of {', '.join(question.answers)}" if question else "to one of Q01 to Q45"
        raise InputError(
            f"{reply.value!r} was given as the answer to {reply.question!r}; it must be {allowed}.", code="E-ANSWER"
        )
    return reply


def told_facts(replies: Iterable[Reply], parties: Iterable[str] = ()) -> tuple[Fact, ...]:
    """Facts that the answers tell; of two that contradict each other the one against the seller.

    A fact of parties or goods goes to the one that the answer is about; without one, to the end user, else the buyer.
    """
    found = dict[tuple[str, str], Fact]()
    named = set(parties)
    whom = next((it for it in ("end_user", "buyer") if it in named), "")
    # What records told is in the sheet already, and there law by law: "listed owners" does not say of which list.
    for reply in (it for it in counted_replies(replies) if it.by != "records"):
        for name, value in questions()[reply.question].sets.get(reply.value, {}).items():
            scope = fact_kinds()[name].scope
            about = {"party": reply.about if reply.about in named else whom, "goods": reply.about}.get(scope, "")
            told = Fact(name, _value(value), reply.sentence, "alleged", about, reply.sources)
            before = found.get((name, about))
            found[name, about] = told if before is None else worse(before, told) or before
    return tuple(found.values())


def _value(written: Any) -> Any:
    if not isinstance(written, Mapping):
        return written
    return Truths({name: None if truth == "unknown" else truth for name, truth in written.items()})


def worse(known: Fact, told: Fact) -> Fact | None:
    """What an answer makes of a known fact; None where it leaves it as it is: no answer talks a record away."""
    if known.value is None:
        return told
    if isinstance(known.value, Truths) and isinstance(told.value, Truths):
        united = _united(known.value, told.value)
        return None if united == known.value else replace(known, value=united, sentence=_against(told, known))
    good = fact_kinds()[known.name].good
    if isinstance(known.value, bool) and known.value is good and told.value is not good:
        return replace(told, sentence=_against(told, known))
    return None


def _against(told: Fact, known: Fact) -> str:
    return f"{told.sentence} (against: {known.sentence})" if known.sentence else told.sentence


def _united(known: Truths, told: Truths) -> Truths:
    """What is recorded, and beside it what answers add: a no only where nothing was known."""
    new = {name: truth for name, truth in told.of.items() if _counts(known.of.get(name, known.rest), truth)}
    return Truths({**known.of, **new}, known.rest)


def _counts(before: Truth, told: Truth) -> bool:
    return before is not told and (before is None or (before is False and told is not False))


def question_parts(
    replies: Iterable[Reply], sheet: FactSheet, adjustments: Iterable[Adjustment] = ()
) -> tuple[Part, ...]:
    """What every question says: by its answers, or by having none where it must be asked.

    Args:
        replies: Any number to each question; several that differ do not soften each other.
        sheet: Decides which questions must be asked.
        adjustments: House rules as changed for this order.
    """
    given = counted_replies(replies)
    changed = {it.part: it for it in adjustments}
    parts = list[Part]()
    for question in questions().values():
        mine = [it for it in given if it.question == question.id]
        if mine:
            parts.append(adjusted(_answered(question, mine, sheet), changed.get(question.id)))
        elif question.is_relevant(sheet):
            parts.append(adjusted(_open(question), changed.get(question.id)))
    return tuple(parts)


def _answered(question: Question, replies: list[Reply], sheet: FactSheet) -> Part:
    """All that the answers require together: two that contradict each other do not soften."""
    said = _joined(it.requires for it in replies)
    words = "; ".join(dict.fromkeys(it.sentence for it in replies if it.sentence))
    about = tuple(dict.fromkeys(sheet.label(it.about) for it in replies if it.about))
    part = Part(
        question.id, "question", question.group, "HOUSE", question.text, "yes" if said else "no", said, said, said,
        "policy", words, about=about,
    )  # fmt: skip
    if not any(it.is_open for it in replies):
        return part
    full = _joined(it.requires for it in replies if not it.is_open)
    return replace(
        part, answer="unknown", possible=_joined((said, (question.worst,))), least=_joined((full, question.best)),
        lacks=(Lack("", "", (question.id,), words or question.text),), deniers=(frozenset((question.id,)),),
    )  # fmt: skip


def _joined(groups: Iterable[Iterable[Outcome]]) -> tuple[Outcome, ...]:
    return tuple(sorted({it for group in groups for it in group}, reverse=True))


def _open(question: Question) -> Part:
    return Part(
        question.id, "question", question.group, "HOUSE", question.text, "unknown", question.missing, (question.worst,),
        question.best, "policy", "Not answered.",
        lacks=(Lack("", "", (question.id,), question.text),), deniers=(frozenset((question.id,)),),
    )  # fmt: skip


def adjusted(part: Part, change: Adjustment | None) -> Part:
    """A house rule as the user set it for this order, with the reason; the rule's own words stay.

    Raises:
        InputError: ``E-ADJUSTMENT``: no such outcome.
    """
    if change is None or not change.reason.strip() or part.basis == "law":
        return part
    if change.outcome not in Outcome.__members__:
        raise InputError(
            f"{change.part} was changed to {change.outcome!r}; it must be one of {', '.join(Outcome.__members__)}.",
            code="E-ADJUSTMENT",
        )
    said = _outcomes([change.outcome]) if change.outcome != "OK" else ()
    who = f" by {change.by}" if change.by else ""
    sentence = f"{part.sentence} Changed to {change.outcome}{who}: {change.reason}"
    return replace(
        part, now=said, possible=said, least=said, sentence=sentence, lacks=(), deniers=(), adjusted=change.reason
    )
