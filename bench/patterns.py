"""What all typologies over records cost on whole cases: seconds beside a bare scan, memory, and the first page.

    python -m bench.worlds make --family anatolia --seed 4242 --rows 500000 world
    enduse init case; cd case; enduse add ../world/data/*.?sv; enduse run --watershed DAY
    python -m bench.patterns CASE [--copies 1 10] [--repeat 3] [--json bench/results/patterns.json]

The case is a finished one; it is measured as it is, and as many of it side by side (``bench.pattern_copies``), which
makes five million lines of half a million without a run that long. In turn and several times: a scan of eight columns
of the goods lines in the ledger, as the sources wrote them; what finders need to know before they look (the survey);
and all finders over records, one after the other as a run has them, on a ledger of which nothing is worked out yet.
Finders over published statistics, and those whose records the case lacks, are left out. Processor seconds are compared:
a busy machine distorts wall time more than these. Each size has a process of its own, which tells its peak memory;
`enduse findings --top 20` is asked of the case in another.
"""

import argparse
import gc
import json
import os
import platform
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from multiprocessing import get_context
from pathlib import Path
from statistics import median
from typing import Any

from bench.pattern_copies import write_copies

from enduse.case import open as open_case
from enduse.case.running import current_run
from enduse.detect import Finder, Ledger
from enduse.detect.coverage import survey
from enduse.detect.runner import all_typologies
from enduse.resolve.run import LEDGER_TABLES
from enduse.store.engine import open_engine

COLUMNS = ("declared_on", "consignee", "consignor", "contract_holder", "origin", "dispatch", "goods_code", "value_usd")
# One aggregate each. Hashing reads every value; counts and extremes would come from the file's own statistics.
SCAN = f"SELECT {', '.join(f'bit_xor(hash({it}))' for it in COLUMNS)} FROM scanned"
SCANNED, SURVEYED, TOGETHER = "scan of the ledger", "survey", "all finders together"
FIRST_PAGE = ("findings", "--top", "20")


@dataclass(frozen=True)
class Asked:
    """One case, how many times over, and how often it is measured."""

    case: Path
    copies: int
    repeat: int


class Watch:
    """Processor seconds and wall seconds by name, of several rounds."""

    def __init__(self) -> None:
        self.took: dict[str, list[tuple[float, float]]] = {}

    def time(self, name: str, work: Callable[[], int]) -> int:
        """What ``work`` gives; how long it took is noted under ``name``."""
        began = time.process_time(), time.perf_counter()
        rows = work()
        self.took.setdefault(name, []).append((time.process_time() - began[0], time.perf_counter() - began[1]))
        return rows

    def medians(self, name: str) -> dict[str, float]:
        """Medians over the rounds."""
        processor, wall = zip(*self.took[name], strict=True)
        return {"seconds": round(median(processor), 4), "wall": round(median(wall), 4)}


def record_finders(ledger: Ledger, watershed: date) -> dict[str, Finder]:
    """Finders over records that the case lets look, by typology and name, in the order of a run."""
    finders = {f"{t.id}.{it.id}": it for t in all_typologies().values() for it in t.finders if it.reads != "statistics"}
    coverage = survey(ledger, tuple(finders.values()))
    return {name: it for name, it in finders.items() if not coverage.missing(it, watershed)}


def copied(asked: Asked) -> dict[str, Path]:
    """Tables to their files, the case so many times over."""
    run = current_run(open_case(asked.case).workspace)
    return dict(write_copies(open_engine(run.workspace), run, LEDGER_TABLES, asked.copies))


