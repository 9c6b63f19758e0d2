"""A million recorded holdings: who is owned, proven and possible, under the rules of a day, beside a dumb baseline.

    python bench/ownership.py [--edges 1000000] [--repeat 3] [--json bench/results/ownership.json]

It invents companies in layers, with circles, unknown shares and doubles from a second register. One side builds the
graph from the records and works out the standing of every company, with exact shares. The other side, in the same
run and by turns, is what one writes first: dictionaries of floating-point shares, and full passes over all of them
until nothing changes. It only finds what is proven for OFAC; both must find the same companies. Processor seconds.
"""

import argparse
import gc
import json
import os
import platform
import random
import resource
import sys
import time
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from fractions import Fraction
from pathlib import Path
from statistics import median

from enduse.screen.ground import Question, ground_of
from enduse.screen.ownership import assess_ownership, standings
from enduse.screen.rules import ownership_rules
from enduse.screen.stakes import Listed, Stake
from enduse.screen.verdict import Judge

DAY = date(2025, 10, 15)
_SHARES = [Fraction(it, 100) for it in range(101)]


def invented(edges: int, seed: int = 7) -> tuple[list[Stake], list[Listed]]:
    """Stakes whose shares of one company never exceed the whole, and one listed party in fifty."""
    chance = random.Random(seed)
    parties = max(10, edges // 2)
    companies = list(range(parties // 5, parties))
    chance.shuffle(companies)
    stakes: list[Stake] = []
    start = date(2015, 1, 1)
    for owned in companies:
        left = 100
        for _ in range(chance.choice((2, 2, 3, 3, 4))):
            part = left if chance.random() < 0.2 else chance.randint(left // 4, left)
            back = chance.random() < 0.02
            owner = chance.randrange(parties) if back else chance.randrange(max(0, owned - parties // 3), owned)
            share = None if chance.random() < 0.03 else _SHARES[part]
            left -= part
            for register in ("R1", "R2") if chance.random() < 0.05 else ("R1",):
                stakes.append(
                    Stake(
                        f"p{owner}", f"p{owned}", low=share, high=share, start=start, register=register, row=len(stakes)
                    )
                )
    lists = (("US-OFAC", "SDN"), ("EU", "269/2014"), ("UK", "UK Sanctions List"), ("US-BIS", "Entity List"))
    chosen = sorted(chance.sample(range(parties), max(2, parties // 50)))
    listed = [
        Listed(f"p{it}", authority, name, ("RUSSIA-EO14024",), date(2022, 3, 1))
        for it in chosen
        for authority, name in lists
    ]
    return stakes[:edges], listed


def ours(stakes: Sequence[Stake], listed: Sequence[Listed], jurisdiction: str) -> set[str]:
    """Companies that are owned under the rule; what may be owned is worked out as well."""
    ground = ground_of(stakes, listed, Question(DAY))
    rules = ownership_rules()
    test = rules.last_test(rules.on(jurisdiction, DAY))
    assert test is not None
    judge = Judge(ground, test)
    keys = ground.parties.keys
    if test.aggregate == "all":
        return {keys[it] for it in judge.together.surely.order} - {keys[it] for it in judge.group.surely}
    found: set[str] = set()
    for party in judge.group.surely:
        found |= {keys[it] for it in judge.alone(party).surely.order} - {keys[party]}
    return found


def dumb(stakes: Sequence[Stake], listed: Sequence[Listed]) -> set[str]:
    """Full passes over all holdings until nobody is added: only what is proven, in floating point."""
    shares: dict[tuple[str, str], float] = {}
    for it in stakes:
        if (it.start is None or it.start <= DAY) and (it.end is None or it.end > DAY):
            shares[it.owner, it.owned] = float(it.low or 0)
    first = {it.party for it in listed if it.authority == "US-OFAC"}
    blocked = set(first)
    while True:
        held: dict[str, float] = {}
        for (owner, owned), share in shares.items():
            if owner in blocked and owner != owned:
                held[owned] = held.get(owned, 0.0) + share
        more = {owned for owned, share in held.items() if share >= 0.5 - 1e-12} - blocked
        if not more:
            return blocked - first
        blocked |= more


def timed(what: Callable[[], object]) -> float:
    gc.collect()
    begin = time.process_time()
    what()
    return time.process_time() - begin


def measured(edges: int, repeat: int) -> dict[str, object]:
    begin = time.process_time()
    stakes, listed = invented(edges)
    made = time.process_time() - begin
    ours_found, dumb_found = ours(stakes, listed, "US-OFAC"), dumb(stakes, listed)
    asked = sorted(ours_found)[:1]
    sides: dict[str, Callable[[], object]] = {
        "graph alone": lambda: ground_of(stakes, listed, Question(DAY)),
        "graph and US-OFAC": lambda: ours(stakes, listed, "US-OFAC"),
        "graph and UK (each listed party alone)": lambda: ours(stakes, listed, "UK"),
        "dumb full passes (proven only)": lambda: dumb(stakes, listed),
        "graph and bounds of every company, US-OFAC": lambda: list(
            standings(stakes, listed, Question(DAY, jurisdictions=("US-OFAC",)))
        ),
        "graph and bounds of every company, four jurisdictions": lambda: list(standings(stakes, listed, Question(DAY))),
        "one company, four jurisdictions, with sentences": lambda: assess_ownership(
            stakes, listed, Question(DAY, tuple(asked))
        ),
    }
    seconds: dict[str, list[float]] = {name: [] for name in sides}
    for _ in range(repeat):
        for name, side in sides.items():
            seconds[name].append(timed(side))
    return {
        "edges": len(stakes),
        "listed": len(listed) // 4,
        "owned": len(ours_found),
        "same_as_dumb": ours_found == dumb_found,
        "seconds_to_invent_the_records": round(made, 2),
        "cpu_seconds": {name: round(median(it), 2) for name, it in seconds.items()},
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--edges", type=int, default=1_000_000)
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--json", type=Path)
    asked = parser.parse_args()
    result = {
        "machine": f"{platform.machine()}, {platform.python_version()}, {platform.system()}",
        "measured_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "load_before": [round(it, 2) for it in os.getloadavg()],
        "small": measured(asked.edges // 10, asked.repeat),
        "large": measured(asked.edges, asked.repeat),
        "peak_mib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
    }
    text = json.dumps(result, indent=1)
    sys.stdout.write(text + "\n")
    if asked.json:
        asked.json.write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
