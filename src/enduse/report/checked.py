"""What an examined order comes to, as an object of JSON Lines and as sentences for a reader."""

from collections.abc import Iterable
from typing import Any

from enduse.decide.checked import Checked, PartyReport
from enduse.decide.determination import Ask, Determination, Lack, Part
from enduse.decide.facts import Fact
from enduse.decide.outcomes import MEANING, Outcome
from enduse.decide.questions import Reply, questions
from enduse.detect.order_flag import Flag

SCHEMA = "enduse.determination/1"
NOT_ADVICE = (
    "This is no licence, no legal advice and no statement that the order may go: it says what was found in the rules, "
    "lists and records named here."
)


def banner(told: Determination) -> str:
    """The outcome in one line, for a person who has to act."""
    outcome = told.outcome
    if outcome in (Outcome.OK, Outcome.RECORD):
        return "No obstacle found in what was examined."
    if outcome in (Outcome.CLAUSE, Outcome.EDD):
        return f"Ship only with: {', '.join(sorted({MEANING[it] for part in told.deciding for it in part.now}))}."
    if outcome is Outcome.HOLD:
        return "Ask before you ship."
    if outcome is Outcome.LICENCE:
        policy = told.licence_policy
        refused = " Licences are refused in principle." if policy == "denial" else f" ({policy})" if policy else ""
        return f"Do not ship without a licence.{refused}"
    return "Do not ship: " + "; ".join(dict.fromkeys(it.title for it in told.deciding)) + "."


def as_object(checked: Checked) -> dict[str, Any]:
    """The whole answer: ``schema`` is ``enduse.determination/1``."""
    told = checked.determination
    return {
        "schema": SCHEMA,
        "order": told.order_id,
        "on": told.on.isoformat(),
        "outcome": told.outcome.name,
        "policy": told.licence_policy or None,
        "basis": _basis(told),
        "strictest_possible": told.strictest_possible.name,
        "mildest_possible": told.mildest_possible.name,
        "banner": banner(told),
        "parts": [_part(it) for it in told.parts if it.now or it.answer != "no"],
        "questions": [_ask(it) for it in told.asks],
        "more_questions": [_ask(it) for it in told.more_asks],
        "notices": [*told.notices, *checked.notes],
        "flags": [_flag(it) for it in checked.flags],
        "parties": [_party(it, checked) for it in checked.parties],
        "goods": [_goods(number, checked) for number in sorted(checked.goods)],
        "facts": [_fact(it) for it in checked.sheet.facts],
        "answers": [_reply(it) for it in checked.replies],
        "lists": list(checked.lists),
        "rules_version": told.rules_version,
        "rules_examined": len(told.examined) + sum(it.kind == "rule" for it in told.parts),
        "ledger_version": checked.ledger_version,
        "checked_at": checked.checked_at.isoformat() if checked.checked_at else None,
        "not_advice": NOT_ADVICE,
    }


def _flag(it: Flag) -> dict[str, Any]:
    return {"typology": it.typology, "sentence": it.sentence, "settle": it.settle, "strength": it.strength}


def _fact(it: Fact) -> dict[str, Any]:
    about, said = it.about or None, it.sentence or None
    return {"name": it.name, "about": about, "value": _value(it.value), "sentence": said, "confidence": it.confidence}


def _reply(it: Reply) -> dict[str, Any]:
    about = it.about or None
    return {"question": it.question, "value": it.value, "by": it.by, "about": about, "sentence": it.sentence}


def _lack(it: Lack) -> dict[str, Any]:
    known = {"fact": it.fact or None, "about": it.about or None}
    return {**known, "questions": list(it.questions), "sentence": it.sentence}


def _basis(told: Determination) -> str:
    """``law`` where a rule of law says what the outcome says, else ``policy``."""
    return "law" if any(it.basis == "law" for it in told.deciding) else "policy"


def _part(part: Part) -> dict[str, Any]:
    return {
        "id": part.id,
        "kind": part.kind,
        "gate": part.gate,
        "jurisdiction": part.jurisdiction,
        "title": part.title,
        "answer": part.answer,
        "outcome": [it.name for it in part.now],
        "possible": [it.name for it in part.possible],
        "basis": part.basis,
        "policy": part.licence_policy or None,
        "sentence": part.sentence,
        "about": list(part.about),
        "because": _sentences(it.sentence for it in part.rests_on),
        "missing": [_lack(it) for it in part.lacks],
        "citation": part.citation or None,
        "source": part.source or None,
        "evidence": part.evidence or None,
        "confidence": part.confidence or None,
        "start": part.start.isoformat() if part.start else None,
        "end": part.end.isoformat() if part.end else None,
        "adjusted": part.adjusted or None,
    }


def _ask(it: Ask) -> dict[str, Any]:
    question = questions()[it.question]
    return {
        "id": it.question,
        "group": question.group,
        "text": question.text,
        "best": it.best.name,
        "worst": it.worst.name,
        "needed": it.needed,
        "decides": list(it.parts),
        "missing": list(it.missing),
    }


def _party(it: PartyReport, checked: Checked) -> dict[str, Any]:
    return {
        "party": it.key,
        "label": checked.sheet.label(it.key),
        "matches": [
            {
                "list": f"{match.authority} {match.list}",
                "entry_id": match.entry_id,
                "name": match.name,
                "score": round(match.score, 4),
                "certain": match.certain,
                "listed_on": match.listed_on.isoformat() if match.listed_on else None,
                "reasons": list(match.reasons),
                "programmes": list(match.programmes),
            }
            for match in it.matches
        ],
        "ownership": list(it.ownership),
        "notes": list(it.notes),
        "findings": [
            {"key": one.key, "typology": one.typology, "strength": one.strength, "headline": one.headline}
            for one in it.findings
        ],
    }


def _goods(number: int, checked: Checked) -> dict[str, Any]:
    answer = checked.goods[number]
    return {
        "line": number,
        "text": answer.question.text,
        "code": answer.code.code if answer.code else None,
        "suggested_codes": [it.code for it in answer.suggestions],
        "facts": {it.name: it.value for it in answer.goods.facts if it.name not in ("absent", "contradiction")},
        "contradictions": [it.note for it in answer.goods.every("contradiction")],
        "entries": [
            {"entry": it.name, "answer": it.answer, "sentence": it.sentence, "question": it.question or None}
            for it in answer.likely_entries
        ],
        "lists_of_codes": [f"{it.authority} {it.list} {it.tier}".strip() for it in answer.listings],
        "ask": answer.question_to_ask or None,
    }


def _value(value: Any) -> Any:
    if hasattr(value, "of"):
        return {**value.of, "*": value.rest}
    return value.isoformat() if hasattr(value, "isoformat") else value


def _sentences(sentences: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(filter(None, sentences)))
