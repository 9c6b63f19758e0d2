"""Claims, comparisons, requests and stories as rows for the terminal and for programs."""

import csv
import io
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from enduse.errors import UsageError
from enduse.model.claim import Claim
from enduse.model.claim_log import LoggedClaim, RightOfReply

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0d-\x1f\x7f-\x9f]")
_LONGEST = 80


def claim_row(it: LoggedClaim, sources: Any, standing: Sequence[str]) -> dict[str, Any]:
    """A claim with its independent sources (``case.claim_sources.Corroboration``) and what stands beside it."""
    return {
        "claim": _name(it),
        "id": it.id,
        "said_on": it.claim.said_on,
        "speaker": _safe(it.claim.speaker),
        "kind": it.claim.kind,
        "says": _says(it.claim),
        "text": _safe(it.claim.text_or_quote),
        "actor": _safe(it.claim.actor),
        "about": _safe(it.claim.about),
        "sources": f"{sources.word}, {sources.sources}",
        "independent_sources": sources.sources,
        "corroboration": sources.word,
        "standing": [_safe(one) for one in standing],
        "sensitivity": it.claim.sensitivity,
        "evidence": list(it.claim.source.evidence),
        "place": it.place,
        "facts": it.claim.to_facts(),
    }


def compared_row(it: Any) -> dict[str, Any]:
    """A claim beside the records (``case.claim_records.ComparedClaim``), its rows with it."""
    share = it.figures.get("import_share")
    return {
        "claim": _name(it.claim),
        "said_on": it.claim.claim.said_on,
        "speaker": _safe(it.claim.claim.speaker),
        "says": _says(it.claim.claim),
        "text": _safe(it.claim.claim.text_or_quote),
        "about": _safe(it.claim.claim.about),
        "records": it.word,
        "answer": it.answer,
        "import_share": "" if share is None else f"{share:.0%}",
        "figures": dict(it.figures),
        "why": it.why,
        "grace_days": it.grace_days,
        "value_usd": it.value_usd,
        "rows": [asdict(one) for one in it.rows],
    }


def whole_claim(it: LoggedClaim, sources: Any, standing: Sequence[str], compared: Any) -> dict[str, Any]:
    """Everything that is known of one claim."""
    source, answer = it.claim.source, compared_row(compared)
    return {
        **{name: told for name, told in claim_row(it, sources, standing).items() if name not in ("facts", "sources")},
        "text": _safe(it.claim.text),
        "quote": _safe(source.quote),
        "language": source.language,
        "since": it.claim.since,
        "figure": str(it.claim.figure or ""),
        "published": _safe(", ".join(filter(None, (source.publisher, source.title, source.address)))),
        "page": source.page or None,
        "said_at": _safe(it.claim.place),
        "rests_on": [*map(_safe, it.claim.rests_on)],
        "confirms": list(it.claim.confirms),
        "disputes": list(it.claim.disputes),
        "matter": it.claim.matter,
        "note": _safe(it.claim.note),
        "sources": sources.why,
        "records": answer["records"],
        "why": answer["why"],
        "figures": answer["figures"],
        "rows": answer["rows"],
        "written": f"{it.at} by {it.by}" if it.at else "",
    }


def asked_row(it: RightOfReply) -> dict[str, Any]:
    """A request with what came of it."""
    asked = it.request
    return {
        "request": it.id if asked else it.place,
        "to": _safe(it.to),
        "state": it.state,
        "asked_on": it.asked_on,
        "deadline": asked.deadline if asked else "",
        "on": it.on,
        "purpose": asked.purpose if asked else "",
        "channel": asked.channel if asked else "",
        "questions": [*map(_safe, asked.questions)] if asked else [],
        "about": list(asked.about) if asked else [],
        "evidence": list(asked.evidence) if asked else [],
        "replies": [_safe(f"{one.reply.on}: {one.reply.text or one.reply.outcome}") for one in it.replies],
        "says": _safe(it.sentence),
    }


def tie_row(it: Any) -> dict[str, Any]:
    """A tie that somebody tells of (``case.claim_desk.StatedTie``)."""
    return {
        "one": _safe(it.one),
        "tie": it.kind.replace("_", " "),
        "other": _safe(it.other),
        "type": it.type,
        "strength": it.strength,
        "word": it.word,
        "by": [*it.claims, *(f"{one.source} row {one.row}" for one in it.rows)],
        "rows": [asdict(one) for one in it.rows],
    }


def story_rows(story: Any, answers: Mapping[str, str]) -> Iterator[dict[str, Any]]:
    """A story (``case.claim_stories.Story``), one row for each telling."""
    for it in story.tellings:
        yield {
            "speaker": _safe(story.speaker),
            "matter": _safe(story.matter),
            "said_on": it.claim.claim.said_on,
            "claim": _name(it.claim),
            "says": _says(it.claim.claim),
            "changed": [_safe(str(one)) for one in it.changes],
            "records": answers.get(it.claim.id, ""),
        }


def copied(rows: Sequence[Mapping[str, Any]], path: Path) -> bytes:
    """Rows as the bytes of a file of that name.

    Raises:
        UsageError: ``E-FORMAT``: its ending is neither ``.jsonl`` nor ``.csv``.
    """
    if path.suffix == ".jsonl":
        return "".join(f"{json.dumps(it, ensure_ascii=False)}\n" for it in rows).encode()
    if path.suffix != ".csv":
        raise UsageError(
            f"Claims are not written as {path.suffix or path.name!r}; choose .jsonl or .csv.", code="E-FORMAT"
        )
    text = io.StringIO(newline="")
    names = [it for it in (rows[0] if rows else {"claim": ""}) if it not in ("facts", "sources")]
    writer = csv.DictWriter(text, names, extrasaction="ignore")
    writer.writeheader()
    writer.writerows({name: _flat(it) for name, it in row.items()} for row in rows)
    # With the mark, spreadsheets read Cyrillic and Han as they are.
    return text.getvalue().encode("utf-8-sig")


def _flat(value: Any) -> str:
    text = "; ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)
    # A stranger's words must not act as a formula.
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t") else text


def _name(it: LoggedClaim) -> str:
    return it.id if not it.row_id else it.place or it.id


def _says(claim: Claim) -> str:
    """The predicate and the number, else the first words."""
    told = ", ".join(filter(None, (claim.predicate.replace("_", " "), str(claim.figure or "")))) or claim.text_or_quote
    return _safe(told if len(told) <= _LONGEST else f"{told[:_LONGEST]}…")


def _safe(text: str) -> str:
    """A stranger's text must not steer the terminal."""
    return _CONTROL.sub("\N{REPLACEMENT CHARACTER}", text)
