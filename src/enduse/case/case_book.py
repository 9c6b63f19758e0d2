"""The book of a case: subjects, notes, pins, events, hypotheses, searches, referrals; and what they come to."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import Any

from enduse.case.book_chains import Chain, ChainQuestion, chains, flow_ties, recorded_flows
from enduse.case.book_moments import Wanted, recorded_moments
from enduse.case.book_names import FoundParty, Written, find_parties, name_key
from enduse.case.book_pivots import Pivots, pivots
from enduse.case.book_references import References
from enduse.case.book_ties import Naming, Tie, case_ties, ledger_ties, with_all_rows, with_places
from enduse.case.book_written import evidence_moments, written_moments
from enduse.case.evidence_desk import EvidenceDesk
from enduse.case.running import current_run, ledger_of
from enduse.detect import Ledger
from enduse.errors import UsageError
from enduse.model.case_book import FACTS, Event, Facts, Mark, Pin, Referral, Subject, Weighing
from enduse.model.case_log import CaseEntry, NewEntry
from enduse.report.case_matrix import Matrix, matrix
from enduse.report.case_timeline import Moment, PlacedMoment, contradicts, timeline
from enduse.store.case_log import CaseLog
from enduse.store.derived import DerivedRun, DerivedStore
from enduse.store.desk import Desk
from enduse.store.ledger import LedgerStore
from enduse.store.workspace import Workspace

_NUMBERED = re.compile(r"[CE][1-9]\d*")
PARTIES = ("company", "person", "plant", "authority")
"""Kinds of subjects that are looked for among the parties of a run."""


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True)
class HeldSubject:
    """A subject of the case and what it is in the last run.

    Attributes:
        entry: As it was written.
        facts: Of it.
        found: The party of the last run.
    """

    entry: CaseEntry
    facts: Subject
    found: FoundParty


@dataclass(frozen=True)
class CaseBook:
    """What people write into the case of one workspace.

    Attributes:
        root: Its folder.
        now: The clock.
    """

    root: Path
    now: Callable[[], datetime] = _now

    @cached_property
    def log(self) -> CaseLog:
        """Every entry, chained."""
        return CaseLog(Desk(self.root / "desk.db"))

    @cached_property
    def store(self) -> LedgerStore:
        """The ledger."""
        return LedgerStore(Workspace(self.root))

    @cached_property
    def run(self) -> DerivedRun | None:
        """The last run; None: nothing was computed yet.

        Raises:
            LedgerDamaged: ``E-DERIVED``.
        """
        workspace = self.store.workspace
        return current_run(workspace) if DerivedStore(workspace).current() else None

    @cached_property
    def ledger(self) -> Ledger | None:
        """The tables of the last run."""
        return ledger_of(self.run) if self.run else None

    @cached_property
    def files(self) -> dict[str, str]:
        """Name of each source."""
        return {it.source_id: it.name for it in self.store.manifest().sources} if self.store.current() else {}

    @property
    def references(self) -> References:
        """What entries can refer to."""
        return References(self.log, EvidenceDesk(self.root), self.store, self.run)

    def write(self, facts: Facts, by: str, about: str = "", refers: str = "") -> CaseEntry:
        """Append an entry, once everything that it refers to is known to exist.

        Args:
            facts: What is written.
            by: Who writes.
            about: Whom or what it is about, as written.
            refers: Of a weighing the hypothesis, of an answer the referral: ``C3``.

        Raises:
            UsageError: ``E-CASE-REF``, ``E-CASE-UNKNOWN``, ``E-CASE-ORDER``, ``E-CASE-FACT``, ``E-CASE-WHO``.
        """
        checked = self._checked(facts, about)
        number = self._referred(facts, refers)
        return self.log.write(NewEntry(facts.kind, checked.to_facts(), about, number), self.now(), by)

    def undo(self, key: str, reason: str, by: str) -> CaseEntry:
        """Say that an entry no longer holds; an undoing is undone by its own number.

        Raises:
            UsageError: ``E-CASE-UNKNOWN``: there is no such entry; ``E-CASE-REASON``: no reason is given.
        """
        if not reason.strip():
            raise UsageError("Say with --reason why the entry no longer holds.", code="E-CASE-REASON")
        number = key.strip().lstrip("Cc")
        if all(str(it.number) != number for it in self.log.history()):
            raise UsageError(f"There is no entry {key!r} in this case; see `enduse case show`.", code="E-CASE-UNKNOWN")
        return self.log.undo(int(number), reason.strip(), self.now(), by)

    def subjects(self) -> list[HeldSubject]:
        """Subjects of the case, each with the party that it is in the last run."""
        entries = self.log.entries("subject")
        facts = [Subject.from_facts(it.facts) for it in entries]
        asked = [
            Written(it.about, told.number, told.anchor, told.also) for it, told in zip(entries, facts, strict=True)
        ]
        found = find_parties(self.ledger.parties if self.ledger else None, asked)
        return [HeldSubject(*it) for it in zip(entries, facts, found, strict=True)]

    def matrix(self) -> Matrix:
        """Hypotheses against evidence."""
        entries, refs = self.log.entries("pin", "hypothesis", "weighing"), self.references
        named = {it for entry in entries for it in (entry.facts.get("ref"), entry.facts.get("item")) if it}
        return matrix(entries, {it: refs.said(it) for it in named if isinstance(it, str)})

    def timeline(self, names: Sequence[str] = ()) -> list[PlacedMoment]:
        """What happened when, by the ledger, the lists, the evidence and what was written.

        Args:
            names: Only what these have a part in; none: everything written, and the ledger on the case's subjects.
        """
        naming = self._naming()
        asked = [*names] or [it.entry.about for it in self.subjects()]
        keys = {it.key for it in naming.nodes(asked)}
        entries = self.log.entries()
        written = written_moments(entries)
        if names:
            written = [it for it in written if keys & {node.key for node in naming.nodes(it.parties)}]
        cited = {ref for it in written for ref in it.refs} | {
            ref for it in self._marked(entries, keys, naming) for ref in it
        }
        evidence = [it for it in evidence_moments(self.references.evidence.items()) if not names or it.id in cited]
        return timeline([*written, *evidence, *self._recorded(keys, naming)])

    def pivots(self, name: str, steps: int = 2) -> Pivots:
        """Whom one reaches from a party, brand or name in so many steps."""
        naming = self._naming()
        (start,) = naming.nodes([name])
        written = case_ties(self.log.entries(), naming, self._grades)
        ledger = self.ledger
        made = pivots(start, written, lambda nodes: ledger_ties(ledger, nodes, naming) if ledger else (), steps)
        placed = iter(self._placed([tie for it in made.found for step in it.ties for tie in step]))
        found = (replace(it, ties=tuple(tuple(next(placed) for _tie in step) for step in it.ties)) for it in made.found)
        return replace(made, found=tuple(found))

    def chains(self, start: str, end: str = "", most: int = 5) -> list[Chain]:
        """Ways of goods from a maker or brand to where they were installed, or to ``end``."""
        naming = self._naming()
        first, *last = naming.nodes([start, *([end] if end else [])])
        entries = self.log.entries()
        ties = flow_ties(case_ties(entries, naming, self._grades))
        if self.ledger:
            ties += recorded_flows(self.ledger, first, naming)
        plants = naming.nodes(it.entry.about for it in self.subjects() if it.facts.is_a == "plant")
        question = ChainQuestion(first, last[0] if last else None, frozenset(it.key for it in plants), most)
        made = chains(question, ties)
        placed = iter(self._placed([hop for it in made for hop in it.hops]))
        return [replace(it, hops=tuple(next(placed) for _hop in it.hops)) for it in made]

    def _placed(self, ties: Sequence[Tie]) -> list[Tie]:
        return with_places(self.ledger, ties, self.files) if self.ledger else [*ties]

    def whole(self, tie: Tie) -> Tie:
        """A tie with every row behind it; pivots and chains name the first and the last."""
        return with_all_rows(self.ledger, tie, self.files) if self.ledger else tie

    def verify(self) -> list[str]:
        """What does not hold: rows of the log that were altered, pins that say something else now, entries that rest on
        what was undone or is gone; a sentence each.
        """
        refs, entries = self.references, self.log.entries()
        pins = [(it.id, Pin.from_facts(it.facts)) for it in entries if it.kind == "pin"]
        known = {it.id for it in entries} | refs.items.keys()
        gone = [(it.id, ref) for it in entries for ref in _cites(it) if ref not in known]
        return [
            *self.log.verify(),
            *(told for id, pin in pins if (told := refs.changed(pin, id))),
            *(f"{id} rests on {ref}, which was undone or is gone." for id, ref in gone),
        ]

    @property
    def _grades(self) -> dict[str, str]:
        """How far each piece of evidence is trusted."""
        told = {it.id: it.particulars.facts for it in self.references.items.values() if it.particulars}
        return {id: f"{it.grade} {it.reliability}{it.credibility}" for id, it in told.items()}

    def _checked(self, facts: Facts, about: str) -> Facts:
        refs = self.references
        changed: dict[str, Any] = {
            name: refs.checked(told) for name in ("rests_on", "on", "what", "after")
            if isinstance(told := getattr(facts, name, None), tuple) and told
        }  # fmt: skip
        made = replace(facts, **changed)
        match made:
            case Pin():
                return refs.pinned(made)
            case Weighing():
                return replace(made, item=refs.check(made.item))
            case Mark():
                return replace(made, evidence=refs.check(made.evidence))
            case Subject():
                return self._anchored(made, about)
            case Event():
                self._check_order(made, about)
        return made

    def _anchored(self, told: Subject, about: str) -> Subject:
        if not about.strip():
            raise UsageError("A subject needs a name. Give it as it is written.", code="E-CASE-FACT")
        parties = self.ledger.parties if self.ledger and told.is_a in PARTIES else None
        (found,) = find_parties(parties, [Written(about, told.number, told.anchor, told.also)])
        return replace(told, anchor=found.anchor)

    def _check_order(self, told: Event, about: str) -> None:
        if not told.after:
            return
        moment = Moment("new", told.moment, "event", told.text, parties=(about,), after=told.after)
        known = written_moments(self.log.entries())
        undated = [it for it in told.after if all(it != one.id for one in known)]
        if undated:
            raise UsageError(
                f"{', '.join(undated)} happened at no time, so nothing can come after it: name events, claims, "
                "requests, replies, statuses or referrals.",
                code="E-CASE-ORDER",
            )
        if contradicts(moment, known):
            raise UsageError(
                f"The event is of {told.when or 'an unknown time'}, but is said to have followed "
                f"{', '.join(told.after)}, which was later. Look at the dates again; nothing was written.",
                code="E-CASE-ORDER",
            )

    def _referred(self, facts: Facts, refers: str) -> int:
        if isinstance(facts, Weighing):
            return self.log.find(refers, "hypothesis").number
        if isinstance(facts, Referral) and refers:
            return self.log.find(refers, "referral").number
        return self.log.find(refers).number if refers else 0

    def _naming(self) -> Naming:
        return Naming(self.ledger, {it.entry.about: it.found for it in self.subjects()})

    def _recorded(self, keys: set[str], naming: Naming) -> list[Moment]:
        if self.ledger is None:
            return []
        ids = frozenset(naming.party_ids[it] for it in keys if it in naming.party_ids)
        brands = frozenset(it[2:] for it in keys if it.startswith("b:"))
        return recorded_moments(self.ledger, Wanted(ids, brands, self.files))

    def _marked(self, entries: Sequence[CaseEntry], keys: set[str], naming: Naming) -> list[tuple[str, ...]]:
        """Evidence in which somebody saw one of these."""
        marks = [(it, Mark.from_facts(it.facts)) for it in entries if it.kind == "mark"]
        wanted = {*keys, *(f"n:{name_key(it[2:])}" for it in keys)}
        return [
            (told.evidence,) for it, told in marks
            if wanted & {node.key for node in naming.nodes([it.about or told.text, told.text])}
        ]  # fmt: skip


def _cites(entry: CaseEntry) -> list[str]:
    """Entries and evidence that an entry rests on; what a pin pins is looked at by itself."""
    if entry.kind not in FACTS or entry.kind == "pin":
        return []
    named = [one for name in ("rests_on", "on", "what", "after") for one in _listed(entry.facts.get(name))]
    named += [it for it in (entry.facts.get("item"), entry.facts.get("evidence")) if isinstance(it, str)]
    named += [f"C{entry.refers}"] if entry.refers else []
    return [it for it in dict.fromkeys(named) if _NUMBERED.fullmatch(it)]


def _listed(value: Any) -> list[str]:
    return [it for it in value if isinstance(it, str)] if isinstance(value, list | tuple) else []
