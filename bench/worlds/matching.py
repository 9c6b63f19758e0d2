"""How right a list of findings is, by the truth of one world: the published scorer's rules and a few measures more.

A finding is right when a scheme accepts its typology, a diverting party of that scheme is its subject or among its
first 20 others (lanes, brands, machines and shipments need no party), and at least half of its cited rows are rows of
that scheme or of its diverting parties (of the scheme alone where no party matched). Without evidence it is wrong.
"""

import json
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from statistics import mean
from typing import Any

STRONG = 0.5
OTHERS = 20
FIRST = 50
SHIFT = "route_shift_after_control_date"
MONTH_DAYS = 31

Place = tuple[str, int]
Finding = Mapping[str, Any]


@dataclass(frozen=True)
class Planted:
    """A scheme of the truth; `wide` adds the rows of its diverting parties."""

    id: str
    type: str
    core: frozenset[str]
    accepts: frozenset[str]
    diverting: frozenset[str]
    own: frozenset[Place]
    wide: frozenset[Place]
    last_direct_on: str | None


@dataclass(frozen=True)
class Truth:
    """What the scorer needs of one world's truth."""

    name: str
    parties: int
    schemes: Sequence[Planted]
    by_name: Mapping[str, frozenset[str]]
    look_alikes: Mapping[str, frozenset[str]]


def squeezed(text: object) -> str:
    """Letters and digits only, in capitals: how names are compared."""
    folded = unicodedata.normalize("NFKC", str(text or "")).upper()
    return "".join(c for c in folded if c.isalnum())


def read_truth(folder: Path) -> Truth:
    raw = json.loads((folder / "truth.json").read_text("utf-8"))
    rows = {pid: frozenset((name, at) for name, at in it) for pid, it in raw["party_rows"].items()}
    names: dict[str, set[str]] = defaultdict(set)
    for pid, it in raw["parties"].items():
        for text in (*it["names"], it["id"], pid, it["domain"]):
            if squeezed(text):
                names[squeezed(text)].add(pid)
    alike = {it["id"]: frozenset(it["diverting"]) for it in raw.get("look_alikes", ())}
    by_name = {key: frozenset(pids) for key, pids in names.items()}
    return Truth(raw["world"], raw["parties_total"], [_planted(it, rows) for it in raw["schemes"]], by_name, alike)


def _planted(it: Mapping[str, Any], rows: Mapping[str, frozenset[Place]]) -> Planted:
    own = frozenset((name, at) for name, at in it["evidence"])
    wide = own.union(*(rows.get(pid, frozenset()) for pid in it["diverting"]))
    return Planted(
        it["id"],
        it["type"],
        frozenset(it["core"]),
        frozenset(it["accepts"]),
        frozenset(it["diverting"]),
        own,
        wide,
        it.get("last_direct_on"),
    )


def ranked(findings: Iterable[Finding], min_strength: float = 0.0) -> list[Finding]:
    """Only what was found, strongest first."""
    kept = [it for it in findings if it.get("answer", "found") == "found" and strength(it) >= min_strength]
    return sorted(kept, key=lambda it: (-strength(it), str(it.get("id", ""))))


def strength(finding: Finding) -> float:
    return float(finding.get("strength") or 0)


def cited(finding: Finding) -> frozenset[Place]:
    """File name and row of each piece of evidence."""
    return frozenset((_base(it.get("source")), int(it["row"])) for it in finding.get("evidence") or () if it.get("row"))


def _base(path: object) -> str:
    return str(path or "").replace("\\", "/").rsplit("/", 1)[-1]


def who(truth: Truth, finding: Finding) -> frozenset[str]:
    """Planted parties that the finding names."""
    said = [finding.get("subject") or {}, *(finding.get("others") or ())[:OTHERS]]
    texts = [squeezed(text) for it in said for text in (it.get("id"), *(it.get("names") or ()))]
    return frozenset().union(*(truth.by_name.get(it, frozenset()) for it in texts if it))


def matches(truth: Truth, finding: Finding) -> list[Planted]:
    """The schemes that the finding rightly names."""
    rows, parties = cited(finding), who(truth, finding)
    kind = (finding.get("subject") or {}).get("kind", "company")
    right = []
    for scheme in truth.schemes:
        named = bool(parties & scheme.diverting)
        fits = finding.get("typology") in scheme.accepts and (named or kind not in ("company", "person"))
        if rows and fits and 2 * len(rows & (scheme.wide if named else scheme.own)) >= len(rows):
            right.append(scheme)
    return right


