"""Records beside declarations and statistics: money, contracts, machines, fairs, sites, marks, statements, orders."""

from collections.abc import Mapping

from enduse.store.table import PROVENANCE, Column, TableSpec, named

_ODD = (
    Column("flags", "texts", "what was odd about this row but did not reject it; codes of data/messages"),
    Column("other", "text", "JSON object of unmapped cells: header to text; null when none"),
)
_PLACE = ("source_id", "member", "sheet")


def _spec(name: str, doc: str, columns: tuple[Column, ...], few: tuple[str, ...]) -> TableSpec:
    return TableSpec(name, doc, (*PROVENANCE, *columns, *_ODD), (*_PLACE, *few, "flags"))


PAYMENTS = _spec(
    "payments",
    "money that went from one party to another",
    (
        Column("reference", "text", "number of the payment or document, as written"),
        Column("paid_on", "date", "day of the payment"),
        *named("payer"),
        Column("payer_account", "text", "account that was debited, as written"),
        Column("payer_bank", "text", "bank of the payer, as written"),
        Column("payer_bank_country", "text", "country of that bank, ISO alpha-2"),
        *named("payee"),
        Column("payee_account", "text", "account that was credited, as written"),
        Column("payee_bank", "text", "bank of the payee, as written"),
        Column("payee_bank_country", "text", "country of that bank, ISO alpha-2"),
        Column("value", "float", "amount in `currency`"),
        Column("currency", "text", "ISO 4217 code of `value`"),
        Column("value_usd", "float", "the same in nominal US dollars, where the source states it"),
        Column("purpose", "text", "purpose of the payment, as written"),
    ),
    ("paid_on", "currency", "payer", "payer_identifier", "payee", "payee_identifier"),
)

TENDERS = _spec(
    "tenders",
    "one public contract, or one line of it",
    (
        Column("contract_no", "text", "number of the contract or notice, as written"),
        Column("signed_on", "date", "day of signing; of the notice where nothing was signed yet"),
        *named("buyer"),
        *named("supplier"),
        Column("subject", "text", "what is bought, as written"),
        Column("goods_code", "text", "code of the goods in the source's own classification, digits only"),
        Column("quantity", "float", "quantity in `unit`"),
        Column("unit", "text", "unit of `quantity`, as written"),
        Column("value", "float", "price in `currency`"),
        Column("currency", "text", "ISO 4217 code of `value`"),
        Column("value_usd", "float", "the same in nominal US dollars, where the source states it"),
        Column("status", "text", "planned, published, signed, completed ..., as written"),
    ),
    ("signed_on", "currency", "buyer", "buyer_identifier", "supplier", "supplier_identifier", "status"),
)

EVENT_KINDS = (
    "built",
    "sold",
    "shipped",
    "cleared",
    "installed",
    "moved",
    "relocation_alert",
    "serviced",
    "service_request",
    "seen",
    "advertised",
    "resold",
    "scrapped",
)
"""What can happen to one machine; a text of no known meaning is kept as written and flagged."""

EVENTS = _spec(
    "events",
    "something that happened to one machine",
    (
        Column("happened_on", "date", "day it happened, or was seen"),
        Column("serial", "text", "serial number, as written"),
        Column("brand", "text", "brand, as written"),
        Column("model", "text", "model, as written"),
        Column("kind", "text", "one of EVENT_KINDS, else as written"),
        *named("party"),
        Column("place_country", "text", "country where it happened, ISO alpha-2"),
        Column("place", "text", "where it happened, as written"),
        Column("authorised", "bool", "the maker or owner agreed; null where the source does not say"),
        Column("reference", "text", "document or device, as written"),
        Column("note", "text", "remark, as written"),
    ),
    ("happened_on", "brand", "model", "kind", "place_country", "party", "party_identifier"),
)

EXHIBITS = _spec(
    "exhibits",
    "one brand or exhibitor at one fair",
    (
        Column("fair", "text", "name of the fair, as written"),
        Column("fair_country", "text", "country where it was held, ISO alpha-2"),
        Column("held_on", "date", "first day; the first of the year where only the year is known"),
        *named("exhibitor"),
        Column("brand", "text", "brand on show, as written"),
        Column("stand", "text", "stand, as written"),
        Column("part", "text", "maker, dealer, visitor ..., as written"),
    ),
    ("fair", "fair_country", "held_on", "brand"),
)

WEB = _spec(
    "web",
    "what one site showed, or where it was hosted, on one day",
    (
        Column("seen_on", "date", "day of the snapshot"),
        Column("domain", "text", "host name without www, lower case"),
        *named("registrant"),
        Column("host_country", "text", "country where the site was first seen hosted, ISO alpha-2"),
        Column("host", "text", "IP address or host, as written"),
        Column("claimed_affiliation", "text", "the firm that the site says it belongs to, as written"),
        Column("claimed_address", "text", "the address that the site gives, as written"),
        Column("text", "text", "text of the page"),
    ),
    ("seen_on", "host_country"),
)

TRADEMARKS = _spec(
    "trademarks",
    "one mark and its owner",
    (
        Column("mark", "text", "the mark in letters"),
        Column("number", "text", "number of the registration"),
        *named("owner"),
        Column("office", "text", "the office that registered it"),
        Column("registered_on", "date", "first day"),
        Column("ends_on", "date", "first day it no longer holds"),
        Column("logo_hash", "text", "perceptual hash of the picture, where there is one"),
    ),
    ("office",),
)

