"""One case: a workspace with its ledger, its findings and its dossiers."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from importlib.metadata import version
from pathlib import Path
from typing import Any

from enduse.case.desk_intake import take_in_desk
from enduse.case.dossiers import (
    DRAFT,
    MOST_CITED,
    Publication,
    finding_rows,
    make_dossier,
    published,
    write_dossiers,
)
from enduse.case.evidence import source_rows
from enduse.case.exporting import export_table
from enduse.case.integrity import damages
from enduse.case.listing import (
    ListOptions,
    ListState,
    UpdateReport,
    add_list,
    diff_lists,
    list_states,
    require_fresh,
    update_lists,
)
from enduse.case.notebook import findings_table, run_table
from enduse.case.ownership import Ownership, OwnershipAnswer, OwnershipOptions
from enduse.case.packing_import import import_pack, is_pack
from enduse.case.running import (
    RunOptions,
    RunReport,
    Tell,
    all_evidence,
    current_run,
    each_finding,
    kept_findings,
    run_case,
)
from enduse.case.screening import Screening, ScreenOptions
from enduse.case.tracing import Custody, SerialQuestion
from enduse.case.tracing_base import BaseQuestion, base_answer
from enduse.detect.finding import Finding
from enduse.detect.subjects import RankedSubject, rank_subjects
from enduse.errors import UsageError
from enduse.model.provenance import Place
from enduse.model.shown import shown_facts, shown_table
from enduse.report.model import Dossier
from enduse.report.shown import ShownTable
from enduse.screen.listed import Change
from enduse.screen.signs import Query
from enduse.sources.ingest import IngestContext, SourceReport, ingest
from enduse.sources.ingest import Progress as Step
from enduse.sources.proposal import Proposal
from enduse.sources.propose import propose
from enduse.sources.reading.opening import open_source
from enduse.sources.recognise import Accept, Recogniser
from enduse.store.ledger import LedgerStore
from enduse.store.migrate import migrate
from enduse.store.pruning import Surplus, prune, surplus
from enduse.store.snapshot import open_snapshot
from enduse.store.workspace import Workspace
from enduse.trace.alerts import Watch

SAMPLE_ROWS = 2_000
"""Rows of a sheet that a proposal looks at."""


def accept_usable(proposal: Proposal, place: Place, file_name: str) -> str | None:
    """Accept a proposal unless it lacks something without which most of the work is impossible."""
    return None if any(it.grave for it in proposal.missing) else map_name(place, file_name)


def map_name(place: Place, file_name: str) -> str:
    """The name under which a sheet's map is saved: that of the file and the sheet."""
    return "_".join(it for it in (Path(file_name).stem, place.sheet) if it)


def silent(stage: str, rows: int, done: float | None) -> None:
    """Tell nobody about progress."""


