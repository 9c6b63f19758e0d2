"""Layouts of payments, contracts, events, fairs, sites, marks, statements and orders, made from the names we know.

They read a table whose every header, or nearly, is known; a table that says less is mapped from headers and values.
"""

from collections.abc import Iterator, Mapping
from functools import cache

from enduse.sources.layout import ColumnRule, Layout, Match, Terms, Writing
from enduse.sources.vocabulary import DETAILS, composed_keys, detail_keys, fallback_spellings, spellings
from enduse.store.record_kinds import PARTY_ROLES, RECORD_KINDS
from enduse.store.schema import TABLES
from enduse.text.headers import header_key

_MOSTLY = 0.85
"""A table with more headers that we do not know is looked at more closely: its values are heard, too."""

_ABOUT_CONTRACT = ("contract_no", "subject")
TELLING: Mapping[str, tuple[tuple[str, ...], ...]] = {
    "payments": (("payer", "payer_identifier"), ("payee", "payee_identifier"), ("value", "value_usd")),
    "tenders": (
        ("buyer", "buyer_identifier"),
        ("supplier", "supplier_identifier", "subject"),
        ("contract_no", "subject"),
    ),
    "events": (("serial",), ("kind",)),
    "exhibits": (("fair",), ("exhibitor", "brand")),
    "web": (("domain",), ("registrant", "host_country", "host", "text", "claimed_address", "claimed_affiliation")),
    "trademarks": (("mark",), ("owner", "owner_identifier"), ("number", "registered_on", "office", "logo_hash")),
    "claims": (("speaker", "about"), ("text", "predicate"), ("said_on", "predicate")),
    "orders": (
        ("order_no",),
        ("buyer", "buyer_identifier", "consignee", "end_user"),
        ("description", "model", "goods_code", "brand"),
    ),
    "order_changes": (("order_no",), ("field",), ("new", "old")),
}
"""A table is of this kind when it has a column of each group."""

_PLACES = ("fair",)
_TITLES: Mapping[str, tuple[str, str]] = {
    "payments": ("Table of payments", "One row for each payment: who paid whom, when, how much and for what."),
    "tenders": (
        "Table of public contracts",
        "One row for each contract or line of it: buyer, supplier, subject.",
    ),
    "events": ("Table of events of machines", "One row for each thing that happened to one machine, by serial number."),
    "exhibits": ("Table of exhibitors", "One row for each exhibitor or brand at one fair."),
    "web": ("Table of sites", "One row for what one site showed, or where it was hosted, on one day."),
    "trademarks": ("Table of trademarks", "One row for each mark and its owner."),
    "claims": ("Table of statements", "One row for each statement: who said what about whom."),
    "orders": ("Book of orders", "One row for each goods line of an order, with its parties."),
    "order_changes": ("Changes of orders", "One row for each change of an order: what, when, from and to."),
}


@cache
def record_layouts() -> tuple[Layout, ...]:
    """One layout for each kind of record."""
    return tuple(_layout(it.name) for it in RECORD_KINDS)


def _layout(table: str) -> Layout:
    title, about = _TITLES[table]
    return Layout(
        id=f"{table}_table",
        title=title,
        table=table,
        about=about,
        source="our own: general knowledge of such tables (memory)",
        match=Match(groups=TELLING[table], minimum=_MOSTLY),
        writing=Writing(),
        terms=Terms(),
        columns=tuple(_rules(table)),
        constants={},
        absent={},
        ignore=(),
        pivot={},
        derived=tuple(_derived(table)),
        vocabulary=True,
    )


def _rules(table: str) -> Iterator[ColumnRule]:
    """A rule for each column; a header that could be two of them is the first."""
    taken: set[str] = set()
    behind = _behind(table)
    keyed = _keys(table)
    for target in dict.fromkeys((*keyed, *behind)):
        own = tuple(key for key in keyed.get(target, ()) if key not in taken)
        taken.update(own)
        after, keys = behind.get(target, ("", ()))
        yield ColumnRule(target, (), keys=own, money=target in ("value", "price"), after=after, after_keys=keys)


def _keys(table: str) -> Mapping[str, list[str]]:
    found = {target: _keyed(languages) for target, languages in spellings(table).items()}
    for key, known in composed_keys(table).items():
        found.setdefault(known.target, []).append(key)
    return found


def _behind(table: str) -> Mapping[str, tuple[str, tuple[str, ...]]]:
    """Details of a party that stand right of it, and the country of a fair right of the fair."""
    columns = {it.name for it in TABLES[table].columns}
    roles = (*PARTY_ROLES.get(table, ()), *_PLACES)
    told = {f"{role}_{detail}": (role, detail) for role in roles for detail in DETAILS}
    return {target: (role, tuple(detail_keys(detail))) for target, (role, detail) in told.items() if target in columns}


def _keyed(languages: Mapping[str, tuple[str, ...]]) -> list[str]:
    return [header_key(text) for texts in languages.values() for text in texts]


def _derived(table: str) -> Iterator[ColumnRule]:
    if table == "exhibits":
        yield ColumnRule("held_on", (), keys=tuple(_keyed(fallback_spellings("held_on"))))
    if table == "orders":
        yield ColumnRule("ordered_on", (), keys=tuple(_keyed(spellings("orders")["signed_on"])))
