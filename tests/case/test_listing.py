"""The lists of a case: brought up to date from a server, added from files, compared, and known by their age."""

import shutil
import threading
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from enduse import case as cases
from enduse.case import Case, ListOptions
from enduse.case.case import silent
from enduse.case.listing import UpdateReport, add_list, diff_lists, list_states, require_fresh, update_lists
from enduse.errors import EnduseError, InputError, ListsMissing, UnknownLayout, UsageError

LISTS = Path(__file__).parents[1] / "fixtures" / "lists"
UN = LISTS / "un_consolidated_xml" / "consolidated.xml"
SDN = LISTS / "ofac_sdn_csv"
DAY = date(2026, 3, 1)
WATCH = "ID,Name,Country\nW-1,Norvent GmbH,DE\nW-2,Bexil Optics,IT\n"


class Quiet(SimpleHTTPRequestHandler):
    """Serves a folder and says nothing; honours If-Modified-Since."""

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """The folder that the server gives."""
    folder = tmp_path / "site"
    folder.mkdir()
    shutil.copy(UN, folder / "un.xml")
    for name in ("sdn.csv", "add.csv", "alt.csv", "sdn_comments.csv"):
        shutil.copy(SDN / name, folder / name.upper())
        shutil.copy(SDN / name, folder / name)
    return folder


@pytest.fixture
def address(site: Path) -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(site)))
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    thread.join()
    server.server_close()


Open = Callable[[str], Case]


@pytest.fixture
def case(tmp_path: Path) -> Case:
    return cases.create(tmp_path / "case")


@pytest.fixture
def mirrored(case: Case, address: str) -> Case:
    """A case that fetches its lists from the server of the test."""
    settings = (
        '[lists]\nwanted = ["un_consolidated_xml", "ofac_sdn_csv"]\nprivate = true\n[lists.urls]\n'
        f'un_consolidated_xml = "{address}/un.xml"\nofac_sdn_csv = "{address}/SDN.CSV"\n'
        f'csl_csv = "{address}/no_such_file.csv"\n'
    )
    (case.root / "enduse.toml").write_text(settings, encoding="utf-8")
    return cases.open(case.root)


def update(case: Case, *formats: str, today: date = DAY) -> dict[str, UpdateReport]:
    return {it.format: it for it in update_lists(case.ledger, formats, today, silent)}


def states(case: Case, today: date = DAY) -> dict[str, str]:
    return {it.format: it.state for it in list_states(case.ledger, today)}


def test_an_update_fetches_lists_of_one_and_of_several_files(mirrored: Case) -> None:
    reports = update(mirrored)
    assert {name: it.state for name, it in reports.items()} == {
        "un_consolidated_xml": "updated",
        "ofac_sdn_csv": "updated",
    }
    aliases = [name.role for it in mirrored.screening().screener.entries for name in it.entry.names]
    assert "alias" in aliases
    assert list(mirrored.workspace.cache.glob("tmp*")) == []


def test_a_second_update_changes_nothing(mirrored: Case) -> None:
    update(mirrored)
    version = mirrored.version
    assert {it.state for it in update(mirrored).values()} == {"unchanged"}
    assert mirrored.version == version


def test_one_that_fails_does_not_keep_the_others_back(mirrored: Case) -> None:
    reports = update(mirrored, "csl_csv", "un_consolidated_xml")
    assert (reports["csl_csv"].state, reports["csl_csv"].code) == ("failed", "E-FETCH-STATUS")
    assert reports["un_consolidated_xml"].state == "updated"


