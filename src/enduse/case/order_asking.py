"""``enduse.check``: an order in, its determination out."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from enduse.case.order_desk import OrderDesk
from enduse.case.order_opened import LivingDesk
from enduse.decide.checked import Checked
from enduse.errors import InputError
from enduse.model.order import Order
from enduse.sources.order_files import order_from_text
from enduse.sources.order_reading import read_order
from enduse.store.ledger import LedgerStore
from enduse.store.workspace import Workspace


def check(order: Order | Mapping[str, Any] | Path | str, on: date | None = None, case: Path | str = "") -> Checked:
    """What the law of a day and the house's questions say of an order.

    Args:
        order: As an object, a table of its fields, or the path of a TOML or JSON file.
        on: The day whose law and lists count; None: the order's own, else today.
        case: Folder of a workspace with lists and records; empty: bundled rules alone.

    Raises:
        InputError: ``E-ORDER-NEEDED``: the seller's country, the buyer or the goods are missing; ``E-ORDER-TEXT``.
    """
    asked = _order(order, on)
    desk = _living(str(case)).desk() if case else _bare()
    return desk.check(replace(asked, on=on) if on else asked)


def _order(order: Order | Mapping[str, Any] | Path | str, on: date | None) -> Order:
    if isinstance(order, Order):
        return order
    today = on or date.today()
    if isinstance(order, Mapping):
        read = read_order(order, today)
    else:
        path = Path(order)
        read = order_from_text(path.read_text(encoding="utf-8"), today, path.name)
    if read.needed:
        asked = " ".join(f"{it.ask} ({it.field})" for it in read.needed)
        raise InputError(f"The order cannot be examined yet. {asked}", code="E-ORDER-NEEDED")
    return read.order


@cache
def _living(case: str) -> LivingDesk:
    """One desk for each case and process: what it reads is read once, and again when the case changes."""
    return LivingDesk(LedgerStore(Workspace.find(Path(case))))


@cache
def _bare() -> OrderDesk:
    return OrderDesk(None)
