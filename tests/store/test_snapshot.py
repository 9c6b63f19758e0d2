"""Tests of reading one version of the ledger."""

from collections.abc import Callable
from pathlib import Path

import ibis
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from enduse.errors import LedgerDamaged, StoreError
from enduse.model.provenance import Place, RowRef
from enduse.store.journal import BatchCounts
from enduse.store.ledger import LedgerStore
from enduse.store.manifest import Manifest, PlaceEntry, SourceEntry
from enduse.store.schema import TABLES
from enduse.store.snapshot import open_snapshot
from enduse.store.workspace import Workspace

Add = Callable[..., Manifest]
RowsOf = Callable[..., list[tuple[str, int]]]
MakeTable = Callable[[str, str, range], pa.Table]


def test_an_empty_ledger_has_every_table_with_its_columns(ledger: LedgerStore) -> None:
    snapshot = open_snapshot(ledger)
    assert snapshot.version == 0
    for name, spec in TABLES.items():
        assert snapshot.table(name).to_pyarrow().num_rows == 0
        assert snapshot.table(name).columns == tuple(spec.arrow_schema().names)
        assert snapshot.files(name) == []


def test_tables_have_the_same_types_with_and_without_rows(ledger: LedgerStore, add: Add, tmp_path: Path) -> None:
    add(ledger, "north.csv")
    empty = open_snapshot(LedgerStore(Workspace.create(tmp_path / "empty")))
    assert open_snapshot(ledger).table("items").schema() == empty.table("items").schema()


def test_the_rows_are_those_of_the_parts(ledger: LedgerStore, add: Add, rows_of: RowsOf) -> None:
    add(ledger, "north.csv")
    add(ledger, "south.csv")
    read = open_snapshot(ledger).table("items").select("source_id", "row").to_pyarrow().to_pylist()
    assert sorted((it["source_id"], it["row"]) for it in read) == sorted(rows_of(ledger))


def test_a_snapshot_does_not_see_what_is_written_after_it(ledger: LedgerStore, add: Add) -> None:
    add(ledger, "north.csv", rows=10)
    snapshot = open_snapshot(ledger)
    add(ledger, "south.csv", rows=10)
    ledger.compact()
    assert snapshot.table("items").count().to_pyarrow().as_py() == 9
    assert open_snapshot(ledger).table("items").count().to_pyarrow().as_py() == 18
    assert open_snapshot(ledger, at=1).table("items").count().to_pyarrow().as_py() == 9


def test_sources_stand_in_the_order_in_which_they_were_added(ledger: LedgerStore, add: Add) -> None:
    add(ledger, "north.csv")
    add(ledger, "south.csv")
    rows = open_snapshot(ledger).table("sources").order_by("position").to_pyarrow().to_pylist()
    assert [(it["position"], it["name"], it["re_export"]) for it in rows] == [
        (0, "north.csv", True),
        (1, "south.csv", True),
    ]


def test_an_unknown_table_is_an_error_that_names_those_there_are(ledger: LedgerStore) -> None:
    with pytest.raises(StoreError, match="statistics"):
        open_snapshot(ledger).table("invoices")


@pytest.mark.parametrize("name", ["case [1]", "case*", "it's year=2020", "Дело №1"])
def test_the_workspace_may_have_any_name(tmp_path: Path, add: Add, name: str) -> None:
    ledger = LedgerStore(Workspace.create(tmp_path / name))
    add(ledger, "north.csv", rows=10)
    # A neighbour with the same file: read as a pattern, the first name would find both.
    add(LedgerStore(Workspace.create(tmp_path / f"{name} too")), "north.csv", rows=10)
    snapshot = open_snapshot(ledger)
    assert snapshot.table("items").count().to_pyarrow().as_py() == 9
    assert snapshot.table("items").columns == tuple(TABLES["items"].arrow_schema().names)
    assert snapshot.write_parquet(snapshot.table("items"), ledger.workspace.cache / "out.parquet") == 9


