"""Tests of one order: what the firms in it do, where they can be reached, and whether that fits."""

import re
from collections.abc import Iterator
from dataclasses import replace

from enduse.detect.order_flag import NO_PEERS, Flag, OrderPeers, bare, is_told, party_key, same_party
from enduse.detect.order_kinds import is_machine
from enduse.detect.order_signs import divisions, says_none, sign
from enduse.model.order import Order, OrderParty
from enduse.text.contacts import PhoneForm, domain_form, emails_of, phones_of
from enduse.text.countries import country_name

_DIVISION = re.compile(r"(\d{2})")
_AS_HOME = {"HK": "CN", "MO": "CN", "GG": "GB", "JE": "GB", "IM": "GB"}
_WATCHED = ("RU", "BY")
# Wholesale of machine tools and other machinery in NACE and what follows it; agents in machinery.
_SELLS_MACHINES = ("466", "4614")
_REACHED = ("buyer", "consignee", "intermediate", "end_user")


def forwarder_as_final_destination(order: Order, peers: OrderPeers = NO_PEERS) -> tuple[Flag, ...]:
    """The last party that the order names is a forwarder or a warehouse.

    A forwarder who receives for an end user that the order names is on the way only.
    """
    user, consignee = order.party("end_user"), order.party("consignee")
    last = user if is_told(user) else consignee
    if last is None or not is_told(last):
        return ()
    how = _carries(last, order)
    if not how:
        return ()
    strength, why = how
    role = "end user" if last.role == "end_user" else "consignee, and nobody is named behind it"
    return (
        Flag(
            "forwarder_as_final_destination",
            f"{last.name} is the {role}, and {why}",
            "who takes the goods over from the forwarder, with the address and the contract",
            strength,
            last.role,
            party=last,
        ),
    )


def _carries(party: OrderParty, order: Order) -> tuple[float, str] | None:
    """How sure it is that a firm carries or stores goods of others, and by what."""
    forwarder = order.party("forwarder")
    if forwarder is not None and is_told(forwarder) and same_party(party, forwarder):
        return 0.3, "it is the order's own forwarder"
    for text, what in ((party.name, "name"), (party.activity, "business")):
        if word := sign("firms.forwarder", text):
            return 0.25, f"its {what} is that of a forwarder or warehouse ({word})"
    if division(party) in _spans("carrying", party.country):
        return 0.2, f"its code of activity {party.activity_code} is transport or storage"
    return None


def division(party: OrderParty) -> int | None:
    """First two digits of its code of activity; None where there is none, or a placeholder."""
    found = _DIVISION.search(party.activity_code)
    return int(found[1]) if found and int(found[1]) else None


def _spans(name: str, country: str) -> set[int]:
    return {it for span in divisions(name, country) for it in span}


def product_buyer_mismatch(order: Order, peers: OrderPeers = NO_PEERS) -> tuple[Flag, ...]:
    """A machine for a firm that does nothing with machines, or for one with fewer people than machines."""
    machines = tuple(it.line for it in order.lines if is_machine(it))
    user, buyer = order.party("end_user"), order.party("buyer")
    party = _as_told_of_both(user, buyer) if user and is_told(user) else buyer
    if not machines or party is None or not is_told(party):
        return ()
    found = _misfit(party) or _few_people(order, party)
    if not found:
        return ()
    strength, kind, sentence = found
    return (
        Flag(
            "product_buyer_mismatch",
            f"{party.name} orders a machine, but {sentence}",
            "what the machine will make there: a visit, pictures of the workshop, its customers",
            strength,
            kind,
            party=party,
            lines=machines,
            figures={"employees": None if party.employees is None else float(party.employees)},
        ),
    )


def _as_told_of_both(user: OrderParty, buyer: OrderParty | None) -> OrderParty:
    """The end user; a book that tells the business of the buyer tells that of the user where both are one firm."""
    if buyer is None or not is_told(buyer) or not same_party(user, buyer):
        return user
    return replace(
        user,
        activity=user.activity or buyer.activity,
        activity_code=user.activity_code or buyer.activity_code,
        employees=buyer.employees if user.employees is None else user.employees,
    )


