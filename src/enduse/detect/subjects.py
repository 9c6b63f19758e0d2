"""One line for each subject: what several findings about it come to together, each with its own sentence."""

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from enduse.detect.finding import Finding, Subject
from enduse.model.shown import shown_facts, shown_table

SCHEMA = "enduse.subject/1"

BASE = 0.1
"""Share of subjects with any finding that is taken to mean diversion before the findings are looked at.

A finding of this strength says nothing for or against its subject; see docs/explanation/strength.md.
"""

AGREEMENT = 0.6
"""How much of a further finding counts when it stands on rows of its own; 1 would take findings for independent."""

_HIGHEST = 0.99
_TAKER = "consignee"


@dataclass(frozen=True)
class RankedSubject:
    """A subject with all that was found about it.

    Attributes:
        subject: Whom or what it is about.
        strength: Probability of diversion, 0 to 1, that the findings come to together; never below the strongest.
        sentence: How the strength came about.
        findings: The strongest first.
        start: First day of any.
        end: Last day of any.
        value_usd: The largest value of one finding; values of findings overlap, so they are never added.
    """

    subject: Subject
    strength: float
    sentence: str
    findings: tuple[Finding, ...]
    start: str | None = None
    end: str | None = None
    value_usd: float | None = None

    def _repr_html_(self) -> str:
        facts = {"strength": self.strength, "why": self.sentence, "from": self.start, "to": self.end,
                 "largest value, USD": self.value_usd}  # fmt: skip
        rows = [{"strength": it.strength, "finding": it.headline} for it in self.findings]
        title = self.subject.names[0] if self.subject.names else self.subject.id
        return shown_facts(title, facts, shown_table(rows, ("strength", "finding")))

    def as_dict(self) -> dict[str, Any]:
        """One line of JSON Lines."""
        return {
            "schema": SCHEMA,
            "subject": {k: list(v) if isinstance(v, tuple) else v for k, v in vars(self.subject).items()},
            "strength": self.strength,
            "sentence": self.sentence,
            "start": self.start,
            "end": self.end,
            "value_usd": self.value_usd,
            "findings": [
                {"key": it.key, "typology": it.typology, "strength": it.strength, "headline": it.headline}
                for it in self.findings
            ],
        }


def rank_subjects(findings: Sequence[Finding], rows: Mapping[str, Collection[int]]) -> list[RankedSubject]:
    """Every subject of what was found, the strongest first; among equals the larger value, then the name.

    A machine that one firm took in counts for that firm: forty machines of one importer are one subject.

    Of one typology only the strongest finding counts. A further typology raises the odds by what its strength says
    beyond ``BASE``, weighed by ``AGREEMENT`` and by the share of its rows that no stronger finding of the subject
    cites: two patterns in the same rows are hardly more than one.

    Args:
        findings: Of a run; those that are not *found* are passed over.
        rows: Key to the ids of the rows that the finding cites.
    """
    of: dict[tuple[str, str], list[Finding]] = {}
    for it in findings:
        if it.answer == "found":
            subject = _who(it)
            of.setdefault((subject.kind, subject.id), []).append(it)
    ranked = [_ranked(group, rows) for group in of.values()]
    return sorted(ranked, key=lambda it: (-it.strength, -(it.value_usd or 0.0), it.subject.id))


def _who(finding: Finding) -> Subject:
    """Whom the finding counts for."""
    takers = [it for it in finding.others if it.role == _TAKER]
    if finding.subject.kind != "machine" or len(takers) != 1:
        return finding.subject
    return Subject("company", takers[0].id, takers[0].names, takers[0].country)


def _ranked(group: list[Finding], rows: Mapping[str, Collection[int]]) -> RankedSubject:
    # Larger values first among equals: the order must not depend on that of the findings.
    group.sort(key=lambda it: (-it.strength, -(it.value_usd or 0.0), it.key))
    strength = _together(group, rows)
    starts, ends = [it.start for it in group if it.start], [it.end for it in group if it.end]
    return RankedSubject(
        subject=_who(group[0]),
        strength=strength,
        sentence=_sentence(group, strength),
        findings=tuple(group),
        start=min(starts, default=None),
        end=max(ends, default=None),
        value_usd=max((it.value_usd for it in group if it.value_usd is not None), default=None),
    )


def _together(group: Sequence[Finding], rows: Mapping[str, Collection[int]]) -> float:
    seen: set[int] = set()
    typologies: set[str] = set()
    odds = _log_odds(group[0].strength)
    for it in group:
        own = set(rows.get(it.key, ()))
        if it.typology not in typologies and typologies:
            fresh = len(own - seen) / len(own) if own else 0.0
            odds += AGREEMENT * fresh * max(0.0, _log_odds(it.strength) - _log_odds(BASE))
        typologies.add(it.typology)
        seen |= own
    together = 1 / (1 + math.exp(-odds))
    return round(max(group[0].strength, min(together, _HIGHEST)), 3)


def _log_odds(share: float) -> float:
    kept = min(max(share, 0.001), _HIGHEST)
    return math.log(kept / (1 - kept))


def _sentence(group: Sequence[Finding], strength: float) -> str:
    typologies = sorted({it.typology for it in group}, key=[it.typology for it in group].index)
    if len(typologies) == 1:
        several = f"{len(group)} findings of one pattern, of which the strongest counts"
        count = "One finding" if len(group) == 1 else several
        return f"{count}: {_words(typologies)}."
    raised = "together" if strength > group[0].strength else "in the same rows, so no more than the strongest"
    return f"{len(group)} findings of {len(typologies)} patterns {raised}: {_words(typologies)}."


def _words(typologies: Sequence[str]) -> str:
    return ", ".join(it.replace("_", " ") for it in typologies)
