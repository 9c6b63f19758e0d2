"""The order desk of a case as it stands now: with its book of orders and own rules, opened anew when they change."""

import gc
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path

from enduse.case.order_book import OrderBook
from enduse.case.order_desk import OrderDesk, OrderDeskOptions
from enduse.case.screening import DECISIONS
from enduse.errors import LedgerDamaged
from enduse.store.derived import DerivedStore
from enduse.store.desk import Desk
from enduse.store.ledger import LedgerStore
from enduse.store.order_log import OrderLog
from enduse.store.workspace import Workspace

RULES = "rules"
"""Folder of the workspace with rules of the user's own."""
_DESK = "desk.db"

_COLLECTIONS = (10_000, 20, 100)
"""After how many new objects the youngest are looked through, and after how many such times the older ones."""

Stamp = tuple[str, int, int]
"""Name, size and time of writing of a file."""


def _now() -> datetime:
    return datetime.now(UTC)


def open_desk(ledger: LedgerStore, now: Callable[[], datetime] = _now) -> OrderDesk:
    """Examines orders with everything that the case knows: lists, records, earlier orders, blocks, own rules."""
    own = ledger.workspace.root / RULES
    options = OrderDeskOptions(today=now().date(), now=now, own_rules=own, history=_book(ledger))
    return OrderDesk(ledger, options)


def put_off_collections() -> None:
    """For a process that examines many orders: collect its garbage whole but seldom.

    Lists, rules and words are a million objects that stay; looking through them takes a third of a second, which one
    order in thirty would wait for. What an order itself leaves behind is freed without that.
    """
    gc.set_threshold(*_COLLECTIONS)


@dataclass
class LivingDesk:
    """An order desk for a process that lives long; not to be asked by two threads at once.

    Attributes:
        ledger: The case.
        now: The clock.
    """

    ledger: LedgerStore
    now: Callable[[], datetime] = _now
    _opened: tuple[object, object, OrderDesk] | None = field(default=None, init=False)

    def desk(self) -> OrderDesk:
        """The desk as the case is now; what did not change is not read again."""
        case, book = self._case(), tuple(_stamps(*(self.ledger.workspace.root / f"{_DESK}{it}" for it in ("", "-wal"))))
        if self._opened is None or self._opened[0] != case:
            self._opened = (case, book, open_desk(self.ledger, self.now))
        elif self._opened[1] != book:
            self._opened = (case, book, self._opened[2].with_history(_book(self.ledger)))
        return self._opened[2]

    def _case(self) -> tuple[int, str, date, tuple[Stamp, ...]]:
        """What tells that lists, records, decisions about hits, rules, or the day are others."""
        workspace = self.ledger.workspace
        rules = sorted((workspace.root / RULES).glob("*.toml"))
        stamps = tuple(_stamps(workspace.root / DECISIONS, *rules))
        return self.ledger.current(), _run(workspace), self.now().date(), stamps


def _run(workspace: Workspace) -> str:
    try:
        run = DerivedStore(workspace).current()
    except LedgerDamaged:
        # The desk says so itself, with every order.
        return "damaged"
    return run.key if run else ""


def _book(ledger: LedgerStore) -> OrderBook:
    return OrderBook(OrderLog(Desk(ledger.workspace.root / _DESK)))


def _stamps(*paths: Path) -> Iterator[Stamp]:
    for path in paths:
        try:
            told = path.stat()
        except OSError:
            continue
        yield path.name, told.st_size, told.st_mtime_ns
