"""How much the typologies cost: seconds beside a bare scan and beside hand-written SQL, in one interleaved run.

    python bench/typologies.py [--rows 5000000] [--repeat 5] [--json bench/results/typologies.json]

It writes its own table of goods lines (20,000 importers with some twelve senders and eight brands each, high-entropy
ids, codes and values; no real firm in it), then times, in turn and several times: a scan of eight columns, all
finders over declarations one after the other as a run has them (they share what several of them read), every finder
alone on a ledger of which nothing is worked out yet, and the same answer in SQL written by hand. Processor seconds
are compared: a busy machine distorts wall time more than these. Medians are compared, never runs of different days.
"""

import argparse
import gc
import json
import os
import platform
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from statistics import median
from typing import Any

import ibis
import pyarrow as pa

from enduse.detect import Finder, Ledger
from enduse.detect.coverage import survey
from enduse.detect.runner import all_typologies

WATERSHED = date(2022, 2, 24)
TOGETHER = "all finders together"
PRIORITY = ("845710", "845811", "845891", "845961", "846693")

ITEMS = """
COPY (
  SELECT i + 1 AS row_id, DATE '2020-01-01' + CAST(random() * 1460 AS INTEGER) AS declared_on,
    CAST(floor(random() * 20000) AS INTEGER) AS firm, random() AS r1, random() AS r2, random() AS r3, random() AS r4
  FROM range({rows}) t(i)
) TO '{raw}' (FORMAT parquet)
"""

WIDE = """
COPY (
  SELECT row_id, declared_on, year(declared_on) * 12 + month(declared_on) - 1 AS month,
    CASE WHEN r4 < 0.9 THEN 'import' ELSE 'export' END AS direction,
    md5('s' || hash(firm, CAST(floor(r1 * 12) AS INTEGER)) % 15000) [:16] AS consignor_id,
    md5('c' || firm) [:16] AS consignee_id,
    md5(CASE WHEN r2 < 0.9 THEN 's' || hash(firm, CAST(floor(r1 * 12) AS INTEGER)) % 15000
             ELSE 'h' || hash(firm) % 900 END) [:16] AS contract_holder_id,
    CAST(NULL AS VARCHAR) AS declarant_id,
    ['CN', 'TR', 'DE', 'TW', 'AE', 'KZ'][1 + CAST(floor(r1 * 6) AS INTEGER)] AS consignor_country,
    'RU' AS consignee_country,
    ['CN', 'AE', 'DE', 'TW', 'HK', 'KZ'][1 + CAST(floor(r1 * 6) AS INTEGER)] AS contract_holder_country,
    CASE WHEN r3 < 0.6 THEN 'BRAND ' || hash(firm, CAST(floor(r2 * 8) AS INTEGER)) % 2000 END AS brand,
    ['CN', 'TW', 'DE', 'JP', 'KR', 'IT'][1 + CAST(floor(r2 * 6) AS INTEGER)] AS origin,
    CASE WHEN r4 < 0.72 THEN ['CN', 'TW', 'DE', 'JP', 'KR', 'IT'][1 + CAST(floor(r2 * 6) AS INTEGER)]
         ELSE ['CN', 'TR', 'AE', 'KZ'][1 + CAST(floor(r3 * 4) AS INTEGER)] END AS dispatch,
    'RU' AS destination, CAST(NULL AS VARCHAR) AS trading_country,
    CASE WHEN r3 < 0.05 THEN {priority}[1 + CAST(floor(r3 * 100) AS INTEGER)]
         ELSE CAST(840000 + CAST(floor(r3 * 9000) AS INTEGER) AS VARCHAR) END || '0000' AS goods_code,
    goods_code [:6] AS hs6,
    exp(6 + 6 * r1 * r4) AS value_usd, 100 * r2 AS net_kg, 1.0 AS quantity, 'USD' AS currency,
    md5('source' || (row_id % 7)) AS source_id, CAST(NULL AS VARCHAR) AS member, CAST(NULL AS VARCHAR) AS sheet,
    row_id + 1 AS row
  FROM '{raw}'
) TO '{path}' (FORMAT parquet)
"""

_SCANNED = (
    "declared_on",
    "consignee_id",
    "consignor_id",
    "contract_holder_id",
    "origin",
    "dispatch",
    "hs6",
    "value_usd",
)
# One aggregate each. Hashing reads every value; counts and extremes would come from the file's own statistics.
SCAN = f"SELECT {', '.join(f'bit_xor(hash({it}))' for it in _SCANNED)} FROM items"

