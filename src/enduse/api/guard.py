"""Who may ask: the right host names, no strange pages of a browser, the token, and nothing too large."""

import hmac
import json
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from starlette.types import ASGIApp, Message, Receive, Scope, Send

OPEN = frozenset({"/healthz", "/readyz"})
"""Answered without a token: whoever runs the server asks them before it knows any secret."""

# Its own parameter carries the token.
_OWN_TOKEN = "/updatez"
_SAFE = (
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"cache-control", b"no-store"),
)


@dataclass(frozen=True)
class GuardRules:
    """What is let through.

    Attributes:
        hosts: Names under which the server may be called, lower case, without a port.
        origins: Pages of other origins that may ask from a browser, e.g. ``http://127.0.0.1:3333``.
        token: What a caller must show; empty: nothing.
        most_bytes: Largest body.
    """

    hosts: frozenset[str]
    origins: frozenset[str] = frozenset()
    token: str = ""
    most_bytes: int = 4 << 20


@dataclass(frozen=True)
class Guard:
    """Lets requests through to ``app``, or refuses them in the form of yente's errors."""

    app: ASGIApp
    rules: GuardRules

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        headers: dict[bytes, bytes] = dict(scope["headers"])
        if scope["method"] == "OPTIONS" and self._knows_host(headers) and (origin := self._allowed_origin(headers)):
            await send({"type": "http.response.start", "status": 204, "headers": _leave(origin)})
            await send({"type": "http.response.body", "body": b""})
            return
        if (refusal := self._refusal(scope, headers)) is not None:
            await _refuse(send, *refusal)
            return
        counted = _Counted(receive, self.rules.most_bytes)
        await self.app(scope, counted, _Marked(send, counted, self._allowed_origin(headers)))

    def _refusal(self, scope: Scope, headers: dict[bytes, bytes]) -> tuple[int, str] | None:
        host = headers.get(b"host", b"").decode("latin-1")
        if not self._knows_host(headers):
            # A page whose name was made to point here carries its own name: this stops it.
            said = f"The server is not called {host!r}. Start it with --allow-host for another name of this machine."
            return 421, f"E-SERVE-HOST {said}"
        origin = headers.get(b"origin", b"").decode("latin-1")
        if origin and urlsplit(origin).netloc != host and origin not in self.rules.origins:
            return 403, f"E-SERVE-ORIGIN A page of {origin!r} may not ask. Start the server with --allow-origin for it."
        if not self._shows_token(scope, headers):
            said = "The token is missing or wrong. Send it as: Authorization: Bearer TOKEN (or ApiKey TOKEN)."
            return 401, f"E-SERVE-TOKEN {said}"
        length = headers.get(b"content-length", b"0")
        if not length.isdigit() or int(length) > self.rules.most_bytes:
            return 413, _too_large(self.rules.most_bytes)
        return None

    def _knows_host(self, headers: dict[bytes, bytes]) -> bool:
        return _name(headers.get(b"host", b"").decode("latin-1")) in self.rules.hosts

    def _shows_token(self, scope: Scope, headers: dict[bytes, bytes]) -> bool:
        if not self.rules.token or scope["path"] in OPEN or scope["path"] == _OWN_TOKEN:
            return True
        kind, _, shown = headers.get(b"authorization", b"").decode("latin-1").partition(" ")
        right = hmac.compare_digest(shown.strip().encode(), self.rules.token.encode())
        return kind.lower() in ("bearer", "apikey", "token") and right

    def _allowed_origin(self, headers: dict[bytes, bytes]) -> bytes:
        origin = headers.get(b"origin", b"")
        return origin if origin.decode("latin-1") in self.rules.origins else b""


@dataclass
class _Counted:
    """Receives a body of at most so many bytes, also where its length was not announced."""

    receive: Receive
    most: int
    taken: int = 0

    @property
    def over(self) -> bool:
        return self.taken > self.most

    async def __call__(self) -> Message:
        message = await self.receive()
        self.taken += len(message.get("body", b""))
        # To whoever reads the body, its sender has gone; what is then answered is replaced.
        return {"type": "http.disconnect"} if self.over else message


@dataclass
class _Marked:
    """Sends answers with the headers that every answer has, or that the body was too large."""

    send: Send
    counted: _Counted
    origin: bytes
    refused: bool = False

    async def __call__(self, message: Message) -> None:
        if self.counted.over:
            if not self.refused:
                self.refused = True
                await _refuse(self.send, 413, _too_large(self.counted.most))
            return
        if message["type"] == "http.response.start":
            further = [*_SAFE]
            if self.origin:
                further += [(b"access-control-allow-origin", self.origin), (b"vary", b"origin")]
            message["headers"] = [*message.get("headers", ()), *further]
        await self.send(message)


def _leave(origin: bytes) -> list[tuple[bytes, bytes]]:
    """A browser's question before it lets a page ask: which methods and headers."""
    return [
        (b"access-control-allow-origin", origin),
        (b"access-control-allow-methods", b"GET, POST"),
        (b"access-control-allow-headers", b"authorization, content-type"),
        (b"vary", b"origin"),
    ]


def _too_large(most: int) -> str:
    return f"E-SERVE-SIZE The request is larger than {most:,} bytes. Send it in several parts."


def _name(host: str) -> str:
    """The name of ``name:port``, also of ``[::1]:8000``."""
    return host[: host.rfind("]") + 1].lower() if host.startswith("[") else host.partition(":")[0].lower()


async def _refuse(send: Send, status: int, detail: str) -> None:
    body = json.dumps({"detail": detail}).encode()
    headers: Sequence[tuple[bytes, bytes]] = (
        (b"content-type", b"application/json"),
        (b"content-length", str(len(body)).encode()),
        *_SAFE,
    )
    await send({"type": "http.response.start", "status": status, "headers": list(headers)})
    await send({"type": "http.response.body", "body": body})
