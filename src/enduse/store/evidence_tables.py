"""The table of evidence on the desk: append-only, each row names the one before it by its hash."""

from typing import Final

from sqlalchemy import Column, Integer, MetaData, String, Table, Text

EVIDENCE_METADATA: Final = MetaData()

EVIDENCE_LOG: Final = Table(
    "evidence_log",
    EVIDENCE_METADATA,
    Column("id", Integer, primary_key=True),
    Column("kind", String(20), nullable=False),
    Column("number", Integer, nullable=False, default=0, index=True),
    Column("stored", String(64), nullable=False, default=""),
    Column("stored_size", Integer, nullable=False, default=0),
    Column("text_stored", String(64), nullable=False, default=""),
    Column("media_type", String(100), nullable=False, default=""),
    Column("sensitivity", String(20), nullable=False, default="none"),
    Column("key_id", String(32), nullable=False, default=""),
    Column("particulars", Text, nullable=False, default=""),
    Column("reason", Text, nullable=False, default=""),
    Column("at", String(40), nullable=False),
    Column("by", String(200), nullable=False),
    Column("previous", String(64), nullable=False),
    Column("hash", String(64), nullable=False),
)
"""``kind`` added: a piece of evidence; erased: the key ``key_id`` was erased. ``particulars`` is JSON, or sealed."""
