"""Quality of name comparison on the labelled sets: a table on the screen, and a JSON file.

    python -m bench.names.build_sets --into SETS
    python -m bench.names.evaluate --sets SETS [--reference REFENV/bin/python] [--json bench/results/names.json]

The test half stays shut until the line `opened on:` of bench/names/README.md holds a date.
"""

import argparse
import csv
import json
import os
import platform
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
from bench.names.build_sets import Listed, Query
from bench.names.measures import Flags, Floats, pair_quality, recall_at_false_hits, search_quality
from bench.names.ours import Ours, OursThroughIndex
from bench.names.records import number_of
from bench.names.reference import Reference
from bench.names.scorers import LogicV2, Scorer, baselines

PAIR_SETS = ("company_scripts", "person_scripts", "company_latin", "person_latin")
FEW = 30


@dataclass(frozen=True)
class PairSet:
    """Labelled pairs: (left, right, kind), whether they are one party's, and the scripts of each."""

    pairs: list[tuple[str, str, str]]
    labels: Flags
    scripts: list[str]


@dataclass(frozen=True)
class Search:
    """A list, queries that should find an entry of it, and names that should find none."""

    listed: list[Listed]
    queries: list[Query]
    idle: list[Query]


def read(path: Path) -> list[dict[str, str]]:
    """Rows of a CSV file."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def labelled(rows: list[dict[str, str]]) -> PairSet:
    """A labelled set as the builder wrote it."""
    pairs = [(it["left"], it["right"], it["kind"]) for it in rows]
    return PairSet(pairs, np.array([it["label"] == "1" for it in rows]), [it["scripts"] for it in rows])


def rows_of(sets: Path, name: str, half: str) -> list[dict[str, str]]:
    """Rows of a half of a set; the Korean firms, where they were built, belong to the companies across scripts."""
    found = read(sets / f"{name}.{half}.csv")
    korean = sets / f"company_korean.{half}.csv"
    return found + read(korean) if name == "company_scripts" and korean.exists() else found


def dev_pairs(data: Path) -> PairSet:
    """The published set of name pairs that everybody may tune on."""
    rows = read(data / "er_pairs" / "name_bench_dev.csv")
    kinds = {"Person": "person", "Vessel": "vessel"}
    pairs = [(it["name1"], it["name2"], kinds.get(it["schema"], "company")) for it in rows]
    return PairSet(pairs, np.array([it["is_match"] == "true" for it in rows]), [it["case_group"] for it in rows])


# --- pairs ---------------------------------------------------------------------------------------------------------


def measure_pairs(scorer: Scorer, chosen: PairSet) -> dict[str, Any]:
    """Figures of one scorer over one set, in all and for each pair of scripts with at least thirty true pairs."""
    start = time.process_time()
    scores = np.array(scorer.pairs(chosen.pairs), dtype=np.float64)
    seconds = time.process_time() - start
    said: dict[str, Any] = asdict(pair_quality(scores, chosen.labels, scorer.threshold))
    said["seconds"] = seconds
    by_scripts: dict[str, list[int]] = defaultdict(list)
    for place, scripts in enumerate(chosen.scripts):
        by_scripts[scripts].append(place)
    said["by_scripts"] = {
        scripts: asdict(pair_quality(scores[places], chosen.labels[places], scorer.threshold))
        for scripts, places in sorted(by_scripts.items())
        if FEW <= int(chosen.labels[places].sum()) < len(places) < len(scores)
    }
    parts = list(said["by_scripts"].values())
    for figure in ("auc", "recall_at_p95") if parts else ():
        said[f"mean_{figure}_of_scripts"] = float(np.mean([it[figure] for it in parts]))
    return said


# --- search --------------------------------------------------------------------------------------------------------


def sampled(queries: Iterable[Query], most: int) -> list[Query]:
    """A fixed sample of the queries, the same for every scorer."""
    return sorted(queries, key=lambda it: number_of(f"sample {it.query}"))[:most]


def searched(sets: Path, name: str, half: str, most: int) -> Search:
    """A list with its queries; names on no list only where the list has them."""
    listed = [Listed(**it) for it in read(sets / f"{name}_list.csv")]
    queries = [_query(it) for it in read(sets / f"{name}_queries.{half}.csv")]
    idle = [_query(it) for it in read(sets / f"unlisted.{half}.csv")] if name == "ofac" else []
    return Search(listed, sampled(queries, most), sampled(idle, 2 * most))


def _query(row: dict[str, str]) -> Query:
    return Query(row["query"], row["kind"], row["entry"], int(row["hard"]))


@dataclass(frozen=True)
class Found:
    """Of one query: the best score of its own entry, and the best score of every other entry of its kind."""

    own: float
    others: Floats


def look_up(scorer: Scorer, listed: list[Listed], queries: Sequence[Query]) -> Iterator[tuple[Query, Found]]:
    """What every query finds; it is compared with names of its own kind only."""
    for kind in ("company", "person"):
        mine = [it for it in queries if it.kind == kind]
        names = [it for it in listed if it.kind == kind]
        if not mine or not names:
            continue
        entries, places = np.unique([it.entry for it in names], return_inverse=True)
        for start in range(0, len(mine), 200):
            some = mine[start : start + 200]
            scores = scorer.matrix(kind, [it.query for it in some], [it.name for it in names])
            for query, row in zip(some, scores, strict=True):
                best = np.zeros(len(entries))
                np.maximum.at(best, places, row)
                yes = entries == query.entry
                yield query, Found(float(best[yes].max(initial=0.0)), best[~yes])


def measure_search(scorer: Scorer, search: Search) -> dict[str, Any]:
    """Figures of one scorer on the OFAC search: a tie with another entry counts against it."""
    found = list(look_up(scorer, search.listed, search.queries))
    own = np.array([it.own for _, it in found])
    rank = np.array([1.0 + float((it.others >= it.own).sum()) for _, it in found])
    hard = np.array([bool(it.hard) for it, _ in found])
    idle = {
        kind: np.array([it.others.max(initial=0.0) for _, it in look_up(scorer, search.listed, some)])
        for kind in ("company", "person")
        if (some := [it for it in search.idle if it.kind == kind])
    }
    # Persons only: whether a firm is on no list at all can only be presumed.
    said = asdict(search_quality(own, rank, hard, idle["person"]))
    said["idle"] = {kind: [round(float(it), 4) for it in np.sort(scores)[::-1][:200]] for kind, scores in idle.items()}
    said["idle_names"] = {kind: len(scores) for kind, scores in idle.items()}
    return said


def measure_original(scorer: Scorer, search: Search) -> dict[str, Any]:
    """Figures of one scorer on UN names in original script against the list's Latin names."""
    found = [it for _, it in look_up(scorer, search.listed, search.queries)]
    own = np.array([it.own for it in found])
    return {
        "queries": len(found),
        "first": float(np.mean([float((it.others >= it.own).sum()) < 1 for it in found])),
        "recall_at_005_false_hits": recall_at_false_hits(own, [it.others for it in found], 0.05),
    }


