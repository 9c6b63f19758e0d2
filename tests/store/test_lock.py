"""Tests of the lock that dies with its holder."""

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from enduse.errors import StoreError
from enduse.store.lock import acquire, locked

HOLD = """
import sys, time
from pathlib import Path
from enduse.store.lock import acquire
held = acquire(Path(sys.argv[1]), "adding")
print("held", flush=True)
time.sleep(60)
"""


def test_the_second_is_told_which_process_holds_it(tmp_path: Path) -> None:
    with locked(tmp_path / "a.lock", "adding"), pytest.raises(StoreError, match=f"Process {os.getpid()} is") as caught:
        acquire(tmp_path / "a.lock", "adding the same file")
    assert caught.value.code == "E-BUSY"


def test_a_released_lock_is_free_and_leaves_no_file(tmp_path: Path) -> None:
    with locked(tmp_path / "a.lock", "adding"):
        pass
    assert list(tmp_path.iterdir()) == []
    acquire(tmp_path / "a.lock", "adding").release()


def test_the_second_may_wait(tmp_path: Path) -> None:
    held = acquire(tmp_path / "a.lock", "adding")
    threading.Timer(0.2, held.release).start()
    acquire(tmp_path / "a.lock", "adding", wait_s=10).release()
    assert held.file.closed


def test_the_lock_of_a_killed_process_is_free_at_once(tmp_path: Path) -> None:
    path = tmp_path / "a.lock"
    with subprocess.Popen([sys.executable, "-c", HOLD, str(path)], stdout=subprocess.PIPE, text=True) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        with pytest.raises(StoreError, match=f"Process {holder.pid} is"):
            acquire(path, "adding")
        holder.send_signal(signal.SIGKILL)
    assert path.exists()
    acquire(path, "adding").release()


def test_never_do_two_hold_it(tmp_path: Path) -> None:
    inside: list[int] = []
    most: list[int] = []

    def enter(number: int) -> None:
        for _ in range(20):
            with locked(tmp_path / "a.lock", "counting", wait_s=60):
                inside.append(number)
                most.append(len(inside))
                time.sleep(0)
                inside.pop()

    threads = [threading.Thread(target=enter, args=(number,)) for number in range(4)]
    for it in threads:
        it.start()
    for it in threads:
        it.join()
    assert len(most) == 80
    assert max(most) == 1
