import csv
import json
from collections import Counter, defaultdict
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from bench.worlds.baselines import declared, oracle
from bench.worlds.family import families, read_family
from bench.worlds.making import Order, make
from bench.worlds.matching import read_truth, score
from bench.worlds.plot import SCHEMES

Made = Callable[..., Path]
FAMILIES = families()

pytestmark = pytest.mark.slow


def truth_of(folder: Path) -> dict[str, Any]:
    whole: dict[str, Any] = json.loads((folder / "truth" / "truth.json").read_text("utf-8"))
    return whole


def digest(folder: Path) -> dict[str, str]:
    return {
        str(it.relative_to(folder)): sha256(it.read_bytes()).hexdigest()
        for it in sorted(folder.rglob("*"))
        if it.is_file()
    }


def customs_lines(folder: Path, family: str) -> list[Any]:
    specs = [it for it in read_family(family).files if it.table in ("imports", "exports")]
    return [line for spec in specs for line in declared(folder / "data" / spec.name, spec)]


def test_the_same_order_gives_the_same_bytes(made: Made, tmp_path: Path) -> None:
    again = make(tmp_path, Order("danube", 1, 3_000))
    assert digest(again) == digest(made("danube"))


def test_another_seed_gives_another_world(made: Made) -> None:
    first, second = (digest(made("danube", seed)) for seed in (1, 2))
    assert not {it for it in first if first[it] == second.get(it)}


def test_there_are_three_families_with_different_makers_and_hubs() -> None:
    read = [read_family(it) for it in FAMILIES]
    assert (
        len({tuple(sorted(it.makers)) for it in read}) == len({tuple(sorted(it.hubs)) for it in read}) == len(read) >= 3
    )


@pytest.mark.parametrize("family", FAMILIES)
def test_every_scheme_left_rows_that_exist(made: Made, family: str) -> None:
    truth = truth_of(made(family))
    assert truth["schemes"]
    for it in (*truth["schemes"], *truth["look_alikes"]):
        assert it["evidence"], it["id"]
        assert all(row >= 2 for _, row in it["evidence"])


@pytest.mark.parametrize("family", FAMILIES)
def test_each_file_holds_the_rows_that_the_truth_counts(made: Made, family: str) -> None:
    folder = made(family)
    for spec in read_family(family).files:
        with open(folder / "data" / spec.name, encoding=spec.encoding, newline="") as text:
            rows = sum(1 for _ in csv.reader(text, delimiter=spec.delimiter)) - 1 - len(spec.preamble)
        assert rows == truth_of(folder)["rows"][spec.name]


@pytest.mark.parametrize("family", FAMILIES)
def test_every_scheme_has_one_honest_look_alike(made: Made, family: str) -> None:
    truth = truth_of(made(family))
    assert sorted(it["id"] for it in truth["schemes"]) == sorted(it["id"] for it in truth["look_alikes"])
    assert all(it["differs"] for it in truth["look_alikes"])


def test_a_world_without_diversion_has_look_alikes_only(made: Made) -> None:
    truth = truth_of(made("anatolia", 3, 0.0))
    assert truth["null"]
    assert not truth["schemes"]
    assert truth["look_alikes"]


def test_every_scheme_is_planted_in_some_family(made: Made) -> None:
    planted = {it["type"] for family in FAMILIES for it in truth_of(made(family))["schemes"]}
    assert planted == set(SCHEMES)


@pytest.mark.parametrize("family", FAMILIES)
def test_mass_is_conserved_from_file_to_file(made: Made, family: str) -> None:
    folder = made(family)
    lot = {(it["file"], it["row"]): it["lot"] for it in pq.read_table(folder / "truth" / "lots.parquet").to_pylist()}
    masses: dict[int, set[float]] = defaultdict(set)
    for line in customs_lines(folder, family):
        if line["kg"] is not None:
            masses[lot[line["place"]]].add(line["kg"])
    assert not {key: it for key, it in masses.items() if len(it) > 1}


@pytest.mark.parametrize("family", [it for it in FAMILIES if read_family(it).serials])
def test_a_serial_number_belongs_to_one_lot(made: Made, family: str) -> None:
    folder = made(family)
    lot = {(it["file"], it["row"]): it["lot"] for it in pq.read_table(folder / "truth" / "lots.parquet").to_pylist()}
    goods = pq.read_table(folder / "truth" / "goods.parquet").to_pylist()
    lots_of: dict[str, set[int]] = defaultdict(set)
    for it in goods:
        if it["serial"]:
            lots_of[it["serial"]].add(lot[it["file"], it["row"]])
    assert lots_of
    assert not {key: it for key, it in lots_of.items() if len(it) > 1}


@pytest.mark.parametrize("family", FAMILIES)
def test_legs_of_a_chain_follow_each_other(made: Made, family: str) -> None:
    for chain in truth_of(made(family))["chains"]:
        dates = [leg["date"] for leg in chain["legs"]]
        assert dates == sorted(dates)
        assert len({leg["net_kg"] for leg in chain["legs"]}) == 1


@pytest.mark.parametrize("family", FAMILIES)
def test_no_planted_firm_trades_before_it_was_founded(made: Made, family: str) -> None:
    folder = made(family)
    truth = truth_of(folder)
    founded = {pid: it["founded"] for pid, it in truth["parties"].items()}
    on = {line["place"]: line["on"].isoformat() for line in customs_lines(folder, family)}
    early = [
        (pid, place)
        for pid, rows in truth["party_rows"].items()
        for place in map(tuple, rows)
        if place in on and on[place] < founded[pid]
    ]
    assert not early


@pytest.mark.parametrize("family", FAMILIES)
def test_half_the_intensity_means_fewer_rows(made: Made, family: str) -> None:
    rows = [
        sum(len(it["evidence"]) for it in truth_of(made(family, 1, intensity))["schemes"]) for intensity in (1.0, 0.5)
    ]
    assert 0.4 < rows[1] / rows[0] < 0.9


@pytest.mark.parametrize("family", FAMILIES)
def test_who_knows_the_simulator_is_always_right(made: Made, family: str) -> None:
    folder = made(family)
    truth = read_truth(folder / "truth")
    names = {pid: it["names"][0] for pid, it in truth_of(folder)["parties"].items()}
    best = score(truth, oracle(truth, names))
    assert best["precision"] == best["recall"] == best["recall_core"] == best["evidence_recall"] == 1.0


@pytest.mark.parametrize("family", FAMILIES)
def test_only_brands_are_real(made: Made, family: str) -> None:
    names = Counter(name for it in truth_of(made(family))["parties"].values() for name in it["names"][:1])
    brands = {brand for many in read_family(family).brands.values() for brand in many}
    assert not {name for name in names if any(brand in name.upper().split() for brand in brands)}
