"""Rows of the mission table on packs, from the command line to what a stranger can check."""

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from enduse.store.pack_zip import open_pack

Enduse = Callable[..., Any]

HEADER = "number,line,Date,direction,consignor,consignee,origin,Country of dispatch,Destination,HS code"
LINES = f"""{HEADER},description,trademark,value_usd
1,1,2021-03-01,import,MAKER TW,OOO VIMETRAL,TW,TW,RU,8457101000,machining centre V-1,TAIJUNWEI,80000
2,1,2023-03-01,import,BORALTAN AS,OOO VIMETRAL,TW,TR,RU,8457101000,machining centre V-2,TAIJUNWEI,90000
3,1,2023-05-01,import,BORALTAN AS,OOO VIMETRAL,TW,TR,RU,8457101000,machining centre V-3,TAIJUNWEI,95000
"""
BOOKINGS = (
    "Passenger name,Passport,Date,Flight\n"
    "Vymyshlenny Oleg,712345678,2023-04-11,XX 101\n"
    "Obraztsova Anna,700000001,2023-04-11,XX 101\n"
    "Nikakov Pavel,700000002,2023-04-12,XX 204\n"
    "Vydumanny Ivan,700000003,2023-04-12,XX 204\n"
)


@pytest.fixture
def case(enduse: Enduse, tmp_path: Path) -> Path:
    (tmp_path / "lines.csv").write_text(LINES, encoding="utf-8")
    folder = tmp_path / "case"
    enduse("init", folder, cwd=tmp_path)
    enduse("add", tmp_path / "lines.csv", cwd=folder)
    enduse("run", "-t", "third_country_transshipment", "--watershed", "2022-02-24", cwd=folder)
    return folder


def _pack(enduse: Enduse, case: Path, *more: str) -> dict[str, Any]:
    words = ("report", "pack", "OOO VIMETRAL", "-o", case.parent / "p.zip", "--formats", "html,md", "--by", "Kim")
    (row,) = enduse(*words, *more, "--json", cwd=case).rows
    found: dict[str, Any] = row
    return found


def _lines(pack: Path, name: str) -> list[dict[str, Any]]:
    return [json.loads(it) for it in open_pack(pack).read(name).decode().splitlines()]


def test_m78_leaked_bookings_are_encrypted_and_persons_who_are_not_needed_are_redacted(
    enduse: Enduse, case: Path, tmp_path: Path
) -> None:
    (tmp_path / "bookings.csv").write_text(BOOKINGS, encoding="utf-8")
    told = ("--from", "a drop", "--grade", "leaked", "--sensitivity", "leaked", "--by", "Kim")
    enduse("evidence", "add", tmp_path / "bookings.csv", *told, cwd=case)
    (flagged,) = enduse("evidence", "show", "--json", cwd=case).rows
    kept = [it for it in case.rglob("*") if it.is_file()]
    assert flagged["sensitivity"] == "leaked"
    assert [it.name for it in kept if b"Obraztsova" in it.read_bytes()] == []
    _pack(enduse, case, "--person", "Oleg Vymyshlenny")
    (document,) = _lines(tmp_path / "p.zip", "documents.jsonl")
    shown = open_pack(tmp_path / "p.zip").read(document["file"]).decode()
    assert document["state"] == "redacted"
    assert [it in shown for it in ("Vymyshlenny Oleg", "XX 101")] == [True, True]
    assert [it for it in ("Obraztsova", "Nikakov", "Vydumanny", "712345678", "XX 204") if it in shown] == []
    whole = (tmp_path / "p.zip").read_bytes()
    assert b"Obraztsova" not in whole
    assert enduse("verify", tmp_path / "p.zip", cwd=tmp_path).returncode == 0


