"""What the product says of a made world: the commands an analyst would type, in a process of their own."""

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.worlds.linking import read_links

ENDUSE = Path(sys.executable).with_name("enduse")


@dataclass(frozen=True)
class Said:
    """What came out.

    Attributes:
        failed: Why the run ended without an answer; empty for most.
        refused: Files that were not taken in, with the reason.
        links: Pairs of rows said to be the same goods; none where the product cannot say.
    """

    failed: str
    findings: list[dict[str, Any]]
    refused: dict[str, str]
    links: list[tuple[tuple[str, int], tuple[str, int]]]


def ask(world: Path, case: Path) -> Said:
    """Run the product on one world in a fresh case folder; a run that fails is an answer, too."""
    brief = json.loads((world / "data" / "brief.json").read_text("utf-8"))
    _run(case.parent, "init", str(case))
    files = sorted(it for it in (world / "data").iterdir() if it.name != "brief.json")
    added = _run(case, "add", *map(str, files), "--json", check=False)
    taken = {json.loads(it)["source"] for it in added.stdout.splitlines() if it.startswith("{")}
    refused = {it.name: _reason(it.name, added.stderr) for it in files if it.name not in taken}
    ran = _run(case, "run", "--watershed", brief["watershed"], check=False)
    if ran.returncode != 0:
        return Said(f"run ended with {ran.returncode}: {_last_line(ran.stderr)}", [], refused, [])
    lines = _run(case, "findings", "--json").stdout.splitlines()
    links = case / "links.csv"
    exported = _run(case, "export", "links", "-o", str(links), check=False)
    return Said(
        "",
        [json.loads(it) for it in lines if it.strip()],
        refused,
        read_links(links) if exported.returncode == 0 else [],
    )


def _last_line(said: str) -> str:
    return (said.strip().splitlines() or ["nothing was printed"])[-1][:200]


def _reason(name: str, said: str) -> str:
    return next((it[:300] for it in said.splitlines() if it.startswith("E-") and name in it), "no reason was printed")


def _run(folder: Path, *words: str, check: bool = True) -> "subprocess.CompletedProcess[str]":
    done = subprocess.run([str(ENDUSE), *words], cwd=folder, capture_output=True, text=True, check=False)
    if check and done.returncode != 0:
        raise RuntimeError(f"enduse {' '.join(words)} in {folder} ended with {done.returncode}: {done.stderr[-800:]}")
    return done
