"""How fast descriptions are read, on one core and on several, beside a plain regular-expression pass of DuckDB.

    python bench/goods_speed.py --rows 100000 --workers 2

Every description is different (serials, models and years are drawn anew), so that no cache can help. Times are
wall-clock seconds and CPU seconds of this process; run it on a quiet machine.
"""

import argparse
import json
import random
import resource
import sys
import time
from collections.abc import Iterator

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


def chunks(texts: list[str], size: int = 2000) -> list[list[str]]:
    return [texts[start : start + size] for start in range(0, len(texts), size)]


def duck_seconds(texts: list[str]) -> float:
    import duckdb
    import pyarrow as pa

    link = duckdb.connect()
    link.execute("SET threads = 1")
    link.register("given", pa.table({"text": texts}))
    link.execute("CREATE TABLE t AS SELECT text FROM given")
    start = time.perf_counter()
    pattern = r"(?i)(станок|центр|lathe|车床|선반|torna|drehmaschine).*?((?:19|20)\d\d)"
    link.execute("SELECT count(*), max(regexp_extract(text, ?, 2)) FROM t", [pattern]).fetchall()
    return time.perf_counter() - start


def main() -> None:
    from enduse.goods.reading import read_many
    from enduse.resolve.workers import mapped

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--seed", type=int, default=7)
    asked = parser.parse_args()
    texts = list(descriptions(asked.rows, asked.seed))
    read_many(texts[:100])
    found: dict[str, float] = {"rows": asked.rows, "characters_each": sum(map(len, texts)) / len(texts)}
    wall, cpu = time.perf_counter(), time.process_time()
    facts = sum(len(goods.facts) for chunk in chunks(texts) for goods in read_many(chunk))
    found |= {"facts_each": facts / len(texts), "one_core_wall_s": time.perf_counter() - wall}
    found |= {
        "one_core_cpu_s": time.process_time() - cpu,
        "one_core_per_cpu_s": len(texts) / (time.process_time() - cpu),
    }
    wall = time.perf_counter()
    for _ in mapped(read_many, chunks(texts), asked.workers):
        pass
    found |= {"workers": asked.workers, "workers_wall_s": time.perf_counter() - wall}
    found["workers_per_s"] = len(texts) / found["workers_wall_s"]
    found["duckdb_regexp_s"] = duck_seconds(texts)
    found["one_core_to_duckdb"] = found["one_core_wall_s"] / found["duckdb_regexp_s"]
    found["peak_mib"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    sys.stdout.write(json.dumps({it: round(value, 3) for it, value in found.items()}, indent=1) + "\n")


if __name__ == "__main__":
    main()