def test_m94_every_number_opens_its_rows_and_the_same_rows_give_the_same_hash(
    enduse: Enduse, case: Path, tmp_path: Path
) -> None:
    first = _pack(enduse, case)
    pack = open_pack(tmp_path / "p.zip")
    rows = list(csv.DictReader(io.StringIO(pack.read("rows/cited.csv").decode("utf-8-sig"))))
    source = (tmp_path / "lines.csv").read_text(encoding="utf-8").splitlines()
    opened = {number: source[int(it["row"]) - 1] for it in rows for number in it["cited_as"].split()}
    figures = [it for it in _lines(tmp_path / "p.zip", "figures.jsonl") if it["value"]]
    assert len(figures) > 3
    for it in figures:
        lines = [opened[f"1:{number}"] for number in it["rows"]]
        assert lines
        if it["how"] == "sum" and it["unit"] == "USD":
            assert it["value"] == sum(float(line.split(",")[-1]) for line in lines)
    enduse("run", "-t", "third_country_transshipment", "--watershed", "2022-02-24", cwd=case)
    assert _pack(enduse, case)["sha256"] == first["sha256"]
    (checked,) = enduse("verify", tmp_path / "p.zip", "--rerun", "--json", cwd=tmp_path).rows
    assert (checked["holds"], checked["findings"], checked["found_again"]) == (True, 1, 1)


def test_m101_a_pack_is_checked_offline_and_that_authenticity_is_disputed_stays_said(
    enduse: Enduse, case: Path, tmp_path: Path
) -> None:
    (tmp_path / "records.html").write_text("<p>Handed to the subject before publication</p>", encoding="utf-8")
    enduse("evidence", "add", tmp_path / "records.html", "--from", "https://paper.example", "--by", "Kim", cwd=case)
    words = ("--kind", "authenticity", "--about", "E1", "--says", "not_authentic", "--on", "2024-02-01", "--by", "Kim")
    assert enduse("claims", "add", "OOO VIMETRAL", *words, cwd=case).returncode == 0
    made = _pack(enduse, case, "--sign", str(tmp_path / "key.pem"))
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "p.zip").write_bytes((tmp_path / "p.zip").read_bytes())
    (elsewhere / "key.pub").write_bytes((tmp_path / "key.pem.pub").read_bytes())
    done = enduse("verify", "p.zip", "--key", "key.pub", "--json", cwd=elsewhere)
    (checked,) = done.rows
    assert (done.returncode, checked["holds"], checked["sha256"]) == (0, True, made["sha256"])
    assert checked["disputed"] == ["E1: authenticity disputed by OOO VIMETRAL"]
    copies = list(
        csv.DictReader(io.StringIO(open_pack(elsewhere / "p.zip").read("rows/cited.csv").decode("utf-8-sig")))
    )
    assert {(it["source"], len(it["sha256"]), it["row"]) for it in copies} == {("lines.csv", 64, n) for n in "234"}
    flipped = bytearray((elsewhere / "p.zip").read_bytes())
    flipped[len(flipped) * 2 // 3] ^= 4
    (elsewhere / "p.zip").write_bytes(flipped)
    done = enduse("verify", "p.zip", "--json", cwd=elsewhere)
    assert (done.returncode, [it["code"] for it in done.rows[0]["problems"]]) == (7, ["E-PACK-DAMAGED"])


@pytest.mark.parametrize("width", [80, 120])
def test_a_check_fits_on_the_terminal(enduse: Enduse, case: Path, width: int) -> None:
    _pack(enduse, case)
    shown = enduse("verify", case.parent / "p.zip", cwd=case, width=width).stdout
    assert max(map(len, shown.splitlines())) <= width
    assert "1.0 MB" not in shown


def test_verify_of_a_case_looks_at_its_logs_too(enduse: Enduse, case: Path, tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text("<p>x</p>", encoding="utf-8")
    enduse("evidence", "add", tmp_path / "a.html", "--by", "Kim", cwd=case)
    assert enduse("verify", cwd=case).returncode == 0
    (row,) = enduse("evidence", "show", "--json", cwd=case).rows
    (case / "evidence" / row["sha256"][:2] / row["sha256"]).unlink()
    done = enduse("verify", "--json", cwd=case)
    assert (done.returncode, [it["what"] for it in done.rows]) == (7, ["evidence E1"])
