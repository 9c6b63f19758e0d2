"""Run the typologies over a ledger: one line for what each found, did not find or could not see."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TypeVar

import numpy as np
import pyarrow as pa

from enduse.detect import Finder, Ledger, Typology, typologies
from enduse.detect.coverage import Coverage, survey
from enduse.detect.finding import Finding, Subject
from enduse.detect.linked import linked_rows
from enduse.detect.printing import Printer, Row
from enduse.detect.shared import announce
from enduse.detect.witnesses import EvidenceSource, Party, Witnesses, parties
from enduse.errors import UnknownTypology, UsageError
from enduse.model.ids import stable_key
from enduse.registry import collect


@dataclass(frozen=True)
class Settings:
    """How a run is made.

    Attributes:
        watershed: The day behaviour should have changed.
        parameters: Threshold name to value, for every finder that has a threshold of that name; a name
            may be narrowed as ``typology.name`` or ``typology.finder.name``.
        only: Ids of the typologies to run; empty means all.
        ledger_version: Printed with every finding.
        previous: Key to revision of the run before: a changed finding names what it supersedes.
    """

    watershed: date
    parameters: Mapping[str, object] = field(default_factory=dict)
    only: tuple[str, ...] = ()
    ledger_version: int = 0
    previous: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Progress:
    """Said before every finder.

    Attributes:
        done: Finders that are finished.
        total: All that will run.
        label: ``typology.finder`` that runs next.
    """

    done: int
    total: int
    label: str


Listener = Callable[[Progress], None]


def silent(progress: Progress) -> None:
    """Listen to nothing."""


def all_typologies() -> dict[str, Typology]:
    """Every typology by id, those of third parties included."""
    return collect(typologies, Typology)


def run(ledger: Ledger, settings: Settings, evidence: EvidenceSource, listen: Listener = silent) -> list[Finding]:
    """The findings, the strongest first; then what found nothing; then what could not be assessed.

    A typology that fails does not stop the others: its failure is a line of its own.

    Raises:
        UnknownTypology: ``settings.only`` names one that does not exist.
        UsageError: ``settings.parameters`` names a threshold that no finder has.
    """
    chosen = _chosen(settings)
    pairs = [(typology, finder) for typology in chosen for finder in typology.finders]
    _check_parameters(settings, pairs)
    jobs = [Job(ledger, settings, typology, finder) for typology, finder in pairs]
    coverage = survey(ledger, tuple(finder for _typology, finder in pairs))
    able = [it for it in jobs if not coverage.missing(it.finder, settings.watershed)]
    announce(ledger, [(it.finder, _parameters(it)) for it in able])
    looked = []
    for done, job in enumerate(jobs):
        listen(Progress(done, len(jobs), f"{job.typology.id}.{job.finder.id}"))
        looked.append(_looked(job, coverage))
    looked = _with_linked(ledger, looked)
    cited = Cited.of(ledger, looked, evidence)
    findings = [finding for job, result in zip(jobs, looked, strict=True) for finding in _answers(job, result, cited)]
    order = {"found": 0, "nothing_found": 1, "not_assessable": 2}
    # The finders gave their own order within equal strength; a stable sort keeps it.
    return sorted(findings, key=lambda it: (order[it.answer], -it.strength))


@dataclass(frozen=True)
class Job:
    """One finder at work."""

    ledger: Ledger
    settings: Settings
    typology: Typology
    finder: Finder

    def table(self) -> pa.Table:
        """What the finder returns, as Arrow."""
        return self.finder.find(self.ledger, self.settings.watershed, **_parameters(self)).to_pyarrow()

    def silence(self, missing: tuple[str, ...], error: str | None = None) -> Finding:
        """The line for a finder that found nothing, or could not look."""
        name = f"{self.typology.title} ({self.finder.id.replace('_', ' ')})"
        figures: dict[str, object] = {"finder": self.finder.id}
        if missing:
            headline = f"{name}: not assessable; the ledger lacks {'; '.join(missing)}"
            figures["missing"] = list(missing)
        else:
            headline = f"{name}: nothing found"
        if error:
            figures["error"] = error
        return Finding(
            key=stable_key(self.typology.id, self.finder.id),
            typology=self.typology.id,
            answer="not_assessable" if missing else "nothing_found",
            subject=Subject(self.finder.subject, ""),
            headline=headline,
            figures=figures,
            innocent=self.typology.innocent,
            settle=self.typology.settle,
            ledger_version=self.settings.ledger_version,
        ).after(self.settings.previous)


@dataclass(frozen=True)
class Looked:
    """What a finder gave: rows, or why there are none.

    Attributes:
        rows: One for each suspect.
        missing: What the ledger lacks, so that silence means nothing.
        error: How the finder failed.
    """

    rows: tuple[Row, ...] = ()
    missing: tuple[str, ...] = ()
    error: str | None = None


Result = TypeVar("Result")


@dataclass(frozen=True)
class Cited:
    """Rows and parties that all findings of a run name, looked up together: each table is read once."""

    witnesses: Witnesses
    parties: Mapping[int, Party]

    @classmethod
    def of(cls, ledger: Ledger, looked: Sequence[Looked], evidence: EvidenceSource) -> "Cited":
        """Look everything up."""
        rows = [row for it in looked for row in it.rows]
        witnesses = Witnesses(ledger, [ids for row in rows for ids in (row.telling, row.linked, row.context)], evidence)
        return cls(witnesses, parties(ledger, (party for row in rows for party in row.party_ids())))


def _with_linked(ledger: Ledger, looked: Sequence[Looked]) -> list[Looked]:
    """The same, every row with the rows of other declarations that are the same goods."""
    telling = [row.telling for it in looked for row in it.rows]
    links = linked_rows(ledger, np.concatenate([np.empty(0, "int64"), *telling]))
    return [replace(it, rows=tuple(row.with_linked(links) for row in it.rows)) for it in looked]


def _looked(job: Job, coverage: Coverage) -> Looked:
    missing = coverage.missing(job.finder, job.settings.watershed)
    if missing:
        return Looked(missing=missing)
    return _tried(lambda: Looked(_rows(job)))


def _tried(work: Callable[[], Result]) -> Result | Looked:
    """What ``work`` gives; how it failed, where it did."""
    try:
        return work()
    # The one place that may: a failing typology is reported as a result, and the others go on.
    except Exception as failure:
        error = f"{type(failure).__name__}: {failure}"
        return Looked(missing=(f"a working typology: it failed with {error.splitlines()[0]}",), error=error)


def _rows(job: Job) -> tuple[Row, ...]:
    return tuple(sorted(Row.read(job.table()), key=lambda row: (-row.strength, -row.rank, row.subject_id, row.lane)))


def _answers(job: Job, looked: Looked, cited: Cited) -> list[Finding]:
    if not looked.rows:
        return [job.silence(looked.missing, looked.error)]
    printer = Printer(job.typology, job.finder, job.settings.watershed, cited.witnesses, cited.parties)
    found = _tried(lambda: [printer.finding(row, job.settings.ledger_version) for row in looked.rows])
    if isinstance(found, Looked):
        return [job.silence(found.missing, found.error)]
    return [it.after(job.settings.previous) for it in found]


def _chosen(settings: Settings) -> list[Typology]:
    known = all_typologies()
    for name in settings.only:
        if name not in known:
            raise UnknownTypology(f"No typology is called {name!r}. There are: {', '.join(known)}.")
    return [typology for name, typology in known.items() if not settings.only or name in settings.only]


def _names(typology: Typology, finder: Finder, parameter: str) -> tuple[str, ...]:
    """How a parameter may be called, the most general name first."""
    return parameter, f"{typology.id}.{parameter}", f"{typology.id}.{finder.id}.{parameter}"


def _parameters(job: Job) -> dict[str, object]:
    given = job.settings.parameters
    return {
        parameter: given[name]
        for parameter in job.finder.defaults
        for name in _names(job.typology, job.finder, parameter)
        if name in given
    }


def _check_parameters(settings: Settings, pairs: list[tuple[Typology, Finder]]) -> None:
    known = {name for typology, finder in pairs for it in finder.defaults for name in _names(typology, finder, it)}
    for name in settings.parameters:
        if name not in known:
            raise UsageError(
                f"No finder has a threshold called {name!r}. "
                f"There are: {', '.join(sorted(it for it in known if '.' not in it))}.",
                code="E-THRESHOLD",
            )
