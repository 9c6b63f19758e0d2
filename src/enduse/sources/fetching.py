"""A publisher's file is fetched from its address, whole and from where it should be, or not at all."""

import ipaddress
import json
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from urllib.request import getproxies

import httpx

from enduse.errors import FetchFailed

_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_PAGE = (b"<!doctype html", b"<html")


@dataclass(frozen=True)
class FetchPolicy:
    """What is fetched and what is refused.

    Attributes:
        private: May the address be one of this machine or its private network? Publishers' are not; a mirror may be.
        most_bytes: A larger file is refused.
        redirects: How many are followed.
        seconds: Longest silence of the other side.
        agent: How we introduce ourselves.
    """

    private: bool = False
    most_bytes: int = 1 << 30
    redirects: int = 5
    seconds: float = 60.0
    agent: str = "enduse"


@dataclass(frozen=True)
class Validators:
    """What the publisher said of the last file we had, so that it is not sent again unchanged."""

    etag: str = ""
    modified: str = ""

    def headers(self) -> dict[str, str]:
        """For a conditional request."""
        given = {"If-None-Match": self.etag, "If-Modified-Since": self.modified}
        return {name: value for name, value in given.items() if value}

    @classmethod
    def read(cls, path: Path) -> "Validators":
        """What ``write`` kept; nothing when it is missing or unreadable: then the file is sent once more."""
        try:
            return cls(**json.loads(path.read_bytes()))
        except (OSError, ValueError, TypeError):
            return cls()

    def write(self, path: Path) -> None:
        """Keep for the next time."""
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(asdict(self)), encoding="utf-8")


@dataclass(frozen=True)
class Fetched:
    """A file that was fetched.

    Attributes:
        size: Bytes.
        validators: For the next time.
        address: Where it came from in the end, redirects followed.
    """

    size: int
    validators: Validators
    address: str


def fetch(url: str, target: Path, policy: FetchPolicy, known: Validators = Validators()) -> Fetched | None:  # noqa: B008
    """Write what ``url`` gives to ``target``; None when the publisher says it has not changed since ``known``.

    Raises:
        FetchFailed: ``E-FETCH-ADDRESS`` (no web address, or a private one), ``E-FETCH-STATUS``, ``E-FETCH-CUT``,
            ``E-FETCH-SIZE``, ``E-FETCH-TYPE`` (a web page where a file was expected), ``E-FETCH`` for anything else
            that went wrong on the way. ``target`` is then not to be used.
    """
    with _client(policy) as client:
        at = _address(httpx.URL(), url)
        for _ in range(policy.redirects + 1):
            _refuse_address(at, policy)
            with _sent(client, at, known) as answer:
                if answer.status_code in _REDIRECTS and "location" in answer.headers:
                    at = _next(at, answer.headers["location"])
                    continue
                return _taken(answer, target, policy)
    raise FetchFailed(
        f"{url!r} leads from address to address more than {policy.redirects} times. Look at the publisher's site and "
        "set the right address in enduse.toml.",
        code="E-FETCH-ADDRESS",
    )


def _client(policy: FetchPolicy) -> httpx.Client:
    return httpx.Client(timeout=policy.seconds, headers={"User-Agent": policy.agent}, follow_redirects=False)


@contextmanager
def _sent(client: httpx.Client, at: httpx.URL, known: Validators) -> Iterator[httpx.Response]:
    try:
        with client.stream("GET", at, headers=known.headers()) as answer:
            yield answer
    except httpx.RemoteProtocolError as error:
        raise _cut(at, str(error)) from error
    except httpx.HTTPError as error:
        raise FetchFailed(
            f"{str(at)!r} could not be fetched: {error or type(error).__name__}. The last good snapshot stays in use. "
            "Try again later, or download the file elsewhere and add it with `enduse lists add FILE`."
        ) from error


def _next(at: httpx.URL, location: str) -> httpx.URL:
    following = _address(at, location)
    if at.scheme == "https" and following.scheme != "https":
        raise FetchFailed(
            f"{str(at)!r} leads to {str(following)!r}, which is not encrypted: anybody on the way could change the "
            "list. Nothing was fetched.",
            code="E-FETCH-ADDRESS",
        )
    return following


