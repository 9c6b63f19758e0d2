"""What the rules of law say of an order whose facts are all harmless but those that a test tells."""

from collections.abc import Callable, Mapping
from datetime import date

import pytest

from enduse.decide.applying import applied, apply_rules
from enduse.decide.determination import Part
from enduse.decide.facts import Fact, FactKind, FactSheet, Truths, Value, fact_kinds
from enduse.decide.outcomes import Outcome
from enduse.decide.rulebook import rulebook

Facts = Mapping[str, Value | None]
Law = Callable[..., Mapping[str, Part]]

_ABOUT = {"party": "buyer", "goods": "1", "order": ""}
_WORDS = {
    "seller.country": "KR",
    "destination": "KZ",
    "destination.region": "none",
    "party.role": "buyer",
    "party.country": "KZ",
    "goods.kind": "goods",
    "goods.code": "845811",
    "goods.origin": "KR",
    "goods.priority_tier": "none",
}


def harmless(kind: FactKind) -> Value | None:
    """A value that speaks against no order: of a machine tool on no list, from nobody's law, to Kazakhstan."""
    if kind.name in ("goods.machine_tool", "sheet.complete"):
        return True
    # The circle of partners is where little is asked, and own subsidiaries are an exception.
    if kind.name in ("order.partner", "own_subsidiary"):
        return False
    values: Mapping[str, Value | None] = {
        "bool": kind.good,
        "word": _WORDS.get(kind.name),
        "truths": Truths({}, False),
        "number": 0.0,
        "date": None,
    }
    return values[kind.type]


def sheet_of(facts: Facts) -> FactSheet:
    """One party and one line with these facts and no others; None: not known, and said so."""
    kinds = fact_kinds()
    told = (Fact(name, value, about=_ABOUT[kinds[name].scope]) for name, value in facts.items())
    return FactSheet(tuple(told), ("buyer",), ("1",))


@pytest.fixture
def full_sheet() -> Callable[[Facts], FactSheet]:
    """Makes a sheet with every fact of the catalogue: harmless but those given."""

    def make(facts: Facts) -> FactSheet:
        return sheet_of({**{name: harmless(kind) for name, kind in fact_kinds().items()}, **facts})

    return make


@pytest.fixture
def bare_sheet() -> Callable[[Facts], FactSheet]:
    """Makes a sheet with the given facts alone: nothing is known of all others."""
    return sheet_of


@pytest.fixture
def law(full_sheet: Callable[[Facts], FactSheet]) -> Law:
    """Asks the bundled rules: ``law("KR", "2024-02-24", {"destination": "RU"})``, answers by the id of the rule.

    ``entries`` and ``lists`` name what the goods meet and the party stands on; ``onward`` where the goods go on to.
    """

    def ask(
        seller: str, on: str, facts: Facts, entries: tuple[str, ...] = (), lists: tuple[str, ...] = ()
    ) -> Mapping[str, Part]:
        told: dict[str, Value | None] = {
            "seller.law": Truths({seller: True}, False),
            "seller.country": seller,
            "goods.entries": Truths(dict.fromkeys(entries, True), False),
            "party.lists": Truths(dict.fromkeys(lists, True), False),
        }
        sheet = full_sheet({**told, **facts})
        parts = apply_rules(rulebook(), sheet, date.fromisoformat(on)).parts
        return {it.id: it for it in parts if it.jurisdiction == seller}

    return ask


@pytest.fixture
def asked() -> Callable[[Mapping[str, Part]], dict[str, tuple[Outcome, ...]]]:
    """What each rule of an answer of ``law`` asks for now."""
    return lambda parts: {id: it.now for id, it in parts.items()}


@pytest.fixture
def rule_says() -> Callable[..., tuple[Outcome, ...]]:
    """What one rule asks for on a day, of one party and one line: ``rule_says("eu_annex_iv", "2024-01-01", ...)``.

    ``goods__code`` is the fact ``goods.code``; nothing is known of facts that are not given; empty: it does not apply.
    """

    def ask(rule: str, on: str, /, **facts: Value | None) -> tuple[Outcome, ...]:
        found = rulebook().rule(rule)
        assert found
        span = found.on(date.fromisoformat(on))
        sheet = sheet_of({name.replace("__", "."): it for name, it in facts.items()})
        part = applied(found, span, sheet) if span and span.condition else None
        return part.now if part else ()

    return ask
