"""How well legs are joined, on made goods lines whose true legs are known; and how fast.

    python bench/legs.py [--lines 20000] [--seed 1] [--speed 1000000] [--write]

Each family of records is unlike the others: whether weights are exact, serial numbers are kept, hubs declare their
imports, lots are split in the hub, names are resolved badly, or codes change on the way.
"""

import argparse
import json
import platform
import resource
import tempfile
import time
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import ibis
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from ibis.expr.types import Table

from enduse.trace.legs import find_legs

RESULTS = Path(__file__).parent / "results" / "legs.json"


@dataclass(frozen=True)
class Family:
    """What the records of one made world are like; shares are of lines or lots."""

    name: str
    weight_noise: float = 0.0
    catalogue_weights: bool = False
    serials: float = 0.4
    named_model: float = 0.5
    code_kept: float = 0.8
    party_lost: float = 0.04
    mirrored: float = 0.5
    hub_lots: float = 0.3
    hub_imports: float = 0.0
    split: float = 0.0
    weightless: float = 0.0
    pieces_most: int = 1
    transit: tuple[int, int] = (5, 40)
    storage: tuple[int, int] = (10, 120)


FAMILIES = (
    Family("exact weights, few serials"),
    Family("noisy weights", weight_noise=0.02, serials=0.2, named_model=0.7),
    Family("catalogue weights, hub imports", catalogue_weights=True, serials=0.5, hub_imports=0.8, storage=(20, 300)),
    Family("lots split in the hub", weight_noise=0.005, pieces_most=12, split=0.7, hub_imports=0.6, hub_lots=0.6),
    Family("no serials, bad names", weight_noise=0.01, serials=0.0, party_lost=0.3, code_kept=0.6),
    Family("no weights", weightless=1.0, serials=0.6, named_model=0.8, pieces_most=4),
)


@dataclass(frozen=True)
class Made:
    """Goods lines and the pairs of them that are the same goods, each step recorded."""

    items: pa.Table
    pairs: frozenset[tuple[int, int]]