def alerts(said: dict[str, Any], kind: str, threshold: float) -> float:
    """Alerts per 1,000 names on no list, at a threshold; a lower bound where more than 200 names alert."""
    count = sum(float(it) >= threshold for it in said["idle"].get(kind, ()))
    return 1000 * count / max(1, int(said["idle_names"].get(kind, 1)))


# --- all together --------------------------------------------------------------------------------------------------


def measure(scorer: Scorer, given: argparse.Namespace) -> dict[str, Any]:
    """Everything asked of one scorer."""
    pairs = {"name_bench_dev": measure_pairs(scorer, dev_pairs(given.data))}
    for name in PAIR_SETS:
        pairs[name] = measure_pairs(scorer, labelled(rows_of(given.sets, name, given.half)))
    today = datetime.now(UTC).date().isoformat()
    said: dict[str, Any] = {"measured_on": today, "threshold": scorer.threshold, "pairs": pairs}
    if given.sample:
        said["ofac"] = measure_search(scorer, searched(given.sets, "ofac", given.half, given.sample))
        said["un"] = measure_original(scorer, searched(given.sets, "un", given.half, given.sample))
        said["alerts_per_1000"] = {
            kind: alerts(said["ofac"], kind, pairs[f"{kind}_scripts"]["threshold_at_p95"])
            for kind in ("company", "person")
        }
        said["ofac"].pop("idle")
    return said


