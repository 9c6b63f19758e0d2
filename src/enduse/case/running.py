"""`run`: from one version of the ledger to findings, kept as one derived run."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain, islice
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from enduse.case.evidence import StoredOriginals
from enduse.case.run_hits import write_hits
from enduse.case.run_legs import write_legs
from enduse.detect import Ledger, Watershed
from enduse.detect.finding import Finding, read_finding, read_revision
from enduse.detect.runner import Progress as Step
from enduse.detect.runner import Settings, all_typologies
from enduse.detect.runner import run as run_typologies
from enduse.errors import LedgerDamaged, Notice, UnknownTypology, UsageError
from enduse.goods.stage import read_batch
from enduse.model.shown import shown_facts, shown_table
from enduse.resolve.judgements import Judgements
from enduse.resolve.matching import likenesses
from enduse.resolve.report import ResolveReport
from enduse.resolve.run import FORMAT, LEDGER_TABLES, Asked, build, open_ledger
from enduse.resolve.splink_bulk import finder_of
from enduse.resolve.workers import available, mapped
from enduse.store.derived import DerivedRun, DerivedStore
from enduse.store.ledger import LedgerStore
from enduse.store.snapshot import open_snapshot
from enduse.store.workspace import Workspace

INVASION = date(2022, 2, 24)
"""Watershed where neither the analyst nor the workspace names one: Russia's full-scale invasion of Ukraine."""

FINDINGS, EVIDENCE = "findings.jsonl", "evidence"

_EVIDENCE = pa.schema([("key", pa.string()), ("position", pa.int64()), ("row_id", pa.int64())])
_PORTION = 1_000

_FEW_BATCHES = 4

Tell = Callable[[str, int, float | None], None]
"""Takes the stage, rows so far, and the share that is done where it is known."""


@dataclass(frozen=True)
class RunOptions:
    """How a run is asked for.

    Attributes:
        watershed: Day behaviour should have changed; None: the workspace's, else ``INVASION``.
        only: Ids of the typologies to run; empty means all.
        parameters: Words ``typology.parameter=value``.
        at: Version of the ledger; None: the newest.
        er: How pairs of names that may be one party are found: ``own``, ``splink`` or ``splink:MASTER`` (Spark).
    """

    watershed: date | None = None
    only: tuple[str, ...] = ()
    parameters: tuple[str, ...] = ()
    at: int | None = None
    er: str = "own"


@dataclass(frozen=True)
class RunReport:
    """What a run found and stood on.

    Attributes:
        ledger_version: The version that was read.
        watershed: The day that was used.
        resolve: What became of lines, parties and cells.
        findings: Found first, the strongest first; then nothing found; then not assessable.
        notices: What the reader must know.
    """

    ledger_version: int
    watershed: Watershed
    resolve: ResolveReport
    findings: tuple[Finding, ...]
    notices: tuple[Notice, ...]

    def _repr_html_(self) -> str:
        found = [it for it in self.findings if it.answer == "found"]
        silent = sum(it.answer == "not_assessable" for it in self.findings)
        facts = {
            "ledger": f"version {self.ledger_version}",
            "watershed": f"{self.watershed.on} ({self.watershed.label})",
            "found": len(found),
            "not assessable": silent,
            "to know": [it.message for it in self.notices],
        }
        rows = ({"strength": it.strength, "finding": it.headline, "key": it.key} for it in found)
        return shown_facts("Run", facts, shown_table(rows, ("strength", "finding", "key")))


