"""What people wrote into a case: appended, undone by a new entry, never changed."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

from sqlalchemy import Connection, RowMapping, desc, select

from enduse.errors import UsageError
from enduse.model.case_log import KINDS, UNDO, CaseEntry, NewEntry, in_force
from enduse.store.case_tables import CASE_LOG
from enduse.store.desk import Desk, append

_HASHED = ("number", "kind", "about", "facts", "refers", "at", "by", "previous")


@dataclass(frozen=True)
class CaseLog:
    """Reads and appends.

    Attributes:
        desk: The database.
    """

    desk: Desk

    def write(self, new: NewEntry, at: datetime, by: str) -> CaseEntry:
        """Append an entry; what was written.

        Raises:
            UsageError: ``E-CASE-WHO``: nobody is named; ``E-CASE-REFERS``: there is no such entry to refer to.
            ValueError: No such kind: a mistake of ours.
        """
        return self.write_all([new], at, by)[0]

    def write_all(self, new: list[NewEntry], at: datetime, by: str) -> list[CaseEntry]:
        """Append several, all or none of them, in their order.

        Raises:
            UsageError: As ``write`` does.
        """
        if not by.strip():
            raise UsageError("Nobody is named who writes this. Give a name with --by.", code="E-CASE-WHO")
        with self.desk.writing() as connection:
            return [_write(connection, it, at, by.strip()) for it in new]

    def undo(self, number: int, reason: str, at: datetime, by: str) -> CaseEntry:
        """Say that an entry no longer holds; undoing an undoing brings it back.

        Raises:
            UsageError: ``E-CASE-REFERS``: there is no such entry.
        """
        return self.write(NewEntry(UNDO, {"reason": reason}, refers=number), at, by)

    def history(self) -> list[CaseEntry]:
        """Every entry, the undone and the undoing ones, too, oldest first."""
        return [_entry(it) for it in self.desk.rows(select(CASE_LOG).order_by(CASE_LOG.c.number))]

    def entries(self, *kinds: str) -> list[CaseEntry]:
        """Entries that hold, of some kinds or of all, oldest first."""
        return [it for it in in_force(self.history()) if not kinds or it.kind in kinds]

    def find(self, key: str, *kinds: str) -> CaseEntry:
        """The entry of a number, as ``C12`` or ``12``, that holds and is of one of these kinds.

        Raises:
            UsageError: ``E-CASE-UNKNOWN``.
        """
        found = [it for it in self.entries(*kinds) if str(it.number) == key.strip().lstrip("Cc")]
        if not found:
            said = " or ".join(kinds) or "entry"
            raise UsageError(
                f"{key!r} is no {said} of this case, or it was undone. Give a number such as C1; see them with "
                "`enduse case show`.",
                code="E-CASE-UNKNOWN",
            )
        return found[0]

    def rows(self) -> list[dict[str, Any]]:
        """The rows as they stand, oldest first, with their hashes; ``facts`` as text."""
        return [dict(it) for it in self.desk.rows(select(CASE_LOG).order_by(CASE_LOG.c.number))]

    def head(self) -> str:
        """Hash of the last row: who wrote it down elsewhere sees whether rows were cut off."""
        rows = self.desk.rows(select(CASE_LOG.c.hash).order_by(desc(CASE_LOG.c.number)).limit(1))
        return str(rows[0]["hash"]) if rows else ""

    def verify(self) -> list[str]:
        """Where the chain does not hold, a sentence each; empty: it holds."""
        wrong, previous, expected = list[str](), "", 1
        for row in self.desk.rows(select(CASE_LOG).order_by(CASE_LOG.c.number)):
            if row["number"] != expected or row["previous"] != previous or entry_hash(row) != row["hash"]:
                wrong.append(
                    f"Entry C{row['number']} ({row['kind']}, {row['at']}) was altered, or one before it is gone."
                )
            previous, expected = row["hash"], row["number"] + 1
        return wrong


def _write(connection: Connection, new: NewEntry, at: datetime, by: str) -> CaseEntry:
    if new.kind not in KINDS:
        raise ValueError(f"no kind of entry: {new.kind!r}")
    columns = CASE_LOG.c
    last = connection.execute(select(columns.number, columns.hash).order_by(desc(columns.number)).limit(1)).first()
    number, previous = (last.number + 1, last.hash) if last else (1, "")
    if new.kind == UNDO and not 0 < new.refers < number or not 0 <= new.refers < number:
        raise UsageError(
            f"There is no entry C{new.refers} in this case; the last one is C{number - 1}.", code="E-CASE-REFERS"
        )
    row = {
        "number": number,
        "kind": new.kind,
        "about": new.about.strip(),
        "facts": _json(new.facts),
        "refers": new.refers,
        "at": at.astimezone(UTC).isoformat(timespec="seconds"),
        "by": by,
        "previous": previous,
    }
    append(connection, CASE_LOG, {**row, "hash": entry_hash(row)})
    return _entry(row)


def _entry(row: Mapping[str, Any] | RowMapping) -> CaseEntry:
    facts = json.loads(row["facts"])
    return CaseEntry(row["number"], row["kind"], row["about"], facts, row["refers"], row["at"], row["by"])


def entry_hash(row: Mapping[str, Any] | RowMapping) -> str:
    """Hash of a row of the log over what it says and the hash of the row before it; ``facts`` as text."""
    return sha256(_json([row[it] for it in _HASHED]).encode()).hexdigest()


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True)
