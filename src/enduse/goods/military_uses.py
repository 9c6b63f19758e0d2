"""What goods can be used for in the making of arms: reasons to look closer, with sources; never proof of a use."""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any


@dataclass(frozen=True)
class UseSource:
    """What says that such goods are used so.

    Attributes:
        published: Day, month or year as far as it is known; may be empty.
        url: May be empty.
        evidence: ``seen`` or ``memory`` (to be verified).
        confidence: high, medium or low.
    """

    id: str
    title: str
    publisher: str
    published: str
    url: str
    evidence: str
    confidence: str

    @property
    def citation(self) -> str:
        """Publisher, title, date, address and how we know, in a line."""
        dated = f", {self.published}" if self.published else ""
        where = f", {self.url}" if self.url else ""
        return f"{self.publisher}{dated}: {self.title}{where} ({self.evidence}; confidence {self.confidence})"


@dataclass(frozen=True)
class MilitaryUse:
    """A part of a weapon, or a step of making it, that goods of a class are possibly used for.

    Attributes:
        part: What is made, or in what such goods are built.
        reason: Why such goods do it.
        kinds: Kinds of goods, as facts name them.
        codes: Leading digits of HS2022.
        sources: At least one.
    """

    id: str
    part: str
    reason: str
    kinds: tuple[str, ...]
    codes: tuple[str, ...]
    sources: tuple[UseSource, ...]

    @property
    def sentence(self) -> str:
        """As one sentence that says no more than *possible*."""
        return f"Possibly used for {self.part}: {self.reason}"


@dataclass(frozen=True)
class PossibleUse:
    """A use that goods have by their class, and by which class.

    Attributes:
        because: ``kind turning`` or ``code 8458``.
    """

    use: MilitaryUse
    because: str

    def as_dict(self) -> dict[str, Any]:
        """For a program."""
        return {
            "use": self.use.id,
            "possible_part": self.use.part,
            "reason": self.use.reason,
            "because": self.because,
            "confidence": "possible",
            "sources": [it.citation for it in self.use.sources],
        }


@cache
def _table() -> Mapping[str, Any]:
    return tomllib.loads((files("enduse.data") / "military_uses.toml").read_text(encoding="utf-8"))


def not_proof() -> str:
    """The sentence that stands beside every possible use."""
    return str(_table()["not_proof"])


@cache
def military_uses() -> tuple[MilitaryUse, ...]:
    """Every use of the table, in its order."""
    sources = {id: UseSource(id=id, **{"url": "", **it}) for id, it in _table()["sources"].items()}
    return tuple(
        MilitaryUse(
            it["id"],
            it["part"],
            it["reason"],
            tuple(it.get("kinds", ())),
            tuple(it.get("codes", ())),
            tuple(sources[id] for id in it["sources"]),
        )
        for it in _table()["uses"]
    )


def possible_uses(kind: str = "", code: str = "") -> tuple[PossibleUse, ...]:
    """What goods of that kind or code are possibly used for, those of the kind first.

    Empty for a class that the table does not know: that is no answer.

    Args:
        kind: As facts name it, e.g. ``turning``; empty: not known.
        code: Any goods code; its first six digits count. Empty: not known.
    """
    digits = "".join(it for it in code if it.isdigit())[:6]
    found = [PossibleUse(it, f"kind {kind}") for it in military_uses() if kind and kind in it.kinds]
    known = {it.use.id for it in found}
    coded = ((it, _covering(it.codes, digits)) for it in military_uses() if it.id not in known)
    more = [(PossibleUse(it, f"code {cut}"), len(cut)) for it, cut in coded if cut]
    return (*found, *(it for it, _length in sorted(more, key=lambda pair: -pair[1])))


def uses_of_classes(classes: Iterable[tuple[str, str]]) -> tuple[PossibleUse, ...]:
    """The uses of several classes (kind, code), each use once, in the order of the table."""
    found: dict[str, PossibleUse] = {}
    for kind, code in classes:
        for it in possible_uses(kind, code):
            found.setdefault(it.use.id, it)
    return tuple(found[it.id] for it in military_uses() if it.id in found)


def _covering(codes: Iterable[str], digits: str) -> str:
    """The longest of the codes that covers the digits, or, of a heading asked for, that it covers; else empty."""
    met = [it for it in codes if len(digits) >= 2 and (digits.startswith(it) or it.startswith(digits))]
    return max(met, key=len, default="")
