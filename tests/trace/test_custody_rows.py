"""The net for machines that may have gone astray, and the words of agreement."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import ibis
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from enduse.store.derived_tables import record_schema
from enduse.trace.custody_rows import (
    COLUMNS,
    Ban,
    agreed,
    astray,
    goods_sightings,
    moved_unagreed,
    seen_abroad,
    sightings,
    whereabouts,
)

BAN = Ban(("RU",), date(2022, 2, 24))
_KINDS = st.sampled_from(("built", "sold", "resold", "installed", "seen", "moved"))
_PLACES = st.sampled_from(("RU", "TR", "TW", None))
Row = Mapping[str, Any]
GOODS = pa.schema(
    {
        **dict.fromkeys(("row_id", "consignee_id", "consignor_id"), pa.int64()),
        **dict.fromkeys(("direction", "brand", "model", "destination", "dispatch"), pa.string()),
        "declared_on": pa.date32(),
        "value_usd": pa.float64(),
        "serials": pa.list_(pa.string()),
    }
)
PARTIES = pa.schema({"party_id": pa.int64(), "country": pa.string()})


def table(rows: Sequence[Row], schema: pa.Schema) -> Any:
    return ibis.memtable(pa.Table.from_pylist([dict(it) for it in rows], schema=schema))


def events(*rows: tuple[str, str, str | None]) -> Any:
    """Kind, number and country of each event, a day apart."""
    told = [
        {"row_id": at, "happened_on": date(2023, 1, at), "kind": kind, "serial": serial, "place_country": country}
        for at, (kind, serial, country) in enumerate(rows, 1)
    ]
    return sightings(table(told, record_schema("events")), table([], GOODS), table([], PARTIES))


def keys(found: Any) -> list[str]:
    return sorted(found.to_pyarrow()["key"].to_pylist())


@pytest.mark.parametrize(
    ("note", "said"),
    [
        ("relocation approved by maker", True),
        ("not approved", False),
        ("перемещение не согласовано", False),
        ("СОГЛАСОВАНО", True),
        ("未经批准", False),
        ("已批准", True),
        ("onaysız taşındı", False),
        ("moved to hall 3", None),
        (None, None),
    ],
)
def test_a_remark_tells_whether_a_move_was_agreed(note: str | None, said: bool | None) -> None:
    rows = table([{"note": note}], pa.schema({"note": pa.string()}))

    assert agreed(ibis.null("boolean"), rows.note).name("said").to_pyarrow().to_pylist() == [said]
    assert agreed(ibis.literal(True), rows.note).name("said").to_pyarrow().to_pylist() == [True]


def test_a_line_gives_a_row_for_each_number_and_its_share_of_the_value() -> None:
    line = {
        "row_id": 1,
        "direction": "export",
        "destination": "TR",
        "serials": ["AB-12", "AB-13", "x"],
        "value_usd": 9.0,
    }

    rows = goods_sightings(table([line, {"row_id": 2, "serials": []}, {"row_id": 3}], GOODS)).to_pyarrow().to_pylist()

    assert [
        (it["key"], it["what"], it["country"], it["value_usd"]) for it in sorted(rows, key=lambda it: it["key"])
    ] == [
        ("AB12", "exported", "TR", 3.0),
        ("AB13", "exported", "TR", 3.0),
    ]
    assert tuple(rows[0]) == COLUMNS


def test_the_net_holds_machines_seen_where_no_record_sends_them() -> None:
    rows = events(
        ("sold", "STAYS-1", "TR"),
        ("seen", "STAYS-1", "TR"),
        ("sold", "GOES-1", "TR"),
        ("seen", "GOES-1", "RU"),
        ("built", "MADE-1", "TW"),
        ("seen", "MADE-1", "RU"),
        ("sold", "DIRECT-1", "RU"),
        ("seen", "DIRECT-1", "RU"),
    )

    assert keys(astray(rows, BAN)) == ["G0ES1"]


def test_a_book_that_sends_it_where_it_must_not_go_does_not_hide_it() -> None:
    rows = events(("sold", "GOES-1", "TR"), ("resold", "GOES-1", "RU"), ("seen", "GOES-1", "RU"))

    assert keys(astray(rows, BAN)) == ["G0ES1"]


@given(st.lists(st.tuples(_KINDS, st.sampled_from(("A-1001", "B-2002")), _PLACES), min_size=1, max_size=6))
@settings(max_examples=40, deadline=None)
def test_a_machine_seen_in_one_country_only_is_never_astray(told: list[tuple[str, str, str | None]]) -> None:
    rows = events(*told)

    assert set(keys(astray(rows, BAN))) <= set(keys(seen_abroad(rows)))
    assert keys(astray(rows.semi_join(seen_abroad(rows), "key"), BAN)) == keys(astray(rows, BAN))


def test_what_is_stored_of_the_rows_is_what_the_nets_ask_for() -> None:
    told = [{"row_id": 1, "kind": "seen", "serial": it, "place_country": "RU"} for it in ("GOES-1", "no")]
    parts = table(told, record_schema("events")), table([{"row_id": 2, "serials": ["s/n 77-A1", "-"]}], GOODS)

    stored = whereabouts(*parts, table([], PARTIES)).to_pyarrow().to_pylist()

    rows = sightings(*parts, table([], PARTIES)).to_pyarrow().to_pylist()
    assert [{name: it[name] for name in stored[0]} for it in rows] == [it for it in stored if it["key"]]
    assert sorted(it["key"] or "" for it in stored) == ["", "", "77A1", "G0ES1"]


def test_moves_without_a_word_of_agreement_are_in_the_other_net() -> None:
    rows = events(("moved", "MOVES-1", "TR"), ("relocation_alert", "MOVES-1", None), ("sold", "STAYS-1", "TR"))

    assert keys(moved_unagreed(rows)) == ["M0VES1"]
