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
import tomllib
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path
from statistics import median
from typing import Any

import ibis
import pyarrow as pa

from enduse.detect import Finder, Ledger
from enduse.detect.coverage import survey
from enduse.detect.runner import all_typologies
from enduse.detect.scope import DESTINATIONS, HUBS
from enduse.detect.shared import announce
from enduse.store.engine import open_engine
from enduse.store.workspace import Workspace
from enduse.text.countries import eu_members
from enduse.trace.control_dates import control_rules

WATERSHED = date(2022, 2, 24)
TOGETHER = "all finders together"
PRIORITY = ("845710", "845811", "845891", "845961", "846693")

PARTY_ID = "CREATE MACRO party_id(anchor) AS CAST('0x' || sha256(anchor) [:15] AS BIGINT)"
"""As ``model.ids.party_id`` makes them."""

ITEMS = """
COPY (
  SELECT i + 1 AS row_id, DATE '2020-01-01' + CAST(random() * 1460 AS INTEGER) AS declared_on,
    CAST(floor(random() * 20000) AS INTEGER) AS firm, random() AS r1, random() AS r2, random() AS r3, random() AS r4
  FROM range({rows}) t(i)
) TO '{raw}' (FORMAT parquet)
"""

GROWS = f"(firm % 1000 < 2 AND declared_on >= DATE '{WATERSHED}')"
"""Two importers in a thousand buy much more after the watershed, half of them from a new sender, half under contract
with a new firm."""

SENDER = (
    f"CASE WHEN {GROWS} AND firm % 1000 = 0 THEN 'n' || firm "
    "ELSE 's' || hash(firm, CAST(floor(r1 * 12) AS INTEGER)) % 15000 END"
)

WIDE = """
COPY (
  SELECT row_id, declared_on, year(declared_on) * 12 + month(declared_on) - 1 AS month,
    CASE WHEN r4 < 0.9 THEN 'import' ELSE 'export' END AS direction,
    party_id({sender}) AS consignor_id,
    party_id('c' || firm) AS consignee_id,
    party_id(CASE WHEN {grows} AND firm % 1000 = 1 THEN 'n' || firm WHEN r2 < 0.9 THEN {sender}
                  ELSE 'h' || hash(firm) % 900 END) AS contract_holder_id,
    CAST(NULL AS BIGINT) AS declarant_id,
    ['CN', 'TR', 'DE', 'TW', 'AE', 'KZ'][1 + CAST(floor(r1 * 6) AS INTEGER)] AS consignor_country,
    'RU' AS consignee_country,
    ['CN', 'AE', 'DE', 'TW', 'HK', 'KZ'][1 + CAST(floor(r1 * 6) AS INTEGER)] AS contract_holder_country,
    CASE WHEN r3 < 0.6 THEN 'BRAND ' || hash(firm, CAST(floor(r2 * 8) AS INTEGER)) % 2000 END AS brand,
    ['CN', 'TW', 'DE', 'JP', 'KR', 'IT'][1 + CAST(floor(r2 * 6) AS INTEGER)] AS origin,
    CASE WHEN {grows} THEN 'TR'
         WHEN r4 < 0.72 THEN ['CN', 'TW', 'DE', 'JP', 'KR', 'IT'][1 + CAST(floor(r2 * 6) AS INTEGER)]
         ELSE ['CN', 'TR', 'AE', 'KZ'][1 + CAST(floor(r3 * 4) AS INTEGER)] END AS dispatch,
    'RU' AS destination, CAST(NULL AS VARCHAR) AS trading_country,
    CASE WHEN r3 < 0.05 THEN {priority}[1 + CAST(floor(r3 * 100) AS INTEGER)]
         ELSE CAST(840000 + CAST(floor(r3 * 9000) AS INTEGER) AS VARCHAR) END || '0000' AS goods_code,
    goods_code [:6] AS hs6,
    exp(6 + 6 * r1 * r4) * CASE WHEN {grows} THEN 50 ELSE 1 END AS value_usd,
    100 * r2 AS net_kg, 1.0 AS quantity, 'USD' AS currency,
    md5('source' || (row_id % 7)) AS source_id, CAST(NULL AS VARCHAR) AS member, CAST(NULL AS VARCHAR) AS sheet,
    row_id + 1 AS row
  FROM '{raw}'
) TO '{path}' (FORMAT parquet)
"""

