"""What ``run`` computed: each run a folder, the newest named by one small file that is replaced whole."""

import json
import os
import re
import secrets
import shutil
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from ibis.expr.types import Table

from enduse.errors import LedgerDamaged, StoreError
from enduse.model.ids import stable_key
from enduse.store.atomic import explained, make_durable, write_atomically
from enduse.store.engine import Engine, open_engine
from enduse.store.lock import HeldLock, acquire
from enduse.store.workspace import Workspace

_CURRENT = "current"
_INFO = "run.json"
_UNFINISHED = "unfinished-"
_KEY = re.compile(r"\d{6}-[0-9a-f]{8}")


@dataclass(frozen=True)
class DerivedRun:
    """The result of one run, finished or being written.

    Attributes:
        workspace: Whose.
        folder: Where its files are.
        key: Its name; empty until it is committed.
        info: What it was computed from: versions of ledger, lists and rules, parameters.
    """

    workspace: Workspace
    folder: Path
    key: str = ""
    info: Mapping[str, Any] = field(default_factory=dict)
    _lock: HeldLock | None = None

    def path(self, name: str) -> Path:
        """Where a file of this run is; a name without suffix is a Parquet table."""
        return self.folder / (name if "." in name else f"{name}.parquet")

    def open_tables(self, names: Iterable[str], engine: Engine | None = None) -> dict[str, Table]:
        """Lazy tables by name, on ``engine`` (None: a new one).

        Raises:
            LedgerDamaged: The run does not hold one of them.
        """
        used = engine or open_engine(self.workspace)
        return {name: self._open_table(name, used) for name in names}

    def _open_table(self, name: str, engine: Engine) -> Table:
        path = self.path(name)
        if not path.exists():
            raise LedgerDamaged(
                f"The results in {str(self.folder)!r} hold no {path.name!r}. They were altered, or another version of "
                "enduse made them. Compute them again with `enduse run`.",
                code="E-DERIVED",
            )
        return engine.read(name, [str(path)])

    def commit(self, info: Mapping[str, Any]) -> "DerivedRun":
        """Make this run the current one, in one step, and remove all but the last few.

        Args:
            info: What it was computed from; whatever JSON can hold.
        """
        if self._lock is None:
            raise StoreError(f"The run {self.key!r} is committed already; begin another one.")
        with explained("keeping the results", self.folder):
            write_atomically(self.folder / _INFO, _printed(info))
            for file in self.folder.iterdir():
                make_durable(file)
            key = _take_name(self.workspace.derived, self.folder, info)
            write_atomically(self.workspace.derived / _CURRENT, key.encode())
            self._lock.release()
            _remove_old(self.workspace.derived, self.workspace.config.kept_runs)
        return DerivedRun(self.workspace, self.workspace.derived / key, key, dict(info))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.discard()

    def discard(self) -> None:
        """Throw an unfinished run away; a committed one stays."""
        if self._lock is not None and not self._lock.file.closed:
            shutil.rmtree(self.folder, ignore_errors=True)
            self._lock.release()


def _printed(info: Mapping[str, Any]) -> bytes:
    return (json.dumps(info, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()


def _take_name(derived: Path, folder: Path, info: Mapping[str, Any]) -> str:
    while True:
        number = max((int(it.name[:6]) for it in _runs(derived)), default=0) + 1
        key = f"{number:06}-{stable_key(_printed(info), length=8)}"
        try:
            # A folder that holds files is never replaced: of two runs that end together, one gets the next number.
            os.rename(folder, derived / key)
        except OSError:
            if not (derived / key).exists():
                raise
            continue
        make_durable(derived)
        return key


def _runs(derived: Path) -> list[Path]:
    return sorted(it for it in derived.iterdir() if _KEY.fullmatch(it.name))


def _remove_old(derived: Path, kept: int) -> None:
    current = (derived / _CURRENT).read_text(encoding="ascii")
    for folder in _runs(derived)[:-kept]:
        if folder.name != current:
            shutil.rmtree(folder, ignore_errors=True)


@dataclass(frozen=True)
class DerivedStore:
    """The folder ``derived/`` of a workspace."""

    workspace: Workspace

    def begin(self) -> DerivedRun:
        """A new run to fill, best in a ``with``; until ``commit`` the last good one stays current."""
        derived = self.workspace.derived
        with explained("beginning a run", derived):
            _clear_unfinished(derived)
            name = f"{_UNFINISHED}{secrets.token_hex(4)}"
            lock = acquire(derived / f"{name}.lock", "computing a run")
            (derived / name).mkdir()
        return DerivedRun(self.workspace, derived / name, _lock=lock)

    def current(self) -> DerivedRun | None:
        """The last committed run; None when there was none yet.

        Raises:
            LedgerDamaged: ``E-DERIVED``: its files are missing or altered.
        """
        derived = self.workspace.derived
        if not (derived / _CURRENT).exists():
            return None
        with explained("reading the results", derived):
            key = (derived / _CURRENT).read_text(encoding="utf-8", errors="replace")
        try:
            info = json.loads((derived / key / _INFO).read_bytes())
        except (OSError, ValueError) as error:
            raise LedgerDamaged(
                f"The results {key!r} that should be current cannot be read: {error}. "
                "Nothing of the ledger is lost. Compute them again with `enduse run`.",
                code="E-DERIVED",
            ) from error
        return DerivedRun(self.workspace, derived / key, key, info)


def _clear_unfinished(derived: Path) -> None:
    for folder in derived.glob(f"{_UNFINISHED}*"):
        if not folder.is_dir():
            continue
        try:
            held = acquire(derived / f"{folder.name}.lock", "computing a run")
        except StoreError:
            continue
        shutil.rmtree(folder, ignore_errors=True)
        held.release()