def test_write_parquet_writes_what_was_asked_and_counts_it(ledger: LedgerStore, add: Add) -> None:
    add(ledger, "north.csv", rows=25)
    snapshot = open_snapshot(ledger)
    items = snapshot.table("items")
    path = ledger.workspace.cache / "late.parquet"
    wanted = ibis.memtable(pa.table({"row": [3, 4, 99]}))
    assert snapshot.write_parquet(items.semi_join(wanted, "row").select("row").order_by("row"), path) == 2
    assert pq.read_table(path).to_pydict() == {"row": [3, 4]}
    assert [it.name for it in ledger.workspace.cache.iterdir() if it.is_file()] == ["late.parquet"]


def test_a_write_that_fails_leaves_the_old_file(ledger: LedgerStore, add: Add) -> None:
    add(ledger, "north.csv", rows=25)
    snapshot = open_snapshot(ledger)
    path = ledger.workspace.cache / "out.parquet"
    snapshot.write_parquet(snapshot.table("items").select("row"), path)
    part = Path(snapshot.files("items")[0])
    part.write_bytes(b"no Parquet".ljust(part.stat().st_size))
    with pytest.raises(LedgerDamaged, match="enduse verify"):
        snapshot.write_parquet(snapshot.table("items").select("row"), path)
    assert pq.read_metadata(path).num_rows == 22
    assert [it.name for it in ledger.workspace.cache.iterdir() if it.is_file()] == ["out.parquet"]


def test_a_missing_part_is_reported_when_the_ledger_is_opened(ledger: LedgerStore, add: Add) -> None:
    manifest = add(ledger, "north.csv")
    (ledger.workspace.ledger / manifest.parts[0].path).unlink()
    with pytest.raises(LedgerDamaged, match=manifest.parts[0].path):
        open_snapshot(ledger)


def test_rows_are_fetched_by_where_they_were_read(ledger: LedgerStore, make_table: MakeTable) -> None:
    source = "5" * 64
    places = [Place(), Place("a.csv"), Place(None, "Sheet1"), Place("a.xlsx", "Sheet1")]
    with ledger.intake(source) as intake:
        for place in places:
            table = make_table("items", source, range(2, 5))
            for name in ("member", "sheet"):
                column = pa.array([getattr(place, name)] * 3, pa.string())
                table = table.set_column(table.column_names.index(name), name, column)
            intake.write_batch(place, 2, {"items": table}, BatchCounts(3, 3))
        entries = [
            PlaceEntry(it.member, it.sheet, "csv", "made_up", "items", rows_read=3, rows_kept=3) for it in places
        ]
        intake.publish(SourceEntry(source, "a.zip", 1, ledger.now(), tuple(entries)))
    refs = [RowRef(source, places[1], 4), RowRef(source, places[3], 2), RowRef(source, places[2], 77)]
    found = open_snapshot(ledger).fetch_rows("items", refs).select(["member", "sheet", "row"]).to_pylist()
    assert found == [
        {"member": "a.csv", "sheet": None, "row": 4},
        {"member": "a.xlsx", "sheet": "Sheet1", "row": 2},
    ]
    assert open_snapshot(ledger).fetch_rows("items", []).num_rows == 0


def test_settings_bound_the_engine(tmp_path: Path) -> None:
    Workspace.create(tmp_path)
    (tmp_path / "enduse.toml").write_text("memory_mb = 256\nthreads = 1\n")
    backend = open_snapshot(LedgerStore(Workspace.open(tmp_path))).backend
    query = "SELECT current_setting('memory_limit'), current_setting('threads'), current_setting('TimeZone')"
    assert backend.raw_sql(query).fetchall() == [("256.0 MiB", 1, "UTC")]


@pytest.mark.slow
def test_too_little_memory_for_an_answer_is_an_error_that_says_what_to_set(tmp_path: Path) -> None:
    workspace = Workspace.create(tmp_path)
    (tmp_path / "enduse.toml").write_text("memory_mb = 64\nthreads = 1\n")
    snapshot = open_snapshot(LedgerStore(Workspace.open(tmp_path)))
    numbers = ibis.range(0, 8_000_000).unnest().name("n").as_table()
    lists = numbers.aggregate(all=numbers.n.cast("string").collect())
    with pytest.raises(StoreError, match="memory_mb") as caught:
        snapshot.write_parquet(lists, workspace.cache / "lists.parquet")
    assert caught.value.code == "E-MEMORY"
