"""The due-diligence record: everything it rests on, and a hash that anybody can compute again."""

import json
import re
from dataclasses import replace
from datetime import UTC, date, datetime
from hashlib import sha256
from typing import Any

import pytest

from enduse.model.order import Adjustment, Change, Given, Order, OrderLine, OrderParty
from enduse.report.paper_parts.rendering import render
from enduse.report.papers_record import RecordContent, due_diligence_record, record_hash, record_json
from enduse.store.order_log import Revision, Step

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
DIGEST = "ab" * 32
ORDER = Order(
    "2026-118",
    NOON.date(),
    (OrderParty("seller", "Hwaseong Lathes", "KR"), OrderParty("buyer", "Orient Teks", "UZ", {"INN": "301"})),
    (OrderLine(1, "CNC lathe", model="SL2500", code="845811", quantity=1.0, price=100.0),),
    "UZ",
    answers=(Given("Q11", "no", "only valves", (f"reply.pdf sha256:{DIGEST}",), "Kim", date(2026, 11, 22)),),
    changes=(Change("consignee.name", "A", "B", date(2026, 11, 20), "Kim"),),
    adjustments=(Adjustment("Q24", "RECORD", "usual in this market", "Kim"),),
)
RULE: dict[str, Any] = {
    "id": "kr_situational", "kind": "rule", "gate": "G1", "jurisdiction": "KR", "title": "Situational permit",
    "answer": "yes", "outcome": ["LICENCE"], "possible": ["LICENCE"], "basis": "law", "policy": "denial",
    "sentence": "Needs a permit.", "about": ["buyer"], "because": ["The goods go to Russia."], "missing": [],
    "citation": "33rd notice", "source": "T032", "evidence": "memory", "confidence": "low", "start": "2024-02-24",
    "end": None, "adjusted": None,
}  # fmt: skip
LACK = {"fact": "x", "about": "1", "questions": ["Q32"], "sentence": "Accuracy is missing."}
CHECKED: dict[str, Any] = {
    "outcome": "LICENCE", "basis": "law", "policy": "denial", "strictest_possible": "BLOCK",
    "mildest_possible": "LICENCE", "on": "2026-11-22", "banner": "Do not ship without a licence.",
    "parts": [
        RULE,
        {**RULE, "id": "kr_strategic", "title": "Strategic goods", "answer": "unknown", "missing": [LACK],
         "evidence": "seen", "confidence": "high"},
        {**RULE, "id": "Q24", "kind": "question", "title": "Terms?", "basis": "policy", "outcome": ["RECORD"],
         "adjusted": "usual in this market"},
    ],
    "questions": [{"id": "Q32", "best": "OK", "worst": "LICENCE", "missing": ["line 1"]}],
    "more_questions": [],
    "notices": ["No list of JP is loaded."],
    "parties": [
        {"party": "buyer", "label": "buyer Orient Teks", "ownership": ["Owners unknown."], "notes": [], "findings": [],
         "matches": [{"list": "XX Watch List", "entry_id": "7", "name": "ORIENT TEKS", "score": 0.91, "certain": False,
                      "listed_on": "2026-01-02"}]},
    ],
    "goods": [
        {"line": 1, "text": "CNC lathe", "code": "845811", "suggested_codes": [], "lists_of_codes": ["CHPL 4.B"],
         "contradictions": [], "entries": [{"entry": "2B001.a", "answer": "cannot tell", "sentence": "Missing."}]},
    ],
    "answers": [{"question": "Q11", "value": "no", "by": "answer", "about": None, "sentence": "Answered by Kim: no."}],
    "lists": ["XX Watch List, 20 Nov 2026"],
    "rules_version": "abc123", "rules_examined": 145, "ledger_version": 4,
}  # fmt: skip
REVISION = Revision("2026-118", 2, {"id": "2026-118"}, CHECKED, NOON.isoformat(), "Kim", ("The end use was softened.",))
STEPS = (
    Step("2026-118", 2, "examined", "Kim", NOON, "", "", {"outcome": "LICENCE"}),
    Step("2026-118", 2, "proposed", "Kim", NOON, "apply_for_licence", "ask the ministry"),
    Step("2026-118", 2, "approved", "Lee", NOON.replace(hour=15), "", "agreed", {"mode": "four_eyes"}),
)
CONTENT = RecordContent(ORDER, "approved", REVISION, STEPS, {"wait_hours": "48", "tiers": "one"})


