"""The table of what people wrote into a case: append-only, each row names the one before it by its hash."""

from typing import Final

from sqlalchemy import Column, Integer, MetaData, String, Table, Text

CASE_METADATA: Final = MetaData()

CASE_LOG: Final = Table(
    "case_log",
    CASE_METADATA,
    Column("number", Integer, primary_key=True),
    Column("kind", String(20), nullable=False, index=True),
    Column("about", Text, nullable=False),
    Column("facts", Text, nullable=False),
    Column("refers", Integer, nullable=False, default=0, index=True),
    Column("at", String(40), nullable=False),
    Column("by", String(200), nullable=False),
    Column("previous", String(64), nullable=False),
    Column("hash", String(64), nullable=False),
)
