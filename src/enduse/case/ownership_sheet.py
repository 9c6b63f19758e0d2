"""Answers about ownership as rows: for a spreadsheet, for a program, for a terminal."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from enduse.case.ownership import Ownership, OwnershipAnswer
from enduse.case.screening import Screened
from enduse.screen.decided import entry_key
from enduse.screen.ownership import Assessment
from enduse.screen.ownership_facts import Match
from enduse.screen.paths import Path, Step
from enduse.screen.stakes import Stake

OWNERSHIP = "ownership"
"""The column that is added to the user's own."""
OWNERSHIP_COLUMNS = (
    *("row", "asked", "subject", "found by", "law", "on", "answer", "outcome", "control", "shares"),
    *("paths", "signs", "rule", "remarks", "sentences"),
)
_FIRST = ("listed", "owned", "possibly_owned", "unknown", "not_assessable", "not_in_force", "not_owned")


@dataclass
class OwnershipSheet:
    """Ownership of the lines of a spreadsheet.

    Attributes:
        ownership: Who is asked.
        rows: One for each line and law, in order; filled as lines are asked.
    """

    ownership: Ownership
    rows: list[dict[str, Any]] = field(default_factory=list)

    def cell(self, it: Screened) -> str:
        """The answers of all laws about one line, the gravest first."""
        if it.problem:
            return "not screened"
        answer = self.ownership.ask(it.query)
        asked = "; ".join(it.query.names)
        self.rows += [{"row": it.row, "asked": asked} | law_row(answer, law) for law in answer.assessments]
        by_answer: dict[str, list[str]] = {}
        for law in answer.assessments:
            by_answer.setdefault(law.answer, []).append(law.jurisdiction)
        told = sorted(by_answer.items(), key=lambda one: _FIRST.index(one[0]))
        return "; ".join(f"{said(what)} ({', '.join(laws)})" for what, laws in told)


def said(answer: str) -> str:
    """An answer as people read it."""
    return answer.replace("_", " ")


def law_row(answer: OwnershipAnswer, law: Assessment) -> dict[str, Any]:
    """One law's answer, by the columns of the sheet."""
    return {
        "subject": answer.subject,
        "found by": answer.found_by,
        "law": law.jurisdiction,
        "on": law.on.isoformat(),
        "answer": said(law.answer),
        "outcome": said(law.outcome),
        "control": said(law.control),
        "shares": "; ".join(f"{it.text} ({it.measure})" for it in law.bounds),
        "paths": "\n".join(it.removeprefix("Path: ") for it in law.sentences if it.startswith("Path: ")),
        "signs": "\n".join(it.sentence for it in law.flags),
        "rule": law.rule.citation,
        "remarks": "\n".join((*answer.remarks, *answer.set_aside)),
        "sentences": "\n".join(law.sentences),
    }


def law_object(asked: str, answer: OwnershipAnswer, law: Assessment) -> dict[str, Any]:
    """One law's answer, for a program."""
    return {
        "query": asked,
        "subject": answer.subject,
        "subject_id": answer.key or None,
        "found_by": answer.found_by,
        "law": law.jurisdiction,
        "on": law.on.isoformat(),
        "answer": law.answer,
        "outcome": law.outcome,
        "would_be": law.would_be,
        "control": law.control,
        "shares": [
            {"measure": it.measure, "low": str(it.low), "high": str(it.high), "text": it.text} for it in law.bounds
        ],
        "paths": [_path(it, answer.files) for it in law.paths],
        "more_paths": law.more_paths,
        "signs": [{"kind": it.kind, "sentence": it.sentence, "confidence": it.confidence} for it in law.flags],
        "notices": [{"code": it.code, "message": it.message} for it in law.notices],
        "rule": {"id": law.rule.id, "status": law.rule.status, "citation": law.rule.citation},
        "sentences": list(law.sentences),
        "listed": [_match(it) for it in answer.matches],
        "set_aside": list(answer.set_aside),
        "remarks": list(answer.remarks),
    }


def _path(path: Path, files: Mapping[str, str]) -> list[dict[str, Any]]:
    return [_step(it, files) for it in path.steps]


def _step(step: Step, files: Mapping[str, str]) -> dict[str, Any]:
    return {
        "owner": step.owner,
        "owned": step.owned,
        "kind": step.kind,
        "low": None if step.low is None else str(step.low),
        "high": None if step.high is None else str(step.high),
        "share": step.share_text,
        "records": [_record(it, files) for it in step.records],
    }


def _record(stake: Stake, files: Mapping[str, str]) -> dict[str, Any]:
    return {
        "register": stake.register,
        "source": files.get(stake.source_id, ""),
        "sha256": stake.source_id,
        "row": stake.row,
        "start": stake.start.isoformat() if stake.start else None,
        "end": stake.end.isoformat() if stake.end else None,
    }


def _match(match: Match) -> dict[str, Any]:
    return {
        "party": match.party,
        "entry": entry_key(match.hit.listed),
        "name": match.hit.name,
        "score": match.hit.score,
        "confidence": "recorded" if match.certain else "possible",
        "why": match.why,
    }
