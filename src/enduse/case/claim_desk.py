"""The claims ledger of a workspace: who said what, what the records say of it, who was asked and what they answered."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from functools import cached_property
from pathlib import Path

from enduse.case.claim_records import CitedRow, ClaimRecords, ComparedClaim
from enduse.case.claim_sources import ClaimSources, Corroboration
from enduse.case.claim_stories import Story, stories
from enduse.detect.wording import plain, words
from enduse.errors import UsageError
from enduse.model.case_log import CaseEntry
from enduse.model.claim import TIES, Claim, Reply, Request
from enduse.model.claim_log import STATES, LoggedClaim, LoggedReply, RightOfReply, redacted, reply_state
from enduse.model.evidence import EvidenceItem, number_of
from enduse.store.case_log import CaseLog
from enduse.store.desk import Desk
from enduse.store.evidence_store import EvidenceStore
from enduse.store.ledger import LedgerStore
from enduse.store.workspace import Workspace
from enduse.text.company_names import normal_keys

GRACE_DAYS = 90

REGISTRY_STRENGTH = 0.9
"""Of a tie that a register records."""

STATEMENT_STRENGTHS = {"contested": 0.1, "single": 0.25, "corroborated": 0.4}
"""Of a tie that somebody only told of; always below that of a register."""


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True)
class StatedTie:
    """A tie between two parties, and who says so.

    Attributes:
        one: As written.
        other: As written.
        kind: One of ``model.claim.TIES``.
        type: ``statement`` or ``register``.
        strength: 0 to 1; that of a statement is always below that of a register.
        word: ``alleged``, ``denied`` or ``recorded``.
        claims: Claims that say so.
        rows: Of registers.
    """

    one: str
    other: str
    kind: str
    type: str
    strength: float
    word: str
    claims: tuple[str, ...] = ()
    rows: tuple[CitedRow, ...] = ()


@dataclass(frozen=True)
class Authenticity:
    """What is said of whether a piece of evidence is genuine.

    Attributes:
        evidence: ``E7``.
        disputed_by: Claims that it is not.
        affirmed_by: Claims that it is.
    """

    evidence: str
    disputed_by: tuple[str, ...]
    affirmed_by: tuple[str, ...]

    @property
    def status(self) -> str:
        """``authenticity disputed`` once anybody disputes it: that somebody affirms it does not end the dispute."""
        affirmed = f"affirmed by {', '.join(self.affirmed_by)}" if self.affirmed_by else ""
        disputed = f"authenticity disputed by {', '.join(self.disputed_by)}" if self.disputed_by else ""
        return "; ".join(filter(None, (disputed, affirmed)))


@dataclass(frozen=True)
class ClaimDesk:
    """The claims of one workspace.

    Attributes:
        root: Its folder.
        now: The clock.
    """

    root: Path
    now: Callable[[], datetime] = _now

    @cached_property
    def log(self) -> CaseLog:
        """Where what is typed in is kept."""
        return CaseLog(Desk(self.root / "desk.db"))

    @cached_property
    def records(self) -> ClaimRecords:
        """The tables of the last run."""
        return ClaimRecords(LedgerStore(Workspace(self.root)))

    def add(self, claim: Claim, by: str) -> LoggedClaim:
        """Write a claim down.

        Raises:
            UsageError: ``E-CLAIM-REFERS``: it names evidence or an entry that does not exist; ``E-CASE-WHO``.
        """
        self._check(claim.references)
        self._check((*claim.confirms, *claim.disputes), "claim")
        if claim.kind == "authenticity" and number_of(claim.about) is None:
            raise UsageError(
                f"A claim of authenticity is about a piece of evidence, and {claim.about!r} is none. Give it with "
                "--about E7; see `enduse evidence show`.",
                code="E-CLAIM-REFERS",
            )
        # Whoever reads the log itself must see that it is sensitive, too.
        sealed = self._sealed() | {it.id: it.claim.sensitivity for it in self.typed() if it.claim.sensitivity != "none"}
        return _claim(self.log.write(_as_sensitive(claim, sealed).entry(), self.now(), by))

    def ask(self, request: Request, by: str) -> RightOfReply:
        """Write down that somebody was asked.

        Raises:
            UsageError: As ``add`` does.
        """
        self._check(request.references)
        return self._asked(self.log.write(request.entry(), self.now(), by), [], self.now().date())

    def answer(self, request: str, reply: Reply, by: str) -> RightOfReply:
        """Write down what came of a request.

        Raises:
            UsageError: ``E-CASE-UNKNOWN``: there is no such request; ``E-CLAIM-BEFORE``: the answer came before it was
                asked; else as ``add`` does.
        """
        entry = self.log.find(request, "request")
        asked = Request.from_facts(entry.facts)
        if reply.on < asked.asked_on:
            raise UsageError(
                f"The reply of {reply.on!r} lies before the day of asking, {asked.asked_on!r} ({entry.id}). Nothing "
                "was written; look at the days.",
                code="E-CLAIM-BEFORE",
            )
        self._check(reply.references)
        self._check(reply.claims, "claim")
        self.log.write(reply.entry(asked.to, entry.number), self.now(), by)
        return next(it for it in self.right_of_reply(asked.to) if it.id == entry.id)

    def undo(self, key: str, reason: str, by: str) -> None:
        """A claim, request or reply no longer holds; it stays in the log.

        Raises:
            UsageError: ``E-CASE-UNKNOWN``.
        """
        self.log.undo(self.log.find(key, "claim", "request", "reply").number, reason, self.now(), by)

    def typed(self) -> list[LoggedClaim]:
        """Claims that people wrote down, oldest first; one on sensitive evidence or claims is as sensitive."""
        sealed, found = self._sealed(), list[LoggedClaim]()
        for entry in self.log.entries("claim"):
            told = _claim(entry)
            found.append(replace(told, claim=_as_sensitive(told.claim, sealed)))
            if found[-1].claim.sensitivity != "none":
                sealed[entry.id] = found[-1].claim.sensitivity
        return found

    def claims(self, about: str = "") -> list[LoggedClaim]:
        """Claims typed in, oldest first, then those among the rows of the last run.

        Args:
            about: Only those that this party said or that are about it; empty: all.
        """
        every = [*self.typed(), *self.records.claims()]
        if not about:
            return every
        wanted = self.records.spellings(about)
        return [it for it in every if wanted & _keys(it.claim)]

    def find(self, key: str) -> LoggedClaim:
        """The claim of a number (``C3``), or of a row by its place (``claims.csv:2``) or id.

        Raises:
            UsageError: ``E-CASE-UNKNOWN``.
        """
        asked = key.strip().casefold()
        found = [it for it in self.claims() if asked and asked in (it.id.casefold(), it.place.casefold())]
        if not found:
            raise UsageError(
                f"{key!r} is no claim of this case, or it was undone. See them with `enduse claims list`.",
                code="E-CASE-UNKNOWN",
            )
        return found[0]

    def compared(
        self, claims: Sequence[LoggedClaim] | None = None, grace_days: int = GRACE_DAYS
    ) -> list[ComparedClaim]:
        """Each claim beside the records of the last run, in the same order.

        Args:
            claims: None: all.
            grace_days: Days after an end in which goods under way may still arrive.
        """
        return self.records.compared(self.claims() if claims is None else claims, grace_days)

    def corroborated(self, claims: Sequence[LoggedClaim] | None = None) -> dict[str, Corroboration]:
        """Id of a claim to how many independent sources say it and who denies it."""
        every = self.claims() if claims is None else claims
        known = {it.id: it for it in (*self.typed(), *every)}
        sources = ClaimSources(known.values(), self._evidence())
        return {it.id: sources.of(it.id) for it in every}

    def standing(self, claims: Sequence[LoggedClaim] | None = None) -> dict[str, tuple[str, ...]]:
        """Id of a claim to what must be said beside it: a plan, a signature, who denies it, disputed evidence."""
        typed = self.typed()
        every = {it.id: it for it in (*typed, *(typed if claims is None else claims))}
        disputed = {it.evidence: it.status for it in self.authenticity() if it.disputed_by}
        return {key: _standing(it, [*every.values()], disputed) for key, it in every.items()}

    def authenticity(self) -> list[Authenticity]:
        """Pieces of evidence that somebody called genuine or not, in their order."""
        found: dict[str, tuple[list[str], list[str]]] = {}
        for it in self.typed():
            if it.claim.kind == "authenticity":
                item = f"E{number_of(it.claim.about)}"
                found.setdefault(item, ([], []))[it.claim.predicate == "authentic"].append(it.id)
        told = sorted(found.items(), key=lambda it: int(it[0][1:]))
        return [Authenticity(item, tuple(against), tuple(for_)) for item, (against, for_) in told]

    def ties(self) -> list[StatedTie]:
        """Ties that claims tell of, each followed by what registers record of the same two."""
        found = list[StatedTie]()
        claims = [it for it in self.claims() if it.claim.predicate in TIES]
        stands = self.corroborated(claims)
        for it, rows in self.records.ties(claims):
            claim, how = it.claim, stands[it.id]
            ends = (claim.doer, claim.about or claim.speaker, claim.predicate)
            word = "denied" if how.word == "contested" else "alleged"
            found.append(StatedTie(*ends, "statement", STATEMENT_STRENGTHS[how.word], word, how.claims))
            if rows:
                found.append(StatedTie(*ends, "register", REGISTRY_STRENGTH, "recorded", rows=rows))
        return found

    def stories(self, speaker: str = "") -> list[Story]:
        """Matters on which a speaker spoke more than once; empty: of every speaker."""
        told = self.claims()
        if speaker:
            wanted = self.records.spellings(speaker)
            told = [it for it in told if wanted & _of_name(it.claim.speaker)]
        return stories(told, lambda name: min(_of_name(name), default=""))

    def right_of_reply(self, subject: str = "", today: date | None = None) -> list[RightOfReply]:
        """Who was asked and what came of it, by the day of asking.

        Args:
            subject: Whom; empty: everybody.
            today: The day of the question; None: that of the clock.
        """
        day = today or self.now().date()
        entries = self.log.entries("request", "reply")
        replies = [it for it in entries if it.kind == "reply"]
        found = [self._asked(it, replies, day) for it in entries if it.kind == "request"]
        found += [told for it in self.records.claims() if (told := _asked_in_row(it))]
        if subject:
            wanted = self.records.spellings(subject)
            found = [it for it in found if wanted & _of_name(it.to)]
        return sorted(found, key=lambda it: (it.asked_on, it.id))

    def find_request(self, key: str) -> RightOfReply:
        """The request of that number.

        Raises:
            UsageError: ``E-CASE-UNKNOWN``.
        """
        entry = self.log.find(key, "request")
        return self._asked(entry, self.log.entries("reply"), self.now().date())

    def _asked(self, entry: CaseEntry, replies: Sequence[CaseEntry], today: date) -> RightOfReply:
        request = Request.from_facts(entry.facts)
        mine = tuple(
            LoggedReply(it.id, Reply.from_facts(it.facts), it.at, it.by) for it in replies if it.refers == entry.number
        )
        state, on = reply_state(request, mine, today)
        return RightOfReply(entry.id, request.to, state, request.asked_on, on, request, mine)

    def _sealed(self) -> dict[str, str]:
        return {it.id: it.sensitivity for it in self._evidence() if it.sensitivity != "none"}

    def _evidence(self) -> list[EvidenceItem]:
        return EvidenceStore(self.root).items()

    def _check(self, references: Sequence[str], *kinds: str) -> None:
        """Everything that is named exists: evidence, and entries of the log that hold."""
        held = {it.id for it in self._evidence()}
        told = {it.id for it in self.log.entries(*kinds)}
        lacking = [it for it in references if it not in held | told]
        if lacking:
            raise UsageError(
                f"There is no {' and no '.join(lacking)} in this case. Evidence (E1) is added with `enduse evidence "
                "add`, claims (C1) with `enduse claims add`. Nothing was written.",
                code="E-CLAIM-REFERS",
            )


def _claim(entry: CaseEntry) -> LoggedClaim:
    return LoggedClaim(entry.id, Claim.from_facts(entry.facts), entry.at, entry.by)


def _as_sensitive(claim: Claim, sealed: Mapping[str, str]) -> Claim:
    found = [sealed[name] for name in (*claim.source.evidence, *claim.rests_on) if name in sealed]
    if not found or claim.sensitivity != "none":
        return claim
    return replace(claim, sensitivity="personal" if "personal" in found else found[0])


def _of_name(name: str) -> frozenset[str]:
    (key,) = normal_keys([name])
    return frozenset(filter(None, (key or name.casefold().strip(),)))


def _keys(claim: Claim) -> frozenset[str]:
    return _of_name(claim.speaker) | _of_name(claim.actor) | _of_name(claim.about)


def _standing(it: LoggedClaim, every: Sequence[LoggedClaim], disputed: dict[str, str]) -> tuple[str, ...]:
    found = list[str]()
    if it.claim.kind == "signature":
        found.append("signature appears")
    if it.claim.kind == "plan":
        done = [one.id for one in every if one.claim.predicate == "delivered" and it.id in one.claim.confirms]
        found.append(f"planned; delivery alleged by {', '.join(done)}" if done else "planned, not delivered")
    for one in every:
        if it.id in one.claim.disputes:
            day = f", {one.claim.said_on}" if one.claim.said_on else ""
            found.append(f"denied by {redacted(one.claim).speaker} ({one.id}{day})")
    found += [f"{name}: {disputed[name]}" for name in it.claim.references if name in disputed]
    if it.status:
        found.append(it.status)
    return tuple(found)


def _asked_in_row(it: LoggedClaim) -> RightOfReply | None:
    """What a row of statements tells of a question: whom it is about was asked, or else who gave the answer."""
    told = words("reply_words", "states")
    status, predicate = plain(it.status), plain(it.claim.predicate)
    asking = bool(words("statement_words", "enquiry")["predicates"].search(predicate))
    state = next((name for name in STATES if told[name].search(status)), "asked" if asking else None)
    if state is None:
        return None
    to = it.claim.about if asking and it.claim.about else it.claim.speaker
    return RightOfReply(it.id, to, state, it.claim.said_on, it.claim.said_on, place=it.place)