_IMPORTS = "coalesce(direction, 'import') = 'import' AND destination IN ('RU', 'BY')"
TWINS = {
    "third_country_transshipment.by_consignee": """
WITH r AS (
  SELECT consignee_id, row_id, declared_on, value_usd, consignor_id, tier, declared_on >= DATE '{day}' AS late,
    origin || '>' || dispatch || '>' || destination || ':' || items.hs6[:4] AS lane
  FROM items JOIN (
    SELECT goods_code[:6] AS hs6, min(tier) AS tier FROM code_lists WHERE authority = 'CHPL' GROUP BY 1
  ) USING (hs6)
  WHERE {imports} AND consignee_id IS NOT NULL
    AND NOT (origin = dispatch OR (origin IN {eu} AND dispatch IN {eu}))
)
SELECT consignee_id, sum(value_usd) FILTER (late), count(*) FILTER (late), count(*) FILTER (NOT late),
  list(DISTINCT tier) FILTER (late), list(DISTINCT lane) FILTER (late), list(DISTINCT consignor_id) FILTER (late),
  min(declared_on) FILTER (late), max(declared_on) FILTER (late), list(row_id) FILTER (late),
  list(row_id) FILTER (NOT late)
FROM r GROUP BY 1 HAVING count(*) FILTER (late) > 0
""",
    "broker_vs_shipper_split.by_trio": """
WITH r AS (
  SELECT *, declared_on >= DATE '{day}' AS late, coalesce(contract_holder_country, trading_country) AS hc,
    coalesce(consignor_country, dispatch) AS sc
  FROM items JOIN (
    SELECT goods_code[:6] AS hs6, min(tier) AS tier FROM code_lists WHERE authority = 'CHPL' GROUP BY 1
  ) USING (hs6)
  WHERE {imports} AND contract_holder_id <> consignor_id AND contract_holder_id <> consignee_id
)
SELECT consignee_id, contract_holder_id, consignor_id, sum(value_usd) FILTER (late), count(*) FILTER (late),
  count(*) FILTER (NOT late), list(DISTINCT tier) FILTER (late), max(hc) FILTER (late), max(sc) FILTER (late),
  min(declared_on) FILTER (late), max(declared_on) FILTER (late), list(row_id) FILTER (late),
  list(row_id) FILTER (NOT late)
FROM r WHERE hc <> sc AND hc NOT IN ('RU', 'BY') GROUP BY ALL HAVING count(*) FILTER (late) > 0
""",
    "route_shift_after_control_date.by_brand": """
WITH r AS (
  SELECT consignee_id, {lane} AS lane, row_id, declared_on, value_usd, consignor_id, dispatch,
    declared_on >= DATE '{day}' AS late, NOT (origin = dispatch OR (origin IN {eu} AND dispatch IN {eu})) AS indirect
  FROM items WHERE {imports} AND consignee_id IS NOT NULL AND {lane} IS NOT NULL
), g AS (
  SELECT consignee_id, lane, count(*) AS n, count(*) FILTER (late) AS a, count(*) FILTER (indirect) AS m,
    count(*) FILTER (late AND indirect) AS k, max(declared_on) FILTER (NOT indirect) AS last_direct,
    sum(value_usd) FILTER (late AND indirect) AS v, sum(value_usd) FILTER (NOT late AND NOT indirect) AS b
  FROM r GROUP BY 1, 2
), s AS (
  SELECT *, list_sum([exp(lgamma(m + 1) - lgamma(x + 1) - lgamma(m - x + 1) + lgamma(n - m + 1)
      - lgamma(a - x + 1) - lgamma(n - m - a + x + 1) - lgamma(n + 1) + lgamma(a + 1) + lgamma(n - a + 1))
      for x in range(k, least(m, a) + 1)]) AS p
  FROM g WHERE a > 0 AND n > a AND k / a - (m - k) / (n - a) >= 0.5
    AND abs(date_diff('day', DATE '{day}', last_direct)) <= 180
)
SELECT s.*, min(declared_on) FILTER (late AND indirect), max(declared_on) FILTER (late AND indirect),
  list(row_id) FILTER (late AND indirect), list(row_id) FILTER (NOT (late AND indirect)),
  list(DISTINCT consignor_id) FILTER (late AND indirect), list(DISTINCT dispatch) FILTER (late AND indirect)
FROM s JOIN r USING (consignee_id, lane) WHERE p < 0.05 GROUP BY ALL
""",
    "growth_attributed_to_new_intermediaries.by_consignee": """
WITH r AS (
  SELECT consignee_id, {middle} AS middle, {lane} AS lane, row_id, declared_on, month, value_usd,
    NOT (origin = dispatch OR (origin IN {eu} AND dispatch IN {eu})) AS indirect
  FROM items WHERE {imports} AND consignee_id IS NOT NULL AND {middle} <> consignee_id AND {lane} IS NOT NULL
), w AS (
  SELECT greatest(least(max(month) + 1 - {pivot}, {pivot} - min(month), 24), 0) AS n FROM r
), p AS (
  SELECT consignee_id, lane, middle, min(declared_on) AS first_on,
    sum(value_usd) FILTER (declared_on < DATE '{day}' AND month >= {pivot} - n) AS b,
    sum(value_usd) FILTER (declared_on >= DATE '{day}' AND month < {pivot} + n) AS a,
    sum(value_usd) FILTER (declared_on >= DATE '{day}' AND month < {pivot} + n AND indirect) AS e
  FROM r, w GROUP BY 1, 2, 3
), q AS (
  SELECT *, min(first_on) OVER (PARTITION BY consignee_id, middle) >= DATE '{day}' AS new FROM p
), g AS (
  SELECT consignee_id, lane, coalesce(sum(b), 0) AS b, coalesce(sum(a), 0) AS a,
    coalesce(sum(a) FILTER (new), 0) AS na, coalesce(sum(e) FILTER (new), 0) AS ne,
    list(middle) FILTER (new AND a > 0) AS others
  FROM q GROUP BY 1, 2
  HAVING sum(a) - coalesce(sum(b), 0) >= 200000 AND sum(a) >= 5 * coalesce(sum(b), 0)
), s AS (
  SELECT * FROM g WHERE na >= 0.8 * (a - b) AND ne >= 0.8 * na
)
SELECT s.*, min(declared_on) FILTER (new), max(declared_on) FILTER (new), list(row_id) FILTER (new),
  list(row_id) FILTER (NOT new)
FROM s JOIN r USING (consignee_id, lane) JOIN q USING (consignee_id, lane, middle), w
WHERE (declared_on < DATE '{day}' AND month >= {pivot} - n) OR (declared_on >= DATE '{day}' AND month < {pivot} + n)
GROUP BY ALL
""",
}
"""The same answers by hand. Rows that differ only in a column name share their text."""

