"""Who may ask."""

import socket
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date

import httpx
import pytest

from enduse.api.app import ServeOptions, create_app, serve
from enduse.case import Case
from enduse.errors import UsageError

Running = Callable[[Case, ServeOptions], AbstractContextManager[str]]


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "LOCALHOST:99", "[::1]:8000"])
def test_names_of_loopback_are_let_through(http: httpx.Client, host: str) -> None:
    assert http.get("/healthz", headers={"host": host}).status_code == 200


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "", "[::2]", "localhost@evil.example"])
def test_another_name_is_refused_so_that_no_page_can_point_its_own_here(http: httpx.Client, host: str) -> None:
    answer = http.get("/catalog", headers={"host": host})
    assert answer.status_code == 421
    assert answer.json()["detail"].startswith("E-SERVE-HOST")


def test_pages_of_other_origins_are_refused_and_get_no_leave_to_read(http: httpx.Client, base: str) -> None:
    refused = http.post("/reconcile", headers={"origin": "http://evil.example"})
    assert refused.status_code == 403
    assert not any(it.startswith("access-control") for it in refused.headers)
    own = http.get("/healthz", headers={"origin": base})
    assert own.status_code == 200
    other_port = http.get("/healthz", headers={"origin": "http://127.0.0.1:1"})
    assert other_port.status_code == 403


def test_a_page_that_is_allowed_may_read(listed_case: Case, running: Running) -> None:
    with running(listed_case, ServeOptions(origins=("http://127.0.0.1:3333",), warm=False)) as base:
        answer = httpx.get(f"{base}/healthz", headers={"origin": "http://127.0.0.1:3333"})
        first = httpx.options(f"{base}/match/default", headers={"origin": "http://127.0.0.1:3333"})
        refused = httpx.options(f"{base}/match/default", headers={"origin": "http://evil.example"})
    assert answer.headers["access-control-allow-origin"] == "http://127.0.0.1:3333"
    assert (first.status_code, first.headers["access-control-allow-methods"]) == (204, "GET, POST")
    assert refused.status_code == 403


def test_with_a_token_only_its_bearer_is_answered(
    listed_case: Case, running: Running, wait_until_ready: Callable[[str], None]
) -> None:
    with running(listed_case, ServeOptions(token="secret-7", warm=False)) as base:
        wait_until_ready(base)
        for value in ("", "Bearer wrong", "secret-7", "Basic secret-7", "Bearer secret-7x"):
            answer = httpx.get(f"{base}/catalog", headers={"authorization": value})
            assert answer.status_code == 401
            assert "secret-7" not in answer.text.replace(value, "")
        for kind in ("Bearer", "ApiKey", "apikey"):
            assert httpx.get(f"{base}/catalog", headers={"authorization": f"{kind} secret-7"}).status_code == 200
        assert httpx.post(f"{base}/updatez", params={"token": "wrong"}).status_code == 403
        assert httpx.post(f"{base}/updatez", params={"token": "secret-7", "sync": True}).json() == {"status": "ok"}


def test_a_large_body_is_refused_before_it_is_read(http: httpx.Client) -> None:
    answer = http.post("/match/default", content=b"x" * ((4 << 20) + 1))
    assert answer.status_code == 413


def test_a_large_body_of_unknown_length_is_refused(base: str) -> None:
    def parts() -> object:
        for _ in range(80):
            yield b" " * (64 << 10)

    try:
        status = httpx.post(f"{base}/match/default", content=parts(), timeout=20).status_code  # type: ignore[arg-type]
    except httpx.WriteError:
        status = 413
    assert status == 413


def test_every_answer_forbids_guessing_its_type(http: httpx.Client) -> None:
    assert http.get("/healthz").headers["x-content-type-options"] == "nosniff"


def test_a_network_is_not_listened_on_without_a_token(listed_case: Case) -> None:
    with pytest.raises(UsageError, match="token") as caught:
        create_app(listed_case.ledger, ServeOptions(host="0.0.0.0"), date.today)
    assert caught.value.code == "E-SERVE-OPEN"


def test_a_taken_port_is_said(listed_case: Case) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        with pytest.raises(UsageError, match="--port") as caught:
            serve(listed_case.ledger, ServeOptions(port=taken.getsockname()[1]), date.today)
    assert caught.value.code == "E-SERVE-PORT"
