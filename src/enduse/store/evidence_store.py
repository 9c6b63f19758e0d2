"""Evidence of one workspace: bytes first, then the row that names them; nothing is changed, keys alone are erased."""

import base64
import fcntl
import io
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import Any, BinaryIO

from sqlalchemy import RowMapping, desc, func, select

from enduse.errors import StoreError, UsageError
from enduse.model.evidence import EvidenceFacts, EvidenceItem, KeptText, Particulars
from enduse.store.atomic import explained
from enduse.store.desk import Desk, append
from enduse.store.evidence_files import EvidenceFiles
from enduse.store.evidence_tables import EVIDENCE_LOG
from enduse.store.key_ring import KeyRing
from enduse.store.sealing import pieces, seal, unseal

_HASHED = (
    "kind", "number", "stored", "stored_size", "text_stored", "media_type", "sensitivity", "key_id", "particulars",
    "reason", "at", "by", "previous",
)  # fmt: skip
_SEALED = "sealed:"


@dataclass(frozen=True)
class Problem:
    """Something of the evidence is not as it was, or is worth knowing.

    Attributes:
        item: Which, as ``E1``; empty: none in particular.
        state: changed, missing, altered, key_missing, unfinished (grave), erased or unlisted (to know).
        says: In words.
    """

    item: str
    state: str
    says: str

    @property
    def grave(self) -> bool:
        """Does something no longer hold?"""
        return self.state not in ("erased", "unlisted")


@dataclass(frozen=True)
class NewEvidence:
    """What a row is made of.

    Attributes:
        stored: SHA-256 of the bytes on disk.
        stored_size: Their number.
        media_type: By content.
        key_id: Of the key; empty: not sealed.
        particulars: What is sealed with the bytes.
    """

    stored: str
    stored_size: int
    media_type: str
    key_id: str
    particulars: Particulars


@dataclass(frozen=True)
class EvidenceStore:
    """Reads and appends.

    Attributes:
        root: The workspace's folder.
    """

    root: Path

    @cached_property
    def files(self) -> EvidenceFiles:
        """The bytes."""
        return EvidenceFiles(self.root / "evidence")

    @cached_property
    def desk(self) -> Desk:
        """The rows."""
        return Desk(self.root / "desk.db")

    @cached_property
    def ring(self) -> KeyRing:
        """The keys."""
        return KeyRing(self.root / "desk_keys.db")

    @contextmanager
    def alone(self) -> Iterator[None]:
        """No other process adds or erases meanwhile; a killed one lets go by itself."""
        with explained("keeping evidence", self.root):
            lock = (self.root / ".evidence-lock").open("ab")
        with lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def append(self, new: NewEvidence, at: datetime, by: str) -> EvidenceItem:
        """Write the row of bytes that are kept already."""
        told, text = new.particulars, new.particulars.text
        row = {
            "stored": new.stored,
            "stored_size": new.stored_size,
            "text_stored": text.stored if text else "",
            "media_type": new.media_type,
            "sensitivity": told.facts.sensitivity,
            "key_id": new.key_id,
            "particulars": self._sealed(_json(asdict(told)), new.key_id),
        }
        number = self._write({"kind": "added", **row}, at, by)
        (written,) = self.desk.rows(select(EVIDENCE_LOG).where(EVIDENCE_LOG.c.number == number))
        return _item(written, self.ring.keys())

    def items(self) -> list[EvidenceItem]:
        """All of them, oldest first."""
        rows = self.desk.rows(select(EVIDENCE_LOG).where(EVIDENCE_LOG.c.kind == "added").order_by(EVIDENCE_LOG.c.id))
        keys = self.ring.keys()
        return [_item(it, keys) for it in rows]

    def key(self, key_id: str) -> bytes | None:
        """The key of that id; None for an empty one.

        Raises:
            UsageError: ``E-EVIDENCE-ERASED``.
        """
        if not key_id:
            return None
        key = self.ring.key(key_id)
        if key is None:
            raise UsageError(
                "The key of this evidence was erased: its bytes cannot be read by anybody any more. That it was held, "
                "and its hash, stay on the record.",
                code="E-EVIDENCE-ERASED",
            )
        return key

    @contextmanager
    def opened(self, item: EvidenceItem) -> Iterator[BinaryIO]:
        """The original bytes.

        Raises:
            StoreError: Missing or changed since it was added.
            UsageError: ``E-EVIDENCE-ERASED``.
        """
        with self.files.opened(item.stored, self.key(item.key_id)) as file:
            yield file

    def text(self, item: EvidenceItem) -> str:
        """The text that was read when it was added; empty: none."""
        if not item.text_stored:
            return ""
        with self.files.opened(item.text_stored, self.key(item.key_id)) as file:
            return file.read().decode("utf-8")

    def erase(self, owner: str, reason: str, at: datetime, by: str) -> int:
        """Erase a person's or source's key; how many pieces of evidence closed for ever.

        Raises:
            UsageError: ``E-EVIDENCE-OWNER``: nobody of that name has a key.
        """
        key_id = self.ring.id_of(owner)
        if not key_id:
            raise UsageError(
                f"No key belongs to {owner!r}: either it was erased before, or none of their evidence was marked "
                "sensitive. See `enduse evidence show`.",
                code="E-EVIDENCE-OWNER",
            )
        # The row first: a kill in between leaves a record of what was meant, and the same command finishes it.
        self._write({"kind": "erased", "key_id": key_id, "reason": reason}, at, by)
        self.ring.erase(key_id)
        return sum(it.key_id == key_id for it in self.items())

    def head(self) -> str:
        """Hash of the last row: who wrote it down elsewhere sees whether rows were cut off."""
        rows = self.desk.rows(select(EVIDENCE_LOG.c.hash).order_by(desc(EVIDENCE_LOG.c.id)).limit(1))
        return str(rows[0]["hash"]) if rows else ""

    def verify(self) -> list[Problem]:
        """What is not as it was, and what was erased; reads every byte."""
        rows = self.desk.rows(select(EVIDENCE_LOG).order_by(EVIDENCE_LOG.c.id))
        keys = self.ring.keys()
        items = [*_readable(rows, keys)]
        erased = {it["key_id"]: it["at"] for it in rows if it["kind"] == "erased"}
        listed = {it.stored for it in items} | {it.text_stored for it in items}
        unlisted = sorted(self.files.names() - listed) if self.files.folder.is_dir() else []
        return [
            *_altered(rows),
            *(it for item in items for it in self._problems(item, erased)),
            *(Problem("", "unfinished", "A key was to be erased and is still there: run `enduse evidence erase` again.")
              for it in erased if it in keys),
            *(Problem("", "unlisted", f"{it}: bytes that no evidence names, left by a stopped command.")
              for it in unlisted),
        ]  # fmt: skip

    def _problems(self, item: EvidenceItem, erased: Mapping[str, str]) -> Iterator[Problem]:
        for what, stored in (("bytes", item.stored), ("text", item.text_stored)):
            state = self.files.state(stored) if stored else "kept"
            if state != "kept":
                yield Problem(item.id, state, f"Its {what} ({self.files.path(stored)}) are {state} since it was added.")
        if item.particulars is None:
            if item.key_id in erased:
                yield Problem(item.id, "erased", f"Its key was erased on {erased[item.key_id][:10]}.")
            else:
                yield Problem(item.id, "key_missing", "Its key is gone, and nobody erased it: put desk_keys.db back.")

    def _sealed(self, text: str, key_id: str) -> str:
        key = self.key(key_id)
        if key is None:
            return text
        return _SEALED + base64.b64encode(b"".join(seal(pieces(io.BytesIO(text.encode())), key))).decode("ascii")

    def _write(self, told: Mapping[str, Any], at: datetime, by: str) -> int:
        columns = EVIDENCE_LOG.c
        with self.desk.writing() as connection:
            last = connection.execute(select(columns.hash).order_by(desc(columns.id)).limit(1)).scalar() or ""
            number = 0
            if told["kind"] == "added":
                number = (connection.execute(select(func.max(columns.number))).scalar() or 0) + 1
            empty = {"stored": "", "stored_size": 0, "text_stored": "", "media_type": "", "sensitivity": "none"}
            row = {**empty, "key_id": "", "particulars": "", "reason": "", **told, "number": number}
            row |= {"at": at.astimezone(UTC).isoformat(timespec="seconds"), "by": by.strip(), "previous": last}
            append(connection, EVIDENCE_LOG, {**row, "hash": _hash(row)})
        return number


