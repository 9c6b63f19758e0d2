"""What goods are, what their code says, and which control entries may cover them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Protocol

from enduse.errors import BadGoodsCode
from enduse.goods.codes.explaining import CodeExplanation, explain_code
from enduse.goods.codes.suggesting import (
    CodeIndex,
    Disagreement,
    Suggestion,
    disagreement,
    index_codes,
    suggest_hs6,
)
from enduse.goods.codes.tiers import CodeListing, tiers
from enduse.goods.contradictions import Declared, contradictions, with_age
from enduse.goods.entries.evaluation import WORDING, EntryAnswer, evaluate, missing_words, next_question
from enduse.goods.facts import Goods
from enduse.goods.heads import MACHINE_KINDS
from enduse.goods.machines import Machine, machine_of, machines, model_facts
from enduse.goods.reading import read_goods
from enduse.goods.specification import specified
from enduse.model.nomenclature import CodeBooks

_ASKED = MACHINE_KINDS | {"control_unit", "software"}
"""Kinds of goods that a control entry may be about."""

_OTHER_WORK = frozenset(
    {
        *("turning", "milling", "grinding", "edm", "wire_edm", "beam_or_jet", "deep_hole_drilling", "additive"),
        *("gear_finishing", "optical_finishing", "jig_boring", "fly_cutting", "control_unit", "software", "technology"),
    }
)
"""Parameters that say what a machine is for: where one is missing, the entry is about work that nobody spoke of."""


@dataclass(frozen=True)
class GoodsQuestion:
    """One goods line as it is asked about.

    Attributes:
        text: The description, with trademark and maker where they stand apart.
        on: The day whose codes, lists and wordings count.
        code: The declared goods code; empty: none.
        net_kg: Of the whole line.
        value_usd: Of the whole line.
        quantity: Pieces.
        answers: What the user knows of the machine: parameter to value, e.g. ``{"upr_x_um": "1.2"}``.
    """

    text: str
    on: date
    code: str = ""
    net_kg: float | None = None
    value_usd: float | None = None
    quantity: float | None = None
    answers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class GoodsAnswer:
    """What is known about a goods line.

    Attributes:
        question: What was asked.
        goods: The text and what was read from it, with what the model register adds and what contradicts what.
        code: What the declared code says; None where none was given or it is no code.
        code_problem: Why there is no explanation, in words; empty where there is one, or no code.
        suggestions: Codes that the description suggests, the best first, at most five.
        disagreement: The text clearly speaks of other goods than the declared code.
        listings: Lists that name the code on that day; where none was declared, the likeliest suggestion's.
        entries: What each control entry says; empty where the goods are none that an entry is about.
    """

    question: GoodsQuestion
    goods: Goods
    code: CodeExplanation | None
    code_problem: str
    suggestions: tuple[Suggestion, ...]
    disagreement: Disagreement | None
    listings: tuple[CodeListing, ...]
    entries: tuple[EntryAnswer, ...]

    @property
    def open_entries(self) -> tuple[EntryAnswer, ...]:
        """The entries that are met, or of which it cannot be told; the met ones first, then where least is missing."""
        wanted = [it for it in self.entries if it.answer != "does not meet"]
        return tuple(sorted(wanted, key=lambda it: (it.answer != "meets", not it.known, len(it.missing))))

    @property
    def likely_entries(self) -> tuple[EntryAnswer, ...]:
        """Of these, the ones about work that the goods are known to do, and whose wording is held."""
        return tuple(
            it
            for it in self.open_entries
            if it.known and WORDING not in it.missing and not {lack.name for lack in it.missing} & _OTHER_WORK
        )

    @property
    def question_to_ask(self) -> str:
        """The question whose answer would settle most of these; empty where none is open."""
        return next_question(self.likely_entries)


class HeldBooks(Protocol):
    """Nomenclatures at hand, and their index."""

    @property
    def books(self) -> CodeBooks:
        """The code books."""

    @property
    def index(self) -> CodeIndex:
        """The index of their codes."""


@dataclass
class GoodsDesk:
    """Answers about goods; what it needs is loaded when it is first needed.

    Attributes:
        own_machines: The user's table of machines, over the bundled register.
        languages: In which texts of codes are shown; empty: all at hand.
        held: Nomenclatures; None: there are none, and codes are explained in our own words.
    """

    own_machines: Path | None = None
    languages: Sequence[str] = ()
    held: HeldBooks | None = None

    @cached_property
    def _books(self) -> CodeBooks:
        return self.held.books if self.held else CodeBooks()

    @cached_property
    def _index(self) -> CodeIndex:
        return self.held.index if self.held else index_codes(self._books)

    @cached_property
    def _register(self) -> tuple[Machine, ...]:
        return machines(self.own_machines)

    def answer(self, question: GoodsQuestion) -> GoodsAnswer:
        """What is known about one line.

        Raises:
            InputError: The user's table of machines, an answer or a nomenclature cannot be used.
        """
        code, problem = self._explained(question)
        goods = self._read(question, code.code if code else "")
        sure = code.code[:6] if code else ""
        suggested = suggest_hs6(question.text, self._index, goods)
        named = sure or (suggested[0].code if suggested else "")
        return GoodsAnswer(
            question,
            goods,
            code,
            problem,
            suggested,
            disagreement(question.text, sure, self._index, goods) if sure else None,
            tiers(named, "", question.on, self._books) if len(named) >= 4 else (),
            self._entries(goods, question),
        )

    def _read(self, question: GoodsQuestion, code: str) -> Goods:
        goods = with_age(read_goods(question.text), question.on)
        if known := machine_of(goods, self._register):
            goods = replace(goods, facts=(*goods.facts, *model_facts(goods, known)))
        declared = Declared(code, question.net_kg, question.value_usd, question.quantity, question.on)
        return replace(goods, facts=(*goods.facts, *contradictions(goods, declared, self._register)))

    def _explained(self, question: GoodsQuestion) -> tuple[CodeExplanation | None, str]:
        if not question.code:
            return None, ""
        try:
            return explain_code(question.code, question.on, self.languages, self._books), ""
        except BadGoodsCode as error:
            return None, error.message

    def _entries(self, goods: Goods, question: GoodsQuestion) -> tuple[EntryAnswer, ...]:
        kind = goods.first("kind")
        if not question.answers and (kind is None or kind.value not in _ASKED):
            return ()
        known = machine_of(goods, self._register)
        own = tuple(it for it in goods.facts if it.basis != "model")
        return evaluate(specified(own, known, question.answers), question.on)


def entry_words(it: EntryAnswer) -> str:
    """Why an entry is answered so: what is missing, else what it rests on."""
    if it.missing:
        return f"missing: {missing_words(it.missing)}"
    return "; ".join(f"{shown.name}{f' {shown.axis}' if shown.axis else ''}: {shown.value}" for shown in it.known)
