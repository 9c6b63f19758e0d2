"""Conditions of rules as data, answered in three values from facts.

A condition is a table; all of its lines must hold:

    destination = ["RU", "BY"]                    a word that is one of these; of many truths: one of these holds
    goods.entries = ["2B001"]                     the entry, or one of its sub-entries, is met
    end_use.military = true
    party.employees = { lt = 5 }                  numbers and days: lt, lte, gt, gte
    destination = { none_of = ["US", "JP"] }
    party.lists = { told = ["JP", "CH"] }         one of these, as far as anything is told of them; of names that nobody
                                                  speaks of (a list that is not loaded) silence is a no
    goods.code = { codes = ["8457"], maybe = ["8207"], complete = false }
                                                  codes with their subdivisions; of `maybe` it is not known whether
                                                  they are meant; not complete: of no other code either
    end_user.named = { known = true }             yes or no, never unknown
    any = [{...}, {...}]                          one of them holds
    not = {...}                                   it does not hold; or a list: none of them does

Names are those of ``data/order_facts.toml``; a dot may be written as a nested table.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, Protocol

from enduse.decide.facts import Fact, FactSheet, Truths, Value, fact_kinds
from enduse.errors import BadPlugin
from enduse.goods.entries.truth import Truth, every, opposite, some

_ALTERNATIVES = 12
"""Ways to decide a condition that are followed up; nobody asks a customer by the thirteenth."""
_BOUNDS = ("lt", "lte", "gt", "gte")


@dataclass(frozen=True)
class Place:
    """Whose facts a condition looks at beside those of the order: a line's, a party's, both or neither's."""

    sheet: FactSheet
    line: str = ""
    party: str = ""

    def fact(self, name: str) -> Fact | None:
        """The fact that the name means here."""
        return self.sheet.get(name, {"goods": self.line, "party": self.party}.get(fact_kinds()[name].scope, ""))


@dataclass(frozen=True)
class Told:
    """What a condition says.

    Attributes:
        truth: Yes, no, not known.
        rests_on: Facts that decided it.
        missing: Names of facts that would decide it.
        deniers: Sets of missing facts that together could make it a no, the smallest first; at most a few. A yes has
            them where it rests on a fact that only says that something is missing.
        provers: Likewise a yes.
        unread: Of the missing those of which no answer could tell more: the code is known, the list was not read.
    """

    truth: Truth
    rests_on: tuple[Fact, ...] = ()
    missing: tuple[str, ...] = ()
    deniers: tuple[frozenset[str], ...] = ()
    provers: tuple[frozenset[str], ...] = ()
    unread: tuple[str, ...] = ()


class Condition(Protocol):
    """Something that facts answer."""

    def told(self, place: Place) -> Told:
        """The answer."""

    def names(self) -> Iterator[str]:
        """Facts that it speaks of."""


@dataclass(frozen=True)
class Test:
    """One line: a fact and what it must be."""

    name: str
    wanted: Any

    def told(self, place: Place) -> Told:
        """The answer of this one fact."""
        fact = place.fact(self.name)
        value = fact.value if fact else None
        if isinstance(self.wanted, Mapping) and "known" in self.wanted:
            if value is None and self.name in place.sheet.unsettled:
                return _open((fact,) if fact else (), self.name)
            return Told((value is not None) is self.wanted["known"], (fact,) if fact else ())
        if fact is None or value is None:
            return _open((fact,) if fact else (), self.name)
        truth = self.of_value(value)
        if truth is False and self.name in place.sheet.unsettled and asks_what_is_told(self.wanted):
            truth = _tested(value, self.wanted["told"])
        if truth is None:
            return _open_code(fact, self.wanted) if isinstance(value, str) else _open((fact,), self.name)
        # What is only missing can be brought: the answer to its question would turn the test.
        kind = fact_kinds()[self.name]
        if truth and kind.lack and value is not kind.good and fact.askable:
            return Told(True, (fact,), (self.name,), (frozenset((self.name,)),))
        return Told(truth, (fact,))

    def of_value(self, value: Value) -> Truth:
        """What it says of a value that is known."""
        return _tested(value, self.wanted)

    def names(self) -> Iterator[str]:
        """Its name."""
        yield self.name


