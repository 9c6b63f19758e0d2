"""What was done with orders: every step a row that names the one before it by its hash."""

import json
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from hashlib import sha256
from typing import Any

from sqlalchemy import Connection, RowMapping, Table, desc, func, select

from enduse.store.desk import Desk, append
from enduse.store.desk_tables import APPROACHES, BLOCKS, REVISIONS, SETTINGS, STEPS

_HASHED = ("order_id", "revision", "step", "by", "reason", "note", "payload", "at", "previous")


@dataclass(frozen=True)
class Step:
    """Something that somebody did with an order.

    Attributes:
        step: examined, asked, answered, proposed, customs, licensing, approved, returned, refused, shipped, reopened,
            closed.
        by: Who.
        at: When; with a time zone.
        reason: Code of the reason, e.g. ``ship_with_conditions``.
        note: In words.
        payload: What belongs to it: answers, files, serials, the licence.
    """

    order_id: str
    revision: int
    step: str
    by: str
    at: datetime
    reason: str = ""
    note: str = ""
    payload: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Revision:
    """An order as it was examined.

    Attributes:
        order: As a table of fields.
        checked: Its determination, as ``report.checked.as_object`` writes it.
        softened: What became milder since an earlier revision or a related order, a sentence each.
    """

    order_id: str
    revision: int
    order: Mapping[str, Any]
    checked: Mapping[str, Any]
    at: str
    by: str
    softened: tuple[str, ...] = ()

    @property
    def outcome(self) -> str:
        """Name of what it came to."""
        return str(self.checked["outcome"])


@dataclass(frozen=True)
class Block:
    """A party with which the house does not deal, and why."""

    name: str
    country: str
    identifiers: Mapping[str, str]
    decision: str
    start: date
    by: str
    lifted: bool = False


@dataclass(frozen=True)
class Approach:
    """Somebody asked for goods, before or without an order."""

    name: str
    country: str
    contact: str
    text: str
    on: date
    by: str