class Maker:
    """Makes the lines of one family, lot by lot."""

    def __init__(self, family: Family, seed: int, lots: int) -> None:
        self.family = family
        self.draw = np.random.default_rng(seed)
        self.rows: list[dict[str, Any]] = []
        self.pairs: set[tuple[int, int]] = set()
        self.models = [(f"BRAND{at % 25}", f"M{at}", float(self.draw.lognormal(7.5, 1.0))) for at in range(150)]
        self.firms = max(30, lots // 40)

    def lot(self) -> None:
        family, draw = self.family, self.draw
        brand, model, kg = self.models[int(draw.integers(len(self.models)))]
        if not family.catalogue_weights:
            kg *= float(draw.lognormal(0, 0.25))
        pieces = int(draw.integers(1, family.pieces_most + 1))
        maker, buyer, user = (int(draw.integers(self.firms)) + base for base in (0, 10**6, 2 * 10**6))
        via = "TR" if draw.random() < family.hub_lots else None
        code = "845811" if int(model[1:]) % 2 else "845710"
        unit = kg * float(draw.lognormal(4, 0.3))
        goods = {
            "brand": brand,
            "model": model,
            "code": code,
            "serial": f"{brand[5:]}Z{draw.integers(10**9)}",
            "usd": unit,
        }
        day = date(2021, 1, 1) + timedelta(days=int(draw.integers(1100)))
        first = {**goods, "from": "TW", "to": via or "RU", "seller": maker, "buyer": buyer if via else user}
        if via is None:
            self._movement(first, day, (pieces, kg), [])
            return
        came = self._movement(first, day, (pieces, kg), [], imported=family.hub_imports)
        parts = [pieces]
        if pieces > 1 and draw.random() < family.split:
            cut = int(draw.integers(1, pieces))
            parts = [cut, pieces - cut]
        for part in parts:
            later = day + timedelta(days=int(draw.integers(*family.transit)) + int(draw.integers(*family.storage)))
            final = int(draw.integers(self.firms)) + 2 * 10**6
            onward = {**goods, "from": "TR", "to": "RU", "seller": buyer, "buyer": final, "usd": unit * 1.2}
            self._movement(onward, later, (part, kg), came)

    def _movement(
        self,
        what: Mapping[str, Any],
        day: date,
        size: tuple[int, float],
        came: list[int],
        imported: float | None = None,
    ) -> list[int]:
        """The export and the import of one movement, as far as each is recorded; gives the last recorded line."""
        last = came
        share = self.family.mirrored if imported is None else imported
        for direction, kept, wait in (("export", 0.9, 0), ("import", share, 1)):
            if self.draw.random() > kept:
                continue
            when = day + timedelta(days=wait * int(self.draw.integers(*self.family.transit)))
            row = self._line({**what, "direction": direction, "usd": what["usd"] * (1 + 0.3 * wait)}, when, size)
            self.pairs |= {(it, row) for it in last}
            last = [row]
        return last

    def _line(self, what: Mapping[str, Any], day: date, size: tuple[int, float]) -> int:
        family, draw, number = self.family, self.draw, len(self.rows) + 1
        pieces, kg = size
        known = draw.random() < family.named_model
        code = what["code"] if draw.random() < family.code_kept else what["code"][:4] + str(draw.integers(10, 99))
        weight = pieces * kg * float(draw.normal(1, family.weight_noise))
        lost = draw.random(2) < family.party_lost
        imports = what["direction"] == "import"
        self.rows.append(
            {
                "row_id": number,
                "source_id": f"{what['from' if not imports else 'to']}-{what['direction']}",
                "row": number,
                "direction": what["direction"],
                "declared_on": day,
                "consignor_id": 10**9 + number if lost[0] else what["seller"],
                "consignee_id": 2 * 10**9 + number if lost[1] else what["buyer"],
                "dispatch": what["from"],
                "destination": what["to"],
                "goods_code": code + ("0000" if imports else "00"),
                "hs6": code,
                "brand": what["brand"] if known else None,
                "model": what["model"] if known else None,
                "serials": [what["serial"]] if pieces == 1 and draw.random() < family.serials else [],
                "net_kg": None if draw.random() < family.weightless else round(weight, 1),
                "quantity": float(pieces),
                "value_usd": pieces * what["usd"] * float(draw.lognormal(0, 0.03)),
            }
        )
        return number


_COLUMNS = {
    **dict.fromkeys(("row_id", "row", "consignor_id", "consignee_id", "contract_holder_id"), pa.int64()),
    **dict.fromkeys(
        ("source_id", "member", "sheet", "direction", "consignor_country", "consignee_country"), pa.string()
    ),
    **dict.fromkeys(("dispatch", "destination", "goods_code", "hs6", "brand", "model"), pa.string()),
    **dict.fromkeys(("net_kg", "quantity", "pieces", "value_usd"), pa.float64()),
    "declared_on": pa.date32(),
    "serials": pa.list_(pa.string()),
}


def make(family: Family, seed: int, lines: int) -> Made:
    maker = Maker(family, seed, lines // 2)
    while len(maker.rows) < lines:
        maker.lot()
    items = pa.Table.from_pylist(maker.rows, schema=pa.schema(_COLUMNS))
    return Made(items, frozenset(maker.pairs))


def find(items: pa.Table) -> tuple[pa.Table, float]:
    """The legs, and the processor seconds they took."""
    backend = ibis.duckdb.connect(memory_limit="3GB")
    with tempfile.TemporaryDirectory() as folder:
        pq.write_table(items, f"{folder}/items.parquet")
        backend.raw_sql(f"SET temp_directory = '{folder}/spill'")

        def scratch(table: Table, name: str) -> Table:
            backend.to_parquet(table, f"{folder}/{name}.parquet")
            return backend.read_parquet(f"{folder}/{name}.parquet", table_name=name)

        began = time.process_time()
        legs = find_legs(backend.read_parquet(f"{folder}/items.parquet", table_name="items"), scratch)
        return legs, time.process_time() - began


def violations(legs: pa.Table, items: pa.Table) -> int:
    """Lines that hand on or take in more pieces or mass than they hold."""
    held = {row["row_id"]: row for row in items.select(["row_id", "quantity", "net_kg"]).to_pylist()}
    used: dict[tuple[str, int], list[float]] = {}
    for leg in legs.to_pylist():
        for side in ("earlier_row_id", "later_row_id"):
            sums = used.setdefault((side, leg[side]), [0.0, 0.0])
            sums[0] += leg["pieces"] or 0.0
            sums[1] += leg["net_kg"] or 0.0
    return sum(
        total > (held[row][name] if held[row][name] is not None else float("inf")) * (1 + 1e-9)
        for (_, row), sums in used.items()
        for total, name in zip(sums, ("quantity", "net_kg"), strict=True)
    )


def measure(family: Family, seed: int, lines: int) -> dict[str, Any]:
    made = make(family, seed, lines)
    legs, seconds = find(made.items)
    said = list(zip(legs["earlier_row_id"].to_pylist(), legs["later_row_id"].to_pylist(), strict=True))
    right = np.array([it in made.pairs for it in said], dtype=bool)
    sure = legs["probability"].to_numpy()
    precision = float(right.mean()) if len(said) else 0.0
    recall = float(right.sum()) / max(1, len(made.pairs))
    both = precision + recall
    return {
        "family": family.name,
        "lines": made.items.num_rows,
        "true_pairs": len(made.pairs),
        "legs": len(said),
        "precision": round(precision, 4),
        "recall": round(recall, 4),
        "f1": round(2 * precision * recall / both, 4) if both else 0.0,
        "stated_probability": round(float(sure.mean()), 4) if len(said) else None,
        "below_.8": _group(right, sure, 0.0, 0.8),
        "from_.8_to_.95": _group(right, sure, 0.8, 0.95),
        "violations": violations(legs, made.items),
        "cpu_seconds": round(seconds, 2),
    }


def _group(right: Any, sure: Any, low: float, high: float) -> list[float] | None:
    """How many legs lie there, their mean probability, and the share that is right."""
    here = (sure >= low) & (sure < high)
    return (
        [int(here.sum()), round(float(sure[here].mean()), 3), round(float(right[here].mean()), 3)]
        if here.any()
        else None
    )


def speed(lines: int) -> dict[str, Any]:
    made = make(FAMILIES[0], 7, lines)
    legs, seconds = find(made.items)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"lines": lines, "legs": len(legs), "cpu_seconds": round(seconds, 1), "peak_mib_with_making": round(peak)}


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--lines", type=int, default=20_000)
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument("--speed", type=int, default=0)
    asked.add_argument("--write", action="store_true")
    wish = asked.parse_args()
    rows = [measure(it, wish.seed, wish.lines) for it in FAMILIES]
    for row in rows:
        print(json.dumps(row))
    told = {
        "machine": f"{platform.machine()}, {platform.python_version()}",
        "on": date.today().isoformat(),
        "seed": wish.seed,
        "families": [asdict(it) for it in FAMILIES],
        "found": rows,
        "speed": [speed(it) for it in (wish.speed // 10, wish.speed)] if wish.speed else [],
    }
    print(json.dumps(told["speed"]))
    if wish.write:
        RESULTS.write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
