import csv
from pathlib import Path

import pytest

from enduse.text.names import NameKind, compare_names

TRAPS = Path(__file__).parents[3] / "bench" / "names" / "traps.csv"


def traps(label: str) -> list[tuple[str, str, NameKind]]:
    with TRAPS.open(encoding="utf-8") as file:
        rows = [it for it in csv.DictReader(file) if it["label"] == label]
    return [(it["left"], it["right"], "person" if it["kind"] == "person" else "company") for it in rows]


@pytest.mark.parametrize(("left", "right", "kind"), traps("0"))
def test_a_look_alike_stays_below_the_threshold_of_screening(left: str, right: str, kind: NameKind) -> None:
    assert compare_names(left, right, kind).score < 0.8


@pytest.mark.parametrize(("left", "right", "kind"), traps("1"))
def test_what_only_looks_different_is_found(left: str, right: str, kind: NameKind) -> None:
    assert compare_names(left, right, kind).score > 0.7
