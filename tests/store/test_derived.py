"""Tests of what ``run`` computes and keeps."""

import signal
import subprocess
import sys
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from enduse.errors import LedgerDamaged, StoreError
from enduse.store.derived import DerivedRun, DerivedStore
from enduse.store.engine import open_engine
from enduse.store.workspace import Workspace

BEGIN = """
import sys, time
from pathlib import Path
from enduse.store.derived import DerivedStore
from enduse.store.workspace import Workspace
run = DerivedStore(Workspace.open(Path(sys.argv[1]))).begin()
run.path("items").write_text("half")
print("begun", flush=True)
time.sleep(60)
"""


@pytest.fixture
def derived(tmp_path: Path) -> DerivedStore:
    return DerivedStore(Workspace.create(tmp_path))


def compute(derived: DerivedStore, values: list[int], info: Mapping[str, object]) -> DerivedRun:
    run = derived.begin()
    pq.write_table(pa.table({"n": values}), run.path("numbers"))
    return run.commit(info)


def test_there_is_no_run_before_the_first(derived: DerivedStore) -> None:
    assert derived.current() is None


def test_a_committed_run_is_current_and_says_what_it_was_made_of(derived: DerivedStore) -> None:
    made = compute(derived, [1, 2], {"ledger_version": 7, "watershed": "2022-02-24"})
    current = derived.current()
    assert current == made
    assert made.info == {"ledger_version": 7, "watershed": "2022-02-24"}
    assert made.open_tables(["numbers"])["numbers"].n.sum().to_pyarrow().as_py() == 3


def test_tables_of_one_run_can_share_an_engine(derived: DerivedStore) -> None:
    run = compute(derived, [1, 2, 3], {})
    engine = open_engine(derived.workspace)
    numbers = run.open_tables(["numbers"], engine)["numbers"]
    assert engine.write_parquet(numbers.filter(numbers.n > 1), derived.workspace.cache / "big.parquet") == 2


def test_an_unfinished_run_leaves_the_last_one_current(derived: DerivedStore) -> None:
    made = compute(derived, [1], {})
    run = derived.begin()
    run.path("numbers").write_text("half")
    assert derived.current() == made
    run.discard()
    assert not run.folder.exists()


def test_the_last_few_runs_are_kept(derived: DerivedStore) -> None:
    made = [compute(derived, [number], {"number": number}) for number in range(5)]
    assert [it.folder.exists() for it in made] == [False, False, True, True, True]
    assert derived.current() == made[-1]


def test_a_run_that_someone_began_before_us_may_end_after_us(derived: DerivedStore) -> None:
    early = derived.begin()
    compute(derived, [1], {"same": True})
    late = early.commit({"same": True})
    assert derived.current() == late
    assert late.key.startswith("000002-")


def test_runs_that_end_at_the_same_time_are_all_kept(derived: DerivedStore) -> None:
    (derived.workspace.root / "enduse.toml").write_text("kept_runs = 50\n")
    store = DerivedStore(Workspace.open(derived.workspace.root))
    with ThreadPoolExecutor(8) as pool:
        made = list(pool.map(lambda number: compute(store, [number], {"same": True}), range(24)))
    assert len({it.key for it in made}) == 24
    assert all(it.path("numbers").exists() for it in made)
    assert store.current() in made


def test_what_a_killed_run_left_is_removed_but_a_living_run_is_not(derived: DerivedStore) -> None:
    with derived.begin() as living:
        _kill_one(derived)
        assert len(list(derived.workspace.derived.glob("unfinished-*/"))) == 2
        derived.begin().discard()
        assert [it for it in derived.workspace.derived.iterdir() if it.is_dir()] == [living.folder]


def _kill_one(derived: DerivedStore) -> None:
    command = [sys.executable, "-c", BEGIN, str(derived.workspace.root)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as killed:
        assert killed.stdout is not None
        assert killed.stdout.readline() == "begun\n"
        killed.send_signal(signal.SIGKILL)


def test_a_run_is_committed_once(derived: DerivedStore) -> None:
    with pytest.raises(StoreError, match="committed already"):
        compute(derived, [1], {}).commit({})


def test_names_with_a_suffix_are_taken_as_they_are(derived: DerivedStore) -> None:
    with derived.begin() as run:
        assert [run.path(it).name for it in ("items", "findings.jsonl")] == ["items.parquet", "findings.jsonl"]


def test_a_run_that_fails_leaves_nothing(derived: DerivedStore) -> None:
    def fail() -> None:
        with derived.begin() as run:
            run.path("items").write_text("half")
            raise ValueError("no rate")

    with pytest.raises(ValueError, match="no rate"):
        fail()
    assert list(derived.workspace.derived.iterdir()) == []


@pytest.mark.parametrize("name", ["run.json", "numbers.parquet"])
def test_missing_results_are_an_error_that_says_to_run_again(derived: DerivedStore, name: str) -> None:
    (compute(derived, [1], {}).folder / name).unlink()

    def read() -> None:
        current = derived.current()
        assert current is not None
        current.open_tables(["numbers"])

    with pytest.raises(LedgerDamaged, match="enduse run") as caught:
        read()
    assert caught.value.code == "E-DERIVED"
