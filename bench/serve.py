"""How quickly `enduse serve` answers `/match`: start, memory, and answers to eight clients at once.

The lists are invented: 20,000 entities with 60,000 names. Half of the questions are names of the lists with something
changed, half are names of nobody on them; no question is asked twice. The load stops by itself and stays on loopback.

    python bench/serve.py --json bench/results/serve.json
"""

import argparse
import csv
import http.client
import json
import os
import platform
import random
import resource
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

ENTITIES, NAMES = 20_000, 60_000
CLIENTS = 8
TARGETS = {"p99_ms": 25.0, "cold_start_s": 3.0, "memory_mib": 500.0}
_ONSETS = [
    "b",
    "br",
    "d",
    "dr",
    "f",
    "g",
    "gl",
    "h",
    "k",
    "kl",
    "l",
    "m",
    "n",
    "p",
    "r",
    "s",
    "st",
    "t",
    "tr",
    "v",
    "z",
    "sh",
    "ch",
]
_VOWELS = ["a", "e", "i", "o", "u", "ai", "ia"]
_ENDS = ["n", "r", "s", "t", "l", "k", "m", "rin", "vik", "mar", "dol"]
_TRADE = [
    "Trading",
    "Technology",
    "Industrial",
    "Machinery",
    "Electronics",
    "Logistics",
    "Import",
    "Export",
    "Group",
    "Holding",
    "Systems",
]
_FORMS = ["LLC", "Ltd", "JSC", "GmbH", "Co., Ltd.", "OOO", "PLC", "SA"]
_PLACES = ["ru", "cn", "ir", "sy", "by", "ae", "tr", "hk", "kp", "kz"]


def invented_word(chance: random.Random) -> str:
    return "".join(
        chance.choice(_ONSETS) + chance.choice(_VOWELS) + (chance.choice(_ENDS) if last else "")
        for last in (False,) * chance.randint(0, 2) + (True,)
    ).capitalize()


def invented_name(chance: random.Random, kind: str) -> str:
    if kind == "Person":
        return " ".join(invented_word(chance) for _ in range(chance.randint(2, 3)))
    words = [invented_word(chance) for _ in range(chance.randint(1, 2))]
    return " ".join([*words, *chance.sample(_TRADE, chance.randint(1, 2)), chance.choice(_FORMS)])


