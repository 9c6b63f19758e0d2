"""How right links between rows are: pairs of rows of different files that are the same goods, and whole chains."""

import csv
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

Place = tuple[str, int]
HOPS = 3


def read_links(path: Path) -> list[tuple[Place, Place]]:
    """Pairs of a table with file_a, row_a, file_b, row_b."""
    with open(path, encoding="utf-8") as lines:
        return [
            ((_base(it["file_a"]), int(it["row_a"])), (_base(it["file_b"]), int(it["row_b"])))
            for it in csv.DictReader(lines)
        ]


def _base(path: str) -> str:
    return path.replace("\\", "/").rsplit("/", 1)[-1]


def score_links(folder: Path, links: Sequence[tuple[Place, Place]]) -> dict[str, Any]:
    """How right pairs and whole chains are.

    Pairs: precision of what was said; recall over each lot's rows in several files, joined directly or through others.
    Chains: lots with rows in at least three files; one is found where rows of all its files are joined, and no others.
    """
    rows = pq.read_table(folder / "lots.parquet").to_pylist()
    lot_of: Mapping[Place, int] = {(it["file"], it["row"]): it["lot"] for it in rows}
    right = sum(lot_of.get(a, -1) == lot_of.get(b, -2) for a, b in links)
    group = _joined(links)
    lots: dict[int, list[Place]] = defaultdict(list)
    for place, lot in lot_of.items():
        lots[lot].append(place)
    several = [it for it in lots.values() if len({name for name, _ in it}) > 1]
    wanted = sum(_pairs(Counter(name for name, _ in it)) for it in several)
    got = sum(
        _pairs_of([place for place in it if group.get(place) == key])
        for it in several
        for key in {group[place] for place in it if place in group}
    )
    precision, recall = (right / len(links) if links else None), (got / wanted if wanted else None)
    f1 = 2 * precision * recall / (precision + recall) if precision and recall else 0.0
    return {"links": len(links), "precision": precision, "recall": recall, "f1": f1, **_chains(lots, group)}


def _pairs(count: Counter[str]) -> int:
    """Pairs of rows in different files."""
    total = sum(count.values())
    return (total * total - sum(n * n for n in count.values())) // 2


def _pairs_of(places: Sequence[Place]) -> int:
    return _pairs(Counter(name for name, _ in places))


def _joined(links: Sequence[tuple[Place, Place]]) -> dict[Place, Place]:
    """Each linked row, with one row that stands for all it is joined with."""
    above: dict[Place, Place] = {}

    def top(place: Place) -> Place:
        above.setdefault(place, place)
        while above[place] != place:
            above[place] = above[above[place]]
            place = above[place]
        return place

    for a, b in links:
        above[top(a)] = top(b)
    return {it: top(it) for it in list(above)}


def _long(places: Iterable[Place]) -> bool:
    return len({name for name, _ in places}) >= HOPS


def _chains(lots: Mapping[int, Sequence[Place]], group: Mapping[Place, Place]) -> dict[str, Any]:
    said: dict[Place, set[Place]] = defaultdict(set)
    for place, key in group.items():
        said[key].add(place)
    lot_of = {place: lot for lot, places in lots.items() for place in places}
    real = {lot for lot, places in lots.items() if _long(places)}
    stated = [it for it in said.values() if _long(it)]
    exact = {lot for it in stated for lot in {lot_of.get(place) for place in it} if _whole(it, lots, lot)}
    return {
        "chains": len(real),
        "chain_recall": len(real & exact) / len(real) if real else None,
        "chain_precision": len(exact) / len(stated) if stated else None,
    }


def _whole(said: Iterable[Place], lots: Mapping[int, Sequence[Place]], lot: int | None) -> bool:
    """Only rows of the lot, and one at least of each of its files: a declaration lodged twice may count once."""
    places = lots.get(lot, ()) if lot is not None else ()
    return set(said) <= set(places) and {name for name, _ in said} == {name for name, _ in places}
