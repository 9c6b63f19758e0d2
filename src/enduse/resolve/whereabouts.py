"""Addresses, phones and e-mails of parties: what they say for and against two being one."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ibis.expr.types import Table

from enduse.resolve.mentions import MENTION
from enduse.text.addresses import address_form, compare_addresses
from enduse.text.contacts import compare_emails, compare_phones, emails_of, phones_of

MOST_ADDRESSES = 3
"""Addresses of a party that are compared, the most frequent ones."""

MOST_TENANTS = 6
"""An address that more parties give is a business centre's or an agent's: it tells nothing."""

_CONTACTS = re.compile(
    r"(?i)(?:\b(?:tel|phone|fax|mob)\b|\b(?:тел|факс|моб)\b|电话|传真|전화)[^;]*|\S+@\S+|\+\d[\d ()-]{8,}"
)
_SAME_CONTACT, _SAME_DOMAIN = 0.9, 0.8
_SAME_PLACE, _OTHER_PLACE = 0.8, 0.05
_FOR_CONTACT, _FOR_DOMAIN, _FOR_PLACE, _AGAINST_PLACE = 20.0, 8.0, 8.0, 0.6


@dataclass(frozen=True)
class Nearness:
    """What whereabouts say about two parties.

    Attributes:
        odds: By how much the odds that they are one change; 1: nothing is said.
        reasons: In words.
        strong: May a doubt about the spelling be laid aside?
    """

    odds: float = 1.0
    reasons: tuple[str, ...] = ()
    strong: bool = False


_SILENT = Nearness()


def nearness(left: Sequence[str], right: Sequence[str], country: str = "") -> Nearness:
    """What the address cells of two parties say; contacts that stand in them count, too.

    Args:
        left: Cells of one as written.
        right: Of the other.
        country: ISO alpha-2 of both, where phones without a prefix are at home; empty: not known.
    """
    if not left or not right:
        return _SILENT
    contact, place = _contacts(left, right, country), _places(left, right, country)
    odds = contact.odds * (place.odds if place.odds > 1.0 or contact.odds == 1.0 else 1.0)
    told = place.reasons if place.odds > 1.0 or not contact.reasons else ()
    return Nearness(odds, (*contact.reasons, *told), contact.strong or place.strong)


def contacts_in(text: str) -> list[str]:
    """The pieces of an address cell that are phones or e-mail addresses."""
    return _CONTACTS.findall(text)


def without_contacts(text: str) -> str:
    """The address cell without them."""
    return _CONTACTS.sub(" ", text)


def _contacts(left: Sequence[str], right: Sequence[str], country: str) -> Nearness:
    ours, theirs = ([" ; ".join(contacts_in(it)) for it in side] for side in (left, right))
    found = [
        compare_phones(one, other)
        for a in ours
        for b in theirs
        for one in phones_of(a, country)
        for other in phones_of(b, country)
    ]
    found += [
        compare_emails(one, other) for a in ours for b in theirs for one in emails_of(a) for other in emails_of(b)
    ]
    best = max(found, key=lambda it: it.score, default=None)
    if best and best.score >= _SAME_CONTACT:
        return Nearness(_FOR_CONTACT, best.reasons, strong=True)
    return Nearness(_FOR_DOMAIN, best.reasons) if best and best.score >= _SAME_DOMAIN else _SILENT


def _places(left: Sequence[str], right: Sequence[str], country: str) -> Nearness:
    ours, theirs = ([address_form(without_contacts(it), country) for it in side] for side in (left, right))
    best = max((compare_addresses(one, other) for one in ours for other in theirs), key=lambda it: it.score)
    if best.score >= _SAME_PLACE and best.level in ("room", "building"):
        return Nearness(_FOR_PLACE, best.reasons[:1], strong=True)
    whole = all(any(it.house and it.words for it in side) for side in (ours, theirs))
    return Nearness(_AGAINST_PLACE, ("the addresses differ",)) if whole and best.score <= _OTHER_PLACE else _SILENT


def telling_addresses(located: Table, addresses: Table) -> Table:
    """``anchor`` and ``addresses``: those that few parties give, the most frequent first.

    Args:
        located: Mentions with ``own_anchor``.
        addresses: ``name``, ``identifier``, ``country``, ``address`` and ``rows``.
    """
    who = located.filter(located.own_anchor.notnull()).select(*MENTION, anchor="own_anchor")
    told = addresses.inner_join(who, list(MENTION))
    counted = told.group_by("anchor", "address").aggregate(rows=told.rows.sum())
    tenants = counted.group_by("address").aggregate(tenants=counted.count())
    few = counted.semi_join(tenants.filter(tenants.tenants <= MOST_TENANTS), "address")
    ranked = few.address.collect(order_by=[few.rows.desc(), few.address])
    return few.group_by("anchor").aggregate(addresses=ranked)
