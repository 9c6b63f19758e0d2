"""A list or a register goes into the ledger, whole or not at all."""

import gzip
import shutil
import zipfile
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from enduse.errors import InputError, UnreadableFile
from enduse.sources.ingest import IngestContext, SourceReport, ingest
from enduse.sources.list_places import SNAPSHOT, sizes_of
from enduse.sources.written import entry_of
from enduse.store.ledger import LedgerStore
from enduse.store.workspace import Workspace

FIXTURES = Path(__file__).parents[1] / "fixtures"
SDN = FIXTURES / "lists" / "ofac_sdn_csv"
TODAY = date(2024, 3, 1)
Take = Callable[..., SourceReport]


@pytest.fixture
def store(tmp_path: Path) -> LedgerStore:
    return LedgerStore(Workspace.create(tmp_path / "case"), lambda: datetime(2024, 3, 1, 12, tzinfo=UTC))


@pytest.fixture
def take(store: LedgerStore) -> Take:
    def take(path: Path, **more: Any) -> SourceReport:
        return ingest(path, IngestContext(store, TODAY, **more))

    return take


def rows_of(store: LedgerStore, table: str) -> list[dict[str, Any]]:
    parts = [pq.read_table(store.workspace.ledger / it.path) for it in store.manifest().of_table(table)]
    rows: list[dict[str, Any]] = pa.concat_tables(parts).to_pylist() if parts else []
    return sorted(rows, key=lambda it: it["row"])


@pytest.fixture
def downloads(tmp_path: Path) -> Path:
    """The files of a list that its publisher cuts into several, as they lie in a folder."""
    return Path(shutil.copytree(SDN, tmp_path / "downloads", ignore=shutil.ignore_patterns("expected.toml")))


def test_every_record_of_a_list_is_kept_or_rejected_with_a_reason(
    take: Take, store: LedgerStore, downloads: Path
) -> None:
    report = take(downloads / "sdn.csv")
    assert (report.rows_read, report.rows_kept, report.rows_rejected) == (5, 4, 1)
    assert len(rows_of(store, "listings")) == 4
    (rejected,) = rows_of(store, "rejects")
    assert rejected["code"].startswith("R-")


def test_a_list_of_several_files_is_one_source_whichever_of_them_is_given(take: Take, downloads: Path) -> None:
    first = take(downloads / "sdn.csv")
    second = take(downloads / "alt.csv")
    assert (first.already, second.already) == (False, True)
    assert first.entry.source_id == second.entry.source_id


def test_the_same_files_packed_and_with_other_dates_are_the_same_source(
    take: Take, downloads: Path, tmp_path: Path
) -> None:
    packed = tmp_path / "packed"
    packed.mkdir()
    for file in downloads.iterdir():
        (packed / f"{file.name.upper()}.gz").write_bytes(gzip.compress(file.read_bytes()))
    assert take(downloads / "sdn.csv").entry.source_id == take(packed / "SDN.CSV.gz").entry.source_id


def test_names_of_all_files_reach_the_ledger(take: Take, store: LedgerStore, downloads: Path) -> None:
    take(downloads / "sdn.csv")
    roles = {name.role for row in rows_of(store, "listings") for name in entry_of(row).names}
    assert {"primary", "alias"} <= roles


def test_a_primary_file_alone_is_read_and_says_what_is_missing(take: Take, tmp_path: Path) -> None:
    alone = Path(shutil.copy(SDN / "sdn.csv", tmp_path / "sdn.csv"))
    (place,) = take(alone).entry.places
    assert "aliases" in " ".join(it.message for it in place.notices)


def test_an_undated_list_takes_the_day_it_was_added_and_says_so(take: Take, downloads: Path) -> None:
    (place,) = take(downloads / "sdn.csv").entry.places
    assert place.traits[SNAPSHOT] == "2024-03-01"
    assert "W-LIST-UNDATED" in {it.code for it in place.notices}


def test_the_day_that_the_user_knows_is_taken(take: Take, store: LedgerStore, downloads: Path) -> None:
    (place,) = take(downloads / "sdn.csv", snapshot=date(2019, 1, 10)).entry.places
    assert place.traits[SNAPSHOT] == "2019-01-10"
    assert "W-LIST-UNDATED" not in {it.code for it in place.notices}
    assert {row["snapshot"] for row in rows_of(store, "listings")} == {date(2019, 1, 10)}


def test_a_cut_list_leaves_the_ledger_as_it_was(take: Take, store: LedgerStore, downloads: Path) -> None:
    whole = (downloads / "alt.csv").read_bytes()
    (downloads / "alt.csv").write_bytes(whole[:-8])
    with pytest.raises(UnreadableFile) as caught:
        take(downloads / "sdn.csv")
    assert caught.value.code.startswith("E-LIST-")
    assert (store.current(), list(store.workspace.sources.iterdir())) == (0, [])


def sanctioned(path: Path, entries: int) -> Path:
    """A list of fictional firms in the form of the OFAC's primary file."""
    lines = [f'{at},"FICTIONAL FIRM {at}",-0- ,"TEST",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ' for at in range(entries)]
    path.write_bytes("\r\n".join([*lines, "\x1a"]).encode())
    return path


@pytest.mark.parametrize(("before", "after", "refused"), [(40, 20, False), (40, 19, True), (19, 1, False)])
def test_a_list_that_lost_more_than_half_is_not_taken_silently(
    take: Take, tmp_path: Path, before: int, after: int, refused: bool
) -> None:
    take(sanctioned(tmp_path / "sdn.csv", before))
    later = sanctioned(tmp_path / "later_sdn.csv", after)
    if not refused:
        assert take(later).rows_kept == after
        return
    with pytest.raises(InputError, match="--accept-shrunk") as caught:
        take(later)
    assert caught.value.code == "E-LIST-SHRUNK"
    assert take(later, accept_shrunk=True).rows_kept == after


def test_an_older_snapshot_may_be_smaller_than_the_newest(take: Take, tmp_path: Path) -> None:
    take(sanctioned(tmp_path / "sdn.csv", 100))
    older = take(sanctioned(tmp_path / "old_sdn.csv", 30), snapshot=date(2010, 1, 1))
    assert older.rows_kept == 30


def test_the_manifest_says_how_many_entries_each_list_has(take: Take, downloads: Path) -> None:
    (place,) = take(downloads / "sdn.csv").entry.places
    assert sizes_of(place) == {"US-OFAC SDN": 4}


def test_what_lies_beside_a_list_in_an_archive_is_left_out_by_name(take: Take, downloads: Path, tmp_path: Path) -> None:
    packed = tmp_path / "lists.zip"
    with zipfile.ZipFile(packed, "w") as archive:
        for name in ("sdn.csv", "alt.csv"):
            archive.write(downloads / name, name)
        archive.writestr("readme.txt", "a,b\n1,2\n")
    assert set(take(packed).entry.left_out) == {"readme.txt"}


def test_a_register_gives_records_and_relations(take: Take, store: LedgerStore) -> None:
    report = take(next((FIXTURES / "registers" / "ru_egrul").glob("*.xml")))
    assert report.rows_read == report.rows_kept + report.rows_rejected
    assert rows_of(store, "register_records")
    assert rows_of(store, "relations")
    assert report.entry.sensitivity == "personal"
    assert not report.entry.re_export


def test_a_layout_that_was_asked_for_goes_before_lists(take: Take, downloads: Path) -> None:
    with pytest.raises(InputError, match="No layout is called"):
        take(downloads / "sdn.csv", layout_id="no_such_layout")