def _misfit(party: OrderParty) -> tuple[float, str, str] | None:
    """What speaks against a firm's use of a machine: its code first, then words."""
    code, said = division(party), party.activity.strip()
    lettered = party.activity_code.strip().upper().startswith("C") and party.country not in ("US", "CA", "MX")
    if lettered or (code is not None and code in _spans("making", party.country) | _spans("using", party.country)):
        return None
    if sign("activity.fits", f"{party.name} {said}"):
        return None
    if code == 46 and bare(party.activity_code).lstrip("GN").startswith(_SELLS_MACHINES):
        return None
    if code in _spans("trading", party.country) or (code is None and sign("activity.sells", said)):
        return (
            (0.15, "trader", "it trades, and nobody is named who uses it")
            if party.role == "buyer"
            else (
                0.2,
                "trader",
                f"it trades ({said or party.activity_code}), although it is named as end user",
            )
        )
    if code is not None:
        return 0.25, "activity_code", f"its code of activity {party.activity_code.strip()} is not manufacture"
    if sign("activity.unfit", said):
        return 0.25, "activity", f"its business is {said!r}"
    return None


def _few_people(order: Order, party: OrderParty) -> tuple[float, str, str] | None:
    pieces = sum(it.quantity or 1.0 for it in order.lines if is_machine(it))
    if party.employees is None or pieces <= max(party.employees, 1):
        return None
    return 0.2, "employees", f"{party.employees} work there, and {pieces:.0f} machines are ordered"


def no_web_presence_or_generic_mail(order: Order, peers: OrderPeers = NO_PEERS, min_signs: int = 2) -> tuple[Flag, ...]:
    """Parties with at least ``min_signs`` of: no site, mail of a free provider only, an address where people live."""
    found = ((it, tuple(_unseen(it, peers))) for it in order.parties if it.role in _REACHED and is_told(it))
    return tuple(
        Flag(
            "no_web_presence_or_generic_mail",
            f"{party.name} has {', '.join(signs)}",
            "an extract of the register with the firm's age, its premises and staff; a visit",
            0.25 if len(signs) == 3 else 0.15,
            f"{len(signs)}_of_3",
            party=party,
            figures={"signs": float(len(signs))},
        )
        for party, signs in found
        if len(signs) >= min_signs
    )


def _unseen(party: OrderParty, peers: OrderPeers) -> Iterator[str]:
    mails = emails_of(party.email)
    own = any(not it.free for it in mails)
    site = domain_form(party.website)
    reached = bool(party.email.strip() or party.phone.strip())
    none = says_none(party.website) or (not party.website.strip() and reached)
    if none and not own and party_key(party) not in peers.with_site:
        yield "no site"
    if mails and not own and not (site and not site.free):
        yield f"only mail of a free provider ({mails[0].host})"
    if (word := sign("addresses.home", party.address)) and not sign("addresses.not_home", party.address):
        yield f"an address where people live ({word})"


def phone_country_mismatch(order: Order, peers: OrderPeers = NO_PEERS) -> tuple[Flag, ...]:
    """Parties all of whose phones have the dial code of another country."""
    return tuple(it for party in order.parties if party.role in _REACHED for it in _foreign_phone(party, order))


def _foreign_phone(party: OrderParty, order: Order) -> Iterator[Flag]:
    if not party.country or not party.phone.strip() or not is_told(party):
        return
    dialled = [(it.country, it) for it in phones_of(party.phone, party.country) if it.number]
    home = {party.country, _AS_HOME.get(party.country, party.country)}
    if not dialled or any(not code or code in home or _AS_HOME.get(code, code) in home for code, _form in dialled):
        return
    code, form = min(dialled, key=lambda it: (it[0] not in _WATCHED, it[0]))
    strength = 0.3 if code in _WATCHED and party.country not in _WATCHED else 0.15
    yield Flag(
        "phone_country_mismatch",
        f"{party.name} of {country_name(party.country)} gives a phone of {country_name(code)} ({_masked(form)})",
        "a call to the number in the register; where the person who orders sits",
        strength,
        code,
        party=party,
    )


def _masked(form: PhoneForm) -> str:
    """The number without its last digits: a sentence needs no more."""
    return f"{form.number[:-4]}…"
