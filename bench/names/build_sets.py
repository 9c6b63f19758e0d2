"""Labelled sets of names, built from publishers' lists: the same file always gives the same sets.

    python -m bench.names.build_sets --into DIR [--data ../shared/data] [--korean CORPCODE.xml] [--manifest FILE]

Pairs: `left,right,kind,label,scripts,source,hard,pairing`. Retrieval: a list (`entry,kind,name`) and queries
(`query,kind,entry,hard`), of which `entry` is empty for names that are on no list. Everything is split by the cluster
of the record into a train half and a test half, so no party stands in both.
"""

import argparse
import csv
import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import astuple, dataclass, fields, replace
from itertools import combinations
from pathlib import Path

from bench.names.look_alikes import Others, Pair, Placed, plain
from bench.names.records import (
    Name,
    Record,
    all_records,
    clusters,
    half_of,
    key_of,
    kr_disclosure,
    number_of,
    rows,
)
from rapidfuzz import fuzz

# One record may stand for a few pairs of scripts, not for twenty: long entries would outweigh all others.
PER_SCRIPTS = 2
LATIN_PAIRS = 1500
KOREAN_PAIRS = 800
HALVES = ("train", "test")


@dataclass(frozen=True)
class Query:
    """A name looked for, and the entry it should find; an empty entry where it should find none."""

    query: str
    kind: str
    entry: str
    hard: int


@dataclass(frozen=True)
class Listed:
    """One name of one entry of the list that is searched."""

    entry: str
    kind: str
    name: str


# --- true pairs ----------------------------------------------------------------------------------------------------


def true_pairs(records: Iterable[Record], cluster_of: dict[str, str]) -> Iterator[Placed]:
    """Names of one party in two scripts, a few from each record, then across the records of one party."""
    members: dict[str, list[Record]] = defaultdict(list)
    for record in records:
        cluster = cluster_of[f"{record.source}:{record.id}"]
        members[cluster].append(record)
        yield from (Placed(it, cluster) for it in _limited(_of_record(record)))
    for cluster, several in members.items():
        across = (it for a, b in combinations(several, 2) if a.source != b.source for it in _across(a, b))
        yield from (Placed(it, cluster) for it in _limited(across, 1))


def _limited(pairs: Iterable[Pair], most: int = PER_SCRIPTS) -> Iterator[Pair]:
    count: dict[str, int] = defaultdict(int)
    for pair in pairs:
        count[pair.scripts] += 1
        if count[pair.scripts] <= most:
            yield pair


def _of_record(record: Record) -> Iterator[Pair]:
    latin = [it for it in record.names if it.tongue == "en"]
    others = [it for it in record.names if it.tongue != "en"]
    beside = dict(record.beside)
    for name in others:
        if name in beside:
            yield _pair(record, name, beside[name], "beside")
        elif latin:
            yield _pair(record, name, latin[0], "primary")
            if len(latin) > 1:
                yield _pair(record, name, latin[1 + number_of(name.text) % (len(latin) - 1)], "alias")
    for left, right in combinations(others, 2):
        if left.tongue != right.tongue or (left.tongue == "zh" and left.text != right.text):
            yield _pair(record, left, right, "across")


def _across(left: Record, right: Record) -> Iterator[Pair]:
    for a in left.names:
        for b in right.names:
            if "en" not in {a.tongue, b.tongue} and a.tongue != b.tongue:
                (first, one), (second, two) = sorted(((a, left), (b, right)), key=lambda it: it[0].tongue)
                made = _pair(one, first, second, "joined")
                yield replace(made, source=f"{made.source}+{two.source}:{two.id}")


def _pair(record: Record, left: Name, right: Name, pairing: str) -> Pair:
    scripts = f"{left.tongue}-{right.tongue}"
    return Pair(left.text, right.text, record.kind, 1, scripts, f"{record.source}:{record.id}", 0, pairing)


