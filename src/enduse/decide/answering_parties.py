"""What an order says of its parties, as answers to the questions about user, consignee, go-betweens and payer."""

from collections.abc import Iterator
from dataclasses import replace

from enduse.decide.answering_given import INVASION
from enduse.decide.deriving import hubs
from enduse.decide.end_use_text import read_end_use
from enduse.decide.facts import FactSheet, Truths
from enduse.decide.order_words import found_word, has_words
from enduse.decide.questions import Reply
from enduse.detect.order_firms import division, no_web_presence_or_generic_mail, product_buyer_mismatch
from enduse.detect.order_flag import is_told, same_party
from enduse.detect.order_money import is_bank
from enduse.detect.order_signs import sign
from enduse.model.order import Order, OrderParty
from enduse.text.countries import country_name

_MINORITY = 25.0
"""Per cent of listed owners from which a holding is a red flag of its own."""
_WHOLE = 75.0
"""Per cent that owners must add up to: what is left cannot hide a holding of 25 %."""
_CARRIERS = (*range(49, 54),)
_FINANCE = (64, 65, 66)


def party_replies(order: Order, sheet: FactSheet) -> Iterator[Reply]:
    """Answers to Q01 to Q04, Q06, Q09, Q14, Q15, Q18 to Q21, Q23 and Q27 as far as the order tells them."""
    yield from _user(order, sheet)
    yield from _owners(order, sheet)
    yield from _consignee(order)
    yield from _between(order)
    yield from _payer(order)


def _read(question: str, value: str, sentence: str, about: str = "") -> Reply:
    return Reply(question, value, sentence, "order", about)


def _user(order: Order, sheet: FactSheet) -> Iterator[Reply]:
    user = order.party("end_user")
    if user and user.name:
        lacking = [it for it, has in (("number", user.identifiers), ("address", user.address)) if not has]
        said = f"the order names {user.name}" + (f" without {' and '.join(lacking)}" if lacking else " in full")
        yield _read("Q01", "partly" if lacking else "named", said, "end_user")
        if order.site_country and user.country and order.site_country != user.country:
            said = f"the site is in {_country(order.site_country)}, the user in {_country(user.country)}"
            yield _read("Q02", "no", said, "end_user")
        yield from _fitting(order)
    yield from _founded(order, sheet)
    if order.end_use:
        word = read_end_use(order.end_use)
        yield _read("Q09", word, f"the order says: {order.end_use}")


def _founded(order: Order, sheet: FactSheet) -> Iterator[Reply]:
    """The user, or the buyer where no user is named; what it bought before is told by the answer to Q07."""
    key = next((it for it in ("end_user", "buyer") if _named(order, it)), "")
    party = _named(order, key)
    if not party or not party.incorporated:
        return
    said = f"{party.name} was incorporated on {party.incorporated.isoformat()}"
    if party.incorporated < INVASION:
        yield _read("Q03", "before", said, key)
        return
    tiers = (sheet.get("goods.priority_tier", line) for line in sheet.lines)
    priority = any(it and it.value not in (None, "none") for it in tiers)
    first = any(it.question.upper() == "Q07" and it.value == "none" for it in order.answers)
    yield _read("Q03", "after_priority" if priority else "after", said, key)
    if first:
        yield _read("Q03", "after_no_history", f"{said} and has bought nothing before", key)


def _named(order: Order, key: str) -> OrderParty | None:
    party = next((it for it in order.parties if it.role == key), None)
    return party if party and party.name else None


def _fitting(order: Order) -> Iterator[Reply]:
    """What speaks against the user's need of a machine, by the test of that pattern."""
    for it in product_buyer_mismatch(order):
        if it.party and it.party.role == "end_user":
            yield _read("Q06", "low", f"{it.party.name} orders a machine: {it.sentence}", "end_user")


def _owners(order: Order, sheet: FactSheet) -> Iterator[Reply]:
    asked = [it for it in order.parties if it.role in ("buyer", "end_user") and it.name]
    for party in asked:
        yield from _listed_owners(party, sheet)
    if asked and order.party("end_user") and all(_told(it) for it in asked):
        yield _read("Q04", "told", "the order names the owners of " + ", ".join(it.name for it in asked))


def _told(party: OrderParty) -> bool:
    """Are the owners told, so far that no holding of a quarter can hide?"""
    if party.own_subsidiary:
        return True
    if party.owners is None:
        return False
    shares = [it.percent for it in party.owners if it.relation == "owner"]
    whole = not shares or (None not in shares and sum(it or 0 for it in shares) > _WHOLE)
    return whole and all(it.kind == "person" for it in party.owners if (it.percent or 0) >= _MINORITY)


def _listed_owners(party: OrderParty, sheet: FactSheet) -> Iterator[Reply]:
    """Holdings of listed persons, by what screening found of the owners."""
    owned, share = sheet.get("party.owned_by_listed", party.role), sheet.get("party.listed_share", party.role)
    held = share.value if share and isinstance(share.value, int | float) else 0.0
    said = share.sentence if share and share.sentence else f"listed persons hold {held:g} % of {party.name}"
    if owned and isinstance(owned.value, Truths) and True in owned.value.of.values():
        yield Reply("Q04", "listed_majority", owned.sentence or said, "records", party.role)
    elif held >= _MINORITY:
        yield Reply("Q04", "listed_minority", said, "records", party.role)
    if held > 0 and any(has_words("family", it.relation) for it in party.owners or ()):
        yield Reply("Q04", "listed_family", f"{said}; the family of a listed person among them", "records", party.role)


