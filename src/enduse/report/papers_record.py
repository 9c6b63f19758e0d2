"""The due-diligence record of an order: what was asked, known, found, answered and decided, by whom, and its hash."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from enduse.decide.outcomes import MEANING, Outcome
from enduse.decide.question_texts import question_text
from enduse.decide.questions import questions
from enduse.model.order import Order
from enduse.report.checked import NOT_ADVICE
from enduse.report.paper_parts.blocks import Block, Bullets, Fields, Grid, Heading, Paper, Words
from enduse.report.papers_findings import goods_blocks, lists_blocks, party_blocks, rule_blocks
from enduse.report.papers_order import goods_table, parties_table, terms_table
from enduse.store.order_log import Revision, Step

SCHEMA = "enduse.order_record/1"
_FOUR_EYES = "Four eyes: somebody else than the person who proposed it approved it."
_TWO_EYES = (
    "Two eyes plus waiting time: one person proposed and approved it, with at least {hours} hours between the two. "
    "Nobody else looked at it."
)
_DECIDED = {
    "ship": "ship",
    "ship_with_conditions": "ship with conditions",
    "apply_for_licence": "apply for a licence",
}


@dataclass(frozen=True)
class RecordContent:
    """Everything that a record rests on.

    Attributes:
        order: As it was last examined.
        state: Where it stands, in words.
        revision: Its newest examination.
        steps: All that was done, oldest first.
        settings: How the house decides: ``approval``, ``wait_hours``, ``tiers``, ``retention_days``.
        altered: What of the desk is not as it was written, a sentence each; empty: nothing.
    """

    order: Order
    state: str
    revision: Revision
    steps: tuple[Step, ...]
    settings: Mapping[str, str] = field(default_factory=dict)
    altered: tuple[str, ...] = ()


def record_json(content: RecordContent) -> bytes:
    """The content in one fixed form; its SHA-256 is the hash that the record prints."""
    steps = [{**vars(it), "at": it.at.isoformat(), "payload": dict(it.payload)} for it in content.steps]
    revision = content.revision
    told = {
        "schema": SCHEMA,
        "order": dict(revision.order),
        "checked": dict(revision.checked),
        "revision": {"number": revision.revision, "at": revision.at, "by": revision.by},
        "softened": list(revision.softened),
        "state": content.state,
        "steps": steps,
        "settings": dict(content.settings),
        "altered": list(content.altered),
    }
    return json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str).encode()


def record_hash(content: RecordContent) -> str:
    """SHA-256 of ``record_json``."""
    return sha256(record_json(content)).hexdigest()


def due_diligence_record(content: RecordContent) -> Paper:
    """The record, in English, as rules and findings are; it names no clock but that of the last step."""
    order, checked = content.order, content.revision.checked
    seller = order.party("seller")
    digest = record_hash(content)
    blocks: list[Block] = [
        *_summary(content, digest),
        *_decision(content),
        *_order(order),
        *rule_blocks(checked),
        *answer_blocks(order, checked),
        *party_blocks(checked),
        *goods_blocks(checked),
        *lists_blocks(checked),
        *_changes(content),
        *_steps(content),
        Heading("How to check this record"),
        Words(
            f"SHA-256 of its content: {digest}. The content is the file that the same command writes with the ending "
            ".json; whoever has that file can compute the hash again. Evidence is named with its own hash."
        ),
        Words(NOT_ADVICE, "note"),
    ]
    return Paper(
        kind="record",
        title=f"Due-diligence record, order {order.id}",
        language="en",
        blocks=tuple(blocks),
        author=seller.name if seller else "",
        number=order.id,
        at=content.steps[-1].at if content.steps else None,
        foot=f"Order {order.id}, revision {content.revision.revision}. Content {digest[:16]}. No legal advice.",
        page="Page {page} of {pages}",
    )


def _summary(content: RecordContent, digest: str) -> list[Block]:
    checked, revision = content.revision.checked, content.revision
    outcome = Outcome[checked["outcome"]]
    span = f"{checked['mildest_possible']} to {checked['strictest_possible']}"
    rows = (
        ("Stands at", content.state),
        ("Outcome", f"{outcome.name}: {MEANING[outcome]}"),
        ("Rests on", _basis(checked) if outcome is not Outcome.OK else "no rule or question that was examined"),
        (
            "With what is open",
            "decided" if outcome.name == span.partition(" to ")[2] == span.partition(" ")[0] else span,
        ),
        ("Examined", f"{revision.at[:16].replace('T', ' ')} UTC by {revision.by}, revision {revision.revision}"),
        ("Law of", str(checked["on"])),
        ("Rules", f"version {checked['rules_version']}, {checked['rules_examined']} examined"),
        ("Records", f"version {checked['ledger_version']} of the case" if checked["ledger_version"] else "none loaded"),
        ("Hash of the content", digest),
    )
    tone = Words(checked["banner"], "stop" if outcome in (Outcome.BLOCK, Outcome.LICENCE) else "strong")
    broken: list[Block] = [Words("The desk was altered outside this program.", "stop"), Bullets(content.altered)]
    return [tone, Fields(rows), *(broken if content.altered else [])]


def _basis(checked: Mapping[str, Any]) -> str:
    return "law" if checked["basis"] == "law" else "policy of the house"


def _decision(content: RecordContent) -> list[Block]:
    last = {it.step: it for it in content.steps}
    rows = [("Decision", _decided(last.get("proposed"), last.get("refused")))]
    for step, label in (
        ("proposed", "Proposed by"),
        ("customs", "Classification released by"),
        ("licensing", "Licensing released by"),
        ("approved", "Approved by"),
        ("returned", "Returned by"),
        ("refused", "Refused by"),
        ("shipped", "Shipped by"),
    ):
        if done := last.get(step):
            note = f": \u201c{done.note}\u201d" if done.note else ""
            rows.append((label, f"{done.by}, {done.at:%Y-%m-%d %H:%M} UTC, revision {done.revision}{note}"))
    rows.append(("How it was approved", _mode(content, last.get("approved"))))
    if content.settings.get("tiers") == "two":
        rows.append(("Tiers", "Two: customs classification and licensing; neither alone releases."))
    licence = next((str(it.payload["licence"]) for it in content.steps if it.payload.get("licence")), "")
    return [Heading("Decision"), Fields((*rows, *([("Licence", licence)] if licence else [])))]


def _decided(proposed: Step | None, refused: Step | None) -> str:
    if refused:
        return "refused"
    return _DECIDED.get(proposed.reason, proposed.reason) if proposed else "none yet"


def _mode(content: RecordContent, approved: Step | None) -> str:
    if approved is None:
        return "Not approved."
    if approved.payload.get("mode") == "two_eyes_wait":
        return _TWO_EYES.format(hours=content.settings.get("wait_hours", "24"))
    return _FOUR_EYES


def _order(order: Order) -> list[Block]:
    return [
        Heading("The order, as told"),
        parties_table(order),
        goods_table(order) if order.lines else Words("No goods."),
        terms_table(order),
    ]


def answer_blocks(order: Order, checked: Mapping[str, Any]) -> list[Block]:
    """Every answer with who gave it and the hash of its evidence, and every question that is open."""
    evidence = {it.question: it for it in order.answers}
    rows = []
    for reply in checked["answers"]:
        text, given = question_text(reply["question"]), evidence.get(reply["question"])
        known = given if given and reply["by"] == "answer" else None
        text_given = known.text if known and known.text not in reply["sentence"] else ""
        said = " ".join(filter(None, (reply["sentence"], text_given)))
        who = ", ".join(filter(None, (known.by, str(known.on or "")))) if known else f"from the {reply['by']}"
        rows.append(
            (
                f"{reply['question']} {text.question}",
                text.answers.get(reply["value"], reply["value"]),
                said,
                who,
                "; ".join(known.evidence) if known else "",
            )
        )
    header = ("Question", "Answer", "In words", "Who", "Evidence")
    told = Grid(header, tuple(rows), (5, 2, 4, 2, 3)) if rows else Words("Nothing was answered.")
    open_rows = [
        (f"{it['id']} {questions()[it['id']].text}", f"{it['best']} to {it['worst']}", "; ".join(it["missing"]))
        for it in (*checked["questions"], *checked["more_questions"])
    ]
    left = Grid(("Question", "Could lead to", "What is missing"), tuple(open_rows), (6, 2, 6))
    asked: list[Block] = [Heading("Questions still open"), left] if open_rows else []
    return [Heading("Questions and answers"), told, *asked]


def _changes(content: RecordContent) -> list[Block]:
    order, softened = content.order, content.revision.softened
    blocks: list[Block] = []
    if softened:
        blocks += [Heading("Told more mildly than before"), Bullets(softened)]
    if order.adjustments:
        rows = tuple((it.part, it.outcome, it.reason, it.by) for it in order.adjustments)
        blocks += [
            Heading("House rules changed for this order"),
            Grid(("Rule", "Says instead", "Reason", "By"), rows, (3, 2, 6, 2)),
        ]
    if order.changes:
        changed = tuple((it.field, it.old, it.new, str(it.changed_on or ""), it.by) for it in order.changes)
        blocks += [Heading("What was changed"), Grid(("Field", "From", "To", "On", "By"), changed, (3, 4, 4, 2, 2))]
    return blocks


def _steps(content: RecordContent) -> list[Block]:
    rows = tuple(
        (
            f"{it.at:%Y-%m-%d %H:%M}",
            it.step,
            it.by,
            it.reason.replace("_", " "),
            "; ".join(filter(None, (it.note, _payload(it)))),
            str(it.revision),
        )
        for it in content.steps
    )
    header = ("At (UTC)", "Step", "By", "Reason", "Note", "Revision")
    return [Heading("What was done"), Grid(header, rows, (3, 2, 2, 2, 6, 2))]


def _payload(step: Step) -> str:
    wanted = ("questions", "difference", "outcome", "files", "serials", "licence", "due")
    told = [(name, step.payload[name]) for name in wanted if step.payload.get(name)]
    return "; ".join(f"{name}: {', '.join(it) if isinstance(it, list) else it}" for name, it in told)