LEDGER = """
COPY (
  SELECT declared_on, origin, dispatch, goods_code, value_usd,
    'Fictional company ' || to_hex(consignor_id) AS consignor,
    'Fictional company ' || to_hex(consignee_id) AS consignee,
    'Fictional company ' || to_hex(contract_holder_id) AS contract_holder
  FROM '{items}'
) TO '{path}' (FORMAT parquet)
"""
"""What the finders' eight columns are in the ledger: parties are names there."""

_SCANNED = {
    "ledger": (
        *("declared_on", "consignee", "consignor", "contract_holder", "origin", "dispatch", "goods_code", "value_usd"),
    ),
    "items": (
        *("declared_on", "consignee_id", "consignor_id", "contract_holder_id", "origin", "dispatch", "hs6"),
        "value_usd",
    ),
}
# One aggregate each. Hashing reads every value; counts and extremes would come from the file's own statistics.
SCANS = {
    f"scan of the {table}": f"SELECT {', '.join(f'bit_xor(hash({it}))' for it in columns)} FROM {table}"
    for table, columns in _SCANNED.items()
}

_IMPORTS = "coalesce(direction, 'import') = 'import' AND destination IN ('RU', 'BY')"
TWINS = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
"""The same answers by hand."""

VARIANTS: dict[str, tuple[str, dict[str, object]]] = {
    "third_country_transshipment.by_consignee": ("third_country_transshipment.by_consignee", {}),
    "broker_vs_shipper_split.by_trio": ("broker_vs_shipper_split.by_trio", {}),
    "route_shift_after_control_date.by_brand": ("route_shift_after_control_date.by_brand", {"lane": "brand"}),
    "route_shift_after_control_date.by_origin": ("route_shift_after_control_date.by_brand", {"lane": "origin"}),
    "growth_attributed_to_new_intermediaries.by_consignee": (
        "growth_attributed_to_new_intermediaries.by_consignee",
        {"middle": "consignor_id", "lane": "''", "known": 0},
    ),
    "growth_attributed_to_new_intermediaries.by_contract_holder": (
        "growth_attributed_to_new_intermediaries.by_contract_holder",
        {"known": 0},
    ),
    "growth_attributed_to_new_intermediaries.by_brand": (
        "growth_attributed_to_new_intermediaries.by_consignee",
        {"middle": "consignor_id", "lane": "brand", "known": 1e-9},
    ),
    "hub_surge.in_declarations": ("hub_surge.in_declarations", {}),
}


KEPT = "COPY (SELECT * FROM '{read}' {order}) TO '{path}' (FORMAT parquet)"
AS_RUN_KEEPS_THEM = "ORDER BY consignee_id, row_id"
"""An importer's lines lie together; see ``resolve.run``."""


@dataclass(frozen=True)
class Items:
    """Goods lines as a run keeps them.

    Attributes:
        path: Where they are.
        copying: Processor seconds of writing them as they come.
        sorting: The same where they are sorted first, as a run does once for all that reads them.
    """

    path: Path
    copying: float
    sorting: float


def write_items(rows: int, folder: Path) -> Items:
    path, raw, wide = (folder / f"{it}{rows}.parquet" for it in ("items", "raw", "wide"))
    engine = ibis.duckdb.connect(memory_limit="1500MB", temp_directory=str(folder / "spill"))
    engine.raw_sql("SELECT setseed(0.42)")
    engine.raw_sql(ITEMS.format(rows=rows, raw=raw))
    engine.raw_sql(PARTY_ID)
    engine.raw_sql(WIDE.format(raw=raw, path=wide, priority=list(PRIORITY), sender=SENDER, grows=GROWS))
    raw.unlink()
    # The ledger keeps its rows as they came; only the run's goods lines are sorted.
    engine.raw_sql(LEDGER.format(items=wide, path=_ledger_of(path)))
    took = [_took(engine, KEPT.format(read=wide, order=order, path=path)) for order in ("", AS_RUN_KEEPS_THEM)]
    wide.unlink()
    return Items(path, *took)