def table(results: dict[str, Any]) -> str:
    """The figures in rows a person can compare."""
    lines = [f"{'set':18}{'scorer':14}{'AUC':>7}{'bestF1':>8}{'F1fix':>7}{'R@P95':>7}{'ECE':>7}{'false=1':>9}"]
    for name in ("name_bench_dev", *PAIR_SETS):
        for scorer, said in results.items():
            it = said["pairs"][name]
            figures = (it["auc"], it["best_f1"], it["f1_fixed"], it["recall_at_p95"], it["calibration_error"])
            lines.append(f"{name:18}{scorer:14}" + "".join(f"{x:7.3f}" for x in figures) + f"{it['false_at_one']:9}")
    for name in ("company_scripts", "person_scripts"):
        lines += _by_scripts(name, {scorer: said["pairs"][name] for scorer, said in results.items()})
    for scorer, said in results.items():
        if "ofac" in said:
            lines.append(_search_line(scorer, said))
    return "\n".join(lines)


def _by_scripts(name: str, results: dict[str, Any]) -> list[str]:
    scripts = sorted({it for said in results.values() for it in said["by_scripts"]})
    lines = ["", f"{name}, AUC/R@P95: " + " | ".join(["mean", *scripts])]
    for scorer, said in results.items():
        mean = {"auc": said["mean_auc_of_scripts"], "recall_at_p95": said["mean_recall_at_p95_of_scripts"]}
        figures = (f"{it['auc']:.2f}/{it['recall_at_p95']:.2f}" for it in (mean, *map(said["by_scripts"].get, scripts)))
        lines.append(f"  {scorer:14}" + " | ".join(figures))
    return lines


def _search_line(scorer: str, said: dict[str, Any]) -> str:
    it = said["ofac"]
    return (
        f"{scorer:14} OFAC first {it['first']:.2f}, in 50 {it['in_50']:.2f}, at 1 % alerts"
        f" {it['recall_at_1_percent_alerts']:.2f} (hard {it['hard_recall_at_1_percent_alerts']:.2f}); UN first"
        f" {said['un']['first']:.2f}, at .05 false hits {said['un']['recall_at_005_false_hits']:.2f}; alerts per 1,000"
        f" companies {said['alerts_per_1000']['company']:.1f}, persons {said['alerts_per_1000']['person']:.1f}"
    )


def opened(half: str) -> None:
    """Stop unless the half may be read.

    Raises:
        SystemExit: The test half is asked for and the README says it was never opened.
    """
    readme = (Path(__file__).parent / "README.md").read_text(encoding="utf-8")
    if half == "test" and "opened on: not yet" in readme:
        raise SystemExit("The test half is frozen. Write the day into the line `opened on:` of bench/names/README.md.")


def save(path: Path, head: dict[str, Any], results: dict[str, Any]) -> None:
    """Write the results; scorers measured before on the same half and sample stay, each with its day."""
    before = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    same = all(before.get(it) == head[it] for it in ("half", "sample"))
    if same and head["reference"].startswith("left out"):
        head["reference"] = before["reference"]
    kept = before["scorers"] if same else {}
    text = json.dumps({**head, "scorers": {**kept, **results}}, indent=1) + "\n"
    path.write_text(text, encoding="utf-8")


def about(given: argparse.Namespace, reference: str) -> dict[str, Any]:
    """Where and on what it was measured."""
    return {
        "machine": f"{platform.machine()}, {platform.python_version()}, {platform.system()}, {os.cpu_count()} cores",
        "half": given.half,
        "sample": given.sample,
        "reference": reference,
    }


def main() -> None:
    """Measure every scorer at hand."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--sets", type=Path, required=True)
    asked.add_argument("--data", type=Path, default=Path(os.environ.get("ENDUSE_TEST_DATA", "../shared/data")))
    asked.add_argument("--half", choices=("train", "test"), default="train")
    asked.add_argument("--reference", type=Path, help="python of an environment with nomenklatura")
    asked.add_argument("--sample", type=int, default=400, help="queries a search takes; 0 leaves searches out")
    asked.add_argument("--only", action="append", help="measure only these scorers")
    asked.add_argument("--json", type=Path)
    given = asked.parse_args()
    opened(given.half)
    scorers: list[Scorer] = [Ours(), OursThroughIndex(), *baselines()]
    with ExitStack() as stack:
        version = "left out: no --reference given"
        if given.reference:
            reference = stack.enter_context(Reference(given.reference))
            scorers.append(LogicV2(reference, 300))
            version = reference.version
        results = {it.name: measure(it, given) for it in scorers if not given.only or it.name in given.only}
    print(table(results))
    if given.json:
        save(given.json, about(given, version), results)


if __name__ == "__main__":
    main()
