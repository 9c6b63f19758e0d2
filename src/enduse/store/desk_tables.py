"""Tables of the desk: orders, what was done with them, whom the house has blocked, and how the house decides.

Every table is append-only: triggers refuse changes and deletions, so a correction is a new row. The rules of approval
stand in triggers, too (see ``desk_migrations``): no page and no command can go around them.
"""

from typing import Final

from sqlalchemy import Column, Float, Integer, MetaData, String, Table, Text, UniqueConstraint

METADATA: Final = MetaData()

REVISIONS: Final = Table(
    "order_revisions",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("order_id", String(200), nullable=False, index=True),
    Column("revision", Integer, nullable=False),
    Column("order_json", Text, nullable=False),
    Column("checked_json", Text, nullable=False),
    Column("outcome", String(20), nullable=False),
    Column("basis", String(20), nullable=False),
    Column("softened", Text, nullable=False, default="[]"),
    Column("rules_version", String(64), nullable=False, default=""),
    Column("ledger_version", Integer, nullable=False, default=0),
    Column("at", String(40), nullable=False),
    Column("by", String(200), nullable=False),
    UniqueConstraint("order_id", "revision"),
)
"""An order as it was examined; ``checked_json`` is its determination."""

STEPS: Final = Table(
    "order_steps",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("order_id", String(200), nullable=False, index=True),
    Column("revision", Integer, nullable=False),
    Column("step", String(20), nullable=False),
    Column("by", String(200), nullable=False),
    Column("by_key", String(200), nullable=False),
    Column("reason", String(60), nullable=False, default=""),
    Column("note", Text, nullable=False, default=""),
    Column("payload", Text, nullable=False, default="{}"),
    Column("at", String(40), nullable=False),
    Column("seconds", Float, nullable=False),
    Column("previous", String(64), nullable=False),
    Column("hash", String(64), nullable=False),
)
"""Who did what with an order; ``seconds`` is the instant since 1970, ``hash`` covers the row and the one before it."""

SETTINGS: Final = Table(
    "desk_settings",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("name", String(60), nullable=False),
    Column("value", String(200), nullable=False),
    Column("at", String(40), nullable=False),
    Column("by", String(200), nullable=False),
)
"""How the house decides; of several rows of a name the last one counts."""

TRANSITIONS: Final = Table(
    "order_transitions",
    METADATA,
    Column("before", String(20), primary_key=True),
    Column("after", String(20), primary_key=True),
)
"""Which step may follow which; filled by the migration, read by a trigger."""

BLOCKS: Final = Table(
    "party_blocks",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("name", String(300), nullable=False),
    Column("country", String(2), nullable=False, default=""),
    Column("identifiers", Text, nullable=False, default="{}"),
    Column("decision", Text, nullable=False),
    Column("start", String(10), nullable=False),
    Column("lifted", Integer, nullable=False, default=0),
    Column("at", String(40), nullable=False),
    Column("by", String(200), nullable=False),
)
"""Parties the house does not deal with, and why; ``lifted`` 1: the block of that name ends on ``start``."""

APPROACHES: Final = Table(
    "approaches",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("name", String(300), nullable=False),
    Column("country", String(2), nullable=False, default=""),
    Column("contact", String(300), nullable=False, default=""),
    Column("text", Text, nullable=False),
    Column("on", String(10), nullable=False),
    Column("at", String(40), nullable=False),
    Column("by", String(200), nullable=False),
)
"""Who asked sales for what, before or without an order."""

APPEND_ONLY: Final = ("order_revisions", "order_steps", "desk_settings", "party_blocks", "approaches")
