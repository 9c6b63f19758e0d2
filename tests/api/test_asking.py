"""Every error is an answer in yente's form, also one that nobody foresaw."""

import httpx
import pytest
from fastapi import FastAPI

from enduse.api.asking import add_error_answers
from enduse.errors import EnduseError, ListsMissing, UsageError


@pytest.mark.parametrize(
    ("error", "status", "code"),
    [
        (UsageError("x", code="E-USAGE"), 400, "E-USAGE"),
        (ListsMissing("x"), 503, ListsMissing("x").code),
        (EnduseError("x"), 500, "E-INTERNAL"),
        (ZeroDivisionError("x"), 500, "E-INTERNAL"),
    ],
)
@pytest.mark.anyio
async def test_an_error_is_json_with_its_code(error: Exception, status: int, code: str) -> None:
    app = FastAPI()
    add_error_answers(app)

    @app.get("/")
    def fail() -> None:
        raise error

    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as client:
        answer = await client.get("/")
    assert answer.status_code == status
    assert answer.json()["detail"].startswith(code)


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"
