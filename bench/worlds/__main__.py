"""Makes worlds and measures the product on them; see docs/explanation/worlds.md.

python -m bench.worlds make OUT --family F --seed N --rows R --intensity 1.0|0.5|0 [--null]
python -m bench.worlds score --family F ... --seeds N ... --rows R --work FOLDER [--json FILE]
"""

import argparse
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from bench.worlds.family import families
from bench.worlds.making import Order, make
from bench.worlds.measuring import KINDS, Plan, measure


def main(words: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(
        prog="python -m bench.worlds", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    verbs = parser.add_subparsers(dest="verb", required=True)
    made = verbs.add_parser("make", help="write one world")
    made.add_argument("out", type=Path)
    made.add_argument("--family", choices=families(), required=True)
    made.add_argument("--seed", type=int, required=True)
    made.add_argument("--rows", type=int, default=20_000, help="goods lines in all files together, about")
    made.add_argument("--intensity", type=float, default=1.0)
    made.add_argument("--null", action="store_true", help="no diversion, only its honest look-alikes")
    scored = verbs.add_parser("score", help="make worlds, run the product on them, print the table")
    scored.add_argument("--family", choices=families(), nargs="+", default=families())
    scored.add_argument("--seeds", type=int, nargs="+", required=True)
    scored.add_argument("--rows", type=int, default=20_000)
    scored.add_argument("--kinds", choices=tuple(KINDS), nargs="+", default=tuple(KINDS))
    scored.add_argument("--work", type=Path, required=True)
    scored.add_argument("--json", type=Path, help="keep the result in this file")
    asked = parser.parse_args(words)
    if asked.verb == "make":
        make(asked.out, Order(asked.family, asked.seed, asked.rows, 0.0 if asked.null else asked.intensity))
    else:
        _score(Plan(asked.family, asked.seeds, asked.rows, asked.work.resolve(), asked.kinds), asked.json)


def _score(plan: Plan, kept: Path | None) -> None:
    def keep(result: dict[str, Any]) -> None:
        last = result["worlds"][-1]
        print(last["world"], last["kind"], last["failed"] or f"{last['all']['findings']} findings", flush=True)
        if kept:
            kept.write_text(json.dumps(result, indent=1, ensure_ascii=False, default=str) + "\n", "utf-8")

    print(json.dumps(measure(plan, keep)["table"], indent=1, ensure_ascii=False))


if __name__ == "__main__":
    main()
