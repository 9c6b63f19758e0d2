"""How a table of owners writes days and shares, told by its own values."""

import re
from dataclasses import replace
from itertools import islice

import pyarrow as pa

from enduse.model.listing import BadRecord
from enduse.sources.lists import ListFile
from enduse.sources.register_parts.mapping import TableMapping
from enduse.sources.register_parts.shares import ShareUnit
from enduse.sources.register_parts.streams import table_records
from enduse.text.dates import order_evidence

_SAMPLE = 5_000
_DAYS = ("owned_founded", "owned_dissolved", "start", "end")
_NUMBER = re.compile(r"\d{1,9}(?:[.,]\d{1,9})?")


def with_habits(file: ListFile, mapping: TableMapping) -> TableMapping:
    """The mapping with the order of day and month and the unit of shares, where the first rows leave no doubt."""
    records = islice(table_records(file, mapping.delimiter, mapping.encoding), _SAMPLE)
    rows = [it.cells for it in records if not isinstance(it, BadRecord)]
    days = [row.get(column, "") for row in rows for word, column in mapping.columns.items() if word in _DAYS]
    order = order_evidence(pa.array([it for it in days if it], pa.string())).order
    shares = [row.get(mapping.columns["share"], "") for row in rows] if "share" in mapping.columns else []
    return replace(
        mapping,
        date_order=mapping.date_order or order,
        share_unit=mapping.share_unit or _unit(shares),
    )


def _unit(shares: list[str]) -> ShareUnit:
    """Per cent where one is above the whole, fractions where none is and some are parts of it."""
    numbers = [float(it.replace(",", ".")) for it in map(str.strip, shares) if _NUMBER.fullmatch(it)]
    if any(it > 1 for it in numbers):
        return "percent"
    return "fraction" if any(0 < it < 1 for it in numbers) else ""
