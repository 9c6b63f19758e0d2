"""FollowTheMoney out."""

import json
import os
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from enduse.report.formats.ftm import FtmRows, entities, write_ftm
from enduse.report.network_model import Cited, CitedPlace, Network

CITED = (Cited(CitedPlace("d" * 64, "lines.csv", "2023"), (2,)),)
LINE = {
    **{"consignor_id": "a" * 15, "consignee_id": "b" * 15, "contract_holder_id": "", "declarant_id": ""},
    **{"declaration_no": "10000000/010122/0000001", "line_no": "1", "direction": "import", "goods_code": "0458110000"},
    **{"declared_on": date(2022, 1, 5), "origin": "TW", "dispatch": "CN", "destination": "RU", "description": "lathe"},
    **{"value_usd": 1200000.0, "net_kg": 10.5, "cited": CITED},
}
PAID = {
    **{"payer_id": "b" * 15, "payee_id": "a" * 15, "paid_on": date(2022, 1, 6), "value": 12000000.0},
    **{"currency": "CNY", "value_usd": None, "purpose": "lathe", "reference": "0017", "cited": CITED},
}
ROWS = FtmRows([LINE], [PAID])

_VALIDATE = """
import json, sys
from followthemoney import model
for it in map(json.loads, sys.stdin):
    proxy = model.get_proxy(it, cleaned=False)
    proxy.schema.validate(it)
    kept = {name: sorted(values) for name, values in proxy.to_dict()["properties"].items()}
    assert kept == {name: sorted(values) for name, values in it["properties"].items()}, (it, kept)
"""


@pytest.fixture
def told(network: Network) -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = {}
    for it in entities(network, ROWS):
        found.setdefault(it["schema"], []).append(it)
    return found


def test_every_link_points_to_an_entity_of_the_file(network: Network) -> None:
    made = [*entities(network, ROWS)]
    ids = {it["id"] for it in made}
    links = ("owner", "asset", "person", "relative", "proof", "sender", "receiver", "payer", "beneficiary", "entity")
    pointed = {to for it in made for name in (*links, "subject", "object") for to in it["properties"].get(name, ())}
    assert pointed <= ids
    assert len(ids) == len(made)


def test_a_goods_line_is_an_activity_with_texts_and_its_row(told: dict[str, list[dict[str, Any]]]) -> None:
    (line,) = told["EconomicActivity"]
    assert line["properties"]["vedCode"] == ["0458110000"]
    assert line["properties"]["sender"] == [f"enduse-party-{'a' * 15}"]
    assert line["properties"]["departureCountry"] == ["cn"]
    assert line["properties"]["recordId"] == ["lines.csv [2023] row 2"]
    assert line["properties"]["proof"] == [f"enduse-source-{'d' * 64}"]


def test_amounts_have_no_exponent(told: dict[str, list[dict[str, Any]]]) -> None:
    (paid,) = told["Payment"]
    assert paid["properties"]["amount"] == ["12000000"]
    assert "amountUsd" not in paid["properties"]


def test_a_likeness_by_name_is_no_sanction_of_the_party(told: dict[str, list[dict[str, Any]]]) -> None:
    holders = {it["properties"]["authorityId"][0]: it["properties"]["entity"] for it in told["Sanction"]}
    assert holders["E1"] == [f"enduse-party-{'b' * 15}"]
    assert holders["E2"] != holders["E1"]
    (tie,) = told["UnknownLink"]
    assert tie["properties"]["status"] == ["possible"]
    assert tie["properties"]["object"] == holders["E2"]


def test_an_owner_has_a_share_a_day_and_a_register(told: dict[str, list[dict[str, Any]]]) -> None:
    (owned,) = told["Ownership"]
    assert owned["properties"]["percentage"] == ["more than 25, up to 50"]
    assert owned["properties"]["startDate"] == ["2021-05-01"]
    assert owned["properties"]["publisher"] == ["UK-PSC"]
    assert told["Family"][0]["properties"]["relationship"] == ["spouse"]


def test_a_number_whose_check_digits_fail_is_kept_where_the_package_keeps_it(network: Network) -> None:
    (party,) = (it for it in entities(network, FtmRows()) if it["id"] == f"enduse-party-{'b' * 15}")
    assert party["properties"]["registrationNumber"] == ["0077012345", "00123"]
    assert "innCode" not in party["properties"]


def test_an_entry_that_two_parties_are_like_stands_once(network: Network, tmp_path: Path) -> None:
    first, second = network.nodes[1], network.nodes[3]
    twice = type(network)(
        (first, type(second)("e" * 15, "Other", listed=first.listed)), (), network.sources, network.made
    )
    count = write_ftm(twice, FtmRows(), tmp_path / "e.json")
    ids = [json.loads(it)["id"] for it in (tmp_path / "e.json").read_text(encoding="utf-8").splitlines()]
    assert len(ids) == len(set(ids)) == count


def test_the_package_followthemoney_takes_every_value(network: Network, tmp_path: Path) -> None:
    python = os.environ.get("ENDUSE_FTM_PYTHON", sys.executable)
    if subprocess.run([python, "-c", "import followthemoney"], capture_output=True).returncode:
        pytest.skip("followthemoney (extra `ftm`) is not installed; ENDUSE_FTM_PYTHON may name a Python with it")
    write_ftm(network, ROWS, tmp_path / "e.ftm.json")
    text = (tmp_path / "e.ftm.json").read_text(encoding="utf-8")
    done = subprocess.run([python, "-c", _VALIDATE], input=text, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr[-2000:]
