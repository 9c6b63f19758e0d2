"""Records beside declarations and statistics: money, contracts, machines, fairs, sites, marks, statements."""

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

RECORD_KINDS = (PAYMENTS, TENDERS, EVENTS, EXHIBITS, WEB, TRADEMARKS, CLAIMS)

PARTY_ROLES: Mapping[str, tuple[str, ...]] = {
    "payments": ("payer", "payee"),
    "tenders": ("buyer", "supplier"),
    "events": ("party",),
    "exhibits": ("exhibitor",),
    "web": ("registrant",),
    "trademarks": ("owner",),
    "claims": ("speaker", "about"),
}
"""Who stands in a row of each of these tables."""

DAY_OF: Mapping[str, str] = {
    "payments": "paid_on",
    "tenders": "signed_on",
    "events": "happened_on",
    "exhibits": "held_on",
    "web": "seen_on",
    "trademarks": "registered_on",
    "claims": "said_on",
}
"""The day of a row of each of these tables."""