def _readable(rows: list[RowMapping], keys: Mapping[str, bytes]) -> Iterator[EvidenceItem]:
    for row in rows:
        try:
            if row["kind"] == "added":
                yield _item(row, keys)
        except (StoreError, ValueError, KeyError, TypeError):
            # Its hash no longer fits either, so the log itself reports it.
            continue


def _item(row: RowMapping, keys: Mapping[str, bytes]) -> EvidenceItem:
    public = {name: row[name] for name in ("number", "stored", "stored_size", "text_stored", "media_type")}
    told = {"sensitivity": row["sensitivity"], "key_id": row["key_id"], "added_at": row["at"], "by": row["by"]}
    return EvidenceItem(**public, **told, particulars=_particulars(row, keys))


def _particulars(row: RowMapping, keys: Mapping[str, bytes]) -> Particulars | None:
    text, key_id = row["particulars"], row["key_id"]
    if key_id:
        if key_id not in keys:
            return None
        data = io.BytesIO(base64.b64decode(text.removeprefix(_SEALED)))
        text = b"".join(unseal(data, keys[key_id])).decode("utf-8")
    return _read(json.loads(text))


def _altered(rows: list[RowMapping]) -> Iterator[Problem]:
    previous = ""
    for row in rows:
        if row["previous"] != previous or _hash(row) != row["hash"]:
            item = f"E{row['number']}" if row["number"] else ""
            yield Problem(item, "altered", f"Row {row['id']} of the log ({row['kind']}, {row['at']}) was altered.")
        previous = row["hash"]


def _read(told: Mapping[str, Any]) -> Particulars:
    text = KeptText(**told["text"]) if told["text"] else None
    more = {"facts": EvidenceFacts.from_object(told["facts"]), "text": text}
    return Particulars(**{**told, **more})


def _hash(row: Mapping[str, Any] | RowMapping) -> str:
    return sha256(_json([row[it] for it in _HASHED]).encode()).hexdigest()


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True)