def run_case(store: LedgerStore, options: RunOptions, tell: Tell) -> RunReport:
    """Resolve, look for every pattern, and keep the result as the current run.

    Raises:
        UnknownTypology: ``options.only`` names one that does not exist.
        UsageError: A parameter does not exist or has a value of another kind; or the version does not exist.
    """
    workspace = store.workspace
    watershed = _watershed(workspace, options)
    parameters = typed_parameters(options.parameters)
    _check_names(options.only)
    finder = likenesses if options.er == "own" else finder_of(options.er)
    snapshot = open_snapshot(store, options.at)
    run = DerivedStore(workspace).begin()
    try:
        asked = Asked(_judgements(workspace), finder, read_descriptions)
        resolved = build(snapshot, run, asked, lambda stage: tell(stage, 0, None))
        tell("parties on lists", 0, None)
        write_hits(store, run, snapshot.version)
        tell("goods followed across borders", 0, None)
        write_legs(run)
        ledger = ledger_of(run)
        settings = Settings(watershed.on, parameters, options.only, snapshot.version, _previous(workspace))
        originals = StoredOriginals(workspace, snapshot.manifest)
        found = run_typologies(ledger, settings, originals, lambda step: tell(_stage(step), 0, _share(step)))
        _keep(run, found)
        run.commit(_info(snapshot.version, watershed, options, found))
    finally:
        run.discard()
        snapshot.close()
    notices = (*_on_watershed(watershed), *resolved.notices())
    return RunReport(snapshot.version, watershed, resolved, tuple(found), notices)


