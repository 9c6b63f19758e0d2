"""Evidence and the case's log as they may leave in a pack: withheld, redacted, or as they are; never in silence."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from enduse.case.evidence_desk import EvidenceDesk
from enduse.errors import PolicyRefused
from enduse.model.case_log import UNDO, CaseEntry, in_force
from enduse.model.evidence import EvidenceItem, Particulars
from enduse.model.pack import LeftOut, plain_name
from enduse.report.pack_redaction import redacted
from enduse.store.case_log import CaseLog

WITHIN = ("note", "referral")
"""Kinds of entries that are written for the house; they go along only when asked for."""

_PRIVATE = ("personal", "leaked")
_ENTRY = ("number", "kind", "about", "facts", "refers", "at", "by")


@dataclass(frozen=True)
class Leaving:
    """What may leave.

    Attributes:
        sensitive: Also what is marked personal or leaked, whole.
        persons: Of such evidence, show what names one of these; the rest is blacked out.
        notes: Also ``WITHIN``.
        only: Numbers of the evidence that goes along, as ``E7``; empty: all.
    """

    sensitive: bool = False
    persons: tuple[str, ...] = ()
    notes: bool = False
    only: tuple[str, ...] = ()


@dataclass(frozen=True)
class LogExtract:
    """The case's log in a pack.

    Attributes:
        lines: One for each entry ever written, oldest first: whole, or its number and hashes alone.
        shown: Entries that hold and are shown.
        disputed: Evidence that somebody says is not genuine, whether or not the entry itself may be shown.
        left_out: Which are not, and why.
        head: Hash of the last one.
    """

    lines: tuple[Mapping[str, Any], ...]
    shown: tuple[CaseEntry, ...]
    disputed: frozenset[str]
    left_out: tuple[LeftOut, ...]
    head: str


@dataclass(frozen=True)
class PackedDocument:
    """One piece of evidence in a pack.

    Attributes:
        told: What the pack's list of documents says of it.
        name: Of its file; empty: it has none.
        data: Of the file.
    """

    told: Mapping[str, Any]
    name: str = ""
    data: bytes = b""


def packed_documents(desk: EvidenceDesk, how: Leaving, said: LogExtract) -> Iterator[PackedDocument]:
    """Every piece of evidence that was asked for, in order; those that may not leave by their hash alone.

    Args:
        desk: Where they are.
        how: What may leave.
        said: What entries say of a piece of evidence stands beside it.

    Raises:
        StoreError: The bytes of one were changed since they were added.
        UsageError: ``E-EVIDENCE-UNKNOWN``: one that was asked for is not there.
    """
    wanted = {desk.find(it).number for it in how.only}
    for it in desk.items():
        if not wanted or it.number in wanted:
            yield _document(desk, it, how, said)


def _document(desk: EvidenceDesk, item: EvidenceItem, how: Leaving, said: LogExtract) -> PackedDocument:
    told: dict[str, Any] = {
        "evidence": item.id,
        "stored": item.stored,
        "media_type": item.media_type,
        "sensitivity": item.sensitivity,
        "added_at": item.added_at,
        "added_by": item.by,
        "authenticity": "disputed" if item.id in said.disputed else "",
        "said_of_it": [said_of(it) for it in said.shown if it.about.upper() == item.id],
    }
    known = item.particulars
    if known is None:
        return PackedDocument({**told, "state": "erased", "why": "the key of its person or source was erased"})
    told["sha256"] = known.sha256
    if item.sensitivity in _PRIVATE and not how.sensitive:
        return _private(desk, item, how, told)
    name, data = desk.exported(item, sensitive=how.sensitive)
    return _leaving(item, {**told, **_facts(known)}, name, data)


def _private(desk: EvidenceDesk, item: EvidenceItem, how: Leaving, told: Mapping[str, Any]) -> PackedDocument:
    text = desk.text(item) if how.persons else ""
    why = f"it is marked {item.sensitivity}"
    if not text or item.particulars is None or item.particulars.text is None:
        return PackedDocument({**told, "state": "withheld", "why": why})
    table = item.particulars.text.read_by == "table" or item.particulars.name.lower().endswith((".csv", ".tsv"))
    shown = redacted(text, how.persons, table)
    if not shown.kept:
        return PackedDocument({**told, "state": "withheld", "why": f"{why}, and names nobody who was asked for"})
    made = {
        "state": "redacted",
        "why": why,
        "read_by": item.particulars.text.read_by,
        "by_machine": item.particulars.text.by_machine,
        "lines_redacted": shown.lines,
        "lines_shown": shown.kept,
    }
    return PackedDocument({**told, **made}, f"{item.id}-redacted.txt", shown.text.encode("utf-8", "replace"))


def _leaving(item: EvidenceItem, told: Mapping[str, Any], name: str, data: bytes) -> PackedDocument:
    stem, dot, ending = name.rpartition(".")
    short = plain_name(stem if dot else name) or "file"
    end = plain_name(ending, 10) if dot else ""
    file = f"{item.id}-{short}.{end}" if end else f"{item.id}-{short}"
    if item.media_type.startswith("image/"):
        told = {**told, "why": "written anew: without position, camera and other marks"}
        return PackedDocument({**told, "state": "cleaned"}, file, data)
    if item.media_type in ("text/html", "image/svg+xml"):
        return PackedDocument({**told, "state": "inert", "why": "scripts are shown, never run"}, file, data)
    return PackedDocument({**told, "state": "whole", "why": ""}, file, data)


def _facts(known: Particulars) -> dict[str, Any]:
    facts = known.facts
    told = {k: v for k, v in asdict(facts).items() if k not in ("sensitivity", "person", "locator") and v}
    where = str(facts.locator)
    marks = {k: v for k, v in known.marks.items() if k != "position"}
    return {"name": known.name, "size": known.size, **told, "where": where, "marks": marks}


def log_extract(log: CaseLog, how: Leaving) -> LogExtract:
    """The log as it may leave; its chain can be followed through the entries that are withheld.

    Raises:
        PolicyRefused: ``E-PACK-LOG``: the log was altered: nobody should publish it.
    """
    if wrong := log.verify():
        raise PolicyRefused(
            f"The case's log does not hold: {wrong[0]} A pack made of it would carry the alteration. See them all "
            "with `enduse verify`, and restore desk.db from a backup.",
            code="E-PACK-LOG",
        )
    history, rows = log.history(), log.rows()
    holding = {it.number for it in in_force(history)}
    lines, shown, why_not = list[Mapping[str, Any]](), list[CaseEntry](), list[str]()
    for entry, row in zip(history, rows, strict=True):
        why = _withheld(entry, holding, how)
        chain = {"previous": row["previous"], "hash": row["hash"]}
        if why:
            lines.append({"number": entry.number, "kind": entry.kind, "withheld": why, **chain})
            why_not.append(why)
            continue
        lines.append({**{name: row[name] for name in _ENTRY}, **chain})
        if entry.number in holding:
            shown.append(entry)
    counts = {it: why_not.count(it) for it in dict.fromkeys(why_not)}
    left = tuple(LeftOut("entries of the case's log", count, why) for why, count in counts.items())
    return LogExtract(tuple(lines), tuple(shown), _disputed(in_force(history)), left, log.head())


def _disputed(entries: Iterable[CaseEntry]) -> frozenset[str]:
    return frozenset(it.about.upper() for it in entries if it.facts.get("predicate") == "not_authentic")


def _withheld(entry: CaseEntry, holding: set[int], how: Leaving) -> str:
    if entry.kind != UNDO and entry.number not in holding:
        return "undone"
    if entry.kind in WITHIN and not how.notes:
        return f"{entry.kind}s are written for the house"
    sensitivity = entry.facts.get("sensitivity", "none")
    if sensitivity in _PRIVATE and not how.sensitive:
        return f"marked {sensitivity}"
    return ""


def said_of(entry: CaseEntry) -> dict[str, Any]:
    """An entry as the pack's lists for people show it."""
    head = {"entry": entry.id, "entry_kind": entry.kind, "written_at": entry.at, "written_by": entry.by}
    # Facts may have an `about` or `by` of their own: whom a claim is about, who answered.
    return {**head, "about": entry.about, **entry.facts}


def json_lines(rows: Iterable[Mapping[str, Any]]) -> bytes:
    """One object a line, the same bytes for the same rows."""
    return "".join(f"{json.dumps(it, ensure_ascii=False, sort_keys=True, default=str)}\n" for it in rows).encode()
