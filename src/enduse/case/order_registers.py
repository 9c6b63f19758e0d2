"""What the registers of a case tell of a party of an order besides its owners."""

from datetime import date

from enduse.case.order_records import numbers_of
from enduse.model.order import OrderParty
from enduse.screen.holdings import Marks, RegisterRows, number_marks
from enduse.screen.register_reading import records_in
from enduse.text.identifier_keys import identifier_key


def founding_day(rows: RegisterRows, party: OrderParty) -> tuple[date, str] | None:
    """The first day of a company, and the register that gives it; only by a number, for names are borrowed."""
    wanted = set(numbers_of(party))
    if not wanted or not rows.registers:
        return None
    marks = {
        mark for scheme, it in party.identifiers.items() for mark in number_marks(scheme.upper(), it, party.country)
    }
    found = [
        (it.founded_on, it.register)
        for it in records_in(rows.above(Marks(numbers=frozenset(marks))).records)
        if it.founded_on and wanted & {identifier_key(one.scheme, one.value, one.country).key for one in it.identifiers}
    ]
    return min(found, default=None)