@dataclass(frozen=True)
class Every:
    """All parts hold."""

    parts: tuple[Condition, ...]

    @cached_property
    def of_the_order(self) -> tuple[Condition, ...]:
        """Those parts that speak of no party and no line: where one does not hold, no party or line need be asked."""
        return tuple(it for it in self.parts if all(fact_kinds()[name].scope == "order" for name in it.names()))

    def told(self, place: Place) -> Told:
        """No by the first part that does not hold; what is missing counts only where nothing says no."""
        told = list[Told]()
        for it in self.parts:
            told.append(it.told(place))
            if told[-1].truth is False:
                return Told(False, told[-1].rests_on)
        return Told(
            every(it.truth for it in told),
            _rests(told),
            _names(it.missing for it in told),
            smallest(one for it in told for one in it.deniers),
            together(it.provers for it in told if it.truth is None),
            _unread(told),
        )

    def names(self) -> Iterator[str]:
        """Those of the parts."""
        for it in self.parts:
            yield from it.names()


@dataclass(frozen=True)
class Some:
    """One part holds."""

    parts: tuple[Condition, ...]

    def told(self, place: Place) -> Told:
        """Yes by the first part that holds."""
        told = list[Told]()
        for it in self.parts:
            told.append(it.told(place))
            if told[-1].truth is True and not told[-1].deniers:
                return told[-1]
        truth = some(it.truth for it in told)
        if truth is False:
            return Told(False, _rests(told))
        return Told(
            truth,
            next((it.rests_on for it in told if it.truth is True), _rests(told)),
            _names(it.missing for it in told),
            together(it.deniers for it in told if it.truth is not False),
            smallest(one for it in told if it.truth is None for one in it.provers),
            _unread(told),
        )

    def names(self) -> Iterator[str]:
        """Those of the parts."""
        for it in self.parts:
            yield from it.names()


@dataclass(frozen=True)
class Opposite:
    """The part does not hold."""

    part: Condition

    def told(self, place: Place) -> Told:
        """The opposite, for the same reasons."""
        told = self.part.told(place)
        if told.truth is not None:
            return Told(not told.truth, told.rests_on)
        return Told(None, told.rests_on, told.missing, told.provers, told.deniers, told.unread)

    def names(self) -> Iterator[str]:
        """Those of the part."""
        return self.part.names()


def asks_what_is_told(wanted: Any) -> bool:
    """Does a test take a no for whatever was not told?"""
    return isinstance(wanted, Mapping) and "told" in wanted


def names_if_known(condition: Condition) -> Iterator[str]:
    """Facts of which a condition asks whether they are known at all, or only what was told."""
    if isinstance(condition, Test):
        if asks_what_is_told(condition.wanted) or (
            isinstance(condition.wanted, Mapping) and "known" in condition.wanted
        ):
            yield condition.name
    elif isinstance(condition, Opposite):
        yield from names_if_known(condition.part)
    elif isinstance(condition, Every | Some):
        for it in condition.parts:
            yield from names_if_known(it)


def read_condition(table: Mapping[str, Any], where: str) -> Condition:
    """A condition from its table.

    Args:
        table: As in the module's docstring.
        where: The rule, for messages.

    Raises:
        BadPlugin: ``E-RULE``: a name that is no fact, or a test that its type cannot answer.
    """
    return Every(tuple(_parts(table, "", where)))


def _parts(table: Mapping[str, Any], prefix: str, where: str) -> Iterator[Condition]:
    for key, wanted in table.items():
        name = f"{prefix}{key}"
        if key == "any" and not prefix:
            yield Some(tuple(read_condition(it, where) for it in wanted))
        elif key == "not" and not prefix:
            several = [wanted] if isinstance(wanted, Mapping) else wanted
            yield from (Opposite(read_condition(it, where)) for it in several)
        elif name in fact_kinds():
            yield Test(name, _checked(name, wanted, where))
        elif isinstance(wanted, Mapping):
            yield from _parts(wanted, f"{name}.", where)
        else:
            raise BadPlugin(f"{where}: {name!r} is no fact; the catalogue is data/order_facts.toml.", code="E-RULE")


def _checked(name: str, wanted: Any, where: str) -> Any:
    kind = fact_kinds()[name].type
    table = isinstance(wanted, Mapping)
    fits = {
        "bool": isinstance(wanted, bool),
        "word": isinstance(wanted, str | list) or (table and bool({"none_of", "codes", "maybe"} & set(wanted))),
        "truths": isinstance(wanted, str | list) or (table and len(wanted) == 1 and set(wanted) <= {"none_of", "told"}),
        "number": table and bool(wanted) and set(wanted) <= set(_BOUNDS),
        "date": table and bool(wanted) and set(wanted) <= set(_BOUNDS),
    }[kind]
    if not fits and not (table and set(wanted) == {"known"}):
        raise BadPlugin(f"{where}: {name} is of type {kind}; {wanted!r} cannot be asked of it.", code="E-RULE")
    return wanted


