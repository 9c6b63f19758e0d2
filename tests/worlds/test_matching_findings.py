import importlib.util
import tarfile
from pathlib import Path
from random import Random
from types import ModuleType
from typing import Any

import pytest
from bench.worlds.matching import Planted, Truth, matches, ranked, read_truth, score

SCHEME = Planted(
    id="broker-1",
    type="broker",
    core=frozenset({"broker_vs_shipper_split"}),
    accepts=frozenset({"broker_vs_shipper_split", "circuitous_route"}),
    diverting=frozenset({"C1"}),
    own=frozenset({("a.csv", 2), ("a.csv", 3)}),
    wide=frozenset({("a.csv", 2), ("a.csv", 3), ("a.csv", 4)}),
    last_direct_on=None,
)
TRUTH = Truth("w", 500, [SCHEME], {"ZUMELKRA": frozenset({"C1"})}, {"broker-1": frozenset({"C2"})})


def found(
    typology: str = "broker_vs_shipper_split",
    name: str = "Zumel Kra",
    rows: tuple[int, ...] = (2, 3),
    kind: str = "company",
) -> dict[str, Any]:
    evidence = [{"source": "in/a.csv", "row": it} for it in rows]
    return {
        "id": "1",
        "typology": typology,
        "subject": {"kind": kind, "id": "x", "names": [name]},
        "strength": 0.6,
        "evidence": evidence,
    }


@pytest.mark.parametrize(
    ("finding", "right"),
    [
        (found(), True),
        (found(typology="circuitous_route"), True),
        (found(typology="hub_surge"), False),
        (found(name="Shovnidus"), False),
        (found(name="Shovnidus", kind="lane"), True),
        (found(rows=()), False),
        (found(rows=(2, 9)), True),
        (found(rows=(2, 8, 9)), False),
        (found(rows=(4, 9)), True),
        (found(name="", rows=(4, 9), kind="lane"), False),
    ],
)
def test_a_finding_is_right_by_typology_party_and_rows(finding: dict[str, Any], right: bool) -> None:
    assert bool(matches(TRUTH, finding)) == right


def test_a_scheme_named_by_another_typology_counts_for_recall_only() -> None:
    measured = score(TRUTH, [found(typology="circuitous_route")])
    assert (measured["recall"], measured["recall_core"]) == (1.0, 0.0)


def test_wrong_findings_are_counted_for_a_thousand_parties() -> None:
    assert score(TRUTH, [found(name="Shovnidus")])["false_per_1000_parties"] == 2.0


def test_only_what_was_found_and_is_strong_enough_is_ranked() -> None:
    silent = {**found(), "answer": "nothing found"}
    assert ranked([found(), silent], 0.7) == []
    assert len(ranked([found(), silent], 0.5)) == 1


def test_the_first_subjects_count_once_each() -> None:
    many = [
        found(),
        found(typology="hub_surge"),
        {**found(name="Shovnidus"), "subject": {"kind": "company", "id": "y", "names": ["Shovnidus"]}},
    ]
    assert score(TRUTH, many)["first_50_subjects"] == 0.5
    assert score(TRUTH, many)["subjects_right"] == 1


def published_scorer(shared: Path) -> ModuleType:
    path = shared.parent / "tools" / "score_worlds.py"
    if not path.exists():
        pytest.skip(f"the published scorer is not at {path}")
    spec = importlib.util.spec_from_file_location("score_worlds", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def some_findings(truth: Truth, random: Random) -> list[dict[str, Any]]:
    """Right, half right and wrong ones."""
    names = {pid: name for name, pids in truth.by_name.items() for pid in pids}
    made: list[dict[str, Any]] = []
    for scheme in truth.schemes:
        for typology in (*sorted(scheme.accepts), "hub_surge"):
            rows = random.sample(sorted(scheme.own), min(len(scheme.own), random.randrange(1, 9)))
            wrong = [(name, row + random.choice((0, 0, 1))) for name, row in rows]
            pid = random.choice([*sorted(scheme.diverting), "nobody"])
            subject: dict[str, Any] = {
                "kind": random.choice(("company", "lane")),
                "id": names.get(pid, pid),
                "names": [],
            }
            evidence = [{"source": name, "row": row} for name, row in wrong]
            made.append(
                {
                    "id": str(len(made)),
                    "typology": typology,
                    "subject": subject,
                    "strength": random.random(),
                    "evidence": evidence,
                }
            )
    return made


@pytest.mark.parametrize("world", ["a11", "a12_half"])
def test_we_score_as_the_published_scorer_does(real_data: Path, tmp_path: Path, world: str) -> None:
    theirs = published_scorer(real_data)
    packed = real_data / "worlds_dev" / f"{world}.tar.xz"
    if not packed.exists():
        pytest.skip(f"{packed} is not there")
    with tarfile.open(packed) as archive:
        archive.extractall(tmp_path, [it for it in archive if it.name.endswith("truth.json")], filter="data")
    (folder,) = [it.parent for it in tmp_path.rglob("truth.json")]
    truth = read_truth(folder)
    findings = some_findings(truth, Random(5))
    expected = theirs.score_findings(theirs.Truth(folder), ranked(findings), lambda *_: None)
    measured = score(truth, findings)
    assert 0.2 < measured["precision"] < 0.9
    for key in ("precision", "recall", "recall_core", "evidence_precision", "evidence_recall"):
        assert measured[key] == pytest.approx(expected[key]), key
    assert measured["right"] == expected["right"]
