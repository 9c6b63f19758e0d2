"""The drawings of a dossier: every number in them has its rows, and none tells more than the records."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

import ibis
import pyarrow as pa
import pytest
from ibis.expr.types import Table

from enduse.model.ids import party_id
from enduse.report.model import Dossier, DrawnBlock, Figure, tables
from enduse.report.recomputing import recompute
from enduse.report.scenes import Custody, FlowMap, Ownership, Timeline, Web
from enduse.store.derived_tables import first_id, record_schema

Told = Callable[..., Dossier]
Fact = dict[str, Any]
CLOSED = "c" * 64
IMPORTER, OTHER, MAKER = (party_id(it) for it in ("inn:7701234567", "inn:7707654321", "name:TW:JADELATHE"))
TRADER, BROKER = party_id("name:CN:SILKTOOL"), party_id("name:AE:DUNE")


def records(name: str, rows: Sequence[Fact]) -> Table:
    """Rows of one table of records, numbered from its first id."""
    full = [{"row_id": first_id(name) + at, "source_id": "d" * 64, "row": 100 + at, **it} for at, it in enumerate(rows)]
    return ibis.memtable(pa.Table.from_pylist(full, schema=record_schema(name)))


@pytest.fixture(scope="session")
def beside() -> dict[str, Table]:
    """Owners, lists, machines, payments and statements around the importer."""
    relations = [
        {"subject_id": OTHER, "object_id": IMPORTER, "kind": "shares", "low": 0.25, "high": 0.5, "low_excluded": True},
        {"subject_id": OTHER, "object_id": IMPORTER, "kind": "directs", "start": date(2021, 5, 1)},
        {"subject_id": BROKER, "object_id": OTHER, "kind": "shares", "low": 0.6, "high": 0.6, "end": date(2023, 2, 1)},
        {"subject_id": IMPORTER, "object_id": TRADER, "kind": "votes", "low": 1.0, "high": 1.0},
        {"subject_id": BROKER, "object_id": IMPORTER, "kind": "shares", "low": 0.1, "high": 0.1, "source_id": CLOSED},
    ]
    hits = [
        {"party_id": TRADER, "authority": "EU", "list": "Annex IV", "listed_on": date(2023, 2, 25), "by": "name"}
        | {"score": 0.9, "listed_name": "Silk Tool", "entry_id": "1"},
        {"party_id": BROKER, "authority": "US-BIS", "list": "Entity List", "listed_on": date(2023, 5, 1), "by": "name"}
        | {"score": 0.2, "listed_name": "Dune", "entry_id": "2"},
    ]
    events = [
        {"happened_on": date(2020, 3, 1), "serial": "JT-2001-77", "brand": "JADE", "model": "JT", "kind": "built"}
        | {"place_country": "TW", "party_id": MAKER},
        {"happened_on": date(2020, 5, 1), "serial": "JT-2001-77", "brand": "JADE", "model": "JT", "kind": "sold"}
        | {"place_country": "TR", "party_id": BROKER, "authorised": True},
        {"happened_on": date(2023, 6, 1), "serial": "JT-2001-77", "brand": "JADE", "model": "JT", "kind": "installed"}
        | {"place_country": "RU", "party_id": IMPORTER},
    ]
    payments = [
        {"payer_id": IMPORTER, "payee_id": TRADER, "paid_on": date(2022, at, 1), "value_usd": 10.0} for at in (3, 9)
    ]
    claims = [{"speaker_id": MAKER, "about_id": IMPORTER, "said_on": date(2023, 7, 1), "text": "we never sold to it"}]
    rows = {"relations": relations, "hits": hits, "events": events, "payments": payments, "claims": claims}
    return {name: records(name, it) for name, it in rows.items()}


@pytest.fixture(scope="session")
def rich(told: Told, route_change: list[Fact], beside: dict[str, Table]) -> Dossier:
    """The importer's dossier with all that stands around it."""
    return told("inn:7701234567", route_change, records=beside)


def scene(dossier: Dossier, id: str) -> Any:
    """What the block of this id shows."""
    return next(it for it in dossier.blocks if isinstance(it, DrawnBlock) and it.id == id).scene


