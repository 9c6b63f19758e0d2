"""What the desk remembers: earlier orders of a party, whom the house blocked, and who asked for what."""

from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from enduse.case.order_history import EarlierOrder
from enduse.decide.outcomes import Outcome
from enduse.decide.softening import related, same_business, softenings
from enduse.model.order import Order, OrderParty
from enduse.sources.order_reading import read_order
from enduse.store.order_log import Approach, Block, OrderLog, Revision, Step

_DECISIONS = {"approved": "approved", "shipped": "shipped", "returned": "returned", "refused": "refused"}


@dataclass(frozen=True)
class OrderBook:
    """Earlier orders and decisions, as the order desk asks for them; read once, when it is first asked.

    Attributes:
        log: Of the desk.
    """

    log: OrderLog
    _kept: dict[str, Order] = field(default_factory=dict)

    def about(self, party: OrderParty, order: Order) -> tuple[EarlierOrder, ...]:
        """Earlier orders in which the party or one related to it took part, the newest first; not the order itself."""
        found = list[EarlierOrder]()
        for revision in reversed(self._newest):
            if revision.order_id == order.id or not party.name:
                continue
            earlier = self._order(revision)
            why = next((why for it in earlier.parties if it.role != "seller" and (why := related(party, it))), "")
            if why:
                found.append(self._earlier(revision, earlier, order, why))
        return tuple(found)

    def blocked(self, party: OrderParty, on: date) -> str:
        """The decision by which the party is blocked on that day, quoted; empty: it is not."""
        said = ""
        for it in self._blocks:
            asked = OrderParty("intermediate", it.name, it.country, dict(it.identifiers))
            if it.start <= on and related(party, asked):
                said = "" if it.lifted else f"“{it.decision}” ({it.by}, {it.start})"
        return said

    def approaches(self, party: OrderParty, on: date) -> tuple[str, ...]:
        """Approaches of the party that sales logged before that day, a sentence each."""
        return tuple(
            f"{it.name} asked on {it.on}: “{it.text}” ({it.by})."
            for it in self._approaches
            if it.on <= on and related(party, _approaching(it))
        )

    def softened(self, order: Order) -> tuple[str, ...]:
        """What is told more mildly than in an earlier revision of this order or in an order of the same business."""
        found = list[str]()
        for revision in self._revisions:
            earlier = self._order(revision)
            mine = revision.order_id == order.id
            why = "" if mine else same_business(earlier, order)
            if not mine and not why:
                continue
            where = f"revision {revision.revision}" if mine else f"order {revision.order_id} ({why})"
            found.extend(f"{it.sentence} Against {where} of {revision.at[:10]}." for it in softenings(earlier, order))
        return tuple(dict.fromkeys(found))

    def orders(self) -> tuple[Order, ...]:
        """Every order as it was last examined."""
        return tuple(map(self._order, self._newest))

    @cached_property
    def _revisions(self) -> list[Revision]:
        return self.log.revisions()

    @cached_property
    def _newest(self) -> list[Revision]:
        return list({it.order_id: it for it in self._revisions}.values())

    @cached_property
    def _blocks(self) -> list[Block]:
        return self.log.blocks()

    @cached_property
    def _approaches(self) -> list[Approach]:
        return self.log.approaches()

    @cached_property
    def _steps(self) -> dict[str, list[Step]]:
        found = dict[str, list[Step]]()
        for it in self.log.steps():
            found.setdefault(it.order_id, []).append(it)
        return found

    def _order(self, revision: Revision) -> Order:
        key = f"{revision.order_id}\0{revision.revision}"
        if key not in self._kept:
            self._kept[key] = read_order(revision.order, date.fromisoformat(revision.at[:10]), revision.order_id).order
        return self._kept[key]

    def _earlier(self, revision: Revision, earlier: Order, order: Order, why: str) -> EarlierOrder:
        decided = [it for it in self._steps.get(revision.order_id, ()) if it.step in _DECISIONS]
        last = decided[-1] if decided else None
        return EarlierOrder(
            order_id=revision.order_id,
            on=earlier.on,
            outcome=Outcome[revision.outcome],
            decision=_decision(last),
            reason=last.note if last else "",
            why=why,
            same_goods=bool(same_business(earlier, order)) or None,
        )


def _decision(step: Step | None) -> str:
    if step is None:
        return ""
    return step.reason if step.reason == "licence_refused" else _DECISIONS[step.step]


def _approaching(it: Approach) -> OrderParty:
    mail = it.contact if "@" in it.contact else ""
    return OrderParty("buyer", it.name, it.country, email=mail, phone="" if mail else it.contact)
