"""Rules of law and of the house, one TOML file each in ``decide/rules``: what they say of an order on a day.

A file:

    id = "kr_situational"                  # that of the file
    jurisdiction = "KR"                    # whose law; HOUSE for a house rule
    title = "Situational permit for Russia and Belarus"
    gate = "G1"
    outcome = ["LICENCE"]
    licence_policy = "denial"              # optional: how licences are decided
    sentence = "Needs a situational permit, refused in principle."

    [[in_force]]
    start = 2024-02-24                     # start <= day < end; no end: still so
    end = 2024-09-09
    citation = "33rd notice of strategic items, ..."
    source = "T032"
    evidence = "seen"                      # seen, derived, memory
    confidence = "high"                    # high, medium, low
    [in_force.when]                        # see decide.conditions
    "seller.country" = "KR"
    destination = ["RU", "BY"]

``decision = true`` marks a house rule that stands on a decision about a named party: it alone may prohibit.
A span may have its own ``outcome``, ``licence_policy`` and ``sentence``, a ``note``, and ``status = "unverified"``:
nobody checked the law of these days, so that where its conditions hold it is not known whether it applies.
``gap = "..."`` in a span, without conditions, says why nothing is in force on these days.
"""

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache
from hashlib import sha256
from importlib.resources import files
from importlib.resources.abc import Traversable
from itertools import pairwise
from pathlib import Path
from typing import Any

from enduse.decide.conditions import Condition, Every, Place, names_if_known, read_condition
from enduse.decide.facts import FactSheet
from enduse.decide.outcomes import Basis, Outcome
from enduse.errors import BadPlugin

GATES = ("G1", "G2", "G3", "G4", "G5", "G6")
EVIDENCE = ("seen", "derived", "memory")
CONFIDENCE = ("high", "medium", "low")
_HEAD = {"id", "jurisdiction", "title", "gate", "outcome", "sentence", "in_force"}
_HEAD_MORE = {"licence_policy", "note", "topics", "decision"}
_SPAN = {"citation", "source", "evidence", "confidence"}
_SPAN_MORE = {"start", "end", "when", "outcome", "licence_policy", "sentence", "note", "status", "gap"}


@dataclass(frozen=True)
class Span:
    """A rule as it stood on some days.

    Attributes:
        start: First day; None: nothing earlier is known to differ.
        end: First day no longer in force; None while it stands.
        condition: When it applies; None in a gap.
        outcomes: What it requires.
        licence_policy: ``denial``, ``case by case`` ... or empty.
        sentence: What it says, for a reader.
        verified: False: nobody checked the law of these days.
        gap: Why nothing is in force; empty otherwise.
    """

    start: date | None
    end: date | None
    condition: Condition | None
    outcomes: tuple[Outcome, ...]
    licence_policy: str
    sentence: str
    citation: str
    source: str
    evidence: str
    confidence: str
    note: str = ""
    verified: bool = True
    gap: str = ""

    @cached_property
    def names(self) -> frozenset[str]:
        """Facts that its condition speaks of."""
        return frozenset(self.condition.names()) if self.condition else frozenset()

    @cached_property
    def names_if_known(self) -> frozenset[str]:
        """Facts of which it asks whether they are known at all, or only what was told."""
        return frozenset(names_if_known(self.condition)) if self.condition else frozenset()

    def may_hold(self, sheet: FactSheet) -> bool:
        """Could it apply to some party or line, as far as the order itself tells?"""
        order = Place(sheet)
        parts = self.condition.of_the_order if isinstance(self.condition, Every) else ()
        return not any(it.told(order).truth is False for it in parts)

    def holds(self, on: date) -> bool:
        """Is ``on`` one of its days?"""
        return (self.start is None or self.start <= on) and (self.end is None or on < self.end)


@dataclass(frozen=True)
class Rule:
    """One rule with all its spans, the earliest first.

    Attributes:
        topics: Words by which ``rules show`` finds it.
        decided: Of a house rule: it stands on a decision about a named party, so that it may prohibit.
    """

    id: str
    jurisdiction: str
    title: str
    gate: str
    spans: tuple[Span, ...]
    note: str = ""
    topics: tuple[str, ...] = ()
    decided: bool = False

    @property
    def basis(self) -> Basis:
        """House rules are policy; all others are law."""
        return "policy" if self.jurisdiction == "HOUSE" else "law"

    def on(self, day: date) -> Span | None:
        """The span of a day; None: the rule says nothing of it."""
        return next((it for it in self.spans if it.holds(day)), None)

    @cached_property
    def _names(self) -> frozenset[str]:
        return frozenset(name for span in self.spans for name in span.names)

    def places(self, sheet: FactSheet) -> Iterator[Place]:
        """Every line and party for which it is asked."""
        lines = sheet.lines if any(it.startswith("goods.") for it in self._names) else ("",)
        parties = sheet.parties if any(it.startswith("party.") for it in self._names) else ("",)
        for line in lines or ("",):
            for party in parties or ("",):
                yield Place(sheet, line, party)


@dataclass(frozen=True)
class Rulebook:
    """All rules, and the hash of what they were read from."""

    rules: tuple[Rule, ...]
    version: str

    def on(self, day: date) -> Iterator[tuple[Rule, Span]]:
        """Every rule that says something of a day."""
        for rule in self.rules:
            if (span := rule.on(day)) and span.condition:
                yield rule, span

    def rule(self, id: str) -> Rule | None:
        """The rule of that id."""
        return next((it for it in self.rules if it.id == id), None)


