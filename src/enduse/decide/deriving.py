"""Facts that follow from other facts and from the order itself: what decides which questions matter."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from enduse.decide.facts import Fact, FactSheet, Truths
from enduse.decide.order_words import has_words
from enduse.goods.entries.truth import Truth, some
from enduse.model.order import Order
from enduse.text.countries import eu_members

_MACHINES = tuple(str(heading) for heading in range(8456, 8464))
"""Headings of machine tools; 8464 and 8465 work stone, glass and wood."""
_NUMBER = re.compile(r" \d+$")


def with_derived(order: Order, sheet: FactSheet) -> FactSheet:
    """The sheet with what follows from it, wherever nothing was said of that fact."""
    derived = (it for it in _derived(order, sheet) if sheet.get(it.name, it.about) is None)
    return sheet.with_facts(derived)


def role_of(key: str) -> str:
    """The role of a party by its key: ``intermediate 2`` is an ``intermediate``."""
    return _NUMBER.sub("", key)


def _derived(order: Order, sheet: FactSheet) -> Iterator[Fact]:
    yield Fact("sheet.complete", True, confidence="derived")
    yield Fact("order.partner", _partner(order, sheet), _PARTNER, "derived")
    yield Fact("channel.dealer", _dealer(order), "By the parties that the order names.", "derived")
    for key in sheet.parties:
        yield Fact("party.role", role_of(key), confidence="derived", about=key)
    for line in order.lines:
        yield Fact("goods.kind", line.kind, about=str(line.line))
    for key in sheet.lines:
        yield Fact("goods.sensitive", _sensitive(sheet, key), _SENSITIVE, "derived", key)
        yield Fact("goods.machine", _machine(order, sheet, key), _MACHINE, "derived", key)


_PARTNER = "By every country that the order names."
_SENSITIVE = "By kind of goods, priority tier, lists of codes and control entries."
_MACHINE = "By kind of goods and goods code."


def _partner(order: Order, sheet: FactSheet) -> Truth:
    """Do goods go, and money come, through partner countries only? The seller's own country counts for the parties."""
    destination = _value(sheet, "destination") or order.last_country
    partners = set(_partners()) | eu_members(order.on)
    if not isinstance(destination, str) or not destination:
        return None
    named = {it.country for it in order.parties if it.country} | set(order.route or ())
    countries = _value(sheet, "countries")
    told = countries.of if isinstance(countries, Truths) else {}
    known = {name for name, truth in told.items() if truth} | named - {order.seller_country}
    if destination not in partners or known - {order.seller_country} - partners:
        return False
    return None if any(truth is None and name not in partners for name, truth in told.items()) else True


def _sensitive(sheet: FactSheet, line: str) -> Truth:
    tier = _value(sheet, "goods.priority_tier", line)
    named = (_named(sheet, name, line) for name in ("goods.entries", "goods.code_lists", "goods.software_type"))
    return some((_bool(sheet, "goods.machine_tool", line), None if tier is None else tier != "none", *named))


def _named(sheet: FactSheet, name: str, line: str) -> Truth:
    """Does one of the names hold that are spoken of? What was not spoken of does not make chairs sensitive."""
    value = _value(sheet, name, line)
    return some(value.of.values()) if isinstance(value, Truths) else False


def _machine(order: Order, sheet: FactSheet, line: str) -> Truth:
    tool, kind = _bool(sheet, "goods.machine_tool", line), _value(sheet, "goods.kind", line)
    mine = next((it for it in order.lines if str(it.line) == line), None)
    if tool is False or (kind or (mine.kind if mine else "goods")) != "goods":
        return False
    code = _value(sheet, "goods.code", line) or (mine.code if mine else "")
    if isinstance(code, str) and len(code) >= 4:
        return tool if code.startswith(_MACHINES) else False
    return None


def _dealer(order: Order) -> Truth:
    """Is a trading firm between maker and user, by the contract, by what a party does, or by another user?"""
    buyer, user = order.party("buyer"), order.party("end_user")
    traders = [it for it in (buyer, *order.all_in("intermediate")) if it]
    if order.dealer_contract is not None or any(has_words("dealer", it.activity) for it in traders):
        return True
    if order.all_in("intermediate") or (buyer and user and user.name and user.name != buyer.name):
        return True
    return False if user and user.name else None


def _bool(sheet: FactSheet, name: str, about: str) -> Truth:
    value = _value(sheet, name, about)
    return value if isinstance(value, bool) else None


def _value(sheet: FactSheet, name: str, about: str = "") -> Any:
    fact = sheet.get(name, about)
    return fact.value if fact else None


@cache
def _partners() -> tuple[str, ...]:
    return tuple(_table("partner_countries.toml")["partners"])


@cache
def hubs() -> Mapping[str, Mapping[str, str]]:
    """Countries through which such goods are known to be diverted, each with source and how it is known."""
    found: Mapping[str, Mapping[str, str]] = _table("hubs.toml")["hubs"]
    return found


def _table(name: str) -> dict[str, Any]:
    return tomllib.loads((files("enduse.data") / name).read_text(encoding="utf-8"))
