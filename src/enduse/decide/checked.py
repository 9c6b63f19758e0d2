"""An order that was examined: the order, everything found about it, and what it comes to."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from enduse.decide.determination import Determination
from enduse.decide.facts import FactSheet
from enduse.decide.questions import Reply
from enduse.detect.finding import Finding
from enduse.detect.order_flag import Flag
from enduse.goods.desk import GoodsAnswer
from enduse.model.order import Order


@dataclass(frozen=True)
class PartyMatch:
    """A list entry that a party of the order is or may be.

    Attributes:
        certain: By number, by a decision, or at or above the calibrated threshold for lists of its kind.
        score: Calibrated probability, 0 to 1.
        reasons: In words.
    """

    authority: str
    list: str
    entry_id: str
    name: str
    score: float
    certain: bool
    reasons: Sequence[str] = ()
    listed_on: date | None = None
    programmes: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()


@dataclass(frozen=True)
class PartyReport:
    """What is known of one party.

    Attributes:
        key: As in the fact sheet: ``buyer``, ``intermediate 1``.
        matches: The likeliest first.
        ownership: What each law says of its owners, a sentence each.
        notes: What could not be examined, and other records: addresses, earlier orders, blocked before.
        findings: Of the records, the strongest first.
    """

    key: str
    matches: tuple[PartyMatch, ...] = ()
    ownership: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True)
class Checked:
    """The examined order.

    Attributes:
        order: As asked.
        determination: What it comes to.
        sheet: Every fact used, with how it is known.
        replies: Every answer used: given, read off the order, or found in the records.
        goods: By line number.
        parties: In the order's order.
        lists: Each list asked with the day of its snapshot, ``US-OFAC SDN, 20 Nov 2026``.
        flags: Patterns of diversion that the order itself shows, the strongest first.
        notes: About route, statistics, earlier orders: a sentence each.
        checked_at: When, UTC.
        ledger_version: Of the case; 0 without one.
    """

    order: Order
    determination: Determination
    sheet: FactSheet
    replies: tuple[Reply, ...]
    goods: Mapping[int, GoodsAnswer] = field(default_factory=dict)
    parties: tuple[PartyReport, ...] = ()
    lists: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    checked_at: datetime | None = None
    ledger_version: int = 0
    flags: tuple[Flag, ...] = ()
