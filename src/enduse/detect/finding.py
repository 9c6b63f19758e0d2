"""Findings: what a typology saw, with its sentence, its limits and its rows."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, Literal

from enduse.detect import Confidence, SubjectKind
from enduse.errors import InputError
from enduse.model.ids import stable_key
from enduse.model.shown import shown_facts, shown_table

SCHEMA = "enduse.finding/1"
INLINE_EVIDENCE = 200
Answer = Literal["found", "nothing_found", "not_assessable"]


@dataclass(frozen=True)
class Subject:
    """Whom or what a finding is about.

    Attributes:
        kind: What sort of thing it is.
        id: Stable anchor: a registered number, a name key, or the id of a lane, brand or country.
        names: As recorded, the most frequent first.
        country: ISO 3166-1 alpha-2, where known.
    """

    kind: SubjectKind
    id: str
    names: tuple[str, ...] = ()
    country: str | None = None


@dataclass(frozen=True)
class Other:
    """A party that has a part in the finding; ``role`` is that of the declaration."""

    role: str
    id: str
    names: tuple[str, ...] = ()
    country: str | None = None


@dataclass(frozen=True)
class Evidence:
    """One row that proves a finding, as a person would find it again.

    Attributes:
        source: Name of the file; ``archive.zip/member.csv`` inside an archive.
        sha256: Hash of the file that was added.
        sheet: Sheet of a workbook.
        row: Number that a spreadsheet shows.
        cell: Address of the value, where a row holds several.
    """

    source: str
    sha256: str
    sheet: str | None
    row: int | None
    cell: str | None = None


@dataclass(frozen=True)
class Finding:
    """One line of ``enduse findings --json``; the fields are those of the findings contract.

    Attributes:
        key: Hash of typology, the subject's anchor and the lane: survives merges and new rows.
        evidence: At most 200 rows, the most telling first.
        row_ids: All rows in that order, for ``show --evidence``; not part of the line.
    """

    key: str
    typology: str
    answer: Answer
    subject: Subject
    headline: str
    others: tuple[Other, ...] = ()
    strength: float = 0.0
    confidence: Confidence = "derived"
    start: str | None = None
    end: str | None = None
    value_usd: float | None = None
    figures: Mapping[str, Any] | None = None
    innocent: tuple[str, ...] = ()
    settle: tuple[str, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    evidence_count: int = 0
    ledger_version: int = 0
    supersedes: str | None = None
    row_ids: tuple[int, ...] = ()

    @cached_property
    def revision(self) -> str:
        """Hash of what is said. The ledger's version is left out: an unrelated file changes nothing here."""
        said = {k: v for k, v in self._fields().items() if k not in ("supersedes", "ledger_version")}
        return stable_key(json.dumps(said, ensure_ascii=False, sort_keys=True))

    def after(self, previous: Mapping[str, str]) -> "Finding":
        """The finding with the revision it replaces, where an earlier run said otherwise."""
        earlier = previous.get(self.key)
        return self if earlier in (None, self.revision) else replace(self, supersedes=earlier)

    def as_dict(self) -> dict[str, Any]:
        """The line as a dictionary, in the order of the contract."""
        fields = self._fields()
        head = {"schema": SCHEMA, "key": fields.pop("key"), "revision": self.revision}
        supersedes = fields.pop("supersedes")
        return head | ({"supersedes": supersedes} if supersedes else {}) | fields

    def to_json(self) -> str:
        """One line of JSON Lines."""
        return json.dumps(self.as_dict(), ensure_ascii=False)

    def _repr_html_(self) -> str:
        facts = {
            "subject": self.subject.names[0] if self.subject.names else self.subject.id,
            "country": self.subject.country,
            "strength": self.strength if self.answer == "found" else None,
            "confidence": self.confidence,
            "from": self.start,
            "to": self.end,
            "value, USD": self.value_usd,
            "may be innocent": self.innocent,
            "would settle it": self.settle,
            "rows": self.evidence_count,
            "key": self.key,
        }
        rows = shown_table([vars(it) for it in self.evidence[:5]], ("source", "sheet", "row"), self.evidence_count)
        return shown_facts(self.headline, facts, rows if self.evidence else "")

    def _fields(self) -> dict[str, Any]:
        return {
            "key": self.key,
            "supersedes": self.supersedes,
            "typology": self.typology,
            "answer": self.answer,
            "subject": _plain(self.subject),
            "others": [_plain(it) for it in self.others],
            "headline": self.headline,
            "strength": self.strength,
            "confidence": self.confidence,
            "start": self.start,
            "end": self.end,
            "value_usd": self.value_usd,
            "figures": dict(self.figures or {}),
            "innocent": list(self.innocent),
            "settle": list(self.settle),
            "evidence": [_evidence_line(it) for it in self.evidence],
            "evidence_count": self.evidence_count,
            "ledger_version": self.ledger_version,
        }


def _plain(part: Subject | Other) -> dict[str, Any]:
    return {k: list(v) if isinstance(v, tuple) else v for k, v in vars(part).items()}


def _evidence_line(row: Evidence) -> dict[str, Any]:
    line = {"source": row.source, "sha256": row.sha256, "sheet": row.sheet, "row": row.row}
    return line | ({"cell": row.cell} if row.cell else {})


def read_finding(line: str) -> Finding:
    """The finding that ``to_json`` wrote; ``row_ids`` are not in the line.

    Raises:
        InputError: The line is no finding of this schema.
    """
    fields = _loaded(line)
    del fields["schema"], fields["revision"]
    return Finding(
        **fields
        | {
            "subject": Subject(**_tupled(fields["subject"])),
            "others": tuple(Other(**_tupled(it)) for it in fields["others"]),
            "innocent": tuple(fields["innocent"]),
            "settle": tuple(fields["settle"]),
            "evidence": tuple(Evidence(**it) for it in fields["evidence"]),
        }
    )


def read_revision(line: str) -> tuple[str, str]:
    """Key and revision of the finding that ``to_json`` wrote, without the work of reading it whole.

    Raises:
        InputError: The line is no finding of this schema.
    """
    fields = _loaded(line)
    return fields["key"], fields["revision"]


def _loaded(line: str) -> dict[str, Any]:
    try:
        fields = json.loads(line)
    except json.JSONDecodeError as broken:
        raise InputError(f"{line[:80]!r} is no finding: {broken}. Run `enduse run` to write them anew.") from broken
    if not isinstance(fields, dict) or fields.get("schema") != SCHEMA:
        raise InputError(f"{line[:80]!r} is no line of {SCHEMA}. Run `enduse run` to write the findings anew.")
    return fields


def _tupled(part: Mapping[str, Any]) -> dict[str, Any]:
    return {k: tuple(v) if isinstance(v, list) else v for k, v in part.items()}
