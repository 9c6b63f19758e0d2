"""What is known of an order, in the terms of the rules: each fact with how it is known, each gap with what to ask."""

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Literal

from enduse.errors import BadPlugin
from enduse.goods.entries.truth import Truth, some

Confidence = Literal["recorded", "derived", "probable", "possible", "alleged", "denied"]
Scope = Literal["order", "party", "goods"]
_SEPARATORS = " ./"


@dataclass(frozen=True)
class Truths:
    """Yes, no or not known for each of many names: lists, entries, countries.

    Attributes:
        of: Name to truth.
        rest: What holds of every other name: no where all are known, else not known.
    """

    of: Mapping[str, Truth] = field(default_factory=dict)
    rest: Truth = None

    def has(self, name: str) -> Truth:
        """Does a name, or one below it (``2B001`` has ``2B001.b.2``; ``US-OFAC`` has ``US-OFAC SDN``), hold?"""
        below = [truth for it, truth in self.of.items() if it == name or _is_below(it, name)]
        return some(below) if below else self.rest

    def any_of(self, names: Iterable[str]) -> Truth:
        """Does one of them?"""
        return some(self.has(it) for it in names)


def _is_below(name: str, above: str) -> bool:
    """``2B001.b.2`` is below ``2B001``, and ``3A001`` below the group ``3A``."""
    if not name.startswith(above):
        return False
    following = name[len(above) : len(above) + 1]
    return following in _SEPARATORS or (above[-1:].isalpha() and following.isdigit())


Value = bool | str | float | date | Truths


@dataclass(frozen=True)
class Fact:
    """Something that is known, or known to be unknown.

    Attributes:
        name: One of the catalogue, ``data/order_facts.toml``.
        value: None: not known, and ``sentence`` says why.
        sentence: How it is known, in words.
        confidence: One of the six words.
        about: Which party (``buyer``, ``intermediate 2``) or line (``1``) it is of; empty: the order.
        sources: Rows, lists and references behind it.
        askable: Would an answer to its kind's questions tell it? Not where a list must be loaded first.
    """

    name: str
    value: Value | None
    sentence: str = ""
    confidence: Confidence = "recorded"
    about: str = ""
    sources: tuple[str, ...] = ()
    askable: bool = True


@dataclass(frozen=True)
class FactKind:
    """An entry of the catalogue of facts.

    Attributes:
        name: ``party.lists``; what stands before the dot is ``goods`` or ``party`` where it is of a line or a party.
        type: ``bool``, ``word``, ``number``, ``date``, ``truths``.
        means: In words.
        questions: Those of the catalogue of questions whose answers would tell it, the best first.
        good: Of a bool: the value that speaks for the order.
        lack: Of a bool: the other value says only that something is missing, which an answer can bring.
    """

    name: str
    type: str
    means: str
    questions: tuple[str, ...] = ()
    good: bool = False
    lack: bool = False

    @property
    def scope(self) -> Scope:
        """Is it known of a party, of a line of goods, or of the order as a whole?"""
        head = self.name.partition(".")[0]
        return head if head in ("party", "goods") else "order"  # type: ignore[return-value]


@cache
def fact_kinds() -> Mapping[str, FactKind]:
    """The catalogue: every fact that a rule may speak of."""
    text = (files("enduse.data") / "order_facts.toml").read_text(encoding="utf-8")
    return MappingProxyType(
        {
            name: FactKind(
                name,
                row["type"],
                row["means"],
                tuple(row.get("questions", ())),
                row.get("good", False),
                row.get("lack", False),
            )
            for name, row in tomllib.loads(text).items()
        }
    )


@dataclass(frozen=True)
class FactSheet:
    """All facts of one order on one day.

    Attributes:
        facts: In any order; of several of one name and subject the strictest was chosen before.
        parties: Keys of the parties, e.g. ``buyer``, ``intermediate 1``.
        lines: Keys of the lines: ``1`` ...
        labels: Key to what a reader sees: ``buyer Orient Tex Stanok``.
        unsettled: Names of facts of which it may not be said that they are unknown for good; see ``decide.widening``.
    """

    facts: tuple[Fact, ...]
    parties: tuple[str, ...] = ()
    lines: tuple[str, ...] = ()
    labels: Mapping[str, str] = field(default_factory=dict)
    unsettled: frozenset[str] = frozenset()
    _by_key: Mapping[tuple[str, str], Fact] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        unknown = sorted({it.name for it in self.facts} - set(fact_kinds()))
        if unknown:
            raise BadPlugin(f"{', '.join(unknown)}: no such fact; the catalogue is data/order_facts.toml.")
        object.__setattr__(self, "_by_key", {(it.name, it.about): it for it in self.facts})

    def get(self, name: str, about: str = "") -> Fact | None:
        """The fact of that name, where anything is known or said of it."""
        return self._by_key.get((name, about))

    def with_facts(self, more: Iterable[Fact]) -> "FactSheet":
        """The same with these facts in place of what stood there."""
        replaced = {(it.name, it.about): it for it in more}
        kept = (it for it in self.facts if (it.name, it.about) not in replaced)
        return FactSheet((*kept, *replaced.values()), self.parties, self.lines, self.labels, self.unsettled)

    def of(self, about: str) -> Iterator[Fact]:
        """Every fact of one party or line."""
        return (it for it in self.facts if it.about == about)

    def label(self, about: str) -> str:
        """A party or line as a reader sees it."""
        return self.labels.get(about, about)
