"""The server: its routes, who may ask, and how it is started."""

import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import date
from importlib.metadata import version

import pyarrow as pa
import uvicorn
from fastapi import FastAPI
from starlette.types import ASGIApp

from enduse.api import orders, reconciling, routes, system
from enduse.api.asking import add_error_answers
from enduse.api.desk import Desk
from enduse.api.guard import Guard, GuardRules
from enduse.errors import UsageError
from enduse.store.ledger import LedgerStore

LOOPBACK = frozenset({"127.0.0.1", "localhost", "[::1]"})
_SWITCH_SECONDS = 0.0005


@dataclass(frozen=True)
class ServeOptions:
    """How the server is started.

    Attributes:
        host: Address it listens on.
        port: Its port.
        token: What callers must show; empty: nothing, which is taken on loopback only.
        hosts: Further names under which it may be called.
        origins: Pages of other origins that may ask from a browser.
        warm: Make everything ready in the background, so that the first questions are quick, too.
    """

    host: str = "127.0.0.1"
    port: int = 8000
    token: str = ""
    hosts: tuple[str, ...] = ()
    origins: tuple[str, ...] = ()
    warm: bool = True


def create_app(store: LedgerStore, options: ServeOptions, today: Callable[[], date]) -> ASGIApp:
    """The server as an ASGI application.

    Raises:
        UsageError: ``E-SERVE-OPEN``: it would listen on a network and ask for no token.
    """
    own = f"[{options.host}]" if ":" in options.host else options.host.lower()
    if own not in LOOPBACK and not options.token:
        raise UsageError(
            f"On {options.host!r} others of the network could ask, and see whom you look for. Give a --token, or "
            "listen on 127.0.0.1.",
            code="E-SERVE-OPEN",
        )

    @asynccontextmanager
    async def living(app: FastAPI) -> AsyncIterator[None]:
        desk = Desk(store, today)
        app.state.desk, app.state.token = desk, options.token
        app.state.orders = orders.OrderDoor(store, today)
        await desk.start(options.warm)
        yield
        await desk.stop()
        app.state.orders.close()

    app = FastAPI(
        title="enduse",
        lifespan=living,
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        version=version("enduse"),
    )
    for it in (routes, system, reconciling, orders):
        app.include_router(it.router)
    add_error_answers(app)
    hosts = LOOPBACK | {own} | {it.lower() for it in options.hosts}
    return Guard(app, GuardRules(hosts, frozenset(options.origins), options.token))


def make_server(store: LedgerStore, options: ServeOptions, today: Callable[[], date]) -> uvicorn.Server:
    """The server, not yet running."""
    app = create_app(store, options, today)
    return uvicorn.Server(
        uvicorn.Config(
            app,
            options.host,
            options.port,
            ws="none",
            log_level="warning",
            access_log=False,
            server_header=False,
            timeout_graceful_shutdown=5,
        )
    )


def serve(store: LedgerStore, options: ServeOptions, today: Callable[[], date]) -> None:
    """Serve until it is stopped.

    Raises:
        UsageError: ``E-SERVE-OPEN``, or ``E-SERVE-PORT``: the port is taken.
    """
    server = make_server(store, options, today)
    # A thread that opens newer lists would else keep the one that answers waiting for ten times as long.
    sys.setswitchinterval(_SWITCH_SECONDS)
    # Arrow's own allocator keeps what reading the lists took: 85 MB for 20,000 entries.
    pa.set_memory_pool(pa.system_memory_pool())
    try:
        server.run()
    except SystemExit as stopped:
        raise UsageError(
            f"Nothing can listen on {options.host}:{options.port}: the port is taken, or we may not use it. Choose "
            "another with --port.",
            code="E-SERVE-PORT",
        ) from stopped
