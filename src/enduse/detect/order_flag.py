"""What one test of one order found, and what the tests know beside the order itself."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from enduse.model.order import Order, OrderParty
from enduse.text.company_names import normal_form
from enduse.text.countries import eu_members

_PARTY = "PARTY"


@dataclass(frozen=True)
class Flag:
    """One pattern met by one order.

    Attributes:
        typology: Its id.
        sentence: What was seen, without the order's number.
        settle: What would settle it.
        strength: Share of such flags that mean diversion, 0 to 1.
        sign: Which variant of the pattern.
        party: Whom it is about, where it is about a party.
        lines: Numbers of the lines that tell; empty: the whole order.
        changes: Places in the order's changes that tell, from 0.
        figures: Numbers behind the sentence.
    """

    typology: str
    sentence: str
    settle: str
    strength: float
    sign: str = ""
    party: OrderParty | None = None
    lines: tuple[int, ...] = ()
    changes: tuple[int, ...] = ()
    figures: Mapping[str, float | None] = field(default_factory=dict)


@dataclass(frozen=True)
class OrderPeers:
    """What other orders and declarations tell, against which one order is held; by default nothing.

    Attributes:
        prices: Brand and model (``model_key``) to prices of one piece in US dollars, each with who bought.
        installation: Brand to orders of machines with whether installation was ordered.
        training: The same for training or service at the site.
        texts: End uses of other orders, each with who wrote it and the text without names.
        with_site: Keys of parties (``party_key``) that are known to have a site or mail of their own.
        usd_per_unit: Currency to US dollars for one unit on the order's day.
    """

    prices: Mapping[str, tuple[tuple[str, float], ...]] = field(default_factory=dict)
    installation: Mapping[str, Mapping[str, bool]] = field(default_factory=dict)
    training: Mapping[str, Mapping[str, bool]] = field(default_factory=dict)
    texts: Mapping[str, frozenset[str]] = field(default_factory=dict)
    with_site: frozenset[str] = frozenset()
    usd_per_unit: Mapping[str, float] = field(default_factory=dict)

    @cached_property
    def pieces(self) -> Mapping[str, tuple[str, ...]]:
        """Pieces of ``PIECE`` letters to the texts that are cut into them."""
        found: dict[str, set[str]] = defaultdict(set)
        for text in self.texts:
            for at in range(0, len(text) - PIECE + 1, PIECE):
                found[text[at : at + PIECE]].add(text)
        return {piece: tuple(sorted(texts)) for piece, texts in found.items()}


PIECE = 8
"""Of two texts of forty letters or more that agree by .95 one holds such a piece of the other untouched: a tenth of the
letters of one are changed at most, fewer than it has pieces."""

NO_PEERS = OrderPeers()


def bare(text: str) -> str:
    """Letters and digits only, upper case."""
    return "".join(it for it in text.upper() if it.isalnum())


def is_told(party: OrderParty | None) -> bool:
    """Is somebody named?"""
    return party is not None and bool(party.name.strip() or party.identifiers)


def party_key(party: OrderParty) -> str:
    """What two mentions of one party share: its number, else its name and country."""
    if party.identifiers:
        scheme = _PARTY if _PARTY in party.identifiers else min(party.identifiers)
        return f"{scheme}:{bare(party.identifiers[scheme])}"
    return f"{normal_form(party.name).key}|{party.country}"


def same_party(left: OrderParty, right: OrderParty) -> bool:
    """Are both one firm: by a number, or by name where the countries do not differ?"""
    numbers = [{bare(it) for it in party.identifiers.values()} for party in (left, right)]
    if numbers[0] & numbers[1]:
        return True
    if left.country and right.country and left.country != right.country:
        return False
    key = normal_form(left.name).key
    return bool(key) and key == normal_form(right.name).key


def same_market(left: str, right: str, on: date) -> bool:
    """One country, or two members of the European Union."""
    return left == right or {left, right} <= eu_members(on)


def model_key(brand: str, model: str) -> str:
    """Brand and model without marks; empty where one is missing."""
    keys = bare(brand), bare(model)
    return "|".join(keys) if all(keys) else ""


def order_usd(order: Order, peers: OrderPeers = NO_PEERS) -> float | None:
    """Value of the order in US dollars; None where it or the rate is not known."""
    value = order.value
    if value is None:
        each = [it.price * it.quantity for it in order.lines if it.price is not None and it.quantity is not None]
        value = sum(each) if each and len(each) == len(order.lines) else None
    return in_usd(value, order.currency, peers)


def in_usd(amount: float | None, currency: str, peers: OrderPeers) -> float | None:
    """An amount in US dollars; None where it or the rate is not known."""
    rate = 1.0 if currency == "USD" else peers.usd_per_unit.get(currency)
    return None if amount is None or rate is None else amount * rate
