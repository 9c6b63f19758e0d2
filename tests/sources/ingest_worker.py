"""A process that takes one file in and may be killed at any moment: ``python ingest_worker.py CASE FILE [SLOW_S]``."""

import sys
import time
from datetime import UTC, date, datetime
from pathlib import Path

from enduse.sources.ingest import IngestContext, Progress, ingest
from enduse.sources.reading.limits import Limits
from enduse.store.ledger import LedgerStore
from enduse.store.workspace import Workspace


def noon() -> datetime:
    return datetime(2024, 3, 1, 12, tzinfo=UTC)


def main(case: str, file: str, slow_s: str = "0") -> None:
    def say(progress: Progress) -> None:
        print(progress.stage, progress.rows, flush=True)
        time.sleep(float(slow_s))

    store = LedgerStore(Workspace.find(Path(case)), noon)
    ingest(Path(file), IngestContext(store, date(2024, 3, 1), limits=Limits(chunk_bytes=20_000), progress=say))


if __name__ == "__main__":
    main(*sys.argv[1:])