VARIANTS = {
    "third_country_transshipment.by_consignee": ("third_country_transshipment.by_consignee", {}),
    "broker_vs_shipper_split.by_trio": ("broker_vs_shipper_split.by_trio", {}),
    "route_shift_after_control_date.by_brand": ("route_shift_after_control_date.by_brand", {"lane": "brand"}),
    "route_shift_after_control_date.by_origin": ("route_shift_after_control_date.by_brand", {"lane": "origin"}),
    "growth_attributed_to_new_intermediaries.by_consignee": (
        "growth_attributed_to_new_intermediaries.by_consignee",
        {"middle": "consignor_id", "lane": "''"},
    ),
    "growth_attributed_to_new_intermediaries.by_brand": (
        "growth_attributed_to_new_intermediaries.by_consignee",
        {"middle": "consignor_id", "lane": "brand"},
    ),
}


def write_items(rows: int, folder: Path) -> Path:
    path, raw = folder / f"items{rows}.parquet", folder / f"raw{rows}.parquet"
    engine = ibis.duckdb.connect(memory_limit="1500MB", temp_directory=str(folder / "spill"))
    engine.raw_sql("SELECT setseed(0.42)")
    engine.raw_sql(ITEMS.format(rows=rows, raw=raw))
    engine.raw_sql(WIDE.format(raw=raw, path=path, priority=list(PRIORITY)))
    raw.unlink()
    return path


def open_ledger(path: Path, spill: Path) -> tuple[Any, Ledger]:
    engine = ibis.duckdb.connect(memory_limit="1500MB", temp_directory=str(spill))
    items = engine.read_parquet(str(path), table_name="items")
    lists = pa.table(
        {
            "authority": ["CHPL"] * len(PRIORITY),
            "list": ["CHPL"] * len(PRIORITY),
            "goods_code": list(PRIORITY),
            "tier": ["4.B"] * len(PRIORITY),
            "destinations": pa.nulls(len(PRIORITY), pa.string()),
            "start": pa.nulls(len(PRIORITY), pa.date32()),
            "end": pa.nulls(len(PRIORITY), pa.date32()),
            "citation": ["fictional"] * len(PRIORITY),
            "confidence": ["seen"] * len(PRIORITY),
        }
    )
    code_lists = engine.create_table("code_lists", lists)
    statistics = ibis.memtable(pa.table({name: pa.array([], kind) for name, kind in STATISTICS.items()}))
    parties = ibis.memtable(pa.table({"party_id": pa.array([], pa.string())}))
    return engine, Ledger(items, statistics, parties, code_lists)


