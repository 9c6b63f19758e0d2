"""Checks for labels that stand in the data where nobody could know them: one file each in ``audits``."""

from collections.abc import Collection
from dataclasses import replace
from functools import cache
from typing import Final

from enduse.model.data_audit import AuditFinding, DataAudit, NotAudited, Told
from enduse.registry import collect
from enduse.triage import audits
from enduse.triage.audit_check import AuditCheck
from enduse.triage.audit_table import AuditTable
from enduse.triage.telling import told_by

FEWEST: Final = 20
"""With fewer rows of either kind every interval is as wide as the scale."""


FIRST: Final = "label_again"
"""A column that is the label again would make every other check ring, so this one goes first and takes it away."""


@cache
def audit_checks() -> dict[str, AuditCheck]:
    """All checks by id."""
    return collect(audits, AuditCheck)


def audit(table: AuditTable) -> DataAudit:
    """Everything that tells the label though it should not, the gravest first, and what each column tells alone."""
    has = int(table.label.sum())
    counts = (len(table), has, table.unlabelled)
    if min(has, len(table) - has) < FEWEST:
        why = f"{has:,} of {len(table):,} rows have the label; {FEWEST} with it and {FEWEST} without it are needed."
        return DataAudit(*counts, not_audited=tuple(NotAudited(it, why) for it in audit_checks()))
    findings, missing = list[AuditFinding](), list[NotAudited]()
    rest = table
    for check in sorted(audit_checks().values(), key=lambda it: it.id != FIRST):
        said = list(check.run(table if check.whole else rest))
        findings += [it for it in said if isinstance(it, AuditFinding)]
        missing += [it for it in said if isinstance(it, NotAudited)]
        if check.id == FIRST:
            rest = _without(table, {it.columns[0] for it in findings if it.level == "leak"})
    better = {it.columns[0] for it in findings if it.check != FIRST and it.columns and it.level == "leak"}
    findings = [it for it in findings if it.check != FIRST or it.columns[0] not in better]
    findings.sort(key=lambda it: (it.level != "leak", -(it.told.auc if it.told else 0.0)))
    return DataAudit(*counts, tuple(findings), tuple(missing), tuple(_alone(table)))


def _without(table: AuditTable, names: Collection[str]) -> AuditTable:
    return replace(table, columns=tuple(it for it in table.columns if it.name not in names))


def _alone(table: AuditTable) -> list[tuple[str, Told]]:
    said = [(it.name, told_by(it.codes, table.label)) for it in table.columns]
    return sorted(said, key=lambda it: -it[1].auc)
