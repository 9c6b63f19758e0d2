"""A process that works on a ledger, for tests that kill it. Run as a script; tests read what it prints.

``kill-everywhere JOB FOLDER``   do a job again and again, each time killed one file operation later
``add ROOT NAME BATCHES``        add one source, resuming what a killed run staged
``add-many ROOT NAME COUNT``     add several small sources
"""

import hashlib
import json
import os
import shutil
import signal
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import pyarrow as pa

from enduse.errors import EnduseError
from enduse.model.provenance import Place
from enduse.store.derived import DerivedStore
from enduse.store.journal import BatchCounts
from enduse.store.ledger import LedgerStore
from enduse.store.manifest import Manifest, Part, PlaceEntry, SourceEntry, print_manifest
from enduse.store.migrate import migrate
from enduse.store.parts import part_form, write_part
from enduse.store.pruning import prune
from enduse.store.schema import ITEMS
from enduse.store.workspace import Workspace

ROWS = 50


def noon() -> datetime:
    return datetime(2024, 3, 1, 12, tzinfo=UTC)


def rows(source_id: str, first: int, schema: pa.Schema) -> pa.Table:
    numbers = range(first, first + ROWS)
    columns: dict[str, pa.Array] = {it.name: pa.nulls(ROWS, it.type) for it in schema}
    columns["source_id"] = pa.array([source_id] * ROWS)
    columns["row"] = pa.array(numbers, pa.int64())
    columns["description"] = pa.array([hashlib.sha256(f"{source_id}{it}".encode()).hexdigest() for it in numbers])
    return pa.table(columns, schema=schema)


def add(ledger: LedgerStore, name: str, batches: int) -> None:
    path = ledger.workspace.root / f"{name}.csv"
    # A second worker must not be seen writing to the file that the first one copies.
    whole = path.with_suffix(f".{os.getpid()}")
    whole.write_text(name)
    os.replace(whole, path)
    source_id, size = ledger.keep_original(path)
    if ledger.holds(source_id):
        return
    with ledger.intake(source_id, "worker") as intake, ThreadPoolExecutor(2) as pool:

        def write(number: int) -> None:
            first = 2 + number * ROWS
            if not intake.done(Place(), first):
                table = rows(source_id, first, ITEMS.arrow_schema())
                intake.write_batch(Place(), first, {"items": table}, BatchCounts(ROWS, ROWS))

        list(pool.map(write, range(batches)))
        counts = intake.counts(Place())
        place = PlaceEntry(None, None, "csv", "made_up", "items", {}, counts.rows_read, counts.rows_kept)
        intake.publish(SourceEntry(source_id, path.name, size, ledger.now(), (place,)))


def undo(ledger: LedgerStore) -> None:
    source_id = hashlib.sha256(b"north").hexdigest()
    if ledger.holds(source_id):
        ledger.undo(source_id)


def undone(ledger: LedgerStore) -> None:
    two_sources(ledger)
    undo(ledger)


def compute(ledger: LedgerStore) -> None:
    run = DerivedStore(ledger.workspace).begin()
    run.path("findings.jsonl").write_text("second\n")
    run.commit({"ledger_version": ledger.current()})


def two_sources(ledger: LedgerStore) -> None:
    add(ledger, "north", 2)
    add(ledger, "south", 2)


def shared_parts(ledger: LedgerStore) -> None:
    two_sources(ledger)
    ledger.compact()


def old_schema(ledger: LedgerStore) -> None:
    """A ledger as schema 0 wrote it: items without ``revision``."""
    full = ITEMS.arrow_schema()
    schema = pa.schema([it for it in full if it.name != "revision"])
    folder = ledger.workspace.ledger / "items"
    folder.mkdir()
    form = part_form("items", schema)
    path, it = write_part(folder, form, [rows("9" * 64, 2, schema)], lambda _: folder / "old-0.parquet")
    part = Part("items", f"items/{path.name}", it.rows, ("9" * 64,), it.bytes, it.sha256)
    source = SourceEntry("9" * 64, "old.csv", 1, ledger.now())
    ledger.workspace.original("9" * 64).write_text("")
    old = Manifest(1, 0, ledger.now(), (part,), (source,), "add old.csv")
    (ledger.workspace.versions / "1.json").write_bytes(print_manifest(old))


def one_run(ledger: LedgerStore) -> None:
    run = DerivedStore(ledger.workspace).begin()
    run.path("findings.jsonl").write_text("first\n")
    run.commit({"ledger_version": 0})


