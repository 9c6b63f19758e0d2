"""Register rows to ask about: invented records and relations as the ledger holds them."""

from collections.abc import Callable
from datetime import date

import pyarrow as pa
import pytest

from enduse.model.relation import RegisterRecord, Relation
from enduse.screen.holdings import RegisterRows
from enduse.sources.written import Origin, register_row, relation_row
from enduse.store.schema import TABLES

Told = Callable[..., RegisterRows]


@pytest.fixture
def told() -> Told:
    """Makes rows of records and relations; a tuple ``(day, item)`` stands in the register's file of that day."""

    def made(*items: RegisterRecord | Relation | tuple[date, RegisterRecord | Relation]) -> RegisterRows:
        records, relations = [], []
        for it in items:
            day, item = it if isinstance(it, tuple) else (None, it)
            origin = Origin(f"sha-{day}", None, "test", day)
            if isinstance(item, RegisterRecord):
                records.append(register_row(item, origin))
            else:
                relations.append(relation_row(item, origin))
        files = {row["source_id"]: f"{row['source_id']}.xml" for row in (*records, *relations)}
        return RegisterRows(
            pa.Table.from_pylist(records, TABLES["register_records"].arrow_schema()),
            pa.Table.from_pylist(relations, TABLES["relations"].arrow_schema()),
            files,
        )

    return made