def measure(asked: Asked, files: dict[str, Path]) -> dict[str, Any]:
    """The figures of one size."""
    run = current_run(open_case(asked.case).workspace)
    engine = open_engine(run.workspace)
    tables = {name: engine.read(name, [str(path)]) for name, path in files.items()}
    engine.read("scanned", [*map(str, (run.workspace.root / "ledger" / "items").glob("*.parquet"))] * asked.copies)
    ledger, watershed = Ledger(**{it: tables[it] for it in LEDGER_TABLES}), date.fromisoformat(run.info["watershed"])
    finders = record_finders(ledger, watershed)
    watch, rows = Watch(), dict[str, int]()
    for _round in range(asked.repeat):
        watch.time(SCANNED, lambda: int(engine.backend.con.sql(SCAN).to_arrow_table().num_rows))
        watch.time(SURVEYED, lambda: len(survey(ledger, tuple(finders.values())).parts))
        # A table that was kept for an earlier ledger must not serve the next one.
        gc.collect()
        watch.time(TOGETHER, lambda: _all(replace(ledger), watershed, finders, (watch, rows)))
    return {
        "goods_lines": int(ledger.items.count().to_pyarrow().as_py()),
        "parties": int(ledger.parties.count().to_pyarrow().as_py()),
        "all_to_scan_of_the_ledger": _ratio(watch, TOGETHER, SCANNED),
        "survey_to_scan_of_the_ledger": _ratio(watch, SURVEYED, SCANNED),
        "peak_mib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
        **{it: watch.medians(it) for it in (SCANNED, SURVEYED, TOGETHER)},
        "finders": {it: {**watch.medians(it), "rows": rows[it]} for it in finders},
    }


def _all(ledger: Ledger, watershed: date, finders: dict[str, Finder], told: tuple[Watch, dict[str, int]]) -> int:
    watch, rows = told
    for name, finder in finders.items():
        rows[name] = watch.time(name, lambda it=finder: it.find(ledger, watershed).to_pyarrow().num_rows)  # type: ignore[misc]
    return sum(rows.values())


def _ratio(watch: Watch, one: str, other: str) -> float:
    return round(watch.medians(one)["seconds"] / watch.medians(other)["seconds"], 2)


def first_page(case: Path) -> dict[str, float]:
    """Seconds from starting the command to its end."""
    before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    command = [sys.executable, "-c", "from enduse.cli import main; raise SystemExit(main())", *FIRST_PAGE]
    subprocess.run([*command, "--case", str(case)], check=True, capture_output=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    seconds = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return {"seconds": round(seconds, 2), "wall": round(time.perf_counter() - began, 2)}


def growth(sizes: dict[str, dict[str, Any]]) -> dict[str, float]:
    """How many times the lines and the seconds of the smallest size the largest has."""
    small, large = (choose(sizes.values(), key=lambda it: it["goods_lines"]) for choose in (min, max))
    lines, seconds = ((it["goods_lines"], it[TOGETHER]["seconds"]) for it in (small, large))
    return {"lines": round(seconds[0] / lines[0], 2), "seconds": round(seconds[1] / lines[1], 2)}


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("case", type=Path)
    ask.add_argument("--copies", type=int, nargs="+", default=[1, 10])
    ask.add_argument("--repeat", type=int, default=3)
    ask.add_argument("--json", type=Path)
    asked = ask.parse_args()
    result: dict[str, Any] = {
        "load_before": [round(it, 2) for it in os.getloadavg()],
        "machine": f"{platform.machine()}, {os.cpu_count()} cores, {platform.python_version()}, {platform.system()}",
        "measured_at": datetime.now(UTC).isoformat(timespec="seconds"),
    }
    context = get_context("spawn")
    measured = {}
    for copies in asked.copies:
        size = Asked(asked.case.resolve(), copies, asked.repeat)
        with ProcessPoolExecutor(1, mp_context=context, max_tasks_per_child=1) as own:
            measured[str(copies)] = own.submit(measure, size, own.submit(copied, size).result()).result()
    result |= {"copies": measured, "growth": growth(measured), "first_page": first_page(asked.case)}
    text = json.dumps(result, indent=1)
    if asked.json:
        asked.json.write_text(text + "\n", encoding="utf-8")
    sys.stdout.write(text + "\n")


if __name__ == "__main__":
    main()
