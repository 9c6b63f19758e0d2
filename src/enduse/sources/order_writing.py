"""An order as a table of plain values, as TOML and JSON hold it; ``read_order`` reads the same order back."""

from collections.abc import Mapping
from dataclasses import fields
from datetime import date
from typing import Any

from enduse.model.order import Order, OrderLine, OrderParty

_MANY = ("intermediate", "owner")
_PLAIN = (
    *("id", "on", "destination", "currency", "value", "terms", "delivery_terms", "signed_on", "ship_on", "end_use"),
    *("installation", "training", "dealer_contract", "no_reexport", "us_content", "site", "site_country"),
)


def order_table_of(order: Order) -> dict[str, Any]:
    """The order's fields by name; what is not known is left out, so that it stays not known."""
    table = {name: _plain(getattr(order, name)) for name in _PLAIN if _said(getattr(order, name))}
    for role in dict.fromkeys(it.role for it in order.parties):
        several = [_party(it) for it in order.all_in(role)]
        table[role] = several if role in _MANY or len(several) > 1 else several[0]
    if order.route is not None:
        table["route"] = list(order.route)
    table["goods"] = [_line(it) for it in order.lines]
    for name, rows in (("answers", order.answers), ("changes", order.changes), ("adjustments", order.adjustments)):
        if rows:
            table[name] = [_fields(it) for it in rows]
    return table


def _party(party: OrderParty) -> dict[str, Any]:
    table = _fields(party)
    table.pop("role")
    if party.owners is not None:
        table["owners"] = [_fields(it) for it in party.owners]
    return table


def _line(line: OrderLine) -> dict[str, Any]:
    table = _fields(line)
    table.pop("line")
    return table


def _fields(it: Any) -> dict[str, Any]:
    values = {one.name: getattr(it, one.name) for one in fields(it)}
    return {name: _plain(value) for name, value in values.items() if _said(value)}


def _said(value: Any) -> bool:
    return value is not None and value != "" and value != () and value != {}


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return dict(value)
    return list(value) if isinstance(value, tuple) else value
