"""What a case holds beside its records: claims, questions and answers, hypotheses, dated entries, evidence."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from enduse.report.case_matrix import Matrix
from enduse.report.case_timeline import Moment


@dataclass(frozen=True)
class ToldClaim:
    """A claim as a dossier may print it, beside the records.

    Attributes:
        id: ``C3``, or the number of a row.
        parties: Who says it and whom it is about, for finding it; never printed.
        speaker: As printed; withheld where the claim is personal or leaked.
        word: ``alleged`` or ``denied``.
        answer: ``supported``, ``consistent``, ``contradicted`` or ``not testable``.
        row_ids: Rows of the run behind the answer.
        sources: How many independent sources say it, and who denies it, in words.
        standing: What must be said beside it.
        cites: The claim and its evidence: ``C3``, ``E7``.
    """

    id: str
    parties: tuple[str, ...]
    speaker: str
    about: str
    said: str
    said_on: str
    source: str
    word: str
    answer: str
    why: str
    row_ids: tuple[int, ...] = ()
    sources: str = ""
    standing: tuple[str, ...] = ()
    cites: tuple[str, ...] = ()


@dataclass(frozen=True)
class ToldReply:
    """Somebody who was asked, and what came of it.

    Attributes:
        state: asked, answered, declined or unanswered.
        on: Day of the state.
        sentence: The same in words.
    """

    id: str
    to: str
    asked_on: str
    state: str
    on: str
    sentence: str
    cites: tuple[str, ...] = ()


@dataclass(frozen=True)
class KeptItem:
    """A piece of evidence as a dossier names it.

    Attributes:
        name: File name; withheld where it is personal or leaked.
    """

    id: str
    name: str
    source: str
    captured: str
    grade: str
    sha256: str


@dataclass(frozen=True)
class CaseFile:
    """Everything that people wrote into a case, as far as a dossier tells it.

    Attributes:
        as_of: Day on which the state of questions is told; None where nobody was asked.
        matrix: None where no hypothesis was written down.
        moments: Dated entries of the case, without claims, questions and answers.
        items: Evidence by its number, ``E7``.
        entries: Other entries: number to kind and day.
    """

    as_of: date | None = None
    claims: tuple[ToldClaim, ...] = ()
    replies: tuple[ToldReply, ...] = ()
    matrix: Matrix | None = None
    moments: tuple[Moment, ...] = ()
    items: Mapping[str, KeptItem] = field(default_factory=dict)
    entries: Mapping[str, str] = field(default_factory=dict)

    @property
    def row_ids(self) -> frozenset[int]:
        """Rows of the run that its claims are compared with."""
        return frozenset(row for it in self.claims for row in it.row_ids)


EMPTY = CaseFile()
