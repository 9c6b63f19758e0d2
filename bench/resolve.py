"""How well and how fast names become parties: pairwise precision and recall beside the exact normal form.

    python -m bench.resolve size 100000            # fictional parties; again with 1000000
    python -m bench.resolve size 20000 --splink    # the same with Splink, beside our own
    python -m bench.resolve worlds PATH            # folders with data/ and truth/, e.g. a11
    python -m bench.resolve senzing PATH KEY       # the published truth set and its answer key

Each part is written into bench/results/resolve.json under its name. Seconds are CPU seconds of all processes together.
"""

import argparse
import csv
import hashlib
import json
import platform
import resource
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Mapping
from pathlib import Path
from random import Random

import pyarrow.parquet as pq
from bench.resolve_world import World, world

from enduse.case import create
from enduse.resolve.judgements import Judgements
from enduse.resolve.matching import Finder, Matching, likenesses, match
from enduse.resolve.profiles import Profile, profiles_of
from enduse.resolve.run import Asked, build
from enduse.resolve.splink_bulk import SplinkFinder
from enduse.store.derived import DerivedStore
from enduse.store.ledger import LedgerStore
from enduse.store.snapshot import open_snapshot
from enduse.text.company_names import normal_keys
from enduse.text.names import NameKind

RESULTS = Path(__file__).parent / "results" / "resolve.json"
FILES = ("imports_ru", "exports_hub", "exports_maker")
ROLES = {"sender": "consignor", "exporter": "consignor", "holder": "contract_holder"}
ROLES |= dict.fromkeys(("consignee", "buyer"), "consignee")


