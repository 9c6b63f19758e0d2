"""What was decided before about orders of the same or related parties, as the order desk asks for it."""

from dataclasses import dataclass
from datetime import date
from typing import Protocol

from enduse.decide.outcomes import Outcome
from enduse.model.order import Order, OrderParty


@dataclass(frozen=True)
class EarlierOrder:
    """An order that was checked before.

    Attributes:
        order_id: Its number.
        on: Day of the check.
        outcome: What it came to.
        decision: ``refused``, ``blocked``, ``approved``, ``shipped``, ``returned``, ``licence_refused`` ...; empty:
            none yet.
        reason: The decision, quoted.
        why: Why it bears on the party now asked about: ``the same name``, ``the same number`` ...
        same_goods: Was it about goods of the same kind? None: not known.
    """

    order_id: str
    on: date
    outcome: Outcome
    decision: str = ""
    reason: str = ""
    why: str = ""
    same_goods: bool | None = None

    @property
    def is_refusal(self) -> bool:
        """Was it, or a licence for it, refused?"""
        return self.decision in ("refused", "blocked", "licence_refused")

    @property
    def sentence(self) -> str:
        """In words."""
        decided = f", {self.decision}" if self.decision else ""
        quoted = f": “{self.reason}”" if self.reason else ""
        who = self.why or "the same party"
        return f"Order {self.order_id} of {self.on} ({who}): {self.outcome.name}{decided}{quoted}."


class OrderHistory(Protocol):
    """Earlier checks, decisions and approaches, asked by the desk; the store of orders implements it."""

    def about(self, party: OrderParty, order: Order) -> tuple[EarlierOrder, ...]:
        """Earlier orders in which the party or one related to it took part, the newest first; not ``order`` itself."""

    def blocked(self, party: OrderParty, on: date) -> str:
        """The decision by which the party is blocked as an intermediary on that day, quoted; empty: it is not."""

    def approaches(self, party: OrderParty, on: date) -> tuple[str, ...]:
        """Inbound approaches of the party that sales logged before that day, a sentence each."""

    def softened(self, order: Order) -> tuple[str, ...]:
        """What is told more mildly than in an earlier telling of the same business, a sentence each."""

    def orders(self) -> tuple[Order, ...]:
        """Every earlier order as it was last told; against these the patterns of one order are held."""


class NoHistory:
    """Nothing was checked before."""

    def about(self, party: OrderParty, order: Order) -> tuple[EarlierOrder, ...]:
        """None."""
        return ()

    def blocked(self, party: OrderParty, on: date) -> str:
        """It is not."""
        return ""

    def approaches(self, party: OrderParty, on: date) -> tuple[str, ...]:
        """None."""
        return ()

    def softened(self, order: Order) -> tuple[str, ...]:
        """Nothing."""
        return ()

    def orders(self) -> tuple[Order, ...]:
        """None."""
        return ()
