"""The papers of an order on the desk: letter, certificate, clause, referral, record."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from enduse.case.order_flow import OrderFlow, OrderState
from enduse.case.order_questions import customer_questions
from enduse.errors import UsageError
from enduse.model.order import Order
from enduse.report.paper_parts.blocks import Paper
from enduse.report.papers_certificate import certificate_form
from enduse.report.papers_clause import reexport_clause
from enduse.report.papers_letter import LetterPlan, question_letter
from enduse.report.papers_record import RecordContent, due_diligence_record
from enduse.report.papers_referral import referral_packet

KINDS = ("letter", "certificate", "clause", "referral", "record")
_SETTINGS: Mapping[str, str] = {"approval": "four_eyes", "wait_hours": "24", "tiers": "one", "retention_days": "1826"}


@dataclass(frozen=True)
class PaperOptions:
    """What a paper is to be like.

    Attributes:
        language: Of letter, certificate and clause; referral and record are in English, as rules and findings are.
        questions: For the letter; empty: the fewest that can change the outcome.
        due: Day by which an answer is asked for.
        asked: What the authority is asked: ``classify``, ``licence``, ``advise``, or a sentence.
        today: Day of the letter.
    """

    language: str = "en"
    questions: tuple[str, ...] = ()
    due: date | None = None
    asked: str = "classify"
    today: date | None = None


@dataclass(frozen=True)
class MadePaper:
    """A paper, and what its maker must know.

    Attributes:
        notes: Questions that are not for the customer, what is left out: a sentence each.
    """

    paper: Paper
    notes: tuple[str, ...] = ()


def make_paper(flow: OrderFlow, order_id: str, kind: str, options: PaperOptions = PaperOptions()) -> MadePaper:
    """One paper of an order.

    Raises:
        UsageError: ``E-ORDER-UNKNOWN``, ``E-PAPER-KIND``, ``E-LANGUAGE``; ``E-PAPER-QUESTIONS``: nothing to ask.
    """
    if kind not in KINDS:
        raise UsageError(f"There is no paper {kind!r}; choose one of {', '.join(KINDS)}.", code="E-PAPER-KIND")
    state = flow.state(order_id)
    match kind:
        case "letter":
            return _letter(state, options, options.today or flow.now().date())
        case "certificate":
            return MadePaper(certificate_form(_numbered(state), options.language))
        case "clause":
            return MadePaper(reexport_clause(_numbered(state), _clause_rules(state), options.language))
        case "referral":
            return _referral(flow, state, options)
    return MadePaper(due_diligence_record(record_content(flow, order_id)))


def record_content(flow: OrderFlow, order_id: str) -> RecordContent:
    """Everything that the record of an order rests on."""
    state = flow.state(order_id)
    settings = {name: flow.log.setting(name, usual) for name, usual in _SETTINGS.items()}
    altered = tuple(flow.log.verify())
    return RecordContent(_numbered(state), state.state, state.newest, state.steps, settings, altered)


def _numbered(state: OrderState) -> Order:
    return replace(state.order, id=state.order_id)


def _letter(state: OrderState, options: PaperOptions, today: date) -> MadePaper:
    told = customer_questions(state.order_id, state.newest.checked, options.questions)
    notes = [f"Not for the customer; settle these in the house: {', '.join(told.own)}."] if told.own else []
    if told.extra:
        notes.append(
            "None of the fewest questions is for the customer: the letter asks those that could make it stricter."
        )
    enclosed = {"Q12": "certificate", "Q40": "certificate", "Q21": "clause"}
    with_it = dict.fromkeys(enclosed[it] for it in told.asked if it in enclosed)
    if with_it:
        notes.append(f"The letter speaks of an enclosure: add the {' and the '.join(with_it)}.")
    plan = LetterPlan(told.asked, options.language, today, options.due)
    return MadePaper(question_letter(_numbered(state), plan), tuple(notes))


def _clause_rules(state: OrderState) -> tuple[str, ...]:
    """Rules that ask for a clause, or may: a clause too many harms nobody."""
    parts = state.newest.checked["parts"]
    return tuple(it["id"] for it in parts if it["kind"] == "rule" and "CLAUSE" in (*it["outcome"], *it["possible"]))


def _referral(flow: OrderFlow, state: OrderState, options: PaperOptions) -> MadePaper:
    checked = flow.desk().check(_numbered(state))
    kept, now = state.newest.checked, checked.determination
    notes = []
    if kept["rules_version"] != now.rules_version or kept["outcome"] != now.outcome.name:
        notes.append(
            f"Rules or records changed since revision {state.newest.revision} ({kept['outcome']}): the packet tells "
            f"today's answer, {now.outcome.name}. Examine the order again, so that the desk has it too."
        )
    return MadePaper(referral_packet(checked, options.asked), tuple(notes))
