"""The ownership rules as dated data: which one holds for a jurisdiction on a day, and what it counts."""

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cache, cached_property
from importlib.resources import files
from itertools import pairwise
from typing import Any, Literal

from enduse.errors import BadPlugin, UsageError
from enduse.screen.stakes import Listed

Status = Literal["in_force", "absent", "suspended", "unverified"]

_WORDS: Mapping[str, frozenset[str]] = {
    "status": frozenset({"in_force", "absent", "suspended", "unverified"}),
    "aggregate": frozenset({"all", "joint"}),
    "chain": frozenset({"shares", "stake"}),
    "treasury": frozenset({"unsettled", "votes"}),
}
_MEASURES = frozenset({"shares", "votes"})
_ALWAYS = ("id", "jurisdiction", "status", "instrument", "sentence", "source", "evidence", "confidence")
_TEST = ("threshold", "strict", "aggregate", "measures", "chain", "treasury", "control", "authorities")
_COPIED = frozenset({*_TEST, "lists", "lists_excluded", "programme_lists", "programmes", "programmes_excluded"})


@dataclass(frozen=True)
class OwnershipTest:
    """What a rule counts, and from where on a company is treated like its owners.

    Attributes:
        threshold: Share of the whole, 0 to 1.
        strict: Must it be exceeded?
        aggregate: ``all`` listed owners are added up, or only under a ``joint`` arrangement.
        measures: ``shares``, ``votes``.
        chain: What lets a holding pass through a company in between; see the data file.
        treasury: What is done with shares that a company holds in itself; see the data file.
        control: Is control a test of its own?
        authorities: Whose lists count.
        lists: Parts of the names of lists that count, lower case; all where empty.
        lists_excluded: Parts of the names of lists that do not count.
        programme_lists: Lists of which only ``programmes`` count.
        programmes: Upper case.
        programmes_excluded: Upper case; an entry that has one of these and none of ``programmes`` does not count.
    """

    threshold: Fraction
    strict: bool
    aggregate: str
    measures: tuple[str, ...]
    chain: str
    treasury: str
    control: bool
    authorities: frozenset[str]
    lists: tuple[str, ...] = ()
    lists_excluded: tuple[str, ...] = ()
    programme_lists: tuple[str, ...] = ()
    programmes: frozenset[str] = frozenset()
    programmes_excluded: frozenset[str] = frozenset()

    def counts(self, listing: Listed) -> bool | None:
        """Does this listing make its party a listed owner? None where its programmes are not recorded."""
        name = listing.list.casefold()
        if listing.authority not in self.authorities or any(it in name for it in self.lists_excluded):
            return False
        if self.lists and not any(it in name for it in self.lists):
            return False
        tags = {it.strip(" []").upper() for it in listing.programmes}
        if tags & self.programmes_excluded and not tags & self.programmes:
            return False
        if not any(it in name for it in self.programme_lists):
            return True
        return bool(tags & self.programmes) if tags else None

    def meets(self, value: int, whole: int) -> bool:
        """Does ``value`` of ``whole`` reach the threshold?"""
        of, part = self._ratio
        left, right = value * of, whole * part
        return left > right if self.strict else left >= right

    @cached_property
    def _ratio(self) -> tuple[int, int]:
        """Asked for each of a million holdings."""
        return self.threshold.denominator, self.threshold.numerator

    @property
    def wanted(self) -> str:
        """The threshold in words: ``50 % or more``, ``more than 50 %``."""
        share = f"{float(self.threshold * 100):g} %"
        return f"more than {share}" if self.strict else f"{share} or more"


@dataclass(frozen=True)
class OwnershipRule:
    """One rule and the days on which it is known to hold, to be absent, or not to be known.

    Attributes:
        id: As in the file.
        jurisdiction: ``US-OFAC``, ``US-BIS``, ``EU``, ``UK``.
        start: First day, None for no known first day.
        end: First day it no longer holds.
        status: Is it applied? See the data file.
        test: What it counts; None where nothing is known of it.
        instrument: The act or guidance.
        sentence: What it says, in our words.
        note: What is unsettled or from memory.
        source: Where it was read.
        evidence: How we know.
        confidence: high, medium or low.
    """

    id: str
    jurisdiction: str
    start: date | None
    end: date | None
    status: Status
    test: OwnershipTest | None
    instrument: str
    sentence: str
    note: str
    source: str
    evidence: str
    confidence: str

    @property
    def citation(self) -> str:
        """Act and how we know, in one line."""
        return f"{self.instrument} ({self.evidence}; confidence {self.confidence})"

    def holds_on(self, day: date) -> bool:
        """Does its span hold that day?"""
        return (self.start is None or self.start <= day) and (self.end is None or day < self.end)


