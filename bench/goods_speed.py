"""How fast descriptions are read as a run reads them, by one process and by several, beside a plain regular expression.

    python bench/goods_speed.py --rows 100000 1000000 --workers 1 2 --json bench/results/goods_speed.json

Every description is different (serials, models and years are drawn anew), so that no cache can help. They stand in a
Parquet file, as in a run; what is timed is reading them through ``case.running.read_descriptions`` and dropping the
rows. Seconds are wall-clock; the load of the machine stands beside them.
"""

import argparse
import json
import os
import random
import resource
import sys
import tempfile
import time
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

BATCH = 5000
FORMS = (
    "СТАНОК ТОКАРНЫЙ С ЧПУ, МОД. {m}, СЕР.№{s}, НОВЫЙ, {y} Г.В., ДЛЯ ПРОМЫШЛЕННОГО ПРИМЕНЕНИЯ, КОЛ-ВО: {q}",
    "ОБРАБАТЫВАЮЩИЙ ЦЕНТР ВЕРТИКАЛЬНЫЙ HAAS {m}, ЗАВ. № {s}, Б/У, ГОД ВЫПУСКА {y}, ВЕС {w} КГ",
    "Запасные части к токарному станку: шпиндель, арт. {m}, {q} шт",
    "CNC lathe MAZAK {m}, serial no. {s}, year {y}, bar capacity 65 mm, net weight {w} kg",
    "二手数控车床 {m} 机号{s} {y}年 {q}台",
    "CNC 선반 {m} 제조번호 {s} {y}년식 {q}대",
    "ikinci el CNC torna tezgahı {m}, seri no: {s}, {y} model, {q} adet",
    "CNC-Drehmaschine {m}, Maschinen-Nr. {s}, Baujahr {y}, {q} Stück",
    "пластины сменные твердосплавные {m}, {q} шт",
    "НАСОС ЦЕНТРОБЕЖНЫЙ ПРОМЫШЛЕННЫЙ {m}, {q} ШТ",
)


def descriptions(rows: int, seed: int) -> Iterator[str]:
    draw = random.Random(seed)
    for number in range(rows):
        model = "".join(draw.choices("ABCDEFGHKLMNPQRSTVX", k=2)) + f"-{draw.randrange(100, 9999)}"
        serial = f"{draw.choice('ABCDEFGH')}{draw.randrange(10**7)}"
        values = {"m": model, "s": serial, "y": draw.randrange(1995, 2026), "q": draw.randrange(1, 900)}
        yield FORMS[number % len(FORMS)].format(**values, w=draw.randrange(500, 20000))


def write(path: Path, rows: int, seed: int) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    from enduse.store.goods_facts import TEXTS

    schema = pa.schema([(name, pa.string()) for name in TEXTS])
    texts = descriptions(rows, seed)
    with pq.ParquetWriter(path, schema) as file:
        while part := list(islice(texts, BATCH)):
            empty = [""] * len(part)
            file.write_batch(pa.record_batch([part, empty, empty], schema=schema))


def read(path: Path, workers: int) -> dict[str, float]:
    import pyarrow.parquet as pq

    from enduse.case.running import read_descriptions

    os.environ["ENDUSE_WORKERS"] = str(workers)
    load, wall, cpu, rows = os.getloadavg()[0], time.perf_counter(), processor_seconds(), 0
    for batch in read_descriptions(pq.ParquetFile(path).iter_batches(BATCH)):
        rows += batch.num_rows
    seconds = time.perf_counter() - wall
    return {
        "workers": workers,
        "rows": rows,
        "seconds": seconds,
        "per_second": rows / seconds,
        "cpu_us_each": (processor_seconds() - cpu) / rows * 1e6,
        "peak_mib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        "load_before": load,
    }


def processor_seconds() -> float:
    both = [resource.getrusage(it) for it in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(it.ru_utime + it.ru_stime for it in both)


def duck_seconds(path: Path) -> float:
    import duckdb

    link = duckdb.connect()
    link.execute("SET threads = 1")
    link.execute("CREATE TABLE t AS SELECT description AS text FROM read_parquet(?)", [str(path)])
    pattern = r"(?i)(станок|центр|lathe|车床|선반|torna|drehmaschine).*?((?:19|20)\d\d)"
    start = time.perf_counter()
    link.execute("SELECT count(*), max(regexp_extract(text, ?, 2)) FROM t", [pattern]).fetchall()
    return time.perf_counter() - start


def measured(rows: int, workers: list[int], seed: int) -> dict[str, object]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "texts.parquet"
        write(path, rows, seed)
        # Last, for its table would count as our memory.
        runs = [read(path, it) for it in workers]
        plain = duck_seconds(path)
    ratios = {f"to_duckdb_by_{it['workers']:g}": round(it["seconds"] / plain, 1) for it in runs}
    shown = [{name: round(value, 2) for name, value in it.items()} for it in runs]
    return {"rows": rows, "duckdb_regexp_s": round(plain, 3), "runs": shown} | ratios


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, nargs="+", default=[100_000])
    parser.add_argument("--workers", type=int, nargs="+", default=[1, 2])
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--json", type=Path)
    asked = parser.parse_args()
    found = {
        "on": time.strftime("%Y-%m-%d %H:%M", time.gmtime()),
        "cores": os.cpu_count(),
        "sizes": [measured(rows, asked.workers, asked.seed) for rows in asked.rows],
    }
    text = json.dumps(found, indent=1) + "\n"
    if asked.json:
        asked.json.write_text(text, encoding="utf-8")
    sys.stdout.write(text)


if __name__ == "__main__":
    main()