def said(content: RecordContent = CONTENT, name: str = "x.txt") -> str:
    return " ".join(render(due_diligence_record(content), name).decode().split())


@pytest.mark.parametrize(
    "fact",
    [
        "Do not ship without a licence.",
        "Proposed by: Kim, 2026-11-22 12:00 UTC, revision 2: “ask the ministry”",
        "Approved by: Lee, 2026-11-22 15:00 UTC, revision 2: “agreed”",
        "Decision: apply for a licence",
        "Four eyes: somebody else than the person who proposed it approved it.",
        "33rd notice; T032; in force from 2024-02-24; known from memory only: verify before you rely on it",
        "in force from 2024-02-24; seen, confidence high",
        "Needs a permit. Licences: denial. The goods go to Russia.",
        "Accuracy is missing.",
        "XX Watch List, 20 Nov 2026",
        "ORIENT TEKS (7)",
        "possible, 0.91",
        "Owners unknown.",
        "only valves",
        f"sha256:{DIGEST}",
        "The end use was softened.",
        "usual in this market",
        "consignee.name",
        "No list of JP is loaded.",
        "version abc123, 145 examined",
        "version 4 of the case",
        "2B001.a",
        "Questions still open",
        "no legal advice",
        "Policy of the house: it never prohibits by itself.",
    ],
)
def test_the_record_tells(fact: str) -> None:
    assert fact in said()


def test_the_hash_is_that_of_the_content_which_is_written_too() -> None:
    digest = sha256(record_json(CONTENT)).hexdigest()
    assert digest == record_hash(CONTENT)
    assert said().count(digest) == 2
    assert json.loads(record_json(CONTENT))["steps"][1]["by"] == "Kim"


def test_another_note_is_another_hash() -> None:
    other = replace(CONTENT, steps=(*STEPS[:2], replace(STEPS[2], note="agreed!")))
    assert record_hash(other) != record_hash(CONTENT)


def test_one_pair_of_eyes_is_said_with_the_waiting_time() -> None:
    alone = replace(STEPS[2], by="Kim", payload={"mode": "two_eyes_wait"})
    text = said(replace(CONTENT, steps=(*STEPS[:2], alone)))
    assert "Two eyes plus waiting time: one person proposed and approved it, with at least 48 hours" in text
    assert "Nobody else looked at it." in text


def test_an_order_nobody_approved_says_so() -> None:
    text = said(replace(CONTENT, steps=STEPS[:1]))
    assert "Decision: none yet" in text
    assert "Not approved." in text


def test_a_desk_that_was_altered_is_told_at_the_top() -> None:
    text = said(replace(CONTENT, altered=("Step 3 was altered.",)))
    assert text.index("altered outside this program") < text.index("Decision")


def test_without_lists_the_record_says_that_nobody_was_compared() -> None:
    bare = replace(REVISION, checked={**CHECKED, "lists": [], "parties": []})
    text = said(replace(CONTENT, revision=bare))
    assert "no party was compared with any list" in text
    assert "No list entry was met in the lists named below." in text


def test_the_record_reads_no_clock() -> None:
    paper = due_diligence_record(CONTENT)
    assert paper.at == STEPS[-1].at
    assert render(paper, "x.pdf") == render(due_diligence_record(CONTENT), "x.pdf")


def test_the_record_never_pronounces_a_verdict() -> None:
    assert re.findall(r"\b(cleared|clean|safe|guilty|criminal)\b", said(), re.IGNORECASE) == []
