"""A server over invented lists, on a free port of loopback."""

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path

import httpx
import pytest
import uvicorn

from enduse.api.app import ServeOptions, make_server
from enduse.case import Case, ListOptions, create

LISTS = Path(__file__).resolve().parents[1] / "fixtures" / "lists"
TODAY = date(2026, 11, 22)


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@contextmanager
def _running(case: Case, options: ServeOptions) -> Iterator[str]:
    port = _free_port()
    server: uvicorn.Server = make_server(case.ledger, replace(options, port=port), lambda: TODAY)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    base = f"http://127.0.0.1:{port}"
    for _ in range(600):
        time.sleep(0.05)
        if server.started:
            break
    yield base
    server.should_exit = True
    thread.join(20)


def _wait_until_ready(base: str) -> None:
    for _ in range(600):
        if httpx.get(f"{base}/readyz").status_code == 200:
            return
        time.sleep(0.05)
    raise AssertionError("the server did not become ready")


@pytest.fixture(scope="session")
def running() -> Callable[[Case, ServeOptions], object]:
    """Makes a server over a case; a context manager that gives its address."""
    return _running


@pytest.fixture(scope="session")
def wait_until_ready() -> Callable[[str], None]:
    """Returns when the server at an address is ready."""
    return _wait_until_ready


@pytest.fixture(scope="session")
def listed_case(tmp_path_factory: pytest.TempPathFactory) -> Case:
    """A case with five invented lists, read from their publishers' formats."""
    case = create(tmp_path_factory.mktemp("served") / "case")
    case.add_list(LISTS / "opensanctions_ftm" / "entities.ftm.json", ListOptions(format="opensanctions_ftm"))
    case.add_list(LISTS / "ofac_enhanced_xml" / "SDN_ENHANCED.XML")
    case.add_list(LISTS / "bis_entity_list" / "entity_list.csv")
    case.add_list(LISTS / "un_consolidated_xml" / "consolidated.xml")
    case.add_list(next((LISTS / "eu_fsf_xml_1_1").glob("*.xml")))
    return case


@pytest.fixture(scope="session")
def base(listed_case: Case) -> Iterator[str]:
    """The address of a server over these lists."""
    with _running(listed_case, ServeOptions()) as address:
        _wait_until_ready(address)
        yield address


@pytest.fixture(scope="session")
def http(base: str) -> Iterator[httpx.Client]:
    """A client of that server."""
    with httpx.Client(base_url=base, timeout=30) as client:
        yield client
