"""Speed of name comparison: ranking beside the reference matcher, by turns, and names a second on long lists.

    python -m bench.names.build_sets --into SETS
    python -m bench.names.speed --sets SETS [--reference REFENV/bin/python] [--json bench/results/names_speed.json]

Processor seconds count. Ranking: one query against fifty entries of the OFAC list with all their names, among them the
right one and the nearest by plain letters. Both sides have the entries ready before the clock starts; the query is new
to both. `fresh` is the same with entries neither side has seen.
"""

import argparse
import gc
import json
import os
import platform
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np
from bench.names.build_sets import Listed, Query
from bench.names.evaluate import read, sampled
from bench.names.look_alikes import plain
from bench.names.ours import Ours
from bench.names.records import all_records, number_of, rows
from bench.names.reference import Reference
from rapidfuzz import fuzz, process

from enduse.screen.name_index import NameIndex, Search
from enduse.text.names import prepare

CANDIDATES = 50
REPEAT = 7
TASKS = 20
LIST_ENTITIES = 20_000
LONG_LIST_NAMES = 250_000
BATCH_QUERIES = 1000
WARM = 100
# As `enduse screen` asks: so many names in depth at most, and hits from this score; a screening that asks from 0.3 on
# (the default until 2026-11-22) compares more names.
SCREENED, LEAST = 24, 0.5
BATCH = 250


@dataclass(frozen=True)
class Task:
    """A query and the entries to be ranked, each with all its names."""

    kind: str
    query: str
    entries: list[list[str]]


def ranking_tasks(sets: Path, count: int) -> list[Task]:
    """Queries of the train half with their fifty nearest entries, the right one among them."""
    names: dict[str, dict[str, list[str]]] = {"company": defaultdict(list), "person": defaultdict(list)}
    for row in read(sets / "ofac_list.csv"):
        names[row["kind"]][row["entry"]].append(row["name"])
    queries = [Query(it["query"], it["kind"], it["entry"], 0) for it in read(sets / "ofac_queries.train.csv")]
    return [_task(it, names[it.kind]) for it in sampled(queries, count)]


def _task(query: Query, names: dict[str, list[str]]) -> Task:
    entries = list(names)
    near = process.extract(
        plain(query.query), [plain(names[it][0]) for it in entries], scorer=fuzz.token_sort_ratio, limit=CANDIDATES
    )
    chosen = list(dict.fromkeys([query.entry, *(entries[place] for _, _, place in near)]))[:CANDIDATES]
    return Task(query.kind, query.query, [names[it] for it in chosen])


# --- ranking -------------------------------------------------------------------------------------------------------


def our_seconds(ours: Ours, tasks: Sequence[Task], fresh: bool) -> float:
    """Processor seconds we need for the rankings."""
    flat = [[name for entry in it.entries for name in entry] for it in tasks]
    ready = [] if fresh else [ours.ready(names, it.kind) for names, it in zip(flat, tasks, strict=True)]
    _settle()
    start = time.process_time()
    for place, task in enumerate(tasks):
        scores = ours.rank(task.query, task.kind, ours.ready(flat[place], task.kind) if fresh else ready[place])
        owners = np.repeat(np.arange(len(task.entries)), [len(it) for it in task.entries])
        best = np.zeros(len(task.entries), dtype=np.float32)
        np.maximum.at(best, owners, scores)
        np.argsort(-best)
    return time.process_time() - start


def their_seconds(reference: Reference, tasks: Sequence[Task], fresh: bool) -> float:
    """Processor seconds the reference needs for the same."""
    return sum(reference.rank(it.kind, it.query, it.entries, fresh)[1] for it in tasks)


