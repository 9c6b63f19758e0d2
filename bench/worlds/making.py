"""Makes one world: files as an analyst gets them, and the truth beside them."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any

from bench.worlds import schemes as _schemes
from bench.worlds.accepting import accepted, visible_core
from bench.worlds.background import Market, season, sold_on
from bench.worlds.documents import Papers
from bench.worlds.family import STREAMED, read_family
from bench.worlds.names import People
from bench.worlds.plot import SCHEMES, Plot, Scheme, about
from bench.worlds.statistics import Statistics, by_quarter, named_period
from bench.worlds.truth import Notes
from bench.worlds.world import Life, Row, World
from bench.worlds.writing import Writer, again

ROWS_PER_PLANT = 40_000
"""Each scheme once for so many goods lines, at most MOST times."""
MOST = 12
MOST_LANES = 3
"""Statistics have no more room for bent lanes than that."""

UNDER_WAY = timedelta(days=120)

assert _schemes


@dataclass(frozen=True)
class Order:
    """What world is wanted; an intensity of 0 is a world without diversion, but with all look-alikes."""

    family: str
    seed: int
    rows: int
    intensity: float = 1.0


def make(folder: Path, order: Order) -> Path:
    """The folder, now with `data` and `truth`; the same order gives the same bytes."""
    family = read_family(order.family)
    world = World(family, order.seed, order.rows, draw_life(order), People(order.seed))
    for part in ("data", "truth"):
        (folder / part).mkdir(parents=True, exist_ok=True)
    market = Market(world)
    plots = list(_planted(world, order))
    notes = Notes(folder / "truth")
    writers = {it.name: Writer(it, folder / "data", notes, order.seed) for it in family.files}
    gone = {name: it.lose(world.life.start, world.life.end) for name, it in writers.items() if it.spec.missing_months}
    _stream(world, market, writers)
    _finish(world, plots, writers)
    for writer in writers.values():
        writer.close()
    _tell(folder, order, world, {"plots": plots, "notes": notes, "missing_months": gone})
    return folder


def draw_life(order: Order) -> Life:
    """Between three and four years, with the control somewhat past the middle."""
    random = Random(f"life-{order.family}-{order.seed}")
    control = date(2022, 9, 1) + timedelta(days=random.randrange(400))
    start = date(control.year - 2, control.month, 1) - timedelta(days=random.randrange(120))
    end = control + timedelta(days=random.randrange(430, 620))
    return Life(start.replace(day=1), end.replace(day=1) - timedelta(days=1), control)


def _planted(world: World, order: Order) -> Sequence[tuple[Scheme, Plot]]:
    """Every scheme that this family's files can show, each with its look-alike."""
    times = max(1, min(MOST, round(order.rows / ROWS_PER_PLANT)))
    plots = []
    for scheme in sorted(SCHEMES.values(), key=lambda it: it.name):
        if not all(world.family.serials if it == "serials" else world.family.has(it) for it in scheme.needs):
            continue
        for n in range(1, min(times, MOST_LANES if scheme.needs == ("statistics",) else MOST) + 1):
            for honest in (False, True):
                if honest or order.intensity > 0:
                    name = f"{scheme.name}-{n}"
                    random = Random(f"{order.family}-{order.seed}-{name}-{honest}")
                    plot = Plot(world, name, honest, order.intensity or 1.0, random)
                    scheme.plant(plot)
                    plots.append((scheme, plot))
    return plots


def _stream(world: World, market: Market, writers: Mapping[str, Writer]) -> None:
    """Day by day, so that memory holds only what is still under way."""
    papers, chance = Papers(world, market), Random(f"days-{world.family.name}-{world.seed}")
    trades, owed = market.trades_a_day(), 0.0
    # Goods on their way when the world begins left before; what is written earlier is not kept.
    day = world.life.start - UNDER_WAY
    while day <= world.life.end:
        owed += trades * season(day)
        market.trade(day, int(owed))
        papers.day(day, owed)
        owed -= int(owed)
        if day.day == 1:
            sold_on(world, market, day, chance)
        for row in _shuffled(world.calendar.pop(day, []), chance):
            _write(world, row, writers, chance)
        day += timedelta(days=1)
    papers.end()


def _shuffled(rows: list[Row], chance: Random) -> list[Row]:
    chance.shuffle(rows)
    return rows