@dataclass(frozen=True)
class OrderLog:
    """Reads and writes what was done with orders."""

    desk: Desk

    def examine(self, revision: Revision, at: datetime) -> None:
        """Keep an examined order as its newest revision."""
        checked = revision.checked
        with self.desk.writing() as connection:
            append(
                connection,
                REVISIONS,
                {
                    "order_id": revision.order_id,
                    "revision": revision.revision,
                    "order_json": _json(revision.order),
                    "checked_json": _json(checked),
                    "outcome": checked["outcome"],
                    "basis": checked["basis"],
                    "softened": _json(list(revision.softened)),
                    "rules_version": checked["rules_version"],
                    "ledger_version": checked["ledger_version"],
                    "at": _instant(at),
                    "by": revision.by,
                },
            )
            payload = {"outcome": checked["outcome"], "order_hash": sha256(_json(revision.order).encode()).hexdigest()}
            payload["checked_hash"] = sha256(_json(checked).encode()).hexdigest()
            _write(connection, Step(revision.order_id, revision.revision, "examined", revision.by, at, "", "", payload))

    def take(self, step: Step) -> None:
        """Write a step.

        Raises:
            DeskRefused: A rule of the desk forbids it.
        """
        with self.desk.writing() as connection:
            _write(connection, step)

    def orders(self) -> list[str]:
        """Numbers of all orders, the newest examination first."""
        last = func.max(REVISIONS.c.id)
        rows = self.desk.rows(select(REVISIONS.c.order_id).group_by(REVISIONS.c.order_id).order_by(desc(last)))
        return [str(it["order_id"]) for it in rows]

    def revisions(self, order_id: str = "") -> list[Revision]:
        """Revisions of one order, or of all, oldest first."""
        query = select(REVISIONS).order_by(REVISIONS.c.id)
        return [
            _revision(it) for it in self.desk.rows(query.where(REVISIONS.c.order_id == order_id) if order_id else query)
        ]

    def steps(self, order_id: str = "") -> list[Step]:
        """Steps of one order, or of all, oldest first."""
        return [_step(it) for it in self._rows(STEPS, order_id)]

    def _rows(self, table: Table, order_id: str) -> list[RowMapping]:
        query = select(table).order_by(table.c.id)
        return self.desk.rows(query.where(table.c.order_id == order_id) if order_id else query)

    def setting(self, name: str, usual: str) -> str:
        """How the house decides."""
        rows = self.desk.rows(select(SETTINGS.c.value).where(SETTINGS.c.name == name).order_by(desc(SETTINGS.c.id)))
        return str(rows[0]["value"]) if rows else usual

    def set(self, name: str, value: str, by: str, at: datetime) -> None:
        """Decide otherwise from now on."""
        with self.desk.writing() as connection:
            append(connection, SETTINGS, {"name": name, "value": value, "at": _instant(at), "by": by})

    def block(self, block: Block, at: datetime) -> None:
        """Block a party, or lift the block of that name."""
        row = {
            "name": block.name,
            "country": block.country,
            "identifiers": _json(block.identifiers),
            "decision": block.decision,
            "start": block.start.isoformat(),
            "lifted": int(block.lifted),
            "at": _instant(at),
            "by": block.by,
        }
        with self.desk.writing() as connection:
            append(connection, BLOCKS, row)

    def blocks(self) -> list[Block]:
        """Every block and every lifting, oldest first."""
        return [
            Block(
                it["name"], it["country"], json.loads(it["identifiers"]), it["decision"],
                date.fromisoformat(it["start"]), it["by"], bool(it["lifted"]),
            )
            for it in self.desk.rows(select(BLOCKS).order_by(BLOCKS.c.id))
        ]  # fmt: skip

    def approach(self, approach: Approach, at: datetime) -> None:
        """Log who asked for what."""
        row = {**vars(approach), "on": approach.on.isoformat(), "at": _instant(at)}
        with self.desk.writing() as connection:
            append(connection, APPROACHES, row)

    def approaches(self) -> list[Approach]:
        """All of them, oldest first."""
        rows = self.desk.rows(select(APPROACHES).order_by(APPROACHES.c.id))
        return [
            Approach(it["name"], it["country"], it["contact"], it["text"], date.fromisoformat(it["on"]), it["by"])
            for it in rows
        ]

    def verify(self) -> list[str]:
        """Where the chain of steps does not hold, a sentence each; empty: it holds."""
        wrong, previous = list[str](), ""
        for row in self.desk.rows(select(STEPS).order_by(STEPS.c.id)):
            if row["previous"] != previous or _hash(row) != row["hash"]:
                wrong.append(f"Step {row['id']} ({row['order_id']}, {row['step']}, {row['at']}) was altered.")
            previous = row["hash"]
        return [*wrong, *self._altered_revisions()]

    def _altered_revisions(self) -> list[str]:
        kept = {(it.order_id, it.revision): it.payload for it in self.steps() if it.step == "examined"}
        wrong = list[str]()
        for it in self.desk.rows(select(REVISIONS).order_by(REVISIONS.c.id)):
            told = kept.get((it["order_id"], it["revision"]), {})
            for name in ("order", "checked"):
                if told.get(f"{name}_hash") != sha256(it[f"{name}_json"].encode()).hexdigest():
                    wrong.append(f"Order {it['order_id']}, revision {it['revision']}: its {name} was altered.")
        return wrong


def person_key(name: str) -> str:
    """What two spellings of one person's name share: case, spaces and the order of its parts do not count."""
    plain = unicodedata.normalize("NFKC", name).casefold().replace(",", " ").replace(".", " ")
    return " ".join(sorted(plain.split()))


def _write(connection: Connection, step: Step) -> None:
    last = connection.execute(select(STEPS.c.hash).order_by(desc(STEPS.c.id)).limit(1)).scalar()
    row = {
        "order_id": step.order_id,
        "revision": step.revision,
        "step": step.step,
        "by": step.by.strip(),
        "reason": step.reason,
        "note": step.note,
        "payload": _json(step.payload),
        "at": _instant(step.at),
        "previous": last or "",
    }
    more = {"by_key": person_key(step.by), "seconds": step.at.timestamp(), "hash": _hash(row)}
    append(connection, STEPS, {**row, **more})


def _hash(row: Mapping[str, Any] | RowMapping) -> str:
    return sha256(_json([row[it] for it in _HASHED]).encode()).hexdigest()


def _revision(row: RowMapping) -> Revision:
    return Revision(
        row["order_id"], row["revision"], json.loads(row["order_json"]), json.loads(row["checked_json"]), row["at"],
        row["by"], tuple(json.loads(row["softened"])),
    )  # fmt: skip


def _step(row: RowMapping) -> Step:
    at = datetime.fromisoformat(row["at"])
    payload = json.loads(row["payload"])
    return Step(row["order_id"], row["revision"], row["step"], row["by"], at, row["reason"], row["note"], payload)


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, default=str)


def _instant(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="seconds")
