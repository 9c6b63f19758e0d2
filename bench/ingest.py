"""Measures the intake of a large customs extract against a plain copy by DuckDB.

    python bench/ingest.py [ROWS] [ROUNDS] [--keep FOLDER]

Writes a CSV of ROWS goods lines (default 5,000,000) with columns of high entropy, then by turns, each in a process
of its own: DuckDB's ``COPY (SELECT * FROM read_csv(...)) TO parquet``, and ``enduse``'s whole intake of the same file
into a new workspace (original kept and hashed, rows typed, provenance, rejects, one published version). Prints one
JSON object: machine, date, seconds and peak memory of each run, the ratio of each pair and the median ratio.
"""

import argparse
import json
import os
import platform
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.csv as pc

Texts = npt.NDArray[np.str_]
_STRETCH = 200_000
_SENDERS, _RECEIVERS = 60_000, 20_000


def write_extract(path: Path, rows: int) -> None:
    """Goods lines headed in Russian; numbers of declarations, descriptions and amounts hardly repeat."""
    rng = np.random.default_rng(1)
    senders = np.array([f"NANHAI TRADE {at:06d} {rng.integers(10**9):09d} LLC" for at in range(_SENDERS)])
    receivers = np.array([f"ООО СТАНКО {at:06d} {rng.integers(10**9):09d}" for at in range(_RECEIVERS)])
    taxpayers = np.array([f"{rng.integers(10**9, 10**10):010d}" for _ in range(_RECEIVERS)])
    writer: pc.CSVWriter | None = None
    for start in range(0, rows, _STRETCH):
        table = _stretch(rng, min(_STRETCH, rows - start), (senders, receivers, taxpayers))
        writer = writer or pc.CSVWriter(path, table.schema)
        writer.write_table(table)
    if writer is not None:
        writer.close()


def _stretch(rng: np.random.Generator, rows: int, names: tuple[Texts, Texts, Texts]) -> pa.Table:
    senders, receivers, taxpayers = names
    to = rng.integers(0, len(receivers), rows)
    days = np.datetime64("2021-01-01") + rng.integers(0, 1200, rows)
    numbers = zip(rng.integers(0, 10**6, rows), rng.integers(0, 10**6, rows), rng.integers(0, 10**7, rows), strict=True)
    marks = zip(rng.integers(0, 2**40, rows), rng.integers(0, 2**50, rows), strict=True)
    return pa.table(
        {
            "Номер ДТ": [f"10{a:06d}/{b:06d}/{c:07d}" for a, b, c in numbers],
            "№ товара": rng.integers(1, 20, rows),
            "Дата": np.datetime_as_string(days),
            "Отправитель": senders[rng.integers(0, len(senders), rows)],
            "Получатель": receivers[to],
            "ИНН получателя": taxpayers[to],
            "Страна происхождения": np.array(["TW", "CN", "KR", "JP", "DE"])[rng.integers(0, 5, rows)],
            "Страна отправления": np.array(["TR", "CN", "AE", "HK", "RU"])[rng.integers(0, 5, rows)],
            "Код ТН ВЭД": [f"84{it:08d}" for it in rng.integers(0, 10**8, rows)],
            "Описание": [f"Станок токарный модель {a:x} серийный {b:x}" for a, b in marks],
            "Вес нетто": np.round(rng.lognormal(6, 2, rows), 2),
            "Стат. стоимость, USD": np.round(rng.lognormal(9, 2, rows), 2),
            "Валюта": np.array(["USD", "EUR", "CNY"])[rng.integers(0, 3, rows)],
            "Фактурная стоимость": np.round(rng.lognormal(9, 2, rows), 2),
        }
    )


def copy_plainly(source: Path, folder: Path) -> dict[str, int]:
    """The yardstick: DuckDB reads the CSV and writes Parquet."""
    import duckdb

    target = folder / "copy.parquet"
    duckdb.execute(f"copy (select * from read_csv('{source}')) to '{target}' (format parquet)")
    return {"rows_kept": sum(duckdb.execute(f"select count(*) from '{target}'").fetchone() or ())}


def take_in(source: Path, folder: Path) -> dict[str, int]:
    """The whole intake into a new workspace."""
    from enduse.sources.ingest import IngestContext, ingest
    from enduse.store.ledger import LedgerStore
    from enduse.store.workspace import Workspace

    store = LedgerStore(Workspace.create(folder / "case"))
    report = ingest(source, IngestContext(store, datetime.now(UTC).date()))
    return {"rows_read": report.rows_read, "rows_kept": report.rows_kept, "rows_rejected": report.rows_rejected}


WORK = {"duckdb_copy": copy_plainly, "ingest": take_in}


def run_once(name: str, source: Path, folder: Path) -> None:
    """One measured run; prints its figures as JSON."""
    began = time.perf_counter()
    counts = WORK[name](source, folder)
    seconds = time.perf_counter() - began
    used = resource.getrusage(resource.RUSAGE_SELF)
    figures = {"seconds": round(seconds, 2), "cpu_s": round(used.ru_utime + used.ru_stime, 2)}
    print(json.dumps({**figures, "peak_mib": used.ru_maxrss >> 10, **counts}))


def measure(name: str, source: Path, root: Path) -> dict[str, float]:
    """One run in a process and a folder of its own."""
    folder = Path(tempfile.mkdtemp(dir=root))
    try:
        command = [sys.executable, __file__, "--run", name, str(source), str(folder)]
        done = subprocess.run(command, check=True, capture_output=True, text=True)
        figures: dict[str, float] = json.loads(done.stdout)
        return figures
    finally:
        shutil.rmtree(folder)


def rounds(source: Path, root: Path, count: int) -> Iterator[dict[str, dict[str, float]]]:
    """Both by turns, so that what else the machine does hits both."""
    with source.open("rb") as file:
        while file.read(1 << 24):  # Both find the file in the system's cache.
            pass
    for _ in range(count):
        yield {name: measure(name, source, root) for name in WORK}


def ratios(done: list[dict[str, dict[str, float]]], figure: str) -> dict[str, object]:
    """Ours over the yardstick's, for each round, and their median."""
    found = [round(it["ingest"][figure] / it["duckdb_copy"][figure], 2) for it in done]
    return {f"ratios_{figure}": found, f"ratio_median_{figure}": round(statistics.median(found), 2)}


def machine() -> dict[str, object]:
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") >> 30
    return {
        "cpu": platform.processor() or platform.machine(),
        "cores": os.cpu_count(),
        "memory_gib": memory,
        "load_before": round(os.getloadavg()[0], 2),
        "python": platform.python_version(),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure the intake of a large customs extract.")
    parser.add_argument("rows", type=int, nargs="?", default=5_000_000)
    parser.add_argument("rounds", type=int, nargs="?", default=3)
    parser.add_argument("--keep", type=Path, help="folder in which the generated file is kept and found again")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        root = Path(scratch)
        source = (given.keep or root) / f"extract-{given.rows}.csv"
        if not source.exists():
            write_extract(source, given.rows)
        about = {"date": datetime.now(UTC).isoformat(timespec="seconds"), "machine": machine()}
        done = list(rounds(source, root, given.rounds))
        size = {"rows": given.rows, "bytes": source.stat().st_size}
        figures = ratios(done, "seconds") | ratios(done, "cpu_s")
        print(json.dumps({"benchmark": "ingest", **about, **size, "rounds": done, **figures}, indent=1))


if __name__ == "__main__":
    if sys.argv[1:2] == ["--run"]:
        run_once(sys.argv[2], Path(sys.argv[3]), Path(sys.argv[4]))
    else:
        main()
