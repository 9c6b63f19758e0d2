"""Tests of bringing a ledger of an older schema up to date."""

from dataclasses import replace
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from enduse.errors import BadPlugin, SchemaTooNew, StoreError
from enduse.registry import collect
from enduse.store import migrations
from enduse.store.ledger import LedgerStore
from enduse.store.manifest import Manifest, Part, SourceEntry, print_manifest
from enduse.store.migrate import migrate, steps
from enduse.store.migration import Migration
from enduse.store.parts import part_form, write_part
from enduse.store.schema import SCHEMA_VERSION, TABLES
from enduse.store.snapshot import open_snapshot
from enduse.store.workspace import Workspace

SOURCE = "9" * 64
MISSING = {"items": "revision", "code_lists": "hs_edition", "rejects": ""}


@pytest.fixture
def old(tmp_path: Path) -> LedgerStore:
    """A ledger as schema 0 wrote it: no ``revision`` in items, no ``hs_edition`` in code lists."""
    ledger = LedgerStore(Workspace.create(tmp_path / "old"))
    parts = []
    for table, missing in MISSING.items():
        schema = pa.schema([it for it in TABLES[table].arrow_schema() if it.name != missing])
        given = [{"source_id": SOURCE, "row": row, "sheet": f"{table} {row}"} for row in range(2, 302)]
        folder = ledger.workspace.ledger / table
        folder.mkdir()
        rows = pa.Table.from_pylist(given, schema=schema)
        path, it = write_part(folder, part_form(table, schema), [rows], lambda _, to=folder: to / "0.parquet")  # type: ignore[misc]
        parts.append(Part(table, f"{table}/{path.name}", it.rows, (SOURCE,), it.bytes, it.sha256))
    manifest = Manifest(1, 0, ledger.now(), tuple(parts), (SourceEntry(SOURCE, "old.csv", 1, ledger.now()),))
    (ledger.workspace.versions / "1.json").write_bytes(print_manifest(manifest))
    return ledger


def test_an_old_ledger_is_not_read_and_says_what_to_run(old: LedgerStore) -> None:
    with pytest.raises(StoreError, match="enduse migrate") as caught:
        open_snapshot(old)
    assert caught.value.code == "E-SCHEMA-OLD"


def test_nothing_is_added_to_an_old_ledger_before_it_is_migrated(old: LedgerStore) -> None:
    with pytest.raises(StoreError, match="enduse migrate"):
        old.intake("8" * 64)


def test_a_migrated_ledger_has_the_same_rows_in_todays_columns(old: LedgerStore) -> None:
    manifest, taken = migrate(old)
    assert (manifest.version, manifest.schema_version) == (2, SCHEMA_VERSION)
    assert [it.id for it in taken] == ["v0_to_v1", "v1_to_v2", "v2_to_v3", "v3_to_v4", "v4_to_v5"]
    snapshot = open_snapshot(old)
    for table, missing in MISSING.items():
        rows = snapshot.table(table).order_by("row").to_pyarrow()
        assert rows["sheet"].to_pylist() == [f"{table} {row}" for row in range(2, 302)]
        assert not missing or rows[missing].null_count == 300
        for file in snapshot.files(table):
            assert pq.read_schema(file).equals(TABLES[table].arrow_schema())


def test_parts_that_need_no_change_are_not_written_again(old: LedgerStore) -> None:
    before = old.log.read().of_table("rejects")
    assert migrate(old)[0].of_table("rejects") == before


def test_migrating_twice_changes_nothing(old: LedgerStore) -> None:
    first = migrate(old)[0]
    assert migrate(old) == (first, ())
    assert old.versions() == (1, 2)


def test_the_old_version_stays_on_disk_as_it_was(old: LedgerStore) -> None:
    before = {path: path.read_bytes() for path in old.workspace.ledger.rglob("*.*")}
    migrate(old)
    assert {path: path.read_bytes() for path in before} == before


def test_an_empty_or_current_ledger_needs_no_migration(ledger: LedgerStore) -> None:
    assert migrate(ledger)[1] == ()
    assert ledger.versions() == ()


def test_a_newer_ledger_is_not_migrated_backwards(old: LedgerStore) -> None:
    newer = replace(old.log.read(), schema_version=SCHEMA_VERSION + 1)
    (old.workspace.versions / "1.json").write_bytes(print_manifest(newer))
    with pytest.raises(SchemaTooNew):
        migrate(old)


def test_every_schema_has_a_way_to_todays_and_a_migration_note() -> None:
    text = (Path(__file__).parents[2] / "docs" / "how-to" / "migrate.md").read_text(encoding="utf-8")
    for step in steps(0):
        assert f"## {step.start} to {step.end}" in text
    assert [it.start for it in steps(0)] == list(range(SCHEMA_VERSION))


def test_a_missing_step_is_reported_before_anything_is_written() -> None:
    with pytest.raises(BadPlugin, match=f"from schema {SCHEMA_VERSION} to {SCHEMA_VERSION + 1}"):
        steps(0, SCHEMA_VERSION + 1)


@pytest.mark.parametrize("step", collect(migrations, Migration).values(), ids=lambda it: it.id)
def test_every_migration_names_known_tables_and_says_what_changes(step: Migration) -> None:
    assert step.id == f"v{step.start}_to_v{step.end}"
    assert step.end == step.start + 1
    assert set(step.tables) <= set(TABLES)
    assert step.about.endswith(".")
