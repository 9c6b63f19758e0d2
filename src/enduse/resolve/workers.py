"""Work on several cores: the same answers in the same order, however many processes share it.

Each process is a fresh interpreter that imports only enduse. `multiprocessing` would import the user's script once more
in every process, and run it again where it has no ``__main__`` guard; a fork would copy the threads of DuckDB.
"""

import os
import pickle
import signal
import subprocess
import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from queue import SimpleQueue
from typing import IO, BinaryIO, TypeVar

from enduse.errors import EnduseError

Chunk = TypeVar("Chunk")
Result = TypeVar("Result")

MOST_WORKERS = 8
"""More processes than this would wait for the one that feeds them."""

_AHEAD = 3
_START = "import sys; sys.path[:] = {path!r}; from enduse.resolve.workers import serve; serve()"


def available(most: int = MOST_WORKERS) -> int:
    """How many processes can work at once on this machine, one at least; ENDUSE_WORKERS says otherwise."""
    said = os.environ.get("ENDUSE_WORKERS", "")
    if said.isdecimal():
        return max(1, int(said))
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return max(1, min(most, cores)) if sys.executable else 1


def mapped(task: Callable[[Chunk], Result], chunks: Iterable[Chunk], workers: int) -> Iterator[Result]:
    """What ``task`` makes of each chunk, in the order of the chunks.

    Args:
        task: A function of a module of enduse, without state; it and the chunks are pickled.
        chunks: The parts of the work, taken as they are needed.
        workers: Processes; with one the work is done here.

    Raises:
        EnduseError: ``E-WORKER``: a process ended before its work did.
    """
    if workers < 2:
        yield from map(task, chunks)
        return
    every: list[_Worker] = []
    threads = ThreadPoolExecutor(workers)
    try:
        free: SimpleQueue[_Worker] = SimpleQueue()
        for _ in range(workers):
            every.append(_Worker())
            free.put(every[-1])
        waiting: deque[Future[Result]] = deque()
        for chunk in chunks:
            waiting.append(threads.submit(_done, free, task, chunk))
            if len(waiting) > _AHEAD * workers:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
    finally:
        threads.shutdown(wait=False, cancel_futures=True)
        for it in every:
            it.stop()
        threads.shutdown()


def _done(free: "SimpleQueue[_Worker]", task: Callable[[Chunk], Result], chunk: Chunk) -> Result:
    worker = free.get()
    try:
        return worker.ask(task, chunk)
    finally:
        free.put(worker)


class _Worker:
    """One process, asked one thing at a time."""

    def __init__(self) -> None:
        code = _START.format(path=list(sys.path))
        self._process = subprocess.Popen([sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    def ask(self, task: Callable[[Chunk], Result], chunk: Chunk) -> Result:
        """What ``task`` makes of the chunk, or what it raised."""
        into, out = self._process.stdin, self._process.stdout
        if into is None or out is None:
            raise _lost(self._process)
        try:
            pickle.dump((task, chunk), into, pickle.HIGHEST_PROTOCOL)
            into.flush()
            fine, found = pickle.load(out)
        except (OSError, EOFError, pickle.UnpicklingError, ValueError) as error:
            raise _lost(self._process) from error
        if not fine:
            raise found
        result: Result = found
        return result

    def stop(self) -> None:
        """End the process; what it was doing is lost."""
        self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe:
                _close(pipe)


def _close(pipe: IO[bytes]) -> None:
    try:
        pipe.close()
    except OSError:
        # What was not yet written has nobody to read it.
        return


def _lost(process: "subprocess.Popen[bytes]") -> EnduseError:
    code = process.poll()
    return EnduseError(
        f"A process that compared names ended before its work did (exit code {code!r}), so nothing was computed. "
        "Most often the machine ran out of memory, or somebody ended it. Free some memory and run again; with "
        "ENDUSE_WORKERS=1 one process does all the work.",
        code="E-WORKER",
    )


def serve() -> None:
    """Work off what comes on standard input until it ends; for the processes that ``mapped`` starts."""
    # An interrupt reaches every process of the terminal; the one that started us ends us.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    out = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    # Whatever prints must not get between the answers.
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    answer(sys.stdin.buffer, out)


def answer(into: BinaryIO, out: BinaryIO) -> None:
    """Read pairs of a task and a chunk, and write for each whether it went well and what came of it."""
    while True:
        try:
            task, chunk = pickle.load(into)
        except EOFError:
            return
        pickle.dump(_tried(task, chunk), out, pickle.HIGHEST_PROTOCOL)
        out.flush()


def _tried(task: Callable[[Chunk], Result], chunk: Chunk) -> tuple[bool, Result | EnduseError]:
    try:
        return True, task(chunk)
    except EnduseError as error:
        return False, error
