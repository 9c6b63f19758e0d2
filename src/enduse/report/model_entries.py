"""Models of machines against the control lists: the likely entry, what is known, what is missing, and who decides."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from types import MappingProxyType
from typing import Literal

from enduse.goods.capabilities import flags_of_kind
from enduse.goods.desk import GoodsAnswer, GoodsDesk, GoodsQuestion
from enduse.goods.entries.conditions import Shown
from enduse.goods.entries.evaluation import EntryAnswer, evaluate, missing_words
from enduse.goods.parameters import parameters
from enduse.goods.specification import Specification
from enduse.model.goods_rules import MACHINE_KINDS
from enduse.model.profile import Number, Profile, ProfileTable, Section, Statement, TableLine

Status = Literal["likely", "needs the authority", "not on what is known"]

WORDS: dict[Status, str] = {
    "likely": "probable",
    "needs the authority": "possible",
    "not on what is known": "derived",
}
"""Status to the word of confidence. None of them is a decision."""

UNCERTAIN = (
    "No line of this table is a decision: only the authority can say definitively whether an entry covers a machine. "
    "Likely: what is known meets the entry. Needs the authority: nothing known speaks against it, and what is missing "
    "decides. A figure of the register is the maker's published one, not the machine's own."
)
_MOST = 6
_OF_KIND = ("the register calls", "the goods are described as", "the designation is of")


@dataclass(frozen=True)
class AskedModel:
    """One model.

    Attributes:
        text: As written, e.g. brand and designation, or a whole description.
        name: By which it is called; empty: as it is read from the text.
        answers: What the user knows of it: parameter to value.
        rows: Goods lines that name it, where a case was asked.
        usd: Their value.
    """

    text: str
    name: str = ""
    answers: tuple[tuple[str, str], ...] = ()
    rows: tuple[int, ...] = ()
    usd: float = 0.0


@dataclass(frozen=True)
class ModelEntry:
    """What one entry says of one model.

    Attributes:
        known: What the answer rests on, or what is known already, with where from.
        missing: In words; empty where nothing is.
        ask: The question whose answer would settle most; may be empty.
    """

    model: str
    entry: str
    title: str
    regimes: tuple[str, ...]
    known: tuple[str, ...]
    missing: str
    ask: str
    status: Status

    @property
    def confidence(self) -> str:
        """One of the six words."""
        return WORDS[self.status]


def model_answer(desk: GoodsDesk, asked: AskedModel, on: date) -> GoodsAnswer:
    """Everything about a model; where only the designation tells what it is, that is taken and said so."""
    answer = desk.answer(GoodsQuestion(asked.text, on, answers=dict(asked.answers)))
    kind = answer.goods.first("kind")
    if answer.likely_entries or kind is None or kind.value not in MACHINE_KINDS or asked.answers:
        return answer
    flags = flags_of_kind(str(kind.value), f"the designation is of a machine of the kind {kind.value}")
    return replace(answer, entries=evaluate(Specification(MappingProxyType(flags)), on))


def model_entries(answer: GoodsAnswer, name: str = "") -> tuple[ModelEntry, ...]:
    """The entries that may cover it, the likely ones first; where none is left, those that it does not meet.

    Args:
        answer: See ``model_answer``.
        name: By which the model is called; empty: as it is read from the text.
    """
    called = name or _name(answer)
    found = [_entry(called, it) for it in answer.likely_entries]
    if found:
        return tuple(sorted(found, key=lambda it: (it.status != "likely", -len(it.regimes))))
    ruled_out = (it for it in answer.entries if it.answer == "does not meet" and it.criteria is not None)
    return tuple(_entry(called, it) for it in ruled_out)


def _entry(name: str, it: EntryAnswer) -> ModelEntry:
    status: Status = "needs the authority"
    if it.answer != "cannot tell":
        status = "likely" if it.answer == "meets" else "not on what is known"
    own = tuple(_known(one) for one in it.known if not _implied(one))
    known = (*own, "what its kind implies") if len(own) < len(it.known) else own
    words = missing_words(it.missing)
    return ModelEntry(name, it.name, it.title, it.regimes, known, words, it.question, status)


def _name(answer: GoodsAnswer) -> str:
    parts = [str(fact.value) for name in ("brand", "model") if (fact := answer.goods.first(name))]
    return " ".join(parts) if len(parts) == 2 else answer.question.text


def _implied(it: Shown) -> bool:
    """Does it follow from the kind of machine alone?"""
    return it.origin == "derived" and it.note.startswith(_OF_KIND)


def _known(it: Shown) -> str:
    parameter = parameters().get(it.name)
    label = parameter.label if parameter else it.name.replace("_", " ")
    return f"{label}{f' {it.axis}' if it.axis else ''}: {it.value} ({it.origin})"


def models_profile(asked: Sequence[AskedModel], answers: Sequence[GoodsAnswer], on: date) -> Profile:
    """One section a model, each with a table of entries."""
    pairs = enumerate(zip(asked, answers, strict=True), 1)
    sections = tuple(_section(f"model_{at}", one, answer) for at, (one, answer) in pairs)
    title = f"Models against control lists, wording of {on}"
    label = Section("label", "How to read this", (Statement((UNCERTAIN,), "possible"),))
    unseen = ("Options of the single machine: a maker's model stands for many machines.",)
    return Profile("models", "models", title, on, (label, *sections), unseen=unseen)


def _section(id: str, asked: AskedModel, answer: GoodsAnswer) -> Section:
    title = asked.name or _name(answer)
    entries, seen = model_entries(answer, title), _seen(asked)
    if not entries:
        why = "The text names no model or kind of machine that an entry is about. Give brand and model, or --known."
        return Section(id, title, seen, not_assessable="" if seen else why)
    lines = tuple(_line(it, asked.rows) for it in entries[:_MOST])
    left = len(entries) - len(lines)
    note = f"{left} more entries: --json of `enduse goods` shows all." if left else ""
    first = next((it.ask for it in entries if it.ask), "")
    ask = (Statement((f"Ask first: {first}",), "derived"),) if first else ()
    columns = ("Entry", "Lists", "What it is about", "Known", "Missing", "Status", "Word")
    return Section(id, title, (*seen, *ask), (ProfileTable(id, title, columns, lines, note),))


def _seen(asked: AskedModel) -> tuple[Statement, ...]:
    if not asked.rows:
        return ()
    lines, usd = Number(len(asked.rows), "lines", "count", asked.rows), Number(asked.usd, "USD", "sum", asked.rows)
    return (Statement(("In the records: ", lines, " worth ", usd, "."), "derived"),)


def _line(it: ModelEntry, rows: tuple[int, ...]) -> TableLine:
    cells = (
        it.entry,
        ", ".join(it.regimes),
        it.title,
        "; ".join(it.known),
        it.missing or "nothing",
        it.status,
        it.confidence,
    )
    return TableLine(cells, rows)
