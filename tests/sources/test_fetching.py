"""A publisher's file is fetched whole and from where it should be, or not at all; against a real local server."""

import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import MappingProxyType

import pytest

from enduse.errors import FetchFailed
from enduse.sources.fetching import FetchPolicy, Validators, fetch

LIST = b"<?xml version='1.0'?><list><entry>Fictional Trading FZE</entry></list>"
LOCAL = FetchPolicy(private=True, seconds=5)
NOTHING: Mapping[str, str] = MappingProxyType({})
GIVEN: dict[str, tuple[bytes, int, Mapping[str, str]]] = {
    "list": (LIST, 200, {"ETag": '"v1"', "Last-Modified": "Tue, 01 Mar 2022 00:00:00 GMT"}),
    "moved": (b"", 302, {"Location": "/list"}),
    "loop": (b"", 301, {"Location": "/loop"}),
    "file": (b"", 302, {"Location": "file:///etc/passwd"}),
    "cut": (LIST[:20], 200, {"Content-Length": str(len(LIST))}),
    "empty": (b"", 200, {}),
    "page": (b"\xef\xbb\xbf\n<!DOCTYPE html><html>Please log in</html>", 200, {"Content-Type": "text/html"}),
    "gone": (b"gone", 410, {}),
}


@dataclass
class Publisher:
    """A server on the loopback address; ``asked`` are the headers of every request."""

    address: str
    asked: list[dict[str, str]]

    def at(self, path: str) -> str:
        return f"{self.address}/{path}"


class Server(ThreadingHTTPServer):
    """Keeps the headers of what it was asked."""

    asked: list[dict[str, str]]


class Answers(BaseHTTPRequestHandler):
    """Gives a list, and everything that may come in its place."""

    protocol_version = "HTTP/1.1"
    server: Server

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""

    def do_GET(self) -> None:
        """Answer by the path."""
        self.server.asked.append(dict(self.headers.items()))
        if self.path == "/list" and self.headers.get("If-None-Match") == '"v1"':
            body, status, headers = b"", 304, NOTHING
        else:
            body, status, headers = GIVEN[self.path.strip("/")]
        self.give(body, status, headers)
        self.close_connection = self.path == "/cut"

    def give(self, body: bytes, status: int, headers: Mapping[str, str] = NOTHING) -> None:
        """Send one answer."""
        self.send_response(status)
        for name, value in ({"Content-Length": str(len(body))} | dict(headers)).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)


@pytest.fixture
def publisher() -> Iterator[Publisher]:
    server = Server(("127.0.0.1", 0), Answers)
    server.asked = []
    made = Publisher(f"http://127.0.0.1:{server.server_address[1]}", server.asked)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield made
    server.shutdown()
    thread.join()
    server.server_close()


Get = Callable[..., FetchFailed]


@pytest.fixture
def refused(publisher: Publisher, tmp_path: Path) -> Get:
    def get(path: str, policy: FetchPolicy = LOCAL) -> FetchFailed:
        with pytest.raises(FetchFailed) as caught:
            fetch(publisher.at(path), tmp_path / "list", policy)
        return caught.value

    return get


@pytest.mark.parametrize("path", ["list", "moved"])
def test_a_file_is_fetched_whole_and_redirects_are_followed(publisher: Publisher, tmp_path: Path, path: str) -> None:
    found = fetch(publisher.at(path), tmp_path / "list", LOCAL)
    assert found is not None
    assert (found.size, found.address) == (len(LIST), publisher.at("list"))
    assert (tmp_path / "list").read_bytes() == LIST


def test_what_has_not_changed_is_not_sent_again(publisher: Publisher, tmp_path: Path) -> None:
    first = fetch(publisher.at("list"), tmp_path / "list", LOCAL)
    assert first is not None
    assert fetch(publisher.at("list"), tmp_path / "again", LOCAL, first.validators) is None
    assert publisher.asked[1]["If-None-Match"] == '"v1"'
    assert publisher.asked[1]["If-Modified-Since"] == "Tue, 01 Mar 2022 00:00:00 GMT"
    assert not (tmp_path / "again").exists()


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("loop", "E-FETCH-ADDRESS"),
        ("file", "E-FETCH-ADDRESS"),
        ("cut", "E-FETCH-CUT"),
        ("empty", "E-FETCH-CUT"),
        ("page", "E-FETCH-TYPE"),
        ("gone", "E-FETCH-STATUS"),
    ],
)
def test_what_is_no_whole_list_is_refused(refused: Get, path: str, code: str) -> None:
    assert refused(path).code == code


def test_a_file_without_end_is_broken_off(refused: Get) -> None:
    assert refused("list", FetchPolicy(private=True, most_bytes=10)).code == "E-FETCH-SIZE"


@pytest.mark.parametrize("path", ["list", "moved"])
def test_an_address_of_this_machine_is_refused_before_anything_is_asked(
    refused: Get, publisher: Publisher, path: str
) -> None:
    assert refused(path, FetchPolicy()).code == "E-FETCH-ADDRESS"
    assert publisher.asked == []


@pytest.mark.parametrize("url", ["http://10.0.0.1/x", "http://[::1]/x", "http://169.254.169.254/x", "ftp://a.b/x", "x"])
def test_no_private_address_and_nothing_but_the_web_is_asked(tmp_path: Path, url: str) -> None:
    with pytest.raises(FetchFailed) as caught:
        fetch(url, tmp_path / "list", FetchPolicy())
    assert caught.value.code == "E-FETCH-ADDRESS"


def test_a_server_that_does_not_answer_is_an_error_of_its_own(tmp_path: Path) -> None:
    with pytest.raises(FetchFailed, match="lists add FILE") as caught:
        fetch("http://127.0.0.1:9/x", tmp_path / "list", LOCAL)
    assert caught.value.code == "E-FETCH"


def test_validators_survive_being_written(tmp_path: Path) -> None:
    told = Validators('"v1"', "Tue, 01 Mar 2022 00:00:00 GMT")
    told.write(tmp_path / "lists" / "eu.json")
    assert Validators.read(tmp_path / "lists" / "eu.json") == told
    (tmp_path / "lists" / "eu.json").write_text("{damaged")
    assert Validators.read(tmp_path / "lists" / "eu.json") == Validators()