def test_the_last_good_snapshot_stays_when_the_next_one_is_cut(mirrored: Case, site: Path) -> None:
    update(mirrored)
    before = states(mirrored), mirrored.version
    whole = (site / "un.xml").read_bytes()
    (site / "un.xml").write_bytes(whole[: len(whole) // 2])
    shutil.os.utime(site / "un.xml", (2e9, 2e9))  # type: ignore[attr-defined]
    report = update(mirrored, "un_consolidated_xml")["un_consolidated_xml"]
    assert (report.state, report.code.startswith("E-")) == ("failed", True)
    assert (states(mirrored), mirrored.version) == before


def test_a_missing_part_of_a_list_in_several_files_leaves_all_of_it_out(mirrored: Case, site: Path) -> None:
    for name in ("ALT.CSV", "alt.csv"):
        (site / name).unlink()
    report = update(mirrored, "ofac_sdn_csv")["ofac_sdn_csv"]
    assert (report.state, report.code) == ("failed", "E-FETCH-STATUS")
    assert mirrored.version == 0


def test_what_was_taken_out_of_the_case_is_fetched_anew_though_it_did_not_change(mirrored: Case) -> None:
    update(mirrored, "un_consolidated_xml")
    mirrored.undo("un.xml")
    assert update(mirrored, "un_consolidated_xml")["un_consolidated_xml"].state == "updated"


@pytest.mark.parametrize("formats", [("no_such_list",), ("ukraine_nsdc",)])
def test_a_list_without_a_format_or_an_address_is_refused_before_anything_is_fetched(
    mirrored: Case, formats: tuple[str, ...]
) -> None:
    with pytest.raises(UsageError) as caught:
        update(mirrored, "un_consolidated_xml", *formats)
    assert caught.value.code == "E-LISTS-FORMAT"
    assert mirrored.version == 0


def test_a_private_address_is_refused_unless_the_case_allows_it(mirrored: Case) -> None:
    settings = mirrored.root / "enduse.toml"
    settings.write_text(settings.read_text().replace("private = true", "private = false"))
    report = update(cases.open(mirrored.root), "un_consolidated_xml")["un_consolidated_xml"]
    assert (report.state, report.code) == ("failed", "E-FETCH-ADDRESS")


def test_a_list_goes_stale_and_is_fresh_again_once_its_publisher_was_asked(mirrored: Case) -> None:
    update(mirrored)
    later = DAY + timedelta(days=30)
    assert set(states(mirrored, later).values()) == {"stale"}
    with pytest.raises(ListsMissing, match="older than 7 days"):
        require_fresh(mirrored.ledger, later)
    update(mirrored, today=later)
    assert set(states(mirrored, later).values()) == {"fresh"}
    require_fresh(mirrored.ledger, later)


def test_a_wanted_list_that_is_missing_is_named(mirrored: Case) -> None:
    update(mirrored, "un_consolidated_xml")
    assert states(mirrored)["ofac_sdn_csv"] == "missing"
    with pytest.raises(ListsMissing, match="ofac_sdn_csv") as caught:
        require_fresh(mirrored.ledger, DAY)
    assert (caught.value.code, caught.value.exit_code) == ("E-LISTS-MISSING", 4)


def test_a_case_without_any_list_is_not_fresh(case: Case) -> None:
    with pytest.raises(ListsMissing) as caught:
        require_fresh(case.ledger, DAY)
    assert caught.value.code == "E-LISTS-NONE"


def watch(tmp_path: Path, text: str = WATCH, name: str = "watch.csv") -> Path:
    (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path / name


@pytest.mark.parametrize("options", [ListOptions(format="watch_list", name="Ours"), ListOptions(name="Ours")])
def test_a_spreadsheet_becomes_a_watch_list(case: Case, tmp_path: Path, options: ListOptions) -> None:
    report = add_list(case.ledger, watch(tmp_path), options, DAY)
    assert (report.rows_read, report.rows_kept) == (2, 2)
    (state,) = [it for it in list_states(case.ledger, DAY) if it.state != "missing"]
    assert (state.name, state.snapshot, state.entries) == ("OWN Ours", DAY, 2)


@pytest.mark.parametrize(
    ("options", "code"),
    [
        (ListOptions(), "E-LISTS-UNKNOWN"),
        (ListOptions(format="no_such_list"), "E-LISTS-FORMAT"),
        (ListOptions(columns="name=Firma"), "E-PARTY-COLUMNS"),
        (ListOptions(columns="colour=Name"), "E-PARTY-COLUMNS"),
        (ListOptions(format="un_consolidated_xml"), "E-LIST-"),
    ],
)
def test_what_is_no_such_list_is_refused_and_nothing_is_kept(
    case: Case, tmp_path: Path, options: ListOptions, code: str
) -> None:
    with pytest.raises(EnduseError) as caught:
        add_list(case.ledger, watch(tmp_path), options, DAY)
    assert caught.value.code.startswith(code)
    assert case.version == 0


def test_a_file_that_is_not_there_is_said(case: Case, tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        add_list(case.ledger, tmp_path / "nothing.xml", ListOptions(), DAY)
    assert caught.value.code == "E-FILE"


def test_a_table_of_trade_is_no_list(case: Case) -> None:
    trade = Path(__file__).parents[1] / "fixtures" / "customs" / "en_two_orders.csv"
    with pytest.raises(UnknownLayout, match="watch_list"):
        add_list(case.ledger, trade, ListOptions(), DAY)


def test_a_watch_list_that_lost_more_than_half_is_not_taken_silently(case: Case, tmp_path: Path) -> None:
    lines = [f"W-{at},Fictional Firm {at}\n" for at in range(40)]
    own = ListOptions(name="Ours")
    add_list(case.ledger, watch(tmp_path, "ID,Name\n" + "".join(lines)), own, DAY)
    shrunk = watch(tmp_path, "ID,Name\n" + "".join(lines[:19]), "shrunk.csv")
    with pytest.raises(InputError) as caught:
        add_list(case.ledger, shrunk, own, DAY)
    assert caught.value.code == "E-LIST-SHRUNK"
    assert list_states(case.ledger, DAY)[0].entries == 40
    add_list(case.ledger, shrunk, ListOptions(name="Ours", accept_shrunk=True), DAY)


def test_two_snapshots_are_compared_by_day_and_by_file(case: Case, tmp_path: Path) -> None:
    own = "Ours"
    add_list(case.ledger, watch(tmp_path), ListOptions(date(2024, 1, 1), name=own), DAY)
    later = WATCH.replace("Bexil Optics,IT", "Bexil Optics,FR") + "W-3,Dumio SA,FR\n"
    add_list(case.ledger, watch(tmp_path, later, "later.csv"), ListOptions(date(2024, 2, 1), name=own), DAY)
    changes = diff_lists(case.ledger, "watch_list@2024-01-01", "OWN Ours@2024-02-01")
    assert [(it.what, it.entry_id) for it in changes] == [("changed", "W-2"), ("added", "W-3")]
    assert changes[0].details["countries"] == ("IT", "FR")
    assert diff_lists(case.ledger, "watch_list@2024-02-01", "watch_list@2024-02-01") == ()


def test_a_file_is_compared_without_being_added(case: Case, tmp_path: Path) -> None:
    changed = tmp_path / "new.xml"
    changed.write_text(UN.read_text(encoding="utf-8").replace("</INDIVIDUALS>", "</INDIVIDUALS >"), encoding="utf-8")
    assert diff_lists(case.ledger, str(UN), str(changed)) == ()
    assert case.version == 0


@pytest.mark.parametrize("named", ["un_consolidated_xml@2020-01-01", "nothing", "no_such@2024-01-01", "@"])
def test_a_snapshot_that_is_not_there_is_told_from_those_that_are(case: Case, named: str) -> None:
    add_list(case.ledger, UN, ListOptions(), DAY)
    with pytest.raises(UsageError, match="un_consolidated_xml@") as caught:
        diff_lists(case.ledger, named, str(UN))
    assert caught.value.code == "E-LISTS-SNAPSHOT"