def latin_pairs(records: Iterable[Record], cluster_of: dict[str, str]) -> Iterator[Placed]:
    """A record's first name and one of its other Latin names, differently written, of a sample of records."""
    found = []
    for record in records:
        names = [it for it in record.names if it.tongue == "en"]
        others = [it for it in names[1:] if key_of(it) != key_of(names[0])]
        if others:
            other = others[number_of(record.id) % len(others)]
            found.append(Placed(_pair(record, names[0], other, "alias"), cluster_of[f"{record.source}:{record.id}"]))
    found.sort(key=lambda it: number_of(it.pair.source))
    kept: dict[str, int] = defaultdict(int)
    for placed in found:
        kept[placed.pair.kind] += 1
        if kept[placed.pair.kind] <= LATIN_PAIRS:
            yield placed


# --- labelled   ---------------------------------------------------------------------------------------------------


def labelled(true: list[Placed], others: Others) -> list[Pair]:
    """True pairs and as many others, group by group of kind and scripts."""
    groups: dict[tuple[str, str], list[Placed]] = defaultdict(list)
    for placed in sorted(true, key=lambda it: number_of(it.pair.source + it.pair.left + it.pair.right)):
        groups[placed.pair.kind, placed.pair.scripts].append(placed)
    made: list[Pair] = []
    for _, members in sorted(groups.items()):
        made += [it.pair for it in members]
        made += others.false_pairs(members)
    return made


# --- retrieval -----------------------------------------------------------------------------------------------------


def ofac_retrieval(records: list[Record]) -> tuple[list[Listed], list[Query]]:
    """The SDN list without one name of every entry that has several, and those names as queries."""
    listed, queries = [], []
    for record in records:
        names = [it.text for it in record.names]
        keys = [key_of(it) for it in record.names]
        gone = number_of(record.id) % len(names) if len(set(keys)) > 1 else -1
        rest = [name for place, name in enumerate(names) if gone < 0 or keys[place] != keys[gone]]
        listed += [Listed(record.id, record.kind, it) for it in rest]
        if gone >= 0:
            queries.append(Query(names[gone], record.kind, record.id, _is_hard(names[gone], rest)))
    return listed, queries


def _is_hard(name: str, rest: list[str]) -> int:
    score = max(max(fuzz.token_sort_ratio(plain(name), plain(it)), fuzz.ratio(plain(name), plain(it))) for it in rest)
    return int(score < 65)


def un_retrieval(records: list[Record]) -> tuple[list[Listed], list[Query]]:
    """All Latin names of the UN list, and its names in original script as queries."""
    listed = [Listed(it.id, it.kind, name.text) for it in records for name in it.names if name.tongue == "en"]
    found = {it.entry for it in listed}
    queries = [
        Query(name.text, it.kind, it.id, 0)
        for it in records
        for name in it.names
        if name.tongue != "en" and it.id in found
    ]
    return listed, queries


def unlisted(data: Path, records: list[Record], known: set[str]) -> Iterator[Query]:
    """Names that are on no list of 2019: invented persons, members of Congress, firms under Chinese measures."""
    for file in ("yente_negatives_us.csv.gz", "yente_positives_us_congress_untreated.csv.gz"):
        for row in rows(data / "er_pairs" / file):
            if number_of("sample " + row["full_name"]) % 6 == 0 or "congress" in file:
                yield Query(row["full_name"], "person", "", 0)
    for file in ("section_1286.csv.gz", "dod_1260h.csv.gz"):
        for row in rows(data / "sanctions_us_special" / file):
            yield Query(row.get("name") or row.get("Name") or "", "company", "", 0)
    for record in records:
        if record.source == "cn_measures" and record.kind == "company":
            yield from (Query(it.text, "company", "", 0) for it in record.names[:1] if key_of(it) not in known)


# --- writing -------------------------------------------------------------------------------------------------------


def write(path: Path, items: Iterable[Pair | Query | Listed], kind: type) -> dict[str, object]:
    """What the manifest says of the file just written."""
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow([it.name for it in fields(kind)])
        table.writerows(lines := [astuple(it) for it in items])
    return {"rows": len(lines), "sha256": hashlib.sha256(path.read_bytes()).hexdigest()}


