"""`enduse trace serial|alerts|installed-base` as a user meets them."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Enduse = Callable[..., Any]
HEADER = "number,line,Date,direction,consignor,consignee,origin,Country of dispatch,Destination,HS code"
LINES = f"""{HEADER},description,trademark,value_usd
1,1,2021-03-01,export,SPARTAN CO,ARDAKAN AS,TW,TW,TR,845811,"CNC lathe SL-25, S/N SL2500-0417",SPARTAN,90000
3,1,2023-05-20,import,BORALTAN AS,OOO VIMETRAL,TW,TR,RU,845811,"lathe SL-25, S/N SL2500-0417, used",SPARTAN,99000
"""


@pytest.fixture
def workspace(tmp_path: Path, enduse: Enduse) -> Path:
    (tmp_path / "lines.csv").write_text(LINES, encoding="utf-8")
    enduse("init", "case", cwd=tmp_path)
    enduse("add", tmp_path / "lines.csv", cwd=tmp_path / "case")
    done = enduse("run", "--watershed", "2022-02-24", "--typology", "serial_seen_elsewhere", cwd=tmp_path / "case")
    assert done.returncode == 0, done.stderr
    return tmp_path / "case"


@pytest.mark.slow
def test_chains_alerts_and_errors(workspace: Path, enduse: Enduse, monkeypatch: pytest.MonkeyPatch) -> None:
    told = enduse("trace", "serial", "SL2500-0417", cwd=workspace)
    assert told.returncode == 0
    assert [it["what"] for it in told.rows[0]["links"]] == ["exported", "imported"]

    unknown = enduse("trace", "serial", "XX-99999", cwd=workspace)
    assert (unknown.returncode, unknown.stdout) == (2, "")
    assert unknown.stderr.startswith("E-SERIAL  ")

    alerts = enduse("trace", "alerts", "--fail-on-alert", cwd=workspace)
    assert (alerts.returncode, [it["alert"] for it in alerts.rows]) == (10, ["left_channel"])
    none = enduse("trace", "alerts", "--kind", "silent", "--fail-on-alert", cwd=workspace)
    assert (none.returncode, none.rows) == (0, [])
    assert enduse("trace", "alerts", "--kind", "odd", cwd=workspace).returncode == 2

    base = enduse("trace", "installed-base", "SPARTAN", "--country", "TR", "--base", "many", cwd=workspace)
    assert (base.returncode, base.stdout) == (2, "")
    assert base.stderr.startswith("E-BASE  ")

    monkeypatch.setenv("ENDUSE_TABLE", "1")
    shown = enduse("trace", "serial", "SL2500-0417", cwd=workspace)
    assert "SPARTAN SL2500-0417, model SL-25: left the authorised channel" in shown.stdout
    assert "Left its channel: It was exported to Türkiye" in shown.stdout
    assert "2023-05-20, imported: recorded; no record sends it to Russia." in shown.stdout