def _took(engine: Any, statement: str) -> float:
    began = time.process_time()
    engine.raw_sql(statement)
    return round(time.process_time() - began, 2)


def _ledger_of(items: Path) -> Path:
    return items.with_stem(f"ledger_{items.stem}")


def open_ledger(path: Path, spill: Path) -> tuple[Any, Ledger]:
    workspace = Workspace.create(spill / "case")
    engine = open_engine(replace(workspace, config=replace(workspace.config, memory_mb=1430))).backend
    items = engine.read_parquet(str(path), table_name="items")
    engine.read_parquet(str(_ledger_of(path)), table_name="ledger")
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
    engine.create_table("control_rules", control_rules(lists, DESTINATIONS[0]))
    statistics = ibis.memtable(pa.table({name: pa.array([], kind) for name, kind in STATISTICS.items()}))
    parties = ibis.memtable(pa.table({"party_id": pa.array([], pa.int64())}))
    return engine, Ledger(items, statistics, parties, code_lists)


STATISTICS = {
    **dict.fromkeys(("reporter", "partner", "flow", "goods_code", "hs6", "publisher", "basis"), pa.string()),
    **dict.fromkeys(("row_id", "month", "months"), pa.int64()),
    **dict.fromkeys(("value_eur", "value_usd", "net_kg"), pa.float64()),
    "preliminary": pa.bool_(),
}


def jobs(engine: Any, ledger: Ledger) -> dict[str, Callable[[], int]]:
    eu = "('" + "', '".join(sorted(_members())) + "')"
    after = WATERSHED.year * 12 + WATERSHED.month
    words = {"day": WATERSHED, "imports": _IMPORTS, "eu": eu, "pivot": after, "whole": after, "hubs": HUBS}
    found: dict[str, Callable[[], int]] = {}
    for name, text in SCANS.items():
        found[name] = lambda text=text: _sql(engine, text)  # type: ignore[misc]
    finders = {
        name: it for t in all_typologies().values() for it in t.finders if (name := f"{t.id}.{it.id}") in VARIANTS
    }
    found[TOGETHER] = lambda: _found(ledger, *finders.values())
    for name, finder in finders.items():
        found[name] = lambda finder=finder: _found(ledger, finder)  # type: ignore[misc]
    for name, (twin, extra) in VARIANTS.items():
        text = TWINS[twin].format(**words, **extra)
        found[f"sql {name}"] = lambda text=text: _sql(engine, text)  # type: ignore[misc]
    found["coverage"] = lambda: len(survey(ledger, tuple(finders.values())).parts)
    return found


def _members() -> frozenset[str]:
    return eu_members(WATERSHED)


def _found(ledger: Ledger, *finders: Finder) -> int:
    """Rows that the finders give on a ledger of which nothing is worked out yet."""
    fresh = replace(ledger)
    announce(fresh, [(it, {}) for it in finders])
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
    together = measured[TOGETHER]["seconds"]
    finders = {k: v for k, v in measured.items() if "." in k and not k.startswith("sql ")}
    return {
        **{f"all_to_{scan.replace(' ', '_')}": round(together / measured[scan]["seconds"], 2) for scan in SCANS},
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
            items = write_items(rows, Path(folder))
            engine, ledger = open_ledger(items.path, Path(folder) / f"spill{rows}")
            measured = summary(measure(engine, ledger, asked.repeat))
            result[str(rows)] = {**measured, "kept": {"as_they_come": items.copying, "sorted": items.sorting}}
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