def read_descriptions(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """What each description says, in the order given; several processes read where there are many."""
    coming = iter(batches)
    first = [*islice(coming, _FEW_BATCHES)]
    # Starting processes takes as long as reading the first thousands here.
    workers = available() if len(first) == _FEW_BATCHES else 1
    yield from mapped(read_batch, chain(first, coming), workers)


def ledger_of(run: DerivedRun) -> Ledger:
    """The tables of a run, as typologies and dossiers read them."""
    tables = open_ledger(run)
    return Ledger(**{name: tables[name] for name in LEDGER_TABLES})


def current_run(workspace: Workspace) -> DerivedRun:
    """The last committed run.

    Raises:
        UsageError: ``E-NO-RUN``: nothing has been computed yet.
        LedgerDamaged: ``E-DERIVED``: another version of enduse computed it.
    """
    run = DerivedStore(workspace).current()
    if run is None:
        raise UsageError("Nothing has been computed in this workspace yet. Run: enduse run", code="E-NO-RUN")
    if (made := run.info.get("format", 1)) != FORMAT:
        raise LedgerDamaged(
            f"The results {run.key!r} have the format {made!r}; this version of enduse reads {FORMAT}. "
            "Nothing of the ledger is lost. Compute them again with `enduse run`.",
            code="E-DERIVED",
        )
    return run


def kept_findings(run: DerivedRun) -> tuple[Finding, ...]:
    """The findings of a run, in their order."""
    return tuple(each_finding(run))


def each_finding(run: DerivedRun) -> Iterator[Finding]:
    """The findings of a run, in their order, read as they are asked for: a first page needs no more than itself."""
    # Never by splitlines: names may hold characters that it takes for ends of lines.
    with run.path(FINDINGS).open(encoding="utf-8", newline="\n") as lines:
        yield from map(read_finding, lines)


def kept_evidence(run: DerivedRun, key: str) -> tuple[int, ...]:
    """Ids of all rows behind a finding, the most telling first."""
    table = pq.read_table(run.path(EVIDENCE), filters=[("key", "=", key)])
    return tuple(table.sort_by("position")["row_id"].to_pylist())


def all_evidence(run: DerivedRun, most: int) -> dict[str, tuple[int, ...]]:
    """Key to the ids of its first ``most`` rows, the most telling first."""
    table = pq.read_table(run.path(EVIDENCE), filters=[("position", "<", most)]).sort_by("position")
    found: dict[str, list[int]] = {}
    for key, row_id in zip(table["key"].to_pylist(), table["row_id"].to_pylist(), strict=True):
        found.setdefault(key, []).append(row_id)
    return {key: tuple(ids) for key, ids in found.items()}


def typed_parameters(words: Sequence[str]) -> dict[str, object]:
    """Read ``typology.parameter=value`` words; each value gets the kind of the parameter's default.

    Raises:
        UsageError: ``E-THRESHOLD``: no such parameter, or its value has another kind.
    """
    known = {
        name: default
        for typology in all_typologies().values()
        for finder in typology.finders
        for parameter, default in finder.defaults.items()
        for name in (parameter, f"{typology.id}.{parameter}", f"{typology.id}.{finder.id}.{parameter}")
    }
    return dict(_typed(word, known) for word in words)


def _typed(word: str, known: Mapping[str, object]) -> tuple[str, object]:
    name, equals, value = word.partition("=")
    if not equals or name not in known:
        raise UsageError(
            f"--set {word!r} names no threshold; write typology.parameter=value, e.g. hub_surge.min_after=500000. "
            "`enduse explain hub_surge` lists them.",
            code="E-THRESHOLD",
        )
    kind = type(known[name])
    try:
        if kind in (tuple, frozenset):
            return name, kind(it.strip() for it in value.split(",") if it.strip())
        return name, value.lower() in {"1", "true", "yes"} if kind is bool else kind(value)  # type: ignore[call-arg]
    except (TypeError, ValueError) as error:
        raise UsageError(
            f"--set {word!r}: {value!r} is no {kind.__name__}; the default is {known[name]!r}.", code="E-THRESHOLD"
        ) from error


def _check_names(only: Sequence[str]) -> None:
    for name in only:
        if name not in all_typologies():
            raise UnknownTypology(f"No typology is called {name!r}. There are: {', '.join(all_typologies())}.")


def _watershed(workspace: Workspace, options: RunOptions) -> Watershed:
    given = options.watershed or workspace.config.watershed
    return Watershed(given) if given else Watershed(INVASION, "invasion", given=False)


def _on_watershed(watershed: Watershed) -> tuple[Notice, ...]:
    if watershed.given:
        return ()
    text = f"No watershed was named, so {watershed.on} is used where no control date is known. Name yours: --watershed"
    return (Notice("W-WATERSHED", text),)


def _judgements(workspace: Workspace) -> Judgements:
    path = workspace.root / "judgements.jsonl"
    return Judgements.parse(path.read_text(encoding="utf-8").splitlines() if path.exists() else ())


def _previous(workspace: Workspace) -> dict[str, str]:
    run = DerivedStore(workspace).current()
    path = run.path(FINDINGS) if run else Path()
    if run is None or not path.exists():
        return {}
    with path.open(encoding="utf-8", newline="\n") as lines:
        return dict(map(read_revision, lines))


def _stage(step: Step) -> str:
    return f"looking for {step.label.partition('.')[0].replace('_', ' ')}"


def _share(step: Step) -> float:
    return step.done / max(1, step.total)


def _keep(run: DerivedRun, found: Sequence[Finding]) -> None:
    # As they come: all lines together, or all rows as Python objects, would take a multiple of the findings themselves.
    with run.path(FINDINGS).open("w", encoding="utf-8", newline="\n") as lines:
        lines.writelines(f"{it.to_json()}\n" for it in found)
    with pq.ParquetWriter(run.path(EVIDENCE), _EVIDENCE) as rows:
        for start in range(0, max(1, len(found)), _PORTION):
            rows.write_table(_cited(found[start : start + _PORTION]))


def _cited(found: Sequence[Finding]) -> pa.Table:
    """One row for each row that the findings cite, with its position."""
    counts = [len(it.row_ids) for it in found]
    keys = pa.array([it.key for it in found], pa.string()).take(np.repeat(np.arange(len(found)), counts))
    positions = np.concatenate([np.empty(0, "int64"), *map(np.arange, counts)])
    row_ids = np.fromiter(chain.from_iterable(it.row_ids for it in found), "int64", sum(counts))
    return pa.table([keys, positions, row_ids], schema=_EVIDENCE)


def _info(version: int, watershed: Watershed, options: RunOptions, found: Sequence[Finding]) -> dict[str, Any]:
    return {
        "format": FORMAT,
        "ledger_version": version,
        "watershed": watershed.on.isoformat(),
        "watershed_label": watershed.label,
        "watershed_given": watershed.given,
        "only": list(options.only),
        "parameters": list(options.parameters),
        "er": options.er,
        "findings": sum(it.answer == "found" for it in found),
    }
