"""An order on its way: examined, asked, answered, proposed, approved by another person, shipped, and watched after."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

from enduse.case.order_book import OrderBook
from enduse.case.order_desk import OrderDesk
from enduse.case.order_machines import machines_seen
from enduse.case.order_opened import open_desk
from enduse.case.order_questions import customer_questions
from enduse.decide.checked import Checked
from enduse.decide.outcomes import Outcome
from enduse.errors import DeskRefused, UsageError
from enduse.model.order import Given, Order
from enduse.report.checked import as_object
from enduse.sources.order_reading import read_order
from enduse.sources.order_writing import order_table_of
from enduse.store.atomic import write_atomically
from enduse.store.desk import Desk
from enduse.store.ledger import LedgerStore
from enduse.store.order_log import OrderLog, Revision, Step

DECISIONS = ("ship", "ship_with_conditions", "apply_for_licence")
TIERS = ("customs", "licensing")
RETENTION = timedelta(days=5 * 365 + 1)
"""How long a shipped order stays watched; ``set("retention_days", ...)`` changes it."""
_HASTE_SECONDS, _HASTE_STEPS = 60, 6
"""So many answers without a sentence in so short a time by one person are not considered answers."""


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True)
class Act:
    """What somebody does with an order.

    Attributes:
        by: Who.
        note: Why, in words.
        reason: Code: one of ``DECISIONS``, ``licence_refused`` ...
        payload: What belongs to it.
    """

    by: str
    note: str = ""
    reason: str = ""
    payload: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class OrderState:
    """Where an order stands.

    Attributes:
        state: In words: ``examined``, ``waiting for customer``, ``proposed``, ``approved`` ...
        order: As it was last examined.
        revisions: Oldest first.
        steps: Oldest first.
    """

    order_id: str
    state: str
    order: Order
    revisions: tuple[Revision, ...]
    steps: tuple[Step, ...]

    @property
    def newest(self) -> Revision:
        """The revision that counts."""
        return self.revisions[-1]

    @property
    def awaited(self) -> tuple[str, ...]:
        """Questions that the customer was asked and that nobody has answered since."""
        open_ = dict[str, None]()
        for it in self.steps:
            if it.step == "asked":
                open_ |= dict.fromkeys(it.payload.get("questions", ()))
            for question in it.payload.get("answers", ()) if it.step == "answered" else ():
                open_.pop(question, None)
        return tuple(open_)


@dataclass(frozen=True)
class Reexamined:
    """What a watched order comes to today.

    Attributes:
        before: Outcome at its last examination.
        after: Outcome today.
        news: What is new, a sentence each; empty: nothing.
    """

    order_id: str
    before: str
    after: str
    news: tuple[str, ...]


@dataclass(frozen=True)
class OrderFlow:
    """The orders of a case.

    Attributes:
        ledger: The case.
        now: The clock.
    """

    ledger: LedgerStore
    now: Callable[[], datetime] = _now

    @property
    def log(self) -> OrderLog:
        """What was done."""
        return OrderLog(Desk(self.ledger.workspace.root / "desk.db"))

    def desk(self) -> OrderDesk:
        """Examines orders with everything the case and the desk know."""
        return open_desk(self.ledger, self.now)

    def examine(self, order: Order, by: str) -> tuple[str, Checked]:
        """Examine an order and keep it, as new or as the next revision of the one of that number.

        Returns:
            The order's number, and what it comes to.
        """
        numbered = order if order.id else replace(order, id=self._number())
        checked = self.desk().check(numbered)
        self._keep(checked, by)
        return numbered.id, checked

    def state(self, order_id: str) -> OrderState:
        """Where an order stands.

        Raises:
            UsageError: ``E-ORDER-UNKNOWN``.
        """
        revisions, steps = self.log.revisions(order_id), self.log.steps(order_id)
        if not revisions:
            known = ", ".join(self.log.orders()[:10]) or "none"
            raise UsageError(f"There is no order {order_id!r} on this desk. Newest: {known}.", code="E-ORDER-UNKNOWN")
        newest = revisions[-1]
        order = read_order(newest.order, date.fromisoformat(newest.at[:10]), order_id).order
        last = steps[-1].step
        words = {"asked": "waiting for customer", "customs": "proposed", "licensing": "proposed"}
        return OrderState(order_id, words.get(last, last), order, tuple(revisions), tuple(steps))

    def answer(self, order_id: str, answers: Iterable[Given], files: Iterable[Path], by: str) -> tuple[str, Checked]:
        """Take answers with their evidence and examine again.

        Returns:
            The difference in a sentence, and what the order comes to now.

        Raises:
            DeskRefused: ``E-ORDER-TIRED``: many answers in short time without a sentence.
        """
        state, given = self.state(order_id), tuple(answers)
        self._refuse_haste(state, given, by)
        kept = [self._file(it) for it in files]
        dated = [replace(it, by=by, on=self.now().date(), evidence=(*it.evidence, *kept)) for it in given]
        told = {it.question for it in dated}
        order = replace(state.order, answers=(*(it for it in state.order.answers if it.question not in told), *dated))
        checked = self.desk().check(order)
        self._keep(checked, by)
        changed = _difference(state.newest, checked)
        payload = {"answers": [it.question for it in dated], "files": kept, "difference": changed}
        self._take(order_id, "answered", Act(by, "", "", payload))
        return changed, checked

    def ask(self, order_id: str, due: date | None, act: Act, named: Iterable[str] = ()) -> tuple[str, ...]:
        """Wait for the customer; which questions went out, by whom and until when is on the record.

        Args:
            order_id: The order.
            due: Day by which an answer is asked for.
            act: Who.
            named: ``Q01`` ...; none: those that the letter asks.

        Returns:
            The questions.

        Raises:
            UsageError: ``E-PAPER-QUESTIONS``: there is nothing to ask a customer.
        """
        asked = customer_questions(order_id, self.state(order_id).newest.checked, named).asked
        payload = {**act.payload, "questions": list(asked), "due": due.isoformat() if due else ""}
        self._take(order_id, "asked", replace(act, payload=payload))
        return asked

    def propose(self, order_id: str, act: Act) -> None:
        """Propose a decision; another person approves it.

        Raises:
            UsageError: ``E-ORDER-DECISION``: no such decision.
            DeskRefused: A prohibition, a licence that is missing, questions open without a reason.
        """
        if act.reason not in DECISIONS:
            said = f"{act.reason!r} is no decision: {', '.join(DECISIONS)}."
            raise UsageError(said, code="E-ORDER-DECISION")
        self._take(order_id, "proposed", act)

    def release(self, order_id: str, tier: str, act: Act) -> None:
        """One tier of two releases it: ``customs`` (classification) or ``licensing``; neither alone is enough."""
        self._take(order_id, tier, act)

    def approve(self, order_id: str, act: Act) -> None:
        """Approve what somebody else proposed.

        Raises:
            DeskRefused: ``E-4EYES``, ``E-4EYES-WAIT``, ``E-ORDER-TIERS``, ``E-ORDER-STATE``.
        """
        mode = self.log.setting("approval", "four_eyes")
        self._take(order_id, "approved", replace(act, payload={**act.payload, "mode": mode}))

    def send_back(self, order_id: str, act: Act) -> None:
        """Return it to who proposed it."""
        self._take(order_id, "returned", act)

    def refuse(self, order_id: str, act: Act) -> None:
        """Refuse the order; later orders of these parties are told of it."""
        self._take(order_id, "refused", act)

    def ship(self, order_id: str, act: Act) -> None:
        """It left: from now on its parties and machines are watched.

        Raises:
            DeskRefused: It was not approved, or was changed since.
        """
        self._take(order_id, "shipped", act)

    def close(self, order_id: str, act: Act) -> None:
        """What re-opened it is settled."""
        self._take(order_id, "closed", act)

    def recheck(self, by: str = "enduse") -> tuple[Reexamined, ...]:
        """Examine every watched order with today's lists, rules and records; one with news is opened again.

        An order is watched from its first examination until it is refused, and after shipment until the retention ends.
        """
        desk, found = self.desk(), list[Reexamined]()
        for order_id in self.log.orders():
            state = self.state(order_id)
            if not self._watched(state):
                continue
            today = replace(state.order, on=self.now().date())
            checked = desk.check(today)
            news = (
                *_news(state.newest.checked, as_object(checked), state.newest.outcome),
                *self._seen(state),
            )
            after = checked.determination.outcome.name
            found.append(Reexamined(order_id, state.newest.outcome, after, news))
            if news and state.state in ("shipped", "reopened", "closed") and list(news) != _last_news(state):
                self._take(order_id, "reopened", Act(by, " ".join(news), "news", {"news": news, "outcome": after}))
        return tuple(found)

    def _seen(self, state: OrderState) -> Iterator[str]:
        """Where its machines were seen since they left."""
        for it in state.steps:
            if it.step == "shipped" and it.payload.get("serials"):
                yield from machines_seen(self.ledger, state.order, it.payload["serials"], it.at.date())

    def _watched(self, state: OrderState) -> bool:
        if state.state == "refused":
            return False
        shipped = [it for it in state.steps if it.step == "shipped"]
        days = int(self.log.setting("retention_days", str(RETENTION.days)))
        return not shipped or self.now() - shipped[-1].at <= timedelta(days=days)

    def _keep(self, checked: Checked, by: str) -> None:
        known = self.log.revisions(checked.order.id)
        softened = OrderBook(self.log).softened(checked.order)
        revision = Revision(
            checked.order.id, len(known) + 1, order_table_of(checked.order), as_object(checked), "", by, softened
        )
        self.log.examine(revision, self.now())

    def _take(self, order_id: str, step: str, act: Act) -> None:
        state = self.state(order_id)
        taken = Step(order_id, state.newest.revision, step, act.by, self.now(), act.reason, act.note, act.payload)
        try:
            self.log.take(taken)
        except DeskRefused as error:
            raise _worded(error, state, step) from error

    def _number(self) -> str:
        year = self.now().year
        taken = set(self.log.orders())
        return next(it for number in range(1, 100_000) if (it := f"{year}-{number:03d}") not in taken)

    def _file(self, path: Path) -> str:
        """Keep a file under its hash; what was attached cannot change any more."""
        content = path.read_bytes()
        name = sha256(content).hexdigest()
        folder = self.ledger.workspace.root / "desk"
        folder.mkdir(exist_ok=True)
        if not (folder / name).exists():
            write_atomically(folder / name, content)
        return f"{path.name} sha256:{name}"

    def _refuse_haste(self, state: OrderState, given: tuple[Given, ...], by: str) -> None:
        silent = [it for it in given if not (it.text.strip() or it.evidence)]
        since = self.now() - timedelta(seconds=_HASTE_SECONDS)
        lately = [it for it in state.steps if it.step == "answered" and it.by == by and it.at >= since]
        count = len(silent) + sum(len(it.payload.get("answers", ())) for it in lately)
        if silent and count >= _HASTE_STEPS:
            raise DeskRefused(
                f"{count} questions in {_HASTE_SECONDS} seconds were answered without a sentence. Please add one to "
                f"{', '.join(it.question for it in silent)}; it will be on the record.",
                code="E-ORDER-TIRED",
            )


def _difference(before: Revision, now: Checked) -> str:
    old = {it["id"] for it in before.checked["parts"] if it["outcome"]}
    new = {it.id for it in now.determination.parts if it.now}
    was, became = before.outcome, now.determination.outcome.name
    head = f"{was}, now {became}" if was != became else f"still {became}"
    settled, arisen = sorted(old - new), sorted(new - old)
    parts = [f"settled: {', '.join(settled)}" if settled else "", f"new: {', '.join(arisen)}" if arisen else ""]
    return "; ".join(filter(None, (head, *parts))) + "."


def _news(before: Mapping[str, Any], after: Mapping[str, Any], outcome: str) -> tuple[str, ...]:
    """What a later examination has that the earlier one had not: matches, rules of law, a stricter outcome."""
    said = list[str]()
    known = {(it["party"], one["list"], one["entry_id"]) for it in before["parties"] for one in it["matches"]}
    for party in after["parties"]:
        for one in party["matches"]:
            if (party["party"], one["list"], one["entry_id"]) not in known and one["certain"]:
                listed = f", listed on {one['listed_on']}" if one["listed_on"] else ""
                said.append(f"{party['label']} stands on {one['list']} as {one['name']}{listed}.")
    rules = {it["id"] for it in before["parts"] if it["kind"] == "rule" and it["outcome"]}
    said += [
        f"A rule applies that did not: {it['title']} ({it['citation']})."
        for it in after["parts"]
        if it["kind"] == "rule" and it["basis"] == "law" and it["outcome"] and it["id"] not in rules
    ]
    if Outcome[after["outcome"]] > Outcome[outcome]:
        said.append(f"It came to {outcome} and comes to {after['outcome']} today.")
    return tuple(said)


def _last_news(state: OrderState) -> list[str]:
    opened = [it for it in state.steps if it.step == "reopened"]
    return list(opened[-1].payload.get("news", ())) if opened else []


def _worded(error: DeskRefused, state: OrderState, step: str) -> DeskRefused:
    """The desk's refusal with the names and times that the reader needs."""
    proposed = next((it for it in reversed(state.steps) if it.step == "proposed"), None)
    more = ""
    if error.code in ("E-4EYES", "E-4EYES-WAIT") and proposed:
        more = f" {proposed.by} proposed it on {proposed.at:%-d %b %Y at %H:%M} UTC."
    elif error.code == "E-ORDER-STATE":
        more = f" It is {state.state}; {step!r} was asked for."
    elif error.code in ("E-ORDER-OPEN", "E-ORDER-PROHIBITED", "E-ORDER-LICENCE"):
        asked = [it["id"] for it in state.newest.checked["parts"] if state.newest.outcome in it["outcome"]]
        more = f" See {', '.join(asked)}."
    return DeskRefused(error.message + more, code=error.code)