Job = Callable[[LedgerStore], object]
JOBS: dict[str, tuple[Job, Job]] = {
    "add": (lambda ledger: add(ledger, "south", 1), lambda ledger: add(ledger, "north", 2)),
    "undo": (two_sources, undo),
    "undo-shared": (shared_parts, undo),
    "prune": (undone, prune),
    "compact": (two_sources, lambda ledger: ledger.compact()),
    "migrate": (old_schema, migrate),
    "commit": (one_run, compute),
}
WATCHED = {"open", "os.rename", "os.link", "os.remove", "os.mkdir", "os.rmdir", "os.chmod", "os.listdir", "os.scandir"}


def kill_everywhere(name: str, folder: Path) -> None:
    """Print what the ledger held before, after an unkilled job, and after each kill and each second try."""
    prepare, job = JOBS[name]
    look = disk if name == "prune" else state
    start, whole, root = (folder / it for it in ("start", "whole", "killed"))
    apart(lambda: prepare(LedgerStore(Workspace.create(start), noon)))
    shutil.copytree(start, whole)
    before = apart(lambda: look(whole))
    apart(lambda: job(LedgerStore(Workspace.open(whole), noon)))
    kills: list[object] = []
    shutil.copytree(start, root)
    while killed_at(len(kills) + 1, root, job):
        left = apart(lambda: look(root))
        apart(lambda: job(LedgerStore(Workspace.open(root), noon)))
        kills.append({"left": left, "again": apart(lambda: look(root))})
        shutil.rmtree(root)
        shutil.copytree(start, root)
    print(json.dumps({"before": before, "after": apart(lambda: look(whole)), "kills": kills}))


def killed_at(number: int, root: Path, job: Job) -> bool:
    """Do the job in a process that dies before its ``number``-th file operation; False when it has fewer."""
    child = os.fork()
    if child == 0:
        seen = 0

        def watch(event: str, args: tuple[object, ...]) -> None:
            nonlocal seen
            # Removing a tree names files relative to an open folder; all else by path.
            if event in WATCHED and (event in {"os.remove", "os.rmdir"} or str(root) in str(args[0])):
                seen += 1
                if seen == number:
                    os.kill(os.getpid(), signal.SIGKILL)

        ledger = LedgerStore(Workspace.open(root), noon)
        sys.addaudithook(watch)
        job(ledger)
        os._exit(0)
    status = os.waitpid(child, 0)[1]
    if os.WIFSIGNALED(status):
        return True
    if os.WEXITSTATUS(status):
        raise SystemExit(f"the job failed by itself: {status}")
    return False


def apart(job: Callable[[], object]) -> object:
    """What ``job`` gives, computed in a process of its own, so that this one stays free of threads."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        given = job()
        text = json.dumps(given) if isinstance(given, dict) else "null"
        with os.fdopen(writing, "w") as pipe:
            pipe.write(text)
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading) as pipe:
        text = pipe.read()
    if os.waitpid(child, 0)[1]:
        raise SystemExit("a step failed")
    result: object = json.loads(text)
    return result


def state(root: Path) -> dict[str, object]:
    """All that readers can see."""
    workspace = Workspace.open(root)
    ledger = LedgerStore(workspace, noon)
    manifest = ledger.log.read()
    run = DerivedStore(workspace).current()
    return {
        "version": manifest.version,
        "sources": [it.name for it in manifest.sources],
        "parts": [[it.path, it.rows, it.sha256] for it in manifest.parts],
        "schema": manifest.schema_version,
        "damages": damages(ledger),
        "run": run.path("findings.jsonl").read_text() if run else "",
    }


def disk(root: Path) -> dict[str, object]:
    """All that readers can see, and what takes room."""
    ledger = LedgerStore(Workspace.open(root), noon)
    files = sorted(it.name for folder in ("ledger/items", "sources") for it in (root / folder).iterdir())
    return {**state(root), "versions": list(ledger.versions()), "files": files}


def damages(ledger: LedgerStore) -> list[str]:
    every = [it for it in ledger.versions() if ledger.log.read(it).schema_version]
    return [damage for it in every for damage in ledger.verify(it) if "old.csv" not in damage]


def main() -> None:
    verb, *given = sys.argv[1:]
    if verb == "kill-everywhere":
        # The first array makes pyarrow import pandas: once here, not in the midst of every job.
        pa.array(["warm"])
        kill_everywhere(given[0], Path(given[1]))
        return
    ledger = LedgerStore(Workspace.open(Path(given[0])), noon)
    print("ready", flush=True)
    sys.stdin.readline()
    try:
        if verb == "add":
            add(ledger, given[1], int(given[2]))
        else:
            for number in range(int(given[2])):
                add(ledger, f"{given[1]}{number}", 1)
    except EnduseError as error:
        print(error.code, flush=True)
        raise SystemExit(error.exit_code) from None
    print("done", flush=True)


if __name__ == "__main__":
    main()
