"""What one check of an audit is."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from enduse.model.data_audit import AuditFinding, NotAudited
from enduse.triage.audit_table import AuditTable


@dataclass(frozen=True)
class AuditCheck:
    """One way in which a label can stand in the data.

    Attributes:
        id: In one or two words, with underscores.
        title: What it looks for.
        misses: What it cannot see.
        run: Gives findings, and what could not be checked.
        whole: Does it look at columns that are the label again, too? It may say better what they are.
    """

    id: str
    title: str
    misses: str
    run: Callable[[AuditTable], Iterable[AuditFinding | NotAudited]]
    whole: bool = False
