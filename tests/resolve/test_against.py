"""What the rest of a goods line says against its words."""

from datetime import date
from typing import Any

import ibis
import pyarrow as pa
import pytest

from enduse.resolve.against import against_declared

MAY = date(2022, 5, 1)
_SCHEMA = pa.schema(
    {
        **dict.fromkeys(("goods_code", "kind", "whole", "condition"), pa.string()),
        **dict.fromkeys(("net_kg", "value_usd", "quantity", "pieces"), pa.float64()),
        "made_year": pa.int64(),
        "declared_on": pa.date32(),
        "serials": pa.list_(pa.string()),
    }
)
LATHE = {"kind": "turning", "whole": "complete"}
SPINDLE = {"kind": "part", "whole": "part"}


def _codes(**row: Any) -> list[str]:
    given = {"goods_code": "", "declared_on": MAY, "serials": []} | row
    rows = ibis.memtable(pa.Table.from_pylist([given], schema=_SCHEMA))
    (found,) = rows.select(against=against_declared(rows)).to_pyarrow().to_pylist()
    codes: list[str] = found["against"]
    return codes


@pytest.mark.parametrize(
    ("row", "code"),
    [
        (LATHE | {"goods_code": "8466930000"}, "machine_with_part_code"),
        (LATHE | {"goods_code": "8460230000"}, "kind_against_code"),
        (SPINDLE | {"goods_code": "8458112000"}, "parts_with_machine_code"),
        ({"kind": "cutting_tool", "goods_code": "8458112000"}, "tools_with_machine_code"),
        (SPINDLE | {"net_kg": 1500.0, "quantity": 1.0}, "part_heavy_as_machine"),
        (SPINDLE | {"value_usd": 100_000.0, "pieces": 2.0}, "part_dear_as_machine"),
        (LATHE | {"net_kg": 119.0}, "machine_light"),
        (LATHE | {"value_usd": 1998.0, "quantity": 2.0}, "machine_cheap"),
        (LATHE | {"made_year": 2023}, "made_after_declaration"),
        (LATHE | {"condition": "new", "made_year": 2019}, "new_with_old_year"),
        (LATHE | {"pieces": 2.0, "quantity": 3.0}, "quantity_differs"),
        (LATHE | {"serials": ["A1", "A2"], "quantity": 1.0}, "more_serials_than_pieces"),
    ],
)
def test_each_contradiction_has_its_code(row: dict[str, Any], code: str) -> None:
    assert _codes(**row) == [code]


@pytest.mark.parametrize(
    "row",
    [
        LATHE
        | {"goods_code": "8458112000", "net_kg": 4000.0, "value_usd": 90_000.0, "quantity": 1.0, "made_year": 2022},
        LATHE | {"condition": "new", "made_year": 2020},
        # Many parts may stand in a line that does not say how many.
        SPINDLE | {"goods_code": "8466930000", "net_kg": 9000.0, "value_usd": 400_000.0},
        # The quantity is the weight again.
        SPINDLE | {"net_kg": 1600.0, "quantity": 1600.0},
        LATHE | {"net_kg": 1600.0, "quantity": 1600.0, "pieces": 1.0},
        # A heading of four digits is missing.
        LATHE | {"goods_code": "84"},
        # Nothing is known.
        {},
    ],
)
def test_an_honest_line_and_a_silent_one_have_none(row: dict[str, Any]) -> None:
    assert _codes(**row) == []


def test_several_contradictions_stand_in_a_fixed_order() -> None:
    found = _codes(**LATHE, goods_code="8466930000", net_kg=80.0, made_year=2030)

    assert found == ["machine_with_part_code", "machine_light", "made_after_declaration"]
