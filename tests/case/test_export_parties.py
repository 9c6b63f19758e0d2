"""Who is who in every row of every record kind."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from enduse.case.export_parties import party_rows
from enduse.model.ids import party_id, party_text
from enduse.store.derived_tables import RECORDS, record_schema
from enduse.store.record_kinds import PARTY_ROLES
from enduse.store.schema import ROLES

ALPHA, BETA = party_id("name:alpha"), party_id("name:beta")
ITEMS = pa.schema(
    [("source_id", pa.string()), ("member", pa.string()), ("row", pa.int64()), ("direction", pa.string())]
    + [(f"{role}_id", pa.int64()) for role in ROLES]
)
Found = dict[tuple[str, int, str], str]


def exported(folder: Path, rows: Mapping[str, Sequence[Mapping[str, Any]]]) -> Found:
    for name in ("items", *RECORDS):
        schema = ITEMS if name == "items" else record_schema(name)
        filled = [{"source_id": "s", "row": at, **row} for at, row in enumerate(rows.get(name, ()), 2)]
        pq.write_table(pa.Table.from_pylist(filled, schema=schema), folder / f"{name}.parquet")
    found = list(party_rows(folder / "items.parquet", {"s": "file.csv"}))
    assert all(set(it) == {"file", "row", "role", "party_id"} for it in found)
    return {(it["file"], it["row"], it["role"]): it["party_id"] for it in found}


def test_the_consignor_of_an_export_is_its_exporter(tmp_path: Path) -> None:
    rows = [{"direction": "import", "consignor_id": ALPHA}, {"direction": "export", "consignor_id": ALPHA}]

    found = exported(tmp_path, {"items": rows})

    assert set(found) == {("file.csv", 2, "consignor"), ("file.csv", 3, "exporter")}


def test_every_role_of_every_record_kind_is_told(tmp_path: Path) -> None:
    rows = {table: [dict.fromkeys((f"{it}_id" for it in roles), ALPHA)] for table, roles in PARTY_ROLES.items()}

    roles = {role for _, _, role in exported(tmp_path, rows)}

    assert roles == {role for of in PARTY_ROLES.values() for role in of} - {"buyer"} | {"customer"}


def test_nobody_is_told_where_nobody_is_named(tmp_path: Path) -> None:
    assert exported(tmp_path, {"payments": [{"payer_id": None, "payee_id": BETA}]}) == {
        ("file.csv", 2, "payee"): party_text(BETA)
    }


def test_a_line_of_a_register_has_a_company_and_who_is_related_to_it(tmp_path: Path) -> None:
    relation = {"subject_id": ALPHA, "object_id": BETA, "row": 2}
    records = [{"party_id": ALPHA, "row": 2}, {"party_id": BETA, "row": 2}, {"party_id": ALPHA, "row": 3}]

    found = exported(tmp_path, {"relations": [relation], "register": records})

    assert found == {
        ("file.csv", 2, "company"): party_text(BETA),
        ("file.csv", 2, "related"): party_text(ALPHA),
        ("file.csv", 3, "company"): party_text(ALPHA),
    }


def test_an_entry_of_a_list_is_its_likeliest_party_and_an_address_is_none(tmp_path: Path) -> None:
    hits = [
        {"party_id": ALPHA, "by": "name", "score": 0.6, "row": 2},
        {"party_id": BETA, "by": "identifier", "score": 0.99, "row": 2},
        {"party_id": ALPHA, "by": "name", "score": 0.6, "row": 3},
        {"party_id": BETA, "by": "name", "score": 0.6, "row": 3},
        {"party_id": ALPHA, "by": "address", "score": 0.95, "row": 4},
    ]

    assert exported(tmp_path, {"hits": hits}) == {("file.csv", 2, "names"): party_text(BETA)}
