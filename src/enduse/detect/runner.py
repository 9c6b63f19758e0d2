"""Run the typologies over a ledger: one line for what each found, did not find or could not see."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date

import numpy as np
import pyarrow as pa

from enduse.detect import Finder, Ledger, Typology, typologies
from enduse.detect.coverage import Coverage, survey
from enduse.detect.finding import Finding, Subject
from enduse.detect.printing import Printer, Row
from enduse.detect.witnesses import EvidenceSource, Witnesses, parties
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
    coverage = survey(ledger, tuple(finder for _typology, finder in pairs))
    findings: list[Finding] = []
    for done, (typology, finder) in enumerate(pairs):
        listen(Progress(done, len(pairs), f"{typology.id}.{finder.id}"))
        job = Job(ledger, settings, typology, finder)
        findings += _answers(job, coverage, evidence)
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


def _answers(job: Job, coverage: Coverage, evidence: EvidenceSource) -> list[Finding]:
    missing = coverage.missing(job.finder, job.settings.watershed)
    if missing:
        return [job.silence(missing)]
    try:
        found = _found(job, evidence)
    # The one place that may: a failing typology is reported as a result, and the others go on.
    except Exception as failure:
        error = f"{type(failure).__name__}: {failure}"
        return [job.silence((f"a working typology: it failed with {error.splitlines()[0]}",), error)]
    return found or [job.silence(())]


def _found(job: Job, evidence: EvidenceSource) -> list[Finding]:
    table = job.table()
    if not table.num_rows:
        return []
    rows = [Row.read(table, at) for at in range(table.num_rows)]
    witnesses = Witnesses(
        job.ledger,
        [np.concatenate([row.telling, row.context]) for row in rows],
        evidence,
    )
    known = parties(job.ledger, (party for row in rows for party in row.party_ids()))
    printer = Printer(job.typology, job.finder, job.settings.watershed, witnesses, known)
    rows.sort(key=lambda row: (-row.strength, -row.rank, row.subject_id, row.lane))
    return [printer.finding(row, job.settings.ledger_version).after(job.settings.previous) for row in rows]


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
