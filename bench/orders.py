"""Three hundred orders on the desk, with lists of 20,000 entities: seconds, and memory.

    python bench/orders.py [--orders 300] [--entities 20000] [--case FOLDER] [--json bench/results/orders.json]

Everything is invented. An order has seven parties and two owners, whose names and addresses differ from order to order,
and two lines of goods: a machine with figures, of which every seventh order has others, and tools. The desk screens all
of them, asks for their owners, evaluates the control entries and applies every rule and question. The first process
makes the index of the lists; a second one, which is measured, finds it made, as every later one does. The same orders
are asked without any list, and with --case of a case that holds publishers' lists.
"""

import argparse
import csv
import json
import os
import platform
import random
import resource
import subprocess
import sys
import tempfile
import time
from datetime import UTC, date, datetime
from pathlib import Path
from statistics import quantiles

from enduse.case import ListOptions, create
from enduse.case.order_desk import OrderDesk, OrderDeskOptions
from enduse.case.order_opened import put_off_collections
from enduse.model.order import Order, OrderLine, OrderParty, OwnerShare, Role
from enduse.store.ledger import LedgerStore
from enduse.store.workspace import Workspace

DAY = date(2024, 6, 1)
TARGETS = {"warm_ms": 150, "all_s": 20, "memory_mib": 600}
_SYLLABLES = [
    "ba",
    "cor",
    "del",
    "fen",
    "gra",
    "hol",
    "ist",
    "jun",
    "kra",
    "lom",
    "mer",
    "nov",
    "ost",
    "pra",
    "quin",
    "ras",
    "stan",
    "tor",
    "ulm",
    "vek",
    "wor",
    "xen",
    "yar",
    "zel",
]
_TRADES = [
    "Machine Tools",
    "Trading",
    "Makina",
    "Stanko",
    "Precision",
    "Industry",
    "Export",
    "Technology",
    "Metal",
    "Engineering",
]
_FORMS = ["Ltd", "LLC", "GmbH", "Co., Ltd.", "JSC", "FZE", "A.S."]
_COUNTRIES = ["TR", "AE", "CN", "KZ", "UZ", "KG", "IN", "TH", "HK", "RU"]


def name(chance: random.Random) -> str:
    """A firm that does not exist."""
    word = "".join(chance.choice(_SYLLABLES) for _ in range(3)).capitalize()
    return f"{word} {chance.choice(_TRADES)} {chance.choice(_FORMS)}"


def address(chance: random.Random) -> str:
    """An address that does not exist."""
    return f"{chance.randint(1, 300)} {''.join(chance.choices(_SYLLABLES, k=2)).capitalize()} Street"


def write_list(path: Path, entities: int, seed: int = 7) -> None:
    """A list of invented firms."""
    chance = random.Random(seed)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(("ID", "Authority", "List", "Name", "Country", "Address", "Listed on"))
        for at in range(entities):
            made = "; ".join(name(chance) for _ in range(3))
            row = (f"E-{at}", "US-OFAC" if at % 2 else "EU", "SDN" if at % 2 else "Invented", made)
            writer.writerow((*row, chance.choice(_COUNTRIES), address(chance), "2022-03-01"))


def orders(number: int, seed: int = 11) -> list[Order]:
    """Orders of invented firms."""
    chance = random.Random(seed)
    return [_order(at, chance) for at in range(number)]


