"""Tests that really kill processes: the ledger is the last good one, and the same command goes on."""

import json
import random
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from enduse.store.ledger import LedgerStore
from enduse.store.workspace import Workspace

WORKER = Path(__file__).with_name("store_worker.py")


def start(*given: object) -> subprocess.Popen[str]:
    """A worker that is ready and waits for ``go``."""
    command = [sys.executable, str(WORKER), *map(str, given)]
    worker = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert worker.stdout is not None
    assert worker.stdout.readline() == "ready\n"
    return worker


def go(worker: subprocess.Popen[str]) -> None:
    assert worker.stdin is not None
    worker.stdin.write("go\n")
    worker.stdin.flush()


def ended(worker: subprocess.Popen[str]) -> str:
    """Its last words."""
    with worker:
        return worker.communicate(timeout=120)[0].strip()


@pytest.mark.slow
@pytest.mark.parametrize("job", ["add", "undo", "undo-shared", "compact", "migrate", "commit"])
def test_killed_before_any_file_operation_the_last_good_state_stands_and_a_rerun_completes(
    tmp_path: Path, job: str
) -> None:
    command = [sys.executable, str(WORKER), "kill-everywhere", job, str(tmp_path)]
    told: dict[str, Any] = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
    before, after, kills = told["before"], told["after"], told["kills"]
    assert before != after
    assert after["damages"] == []
    assert len(kills) > 10
    assert [it["left"] for it in kills if it["left"] not in (before, after)] == []
    # Computing again after a committed run is a new run with the same content.
    assert [it["again"] for it in kills if it["again"] != after] == []


@pytest.mark.slow
def test_killed_before_any_removal_every_version_left_is_whole_and_a_rerun_removes_the_rest(tmp_path: Path) -> None:
    command = [sys.executable, str(WORKER), "kill-everywhere", "prune", str(tmp_path)]
    told: dict[str, Any] = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
    assert (told["before"]["versions"], told["after"]["versions"]) == ([1, 2, 3], [3])
    assert len(told["after"]["files"]) < len(told["before"]["files"])
    assert len(told["kills"]) >= 4
    for it in told["kills"]:
        assert it["left"]["damages"] == []
        assert it["left"]["versions"] in ([1, 2, 3], [2, 3], [3])
        assert it["again"] == told["after"]


@pytest.mark.slow
def test_killed_at_random_moments_an_intake_completes_with_the_same_bytes(tmp_path: Path) -> None:
    whole, killed = (Workspace.create(tmp_path / name) for name in ("whole", "killed"))
    worker = start("add", whole.root, "north", 60)
    began = time.monotonic()
    go(worker)
    assert ended(worker) == "done"
    length = time.monotonic() - began
    moments = random.Random(7)
    for _ in range(8):
        worker = start("add", killed.root, "north", 60)
        go(worker)
        time.sleep(moments.uniform(0, length * 0.6))
        worker.kill()
        ended(worker)
        assert LedgerStore(killed).current() in (0, 1)
        assert LedgerStore(killed).verify() == ()
    worker = start("add", killed.root, "north", 60)
    go(worker)
    assert ended(worker) == "done"
    ledgers = LedgerStore(whole), LedgerStore(killed)
    assert ledgers[1].manifest().parts == ledgers[0].manifest().parts
    assert ledgers[1].verify() == ()
    assert list(killed.staging.iterdir()) == []


@pytest.mark.slow
def test_two_writers_at_once_both_publish_all_and_readers_see_whole_versions(tmp_path: Path) -> None:
    workspace = Workspace.create(tmp_path / "case")
    ledger = LedgerStore(workspace)
    writers = [start("add-many", workspace.root, name, 10) for name in ("north", "south")]
    for it in writers:
        go(it)
    seen = 0
    while any(it.poll() is None for it in writers):
        manifest = ledger.manifest()
        assert manifest.version >= seen
        assert len(manifest.sources) == manifest.version
        assert sum(it.rows for it in manifest.parts) == 50 * manifest.version
        assert ledger.verify(manifest.version) == ()
        seen = manifest.version
    assert [ended(it) for it in writers] == ["done", "done"]
    assert ledger.versions() == tuple(range(1, 21))
    names = {f"{name}{number}.csv" for name in ("north", "south") for number in range(10)}
    assert {it.name for it in ledger.manifest().sources} == names
    assert ledger.verify() == ()


@pytest.mark.slow
def test_two_processes_with_the_same_file_add_it_once(tmp_path: Path) -> None:
    workspace = Workspace.create(tmp_path / "case")
    workers = [start("add", workspace.root, "north", 40) for _ in range(2)]
    for it in workers:
        go(it)
    assert sorted(map(ended, workers)) in (["E-BUSY", "done"], ["done", "done"])
    ledger = LedgerStore(workspace)
    assert ledger.versions() == (1,)
    assert sum(it.rows for it in ledger.manifest().parts) == 2000


Add = Callable[..., Any]


def test_a_rerun_after_a_kill_between_publishing_and_clearing_up_changes_nothing(ledger: LedgerStore, add: Add) -> None:
    manifest = add(ledger, "north.csv")
    (ledger.workspace.staging / manifest.sources[0].source_id).mkdir()
    assert add(ledger, "north.csv") == manifest
    assert list(ledger.workspace.staging.iterdir()) == []