STATISTICS = {
    **dict.fromkeys(("reporter", "partner", "flow", "goods_code", "hs6", "publisher", "basis"), pa.string()),
    **dict.fromkeys(("row_id", "month", "months"), pa.int64()),
    **dict.fromkeys(("value_eur", "value_usd", "net_kg"), pa.float64()),
    "preliminary": pa.bool_(),
}


def jobs(engine: Any, ledger: Ledger) -> dict[str, Callable[[], int]]:
    eu = "('" + "', '".join(sorted(_members())) + "')"
    words = {"day": WATERSHED, "imports": _IMPORTS, "eu": eu, "pivot": WATERSHED.year * 12 + WATERSHED.month}
    found: dict[str, Callable[[], int]] = {"scan": lambda: _sql(engine, SCAN)}
    finders = {f"{t.id}.{f.id}": f for t in all_typologies().values() for f in t.finders if f.reads == "items"}
    found[TOGETHER] = lambda: _found(ledger, *finders.values())
    for name, finder in finders.items():
        found[name] = lambda finder=finder: _found(ledger, finder)  # type: ignore[misc]
    for name, (twin, extra) in VARIANTS.items():
        text = TWINS[twin].format(**words, **extra)
        found[f"sql {name}"] = lambda text=text: _sql(engine, text)  # type: ignore[misc]
    every = tuple(f for t in all_typologies().values() for f in t.finders)
    found["coverage"] = lambda: len(survey(ledger, every).parts)
    return found


def _members() -> frozenset[str]:
    from enduse.text.countries import eu_members

    return eu_members(WATERSHED)


def _found(ledger: Ledger, *finders: Finder) -> int:
    """Rows that the finders give on a ledger of which nothing is worked out yet."""
    fresh = replace(ledger)
    return sum(it.find(fresh, WATERSHED).to_pyarrow().num_rows for it in finders)


def _sql(engine: Any, text: str) -> int:
    return int(engine.con.sql(text).to_arrow_table().num_rows)


def measure(engine: Any, ledger: Ledger, repeat: int) -> dict[str, dict[str, float]]:
    tasks = jobs(engine, ledger)
    times: dict[str, list[tuple[float, float]]] = {name: [] for name in tasks}
    rows: dict[str, int] = {}
    for _round in range(repeat):
        for name, task in tasks.items():
            # A table that was kept for an earlier ledger must not serve the next one.
            gc.collect()
            began = time.process_time(), time.perf_counter()
            rows[name] = task()
            times[name].append((time.process_time() - began[0], time.perf_counter() - began[1]))
    return {name: {**_medians(took), "rows": rows[name]} for name, took in times.items()}


def _medians(took: list[tuple[float, float]]) -> dict[str, float]:
    processor, wall = zip(*took, strict=True)
    return {"seconds": round(median(processor), 4), "wall": round(median(wall), 4)}


def summary(measured: dict[str, dict[str, float]]) -> dict[str, Any]:
    scan = measured["scan"]["seconds"]
    finders = {k: v for k, v in measured.items() if "." in k and not k.startswith("sql ")}
    return {
        "all_to_scan": round(measured[TOGETHER]["seconds"] / scan, 2),
        "to_sql": {name: round(finders[name]["seconds"] / measured[f"sql {name}"]["seconds"], 2) for name in VARIANTS},
        "same_rows": all(finders[name]["rows"] == measured[f"sql {name}"]["rows"] for name in VARIANTS),
        "detail": measured,
    }


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--rows", type=int, nargs="+", default=[500_000, 5_000_000])
    ask.add_argument("--repeat", type=int, default=5)
    ask.add_argument("--json", type=Path)
    asked = ask.parse_args()
    result: dict[str, Any] = {
        "load_before": [round(it, 2) for it in os.getloadavg()],
        "machine": f"{platform.machine()}, {platform.python_version()}, {platform.system()}",
        "measured_at": datetime.now(UTC).isoformat(timespec="seconds"),
    }
    with tempfile.TemporaryDirectory() as folder:
        for rows in asked.rows:
            path = write_items(rows, Path(folder))
            engine, ledger = open_ledger(path, Path(folder) / "spill")
            result[str(rows)] = summary(measure(engine, ledger, asked.repeat))
            engine.disconnect()
    small, large = (result[str(it)]["detail"][TOGETHER]["seconds"] for it in (min(asked.rows), max(asked.rows)))
    result["growth"] = {"rows": max(asked.rows) / min(asked.rows), "seconds": round(large / small, 2)}
    result["peak_mib"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    text = json.dumps(result, indent=1)
    if asked.json:
        asked.json.write_text(text + "\n", encoding="utf-8")
    sys.stdout.write(text + "\n")


if __name__ == "__main__":
    main()