@dataclass(frozen=True)
class OwnershipRules:
    """Every dated rule, and the two figures of this project that are no law.

    Attributes:
        rules: By jurisdiction and start.
        significant_minority: Share from which a minority is pointed out.
        transfer_days: Days before a listing within which a transfer is pointed out.
    """

    rules: tuple[OwnershipRule, ...]
    significant_minority: Fraction
    transfer_days: int

    @property
    def jurisdictions(self) -> tuple[str, ...]:
        """Those that have a rule, in order."""
        return tuple(sorted({it.jurisdiction for it in self.rules}))

    def on(self, jurisdiction: str, day: date) -> OwnershipRule:
        """The rule of that day; one that says ``unverified`` where no span holds the day.

        Raises:
            UsageError: E-OWN-QUESTION: no rule knows the jurisdiction.
        """
        own = [it for it in self.rules if it.jurisdiction == jurisdiction]
        if not own:
            raise UsageError(
                f"No ownership rule is known for {jurisdiction!r}, so nothing can be said under its law. "
                f"Ask for one of {', '.join(self.jurisdictions)}.",
                code="E-OWN-QUESTION",
            )
        return next((it for it in own if it.holds_on(day)), _gap(jurisdiction))

    def last_test(self, rule: OwnershipRule) -> OwnershipTest | None:
        """What is counted under ``rule``, or was under the latest earlier rule of its jurisdiction that says so."""
        own = [it for it in self.rules if it.jurisdiction == rule.jurisdiction and it.test]
        earlier = [it for it in own if (it.start or date.min) <= (rule.start or date.min)]
        return rule.test or (earlier[-1].test if earlier else None)


@cache
def ownership_rules() -> OwnershipRules:
    """The bundled rules."""
    return read_rules((files("enduse.data") / "ownership_rules.toml").read_text(encoding="utf-8"))


def read_rules(text: str) -> OwnershipRules:
    """Rules as ``data/ownership_rules.toml`` writes them.

    Raises:
        BadPlugin: E-OWN-RULES: a field is missing, a word is unknown, or two spans overlap.
    """
    spec = tomllib.loads(text)
    tests = {it.get("id"): it for it in spec["rules"] if "threshold" in it}
    rules = sorted((_rule(it, tests) for it in spec["rules"]), key=lambda it: (it.jurisdiction, it.start or date.min))
    for earlier, later in pairwise(rules):
        if earlier.jurisdiction == later.jurisdiction and (earlier.end or date.max) > (later.start or date.min):
            raise _bad(later.id, f"its span overlaps that of {earlier.id!r}")
    analytic = spec["analytic"]
    return OwnershipRules(
        rules=tuple(rules),
        significant_minority=_share(analytic["significant_minority"]),
        transfer_days=analytic["transfer_days_before_listing"],
    )


def _rule(own: Mapping[str, Any], tests: Mapping[str, Mapping[str, Any]]) -> OwnershipRule:
    name = str(own.get("id", "?"))
    _require(name, own, _ALWAYS)
    model = own.get("same_test_as")
    if model and model not in tests:
        raise _bad(name, f"same_test_as is {model!r}, which is no rule with a test")
    copied = {key: value for key, value in tests[model].items() if key in _COPIED} if model else {}
    spec = {**copied, **own}
    if spec["status"] == "in_force":
        _require(name, spec, _TEST)
    for key, words in _WORDS.items():
        if key in spec and spec[key] not in words:
            raise _bad(name, f"{key} is {spec[key]!r}; it may be {', '.join(sorted(words))}")
    return OwnershipRule(
        id=name,
        jurisdiction=spec["jurisdiction"],
        start=spec.get("start"),
        end=spec.get("end"),
        status=spec["status"],
        test=_test(name, spec) if "threshold" in spec else None,
        instrument=spec["instrument"],
        sentence=spec["sentence"],
        note=spec.get("note", ""),
        source=spec["source"],
        evidence=spec["evidence"],
        confidence=spec["confidence"],
    )


def _test(name: str, spec: Mapping[str, Any]) -> OwnershipTest:
    _require(name, spec, _TEST)
    if unknown := set(spec["measures"]) - _MEASURES:
        raise _bad(name, f"measures has {sorted(unknown)!r}; it may have {', '.join(sorted(_MEASURES))}")
    return OwnershipTest(
        threshold=_share(spec["threshold"]),
        strict=spec["strict"],
        aggregate=spec["aggregate"],
        measures=tuple(spec["measures"]),
        chain=spec["chain"],
        treasury=spec["treasury"],
        control=spec["control"],
        authorities=frozenset(spec["authorities"]),
        lists=_lower(spec.get("lists", ())),
        lists_excluded=_lower(spec.get("lists_excluded", ())),
        programme_lists=_lower(spec.get("programme_lists", ())),
        programmes=frozenset(it.upper() for it in spec.get("programmes", ())),
        programmes_excluded=frozenset(it.upper() for it in spec.get("programmes_excluded", ())),
    )


def _lower(words: Iterable[str]) -> tuple[str, ...]:
    return tuple(it.casefold() for it in words)


def _share(text: str) -> Fraction:
    """``"50%"`` is one half, exactly."""
    return Fraction(text.rstrip(" %")) / 100


def _require(name: str, spec: Mapping[str, Any], fields: Sequence[str]) -> None:
    if lacking := [it for it in fields if it not in spec]:
        raise _bad(name, f"it lacks {', '.join(lacking)}")


def _bad(name: str, what: str) -> BadPlugin:
    return BadPlugin(
        f"Ownership rule {name!r} cannot be used: {what}. An answer could rest on the wrong law. Correct the entry.",
        code="E-OWN-RULES",
    )


def _gap(jurisdiction: str) -> OwnershipRule:
    """What is said of a day that no span holds."""
    said = f"No dated rule of {jurisdiction} covers that day; its law of that day is not verified."
    return OwnershipRule(
        id=f"{jurisdiction}-gap",
        jurisdiction=jurisdiction,
        start=None,
        end=None,
        status="unverified",
        test=None,
        instrument=f"law of {jurisdiction} on that day",
        sentence=said,
        note="",
        source="none",
        evidence="not verified",
        confidence="low",
    )