CLAIMS = _spec(
    "claims",
    "somebody said something",
    (
        Column("said_on", "date", "day it was said or published"),
        *named("speaker"),
        *named("about"),
        Column(
            "predicate", "text", "what is claimed, in one word where the source gives one, e.g. dealer_contract_ended"
        ),
        Column("text", "text", "as said"),
        Column("status", "text", "asked, answered, declined ..., as written"),
        Column("reference", "text", "where it was said, as written"),
    ),
    ("said_on", "predicate", "status"),
)

ORDER_ROLES = ("seller", "buyer", "consignee", "intermediate", "end_user", "forwarder", "bank", "payer")
"""Parties of an order; the bank is the one that pays or issues the letter of credit."""

DESCRIBED_ROLES = ("buyer", "consignee", "intermediate", "end_user", "forwarder")
"""Parties of an order of which more than name, number, address and country is told."""


def _described(role: str) -> tuple[Column, ...]:
    return (
        Column(f"{role}_phone", "text", f"phone of the {role}, as written"),
        Column(f"{role}_email", "text", f"e-mail address of the {role}, as written"),
        Column(f"{role}_website", "text", f"site of the {role}, as written"),
        Column(f"{role}_activity", "text", f"what the {role} does, in words"),
        Column(f"{role}_activity_code", "text", f"code of activity of the {role} (NACE, OKVED ...), as written"),
        Column(f"{role}_employees", "int", f"how many work for the {role}"),
        Column(f"{role}_incorporated", "date", f"day of incorporation of the {role}; the first of a month or year"),
    )


ORDERS = _spec(
    "orders",
    "one goods line of an order under examination",
    (
        Column("order_no", "text", "number of the order, as written"),
        Column("line_no", "text", "number of the goods line in it"),
        Column("ordered_on", "date", "day of the order; of signing where only that is known"),
        Column("signed_on", "date", "day of the contract"),
        Column("ship_on", "date", "planned day of shipment; the first of a month where only that is known"),
        *(
            column
            for role in ORDER_ROLES
            for column in (*named(role), *(_described(role) if role in DESCRIBED_ROLES else ()))
        ),
        Column("payer_account", "text", "account that pays, as written"),
        Column("item_type", "text", "machine, part, software, service, update ..., as written"),
        Column("description", "text", "goods, as written"),
        Column("brand", "text", "brand, as written"),
        Column("model", "text", "model, as written"),
        Column("serial", "text", "serial number, as written"),
        Column("goods_code", "text", "digits only, leading zeros kept"),
        Column("origin", "text", "country where made, ISO alpha-2"),
        Column("quantity", "float", "pieces"),
        Column("price", "float", "of one piece, in `currency`"),
        Column("value", "float", "of the line, in `currency`"),
        Column("currency", "text", "ISO 4217 code of `price` and `value`"),
        Column("value_usd", "float", "of the line in nominal US dollars, where the source states it"),
        Column("destination", "text", "last country as the order says, ISO alpha-2"),
        Column("route", "text", "countries or places passed, as written"),
        Column("terms", "text", "terms of payment, as written"),
        Column("delivery_terms", "text", "Incoterm and place, as written"),
        Column("installation", "bool", "installation by the maker is ordered; null where the source does not say"),
        Column("training", "bool", "training or service at the site is ordered; null where the source does not say"),
        Column("end_use", "text", "what the goods are for, in the customer's words"),
        Column("status", "text", "asked, confirmed, shipped, refused ..., as written"),
    ),
    (
        *("ordered_on", "signed_on", "ship_on", "item_type", "brand", "model", "goods_code", "origin", "currency"),
        *("destination", "route", "terms", "delivery_terms", "status"),
        *(f"{role}{end}" for role in ORDER_ROLES for end in ("", "_identifier", "_address", "_country")),
    ),
)

ORDER_CHANGES = _spec(
    "order_changes",
    "one change of one order",
    (
        Column("order_no", "text", "number of the order, as written"),
        Column("changed_on", "date", "day of the change"),
        Column("field", "text", "what was changed (consignee, destination, price ...), as written"),
        Column("old", "text", "as it was; null: nothing"),
        Column("new", "text", "as it is; null: nothing"),
        Column("by", "text", "who asked for it or made it, as written"),
    ),
    ("changed_on", "field", "by"),
)

RECORD_KINDS = (PAYMENTS, TENDERS, EVENTS, EXHIBITS, WEB, TRADEMARKS, CLAIMS, ORDERS, ORDER_CHANGES)

PARTY_ROLES: Mapping[str, tuple[str, ...]] = {
    "payments": ("payer", "payee"),
    "tenders": ("buyer", "supplier"),
    "events": ("party",),
    "exhibits": ("exhibitor",),
    "web": ("registrant",),
    "trademarks": ("owner",),
    "claims": ("speaker", "about"),
    "orders": ORDER_ROLES,
}
"""Who stands in a row of each of these tables; changes of orders name nobody in a column of their own."""

DAY_OF: Mapping[str, str] = {
    "payments": "paid_on",
    "tenders": "signed_on",
    "events": "happened_on",
    "exhibits": "held_on",
    "web": "seen_on",
    "trademarks": "registered_on",
    "claims": "said_on",
    "orders": "ordered_on",
    "order_changes": "changed_on",
}
"""The day of a row of each of these tables."""
