"""Machines that may go the way another went."""

from datetime import date
from typing import Any

import ibis
import pyarrow as pa

from enduse.store.derived_tables import record_schema
from enduse.trace.custody import Chain, Fact, chain
from enduse.trace.custody_rows import Ban
from enduse.trace.custody_similar import at_risk

BAN = Ban(("RU",), date(2022, 2, 24))
PLANT, SISTER, OWNER, SENDER, OTHER = 1, 2, 3, 4, 5
ROWS = pa.schema(
    {"key": pa.string(), "what": pa.string(), "party_id": pa.int64(), "sender_id": pa.int64()},
)


def gone() -> Chain:
    sold = Fact(1, date(2021, 3, 1), "shipped", "GONE-1", country="TR", party_id=PLANT)
    left = Fact(2, date(2023, 3, 1), "imported", "GONE-1", country="RU", party_id=OTHER, sender_id=SENDER)
    return chain([sold, left], BAN)


def rows(*told: tuple[str, str, int | None, int | None]) -> Any:
    return ibis.memtable(pa.Table.from_pylist([dict(zip(ROWS.names, it, strict=True)) for it in told], schema=ROWS))


def owns(*pairs: tuple[int, int]) -> Any:
    told = [{"subject_id": owner, "object_id": owned, "kind": "shares"} for owner, owned in pairs]
    return ibis.memtable(pa.Table.from_pylist(told, schema=record_schema("relations")))


def test_the_same_buyer_owner_and_route_are_named() -> None:
    told = rows(
        ("G0NE1", "shipped", PLANT, None),
        ("B0UGHT", "sold", PLANT, None),
        ("0WNED", "exported", SISTER, None),
        ("SENT", "imported", OTHER, SENDER),
        ("0THER", "sold", OTHER, None),
        ("SERVED", "serviced", PLANT, None),
    )

    found = at_risk(gone(), "G0NE1", told, owns((OWNER, PLANT), (OWNER, SISTER)))

    assert {it.key: it.why for it in found} == {
        "B0UGHT": ("same buyer",),
        "0WNED": ("same owner",),
        "SENT": ("same route",),
    }


def test_who_shares_most_comes_first() -> None:
    told = rows(("AA11", "sold", PLANT, None), ("ZZ11", "sold", PLANT, None), ("ZZ11", "imported", OTHER, SENDER))

    found = at_risk(gone(), "G0NE1", told, owns())

    assert [(it.key, len(it.why), it.party_ids) for it in found] == [
        ("ZZ11", 2, (PLANT, SENDER)),
        ("AA11", 1, (PLANT,)),
    ]


def test_owners_in_a_circle_end() -> None:
    told = rows(("B0UGHT", "sold", SISTER, None))

    found = at_risk(gone(), "G0NE1", told, owns((PLANT, SISTER), (SISTER, PLANT)))

    assert [it.key for it in found] == ["B0UGHT"]