def ranking(ours: Ours, reference: Reference | None, tasks: list[Task], fresh: bool) -> dict[str, float]:
    """Medians of seven turns, milliseconds a ranking; every turn has queries of its own, so nothing is remembered."""
    mine, theirs = [], []
    # Both read tables when first used: that is no part of a ranking.
    our_seconds(ours, tasks[:TASKS], fresh)
    if reference:
        their_seconds(reference, tasks[:TASKS], fresh)
    for turn in range(1, REPEAT + 1):
        some = tasks[turn * TASKS : (turn + 1) * TASKS]
        mine.append(1000 * our_seconds(ours, some, fresh) / len(some))
        if reference:
            theirs.append(1000 * their_seconds(reference, some, fresh) / len(some))
    said = {"ours_ms": median(mine)}
    if theirs:
        said |= {"reference_ms": median(theirs), "ratio": median(b / a for a, b in zip(mine, theirs, strict=True))}
    return said


# --- long lists ----------------------------------------------------------------------------------------------------


def big_list(data: Path) -> list[Listed]:
    """Names of 20,000 entities: the lists of the labelled sets, then the US consolidated screening list."""
    found = [Listed(f"{it.source}:{it.id}", it.kind, name.text) for it in all_records(data) for name in it.names]
    for row in rows(data / "sanctions_us_csl" / "consolidated_content_2022-04.csv.gz"):
        kind = "person" if row["type"] == "Individual" else "company"
        found += [Listed(f"csl:{row['_id']}", kind, it.strip()) for it in (row["name"], *row["alt_names"].split(";"))]
    kept = dict.fromkeys(it.entry for it in found)
    first = set(list(kept)[:LIST_ENTITIES])
    return [it for it in found if it.entry in first and it.name]


def longer_list(listed: list[Listed], data: Path) -> list[Listed]:
    """250,000 names: the list, invented persons, then new names out of words of both."""
    people = [row["full_name"] for row in rows(data / "er_pairs" / "yente_negatives_us.csv.gz")]
    found = listed + [Listed(f"n:{place}", "person", it) for place, it in enumerate(people)]
    return found + list(_mixed(found, LONG_LIST_NAMES - len(found)))


