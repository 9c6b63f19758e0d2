"""Newer lists take the place of older ones while requests go on."""

import threading
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import httpx
import pytest

from enduse.api import desk
from enduse.api.app import ServeOptions
from enduse.case import Case, ListOptions, create

Running = Callable[[Case, ServeOptions], AbstractContextManager[str]]
LISTS = Path(__file__).resolve().parents[1] / "fixtures" / "lists"
QUERY = {"queries": {"q": {"schema": "Person", "properties": {"name": ["Perun Halvik"]}}}}


@pytest.fixture
def case(tmp_path: Path) -> Case:
    return create(tmp_path / "case")


@pytest.fixture(autouse=True)
def _often(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(desk, "CHECK_SECONDS", 0.2)


def watch_list(folder: Path, *names: str) -> Path:
    path = folder / "watched.csv"
    path.write_text("name\n" + "\n".join(names) + "\n", encoding="utf-8")
    return path


def eventually(holds: Callable[[], bool]) -> bool:
    for _ in range(200):
        if holds():
            return True
        time.sleep(0.05)
    return False


def results(base: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = httpx.post(f"{base}/match/default", json=QUERY).json()["responses"]["q"]["results"]
    return found


def test_without_lists_nothing_is_answered_as_if_nobody_were_listed(case: Case, running: Running) -> None:
    with running(case, ServeOptions()) as base:
        for path in ("/readyz", "/catalog", "/search/default", "/entities/x", "/reconcile"):
            answer = httpx.get(base + path)
            assert answer.status_code == 503
        assert eventually(lambda: "E-LISTS-NONE" in httpx.get(f"{base}/readyz").json()["detail"])
        assert httpx.post(f"{base}/match/default", json=QUERY).status_code == 503
        assert httpx.get(f"{base}/healthz").json() == {"status": "ok"}


def test_a_list_that_is_added_is_served_without_a_request_lost(case: Case, running: Running, tmp_path: Path) -> None:
    case.add_list(watch_list(tmp_path, "Quite Another"), ListOptions(format="watch_list", name="Ours"))
    statuses, stop = list[int](), threading.Event()

    def ask(base: str) -> None:
        with httpx.Client(base_url=base) as client:
            while not stop.is_set():
                statuses.append(client.post("/match/default", json=QUERY).status_code)

    with running(case, ServeOptions()) as base:
        assert eventually(lambda: httpx.get(f"{base}/readyz").status_code == 200)
        asking = threading.Thread(target=ask, args=(base,))
        asking.start()
        case.add_list(next((LISTS / "eu_fsf_xml_1_1").glob("*.xml")))
        assert eventually(lambda: bool(results(base)))
        stop.set()
        asking.join(20)
        (found,) = results(base)
    assert set(statuses) == {200}
    assert found["id"] == "eu-consolidated-financial-sanctions-501"


def test_a_list_that_is_taken_back_is_no_longer_served(case: Case, running: Running) -> None:
    case.add_list(LISTS / "un_consolidated_xml" / "consolidated.xml")
    with running(case, ServeOptions()) as base:
        assert eventually(lambda: httpx.get(f"{base}/readyz").status_code == 200)
        case.undo("consolidated.xml")
        assert eventually(lambda: httpx.get(f"{base}/readyz").status_code == 503)


def test_a_ledger_that_cannot_be_read_leaves_the_last_good_lists_in_use(case: Case, running: Running) -> None:
    case.add_list(LISTS / "un_consolidated_xml" / "consolidated.xml")
    with running(case, ServeOptions()) as base:
        assert eventually(lambda: httpx.get(f"{base}/readyz").status_code == 200)
        (case.workspace.versions / "2.json").write_text("{", encoding="utf-8")
        assert eventually(lambda: "E-" in httpx.get(f"{base}/catalog").json()["enduse"].get("trouble", ""))
        assert httpx.get(f"{base}/readyz").status_code == 200
