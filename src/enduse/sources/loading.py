"""The rows of one sheet are parsed, converted and staged: in parallel, in bounded memory, resumable."""

from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field

from enduse.sources.convert import convert
from enduse.sources.converted import Converted
from enduse.sources.pivot import convert_pivot
from enduse.sources.plan import Evidence, Plan, Setting, evidence_of, plan_sheet
from enduse.sources.reading import PendingBatch, RawBatch
from enduse.sources.recognise import Recognised
from enduse.store.intake import Intake
from enduse.store.journal import BatchCounts

# How many batches are read ahead in search of a date that tells day from month.
_LOOKAHEAD = 16
_QUEUED = 2


@dataclass(frozen=True)
class Step:
    """One batch is safely staged: rows looked at in it, and how far in the file it ends (0: unknown)."""

    rows: int
    bytes_read: int


@dataclass(frozen=True)
class Loader:
    """Stages sheets into one intake.

    Attributes:
        intake: Where batches go; those it has already are skipped.
        threads: How many batches are parsed and converted at the same time.
        report: Called after every batch, from the calling thread.
    """

    intake: Intake
    threads: int
    report: Callable[[Step], None] = field(default=lambda step: None)

    def load(self, known: Recognised, setting: Setting) -> Plan | None:
        """Stage every row of a sheet; gives the plan its rows were converted by, None for a pivot table."""
        if known.chosen.layout.pivot:
            self._load_pivot(known, setting)
            return None
        pending = known.sheet.chunks(known.chosen.skip_rows)
        ahead, evidence = _look_ahead(pending, known)
        plan = plan_sheet(known.chosen, evidence, setting)
        self._load_all(_chain(ahead, pending), plan)
        return plan

    def _load_pivot(self, known: Recognised, setting: Setting) -> None:
        place = setting.place
        if self.intake.done(place, 1):
            return
        rows = known.sheet.batches()
        converted = convert_pivot(rows, place, known.chosen.layout, setting.file_name, setting.source_id)
        self.intake.write_batch(place, 1, converted.tables, batch_counts(converted))
        self.report(Step(converted.counts.rows_read, 0))

    def _load_all(self, batches: Iterator["_Ready"], plan: Plan) -> None:
        place = plan.setting.place
        running: deque[tuple[Future[int], int]] = deque()
        with ThreadPoolExecutor(self.threads, "ingest") as pool:
            try:
                for batch in batches:
                    if self.intake.done(place, batch.first_row):
                        continue
                    running.append((pool.submit(self._stage, batch, plan), batch.bytes_read))
                    while len(running) >= self.threads + _QUEUED:
                        self._take(running)
                while running:
                    self._take(running)
            except BaseException:
                # Ctrl-C or an error: what is staged stays, what waits is dropped.
                pool.shutdown(wait=True, cancel_futures=True)
                raise

    def _take(self, running: "deque[tuple[Future[int], int]]") -> None:
        future, bytes_read = running.popleft()
        self.report(Step(future.result(), bytes_read))

    def _stage(self, batch: "_Ready", plan: Plan) -> int:
        converted = convert(batch.parse(), plan)
        self.intake.write_batch(plan.setting.place, batch.first_row, converted.tables, batch_counts(converted))
        return converted.counts.rows_read


@dataclass(frozen=True)
class _Ready:
    first_row: int
    bytes_read: int
    parse: Callable[[], RawBatch]


def batch_counts(converted: Converted) -> BatchCounts:
    """The counts in the form that the store's journal keeps."""
    counts = converted.counts
    return BatchCounts(
        counts.rows_read, counts.rows_kept, counts.rows_rejected, counts.skipped, counts.flags, converted.notices
    )


def _look_ahead(pending: Iterator[PendingBatch], known: Recognised) -> tuple[list[_Ready], Evidence]:
    """The first batches, read until their values tell how they are written.

    The first is read whole and kept; further ones are needed only where every date so far could be read either way.
    """
    evidence, ahead = Evidence(), []
    for number, it in enumerate(pending):
        batch = it.parse()
        evidence += evidence_of(batch, known.chosen)
        ahead.append(_Ready(it.first_row, it.bytes_read, _Held(batch) if number == 0 else it.parse))
        if not evidence.open_order or len(ahead) == _LOOKAHEAD:
            break
    return ahead, evidence


@dataclass(frozen=True)
class _Held:
    batch: RawBatch

    def __call__(self) -> RawBatch:
        return self.batch


def _chain(ahead: list[_Ready], pending: Iterator[PendingBatch]) -> Iterator[_Ready]:
    while ahead:
        yield ahead.pop(0)
    for it in pending:
        yield _Ready(it.first_row, it.bytes_read, it.parse)
