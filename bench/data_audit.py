"""The audit of labelled data: false alarms on worlds without a leak, leaks that were planted, and a known case.

    python -m bench.data_audit [--worlds 20] [--rows 10000] [--json bench/results/data_audit.json]

Each world is a customs file of imports, its rows labelled by what is true of them (part of a scheme or not). Nothing in
it was copied, so whatever the audit calls a leak there is a false alarm. Then one leak after the other is planted in
the same file: rows copied under other firms, the label under another name, a share of the label by firm, the file
sorted by the label, numbers that follow it, and test rows that stand in the training part. With ENDUSE_TEST_DATA the
published synthetic set of Korean declarations is audited, too; how its look-up comes out was published before.
"""

import argparse
import csv
import json
import os
import platform
import re
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from random import Random

import pyarrow.parquet as pq
from bench.worlds.making import Order, make

from enduse.case.data_audit import AuditQuestion, audit_file
from enduse.model.data_audit import DataAudit
from enduse.sources.reading.opening import open_source

FAMILIES = ("anatolia", "danube", "steppe", "euxine")
KOREAN = "customs_korea_synthetic/df_syn_{}_eng.csv.gz"

Table = tuple[list[str], list[list[str]]]


def main() -> None:
    """Measure, print, write."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--worlds", type=int, default=20)
    asked.add_argument("--rows", type=int, default=10_000)
    asked.add_argument("--json", type=Path)
    options = asked.parse_args()
    machine = f"{platform.machine()}, {os.cpu_count()} cores"
    found: dict[str, object] = {"date": datetime.now(UTC).date().isoformat(), "machine": machine}
    found |= _worlds(options.worlds, options.rows) | _korean()
    text = json.dumps(found, indent=1, ensure_ascii=False)
    print(text)
    if options.json:
        options.json.write_text(text + "\n", encoding="utf-8")


def _worlds(count: int, rows: int) -> dict[str, object]:
    clean, planted = Counter[str](), {name: Counter[str]() for name in PLANTED}
    with tempfile.TemporaryDirectory() as scratch:
        for number in range(count):
            table = _table(Path(scratch) / str(number), FAMILIES[number % len(FAMILIES)], 700 + number, rows)
            clean += _said(_audited(table, Path(scratch)))
            for name, plant in PLANTED.items():
                planted[name] += _said(_audited(plant(table, Random(number)), Path(scratch)))
    return {"worlds": count, "rows": rows, "clean": dict(clean), "planted": {it: dict(n) for it, n in planted.items()}}


def _table(folder: Path, family: str, seed: int, rows: int) -> Table:
    """The customs file with most rows of schemes, its label as last column."""
    make(folder, Order(family, seed, rows))
    goods = pq.read_table(folder / "truth" / "goods.parquet")
    of = {(f, r): bool(s) for f, r, s in zip(*(goods[it].to_pylist() for it in ("file", "row", "scheme")), strict=True)}
    name = Counter(file for (file, _), label in of.items() if label).most_common(1)[0][0]
    (sheet,) = open_source(folder / "data" / name).sheets[:1]
    at, headers = next((at, row) for at, row in enumerate(sheet.head(), 1) if all(row))
    lines = list[list[str]]()
    for batch in sheet.batches(at):
        columns = [batch.table[it].to_pylist() for it in batch.table.column_names]
        lines += [
            [*(it or "" for it in line[1:]), str(int(of.get((name, line[0]), False)))]
            for line in zip(*columns, strict=True)
        ]
    return [*headers, "diverted"], lines


def _audited(table: Table, folder: Path) -> DataAudit:
    path, (headers, lines) = folder / "labelled.csv", table
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([headers, *lines])
    split = "part" if "part" in headers else ""
    return audit_file(AuditQuestion(path, "diverted", split=split)).audit


def _said(audit: DataAudit) -> Counter[str]:
    return Counter({f"{it.level} {it.check}": 1 for it in audit.findings} or {"nothing": 1})


def _copied(table: Table, chance: Random) -> Table:
    """Every row three times more, the firms, number and day of another row."""
    headers, lines = table
    taken = {
        at
        for at, _ in enumerate(headers[:-1])
        if len({it[at] for it in lines}) > len(lines) / 60 and not _figures(lines, at)
    }
    copies = [
        [other[at] if at in taken else cell for at, cell in enumerate(line)]
        for line in lines[: len(lines) // 3]
        for other in chance.sample(lines, 3)
    ]
    return headers, chance.sample(lines + copies, len(lines) + len(copies))


def _figures(lines: Sequence[Sequence[str]], at: int) -> bool:
    shown = [re.sub(r"[\s.,]", "", it[at]) for it in lines[:200] if it[at]]
    return bool(shown) and all(it.isdigit() and len(it) < 10 for it in shown)


def _renamed(table: Table, chance: Random) -> Table:
    headers, lines = table
    words = {"0": "released", "1": "held"}
    return [*headers[:-1], "state", headers[-1]], [[*it[:-1], words[it[-1]], it[-1]] for it in lines]


def _share_of_firm(table: Table, chance: Random) -> Table:
    """The share of the label of each importer, over all its rows."""
    headers, lines = table
    at = _firm(table)
    has, rows = Counter(it[at] for it in lines if it[-1] == "1"), Counter(it[at] for it in lines)
    return [*headers[:-1], "risk", headers[-1]], [
        [*it[:-1], f"{has[it[at]] / rows[it[at]]:.4f}", it[-1]] for it in lines
    ]


def _firm(table: Table) -> int:
    """The column of the most named firms: many texts, each on many rows, no figures."""
    headers, lines = table
    kinds = {at: len({it[at] for it in lines}) for at in range(len(headers) - 1) if not _figures(lines, at)}
    return max((at for at, many in kinds.items() if many < len(lines) / 10), key=lambda at: kinds[at])


def _sorted(table: Table, chance: Random) -> Table:
    headers, lines = table
    return headers, sorted(lines, key=lambda it: it[-1])


def _numbered(table: Table, chance: Random) -> Table:
    """Numbers given in the order in which files were decided: those with the label first."""
    headers, lines = table
    order = sorted(range(len(lines)), key=lambda it: (lines[it][-1] == "0", chance.random()))
    number = {row: 1_000_000 + place for place, row in enumerate(order)}
    return ["case", *headers], [[str(number[at]), *it] for at, it in enumerate(lines)]


def _split(table: Table, chance: Random) -> Table:
    """A test part of which every tenth row stands in the training part, too."""
    headers, lines = table
    parts = [[("train", "test")[chance.random() < 0.2], *it] for it in lines]
    again = [["test", *it[1:]] for it in chance.sample([it for it in parts if it[0] == "train"], len(lines) // 50)]
    return ["part", *headers], parts + again


PLANTED: dict[str, Callable[[Table, Random], Table]] = {
    "copied rows": _copied,
    "label under another name": _renamed,
    "share of the label by firm": _share_of_firm,
    "sorted by the label": _sorted,
    "numbers in the order of decisions": _numbered,
    "test rows in training": _split,
}


def _korean() -> dict[str, object]:
    root = Path(os.environ.get("ENDUSE_TEST_DATA", ""))
    training, test = (root / KOREAN.format(it) for it in ("train", "valid"))
    if not training.is_file():
        return {}
    wall, processor = time.perf_counter(), time.process_time()
    audit = audit_file(AuditQuestion(training, "Fraud", test=test)).audit
    alone = {name: round(it.auc, 3) for name, it in audit.alone}
    leaks = [
        {"check": it.check, "columns": it.columns, "area": round(it.told.auc, 3) if it.told else None}
        for it in audit.leaks
    ]
    seconds = {"wall": round(time.perf_counter() - wall, 1), "processor": round(time.process_time() - processor, 1)}
    return {"korean": {"rows": audit.rows, "leaks": leaks, "alone": alone, "seconds": seconds}}


if __name__ == "__main__":
    main()
