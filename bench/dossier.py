"""A dossier of 10,000 rows, 200 findings or claims and 200 pieces of evidence, in every form: seconds, and memory.

    python bench/dossier.py [--rows 10000] [--items 200] [--json bench/results/dossier.json]

Everything is invented. A case is made by the commands a user gives: one file of goods lines of one importer, two
hundred pieces of evidence, each shown by a claim, forty questions, and a run. Then each form is written by a process of
its own, twice, and the better of the two counts: seconds on the clock, seconds of the processor, the greatest memory of
that process. The machine may be shared: the seconds of the processor tell more than the clock.
"""

import argparse
import json
import os
import platform
import random
import resource
import subprocess
import sys
import tempfile
import time
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from enduse.case.claim_desk import ClaimDesk
from enduse.case.evidence_desk import EvidenceDesk
from enduse.model.claim import Claim, ClaimSource, Request
from enduse.model.evidence import EvidenceFacts

FORMS = ("html", "pdf", "docx", "md", "xlsx", "jsonl")
TARGETS = {"html": 5.0, "pdf": 20.0, "docx": 20.0}
MOST_MIB = 1024
_COMMAND = (sys.executable, "-c", "from enduse.cli import main; main()")
IMPORTER = "OOO Primer Stan"
_HEAD = (
    "Declaration No,Line,Date,Direction,Consignor,Consignor country,Consignee,Consignee tax ID,Contract holder,Brand,"
    "Model,Origin,Dispatch country,Destination,HS code,Description,Net weight,Quantity,Currency,Value,Value USD"
)
_SELLERS = [(f"{word} Vymysl Machinery Co. {at}", land) for at in range(15) for word, land in
            (("Bright", "CN"), ("Long", "TR"), ("Nova", "AE"), ("Han", "KR"))]  # fmt: skip


def made(folder: Path, rows: int, items: int) -> Path:
    """The case, ready for dossiers."""
    draw = random.Random(7)
    lines = [_HEAD, *(_line(at, draw) for at in range(rows))]
    (folder / "imports.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    case = folder / "case"
    for words in (["init", str(case)], ["add", str(folder / "imports.csv")], ["run", "--watershed", "2022-02-24"]):
        _enduse(words, case if words[0] != "init" else folder)
    evidence, claims = EvidenceDesk(case), ClaimDesk(case)
    for at in range(items):
        page = folder / f"page{at}.html"
        page.write_text(f"<html><title>Page {at}</title><body>Vymysl sells lathes, {at}.</body></html>", "utf-8")
        facts = EvidenceFacts(source=f"https://vymysl.example/{at}", captured="2024-03-01", method="download")
        evidence.add(page, facts, "bench")
        seller = _SELLERS[at % len(_SELLERS)][0]
        source = ClaimSource(publisher=f"Publisher {at % 20}", evidence=(f"E{at + 1}",))
        claims.add(Claim(seller, "denial", about=IMPORTER, predicate="never_sold", text="never sold", said_on="2024-01",
                         source=source), "bench")  # fmt: skip
        if at % 5 == 0:
            claims.ask(Request(seller, "2024-02-01", questions=("Did you sell it?",), deadline="2024-02-15"), "bench")
    return case


def _line(at: int, draw: random.Random) -> str:
    seller, land = _SELLERS[draw.randrange(len(_SELLERS))]
    on = date(2021, 1, 1) + timedelta(days=draw.randrange(1_090))
    brand, code = draw.choice((("JADE", "8458110000"), ("ORBIS", "8457101000"), ("TALMEX", "8466930000")))
    value = draw.randrange(1_000, 400_000)
    text = f"CNC machine {brand} model J-{at % 400} with control and set of tools for metal working. Number {at}"
    return (
        f"D-{at},1,{on},import,{seller},{land},{IMPORTER},7799001234,{seller},{brand},J-{at % 400},"
        f"{draw.choice(('KR', 'TW', 'JP'))},{land},RU,{code},{text},{value // 20},1,USD,{value},{value}"
    )


def _enduse(words: list[str], folder: Path) -> None:
    done = subprocess.run([*_COMMAND, *words], cwd=folder, capture_output=True, text=True)
    if done.returncode:
        raise SystemExit(f"enduse {' '.join(words)}: {done.stderr}")


def written(case: Path, form: str) -> dict[str, float]:
    """One dossier in one form, by a process of its own."""
    target = case.parent / f"dossier.{form}"
    words = ["report", "dossier", IMPORTER, "-o", str(target)]
    start = time.perf_counter()
    process = subprocess.Popen([*_COMMAND, *words], cwd=case, stdout=subprocess.DEVNULL)
    _, state, used = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - start
    if state:
        raise SystemExit(f"{form}: the command ended with {state}")
    process.returncode = 0
    cpu = used.ru_utime + used.ru_stime
    size = target.stat().st_size / 1e6
    told = {"seconds": seconds, "cpu_seconds": cpu, "mib": used.ru_maxrss / 1024, "megabytes": size}
    return {name: round(it, 1) for name, it in told.items()}


def main() -> None:
    """Measure, print, and write where asked."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--rows", type=int, default=10_000)
    asked.add_argument("--items", type=int, default=200)
    asked.add_argument("--json", type=Path)
    given = asked.parse_args()
    found: dict[str, Any] = {}
    with tempfile.TemporaryDirectory() as folder:
        case = made(Path(folder), given.rows, given.items)
        for form in FORMS:
            tries = [written(case, form) for _ in range(2)]
            found[form] = min(tries, key=lambda it: it["cpu_seconds"])
            print(form, found[form], flush=True)
    load = os.getloadavg()
    told = {
        "on": datetime.now(UTC).date().isoformat(),
        "machine": f"{platform.machine()}, {os.cpu_count()} cores, load {load[0]:.1f} at the end",
        "rows": given.rows,
        "items": given.items,
        "targets_seconds": TARGETS,
        "target_mib": MOST_MIB,
        "forms": found,
        "parent_mib": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
    }
    if given.json:
        given.json.write_text(json.dumps(told, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