def _write(world: World, row: Row, writers: Mapping[str, Writer], chance: Random) -> None:
    spec = world.family.file(row.table, row.reporter)
    assert spec is not None
    if writers[spec.name].write(row):
        world.put(again(row, chance.randrange(1, 12)))


def _finish(world: World, plots: Sequence[tuple[Scheme, Plot]], writers: Mapping[str, Writer]) -> None:
    """Tables that are written as a whole, in no order that tells anything."""
    chance = Random(f"end-{world.family.name}-{world.seed}")
    bends = [it for _, plot in plots for it in plot.params.pop("bends", ())]
    if world.family.has("statistics"):
        lines = list(Statistics(world, bends).rows())
        for row in by_quarter(lines) if world.family.quarterly else lines:
            world.put(
                Row(
                    row.table,
                    "",
                    row.day,
                    {**row.cells, "month": named_period(row.cells, world.family.quarterly)},
                    {},
                    row.tag,
                )
            )
    for table in sorted(world.still):
        assert table not in STREAMED
        for row in _shuffled(world.still[table], chance):
            _write(world, row, writers, chance)


def _tell(folder: Path, order: Order, world: World, more: Mapping[str, Any]) -> None:
    life, notes = world.life, more["notes"]
    importing = list(dict.fromkeys(world.family.importers))
    brief = {
        "watershed": life.control,
        "importing_country": importing[0] if len(importing) == 1 else importing,
        "period": [life.start, life.end],
    }
    (folder / "data" / "brief.json").write_text(json.dumps(brief, default=str), "utf-8")
    told = [_told(scheme, plot, notes) for scheme, plot in more["plots"]]
    planted = [it for it, (_, plot) in zip(told, more["plots"], strict=True) if not plot.honest]
    notes.close(
        {
            "world": f"{order.family}-{order.seed}",
            "family": order.family,
            "seed": order.seed,
            "null": not planted,
            "intensity": order.intensity,
            "control": life.control,
            "schemes": planted,
            "look_alikes": [
                {**it, "differs": scheme.differs}
                for it, (scheme, plot) in zip(told, more["plots"], strict=True)
                if plot.honest
            ],
            "chains": [
                chain
                for it, (_, plot) in zip(told, more["plots"], strict=True)
                for chain in _chains(it["id"], plot, notes)
            ],
            "breaks": [
                {"scheme": plot.name, **it} for _, plot in more["plots"] if not plot.honest for it in plot.breaks
            ],
            "missing_months": more["missing_months"],
        }
    )


def _told(scheme: Scheme, plot: Plot, notes: Notes) -> dict[str, Any]:
    facts = notes.facts[plot.tag]
    into = set(plot.world.family.importers)
    imports = [row for _, _, row in facts if row.table == "imports" and row.reporter in into]
    days = [row.day for _, _, row in facts if row.table in ("imports", "payments", "tenders", "statistics")] or [
        row.day for _, _, row in facts
    ]
    value = sum(float(it.cells["usd"]) for it in imports) or sum(
        float(row.cells.get("usd") or 0) for _, _, row in facts
    )
    direct = [row.day for row in imports if row.cells["origin"] == row.cells["dispatch"]]
    return {
        "id": plot.name,
        "type": scheme.name,
        "core": visible_core(scheme, plot),
        "accepts": accepted(scheme, plot, [row for _, _, row in facts]),
        **about(plot),
        "value_usd": round(value, 2),
        "start": min(days, default=None),
        "end": max(days, default=None),
        "last_direct_on": max(direct, default=None),
        "evidence": [(name, at) for name, at, _ in facts],
    }


def _chains(scheme: str, plot: Plot, notes: Notes) -> list[dict[str, Any]]:
    where: dict[tuple[int, str], list[tuple[str, int]]] = {}
    for name, at, row in notes.facts[plot.tag]:
        if row.lot is not None:
            where.setdefault((row.lot.number, row.parties["sender"].pid), []).append((name, at))
    return [
        {
            "scheme": scheme,
            "legs": [
                {
                    "sender": leg.sender.pid,
                    "buyer": leg.buyer.pid,
                    "origin": leg.sender.country,
                    "dest": leg.buyer.country,
                    "date": leg.in_on,
                    "net_kg": lot.net_kg,
                    "serials": lot.serials,
                    "recs": where.get((lot.number, leg.sender.pid), []),
                }
                for leg in legs
            ],
        }
        for lot, legs in plot.chains
        if len(legs) > 1
    ]