def write_list(path: Path, chance: random.Random) -> list[tuple[str, str]]:
    """A list in the form of `targets.simple.csv`; gives schema and name of every name."""
    columns = (
        "id,schema,name,aliases,birth_date,countries,addresses,identifiers,sanctions,phones,emails,program_ids,dataset"
    )
    known = []
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow([*columns.split(","), "first_seen", "last_seen", "last_change"])
        for number in range(ENTITIES):
            kind = chance.choices(("Company", "Person", "Vessel"), (60, 35, 5))[0]
            names = [invented_name(chance, kind) for _ in range(NAMES // ENTITIES)]
            known += [(kind, it) for it in names]
            street = f"{chance.randint(1, 200)} {invented_word(chance)} Street, {invented_word(chance)}"
            born = f"{chance.randint(1940, 1995)}-0{chance.randint(1, 9)}-1{chance.randint(0, 9)}"
            aliases, place = ";".join(names[1:]), chance.choice(_PLACES)
            row = [f"NK-{number}", kind, names[0], aliases, born if kind == "Person" else "", place, street]
            writer.writerow([*row, "", "", "", "", "INVENTED", "Invented list", *("2026-01-15T00:00:00",) * 3])
    return known


def questions(known: Sequence[tuple[str, str]], number: int, chance: random.Random) -> list[bytes]:
    """Bodies of requests."""
    bodies = []
    for _ in range(number):
        kind, name = chance.choice(known)
        if chance.random() < 0.5:
            name = invented_name(chance, kind)
        else:
            at = chance.randrange(len(name))
            name = name[:at] + chance.choice("aeiou") + name[at + 1 :]
        told = {"schema": kind, "properties": {"name": [name], "country": [chance.choice(_PLACES)]}}
        bodies.append(json.dumps({"queries": {"q": told}}).encode())
    return bodies


@dataclass(frozen=True)
class Load:
    """What one client does: ask each question, the next when `every` seconds have passed, or at once."""

    port: int
    bodies: list[bytes]
    every: float


def ask_all(load: Load) -> list[float]:
    """Milliseconds of each answer."""
    connection = http.client.HTTPConnection("127.0.0.1", load.port, timeout=30)
    took = []
    begun = time.perf_counter() + random.random() * load.every
    for at, body in enumerate(load.bodies):
        time.sleep(max(0.0, begun + at * load.every - time.perf_counter()))
        started = time.perf_counter()
        connection.request("POST", "/match/default", body, {"content-type": "application/json"})
        answer = connection.getresponse()
        told = answer.read()
        took.append((time.perf_counter() - started) * 1000)
        if answer.status != 200:
            raise SystemExit(f"status {answer.status}: {told[:300]!r}")
    return took


def spread(took: Sequence[float]) -> dict[str, float]:
    ordered = sorted(took)
    return {
        name: round(ordered[min(len(ordered) - 1, int(len(ordered) * share))], 1)
        for name, share in (("p50_ms", 0.5), ("p95_ms", 0.95), ("p99_ms", 0.99), ("max_ms", 1.0))
    }


def processor_seconds(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def memory_mib(pid: int, name: str = "VmHWM") -> float:
    told = Path(f"/proc/{pid}/status").read_text().partition(f"{name}:")[2]
    return round(int(told.split()[0]) / 1024, 1)


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def told_by(port: int, path: str) -> tuple[int, Any]:
    try:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
        connection.request("GET", path)
        answer = connection.getresponse()
        return answer.status, json.loads(answer.read())
    except (ConnectionError, OSError):
        return 0, None


@contextmanager
def served(case: Path, port: int) -> Iterator[tuple[int, float, float]]:
    """A running server: its process, seconds until it was ready, and processor seconds until then."""
    started = time.perf_counter()
    server = subprocess.Popen(
        [str(Path(sys.executable).parent / "enduse"), "serve", "--port", str(port), "-C", str(case)],
        stderr=subprocess.DEVNULL,
    )
    try:
        while told_by(port, "/readyz")[0] != 200:
            if server.poll() is not None or time.perf_counter() - started > 300:
                raise SystemExit("the server did not start")
            time.sleep(0.02)
        yield server.pid, time.perf_counter() - started, processor_seconds(server.pid)
    finally:
        server.terminate()
        server.wait(30)


def wait_until_warm(port: int) -> float:
    started = time.perf_counter()
    while not told_by(port, "/catalog")[1]["enduse"]["warm"]:
        if time.perf_counter() - started > 300:
            raise SystemExit("the server did not become warm")
        time.sleep(0.5)
    return time.perf_counter() - started


def measured(port: int, pid: int, bodies: list[bytes], every: float) -> dict[str, Any]:
    """Answers to all clients, each with its own questions."""
    parts = [Load(port, bodies[at::CLIENTS], every) for at in range(CLIENTS)]
    before, started = processor_seconds(pid), time.perf_counter()
    with ProcessPoolExecutor(CLIENTS) as clients:
        took = [it for part in clients.map(ask_all, parts) for it in part]
    seconds = time.perf_counter() - started
    spent = (processor_seconds(pid) - before) / len(took) * 1000
    return {
        **spread(took),
        "requests": len(took),
        "requests_a_second": round(len(took) / seconds, 1),
        "server_processor_ms_a_request": round(spent, 2),
    }


def make_case(folder: Path, chance: random.Random) -> list[tuple[str, str]]:
    from enduse import create

    path = folder / "targets.simple.csv"
    known = write_list(path, chance)
    create(folder / "case").add_list(path)
    return known


def run(given: argparse.Namespace) -> dict[str, Any]:
    chance = random.Random(given.seed)
    with tempfile.TemporaryDirectory() as name:
        folder, port = Path(name), free_port()
        known = make_case(folder, chance)
        with served(folder / "case", port) as (_, first, _spent):
            # The first start lays the names out and keeps that; every later one opens it.
            pass
        with served(folder / "case", port) as (pid, cold, spent):
            ready = memory_mib(pid)
            warm = wait_until_warm(port)
            bodies = questions(known, given.requests, chance)
            busy = measured(port, pid, bodies[: given.requests // 2], 0.0)
            paced = measured(port, pid, bodies[given.requests // 2 :], CLIENTS / given.rate)
            peak = memory_mib(pid)
    return {
        "first_start_s": round(first, 2),
        "cold_start_s": round(cold, 2),
        "cold_start_processor_s": round(spent, 2),
        "warm_after_s": round(warm, 1),
        "memory_ready_mib": ready,
        "memory_mib": peak,
        "eight_clients_without_a_pause": busy,
        f"eight_clients_together_{given.rate}_a_second": paced,
    }


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--json", type=Path, help="also write the result here")
    asked.add_argument("--requests", type=int, default=2_000)
    asked.add_argument("--rate", type=int, default=50, help="requests a second of the paced run")
    asked.add_argument("--seed", type=int, default=7)
    given = asked.parse_args()
    load = os.getloadavg()[0]
    found = {
        "what": "enduse serve: /match at 8 clients, 20,000 entities, 60,000 names, on loopback",
        "on": datetime.now(UTC).strftime("%Y-%m-%d"),
        "machine": f"{platform.machine()}, {platform.python_version()}, {platform.system()}, {os.cpu_count()} cores",
        "load_before": round(load, 2),
        "targets": TARGETS,
        **run(given),
        "benchmark_memory_mib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10,
    }
    text = json.dumps(found, indent=2)
    print(text)
    if given.json:
        given.json.write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
