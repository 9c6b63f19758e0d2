"""`enduse serve` as a user starts and stops it."""

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import httpx
import pytest

LISTS = Path(__file__).resolve().parents[1] / "fixtures" / "lists"
CODE = "from enduse.cli import main; main()"

pytestmark = pytest.mark.slow


def enduse(*words: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-c", CODE, *words], cwd=cwd, capture_output=True, text=True, check=False)


@pytest.fixture
def case(tmp_path: Path) -> Path:
    enduse("init", "case", cwd=tmp_path)
    added = enduse("lists", "add", str(LISTS / "un_consolidated_xml" / "consolidated.xml"), cwd=tmp_path / "case")
    assert added.returncode == 0, added.stderr
    return tmp_path / "case"


def test_it_serves_until_it_is_interrupted_and_shows_its_token_to_nobody(case: Path) -> None:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port = str(found.getsockname()[1])
    environment = {**os.environ, "ENDUSE_TOKEN": "secret-7"}
    command = [sys.executable, "-c", CODE, "serve", "--port", port]
    server = subprocess.Popen(command, cwd=case, env=environment, stderr=subprocess.PIPE, text=True)
    try:
        base, status = f"http://127.0.0.1:{port}", 0
        for _ in range(400):
            time.sleep(0.1)
            try:
                status = httpx.get(f"{base}/readyz").status_code
            except httpx.TransportError:
                continue
            if status == 200:
                break
        assert status == 200
        assert httpx.get(f"{base}/catalog").status_code == 401
        answer = httpx.get(f"{base}/catalog", headers={"authorization": "Bearer secret-7"})
        assert "un_unsc_consolidated_list" in {it["name"] for it in answer.json()["datasets"]}
    finally:
        server.send_signal(signal.SIGINT)
        _, said = server.communicate(timeout=30)
    assert f"127.0.0.1:{port}" in said
    assert "secret-7" not in said
    assert "Traceback" not in said


def test_a_network_needs_a_token(case: Path) -> None:
    done = enduse("serve", "--host", "0.0.0.0", cwd=case)
    assert done.returncode == 2
    assert "E-SERVE-OPEN" in done.stderr


def test_it_needs_a_workspace(tmp_path: Path) -> None:
    done = enduse("serve", cwd=tmp_path)
    assert done.returncode == 2
    assert "E-WORKSPACE" in done.stderr
