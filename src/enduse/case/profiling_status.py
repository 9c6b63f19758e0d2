"""Statuses that a case writes down: dealer, former dealer, blocked; a block also meets every later order."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import cached_property
from pathlib import Path

from enduse.case.evidence_desk import EvidenceDesk
from enduse.errors import UsageError
from enduse.model.case_log import CaseEntry, NewEntry
from enduse.model.status import Status, from_facts, rough_day
from enduse.report.profile_ground import Who
from enduse.store.case_log import CaseLog
from enduse.store.desk import Desk
from enduse.store.order_log import Block, OrderLog

DESK = "desk.db"
_ENTRY = re.compile(r"[Cc][1-9]\d*")
_PIECE = re.compile(r"[Ee][1-9]\d*")


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True)
class Party:
    """By what a blocked party is known in orders.

    Attributes:
        country: ISO alpha-2; empty: not told.
        identifiers: Scheme to number.
    """

    country: str = ""
    identifiers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class StatusDesk:
    """Writes and reads the statuses of one workspace.

    Attributes:
        root: Its folder.
        now: The clock.
    """

    root: Path
    now: Callable[[], datetime] = _now

    @cached_property
    def _desk(self) -> Desk:
        return Desk(self.root / DESK)

    @cached_property
    def log(self) -> CaseLog:
        """Where statuses are written."""
        return CaseLog(self._desk)

    def write(self, status: Status, by: str, party: Party = Party()) -> CaseEntry:  # noqa: B008 - frozen
        """Write a status; whoever is blocked meets the decision in every order checked from then on.

        Raises:
            UsageError: ``E-STATUS-REF``: evidence or an entry that it names does not exist; ``E-CASE-WHO``.
        """
        self._check(status.evidence)
        written = self.log.write(NewEntry("status", status.to_facts(), status.party), self.now(), by)
        if status.status in ("blocked", "unblocked"):
            OrderLog(self._desk).block(self._block(status, by, party, written.id), self.now())
        return written

    def of(self, name: str) -> list[tuple[CaseEntry, Status]]:
        """Statuses of a party, or of the dealers of a maker, by their first day; of everybody without a name."""
        who = Who(name, name)
        told = [(it, from_facts(it.about, it.facts)) for it in self.log.entries("status")]
        wanted = [it for it in told if not name or who.means(it[1].party) or who.means(it[1].maker)]
        return sorted(wanted, key=lambda it: (rough_day(it[1].since).first if it[1].since else date.max, it[0].number))

    def _block(self, status: Status, by: str, party: Party, entry: str) -> Block:
        reviewed = f"; reviewed by {status.reviewer}" if status.reviewer else ""
        decided = f"{status.decided_by}: " if status.decided_by else ""
        start = rough_day(status.since).first if status.since else self.now().date()
        decision = f"{decided}{status.why}{reviewed} ({entry})"
        return Block(status.party, party.country, party.identifiers, decision, start, by, status.status == "unblocked")

    def _check(self, refs: tuple[str, ...]) -> None:
        for it in self._missing(refs):
            raise UsageError(
                f"{it!r} is neither evidence (E7) nor an entry (C12) of this case, so nothing bears the status out. "
                "See them with `enduse evidence show` and `enduse case show`. Nothing was written.",
                code="E-STATUS-REF",
            )

    def _missing(self, refs: tuple[str, ...]) -> Iterator[str]:
        pieces = {it.id for it in EvidenceDesk(self.root).items()} if any(map(_PIECE.fullmatch, refs)) else set()
        entries = {it.id for it in self.log.entries()}
        for it in refs:
            if it.upper() not in (pieces if _PIECE.fullmatch(it) else entries if _ENTRY.fullmatch(it) else ()):
                yield it