def _address(base: httpx.URL, text: str) -> httpx.URL:
    try:
        return base.join(text) if base.host else httpx.URL(text)
    except httpx.InvalidURL as error:
        raise FetchFailed(f"{text[:200]!r} is no web address: {error}.", code="E-FETCH-ADDRESS") from error


def _refuse_address(at: httpx.URL, policy: FetchPolicy) -> None:
    """A list's address that leads into the own network would make us ask there on somebody else's behalf."""
    if at.scheme not in {"http", "https"} or not at.host:
        raise FetchFailed(f"{str(at)!r} is no web address (http or https).", code="E-FETCH-ADDRESS")
    if policy.private or _is_proxied(at):
        return
    try:
        found = socket.getaddrinfo(at.host, at.port or {"http": 80, "https": 443}[at.scheme], type=socket.SOCK_STREAM)
    except OSError as error:
        raise FetchFailed(
            f"The name {at.host!r} is not known here ({error}). Is this machine connected? Without, download the file "
            "elsewhere and add it with `enduse lists add FILE`."
        ) from error
    for it in found:
        _refuse_private(at, str(it[4][0]))


def _refuse_private(at: httpx.URL, number: str) -> None:
    if not ipaddress.ip_address(number.partition("%")[0]).is_global:
        raise FetchFailed(
            f"{str(at)!r} is at {number}, an address of this machine or its private network. A publisher's list is "
            "not there. For a mirror of your own, set `private = true` under [lists] in enduse.toml.",
            code="E-FETCH-ADDRESS",
        )


def _is_proxied(at: httpx.URL) -> bool:
    """With a proxy the names are looked up there, and what may be reached is its decision."""
    return bool(getproxies().get(at.scheme))


def _taken(answer: httpx.Response, target: Path, policy: FetchPolicy) -> Fetched | None:
    if answer.status_code == httpx.codes.NOT_MODIFIED:
        return None
    at = answer.url
    if answer.status_code != httpx.codes.OK:
        raise FetchFailed(
            f"{str(at)!r} answered {answer.status_code} {answer.reason_phrase}. The last good snapshot stays in use. "
            "Look at the publisher's site; a new address is set in enduse.toml.",
            code="E-FETCH-STATUS",
        )
    _refuse_peer(answer, policy)
    size = _written(answer, target, policy)
    told = Validators(answer.headers.get("etag", ""), answer.headers.get("last-modified", ""))
    return Fetched(size, told, str(at))


def _refuse_peer(answer: httpx.Response, policy: FetchPolicy) -> None:
    """The name may have been looked up anew for the connection, with another answer."""
    stream = answer.extensions.get("network_stream")
    peer = stream.get_extra_info("server_addr") if stream is not None else None
    if peer and not policy.private and not _is_proxied(answer.url):
        _refuse_private(answer.url, str(peer[0]))


def _written(answer: httpx.Response, target: Path, policy: FetchPolicy) -> int:
    size, head = 0, b""
    with target.open("wb") as file:
        for piece in answer.iter_bytes():
            size += len(piece)
            if size > policy.most_bytes:
                raise FetchFailed(
                    f"{str(answer.url)!r} gives more than {policy.most_bytes:,} bytes, which no list has. It was "
                    "broken off and nothing was kept.",
                    code="E-FETCH-SIZE",
                )
            head = head or piece.lstrip(b"\xef\xbb\xbf \r\n\t")[:64].lower()
            file.write(piece)
    if not size:
        raise _cut(answer.url, "the answer is empty")
    if head.startswith(_PAGE):
        raise FetchFailed(
            f"{str(answer.url)!r} gives a web page instead of a list: the file was moved, or a log-in stands before "
            "it. The last good snapshot stays in use. Look at the publisher's site.",
            code="E-FETCH-TYPE",
        )
    return size


def _cut(at: httpx.URL, why: str) -> FetchFailed:
    return FetchFailed(
        f"{str(at)!r} broke off before the file was whole: {why}. A cut list would miss entries in silence, so "
        "nothing was kept; the last good snapshot stays in use. Try again.",
        code="E-FETCH-CUT",
    )