@dataclass(frozen=True)
class Case:
    """One investigation's folder.

    ``add`` files, ``run``, then ask for ``findings`` and a ``dossier``. Every method reads the newest good state
    and publishes whole or not at all.
    """

    workspace: Workspace

    @property
    def root(self) -> Path:
        """The folder."""
        return self.workspace.root

    @property
    def ledger(self) -> LedgerStore:
        """The ledger behind this case."""
        return LedgerStore(self.workspace)

    @property
    def version(self) -> int:
        """The newest version of the ledger; 0 while it is empty."""
        return self.ledger.current()

    def add(
        self, path: Path | str, map: str = "auto", tell: Tell = silent, accept: Accept = accept_usable
    ) -> SourceReport:
        """Read one file into the ledger, whole or not at all; the same bytes twice change nothing.

        Args:
            path: A file of any kind that ``enduse explain layouts`` or a proposal can read.
            map: ``auto``, or the id of a layout or saved map to use.
            tell: Takes progress.
            accept: Asked about every sheet that only a proposal can read.

        Raises:
            InputError: The file or its mapping cannot be used; nothing of it was kept.
        """

        def listen(step: Step) -> None:
            done = step.bytes_read / step.size if step.size and step.bytes_read else None
            tell(f"{step.stage} {step.name}", step.rows, done)

        if is_pack(Path(path)):
            return import_pack(self.ledger, Path(path))
        wanted = None if map == "auto" else map
        context = IngestContext(
            self.ledger, date.today(), layout_id=wanted, maps=self.workspace.maps, accept=accept, progress=listen
        )
        return ingest(Path(path), context)

    def propose(self, path: Path | str) -> Iterator[tuple[Place, str, Proposal | None]]:
        """For every sheet of a file: the layout or saved map that reads it (or why none does), and what would be
        proposed from its headers and values alone. Nothing is added.
        """
        opened = open_source(Path(path))
        recogniser = Recogniser(
            IngestContext(self.ledger, date.today(), maps=self.workspace.maps).known_layouts(),
            opened.name,
            maps=self.workspace.maps,
            accept=lambda proposal, place, name: None,
        )
        for sheet in opened.sheets:
            found = recogniser.recognise(sheet)
            known = found if isinstance(found, str) else found.chosen.layout.id
            yield sheet.place, known, propose(sheet.head(SAMPLE_ROWS), opened.name)

    def run(self, options: RunOptions = RunOptions(), tell: Tell = silent) -> RunReport:  # noqa: B008 - frozen
        """Resolve parties and look for every pattern; see ``case.running.run_case``.

        What was kept and written on the desk is taken into the ledger first, unless an older version is asked for.
        """
        if options.at is None:
            take_in_desk(self.ledger, self.add)
        return run_case(self.ledger, options, tell)

    def findings(self) -> tuple[Finding, ...]:
        """Findings of the last run: found first, the strongest first; then the silences.

        Raises:
            UsageError: ``E-NO-RUN``.
        """
        return kept_findings(current_run(self.workspace))

    def each_finding(self) -> Iterator[Finding]:
        """The same, read as they are asked for: the first ones come at once, however many there are.

        Raises:
            UsageError: ``E-NO-RUN``.
        """
        return each_finding(current_run(self.workspace))

    def subjects(self, findings: Sequence[Finding] | None = None) -> list[RankedSubject]:
        """Subjects of the last run, the strongest first: what several findings about one come to together.

        Args:
            findings: Of that run, the ones to count; None: all.

        Raises:
            UsageError: ``E-NO-RUN``.
        """
        run = current_run(self.workspace)
        counted = kept_findings(run) if findings is None else findings
        return rank_subjects(counted, all_evidence(run, MOST_CITED))

    def findings_table(self) -> ShownTable:
        """The same as a table, one finding a row: ``to_arrow``, ``to_pandas`` or ``to_polars`` it.

        Raises:
            UsageError: ``E-NO-RUN``.
        """
        return findings_table(self.each_finding())

    def table(self, name: str) -> ShownTable:
        """A table of the last run: ``items``, ``parties``, ``payments`` ...; see ``case.notebook.TABLES``.

        Raises:
            UsageError: ``E-TABLE-NAME``, ``E-NO-RUN``.
        """
        return run_table(self.ledger, name)

    def evidence(self, finding: Finding) -> Iterator[dict[str, Any]]:
        """Every row behind a finding, the most telling first, with its raw cells."""
        return finding_rows(self.ledger, finding)

    def dossier(
        self, subject: str, paths: Sequence[Path | str] = (), tell: Tell = silent, how: Publication = DRAFT
    ) -> Dossier:
        """Everything that is known about one subject; also written to ``paths`` (html, pdf, docx, md, xlsx, jsonl).

        A draft unless ``how`` names who approves it; see ``case.dossiers.Publication``.
        """
        tell("gathering rows", 0, None)
        with self.ledger.in_use():
            made = published(make_dossier(self.ledger, subject, version("enduse")), how)
        tell("writing the dossier", len(made.evidence), None)
        write_dossiers(made, [Path(it) for it in paths])
        return made

    def lists(self, today: date, at: int | None = None) -> list[ListState]:
        """Every list of the case by its newest snapshot, and those that its settings want and it lacks."""
        return list_states(self.ledger, today, at)

    def require_fresh_lists(self, today: date) -> None:
        """Nothing, or ``ListsMissing``: there is no list, or one is older than the settings allow."""
        require_fresh(self.ledger, today)

    def screening(self, options: ScreenOptions = ScreenOptions()) -> Screening:  # noqa: B008 - frozen
        """The lists of the case, made ready for questions; see ``case.screening.Screening``."""
        return Screening(self.ledger, options, date.today())

    def ownership(self, query: str | Query, on: date | None = None, laws: Sequence[str] = ()) -> OwnershipAnswer:
        """Who owns a company, and whether each law treats it like its listed owners; see ``case.ownership``.

        Args:
            query: Its name, or everything that is known of it: a number is certain, a name alone is not.
            on: The day of the law, the registers and the lists; None: today.
            laws: ``US-OFAC``, ``US-BIS``, ``EU``, ``UK``; empty: all.

        Raises:
            ListsMissing: ``E-LISTS-NONE``.
            UsageError: ``E-OWN-QUESTION``: a law that no rule knows.
        """
        asked = Query((query,), "company") if isinstance(query, str) else query
        return Ownership(self.screening(ScreenOptions(on=on)), OwnershipOptions(tuple(laws))).ask(asked)

    def add_list(self, path: Path | str, options: ListOptions = ListOptions()) -> SourceReport:  # noqa: B008 - frozen
        """Take a list in from a file; see ``sources.list_intake``.

        Raises:
            InputError: No list format reads it, or it is damaged, cut, or has lost half of its entries.
        """
        return add_list(self.ledger, Path(path), options, date.today())

    def update_lists(self, formats: tuple[str, ...], today: date, tell: Tell = silent) -> Iterator[UpdateReport]:
        """Fetch lists from their publishers, one report each; see ``case.listing.update_lists``."""
        return update_lists(self.ledger, formats, today, tell)

    def diff_lists(self, before: str, after: str) -> tuple[Change, ...]:
        """Entries added, changed and removed between two snapshots: files, or ``FORMAT@YYYY-MM-DD``."""
        return diff_lists(self.ledger, before, after)

    def sources(self, at: int | None = None) -> list[dict[str, Any]]:
        """What version ``at`` of the ledger holds, one row per file that was added."""
        return source_rows(self.ledger.manifest(at))

    def rejects(self, at: int | None = None) -> list[dict[str, Any]]:
        """Every row that was not kept, with its reason and its raw cells."""
        snapshot = open_snapshot(self.ledger, at)
        names = {it.source_id: it.name for it in snapshot.manifest.sources}
        rows = snapshot.table("rejects").order_by("source_id", "member", "sheet", "row").to_pyarrow().to_pylist()
        snapshot.close()
        return [{"source": names.get(row.pop("source_id"), ""), **row} for row in rows]

    def export(self, table: str, target: Path) -> int:
        """Write a table of the current run as CSV; see ``case.exporting.export_table``."""
        return export_table(self.ledger, table, target)

    def trace_serial(self, serial: str | SerialQuestion) -> list[dict[str, Any]]:
        """The chain of custody of each machine that a number means; see ``case.tracing.Custody.trace``."""
        asked = SerialQuestion(serial) if isinstance(serial, str) else serial
        return Custody(self.ledger).trace(asked)

    def machine_alerts(self, watch: Watch | None = None) -> list[dict[str, Any]]:
        """Reasons to ask where a machine is now, the most urgent first; None: as of the last day recorded."""
        custody = Custody(self.ledger)
        return [*custody.alerts(watch or Watch(custody.last_day))]

    def installed_base(self, asked: BaseQuestion) -> dict[str, Any]:
        """How fast used machines of a brand leave a country, with bounds; see ``case.tracing_base``."""
        return base_answer(Custody(self.ledger), asked)

    def undo(self, source: str) -> int:
        """Publish a version without one source; gives the version's number.

        Args:
            source: Its file name, or the first digits of its SHA-256.

        Raises:
            UsageError: ``E-SOURCE``: no source, or more than one, is meant.
        """
        held = self.ledger.manifest().sources
        meant = [it for it in held if it.name == source or (len(source) >= 6 and it.source_id.startswith(source))]
        if len(meant) != 1:
            names = ", ".join(f"{it.name} ({it.source_id[:12]})" for it in meant or held) or "nothing"
            raise UsageError(
                f"{source!r} means {len(meant)} sources of the ledger; it must mean one. It holds: {names}.",
                code="E-SOURCE",
            )
        return self.ledger.undo(meant[0].source_id).version

    def compact(self) -> tuple[int, int, int]:
        """Merge small parts: parts before, parts after, and the version's number."""
        before = len(self.ledger.manifest().parts)
        after = self.ledger.compact()
        return before, len(after.parts), after.version

    def surplus(self, keep: int = 1) -> Surplus:
        """What ``prune`` would take away."""
        return surplus(self.ledger, keep)

    def prune(self, keep: int = 1) -> Surplus:
        """Take away all versions but the newest ``keep`` and that of the last run, and what only they refer to."""
        return prune(self.ledger, keep)

    def migrate(self) -> int:
        """Bring the ledger to today's schema; gives the version's number."""
        return migrate(self.ledger)[0].version

    def verify(self) -> list[dict[str, Any]]:
        """What is wrong with the case, one row per damage: its ledger, evidence, case log and order log.

        Empty when every byte is as it was written.
        """
        return damages(self.ledger)

    def _repr_html_(self) -> str:
        rows = self.sources() if self.version else []
        facts = {"folder": str(self.root), "ledger": f"version {self.version}", "files": len(rows)}
        return shown_facts("Case", facts, shown_table(rows, ("source", "rows_kept", "rows_rejected", "publisher")))