def _consignee(order: Order) -> Iterator[Reply]:
    consignee = _named(order, "consignee")
    party = consignee or _named(order, "buyer")
    if party is None:
        return
    others = [it for it in (_named(order, "buyer"), _named(order, "end_user")) if it]
    if consignee is None or any(_same(consignee, it) for it in others):
        known = consignee is not None or order.party("end_user") is not None
        yield from (_read("Q14", "same", f"{party.name} is the consignee", "") for _ in range(known))
    else:
        value = "explained" if consignee.function or consignee.own_subsidiary else "unexplained"
        why = f": {consignee.function}" if consignee.function else ""
        yield _read("Q14", value, f"{consignee.name} is neither buyer nor user{why}", "consignee")
    yield from _passing_on(order, party)
    for it in no_web_presence_or_generic_mail(order):
        if it.party and it.party.role in ("buyer", "consignee", "end_user"):
            yield _read("Q18", "no", f"{it.party.name}: {it.sentence}", it.party.role)


def _passing_on(order: Order, party: OrderParty) -> Iterator[Reply]:
    """Is the consignee one that uses no goods: by its code, its words, or as the order's own forwarder or bank?"""
    text = f"{party.name} {party.activity}"
    carrier = [it for it in order.all_in("forwarder") if is_told(it) and _same(it, party)]
    code = division(party)
    if carrier:
        yield _read("Q15", "yes", f"{party.name} is also the forwarder", party.role)
    elif is_bank(party, order):
        yield _read("Q15", "yes", f"{party.name} is a bank", party.role)
    elif code in (*_CARRIERS, *_FINANCE):
        yield _read("Q15", "yes", f"{party.name} has activity code {party.activity_code}", party.role)
    elif word := sign("firms.forwarder", text) or found_word("free_zone", party.activity):
        yield _read("Q15", "yes", f"{party.name}: {party.activity or 'its name'} ({word})", party.role)
    elif party.activity or party.activity_code:
        yield _read("Q15", "no", f"{party.name}: {party.activity or party.activity_code}", party.role)


def _between(order: Order) -> Iterator[Reply]:
    between = [it for it in order.all_in("intermediate")]
    keys = _keys(order, "intermediate")
    lacking = [it.name or "an intermediary" for it in between if not (it.name and it.function)]
    if between:
        names = ", ".join(it.name or "not named" for it in between)
        said = f"the order names {names}" + (f"; no task is told of {', '.join(lacking)}" if lacking else "")
        yield _read("Q19", "partly" if lacking else "named", said)
    for key, party in (*zip(keys, between, strict=True), *_trading(order)):
        if party.country in hubs():
            yield _read("Q20", "yes", f"{party.name} is in {_country(party.country)}", key)
        elif party.country and party.role == "intermediate":
            yield _read("Q20", "no", f"{party.name} is in {_country(party.country)}", key)
    if between and order.no_reexport is False:
        yield _read("Q21", "no", "the contract has no clause against re-export")


def _trading(order: Order) -> Iterator[tuple[str, OrderParty]]:
    """Buyer or consignee where the user is another firm in another country: they stand in between."""
    user = _named(order, "end_user")
    for key in ("buyer", "consignee"):
        party = _named(order, key)
        if user and party and user.country and party.country != user.country and not _same(party, user):
            yield key, party


def _keys(order: Order, role: str) -> list[str]:
    """Keys of the fact sheet: numbered where several parties have the role."""
    several = [it for it in order.parties if it.role == role]
    return [role] if len(several) == 1 else [f"{role} {number}" for number in range(1, len(several) + 1)]


def _payer(order: Order) -> Iterator[Reply]:
    buyer, bank = order.party("buyer"), order.party("bank")
    payers = [it for it in order.all_in("payer") if it.name or it.country]
    if buyer is None:
        return
    names = sorted({it.name for it in payers if it.name})
    if len(names) > 1:
        yield _read("Q27", "yes", f"several firms pay: {', '.join(names)}")
    elif names:
        yield _read("Q27", "no", f"{names[0]} pays alone")
    odd = [*_odd_payers(buyer, payers), *_odd_bank(buyer, bank)]
    if odd:
        yield _read("Q23", "no", "; ".join(odd))
    elif bank and bank.country:
        yield _read("Q23", "yes", f"the buyer pays from {_country(bank.country)}")


def _odd_payers(buyer: OrderParty, payers: list[OrderParty]) -> Iterator[str]:
    for it in payers:
        if it.name and not _same(it, buyer):
            yield f"{it.name} pays, not {buyer.name}"
        elif it.country and buyer.country and it.country != buyer.country:
            yield f"it is paid from {_country(it.country)}, the buyer is in {_country(buyer.country)}"


def _odd_bank(buyer: OrderParty, bank: OrderParty | None) -> Iterator[str]:
    if bank and bank.country and buyer.country and bank.country != buyer.country:
        yield f"the bank is in {_country(bank.country)}, the buyer in {_country(buyer.country)}"


def _same(one: OrderParty, other: OrderParty) -> bool:
    return same_party(replace(one, country=""), other)


def _country(code: str) -> str:
    return country_name(code) or code