def write_pairs(into: Path, name: str, true: list[Placed], others: dict[str, Others]) -> dict[str, object]:
    """Both halves of one labelled set, and what the manifest says of them."""
    said: dict[str, object] = {}
    for half in HALVES:
        pairs = labelled([it for it in true if half_of(it.cluster) == half], others[half])
        counts: dict[str, int] = defaultdict(int)
        for it in pairs:
            if it.label:
                counts[it.scripts] += 1
        hard = sum(it.hard for it in pairs)
        facts = {"true": sum(counts.values()), "false": len(pairs) - sum(counts.values()), "hard": hard}
        written = write(into / f"{name}.{half}.csv", pairs, Pair)
        said[f"{name}.{half}.csv"] = {**written, **facts, "true_by_scripts": dict(sorted(counts.items()))}
    return said


def write_queries(into: Path, name: str, queries: list[Query], cluster_of: dict[str, str]) -> dict[str, object]:
    """Both halves of the queries, split by the cluster of the entry or, where there is none, by the name."""
    said: dict[str, object] = {}
    for half in HALVES:
        mine = [it for it in queries if half_of(cluster_of.get(it.entry, it.query)) == half]
        written = write(into / f"{name}.{half}.csv", mine, Query)
        said[f"{name}.{half}.csv"] = {**written, "hard": sum(it.hard for it in mine)}
    return said


def build_korean(codes: Path, into: Path) -> dict[str, object]:
    """The set of Korean firms, from a file that is not among the data of the other sets."""
    records = [it for it in kr_disclosure(codes, "kr_listed") if it.beside]
    cluster_of = clusters(records)
    sample = sorted(records, key=lambda it: number_of("sample " + it.id))[:KOREAN_PAIRS]
    others = {it: Others(records, cluster_of, it) for it in HALVES}
    return write_pairs(into, "company_korean", list(true_pairs(sample, cluster_of)), others)


def build(data: Path, into: Path) -> dict[str, object]:
    """All other sets, written into a folder, and their manifest."""
    records = all_records(data)
    cluster_of = clusters(records)
    others = {it: Others(records, cluster_of, it) for it in HALVES}
    said: dict[str, object] = {}
    across = list({(it.pair.left, it.pair.right): it for it in true_pairs(records, cluster_of)}.values())
    latin = list(latin_pairs(records, cluster_of))
    for kind in ("company", "person"):
        for name, true in ((f"{kind}_scripts", across), (f"{kind}_latin", latin)):
            said |= write_pairs(into, name, [it for it in true if it.pair.kind == kind], others)
    ofac = [it for it in records if it.source == "ofac_2019"]
    united = [it for it in records if it.source == "un_2026"]
    for name, mine, (listed, queries) in (
        ("ofac", ofac, ofac_retrieval(ofac)),
        ("un", united, un_retrieval(united)),
    ):
        halves = {it.id: cluster_of[f"{it.source}:{it.id}"] for it in mine}
        said[f"{name}_list.csv"] = write(into / f"{name}_list.csv", listed, Listed)
        said |= write_queries(into, f"{name}_queries", queries, halves)
    listed_keys = {key_of(name) for it in ofac for name in it.names}
    said |= write_queries(into, "unlisted", list(dict.fromkeys(unlisted(data, records, listed_keys))), {})
    return said


def main() -> None:
    """Write the sets and, where asked, the manifest."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--data", type=Path, default=Path("../shared/data"))
    asked.add_argument("--into", type=Path, required=True)
    asked.add_argument(
        "--korean", type=Path, help="codes of the Korean disclosure system: opendart.fss.or.kr, corpCode"
    )
    asked.add_argument("--manifest", type=Path)
    given = asked.parse_args()
    given.into.mkdir(parents=True, exist_ok=True)
    said = build(given.data, given.into)
    if given.korean:
        said |= build_korean(given.korean, given.into)
    text = json.dumps(said, indent=1, ensure_ascii=False) + "\n"
    if given.manifest:
        given.manifest.write_text(text, encoding="utf-8")
    print(text)


if __name__ == "__main__":
    main()
