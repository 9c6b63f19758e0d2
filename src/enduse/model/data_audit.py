"""What an audit of labelled data says: which columns tell the label though nobody could know it that way."""

from dataclasses import dataclass, field
from typing import Literal

Level = Literal["leak", "look"]


@dataclass(frozen=True)
class Told:
    """How well columns alone tell the label of rows that were not used to learn it.

    Attributes:
        auc: Chance that a row with the label stands above one without; .5 is nothing.
        low: Lower end of its 95 % interval.
        high: Upper end.
        covered: Share of the rows about which they say anything.
    """

    auc: float
    low: float
    high: float
    covered: float = 1.0

    @property
    def text(self) -> str:
        """``.975 (.972 to .978)``."""
        return f"{_short(self.auc)} ({_short(self.low)} to {_short(self.high)})"


@dataclass(frozen=True)
class AuditFinding:
    """One way in which the label stands in the data.

    Attributes:
        check: Which check saw it.
        level: ``leak``: a figure of skill on this data is worth nothing; ``look``: somebody who knows where the data
            comes from has to say whether it is lawful.
        columns: Which.
        told: What they alone reach; None where that is not the measure.
        says: In a sentence.
        rows: Numbers of a few rows that show it, as a spreadsheet numbers them.
    """

    check: str
    level: Level
    columns: tuple[str, ...]
    told: Told | None
    says: str
    rows: tuple[int, ...] = ()


@dataclass(frozen=True)
class NotAudited:
    """A check that could not be made, and what is missing."""

    check: str
    why: str


@dataclass(frozen=True)
class DataAudit:
    """All that an audit says.

    Attributes:
        rows: Rows with a label.
        positives: Of them, rows that have it.
        unlabelled: Rows without a label; they are counted and not used.
        findings: Leaks first.
        not_audited: Checks that could not be made.
        alone: What each column alone tells of rows not used to learn it, the most telling first.
    """

    rows: int
    positives: int
    unlabelled: int
    findings: tuple[AuditFinding, ...] = ()
    not_audited: tuple[NotAudited, ...] = ()
    alone: tuple[tuple[str, Told], ...] = field(default=())

    @property
    def leaks(self) -> tuple[AuditFinding, ...]:
        """Findings that make figures of skill worthless."""
        return tuple(it for it in self.findings if it.level == "leak")


def _short(value: float) -> str:
    return f"{value:.3f}".removeprefix("0")
