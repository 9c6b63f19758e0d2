"""What much simpler ways would have found in the same files, and what somebody who knows the simulator would find."""

import csv
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from random import Random
from typing import Any

from bench.worlds.family import Family, FileSpec
from bench.worlds.matching import Finding, Truth

CHPL = {"845710": 4, "845811": 4, "845891": 4, "845961": 4, "846693": 4}
"""Goods here that stand on the common high priority list; by name of the tier's number."""

Line = Mapping[str, Any]


def imports(world: Path, family: Family) -> list[Line]:
    """Import lines of the importing countries, by field; buyer and place are filled for every line."""
    specs = [it for it in family.files if it.table == "imports" and it.reporter in family.importers]
    return [line for spec in specs for line in declared(world / "data" / spec.name, spec)]


def declared(path: Path, spec: FileSpec) -> Iterator[Line]:
    """Lines of a customs file by field, with its place, importer, value, mass (None where it is missing) and day."""
    with open(path, encoding=spec.encoding, newline="") as text:
        rows = csv.reader(text, delimiter=spec.delimiter)
        for at, row in enumerate(rows, 1):
            if at > 1 + len(spec.preamble):
                said = dict(zip((field for _, field in spec.columns), row, strict=True))
                yield {
                    **said,
                    "place": (path.name, at),
                    "who": _who(said),
                    "usd_said": _number(said.get("usd") or said.get("amount") or "", spec) or 0.0,
                    "kg": _number(said.get("net", ""), spec),
                    "on": _day(said["day"], spec),
                }


def _who(said: Mapping[str, str]) -> str:
    return next((said[it] for it in ("buyer.number", "buyer.native", "buyer.latin") if said.get(it)), "")


def _number(text: str, spec: FileSpec) -> float | None:
    plain = text.replace(spec.thousands, "") if spec.thousands else text
    plain = plain.replace(spec.decimal, ".").strip()
    return float(plain) if plain else None


def _day(text: str, spec: FileSpec) -> date:
    if spec.dates == "roc":
        year, month, day = text.split("/")
        return date(int(year) + 1911, int(month), int(day))
    return datetime.strptime(text, spec.dates).date()


def finding(typology: str, who: str, lines: Sequence[Line], strength: float) -> Finding:
    return {
        "id": f"{typology}:{who}",
        "typology": typology,
        "subject": {"kind": "company", "id": who, "names": [who]},
        "strength": strength,
        "evidence": [{"source": it["place"][0], "row": it["place"][1]} for it in lines],
    }


def _by_importer(lines: Sequence[Line]) -> Mapping[str, list[Line]]:
    found: dict[str, list[Line]] = defaultdict(list)
    for line in lines:
        found[line["who"]].append(line)
    return found


def rankings(lines: Sequence[Line], control: date, seed: int) -> Mapping[str, list[str]]:
    """Importers in the order of each simple measure."""
    by = _by_importer(lines)
    chance = Random(f"baseline-{seed}")

    def order(measure: Callable[[list[Line]], float]) -> list[str]:
        return sorted(by, key=lambda it: (-measure(by[it]), it))

    def growth(mine: list[Line]) -> float:
        before = sum(it["usd_said"] for it in mine if it["on"] < control)
        return float(sum(it["usd_said"] for it in mine if it["on"] >= control) - before)

    return {
        "random": order(lambda _: chance.random()),
        "largest_value": order(lambda mine: float(sum(it["usd_said"] for it in mine))),
        "priority_tier": order(lambda mine: float(sum(it["usd_said"] for it in mine if it["code"][:6] in CHPL))),
        "growth_rank": order(growth),
    }


def one_line_rules(lines: Sequence[Line], control: date) -> list[Finding]:
    """The catalogue's tests, each in one line, on declarations alone; every finding is as strong as can be."""
    found = []
    for who, mine in _by_importer(lines).items():
        late = [it for it in mine if it["on"] >= control]
        indirect = [it for it in late if it.get("origin") != it.get("dispatch")]
        listed = [it for it in indirect if it["code"][:6] in CHPL]
        split = [
            it
            for it in late
            if it.get("holder.latin") and it["holder.latin"] != it.get("sender.latin") and it["code"][:6] in CHPL
        ]
        yuan = [it for it in late if it.get("currency") == "CNY" and it.get("origin") not in ("CN", "КИТАЙ", "Китай")]
        new = {it.get("sender.latin") for it in late} - {it.get("sender.latin") for it in mine if it["on"] < control}
        grown = [it for it in late if it.get("sender.latin") in new]
        rules = {
            "third_country_transshipment": listed,
            "broker_vs_shipper_split": split,
            "yuan_or_nondollar_payment": yuan
            if sum(it["usd_said"] for it in yuan) >= 0.8 * sum(it["usd_said"] for it in mine)
            else [],
            "growth_attributed_to_new_intermediaries": grown
            if sum(it["usd_said"] for it in grown) >= 0.8 * sum(it["usd_said"] for it in mine)
            else [],
            "second_hand_flow": [
                it for it in late if any(word in it.get("text", "").lower() for word in ("употребл", "б/у", "used"))
            ],
            "single_shot_buyer": mine if len(mine) == 1 else [],
        }
        found += [finding(typology, who, cited, 1.0) for typology, cited in rules.items() if cited]
    return found


def oracle(truth: Truth, names: Mapping[str, str]) -> list[Finding]:
    """One finding for each scheme that left rows in the files: what nobody can better."""
    found: list[Finding] = []
    for it in truth.schemes:
        if it.own:
            kind = "company" if it.diverting else "lane"
            who = names.get(next(iter(sorted(it.diverting)), ""), it.id)
            evidence = [{"source": name, "row": at} for name, at in sorted(it.own)]
            found += [
                {
                    "id": it.id + core,
                    "typology": core,
                    "subject": {"kind": kind, "id": who},
                    "strength": 1.0,
                    "evidence": evidence,
                }
                for core in sorted(it.core)
            ]
    return found


def right_among_first(
    truth: Truth, order: Sequence[str], by_name: Callable[[str], frozenset[str]], first: int
) -> float:
    """Share of the first importers that divert in any scheme: no evidence is asked of a ranking."""
    diverting = frozenset().union(*(it.diverting for it in truth.schemes))
    return sum(bool(by_name(it) & diverting) for it in order[:first]) / max(1, len(order[:first]))
