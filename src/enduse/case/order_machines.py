"""What the records of a case tell of machines that left under an order: where they were seen since."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from enduse.case.tracing import Custody, SerialQuestion
from enduse.errors import UnknownSubject, UsageError
from enduse.model.order import Order
from enduse.store.ledger import LedgerStore
from enduse.text.countries import country_name


def machines_seen(ledger: LedgerStore, order: Order, serials: Sequence[str], since: date) -> Iterator[str]:
    """A sentence for each sighting after shipment in a country that is not on the machine's way.

    Nothing where the case has no run, and nothing of a number that no record names: both are no news of the machine.

    Args:
        ledger: The case.
        order: Names the countries where the machine may be.
        serials: Numbers that left.
        since: The day of shipment.
    """
    expected = {order.seller_country, order.last_country, *(order.route or ()), ""}
    for serial in serials:
        for link in _links(ledger, serial):
            on, country = link["on"], link["country"] or ""
            if on and on >= since.isoformat() and country not in expected:
                place = f", {link['party']}" if link["party"] else ""
                yield (
                    f"Machine {serial}: {link['what']} on {on} in {country_name(country)}{place} "
                    f"({link['confidence']}); it was sold for {country_name(order.last_country)}."
                )


def _links(ledger: LedgerStore, serial: str) -> Iterator[dict[str, Any]]:
    try:
        found = Custody(ledger).trace(SerialQuestion(serial))
    except (UnknownSubject, UsageError):
        return
    for machine in found:
        yield from machine["links"]