def pairwise(assigned: Iterable[tuple[Hashable, Hashable, int]]) -> dict[str, float]:
    """Precision and recall over pairs of mentions: (true party, found party, mentions)."""
    both, true, found = Counter[tuple[Hashable, Hashable]](), Counter[Hashable](), Counter[Hashable]()
    for truth, guess, weight in assigned:
        both[truth, guess] += weight
        true[truth] += weight
        found[guess] += weight
    same, made, wanted = (sum(it * (it - 1) // 2 for it in counts.values()) for counts in (both, found, true))
    return {"precision": round(same / max(1, made), 4), "recall": round(same / max(1, wanted), 4)}


def judged(made: World, stands_for: Mapping[str, str]) -> dict[str, float]:
    return pairwise((made.truth[it.anchor], stands_for.get(it.anchor, it.anchor), 1) for it in made.parties)


def exact(made: World) -> dict[str, float]:
    """The dumb baseline: one normal form in one country is one party."""
    keys = normal_keys([it.names[0] for it in made.parties])
    rows = zip(made.parties, keys, strict=True)
    return pairwise((made.truth[it.anchor], (key, min(it.countries, default="")), 1) for it, key in rows)


def measured(made: World, finder: Finder) -> dict[str, object]:
    profiles = profiles_of(made.parties)
    begun, started = cpu_seconds(), time.perf_counter()
    found = match(profiles, Judgements(), finder)
    seconds, wall = cpu_seconds() - begun, time.perf_counter() - started
    true = [made.truth[it.left] == made.truth[it.right] for it in found.open]
    mixed = Random(1).sample(true, len(true))
    return {
        **judged(made, found.stands_for),
        "cpu_seconds": round(seconds, 1),
        "wall_seconds": round(wall, 1),
        "joined": len(found.joined),
        "queue": len(true),
        "queue_precision": round(sum(true) / max(1, len(true)), 3),
        "queue_precision_first": {at: round(sum(true[:at]) / max(1, len(true[:at])), 3) for at in (100, 500, 1000)},
        "queue_precision_first_1000_at_random": round(sum(mixed[:1000]) / max(1, len(mixed[:1000])), 3),
        "recall_with_queue": _with_queue(made, found),
    }


def cpu_seconds() -> float:
    """Of this process and of those that it started and that have ended."""
    kinds = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    return sum(it.ru_utime + it.ru_stime for it in map(resource.getrusage, kinds))


def _with_queue(made: World, found: Matching) -> float:
    """Recall once an analyst has answered the whole queue rightly."""
    true = {(it.left, it.right): "same" for it in found.open if made.truth[it.left] == made.truth[it.right]}
    moved = Judgements(true).moved(found.stands_for).replay().stands_for
    heads = {it.anchor: found.stands_for.get(it.anchor, it.anchor) for it in made.parties}
    return judged(made, {anchor: moved.get(head, head) for anchor, head in heads.items()})["recall"]


def size(parties: int, splink: bool) -> dict[str, object]:
    made = world(parties)
    row: dict[str, object] = {"parties": len(made.parties), "companies": len(set(made.truth.values()))}
    row |= {"exact": exact(made), "own": measured(made, likenesses)}
    if splink:
        row["splink"] = measured(made, SplinkFinder())
    kinds = {"peak_mib": resource.RUSAGE_SELF, "peak_mib_of_a_worker": resource.RUSAGE_CHILDREN}
    return row | {name: resource.getrusage(kind).ru_maxrss // 1024 for name, kind in kinds.items()}


def worlds(folder: Path) -> dict[str, object]:
    """Whole runs over the customs files of a development world, with and without comparing names."""
    truth = {
        (it["file"], it["row"], it["role"]): it["party"]
        for it in pq.read_table(folder / "truth" / "mentions.parquet").to_pylist()
    }
    row: dict[str, object] = {}
    with tempfile.TemporaryDirectory() as scratch:
        case = create(Path(scratch) / "case")
        names = {}
        for name in FILES:
            path = folder / "data" / f"{name}.csv"
            if path.exists():
                case.add(path)
                names[hashlib.sha256(path.read_bytes()).hexdigest()] = path.name
        for name, finder in (("exact", lambda profiles: iter(())), ("own", likenesses)):
            row[name] = _run_of(case.ledger, finder, names, truth)
    return row


def _run_of(
    store: LedgerStore, finder: Finder, names: Mapping[str, str], truth: Mapping[tuple[str, int, str], str]
) -> object:
    snapshot = open_snapshot(store)
    run = DerivedStore(store.workspace).begin()
    report = build(snapshot, run, Asked(finder=finder))
    current = run.commit({"ledger_version": report.ledger_version})
    snapshot.close()
    rows = pq.read_table(current.path("items")).to_pylist()
    assigned = [
        (truth[names[it["source_id"]], it["row"], role], it[f"{ours}_id"], 1)
        for it in rows
        for role, ours in ROLES.items()
        if (names[it["source_id"]], it["row"], role) in truth
    ]
    found = pairwise(assigned)
    mixed = defaultdict(set)
    for true, guess, _ in assigned:
        mixed[guess].add(true)
    pairs = pq.read_table(current.path("candidate_pairs")).to_pylist()
    return {
        **found,
        "mentions": len(assigned),
        "parties": len({it[1] for it in assigned}),
        "true_parties": len({it[0] for it in assigned}),
        "parties_of_several": sum(len(it) > 1 for it in mixed.values()),
        "joined": sum(it["state"] == "joined" for it in pairs),
        "queue": sum(it["state"] == "open" for it in pairs),
    }


def senzing(folder: Path, key: Path) -> dict[str, object]:
    """Names, addresses, telephones and e-mails; dates of birth, which the truth set leans on too, are not looked at."""
    cluster = {
        (it["DATA_SOURCE"], it["RECORD_ID"]): it["CLUSTER_ID"] for it in csv.DictReader(key.read_text().splitlines())
    }
    parties, truth = [], {}
    for name in ("customers", "reference", "watchlist"):
        for it in csv.DictReader((folder / f"{name}.csv").read_text(encoding="utf-8").splitlines()):
            anchor = f"name::{it['DATA_SOURCE']}{it['RECORD_ID']}"
            kind: NameKind = "company" if it.get("RECORD_TYPE") == "ORGANIZATION" else "person"
            parties.append(Profile(anchor, _names(it), frozenset(), 1, 0, kind, _whereabouts(it)))
            truth[anchor] = int(cluster[it["DATA_SOURCE"], it["RECORD_ID"]])
    companies = [it for it in parties if it.kind == "company"]
    return {
        of: {"records": len(some), "exact": exact(World(some, truth)), "own": measured(World(some, truth), likenesses)}
        for of, some in (("companies", companies), ("all", parties))
    }


def _names(row: Mapping[str, str]) -> tuple[str, ...]:
    person = " ".join(row.get(f"PRIMARY_NAME_{it}") or "" for it in ("FIRST", "MIDDLE", "LAST")).split()
    texts = (row.get("PRIMARY_NAME_ORG"), row.get("PRIMARY_NAME_FULL"), " ".join(person), row.get("NATIVE_NAME_FULL"))
    return tuple(it for it in (*texts, row.get("SECONDARY_NAME_ORG")) if it) or ("",)


def _whereabouts(row: Mapping[str, str]) -> tuple[str, ...]:
    parts = [row.get(f"ADDR_{it}") or "" for it in ("FULL", "LINE1", "CITY", "STATE", "POSTAL_CODE", "COUNTRY")]
    phone, mail = row.get("PHONE_NUMBER") or "", row.get("EMAIL_ADDRESS") or ""
    told = ", ".join(filter(None, (*parts, phone and f"tel. +1 {phone}", mail)))
    return (told,) if told else ()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("part", choices=("size", "worlds", "senzing"))
    parser.add_argument("what", nargs="+")
    parser.add_argument("--splink", action="store_true")
    asked = parser.parse_args()
    if asked.part == "size":
        name, row = f"size_{asked.what[0]}", size(int(asked.what[0]), asked.splink)
    elif asked.part == "worlds":
        name, row = f"world_{Path(asked.what[0]).name}", worlds(Path(asked.what[0]))
    else:
        name, row = "senzing", senzing(Path(asked.what[0]), Path(asked.what[1]))
    row |= {"machine": f"{platform.machine()}, {platform.python_version()}, {platform.system()}"}
    before = json.loads(RESULTS.read_text()) if RESULTS.exists() else {}
    RESULTS.write_text(json.dumps(before | {name: row}, indent=1, sort_keys=True) + "\n")
    print(json.dumps({name: row}, indent=1))


if __name__ == "__main__":
    main()
