"""What makes a table of each kind, and what work needs of it."""

from collections.abc import Mapping
from typing import Literal

from enduse.sources.record_layouts import TELLING
from enduse.store.record_kinds import PARTY_ROLES
from enduse.store.schema import PROVENANCE, ROLES

Table = Literal[
    "items",
    "statistics",
    "code_lists",
    "fx_rates",
    "payments",
    "tenders",
    "events",
    "exhibits",
    "web",
    "trademarks",
    "claims",
    "orders",
    "order_changes",
]

PROPOSED: tuple[Table, ...] = ("items", "statistics", "code_lists", "fx_rates")
RECORDS: tuple[Table, ...] = (
    *("payments", "tenders", "events", "exhibits", "web", "trademarks", "claims"),
    *("orders", "order_changes"),
)
"""Told by their headers, at least in part: their values alone do not say who pays whom."""

NOT_MAPPED = frozenset({it.name for it in PROVENANCE} | {"flags", "other", "cell", "months", "publisher", "basis"})

ESSENTIAL: Mapping[str, tuple[tuple[str, ...], ...]] = {
    "items": (
        ("goods_code", "description"),
        ("declaration_no", "declared_on", "consignor", "consignee", "contract_holder"),
        ("declared_on", "consignor", "consignee", "origin", "value", "value_usd", "net_kg"),
    ),
    "statistics": (("partner", "reporter"), ("value", "value_usd", "value_eur", "net_kg"), ("month",)),
    "code_lists": (("goods_code",), ("authority", "list", "tier", "start")),
    "fx_rates": (("currency",), ("rate",)),
    **TELLING,
}
"""A table is of this kind when it has a column of each group."""

GRAVE: Mapping[str, frozenset[str]] = {
    **dict.fromkeys(
        ("items", "statistics", "code_lists", "fx_rates"),
        frozenset({"consignee", "goods_code", "declared_on", "reporter", "partner", "flow", "month"}),
    ),
    "payments": frozenset({"payer", "payee", "paid_on", "value_usd"}),
    "tenders": frozenset({"buyer", "supplier", "signed_on"}),
    "events": frozenset({"serial", "kind", "happened_on"}),
    "exhibits": frozenset({"fair", "held_on"}),
    "web": frozenset({"domain"}),
    "trademarks": frozenset({"mark", "owner"}),
    "claims": frozenset({"speaker", "said_on"}),
    "orders": frozenset({"buyer", "order_no"}),
    "order_changes": frozenset({"order_no", "field", "changed_on"}),
}
NEEDED_FOR: Mapping[str, Mapping[str, str]] = {
    "items": {
        "consignee": "company pages, patterns, dossiers",
        "consignor": "new intermediaries, route shifts, who shipped",
        "goods_code": "control lists, lanes, everything by goods",
        "declared_on": "every before and after, monthly series",
        "origin": "transshipment, route shifts",
        "dispatch": "transshipment, route shifts",
        "value_usd": "amounts in dollars without conversion",
    },
    "statistics": {"reporter": "whose figures they are", "partner": "lanes", "flow": "telling exports from imports"},
    "code_lists": {"start": "before and after a control date", "authority": "which regime the list belongs to"},
    "fx_rates": {"per": "which currency the rate is quoted in", "month": "dated conversion"},
    "payments": {
        "payer": "who pays for goods, customers among makers of arms",
        "payee": "who is paid for goods",
        "paid_on": "every before and after, conversion at dated rates",
        "value_usd": "sums of money",
    },
    "tenders": {
        "buyer": "who uses the goods at last",
        "supplier": "who sells to public buyers",
        "signed_on": "every before and after",
        "value_usd": "sums of money",
    },
    "events": {
        "serial": "following one machine",
        "kind": "sales told from sightings",
        "happened_on": "the order of events",
    },
    "exhibits": {"fair": "which fair it was", "held_on": "fairs after a supplier's exit"},
    "web": {"domain": "which site it was", "seen_on": "changes of a site"},
    "trademarks": {"mark": "which mark it is", "owner": "marks of one owner"},
    "claims": {"speaker": "who said it", "said_on": "statements against later records"},
    "orders": {
        "buyer": "who orders",
        "order_no": "which lines are one order, and which changes are its own",
        "consignee": "forwarders, banks and others who receive for somebody else",
        "end_user": "who uses the goods at last",
        "value_usd": "sums of money",
    },
    "order_changes": {
        "order_no": "which order was changed",
        "field": "a new consignee told from a new price",
        "changed_on": "changes shortly before shipment",
    },
}
"""Table to our columns that work needs, and for what."""


WORTH: Mapping[str, tuple[str, ...]] = {
    "items": ("declared_on", "consignor", "consignee", "origin", "dispatch", "goods_code", "description"),
    "payments": ("payer", "payee", "paid_on"),
    "tenders": ("buyer", "supplier", "signed_on", "subject"),
    "events": ("serial", "kind", "happened_on", "place_country"),
    "exhibits": ("fair", "held_on", "exhibitor", "brand"),
    "web": ("domain", "seen_on", "host_country"),
    "trademarks": ("mark", "owner"),
    "claims": ("speaker", "about", "said_on", "text"),
    "orders": ("order_no", "ordered_on", "buyer", "consignee", "end_user", "destination", "description"),
    "order_changes": ("order_no", "changed_on", "field", "old", "new"),
}
"""Columns whose absence is said when a file is read: patterns that need them will not be assessable."""


def roles_of(table: str) -> tuple[str, ...]:
    """Columns beside which a country, number or address belongs to what they name."""
    if table == "exhibits":
        return ("exhibitor", "fair")
    return PARTY_ROLES.get(table, () if table in RECORDS else ROLES)
