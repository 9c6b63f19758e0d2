"""Findings as the dossier prints them, and the rows of evidence they bring along."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from enduse.detect import Typology
from enduse.model.ids import PARTY_DIGITS
from enduse.report.book import FigureBook
from enduse.report.model import Silence, SubjectNote, Suspicion
from enduse.report.wording import share

Finding = Mapping[str, Any]
"""One line of ``enduse findings --json``: the contract ``enduse.finding/1``."""

_PARTY_ID = re.compile(rf"\b[0-9a-f]{{{PARTY_DIGITS}}}\b")

Place = tuple[str, str, str, int, str]
"""Source id, member, sheet, row and cell of a cited row; the cell is empty where the whole row is meant."""

Cited = Mapping[Place, Sequence[int]]
"""The row ids that stand at a place; a pivot table has several in one row."""


def concerning(findings: Iterable[Finding], subject: SubjectNote) -> list[Finding]:
    """The findings about ``subject`` or naming it, the strongest first."""
    found = [it for it in findings if it["answer"] == "found" and _concerns(it, subject)]
    return sorted(found, key=lambda it: (-float(it["strength"]), -float(it.get("value_usd") or 0), it["key"]))


def _concerns(finding: Finding, subject: SubjectNote) -> bool:
    about = finding["subject"]
    ids = {about["id"], *(other["id"] for other in finding.get("others", ()))}
    if ids & {subject.id, subject.anchor or subject.id}:
        return True
    figures = finding.get("figures", {})
    if subject.kind == "brand":
        return str(figures.get("brand", "")).upper() == subject.id
    if subject.kind == "lane":
        return about["kind"] == "lane" and _route(about["id"])[0] == _route(subject.id)[0] and _covers(subject, about)
    own = {about.get("country"), *_route(about["id"])[0]} if about["kind"] in {"lane", "country"} else set()
    return subject.kind == "country" and subject.id in own


def _route(lane: str) -> tuple[tuple[str, ...], str]:
    route, _, code = lane.partition(":")
    return tuple(route.split(">")), code


def _covers(subject: SubjectNote, about: Mapping[str, Any]) -> bool:
    asked, given = _route(subject.id)[1], _route(about["id"])[1]
    return given.startswith(asked) or asked.startswith(given)


def cited_places(findings: Iterable[Finding]) -> set[Place]:
    """Where the evidence of the findings stands."""
    return {place for finding in findings for place in _places(finding)}


def _places(finding: Finding) -> list[Place]:
    return [
        (
            it["sha256"],
            str(it.get("member") or _member(it)),
            str(it.get("sheet") or ""),
            int(it["row"]),
            str(it.get("cell") or ""),
        )
        for it in finding.get("evidence", ())
        if it.get("row") is not None
    ]


def _member(evidence: Mapping[str, Any]) -> str:
    """``archive.zip/member.csv`` names the member after the first slash; file names hold none."""
    return str(evidence["source"]).partition("/")[2]


def suspicion(finding: Finding, book: FigureBook, cited: Cited, typologies: Mapping[str, Typology]) -> Suspicion:
    """What the dossier prints of one finding; ``misses`` comes from its typology when that is known."""
    rows = [row_id for place in _places(finding) for row_id in cited.get(place, ())]
    rows += [int(it) for it in finding.get("row_ids", ())]
    known = typologies.get(finding["typology"])
    total = int(finding.get("evidence_count") or len(rows))
    return Suspicion(
        key=finding["key"],
        typology=finding["typology"],
        title=_title(finding["typology"], typologies),
        headline=finding["headline"],
        confidence=finding["confidence"],
        strength=float(finding["strength"]),
        strength_sentence=strength_sentence(float(finding["strength"])),
        period=" to ".join(str(it) for it in (finding.get("start"), finding.get("end")) if it),
        subject=_called(finding["subject"]),
        others=tuple(f"{it['role'].replace('_', ' ')}: {_called(it)}" for it in finding.get("others", ())),
        evidence=book.stated(total, "rows", "evidence of the finding", rows),
        figures=tuple(it for it in flat(finding.get("figures", {})) if not _is_internal(*it)),
        innocent=tuple(finding.get("innocent", ())),
        misses=tuple(finding.get("misses", ())) or (known.misses if known else ()),
        settle=tuple(finding.get("settle", ())),
    )


def strength_sentence(strength: float) -> str:
    """No score without its sentence."""
    return (
        f"Strength {strength:.2f}: about {share(strength)} of findings of this kind are expected to mean diversion; "
        "the rest have a lawful explanation. The figure is provisional."
    )


def _called(who: Mapping[str, Any]) -> str:
    names = who.get("names") or [who["id"]]
    country = who.get("country")
    return f"{names[0]} ({country})" if country else str(names[0])


def flat(figures: Mapping[str, Any], prefix: str = "") -> Iterable[tuple[str, str]]:
    """A typology's figures as name and text, nested ones with their path."""
    for name in sorted(figures):
        value = figures[name]
        label = f"{prefix}{name.replace('_', ' ')}"
        if isinstance(value, Mapping):
            yield from flat(value, f"{label}, ")
        elif isinstance(value, Sequence) and not isinstance(value, str):
            yield from _listed(label, value)
        elif value is not None and value != "":
            yield label, _number(value)


def _listed(label: str, values: Sequence[Any]) -> Iterable[tuple[str, str]]:
    if values and isinstance(values[0], Mapping):
        for at, value in enumerate(values, 1):
            yield f"{label} {at}", ", ".join(f"{name} {text}" for name, text in flat(value))
    elif values:
        yield label, ", ".join(_number(it) for it in values)


def _is_internal(name: str, value: str) -> bool:
    """Names of functions and ids of parties say nothing to a reader."""
    return name == "finder" or bool(_PARTY_ID.search(value))


def _number(value: Any) -> str:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return str(value)
    return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.4g}"


def silences(
    findings: Iterable[Finding], subject: SubjectNote, typologies: Mapping[str, Typology]
) -> tuple[Silence, ...]:
    """Patterns that were looked for without a result, and those that could not be assessed, and why."""
    told = list(findings)
    here = {it["typology"] for it in concerning(told, subject)}
    found: dict[tuple[str, str, str], Silence] = {}
    for it in told:
        if it["answer"] == "found":
            if it["typology"] not in here:
                why = "Found in this ledger, but not for this subject."
                found.setdefault((it["typology"], "nothing_found", why), _silence(it, typologies, "nothing_found", why))
        elif it["answer"] == "not_assessable" or it["typology"] not in here:
            why = _why(it)
            found.setdefault((it["typology"], it["answer"], why), _silence(it, typologies, it["answer"], why))
    return tuple(found[key] for key in sorted(found))


def _silence(finding: Finding, typologies: Mapping[str, Typology], answer: str, why: str) -> Silence:
    return Silence(finding["typology"], _title(finding["typology"], typologies), answer, why)


def _title(id: str, typologies: Mapping[str, Typology]) -> str:
    return typologies[id].title if id in typologies else id.replace("_", " ").capitalize()


def _why(finding: Finding) -> str:
    missing = finding.get("figures", {}).get("missing", ())
    if finding["answer"] == "not_assessable" and missing:
        given = missing if isinstance(missing, str) else "; ".join(str(it) for it in missing)
        return f"Missing: {given}."
    return str(finding.get("headline") or "Looked for in the rows of this ledger; nothing met the pattern.")