def _mixed(names: list[Listed], count: int) -> Iterator[Listed]:
    for place in range(count):
        one, two = (names[number_of(f"{which} {place}") % len(names)] for which in ("head", "tail"))
        words, others = one.name.split(), two.name.split()
        cut = (len(words) + 1) // 2
        yield Listed(f"m:{place}", one.kind, " ".join(words[:cut] + others[len(others) // 2 :]))


def _settle() -> None:
    """Keep the collector from walking through lists made ready before the clock starts, again and again."""
    gc.collect()
    gc.freeze()


def through_index(ours: Ours, listed: list[Listed], queries: list[Query]) -> dict[str, Any]:
    """Queries a second through an index of the names, as a screening asks, and what making it costs.

    ``single`` are asked one by one, ``batch`` as a spreadsheet is screened: the words of many are looked up together.
    Both make the queries ready, too; neither has seen most of their words.
    """
    start = time.process_time()
    index = ours.index([it.name for it in listed], [it.kind for it in listed])
    made = time.process_time() - start
    said: dict[str, Any] = {"names": len(listed), "built_seconds": made}
    ways = {"single": 1, "batch": BATCH}
    for place, (how, size) in enumerate(ways.items()):
        # Other queries for each way, so that it meets no words that the other has left behind.
        some = queries[WARM + place :: len(ways)]
        index.forget()
        for it in queries[:WARM]:
            index.nearest(prepare(it.query, it.kind), SCREENED, LEAST)
        said[f"{how}_queries_per_second"] = len(some) / _screen(index, some, size)
    return said


def _screen(index: NameIndex, queries: list[Query], size: int) -> float:
    _settle()
    start = time.process_time()
    for at in range(0, len(queries), size):
        some = [prepare.__wrapped__(it.query, it.kind) for it in queries[at : at + size]]
        index.nearest_each([Search(it, SCREENED, LEAST) for it in some])
    return time.process_time() - start


def index_recall(ours: Ours, listed: list[Listed], queries: list[Query]) -> dict[str, float]:
    """How much of what comparing every name in depth finds, at a probability of one half, the index finds, too."""
    wanted = found = best = best_found = 0
    for kind in ("company", "person"):
        names = [it.name for it in listed if it.kind == kind]
        index = ours.index(names, [kind] * len(names))
        for query in (it.query for it in queries if it.kind == kind):
            scores = ours.in_depth(query, names, kind)
            true = {int(it) for it in np.flatnonzero(scores >= 0.5)}
            got = {it.at: it.score for it in index.nearest(prepare(query, kind), SCREENED, LEAST)}
            wanted, found = wanted + len(true), found + len(true & got.keys())
            if true:
                best, best_found = best + 1, best_found + (max(got.values(), default=0.0) >= scores.max() - 1e-6)
    said = {"queries": len(queries), "hits": wanted, "hits_found": found / max(1, wanted)}
    return said | {"queries_with_hits": best, "best_hit_found": best_found / max(1, best)}


def brute_force(ours: Ours, listed: list[Listed], queries: list[Query]) -> dict[str, float]:
    """Queries a second when every name of the kind is compared, and how many pairs that is."""
    seconds, pairs = 0.0, 0
    for kind in ("company", "person"):
        ready = ours.ready([it.name for it in listed if it.kind == kind], kind)
        for query in (it for it in queries if it.kind == kind):
            start = time.process_time()
            pairs += len(ours.rank(query.query, kind, ready))
            seconds += time.process_time() - start
    return {"queries_per_second": len(queries) / seconds, "pairs_per_second": pairs / seconds}


def long_lists(ours: Ours, given: argparse.Namespace) -> dict[str, Any]:
    """Throughput on 20,000 entities, by brute force and through the index, and on 250,000 names."""
    listed = big_list(given.data)
    found = read(given.sets / "ofac_queries.train.csv") + read(given.sets / "unlisted.train.csv")
    queries = sampled((Query(it["query"], it["kind"], it["entry"], 0) for it in found), WARM + BATCH_QUERIES)
    said: dict[str, Any] = {"entities": len({it.entry for it in listed}), "names": len(listed)}
    said["load_before"] = os.getloadavg()[0]
    said["brute_force"] = brute_force(ours, listed, queries[: given.brute])
    said["index"] = through_index(ours, listed, queries)
    said["index_recall"] = index_recall(ours, listed, queries[-given.brute :])
    said["index_long"] = through_index(ours, longer_list(listed, given.data), queries)
    return said


def main() -> None:
    """Measure ranking, then long lists."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--sets", type=Path, required=True)
    asked.add_argument("--data", type=Path, default=Path(os.environ.get("ENDUSE_TEST_DATA", "../shared/data")))
    asked.add_argument("--reference", type=Path, help="python of an environment with nomenklatura")
    asked.add_argument("--brute", type=int, default=20, help="queries compared with every name; 0 leaves lists out")
    asked.add_argument("--json", type=Path)
    given = asked.parse_args()
    ours = Ours()
    tasks = ranking_tasks(given.sets, 2 * (1 + REPEAT) * TASKS)
    reference = Reference(given.reference) if given.reference else None
    result: dict[str, Any] = {
        "date": datetime.now(UTC).date().isoformat(),
        "machine": f"{platform.machine()}, {platform.python_version()}, {platform.system()}, {os.cpu_count()} cores",
        "load_before": os.getloadavg()[0],
        "reference": reference.version if reference else "left out: no --reference given",
        "ranking": ranking(ours, reference, tasks[::2], fresh=False),
        "ranking_fresh": ranking(ours, reference, tasks[1::2], fresh=True),
    }
    if given.brute:
        result["long_lists"] = long_lists(ours, given)
    if reference:
        reference.close()
    text = json.dumps(result, indent=1) + "\n"
    print(text)
    if given.json:
        given.json.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