def read_rulebook(paths: Iterable[Traversable | Path]) -> Rulebook:
    """Rules from their files, in the order of their ids.

    Raises:
        BadPlugin: ``E-RULE``: a file is ill formed, two have the same id, or spans of a rule overlap.
    """
    texts = {it.name: it.read_text(encoding="utf-8") for it in paths}
    rules = [_rule(name, text) for name, text in sorted(texts.items())]
    ids = [it.id for it in rules]
    if twice := sorted({it for it in ids if ids.count(it) > 1}):
        raise BadPlugin(f"rules {', '.join(twice)}: the id is taken; ids must be unique.", code="E-RULE")
    version = sha256("\0".join(f"{name}\0{text}" for name, text in sorted(texts.items())).encode()).hexdigest()
    return Rulebook(tuple(sorted(rules, key=lambda it: it.id)), version[:12])


def rulebook(own: Path | None = None) -> Rulebook:
    """The bundled rules, and those of the user's own folder, one of the same file name replacing a bundled one."""
    found = sorted(own.glob("*.toml")) if own and own.is_dir() else []
    return _rulebook(own if found else None, tuple((it.name, it.stat().st_mtime_ns) for it in found))


@lru_cache(maxsize=16)
def _rulebook(own: Path | None, written: tuple[tuple[str, int], ...]) -> Rulebook:
    """Read once for each state of the user's folder: a server must see a rule that was corrected."""
    bundled = {it.name: it for it in files("enduse.decide.rules").iterdir() if it.name.endswith(".toml")}
    mine = {it.name: it for it in sorted(own.glob("*.toml"))} if own and own.is_dir() else {}
    return read_rulebook({**bundled, **mine}.values())


def _rule(name: str, text: str) -> Rule:
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise BadPlugin(f"rule {name}: this is no TOML ({error}).", code="E-RULE") from error
    _named(name, table, _HEAD, _HEAD_MORE)
    if table["id"] != name.removesuffix(".toml"):
        raise BadPlugin(f"rule {name}: its id is {table['id']!r}; it must be that of the file.", code="E-RULE")
    if table["gate"] not in GATES:
        raise BadPlugin(f"rule {name}: {table['gate']!r} is no gate: {', '.join(GATES)}.", code="E-RULE")
    spans = tuple(_span(f"rule {name}, span {number}", table, it) for number, it in enumerate(table["in_force"], 1))
    rule = Rule(
        table["id"], table["jurisdiction"], table["title"], table["gate"], spans, table.get("note", ""),
        tuple(table.get("topics", ())), bool(table.get("decision", False)),
    )  # fmt: skip
    for before, after in pairwise(spans):
        if before.end is None or after.start is None or after.start < before.end:
            raise BadPlugin(f"rule {name}: spans overlap or are not in order at {after.start}.", code="E-RULE")
        if after.start > before.end:
            raise BadPlugin(
                f"rule {name}: {before.end} to {after.start} is not explained; add a span with gap = '...'.",
                code="E-RULE",
            )
    return rule


def _span(where: str, rule: Mapping[str, Any], table: Mapping[str, Any]) -> Span:
    _named(where, table, _SPAN, _SPAN_MORE)
    gap = table.get("gap", "")
    if bool(gap) is bool(table.get("when")):
        raise BadPlugin(f"{where}: it needs conditions (when), or says why there are none (gap).", code="E-RULE")
    for key, allowed in (("evidence", EVIDENCE), ("confidence", CONFIDENCE)):
        if table[key] not in allowed:
            raise BadPlugin(f"{where}: {key} is {table[key]!r}; it must be one of {', '.join(allowed)}.", code="E-RULE")
    return Span(
        start=table.get("start"),
        end=table.get("end"),
        condition=read_condition(table["when"], where) if not gap else None,
        outcomes=_outcomes(where, table.get("outcome", rule["outcome"])),
        licence_policy=table.get("licence_policy", rule.get("licence_policy", "")),
        sentence=table.get("sentence", rule["sentence"]),
        citation=table["citation"],
        source=table["source"],
        evidence=table["evidence"],
        confidence=table["confidence"],
        note=table.get("note", ""),
        verified=table.get("status", "in_force") != "unverified",
        gap=gap,
    )


def _outcomes(where: str, written: str | list[str]) -> tuple[Outcome, ...]:
    names = [written] if isinstance(written, str) else written
    if not names or any(it not in Outcome.__members__ for it in names):
        raise BadPlugin(f"{where}: outcome {written!r}; it must be of {', '.join(Outcome.__members__)}.", code="E-RULE")
    return tuple(sorted({Outcome[it] for it in names}, reverse=True))


def _named(where: str, table: Mapping[str, Any], needed: set[str], more: set[str]) -> None:
    lacking, strange = needed - set(table), set(table) - needed - more
    if lacking or strange:
        said = f"lacks {', '.join(sorted(lacking))}" if lacking else f"has unknown {', '.join(sorted(strange))}"
        raise BadPlugin(f"{where} {said}.", code="E-RULE")


def always(span: Span) -> bool:
    """Has the span no condition that could fail?"""
    return isinstance(span.condition, Every) and not span.condition.parts
