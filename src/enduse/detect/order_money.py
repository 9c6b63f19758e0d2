"""Tests of one order: who pays, how, how much, and who answers for a letter of credit."""

from collections.abc import Iterator
from statistics import median

from enduse.detect.order_flag import (
    NO_PEERS,
    Flag,
    OrderPeers,
    in_usd,
    is_told,
    model_key,
    order_usd,
    party_key,
    same_market,
    same_party,
)
from enduse.detect.order_signs import paid_before, sign
from enduse.model.order import Order, OrderLine, OrderParty
from enduse.text.countries import country_name

_OWN = ("buyer", "consignee", "end_user", "intermediate")
_HOME = ("buyer", "consignee", "end_user")


def third_party_payer(order: Order, peers: OrderPeers = NO_PEERS) -> tuple[Flag, ...]:
    """The payer is nobody of the order, or the bank sits where nobody of the order does.

    Somebody whom the order names as end user or intermediary pays openly. A leasing company of the buyer's country pays
    for others by trade.
    """
    payer, bank = order.party("payer"), order.party("bank")
    own = [it for it in order.parties if it.role in _OWN and is_told(it)]
    home = {it.country for it in own if it.role in _HOME and it.country}
    stranger = payer if payer and own and is_told(payer) and not any(same_party(payer, it) for it in own) else None
    if stranger and sign("firms.leasing", f"{stranger.name} {stranger.activity}") and _at_home(stranger, home, order):
        stranger = None
    abroad = bank.country if bank and bank.country and home and not _at_home(bank, home, order) else ""
    if not stranger and not abroad:
        return ()
    said = [f"{stranger.name or 'a firm'} pays, who is no party of the order"] if stranger else []
    said += [f"the bank is in {country_name(abroad)}, where neither buyer nor consignee sits"] if abroad else []
    far = stranger is not None and bool(stranger.country) and bool(home) and not _at_home(stranger, home, order)
    strength = 0.3 if stranger and (abroad or far) else 0.25 if stranger else 0.2
    return (
        Flag(
            "third_party_payer",
            "; ".join(said),
            "why the payer pays, its contract with the buyer, and who owns it",
            strength,
            "payer_and_bank" if stranger and abroad else "payer" if stranger else "bank",
        ),
    )


def _at_home(party: OrderParty, home: set[str], order: Order) -> bool:
    return not party.country or any(same_market(party.country, it, order.on) for it in home)


def cash_or_overpay(
    order: Order,
    peers: OrderPeers = NO_PEERS,
    min_usd: float = 100_000.0,
    min_ratio: float = 1.5,
    min_peers: int = 3,
) -> tuple[Flag, ...]:
    """Cash, everything paid before shipment of a large order, or a price well above what others pay for the model.

    Args:
        order: The order.
        peers: Prices of the same model paid by others; without them prices are not judged.
        min_usd: Prepayment of less says nothing; of cash below it neither.
        min_ratio: Price over the median of the peers'.
        min_peers: Fewest prices of others.
    """
    usd = order_usd(order, peers)
    dear = [it for line in order.lines if (it := _dear(order, line, peers, min_peers)) and it[1] >= min_ratio]
    said = [*_terms(order, usd, min_usd), *(_price_said(*it) for it in dear)]
    if not said:
        return ()
    kinds = sorted({kind for _strength, kind, _text in said})
    return (
        Flag(
            "cash_or_overpay",
            "; ".join(text for _strength, _kind, text in said),
            "the customer's reason for the terms or the price, its account, and a quotation of a second supplier",
            0.3 if {"cash", "price"} <= set(kinds) else max(strength for strength, _kind, _text in said),
            "_and_".join(kinds),
            lines=tuple(line.line for line, _ratio, _count in dear) if kinds == ["price"] else (),
            figures={"price_ratio": max((ratio for _line, ratio, _count in dear), default=None), "order_usd": usd},
        ),
    )


_Said = tuple[float, str, str]
"""Strength, kind and sentence of one sign."""


def _terms(order: Order, usd: float | None, min_usd: float) -> Iterator[_Said]:
    """What the terms of a large order say; cash for an order of unknown value counts, but less."""
    terms = order.terms.strip()
    if usd is not None and usd <= min_usd:
        return
    value = f"{usd:,.0f} USD" if usd is not None else "an unstated sum"
    if sign("terms.cash", terms) or sign("terms.crypto", terms):
        yield 0.25 if usd is not None else 0.15, "cash", f"{value} to be paid as {terms!r}"
    elif usd is not None and paid_before(terms):
        yield 0.1, "prepaid", f"{value} to be paid in full before shipment ({terms!r})"


def _price_said(line: OrderLine, ratio: float, count: int) -> _Said:
    return 0.25, "price", f"{_named(line)} costs {ratio:.1f} times the median of {count} prices that others paid"


def _dear(order: Order, line: OrderLine, peers: OrderPeers, least: int) -> tuple[OrderLine, float, int] | None:
    """The line, its price over the median of what others paid, and how many prices those are."""
    price = in_usd(line.price, order.currency, peers)
    buyer = order.party("buyer")
    own = party_key(buyer) if buyer and is_told(buyer) else ""
    others = [it for who, it in peers.prices.get(model_key(line.brand, line.model), ()) if who != own and it > 0]
    if price is None or len(others) < least or line.condition in ("used", "refurbished"):
        return None
    return line, price / median(others), len(others)


def _named(line: OrderLine) -> str:
    return " ".join(filter(None, (line.brand, line.model))) or f"line {line.line}"


def letter_of_credit_to_bank_consignee(order: Order, peers: OrderPeers = NO_PEERS) -> tuple[Flag, ...]:
    """Goods under a letter of credit go to a bank, or nobody is named as end user."""
    credit = bool(sign("terms.letter_of_credit", order.terms))
    consignee, user = order.party("consignee"), order.party("end_user")
    to_bank = consignee is not None and is_bank(consignee, order)
    if not to_bank and not credit:
        return ()
    nobody = not is_told(user) or (user is not None and is_bank(user, order))
    if not to_bank and not nobody:
        return ()
    name = consignee.name.strip() if consignee else ""
    said = [f"the goods are consigned to a bank ({name})"] if to_bank else ["paid by letter of credit"]
    said += ["under a letter of credit"] if to_bank and credit else []
    behind = ", and nobody is named as end user" if nobody or user is None else f"; {user.name} is named as end user"
    sentence = " ".join(said) + behind
    strength = (0.3 if nobody else 0.2) if to_bank else 0.1
    return (
        Flag(
            "letter_of_credit_to_bank_consignee",
            sentence,
            "the letter of credit with its applicant, and the end user's own confirmation",
            strength,
            "bank" if to_bank else "no_end_user",
        ),
    )


def is_bank(party: OrderParty, order: Order) -> bool:
    """Is it a bank, by its name, its business, or because the order names it as the bank?"""
    if sign("firms.to_order", party.name):
        return True
    bank = order.party("bank")
    named = bank is not None and is_told(bank) and same_party(party, bank)
    return named or bool(sign("firms.bank", f"{party.name} {party.activity}"))
