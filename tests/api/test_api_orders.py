"""Orders over REST."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import UTC, date, datetime
from pathlib import Path

import httpx
import pytest

from enduse.api.app import ServeOptions
from enduse.case import Case, create
from enduse.store.desk import Desk
from enduse.store.order_log import Block, OrderLog

ORDER = {"seller": "KR", "buyer": {"name": "Orient Tex", "country": "UZ"}, "goods": [{"model": "L2", "code": "845811"}]}
Running = Callable[[Case, ServeOptions], AbstractContextManager[str]]


@pytest.fixture(scope="module")
def address(running: Running, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with running(create(tmp_path_factory.mktemp("orders") / "case"), ServeOptions(warm=False)) as base:
        yield f"{base}/api/v1/check"


def test_an_order_is_answered_alone_wrapped_or_among_others(address: str) -> None:
    alone = httpx.post(address, json={**ORDER, "on": "2024-09-10"}, timeout=60)
    wrapped = httpx.post(address, json={"order": ORDER, "on": "2024-09-10"}, timeout=60)
    several = httpx.post(address, json={"orders": [ORDER, ORDER], "on": "2024-09-10"}, timeout=60)
    assert alone.status_code == wrapped.status_code == several.status_code == 200
    answers = [alone.json(), wrapped.json(), *several.json()["answers"]]
    for it in answers:
        it.pop("checked_at")
    assert all(it == answers[0] for it in answers)
    assert (answers[0]["schema"], answers[0]["on"]) == ("enduse.determination/1", "2024-09-10")


def test_an_order_that_lacks_what_is_needed_is_asked_about(address: str) -> None:
    told = httpx.post(address, json={"order": {"seller": "KR"}}, timeout=60)
    assert told.status_code == 422
    assert "E-ORDER-NEEDED" in told.json()["detail"]
    assert [it["code"] for it in told.json()["problems"]] == ["E-ORDER-BUYER", "E-ORDER-GOODS"]


def test_too_many_orders_are_refused_before_any_is_examined(address: str) -> None:
    told = httpx.post(address, json={"orders": [ORDER] * 301}, timeout=60)
    assert (told.status_code, "E-ORDER-MANY" in told.text) == (413, True)


@pytest.mark.parametrize("body", ["{", "[]", '{"order": 5}', '{"on": "yesterday"}'])
def test_what_is_no_request_is_a_clear_error(address: str, body: str) -> None:
    told = httpx.post(address, content=body, headers={"content-type": "application/json"}, timeout=60)
    assert told.status_code == 422


def test_hostile_text_comes_back_as_text(address: str) -> None:
    order = {**ORDER, "end_use": "<script>alert(1)</script> =cmd|' /C calc'!A0 {{7*7}}"}
    told = httpx.post(address, json={"order": order}, timeout=60)
    assert told.headers["content-type"].startswith("application/json")
    assert told.status_code == 200


def test_what_the_desk_decides_while_the_server_runs_is_in_the_next_answer(running: Running, tmp_path: Path) -> None:
    case = create(tmp_path / "case")
    order = {**ORDER, "buyer": {"name": "Orient Tex", "country": "UZ"}}
    with running(case, ServeOptions(warm=False)) as base:
        before = httpx.post(f"{base}/api/v1/check", json={"order": order}, timeout=60).json()
        block = Block("Orient Tex", "UZ", {}, "sold on to nobody knows whom", date(2024, 1, 1), "Lee")
        OrderLog(Desk(case.root / "desk.db")).block(block, datetime(2026, 11, 22, tzinfo=UTC))
        after = httpx.post(f"{base}/api/v1/check", json={"order": order}, timeout=60).json()
    assert "nobody knows whom" not in str(before)
    assert "nobody knows whom" in str(after)
