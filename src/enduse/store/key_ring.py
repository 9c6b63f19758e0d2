"""The keys of sensitive evidence: one for each person or source, in a file of their own.

They lie apart from the evidence so that both can be copied apart: who has one of the two reads nothing.
"""

import os
import secrets
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from enduse.errors import StoreError
from enduse.store.order_log import person_key
from enduse.store.sealing import new_key

_TABLE = "CREATE TABLE IF NOT EXISTS keys (key_id TEXT PRIMARY KEY, owner TEXT UNIQUE NOT NULL, key BLOB NOT NULL)"


@dataclass(frozen=True)
class KeyRing:
    """Keys by their owner.

    Attributes:
        path: The file; made, readable by this account alone, when the first key is.
    """

    path: Path

    def made_for(self, owner: str) -> tuple[str, bytes]:
        """Id and key of a person or source; made where there is none.

        The id is random and says nothing about the owner, who stands in this file alone.
        """
        with self._writing() as base:
            values = (secrets.token_hex(16), person_key(owner), new_key())
            base.execute("INSERT OR IGNORE INTO keys VALUES (?, ?, ?)", values)
            row = base.execute("SELECT key_id, key FROM keys WHERE owner = ?", (person_key(owner),)).fetchone()
        return str(row[0]), bytes(row[1])

    def key(self, key_id: str) -> bytes | None:
        """The key of that id; None: it was erased."""
        found = self._looked_up("SELECT key FROM keys WHERE key_id = ?", key_id)
        return bytes(found) if isinstance(found, bytes) else None

    def keys(self) -> dict[str, bytes]:
        """Every key by its id."""
        if not self.path.is_file():
            return {}
        with self._writing() as base:
            return {str(key_id): bytes(key) for key_id, key in base.execute("SELECT key_id, key FROM keys")}

    def id_of(self, owner: str) -> str:
        """Id of an owner's key, whatever case and order of the name; empty: there is none."""
        found = self._looked_up("SELECT key_id FROM keys WHERE owner = ?", person_key(owner))
        return str(found or "")

    def erase(self, key_id: str) -> None:
        """Forget a key and its owner; the bytes in the file are overwritten."""
        with self._writing() as base:
            base.execute("DELETE FROM keys WHERE key_id = ?", (key_id,))

    def _looked_up(self, query: str, value: str) -> object:
        if not self.path.is_file():
            return None
        with self._writing() as base:
            row = base.execute(query, (value,)).fetchone()
        return row[0] if row else None

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        try:
            os.close(os.open(self.path, os.O_CREAT | os.O_RDWR, 0o600))
            with closing(sqlite3.connect(self.path, timeout=10, isolation_level=None)) as base:
                # A write-ahead log would keep an erased key for a while.
                base.execute("PRAGMA journal_mode=DELETE")
                base.execute("PRAGMA secure_delete=ON")
                base.execute("PRAGMA synchronous=FULL")
                base.execute(_TABLE)
                base.execute("BEGIN IMMEDIATE")
                yield base
                base.execute("COMMIT")
        except (sqlite3.Error, OSError) as error:
            raise StoreError(
                f"The keys in {self.path} cannot be used: {error}. Sensitive evidence stays closed and nothing was "
                "kept. Put the file back from a copy, or give yourself the right to read and write it.",
                code="E-EVIDENCE-KEYS",
            ) from error