def _order(at: int, chance: random.Random) -> Order:
    roles: tuple[Role, ...] = ("buyer", "consignee", "intermediate", "end_user", "forwarder", "bank")
    parties = [
        OrderParty(
            role, name(chance), chance.choice(_COUNTRIES), address=address(chance), phone=f"+90 212 {at:07d}",
            owners=(OwnerShare(name(chance), 60.0), OwnerShare(name(chance), 40.0)) if role == "buyer" else None,
        )
        for role in roles
    ]  # fmt: skip
    figures = {"upr_x_um": f"{0.5 + at // 7 % 40 / 10:.1f}", "contouring_axes": "2", "upr_standard": "ISO 230-2:2014"}
    lines = (
        OrderLine(1, f"CNC lathe model NL-{at}", code="845811", specifications=figures, price=120_000.0, quantity=1.0),
        OrderLine(2, "Carbide inserts CNMG120408", code="820900", price=9.0, quantity=200.0),
    )
    seller = OrderParty("seller", "Nordamat", chance.choice(("KR", "DE", "TW", "JP", "US")))
    return Order(
        str(at), DAY, (seller, *parties), lines, destination=parties[3].country, currency="USD",
        end_use="Turning of valve bodies of brass for household water meters in our own workshop.",
    )  # fmt: skip


def measured(folder: Path, number: int) -> dict[str, object]:
    """One process: the first order, then all of them, one after the other."""
    ledger = LedgerStore(Workspace.find(folder)) if (folder / "enduse.toml").exists() else None
    desk = OrderDesk(ledger, OrderDeskOptions(today=DAY))
    asked = orders(number + 1)
    put_off_collections()
    wall, processor = time.perf_counter(), time.process_time()
    desk.check(asked[0])
    cold = {"first_s": round(time.perf_counter() - wall, 2), "first_cpu_s": round(time.process_time() - processor, 2)}
    each, outcomes = list[float](), dict[str, int]()
    wall, begin = time.perf_counter(), time.process_time()
    for order in asked[1:]:
        processor = time.process_time()
        outcome = desk.check(order).determination.outcome.name
        each.append(1000 * (time.process_time() - processor))
        outcomes[outcome] = outcomes.get(outcome, 0) + 1
    cuts = quantiles(each, n=20)
    return {
        **cold,
        "warm_cpu_ms": {"p50": round(cuts[9], 1), "p95": round(cuts[18], 1), "max": round(max(each), 1)},
        "all_cpu_s": round(time.process_time() - begin, 2),
        "all_wall_s": round(time.perf_counter() - wall, 2),
        "outcomes": outcomes,
        "peak_mib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--orders", type=int, default=300)
    parser.add_argument("--entities", type=int, default=20_000)
    parser.add_argument("--json", type=Path)
    parser.add_argument("--case", type=Path, help="A case with publishers' lists, asked beside the invented one.")
    parser.add_argument("--folder", type=Path, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.folder:
        sys.stdout.write(json.dumps(measured(asked.folder, asked.orders)))
        return
    load = [round(it, 2) for it in os.getloadavg()]
    with tempfile.TemporaryDirectory() as place:
        case = create(Path(place) / "case")
        write_list(Path(place) / "list.csv", asked.entities)
        case.add_list(Path(place) / "list.csv", ListOptions(DAY))
        runs = [_again(case.root, asked.orders) for _ in range(2)]
        more = {"without_lists": _again(Path(place), asked.orders)}
        if asked.case:
            more["with_lists_of_publishers"] = _again(asked.case, asked.orders)
    result = {
        "what": f"{asked.orders} orders of 7 parties and 2 lines, {asked.entities:,} listed entities of 3 names",
        "machine": f"{platform.machine()}, {platform.python_version()}, {platform.system()}, {os.cpu_count()} cores",
        "measured_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "load_before": load,
        "targets": TARGETS,
        "making_the_index": runs[0],
        "with_the_index_made": runs[1],
        **more,
    }
    text = json.dumps(result, indent=1)
    sys.stdout.write(text + "\n")
    if asked.json:
        asked.json.write_text(text + "\n", encoding="utf-8")


def _again(folder: Path, number: int) -> dict[str, object]:
    words = [sys.executable, __file__, "--folder", str(folder), "--orders", str(number)]
    done = subprocess.run(words, check=True, capture_output=True, text=True)
    told: dict[str, object] = json.loads(done.stdout)
    return told


if __name__ == "__main__":
    main()
