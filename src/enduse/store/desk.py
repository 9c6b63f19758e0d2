"""The desk: the database of orders and decisions of one workspace, or of a team.

SQLite in write-ahead mode: readers never wait for the one who writes, and a kill at any moment leaves what was
committed.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, RowMapping, Select, Table, create_engine, event, insert
from sqlalchemy.exc import DatabaseError, IntegrityError, OperationalError

from enduse.errors import DeskRefused, DiskFull, StoreError

REFUSALS = {
    "E-DESK-APPEND": "What the desk holds is not changed or deleted; write a new step that says what is right.",
    "E-ORDER-REVISION": "The order was changed since: this is not its newest revision. Look at that one.",
    "E-ORDER-STATE": "This step cannot follow the last one of this order.",
    "E-ORDER-CLOCK": "The clock of this machine stands before the order's last step. Set it right and do it again.",
    "E-ORDER-WHO": "Nobody is named who does this. Give a name with --by.",
    "E-4EYES": "Who proposed a decision cannot approve it: somebody else has to.",
    "E-4EYES-WAIT": "You proposed this yourself and the waiting time is not over.",
    "E-ORDER-TIERS": "Customs classification and the licensing authority must both release it, by different people.",
    "E-ORDER-PROHIBITED": "A rule of law prohibits this order; no approval releases it. Refuse or change it.",
    "E-ORDER-LICENCE": "A licence is needed: give its number with --licence, or propose to apply for one.",
    "E-ORDER-OPEN": "A rule of law may prohibit this order or ask for a licence, and that is not settled yet.",
    "E-ORDER-REASON": "Questions of the house are open: say in a --note why it may ship with them open.",
}
"""Code that a trigger raises to what the user reads."""

_BUSY_SECONDS = 10
_RAISED = "desk:"


@dataclass(frozen=True)
class Desk:
    """Reads and appends; what the rules of the house forbid is refused by the database itself.

    Attributes:
        path: The file; made when something is written first.
    """

    path: Path

    @property
    def exists(self) -> bool:
        """Was anything ever written?"""
        return self.path.is_file()

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """One transaction: all of it, or nothing.

        Raises:
            DeskRefused: A rule of the desk forbids it; its code says which.
            StoreError: The file cannot be written.
        """
        try:
            with self._engine.begin() as connection:
                yield connection
        except (IntegrityError, OperationalError, DatabaseError) as error:
            raise _explained(error, self.path) from error

    def rows(self, query: Select[Any]) -> list[RowMapping]:
        """What a query gives; nothing where the desk does not exist yet."""
        if not self.exists:
            return []
        try:
            with self._engine.connect() as connection:
                return list(connection.execute(query).mappings())
        except DatabaseError as error:
            raise _explained(error, self.path) from error

    @cached_property
    def _engine(self) -> Engine:
        engine = create_engine(f"sqlite:///{self.path}", connect_args={"timeout": _BUSY_SECONDS})
        event.listen(engine, "connect", _prepare)
        event.listen(engine, "begin", _begin)
        with engine.begin() as connection:
            _upgrade(connection)
        return engine


def append(connection: Connection, table: Table, row: Mapping[str, Any]) -> None:
    """Add a row."""
    connection.execute(insert(table).values(**row))


def _prepare(raw: Any, record: Any) -> None:
    # The driver's own transactions begin too late for a read that is followed by a write; ours begin at once.
    raw.isolation_level = None
    raw.execute("PRAGMA journal_mode=WAL")
    raw.execute("PRAGMA synchronous=FULL")
    raw.execute("PRAGMA foreign_keys=ON")


def _begin(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def _upgrade(connection: Connection) -> None:
    """Bring the tables to today's version."""
    config = Config()
    config.set_main_option("script_location", "enduse.store:desk_migrations")
    config.set_main_option("path_separator", "os")
    config.set_main_option("version_locations", str(Path(__file__).parent / "desk_migrations" / "versions"))
    config.attributes["connection"] = connection
    head = ScriptDirectory.from_config(config).get_current_head()
    if MigrationContext.configure(connection).get_current_revision() != head:
        command.upgrade(config, "head")


def _explained(error: DatabaseError, path: Path) -> StoreError | DeskRefused:
    said = str(error.orig)
    if said.startswith(_RAISED):
        code = said.removeprefix(_RAISED)
        return DeskRefused(REFUSALS[code], code=code)
    if "disk is full" in said:
        return DiskFull(f"No room is left for {path}; nothing of this step was kept. Make room and do it again.")
    return StoreError(f"The desk {path} cannot be used: {said}. Nothing of this step was kept.", code="E-DESK")