def test_the_dossier_has_every_drawing_that_its_records_allow(rich: Dossier, vektor: Dossier) -> None:
    kinds = [type(it.scene) for it in rich.blocks if isinstance(it, DrawnBlock)]
    assert kinds == [FlowMap, Web, Ownership, Custody, Timeline]
    assert Ownership not in [type(it.scene) for it in vektor.blocks if isinstance(it, DrawnBlock)]


def test_every_number_of_a_drawing_stands_in_its_table_and_comes_out_of_its_rows(rich: Dossier) -> None:
    rows = {it.number: it for it in rich.evidence}
    assert len(rich.evidence) > 9
    for figure in rich.figures:
        again = recompute(figure, rows)
        assert again is None or figure.value == pytest.approx(again), figure.label
    twins = {cell for it in tables(rich) for row in it.rows for cell in row if isinstance(cell, Figure)}
    drawn: list[Figure] = [it.figure for it in scene(rich, "map").arcs]
    drawn += [it.figure for it in scene(rich, "network").threads]
    drawn += [it.figure for it in scene(rich, "ownership").holdings]
    drawn += [step.figure for it in scene(rich, "custody").machines for step in it.steps]
    drawn += [it.figure for it in scene(rich, "timeline").moments if it.figure]
    assert {*drawn} <= twins <= {*rich.figures}
    assert all(it.rows for it in drawn)


def test_a_map_has_as_much_on_its_last_legs_as_the_rows_that_cross_a_border(rich: Dossier) -> None:
    sent = [it for it in scene(rich, "map").arcs if it.leg == "sent"]
    assert sum(it.figure.value for it in sent) == 100 + 200 + 1e6 + 2e6 + 9 + 5
    assert ("TW", "CN", "made") in {(it.source, it.target, it.leg) for it in scene(rich, "map").arcs}


def test_owners_stand_left_of_the_subject_and_what_it_owns_right_of_it(rich: Dossier) -> None:
    chart = scene(rich, "ownership")
    steps = {it.name: it.step for it in chart.holders}
    assert steps["АО Ромашка"] == -1
    assert steps["Dune General Trading FZE"] == -2
    assert steps["Silk Tool Trading Ltd."] == 1
    assert {(it.said, it.dates) for it in chart.holdings} == {
        ("over 25 % to 50 % of shares", ""),
        ("director", "since 2021-05-01"),
        ("60 % of shares", "until 2023-02-01"),
        ("100 % of votes", ""),
    }


def test_a_relation_of_a_closed_source_is_in_no_drawing(rich: Dossier) -> None:
    assert "10 % of shares" not in {it.said for it in scene(rich, "ownership").holdings}


def test_only_a_likely_entry_of_a_list_marks_a_party(rich: Dossier) -> None:
    listed = {it.name for it in scene(rich, "network").knots if it.listed}
    assert listed == {"Silk Tool Trading Ltd."}


def test_money_goods_and_ownership_are_ties_of_their_own(rich: Dossier) -> None:
    kinds = {it.kind for it in scene(rich, "network").threads}
    assert kinds == {"goods", "contract", "money", "ownership"}


def test_a_network_has_sixty_parties_at_most(crowded: Dossier) -> None:
    assert len(scene(crowded, "network").knots) == 60


def test_a_machine_is_told_step_by_step_and_marked_where_no_record_sends_it(rich: Dossier) -> None:
    (machine,) = scene(rich, "custody").machines
    assert [(it.what, it.where, it.outside) for it in machine.steps] == [
        ("built", "Taiwan", False),
        ("sold", "Türkiye", False),
        ("installed", "Russia", True),
    ]
    assert machine.steps[2].gap == 1126


def test_the_timeline_mixes_sources_in_order(rich: Dossier) -> None:
    moments = scene(rich, "timeline").moments
    days = [it.start for it in moments]
    assert days == sorted(days)
    told = {(it.on, it.lane, it.confidence) for it in moments}
    assert ("2023-02-25", "Lists and controls", "probable") in told
    assert ("2023-07-01", "Statements", "alleged") in told
    assert ("2021-05-01", "Registers", "recorded") in told
    assert ("2022-09-01", "Payments", "recorded") in told
    assert {"Goods"} <= {it[1] for it in told}
