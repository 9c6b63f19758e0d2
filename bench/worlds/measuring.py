"""The table of how well the product finds what was planted, beside simple ways and beside an oracle."""

import json
import os
import platform
import shutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from statistics import mean
from typing import Any

from bench.worlds.baselines import imports, one_line_rules, oracle, rankings, right_among_first
from bench.worlds.family import read_family
from bench.worlds.linking import score_links
from bench.worlds.making import Order, make
from bench.worlds.matching import FIRST, STRONG, Truth, matches, ranked, read_truth, score, squeezed
from bench.worlds.product import ask

KINDS: Mapping[str, float] = {"normal": 1.0, "half": 0.5, "none": 0.0}


@dataclass(frozen=True)
class Plan:
    """Which worlds are measured; each seed gives one of each kind."""

    families: Sequence[str]
    seeds: Sequence[int]
    rows: int
    work: Path
    kinds: Sequence[str] = tuple(KINDS)


def measure(plan: Plan, keep: Callable[[dict[str, Any]], None]) -> dict[str, Any]:
    """Make the worlds, run the product on each, score it; what is known so far is kept after each."""
    worlds: list[dict[str, Any]] = []
    for family in plan.families:
        for seed in plan.seeds:
            for kind in plan.kinds:
                order = Order(family, seed * 10 + list(KINDS).index(kind), plan.rows, KINDS[kind])
                worlds.append(measure_one(plan.work, order) | {"kind": kind})
                keep(_result(plan, worlds))
    return _result(plan, worlds)


def _result(plan: Plan, worlds: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    when = datetime.now(UTC).isoformat(timespec="seconds")
    return {
        "machine": machine(),
        "measured_at": when,
        "rows": plan.rows,
        "seeds": list(plan.seeds),
        "table": table(worlds),
        "worlds": list(worlds),
    }


def machine() -> dict[str, Any]:
    return {
        "what": f"{platform.machine()}, {platform.python_version()}, {platform.system()}",
        "cores": os.cpu_count(),
        "load": os.getloadavg(),
    }


def measure_one(work: Path, order: Order) -> dict[str, Any]:
    """One world: made, run and scored in folders of its own, which are made anew."""
    folder, case = (work / f"{order.family}-{order.seed}{end}" for end in ("", "-case"))
    for old in (folder, case):
        shutil.rmtree(old, ignore_errors=True)
    work.mkdir(parents=True, exist_ok=True)
    make(folder, order)
    said = ask(folder, case)
    truth, brief = read_truth(folder / "truth"), json.loads((folder / "data" / "brief.json").read_text("utf-8"))
    strong = ranked(said.findings, STRONG)
    wrong = [it["typology"] for it in strong if not matches(truth, it)]
    return {
        "world": truth.name,
        "family": order.family,
        "seed": order.seed,
        "intensity": order.intensity,
        "parties": truth.parties,
        "failed": said.failed,
        "refused": said.refused,
        "strong": score(truth, said.findings, STRONG),
        "all": score(truth, said.findings),
        "wrong_strong_by_typology": {it: wrong.count(it) for it in sorted(set(wrong))},
        "links": score_links(folder / "truth", said.links),
        "baselines": baselines(folder, order, truth, date.fromisoformat(brief["watershed"])),
    }


def baselines(folder: Path, order: Order, truth: Truth, control: date) -> dict[str, Any]:
    """Rankings by the first 50 importers; rules and the oracle by all measures."""
    lines = imports(folder, read_family(order.family))
    raw = json.loads((folder / "truth" / "truth.json").read_text("utf-8"))
    names = {pid: it["names"][0] for pid, it in raw["parties"].items()}
    found = lambda text: truth.by_name.get(squeezed(text), frozenset())  # noqa: E731
    first = {
        name: right_among_first(truth, it, found, FIRST) for name, it in rankings(lines, control, order.seed).items()
    }
    rules = score(truth, one_line_rules(lines, control))
    return {"first_50_subjects": first, "one_line_rules": rules, "oracle": score(truth, oracle(truth, names))}


def table(worlds: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """The issue's table, by family."""
    return {
        family: _rows([it for it in worlds if it["family"] == family])
        for family in sorted({it["family"] for it in worlds})
    }


def _rows(worlds: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    kinds = {kind: [it for it in worlds if it["kind"] == kind and not it["failed"]] for kind in KINDS}
    planted = [*kinds["normal"], *kinds["half"]]
    found = sum(it["strong"]["findings"] for it in planted)
    dates = [it["all"]["shift_dates"] for it in planted]
    return {
        "precision_strong": sum(it["strong"]["right"] for it in planted) / found if found else None,
        "strong_findings": found,
        "recall_core_normal": _mean_of(kinds["normal"], "all", "recall_core"),
        "recall_core_half": _mean_of(kinds["half"], "all", "recall_core"),
        "recall_any_normal": _mean_of(kinds["normal"], "all", "recall"),
        "false_strong_per_1000_parties_without_diversion": _mean_of(kinds["none"], "strong", "false_per_1000_parties"),
        "first_50_subjects": _mean_of(kinds["normal"], "all", "first_50_subjects"),
        "first_50_possible": _mean([min(1.0, it["all"]["subjects_right"] / FIRST) for it in kinds["normal"]]),
        "evidence_precision": _mean_of(kinds["normal"], "all", "evidence_precision"),
        "evidence_recall": _mean_of(kinds["normal"], "all", "evidence_recall"),
        "shift_date_within_a_month": [sum(a for a, _ in dates), sum(b for _, b in dates)],
        "leg_pairs_f1": _mean_of(planted, "links", "f1"),
        "chain_recall": _mean_of(planted, "links", "chain_recall"),
        "chain_precision": _mean_of(planted, "links", "chain_precision"),
        "core_by_typology": _added([it["all"]["core_by_typology"] for it in kinds["normal"]]),
        "rankings_first_50": {
            key: _mean([it["baselines"]["first_50_subjects"][key] for it in kinds["normal"]])
            for key in ("random", "largest_value", "priority_tier", "growth_rank")
        },
        "one_line_rules": {
            key: _mean([it["baselines"]["one_line_rules"].get(key) for it in kinds["normal"]])
            for key in ("precision", "recall_core", "first_50_subjects")
        },
        "oracle": {
            key: _mean([it["baselines"]["oracle"].get(key) for it in kinds["normal"]])
            for key in ("precision", "recall_core", "first_50_subjects")
        },
        "worlds": {kind: len(many) for kind, many in kinds.items()},
        "runs_failed": {it["world"]: it["failed"] for it in worlds if it["failed"]},
        "files_refused": sorted({name for it in worlds for name in it["refused"]}),
    }


def _mean_of(worlds: Sequence[Mapping[str, Any]], part: str, key: str) -> float | None:
    return _mean([it[part][key] for it in worlds])


def _mean(values: Sequence[float | None]) -> float | None:
    there = [it for it in values if it is not None]
    return round(mean(there), 4) if there else None


def _added(counts: Sequence[Mapping[str, Sequence[int]]]) -> dict[str, list[int]]:
    """Found and planted, by typology, over several worlds."""
    keys = sorted({key for it in counts for key in it})
    return {key: [sum(it.get(key, (0, 0))[i] for it in counts) for i in (0, 1)] for key in keys}
