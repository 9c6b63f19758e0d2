"""What an examined order says, and how."""

import json
import re
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from enduse.decide.checked import Checked, PartyMatch, PartyReport
from enduse.decide.determination import Ask, Determination, Lack, Part
from enduse.decide.facts import Fact, FactSheet, Truths
from enduse.decide.outcomes import Outcome
from enduse.decide.questions import Reply
from enduse.model.order import Order, OrderParty
from enduse.report.checked import as_object, banner

DAY = date(2026, 11, 22)


def _part(*now: Outcome, policy: str = "") -> Part:
    title = "No machines to Utopia"
    return Part("r", "rule", "G1", "KR", title, "yes", now, now, now, "law", "Because.", policy, "Notice 1")


def _told(*parts: Part) -> Determination:
    return Determination("7", DAY, parts, rules_version="abc")


@pytest.mark.parametrize(
    ("parts", "said"),
    [
        ((), "No obstacle found"),
        ((_part(Outcome.RECORD),), "No obstacle found"),
        ((_part(Outcome.CLAUSE),), "Ship only with: a term must be added"),
        ((_part(Outcome.HOLD),), "Ask before you ship."),
        (
            (_part(Outcome.LICENCE, policy="denial"),),
            "Do not ship without a licence. Licences are refused in principle.",
        ),
        ((_part(Outcome.BLOCK),), "Do not ship: No machines to Utopia."),
    ],
)
def test_each_outcome_has_its_banner(parts: tuple[Part, ...], said: str) -> None:
    assert banner(_told(*parts)).startswith(said)


def test_no_banner_says_that_anything_is_safe() -> None:
    for outcome in Outcome:
        assert not re.search(r"clear|clean|safe|guilty", banner(_told(_part(outcome))), re.IGNORECASE)


def test_denial_is_told_before_any_other_licence_policy() -> None:
    told = _told(_part(Outcome.LICENCE, policy="case by case"), _part(Outcome.LICENCE, policy="denial"))
    assert told.licence_policy == "denial"


def test_the_object_is_plain_json_and_holds_every_part_question_and_match() -> None:
    lack = Lack("party.lists", "buyer", ("Q01",), "not loaded")
    open_ = replace(_part(Outcome.HOLD), answer="unknown", possible=(Outcome.BLOCK,), least=(), lacks=(lack,))
    told = replace(_told(open_), asks=(Ask("Q01", Outcome.OK, Outcome.BLOCK, ("r",), True, ("the buyer",)),))
    match = PartyMatch("US-OFAC", "SDN", "17", "Utopia Trade", 0.97531, True, ("same name",), date(2024, 1, 1))
    sheet = FactSheet((Fact("party.lists", Truths({"US-OFAC SDN": True}, None), "listed", about="buyer"),), ("buyer",))
    order = Order("7", DAY, (OrderParty("buyer", "Utopia Trade"),))
    reply = Reply("Q11", "no", "said so")
    parties = (PartyReport("buyer", (match,), ("not owned",), ("a note",)),)
    checked = Checked(order, told, sheet, (reply,), {}, parties, ("US-OFAC SDN, 20 Nov 2026",), (), _now(), 3)
    row = json.loads(json.dumps(as_object(checked)))
    assert (row["outcome"], row["strictest_possible"], row["mildest_possible"]) == ("HOLD", "BLOCK", "OK")
    assert row["parts"][0]["missing"][0]["questions"] == ["Q01"]
    assert row["questions"][0] == {
        "id": "Q01", "group": "end_user", "text": row["questions"][0]["text"], "best": "OK", "worst": "BLOCK",
        "needed": True, "decides": ["r"], "missing": ["the buyer"],
    }  # fmt: skip
    assert row["parties"][0]["matches"][0]["score"] == 0.9753
    assert row["facts"][0]["value"] == {"US-OFAC SDN": True, "*": None}
    assert (row["ledger_version"], row["rules_version"], row["basis"]) == (3, "abc", "law")


def _now() -> datetime:
    return datetime(2026, 11, 22, 12, tzinfo=UTC)