def _tested(value: bool | str | float | date | Truths, wanted: Any) -> Truth:
    if isinstance(wanted, bool):
        return value is wanted
    if isinstance(wanted, str | list):
        names = [wanted] if isinstance(wanted, str) else wanted
        return value.any_of(names) if isinstance(value, Truths) else value in names
    if "none_of" in wanted:
        return opposite(_tested(value, wanted["none_of"]))
    if "told" in wanted and isinstance(value, Truths):
        return Truths(value.of, False).any_of(wanted["told"])
    if isinstance(value, str):
        return _covered(value, wanted)
    return all(_within(value, bound, limit) for bound, limit in wanted.items())


def _covered(code: str, wanted: Mapping[str, Any]) -> Truth:
    """Is a goods code one of these? A heading of which only some subheadings are meant: not known."""
    if any(code.startswith(it) for it in wanted.get("codes", ())):
        return True
    near = (*wanted.get("codes", ()), *wanted.get("maybe", ()))
    if any(it.startswith(code) for it in near) or any(code.startswith(it) for it in wanted.get("maybe", ())):
        return None
    return False if wanted.get("complete", True) else None


def _within(value: Any, bound: str, limit: Any) -> bool:
    return bool({"lt": value < limit, "lte": value <= limit, "gt": value > limit, "gte": value >= limit}[bound])


def _rests(told: Iterable[Told]) -> tuple[Fact, ...]:
    return tuple({(fact.name, fact.about): fact for it in told for fact in it.rests_on}.values())


def together(groups: Iterable[Iterable[frozenset[str]]]) -> tuple[frozenset[str], ...]:
    """One set of each group, united: every way to do it, the smallest first, at most a few."""
    united: tuple[frozenset[str], ...] = (frozenset(),)
    for group in groups:
        united = smallest(one | other for one in united for other in group)
    return united if united != (frozenset(),) else ()


def smallest(sets: Iterable[frozenset[str]]) -> tuple[frozenset[str], ...]:
    """The smallest sets, none of which holds another; at most ``_ALTERNATIVES``."""
    found = set(sets)
    if len(found) < 2:
        return tuple(found)
    kept = list[frozenset[str]]()
    for one in sorted(found, key=lambda it: (len(it), sorted(it))):
        if not any(it <= one for it in kept):
            kept.append(one)
    return tuple(kept[:_ALTERNATIVES])


def _open(rests_on: tuple[Fact, ...], name: str) -> Told:
    alone = (frozenset((name,)),) if all(it.askable for it in rests_on) else ()
    return Told(None, rests_on, (name,), alone, alone)


def _open_code(fact: Fact, wanted: Mapping[str, Any]) -> Told:
    """A code of which it is not known whether it is meant: more digits may tell, or nothing but the list itself."""
    opposite_asked = "none_of" in wanted
    meant = wanted["none_of"] if opposite_asked else wanted
    yes, no = _more_digits(str(fact.value), meant)
    proves, denies = (no, yes) if opposite_asked else (yes, no)
    alone = _open((fact,), fact.name).deniers
    unread = () if alone and (yes or no) else (fact.name,)
    return Told(None, (fact,), (fact.name,), alone if denies else (), alone if proves else (), unread)


def _more_digits(code: str, wanted: Mapping[str, Any]) -> tuple[bool, bool]:
    """Could more digits of a code show that it is meant, and that it is not?"""
    longer = [it for key in ("codes", "maybe") for it in wanted.get(key, ()) if it != code and it.startswith(code)]
    meant = any(it in wanted.get("codes", ()) for it in longer)
    whole = any(code.startswith(it) for it in wanted.get("maybe", ()))
    return meant, bool(longer) and not whole and wanted.get("complete", True)


def _unread(told: Iterable[Told]) -> tuple[str, ...]:
    """Names that only a list could settle, in whichever part they are asked."""
    open_ = [it for it in told if it.truth is None]
    asked = {name for it in open_ for name in it.missing if name not in it.unread}
    return tuple(it for it in _names(it.unread for it in open_) if it not in asked)


def _names(groups: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for group in groups for name in group))