def score(truth: Truth, findings: Iterable[Finding], min_strength: float = 0.0) -> dict[str, Any]:
    """The headline numbers; shares are between 0 and 1, None where nothing was there to count."""
    kept = ranked(findings, min_strength)
    hits = [matches(truth, it) for it in kept]
    right = sum(map(bool, hits))
    by: dict[str, list[Finding]] = defaultdict(list)
    for finding, schemes in zip(kept, hits, strict=True):
        for scheme in schemes:
            by[scheme.id].append(finding)
    out: dict[str, Any] = {
        "findings": len(kept),
        "right": right,
        "precision": _share(right, len(kept)),
        "false_per_1000_parties": 1000 * (len(kept) - right) / max(1, truth.parties),
        "first_50_subjects": _first_subjects(kept, hits),
        "subjects_right": _subjects_right(kept, hits),
        "on_look_alikes": _alike(truth, kept, hits),
    }
    return out | _recalls(truth, by) if truth.schemes else out


def _recalls(truth: Truth, by: Mapping[str, Sequence[Finding]]) -> dict[str, Any]:
    total, count = len(truth.schemes), defaultdict[str, list[bool]](list)
    for scheme in truth.schemes:
        said = {str(it.get("typology")) for it in by.get(scheme.id, ())}
        for typology in scheme.core:
            count[typology].append(typology in said)
    core = sum(any(it.get("typology") in scheme.core for it in by.get(scheme.id, ())) for scheme in truth.schemes)
    evidence = [(frozenset().union(*map(cited, by[it.id])), it.own) for it in truth.schemes if by.get(it.id)]
    return {
        "schemes": total,
        "recall": sum(bool(by.get(it.id)) for it in truth.schemes) / total,
        "recall_core": core / total,
        "evidence_precision": mean(len(said & own) / len(said) for said, own in evidence) if evidence else None,
        "evidence_recall": mean(len(said & own) / len(own) for said, own in evidence) if evidence else None,
        "shift_dates": _shift_dates(truth, by),
        "core_by_typology": {key: [sum(it), len(it)] for key, it in sorted(count.items())},
    }


def _shift_dates(truth: Truth, by: Mapping[str, Sequence[Finding]]) -> list[int]:
    """Of route shifts found by their own typology: how many have the last direct day right within a month, and all."""
    near = []
    for scheme in truth.schemes:
        said = [
            it["figures"].get("last_direct_on")
            for it in by.get(scheme.id, ())
            if it.get("typology") == SHIFT and it.get("figures")
        ]
        if SHIFT in scheme.core and scheme.last_direct_on and any(said):
            days = [
                abs((date.fromisoformat(str(it)[:10]) - date.fromisoformat(scheme.last_direct_on)).days)
                for it in said
                if it
            ]
            near.append(min(days) <= MONTH_DAYS)
    return [sum(near), len(near)]


def _first_subjects(kept: Sequence[Finding], hits: Sequence[Sequence[Planted]]) -> float | None:
    """Share of the first 50 different subjects of which one finding at least is right."""
    right: dict[str, bool] = {}
    for finding, schemes in zip(kept, hits, strict=True):
        key = _subject(finding)
        if key in right or len(right) < FIRST:
            right[key] = right.get(key, False) or bool(schemes)
    return _share(sum(right.values()), len(right))


def _subjects_right(kept: Sequence[Finding], hits: Sequence[Sequence[Planted]]) -> int:
    """Different subjects with a right finding at any place: no order brings more of them among the first 50."""
    return len({_subject(finding) for finding, schemes in zip(kept, hits, strict=True) if schemes})


def _subject(finding: Finding) -> str:
    subject = finding.get("subject") or {}
    return str(subject.get("id") or subject.get("names") or "")


def _alike(truth: Truth, kept: Sequence[Finding], hits: Sequence[Sequence[Planted]]) -> int:
    """How many wrong findings fell for a look-alike."""
    honest = frozenset().union(*truth.look_alikes.values())
    return sum(not schemes and bool(who(truth, it) & honest) for it, schemes in zip(kept, hits, strict=True))


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None
